"""Figures that play and that open large, in Chromium: by mouse, by touch, by keyboard, and for readers who want no motion.

They stand on a page of their own, with the book's script and style, so that no lecture has to be built for them.
"""

import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from unity import notebook
from unity.course import stacking
from unity.course.style import canvas

from .dragging import opened as open_figure
from .shared import Written, served

pytestmark = pytest.mark.browser

BOOK = Path(__file__).parents[2] / "book"
sys.path.append(str(BOOK / "sphinx"))

from lean import files, frames, pictures  # noqa: E402

PHONE = {"width": 390, "height": 800}
PAGE = """<!DOCTYPE html>
<html lang="en" data-theme="light">
<meta charset="utf-8">
<title>Figures</title>
<link rel="icon" href="data:,">
<style>* { box-sizing: border-box } img { max-width: 100% }</style>
<link rel="stylesheet" href="harmony.css">
<script defer src="page.js"></script>
<main class="bd-article">
<h1>Figures</h1>
SLIDER
<div class="cell_output"><figure><img src="frames/page-1.svg" alt="A level line." width="518" height="346"></figure></div>
<div class="cell_output"><img src="frames/page-1.svg" alt="A small line." width="40" height="30"></div>
<div class="cell_output">PANELS</div>
</main>
"""


def line(left, height):
    """A line from one height to another."""
    ax = canvas()
    ax.plot([left, height])
    return ax


class WithPictures(Written):
    """A page that finds its pictures in its folder."""

    def picture(self, address):
        return self.folder / address


def two_panels(folder):
    """A picture of two panels, as the book's pages have it."""
    left, _ = canvas(2)
    (folder / "two.svg").write_text(stacking.drawn(left.figure), encoding="utf-8")
    return pictures.tell_sizes('<img src="two.svg" alt="Two panels.">', WithPictures(folder))


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page: a slider of two by three frames that starts at the fifth, a figure, and a picture that is an icon."""
    folder = tmp_path_factory.mktemp("figures")
    explorer = notebook.explore(line, "A line.", start={"left": 1, "height": 3}, left=[0, 1], height=[2, 3, 4])
    text = PAGE.replace("SLIDER", frames.detach(explorer.static(), Written(folder)))
    text = text.replace("PANELS", two_panels(folder))
    (folder / "figures.html").write_text(text, encoding="utf-8")
    (folder / "page.js").write_text(files.script(), encoding="utf-8")
    (folder / "harmony.css").write_text((BOOK / "assets" / "harmony.css").read_text(encoding="utf-8"), encoding="utf-8")
    with served(folder) as site:
        yield f"{site}/figures.html"


@contextmanager
def opened(browser, address, **reader):
    """The page as a reader opens it."""
    window = browser.new_context(**reader)
    page = window.new_page()
    page.goto(address)
    yield page
    window.close()


def choice(page):
    """What the sliders say, and what the words of the picture end with."""
    said = page.locator("figure.slider output").all_inner_texts()
    return said, page.locator("figure.slider img").get_attribute("alt").split("Here ")[1]


# As JupyterLab shows the HTML of an output that it trusts: scripts do not run in what is put in, so each is made anew.
AS_JUPYTER = """output => {
  const host = document.createElement('div');
  document.body.append(host);
  host.innerHTML = output;
  for (const old of host.querySelectorAll('script')) {
    const script = document.createElement('script');
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
}"""
AT_REST = "document.querySelector('.play').textContent === 'Play'"


def test_a_slider_opens_at_its_start(browser, address):
    with opened(browser, address) as page:
        assert choice(page) == (["1", "3"], "left = 1, height = 3.")


def test_play_goes_to_the_end_and_stops(browser, address):
    """From the start to the last frame; pressed again, from the first one on."""
    with opened(browser, address, reduced_motion="no-preference") as page:
        button = page.get_by_role("button", name="Play", exact=True)
        button.click()
        page.wait_for_function("document.querySelector('figure.slider img').alt.endsWith('left = 1, height = 4.')")
        page.wait_for_function(AT_REST)
        assert choice(page)[0] == ["1", "4"]
        button.focus()
        page.keyboard.press("Enter")
        assert page.locator(".play").inner_text() == "Pause"
        assert choice(page)[0] == ["0", "2"]
        page.wait_for_function("document.querySelector('figure.slider img').alt.endsWith('left = 1, height = 2.')")


def test_pause_and_a_hand_on_a_slider_hold_it(browser, address):
    with opened(browser, address, reduced_motion="no-preference") as page:
        for hold in (lambda: page.locator(".play").click(), lambda: page.locator("input").last.press("Home")):
            page.locator("input").first.press("Home")
            page.locator("input").last.press("Home")
            page.locator(".play").click()
            assert page.locator(".play").inner_text() == "Pause"
            hold()
            assert page.locator(".play").inner_text() == "Play"
            held = choice(page)[0]
            page.wait_for_timeout(1200)
            assert choice(page)[0] == held


def test_nothing_moves_by_itself_for_who_wants_no_motion(browser, address):
    """A press is a step, and after the last frame comes the first."""
    with opened(browser, address, reduced_motion="reduce") as page:
        button = page.get_by_role("button", name="Step", exact=True)
        button.press("Enter")
        assert choice(page)[0] == ["1", "4"]
        page.wait_for_timeout(1200)
        assert choice(page)[0] == ["1", "4"]
        button.press(" ")
        assert choice(page)[0] == ["0", "2"]


def test_a_click_opens_the_figure_large_and_escape_closes_it(browser, address):
    with opened(browser, address) as page:
        picture = page.get_by_alt_text("A level line.")
        page.locator("figure .enlarge").last.wait_for(state="attached")
        own = picture.bounding_box()["width"]
        picture.click()
        large = page.locator("dialog[open] img")
        assert large.get_attribute("alt") == "A level line."
        assert large.bounding_box()["width"] > 1.5 * own
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0


def test_the_keyboard_opens_the_figure_and_the_focus_comes_back(browser, address):
    with opened(browser, address) as page:
        button = page.locator("div figure .enlarge")
        button.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "Close"
        page.keyboard.press("Enter")
        assert page.locator("dialog[open]").count() == 0
        assert button.evaluate("button => button === document.activeElement")


def test_a_slider_opens_at_the_frame_that_it_shows(browser, address):
    with opened(browser, address) as page:
        page.locator("input").last.press("End")
        page.wait_for_function("document.querySelector('figure.slider img').alt.endsWith('height = 4.')")
        page.locator("figure.slider img").click()
        assert page.locator("dialog[open] img").get_attribute("alt") == "A line. Here left = 1, height = 4."


def test_on_a_phone_a_tap_opens_more_than_the_screen_is_wide(browser, address):
    with opened(browser, address, viewport=PHONE, has_touch=True) as page:
        page.locator("div figure .enlarge").wait_for(state="attached")
        page.get_by_alt_text("A level line.").tap()
        assert page.locator("dialog[open] img").bounding_box()["width"] > 1.5 * PHONE["width"]
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        page.get_by_role("button", name="Close").tap()
        assert page.locator("dialog[open]").count() == 0


def test_on_a_phone_panels_stand_below_each_other(browser, address):
    """And are larger; a wide window has them side by side. Either opens large as it is seen."""
    shapes = {}
    for name, reader in {"phone": {"viewport": PHONE, "has_touch": True}, "desk": {}}.items():
        with opened(browser, address, **reader) as page:
            picture = page.get_by_alt_text("Two panels.")
            picture.scroll_into_view_if_needed()
            page.wait_for_function("image => image.complete", arg=picture.element_handle())
            shapes[name] = picture.evaluate("image => [image.width, image.height, image.currentSrc.split('/').at(-1)]")
            assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
            page.locator("picture .enlarge").wait_for(state="attached")
            picture.click()
            assert page.locator("dialog[open] img").get_attribute("src").endswith(shapes[name][2])
    (wide, high, stacked), (width, height, beside) = shapes["phone"], shapes["desk"]
    assert (stacked, beside) == ("two-narrow.svg", "two.svg")
    assert high > wide
    assert height < width


def test_an_icon_does_not_open(browser, address):
    with opened(browser, address) as page:
        page.locator("div figure .enlarge").wait_for(state="attached")
        page.get_by_alt_text("A small line.").click()
        assert page.locator("dialog[open]").count() == 0


def test_a_dragged_figure_lives_where_a_notebook_puts_it(browser):
    scene = "screen(40); let x = 1; paint = () => `x is ${x}`; slider('x', {min: 0, max: 9, value: x, said: String}, to => x = to); update();"
    given = {"w": [[3.0], [4.0]], "b": [[-10.0]], "x": [[5.0], [3.0]]}
    with open_figure(
        browser, "chapter_02/boundary", given
    ) as dragged:  # beside another one, whose names it does not see
        dragged.page.evaluate(AS_JUPYTER, notebook.drag(scene, "A number.", canvas())._repr_html_())
        figure = dragged.page.get_by_role("group", name="A number.")
        figure.get_by_role("slider").press("ArrowRight")
        assert figure.locator("> output").inner_text() == "x is 2"
        dragged.page.get_by_role("slider", name="The point x").press("ArrowUp")
        assert "x = (5.0, 3.1)" in dragged.page.locator("figure.drag > output").first.inner_text()
