"""One visit of a page: it is opened once, and everything is asked of it, view by view, before it is closed.

What is found is a sentence under the kind of thing that was asked, so that one fault hides no other; so is a part of
the visit that broke off. No clock decides: what takes time is waited for until the page says that it is done.
"""

import re
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

from .weights import SHIFT, budget

TIMEOUT = 180_000  # milliseconds: for a machine that is busy with other work, and for a fault that nothing ends

# What is asked of every page, and what of a lecture too.
ASKED = {
    "opens": "does not open",
    "foreign": "asks other hosts",
    "missing": "asks for files that are not there",
    "console": "complains in the console",
    "untypeset": "has formulas that stayed as they are written",
    "raw": "shows raw mathematics or roles",
    "torn": "begins a line with what is written onto the formula before it",
    "half": "shows one of two formulas that stand side by side",
    "sideways": "scrolls sideways",
    "unreachable": "has boxes that scroll, and that no keyboard reaches",
    "cut": "has boxes that scroll, and that do not look as if they did",
    "broken": "has pictures that do not load",
    "heavy": "has more elements than its budget",
    "moving": "moves its lines while it loads",
    "theme": "does not use the reader's colour scheme",
    "alt": "has pictures that no words tell",
    "axe": "breaks rules of accessibility",
    "letters": "has figures whose letters a phone shows too small",
}
ASKED_OF_LECTURES = {
    "slider": "has sliders that do not move their figures",
    "drag": "has figures that cannot be dragged",
    "quiz": "has questions that do not answer",
    "fold": "has solutions that are not folded",
    "reference": "has references to equations that do not jump",
}


class View(NamedTuple):
    """A reader's window."""

    width: int
    scheme: str

    def __str__(self):
        return f"{self.width} pixels, {self.scheme}"


WIDE_LIGHT, WIDE_DARK, NARROW_DARK, NARROW_LIGHT = (
    View(1280, "light"), View(1280, "dark"), View(390, "dark"), View(390, "light"),
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """What a visit found: kind -> sentences, how much of everything there was, and the seconds that it took."""

    faults: dict
    counts: dict
    seconds: float


@dataclass
class Notes:
    """What is written down while a visit lasts."""

    view: View = WIDE_LIGHT
    faults: dict = field(default_factory=dict)
    counts: dict = field(default_factory=dict)

    def add(self, kind, *sentences):
        self.faults.setdefault(kind, []).extend(f"at {self.view}: {sentence}" for sentence in sentences)

    def turn(self, page, view, *kinds):
        """Turn the page to a view, unless it is in it, before these kinds are asked."""
        if view != self.view:
            self.view = view
            with self.asking(*kinds):
                turn(page, view)

    @contextmanager
    def asking(self, *kinds):
        """A part of the visit. What ends it early is a fault of all that it was to ask, and the visit goes on."""
        for kind in kinds:
            self.faults.setdefault(kind, [])
        try:
            yield
        except Exception as error:
            first = next(iter(str(error).splitlines()), "")
            for kind in kinds:
                self.add(kind, f"nothing more could be asked: {type(error).__name__}: {first}")


# The page at rest ---------------------------------------------------------------------------------------------------

SHOWN = "([width, scheme]) => innerWidth === width && matchMedia(`(prefers-color-scheme: ${scheme})`).matches"
# In a frame listeners run; in the next, what they changed is drawn, which may ask for fonts and begin to fade. A fade
# is brought to its end: where nobody sees it, Chromium need not. Sections that a phone lays out when they come near are laid out,
# as for a reader who has come to the end.
AT_REST = """async () => {
  if (!document.adoptedStyleSheets.length) {
    const whole = new CSSStyleSheet();
    whole.replaceSync('.bd-article section { content-visibility: visible !important }');
    document.adoptedStyleSheets = [whole];
  }
  const frames = async () => { for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame) };
  await frames();
  await document.fonts.ready;
  await frames();
  for (const fade of document.getAnimations()) {
    if (fade.effect.getComputedTiming().endTime < Infinity) fade.finish();
  }
}"""


def open_page(window, address, view=WIDE_LIGHT):
    """A page that has come to rest: its mathematics is typeset."""
    page = window.new_page()
    page.set_viewport_size({"width": view.width, "height": 900})
    page.emulate_media(color_scheme=view.scheme)
    page.goto(address, wait_until="load")
    page.evaluate(AT_REST)
    return page


def turn(page, view):
    """Give the open page another window, and wait until it has come to rest in it."""
    page.set_viewport_size({"width": view.width, "height": 900})
    page.emulate_media(color_scheme=view.scheme)
    page.wait_for_function(SHOWN, arg=list(view))
    page.evaluate(AT_REST)


# What is asked in each view -----------------------------------------------------------------------------------------

LOOK = """() => {
  const article = document.querySelector('.bd-article') ?? document.body;
  const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const raw = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (/\\$\\$|\\\\\\(|\\\\\\[|\\\\frac|\\{(eq|ref|doc|glue|cite)/.test(text.data)
        && !text.parentElement.closest('pre, code, script, style, dl.py')) raw.push(text.data.trim());
  }
  const images = [...article.querySelectorAll('img')];
  const scroll = [...article.querySelectorAll('pre, .formula, .pst-scrollable-table-container, .text_html')]
    .filter(box => box.checkVisibility() && ['auto', 'scroll'].includes(getComputedStyle(box).overflowX)
      && box.scrollWidth > box.clientWidth + 1);
  const torn = [...article.querySelectorAll('math:not([display])')].filter(formula => {
    const next = formula.nextSibling;
    if (next?.nodeType !== Node.TEXT_NODE || !/^[^\\s]/.test(next.data) || !formula.checkVisibility()) return false;
    const first = document.createRange();
    first.setStart(next, 0);
    first.setEnd(next, 1);
    return first.getBoundingClientRect().left < formula.getBoundingClientRect().right - 1;
  });
  const half = [...article.querySelectorAll('.formula')].filter(box => box.scrollWidth > box.clientWidth + 1
    && [...box.querySelectorAll('mspace')].some(space => space.getBoundingClientRect().width > 24));
  const told = box => `${box.localName}: ${box.textContent.trim().slice(0, 60)}`;
  return {
    raw,
    torn: torn.map(formula => formula.parentElement.textContent.trim().slice(0, 60)),
    half: half.map(told),
    untypeset: [...article.querySelectorAll('.math')].filter(m => !m.querySelector('math')).map(m => m.textContent.slice(0, 80)),
    typeset: article.querySelectorAll('math').length,
    overflow: document.documentElement.scrollWidth - innerWidth,
    alts: images.map(image => [image.getAttribute('alt'), image.getAttribute('src').slice(0, 80)]),
    broken: images.filter(image => image.complete && !image.naturalWidth).map(image => image.src.slice(0, 80)),
    theme: document.documentElement.dataset.theme,
    unreachable: scroll.filter(box => box.tabIndex < 0).map(told),
    cut: scroll.filter(box => getComputedStyle(box).maskImage === 'none').map(told),
  };
}"""


# Lines can move only after a first paint, which a busy machine makes later than the page's load.
LOADED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  while (!performance.getEntriesByName('first-contentful-paint').length) await frame();
  for (let i = 0; i < 3; i++) await frame();
  const watcher = new PerformanceObserver(() => {});
  watcher.observe({type: 'layout-shift', buffered: true});
  const moved = watcher.takeRecords().reduce((sum, {value, hadRecentInput}) => sum + (hadRecentInput ? 0 : value), 0);
  return {moved, elements: document.getElementsByTagName('*').length};
}"""


def weigh(page, notes, most):
    """What a page costs to open: elements, those of its scripts among them, and lines that moved.

    Where a machine is busy the browser may draw half a table, and again the whole: so lines move if they do so each time.
    """
    with notes.asking("heavy", "moving"):
        loaded = page.evaluate(LOADED)
        for _ in range(2):
            if loaded["moved"] < SHIFT:
                break
            page.reload(wait_until="load")
            page.evaluate(AT_REST)
            loaded = page.evaluate(LOADED)
        if loaded["elements"] > most:
            notes.add("heavy", f"the page has {loaded['elements']} elements, expected at most {most}")
        if loaded["moved"] >= SHIFT:
            notes.add("moving", f"the page's lines have moved by {loaded['moved']:.3f}, expected less than {SHIFT}")


def untold(alt, source):
    """What is wrong with a picture's alt text, if anything is."""
    if len((alt or "").split()) < 3:
        return f"{source} has the alt text {alt!r}"
    if re.search(r"\.(svg|png|jpe?g|gif)$|_build|_images", alt):
        return f"{source} has a file's name for its alt text: {alt!r}"
    return None


# What is too wide gets a box, and the box a place among the stops of the Tab key, once a frame has been drawn; a busy machine
# puts that off.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))"


def look(page, notes):
    """What a page shows by itself in the window that it has."""
    with notes.asking("untypeset", "raw", "torn", "half", "sideways", "unreachable", "cut", "broken", "theme", "alt"):
        seen = page.evaluate(LOOK)
        for _ in range(50):
            if not seen["unreachable"] and not seen["cut"] and seen["overflow"] <= 0:
                break
            page.evaluate(DRAWN)
            seen = page.evaluate(LOOK)
        for kind in ("untypeset", "raw", "torn", "half", "unreachable", "cut", "broken"):
            notes.add(kind, *seen[kind])
        if seen["overflow"] > 0:
            notes.add("sideways", f"the page is {seen['overflow']} pixels wider than the window")
        if seen["theme"] != notes.view.scheme:
            notes.add("theme", f"the page's theme is {seen['theme']}")
        notes.add("alt", *filter(None, (untold(*picture) for picture in seen["alts"])))
        notes.counts |= {"formulas": seen["typeset"], "pictures": len(seen["alts"])}


SMALLEST = 9  # pixels, of a letter where a phone shows it
# Matplotlib draws letters as outlines, each group of them scaled from a hundredth of its size; an index within is a part of it.
# Other drawings have texts.
LETTERS = r"""async least => {
  const small = [];
  const tell = (name, size) => size < least && small.push(`${name} has letters of ${size.toFixed(1)} pixels`);
  for (const image of document.querySelectorAll('.bd-article img')) {
    if (!/[.]svg$|^data:image[/]svg/.test(image.src)) continue;
    const drawing = await (await fetch(image.src)).text();
    const outlines = [...drawing.matchAll(/scale\(([\d.]+) -[\d.]+\)/g)].map(([, scale]) => 100 * scale);
    const texts = [...drawing.matchAll(/font-size[=:]\s*"?([\d.]+)/g)].map(([, size]) => Number(size));
    const sizes = [...outlines, ...texts];
    const [, width] = drawing.match(/viewBox="0 0 ([\d.]+)/) ?? [];
    if (sizes.length && width) tell(image.alt.slice(0, 60), Math.min(...sizes) * image.clientWidth / width);
  }
  for (const figure of document.querySelectorAll('.bd-article figure:is(.drag, .course-map)')) {
    for (const text of figure.querySelectorAll('text')) {
      const { a, b } = text.getScreenCTM();
      tell(figure.getAttribute('aria-label').slice(0, 60), Math.hypot(a, b) * parseFloat(getComputedStyle(text).fontSize));
    }
  }
  return small;
}"""


def read_letters(page, notes):
    """The letters of figures, on a phone; the page is then as wide as it was."""
    notes.turn(page, NARROW_DARK, "letters")
    with notes.asking("letters"):
        notes.add("letters", *page.evaluate(LETTERS, SMALLEST))
    notes.turn(page, WIDE_LIGHT, "letters")


# What axe-core finds and the book leaves as it is: rule -> why.
ALLOWED = {}


# Contrast takes most of the time of all tests together, so it is measured once where it is bound to come out the same: in
# a listing, a table, a menu or a signature, at the first of the words that are drawn alike and stand in boxes drawn alike.
# What has no words of its own has no contrast. The glyphs of formulas are put aside: they are empty boxes that are hidden
# from a screen reader, thousands of them on a page, and a formula's words for it stand beside them.
RUN_AXE = """async options => {
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-measured]'}]});
  const drawn = [
    'color', 'backgroundColor', 'backgroundImage', 'opacity', 'filter', 'textShadow', 'fontSize', 'fontWeight', 'position',
    'display', 'visibility',
  ];
  const has_words = element => element.matches('input, select, textarea, button')
    || [...element.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const look_at = (element, told, around) => {
    if (element.matches('pre, table, nav, dt')) [told, around] = [new Set(), ''];
    const speaks = has_words(element);
    if (told || speaks) {
      const style = getComputedStyle(element);
      around += `|${drawn.map(each => style[each])}`;
    }
    if (speaks && !told?.has(around)) element.dataset.measured = '';
    if (speaks) told?.add(around);
    for (const child of element.children) look_at(child, told, told ? around : '');
  };
  look_at(document.body, null, '');
  const glyphs = [...document.querySelectorAll('mjx-math')].filter(formula => !formula.textContent.trim())
    .map(formula => [formula, [...formula.childNodes], formula.getAttribute('style'), formula.offsetWidth, formula.offsetHeight]);
  for (const [formula, , , width, height] of glyphs) {
    formula.replaceChildren();
    Object.assign(formula.style, {display: 'inline-block', width: `${width}px`, height: `${height}px`});
  }
  // So with the letters of formulas: the first formula of each look, on each ground, is measured.
  const ground = element => {
    const colour = element && getComputedStyle(element).backgroundColor;
    return !element || colour !== 'rgba(0, 0, 0, 0)' ? colour : ground(element.parentElement);
  };
  const formulas = new Set();
  for (const formula of document.querySelectorAll('math')) {
    const look = [ground(formula), ...drawn.map(each => getComputedStyle(formula)[each])].join();
    if (formulas.has(look)) for (const letter of formula.querySelectorAll('*')) letter.dataset.alike = '';
    formulas.add(look);
  }
  try {
    return (await axe.run(options)).violations;
  } finally {
    for (const [formula, children, style] of glyphs) {
      formula.replaceChildren(...children);
      style === null ? formula.removeAttribute('style') : formula.setAttribute('style', style);
    }
    for (const element of document.querySelectorAll('[data-measured]')) delete element.dataset.measured;
  }
}"""


def ask_axe(page, notes, with_contrast):
    """The rules of accessibility that a program can try."""
    options = {
        "resultTypes": ["violations"],
        "rules": {"color-contrast": {"enabled": with_contrast}},
        "preload": {"assets": ["media"]},  # what styles import is looked for in the wrong folder, and used by no rule
    }
    with notes.asking("axe"):
        page.evaluate(Axe().axe_script)
        for broken in page.evaluate(RUN_AXE, options):
            if broken["id"] not in ALLOWED:
                nodes = (node["html"][:200] for node in broken["nodes"][:3])
                notes.add("axe", *(f"{broken['id']}: {broken['help']}: {node}" for node in nodes))


# What is asked of a lecture -----------------------------------------------------------------------------------------

STATE = """handle => {
  const image = handle.closest('figure').querySelector('img');
  return {picture: image.src, 'alt text': image.alt, output: handle.parentElement.querySelector('output').innerText};
}"""
AT_FRAME = """async handle => {
  const figure = handle.closest('figure');
  while (figure.getAttribute('aria-busy')) await new Promise(requestAnimationFrame);
}"""
UNMOVED = "([before, after]) => Object.keys(before).filter(key => before[key] === after[key])"
MOVED = """async handle => {
  const image = handle.closest('figure').querySelector('img');
  await image.decode();
  return {
    width: image.naturalWidth,
    said: handle.getAttribute('aria-valuetext'),
    output: handle.parentElement.querySelector('output').innerText,
  };
}"""


def move_sliders(page, notes):
    """Take every slider from one end to the other with the keyboard: the figure and its words follow."""
    with notes.asking("slider"):
        sliders = page.locator("figure.slider").all()
        for number, slider in enumerate(sliders, 1):
            for handle in slider.locator("input[type=range]").all():
                handle.press("Home")
                handle.evaluate(AT_FRAME)
                before = handle.evaluate_handle(STATE)
                handle.press("End")
                handle.evaluate(AT_FRAME)
                for key in page.evaluate(UNMOVED, [before, handle.evaluate_handle(STATE)]):
                    notes.add("slider", f"slider {number} leaves its {key} as it was")
                moved = handle.evaluate(MOVED)
                if moved["said"] != moved["output"]:
                    notes.add("slider", f"slider {number} says {moved['said']!r} and shows {moved['output']!r}")
                if moved["width"] == 0:
                    notes.add("slider", f"slider {number} ends at an empty picture")
        notes.counts["sliders"] = len(sliders)


def drag_figures(page, notes):
    """Move every handle of every dragged figure by an arrow key, to and fro: what the figure says follows."""
    with notes.asking("drag"):
        figures = page.locator("figure.drag").all()
        for number, figure in enumerate(figures, 1):
            words = figure.locator("> output")
            if not figure.get_attribute("aria-label"):
                notes.add("drag", f"figure {number} does not say what it shows")
            for handle in figure.locator("[role=slider]").all():
                before = words.inner_text()
                handle.press("ArrowLeft")
                if words.inner_text() == before:
                    name = handle.get_attribute("aria-label")
                    notes.add("drag", f"figure {number} says the same after {name!r} has moved")
                handle.press("ArrowRight")
        notes.counts["dragged"] = len(figures)


OPTIONS = """quiz => [...quiz.querySelectorAll('details')].map(option => {
  const feedback = [...option.querySelectorAll('p')];
  const shown = p => p.checkVisibility({visibilityProperty: true}) && p.getClientRects().length > 0;
  return {
    verdict: option.className, isOpen: option.open, paragraphs: feedback.length,
    shown: feedback.some(shown), text: feedback.map(p => p.innerText).join(' '),
  };
})"""


def answer_quizzes(page, notes):
    """Click on every option of every question: each answers, one is right, and one is open at a time."""
    with notes.asking("quiz"):
        quizzes = page.locator(".quiz").all()
        for number, quiz in enumerate(quizzes, 1):
            found = quiz.evaluate(OPTIONS)
            for i, summary in enumerate(quiz.locator("details > summary").all()):
                if found[i]["shown"]:
                    notes.add("quiz", f"question {number} answers with option {i + 1} before it is asked")
                summary.click()
                found = quiz.evaluate(OPTIONS)
                if found[i]["paragraphs"] != 1 or not found[i]["shown"] or len(found[i]["text"]) <= 20:
                    notes.add("quiz", f"question {number}, option {i + 1} answers {found[i]['text']!r}")
                if sum(option["isOpen"] for option in found) != 1:
                    notes.add("quiz", f"question {number}: opening option {i + 1} does not close the others")
            verdicts = Counter(option["verdict"] for option in found)
            if verdicts["right"] != 1 or verdicts["wrong"] < 1:
                notes.add("quiz", f"question {number} has the options {dict(verdicts)}")
        notes.counts["questions"] = len(quizzes)


def open_fold(page, notes):
    """Solutions wait to be opened, and the first one opens."""
    with notes.asking("fold"):
        folds = page.locator(".bd-article .cell details.hide, .bd-article .admonition.dropdown > details")
        is_open = folds.evaluate_all("folds => folds.map(fold => fold.open)")
        notes.counts["folds"] = len(is_open)
        notes.add("fold", *(f"fold {number} is open" for number, each in enumerate(is_open, 1) if each))
        if is_open and not is_open[0]:
            folds.first.locator("summary").first.click()
            if not folds.first.evaluate("fold => fold.open"):
                notes.add("fold", "a click does not open the first fold")


def follow_reference(page, notes):
    """The first reference to an equation that no fold hides leads to it, by its number, and into the window."""
    with notes.asking("reference"):
        links = page.locator("a.reference.internal[href*='#equation-']")
        notes.counts["references"] = links.count()
        links = links.filter(visible=True)
        if not links.count():
            return
        links.first.click()
        page.wait_for_url("**#equation-*")
        place = urlsplit(page.url).fragment
        target = page.locator(f"[id='{place}']")
        if (count := target.count()) != 1:
            notes.add("reference", f"there are {count} equations called {place}")
            return
        number = target.locator(".eqno").inner_text().strip()
        if not re.fullmatch(r"\(\w+\.\d+\)#?", number):
            notes.add("reference", f"{place} has the number {number!r}")
        page.wait_for_function("id => document.getElementById(id).getBoundingClientRect().top < innerHeight", arg=place)


# The plan -----------------------------------------------------------------------------------------------------------

# What is asked of a lecture once it has been looked at: kind -> how. The last of them leaves the place.
PARTS = {
    "slider": move_sliders,
    "drag": drag_figures,
    "quiz": answer_quizzes,
    "fold": open_fold,
    "reference": follow_reference,
}


class Plan(NamedTuple):
    """What is asked where: the views to look at, view -> whether axe-core measures contrast too, and kinds of PARTS.

    And how many elements there may be.
    """

    views: tuple
    axe: dict
    parts: tuple = ()
    most: int = budget("").elements


def plan(name):
    """The plan for a page of the site.

    Contrast takes three quarters of axe-core's time. The library's pages are long and alike: one of them is measured,
    in both schemes.
    """
    is_lecture = name.startswith("lectures/")
    measured = "/api/" not in name or name.endswith("floor-0.html")
    return Plan(
        views=(WIDE_LIGHT, WIDE_DARK, NARROW_DARK, NARROW_LIGHT) if is_lecture else (WIDE_LIGHT, NARROW_DARK),
        axe={WIDE_LIGHT: True, NARROW_DARK: True} if measured else {WIDE_LIGHT: False},
        parts=tuple(PARTS) if is_lecture else (),
        most=budget(name).elements,
    )


# The visit ----------------------------------------------------------------------------------------------------------


@contextmanager
def listening(window, site, notes):
    """Write down what the page asks for and complains of, from its first byte on."""

    def asked(request):
        if urlsplit(request.url).scheme not in {"data", "blob"} and not request.url.startswith(f"{site}/"):
            notes.add("foreign", request.url)

    def answered(response):
        if response.status >= 400:
            notes.add("missing", f"{response.status} {response.url}")

    def said(message):
        if message.type in {"error", "warning"}:
            notes.add("console", message.text)

    def failed(error):
        notes.add("console", str(error.error))

    listeners = {"request": asked, "response": answered, "console": said, "weberror": failed}
    for event, listener in listeners.items():
        window.on(event, listener)
    try:
        yield
    finally:
        for event, listener in listeners.items():
            window.remove_listener(event, listener)


def walk(page, notes, plan):
    """Ask everything of the open page: first what it shows untouched, then what it does, and last what leaves it."""
    weigh(page, notes, plan.most)
    for view in plan.views:
        notes.turn(page, view, "theme")
        look(page, notes)
        if view in plan.axe:
            ask_axe(page, notes, plan.axe[view])
    if "slider" in plan.parts and notes.view != WIDE_LIGHT:
        move_sliders(page, notes)
    read_letters(page, notes)
    notes.turn(page, WIDE_LIGHT, *plan.parts)
    for kind in plan.parts:
        PARTS[kind](page, notes)


def visit(window, site, name, plan):
    """Open the page `name` of `site` once, ask it everything that `plan` has, and close it."""
    start, notes = time.perf_counter(), Notes()
    with (
        listening(window, site, notes),
        notes.asking("opens", "foreign", "missing", "console"),
        closing(open_page(window, f"{site}/{name}")) as page,
    ):
        walk(page, notes, plan)
    return Visit(notes.faults, notes.counts, time.perf_counter() - start)
