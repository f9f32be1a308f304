"""A visit finds what is wrong: one fault after the other is planted in a page that has none."""

import re
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from unity import notebook
from unity.course.style import canvas

from .shared import Written, served
from .visit import ASKED, ASKED_OF_LECTURES, NARROW_DARK, NARROW_LIGHT, WIDE_LIGHT, Plan, open_page, plan, turn, visit

pytestmark = pytest.mark.browser

sys.path.append(str(Path(__file__).parents[2] / "book" / "sphinx"))

from lean import files, frames, stills  # noqa: E402

FOLLOWS = "dataset.mode = 'auto'"
QUESTION = notebook.quiz(
    "What is 1 + 1?",
    right={"2": "One more than one is two."},
    wrong={"11": "That joins two digits.", "3": "That is one too many."},
)
CLEAN = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A clean page</title>
<link rel="icon" href="data:,">
<style>html[data-theme=dark] { background: black; color: white } a { color: inherit } pre { overflow-x: auto } [data-more] { mask-image: linear-gradient(black, gray) } img { max-width: 100% } figure { margin: 0 }</style>
<script>document.documentElement.dataset.mode = 'auto'</script>
<script defer src="page.js"></script>
</head>
<body>
<main class="bd-article">
<h1>A clean page</h1>
<p>See <a class="reference internal" href="#equation-eq-x">the equation</a>.</p>
<div class="math" id="equation-eq-x"><span class="eqno">(1.1)</span><div class="formula"><math><mi>x</mi><mo>=</mo><mi>y</mi></math></div></div>
<pre>LONG</pre>
SLIDER
DRAGGED
QUIZ
<div class="cell"><details class="hide"><summary>Solution</summary><p>It is two.</p></details></div>
</main>
</body>
</html>
"""
END = "</main>"
GLYPH = "<g transform='translate(2 9) scale(0.03 -0.03)'><path d='M0 0h70v70z'/></g>"
DRAWING = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 10">{GLYPH}</svg>'
TINY = f"<img alt='A small letter.' width=100 height=10 src='data:image/svg+xml,{quote(DRAWING)}'>"
SCENE = """
screen(40);
paint = () => `The dot is at ${given.x}.`;
handle("The dot", { at: () => [given.x, 20], by: (right) => (given.x += right), said: () => given.x, shape: disc(BLUE) });
update();
"""
WORDS = "<span style='color: #111'>plain</span> <span style='color: #111'>plain</span> <span style='color: silver'>pale</span>"
SILENT = "<script>addEventListener('input', ({target}) => target.setAttribute('aria-valuetext', '0'))</script>"
LATE = """<script>
new PerformanceObserver((_, watcher) => {
  watcher.disconnect();
  document.querySelector('h1').insertAdjacentHTML('beforebegin', '<p style="height: 400px">');
}).observe({type: 'paint', buffered: true});
</script>"""
LISTING = f"<pre style='background: white'>{WORDS}</pre>"
ROWS = "<tr><td>a<td><b>b</b><tr><td>c<td><b>d</b><tr style='background: #333'><td>e<td><b>dim</b>"
TABLE = f"<table style='background: white; color: black'>{ROWS}</table>"
MAP = """<figure class=course-map aria-label="A small map.">
<svg width=100 viewBox="0 0 400 40"><text y=20 font-size=14>x</text></svg></figure>"""
TORN = "<p style='width: 3em'><math><mspace width=48px></math>, and so on</p>"
HALF = "<div class=formula style='width: 60px; overflow: auto' tabindex=0 data-more=right><math><mi>a</mi><mspace width=60px><mi>b</mi></math></div>"
# What is planted -> (the kind of its fault, what is replaced, by what, what the visit says).
PLANTED = {
    "another host": ("foreign", END, "<iframe src='http://a.invalid/'></iframe>", "light: http://a.invalid/"),
    "a missing file": ("missing", END, "<script src=gone.js></script>", r"404 http\S+/gone.js"),
    "a warning": ("console", END, "<script>console.warn('careful')</script>", "careful"),
    "an error": ("console", END, "<script>throw Error('oh')</script>", "oh"),
    "a formula not typeset": ("untypeset", END, r"<i class=math>\(z\)</i>", r"\\\(z\\\)"),
    "raw mathematics": ("raw", END, r"<p>Half is \frac12</p>", r"Half is \\frac12"),
    "a raw role": ("raw", END, "<p>See {eq}`eq-x`</p>", "See {eq}"),
    "a comma on the next line": ("torn", END, TORN, "light: , and so on"),
    "one of two formulas": ("half", END, HALF, "div: ab"),
    "a wide box": ("sideways", END, "<div style='width: 800px'>w</div>", r"at 390 pixels, dark: the page is \d+ pixels"),
    "no keyboard": ("unreachable", "page.js", "data:text/javascript,", "pre: long long"),
    "no sign of more": ("cut", "</style>", "[data-more] { mask-image: none !important }", "pre: long long"),
    "a broken picture": ("broken", END, "<img alt='A white cat.' src='data:image/png,x'>", "data:image/png,x"),
    "a heap of elements": ("heavy", END, "<b></b>" * 3_000, r"the page has 3\d+ elements, expected at most 3000"),
    "lines that move": ("moving", END, LATE, r"the page's lines have moved by 0\.\d+, expected less than 0.05"),
    "a theme that stays": ("theme", FOLLOWS, "dataset.mode = 'light'", "at 390 pixels, dark: the page's theme is light"),
    "a picture without words": ("alt", END, "<img src='data:image/png,x'>", "has the alt text None"),
    "a picture with a name": ("alt", END, "<img src='data:image/png,x' alt='My new cat.png'>", "file's name"),
    "a picture with small letters": ("letters", END, TINY, "A small letter. has letters of 3.0 pixels"),
    "a map with small letters": ("letters", END, MAP, r"A small map. has letters of 3\.\d pixels"),
    "a button without a name": ("axe", END, "<button></button>", "button-name: "),
    "a pale word": ("axe", END, "<p style='background: white; color: silver'>pale</p>", "color-contrast: "),
    "a pale word in a listing": ("axe", END, LISTING, "color-contrast: .*pale"),
    "a still slider": ("slider", "data-frames", "data-was", "slider 1 leaves its picture as it was"),
    "frames that are gone": ("slider", "page-1.gz", "gone.gz", "slider 1 leaves its picture as it was"),
    "a silent slider": ("slider", END, SILENT, "slider 1 says '0' and shows '1'"),
    "a dark row in a table": ("axe", END, TABLE, "color-contrast: .*dim"),
    "a slider without a number": ("slider", "<output>0</output>", "", "nothing more could be asked"),
    "a figure that stays": ("drag", "ArrowLeft: [-1, 0]", "ArrowLeft: [0, 0]", "says the same after 'The dot' has moved"),
    "a figure without words": ("drag", ' aria-label="A dot', ' title="A dot', "figure 1 does not say what it shows"),
    "no right option": ("quiz", 'class="right"', 'class="wrong"', r"question 1 has the options \{'wrong': 3\}"),
    "two right options": ("quiz", 'class="wrong"', 'class="right"', r"question 1 has the options \{'right': 3\}"),
    "an option without an answer": ("quiz", "That is one too many.", "", "question 1, option 3 answers"),
    "an answer given away": ("quiz", "</style>", "details::details-content { all: unset }</style>", "before it is asked"),
    "options that stay open": ("quiz", "<details name=", "<details title=", "option 2 does not close the others"),
    "an open solution": ("fold", '<details class="hide">', '<details class="hide" open>', "fold 1 is open"),
    "a solution that stays shut": ("fold", "<summary>Sol", "<summary onclick='return false'>Sol", "not open the first"),
    "a reference to nothing": ("reference", "#equation-eq-x", "#equation-eq-y", "0 equations called equation-eq-y"),
    "an equation without a number": ("reference", "(1.1)", "(here)", r"has the number '\(here\)'"),
}  # fmt: skip

# What a font that arrives late does: glyphs are wider than those that stood in for them, and the document says so.
LATE_FONT = """() => {
  document.querySelector('pre').style.letterSpacing = '3em';
  document.fonts.dispatchEvent(new Event('loadingdone'));
}"""


def line(height):
    """An axis with a level line."""
    ax = canvas()
    ax.axhline(height)
    return ax


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A site of its own, with the book's script."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "page.js").write_text(files.script(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def clean(folder):
    """The text of a page without faults, its figures that move and its question made as the book makes them."""
    slider = frames.detach(notebook.explore(line, "A level line.", height=[0, 1]).static(), Written(folder))
    figure = stills.detach(notebook.drag(SCENE, "A dot on a line.", line(0), x=1)._repr_html_(), Written(folder))
    parts = {"LONG": "long " * 400, "SLIDER": slider, "DRAGGED": figure, "QUIZ": QUESTION._repr_html_()}
    return re.sub("|".join(parts), lambda part: parts[part[0]], CLEAN)


@pytest.fixture(scope="module")
def visit_page(visits_window, folder):
    """Write a page into the site, and visit it."""

    def visit_page(text, plan):
        name = f"{len(list(folder.iterdir()))}.html"
        (folder / name).write_text(text, encoding="utf-8")
        return visit(visits_window, address, name, plan)

    with served(folder) as address:
        yield visit_page


def test_clean_page_has_no_fault(visit_page, clean):
    visited = visit_page(clean, plan("lectures/any.html"))
    assert visited.faults == {kind: [] for kind in {**ASKED, **ASKED_OF_LECTURES}}
    assert visited.counts == dict(formulas=1, pictures=1, sliders=1, dragged=1, questions=1, folds=1, references=1)


@pytest.mark.parametrize(("kind", "old", "new", "said"), PLANTED.values(), ids=PLANTED)
def test_visit_names_the_fault(visit_page, clean, kind, old, new, said):
    assert old in clean
    spoilt = clean.replace(old, new + old if old in {END, "</style>"} else new)
    views = (WIDE_LIGHT, NARROW_DARK) if kind in {"sideways", "theme"} else (WIDE_LIGHT,)
    axe = {WIDE_LIGHT: True} if kind == "axe" else {}
    faults = visit_page(spoilt, Plan(views, axe, (kind,) if kind in ASKED_OF_LECTURES else ())).faults
    assert re.search(said, "\n".join(faults[kind])), faults


def test_every_kind_is_planted():
    assert {kind for kind, *_ in PLANTED.values()} | {"opens"} == {*ASKED, *ASKED_OF_LECTURES}


def test_keyboard_reaches_what_becomes_too_wide(window, folder, clean):
    """A box that fits when the page is opened, and no longer when the window turns, or when a font arrives."""
    text = re.sub("(long )+", "a line of the usual length, about as long as this", clean)
    (folder / "page.html").write_text(text, encoding="utf-8")
    reached = "document.querySelector('pre').tabIndex === 0"
    with served(folder) as address:
        page = open_page(window, f"{address}/page.html")
        assert not page.evaluate(reached)
        turn(page, NARROW_LIGHT._replace(width=200))
        page.wait_for_function(reached)
        turn(page, WIDE_LIGHT)
        page.wait_for_function(f"!({reached})")
        page.evaluate(LATE_FONT)
        page.wait_for_function(reached)


def test_a_box_says_on_which_side_it_has_more(window, folder, clean):
    (folder / "more.html").write_text(clean, encoding="utf-8")
    sides = "document.querySelector('pre').dataset.more"
    with served(folder) as address:
        page = open_page(window, f"{address}/more.html")
        page.wait_for_function(f"{sides} === 'right'")
        page.evaluate("document.querySelector('pre').scrollLeft = 50")
        page.wait_for_function(f"{sides} === 'left right'")
        page.evaluate("document.querySelector('pre').scrollLeft = 1e6")
        page.wait_for_function(f"{sides} === 'left'")


def test_a_box_in_a_fold_is_measured_when_it_opens(window, folder, clean):
    text = clean.replace("<p>It is two.</p>", f"<pre id=kept>{'two ' * 400}</pre>")
    (folder / "kept.html").write_text(text, encoding="utf-8")
    kept = "document.querySelector('#kept')"
    with served(folder) as address:
        page = open_page(window, f"{address}/kept.html")
        page.wait_for_function("document.querySelector('pre').dataset.more === 'right'")
        assert page.evaluate(f"[{kept}.dataset.more ?? '', {kept}.tabIndex]") == ["", -1]
        page.click("text=Solution")
        page.wait_for_function(f"{kept}.dataset.more === 'right' && {kept}.tabIndex === 0")


def test_a_formula_wider_than_its_line_scrolls(window, folder, clean):
    text = clean.replace(END, f"<p id=line>So <math><mi>{'w' * 60}</mi></math>.</p>{END}")
    (folder / "line.html").write_text(text, encoding="utf-8")
    boxes = "document.querySelectorAll('#line > .formula.wide > math').length"
    with served(folder) as address:
        page = open_page(window, f"{address}/line.html")
        assert page.evaluate(boxes) == 0
        turn(page, NARROW_LIGHT)
        page.wait_for_function(f"{boxes} === 1")
        turn(page, WIDE_LIGHT)
        page.wait_for_function(f"{boxes} === 0")


def test_page_that_does_not_open_is_asked_nothing(window, tmp_path):
    with served(tmp_path) as address:
        pass
    faults = visit(window, address, "page.html", plan("lectures/any.html")).faults
    assert "ERR_CONNECTION_REFUSED" in faults["opens"][0]
    assert not {"raw", "axe", "quiz"} & faults.keys()
