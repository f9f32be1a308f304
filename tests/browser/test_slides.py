"""The slides of every chapter as a room sees them: whole at 1280 by 720, alive, and sufficient to themselves."""

import re
from contextlib import closing

import pytest

from .shared import SITE

pytestmark = pytest.mark.browser

DECKS = sorted(path.name for path in SITE.glob("slides/*.html")) or [""]
SMALLEST_FORMULA = 24
"""In pixels of a slide of 720: what the last row can read."""
SMALLEST_PICTURE = 300
SMALLEST_LETTER = 15
"""The height of the smallest line of letters in a figure that is dragged."""

# What reaches beyond its slide or into its last line, is cut off, or is too small to be read.
FAULTS = f"""() => [...document.querySelectorAll("section")].flatMap((slide) => {{
  const faults = [], edge = slide.getBoundingClientRect(), last = slide.querySelector("footer").getBoundingClientRect().top;
  for (const part of slide.querySelectorAll("h1, h2, pre, img, .whole, math, .eqno, table, .quiz, .handles, figure.drag > :is(svg, output), figure.drag button")) {{
    const {{ left, right, top, bottom }} = part.getBoundingClientRect();
    const name = `slide ${{slide.id}}: ${{part.tagName}} ${{part.className}}`;
    if (left < edge.left || right > edge.right || top < edge.top || bottom > last + 1) faults.push(`${{name}} reaches out`);
    if (part.tagName === "PRE" && part.scrollWidth > part.clientWidth) faults.push(`${{name}} is cut`);
    if (part.className === "whole" && parseFloat(getComputedStyle(part).fontSize) < {SMALLEST_FORMULA}) faults.push(`${{name}} is small`);
    if (part.tagName === "IMG" && part.clientHeight < {SMALLEST_PICTURE}) faults.push(`${{name}} is small`);
    if (part.tagName === "BUTTON" && parseFloat(getComputedStyle(part).fontSize) < {SMALLEST_FORMULA}) faults.push(`${{name}} is small`);
    if (part.tagName === "IMG" && !part.alt) faults.push(`${{name}} has no words`);
  }}
  for (const fraction of slide.querySelectorAll("mfrac + mfrac")) {{
    if (parseFloat(getComputedStyle(fraction).paddingLeft) < 0.1 * parseFloat(getComputedStyle(fraction).fontSize)) faults.push(`slide ${{slide.id}}: two fractions are one`);
  }}
  for (const accent of slide.querySelectorAll('mover[accent="true"] > :nth-child(2)')) {{
    if (!parseFloat(getComputedStyle(accent).paddingBottom)) faults.push(`slide ${{slide.id}}: an accent lies on its letter`);
  }}
  for (const letter of slide.querySelectorAll("figure.drag > svg text")) {{
    const {{ a, b }} = letter.getScreenCTM(), size = Math.hypot(a, b) * parseFloat(getComputedStyle(letter).fontSize);
    if (size && size < {SMALLEST_LETTER}) faults.push(`slide ${{slide.id}}: ${{letter.textContent}} is set in ${{size.toFixed(1)}} pixels`);
  }}
  return faults;
}})"""


@pytest.fixture
def asked():
    """What a deck asks for beside itself, and what it complains of."""
    return []


@pytest.fixture
def deck(name, site, window, asked):
    """A deck that has come to rest, at 1280 by 720."""
    if not name:
        pytest.skip("the site is not built: make book")
    with closing(window.new_page()) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        address = f"{site}/slides/{name}"
        page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
        page.on("console", lambda message: asked.append(message.text))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.goto(address)
        page.wait_for_selector("body[data-ready]", state="attached")
        asked.remove(address)
        yield page


@pytest.mark.parametrize("name", DECKS)
def test_a_chapter_leads_to_its_slides(name):
    if not name:
        pytest.skip("the site is not built: make book")
    assert f'href="../slides/{name}"' in (SITE / "lectures" / name).read_text(encoding="utf-8")


def current(page):
    """The number of the slide that is seen, and that no other is."""
    (seen,) = page.evaluate(
        "[...document.querySelectorAll('section')].filter(s => getComputedStyle(s).visibility === 'visible').map(s => s.id)"
    )
    return int(seen)


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_is_whole_alive_and_alone(deck, asked):
    assert deck.evaluate(FAULTS) == []
    text = deck.content()
    assert not re.search(r"pip install|google\.colab|\$\$|\\\(", text)
    assert deck.locator("math").count() > 0
    count = deck.locator("section").count()
    assert count >= 12
    for number in range(1, count + 1):
        assert current(deck) == number
        for slider in deck.locator(f"section[id='{number}'] figure.slider input").all():
            before = deck.locator("section.now img").get_attribute("src")
            slider.press("ArrowRight" if slider.evaluate("s => s.value < s.max") else "ArrowLeft")
            deck.wait_for_function("before => document.querySelector('section.now img').src !== before", arg=before)
            slider.press("Escape")  # the arrows are the deck's again
        for option in deck.locator("section.now .quiz details").all()[:1]:
            option.locator("summary").click()
            assert option.locator("p").is_visible()
        deck.keyboard.press("ArrowRight")
    assert current(deck) == count
    assert deck.locator("figure.slider").count() == deck.evaluate(
        "document.querySelectorAll('[data-frames^=\"data:\"]').length"
    )
    assert asked == []


@pytest.mark.parametrize("name", DECKS[5:6])
def test_keys_turn_slides_and_the_address_remembers(deck):
    count = deck.locator("section").count()
    for key, number in [
        ("End", count),
        ("PageUp", count - 1),
        ("Home", 1),
        (" ", 2),
        ("ArrowLeft", 1),
        ("ArrowLeft", 1),
    ]:
        deck.keyboard.press(key)
        assert (current(deck), deck.evaluate("location.hash")) == (number, f"#{number}")
    deck.goto(f"{deck.url.split('#')[0]}#4")
    deck.reload()
    assert current(deck) == 4


@pytest.mark.parametrize("name", DECKS[5:6])
def test_notes_stand_in_a_window_that_follows(deck):
    assert not deck.locator("aside").first.is_visible()
    with deck.expect_popup() as opened:
        deck.keyboard.press("s")
    desk = opened.value
    desk.wait_for_selector("body[data-ready]", state="attached")
    deck.keyboard.press("End")
    count = deck.locator("section").count()
    desk.wait_for_function("count => document.querySelector('section.now').id === `${count}`", arg=count)
    assert desk.locator("aside.now").inner_text().strip()
    desk.keyboard.press("Home")
    deck.wait_for_function("document.querySelector('section.now').id === '1'")


@pytest.mark.parametrize("name", DECKS[5:6])
def test_paper_has_one_slide_a_page(deck):
    """A derivation has one, with all of its lines."""
    pdf = deck.pdf(prefer_css_page_size=True, print_background=True)
    unfolding = deck.locator("section.unfolds").count()
    assert unfolding > 0
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == deck.locator("section").count() - unfolding


@pytest.mark.parametrize("name", DECKS[5:6])
def test_a_derivation_unfolds_and_no_line_moves(deck):
    """Each step of the speaker shows the next line, below the others."""
    lines = """[...document.querySelectorAll('section.now .formula')].map(line => [
        getComputedStyle(line).visibility === 'visible', Math.round(line.getBoundingClientRect().top)])"""
    begins = deck.evaluate(
        "[...document.querySelectorAll('section.unfolds:not(.unfolds + aside + .unfolds)')].map(s => s.id)"
    )
    assert begins
    for begin in begins:
        deck.evaluate(f"location.hash = '{begin}'")
        deck.wait_for_function("begin => document.querySelector('section.now').id === begin", arg=begin)
        places = [top for _, top in deck.evaluate(lines)]
        assert len(places) > 1
        for seen in range(1, len(places) + 1):
            assert deck.evaluate(lines) == [[k < seen, top] for k, top in enumerate(places)]
            deck.keyboard.press("ArrowRight")


@pytest.mark.parametrize("name", DECKS[5:6])
def test_a_narrow_window_sees_the_whole_slide(deck):
    deck.set_viewport_size({"width": 640, "height": 700})
    deck.wait_for_function("Math.abs(document.querySelector('section.now').getBoundingClientRect().width - 640) < 1")
    box = deck.locator("section.now").bounding_box()
    assert box["x"] >= 0
    assert box["y"] + box["height"] <= 700
