"""On a phone a section is laid out when it comes near: what a reader sees, and where, is as if all of it had been."""

import pytest

from .shared import SITE
from .visit import DRAWN, NARROW_LIGHT

pytestmark = pytest.mark.browser

CHAPTER = "lectures/06-the-gradient-of-one-neuron.html"
EXERCISE = "exercise-6-5-"
SECTIONS = ".bd-article > section > section"
# What measures an element lays it out: each element that is measured while nothing of it is shown is written down.
MEASURES = """
const hidden = new Set();
window.measuredUnseen = () => [...hidden].map(box => box.outerHTML.slice(0, 80));
const note = box => box.checkVisibility({contentVisibilityAuto: true}) || hidden.add(box);
for (const name of ['clientWidth', 'scrollWidth', 'offsetWidth', 'clientHeight', 'scrollHeight', 'offsetHeight']) {
  const owner = name.startsWith('offset') ? HTMLElement.prototype : Element.prototype;
  const {get} = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, {get() { note(this); return get.call(this) }});
}
const rectangle = Element.prototype.getBoundingClientRect;
Element.prototype.getBoundingClientRect = function () { note(this); return rectangle.call(this) };
"""
AFAR = f"""() => [...document.querySelectorAll('{SECTIONS}')]
  .filter(section => !section.firstElementChild.checkVisibility({{contentVisibilityAuto: true}})).length"""
LAST_WIDE = f"""[...document.querySelectorAll('{SECTIONS} pre')]
  .filter(box => box.checkVisibility() && box.scrollWidth > box.clientWidth + 20).pop()"""
HEIGHTS = f"""() => [...document.querySelectorAll('{SECTIONS}')].map(section => {{
  section.style.contentVisibility = 'visible';
  return section.offsetHeight;
}})"""
# Where on the screen an element comes to rest.
RESTS = """async element => {
  const frame = () => new Promise(requestAnimationFrame);
  let before = NaN, same = 0;
  while (same < 10) {
    await frame();
    const {top} = element.getBoundingClientRect();
    same = Math.abs(top - before) < 1 ? same + 1 : 0;
    before = top;
  }
  return before;
}"""


@pytest.fixture
def phone(window):
    """A page as a phone opens it, nothing of it laid out that is far."""
    page = window.new_page()
    page.set_viewport_size({"width": NARROW_LIGHT.width, "height": 800})
    return page


def test_what_is_far_waits_and_what_is_not_shown_is_not_measured(site, phone):
    phone.add_init_script(MEASURES)
    phone.goto(f"{site}/{CHAPTER}", wait_until="load")
    for _ in range(5):
        phone.evaluate(DRAWN)
    sections = phone.locator(SECTIONS).count()
    assert sections >= 10
    assert phone.evaluate(AFAR) >= sections - 4
    assert phone.evaluate("measuredUnseen()") == []


@pytest.mark.parametrize("name", sorted(path.name for path in (SITE / "lectures").glob("*.html")) or [None])
def test_what_waits_has_room(name, site, phone):
    """No section is longer than the room that it has while it waits: its parts never lie over the next one."""
    if not name:
        pytest.skip("the site is not built: make book")
    phone.set_viewport_size({"width": 360, "height": 800})
    phone.goto(f"{site}/lectures/{name}", wait_until="load")
    room = phone.locator(SECTIONS).last.evaluate(
        "section => parseFloat(getComputedStyle(section).containIntrinsicHeight.split(' ').pop())"
    )
    heights = phone.evaluate(HEIGHTS)
    assert len(heights) >= 5
    assert max(heights) < room


def test_address_of_an_exercise_leads_to_it(site, phone):
    phone.goto(f"{site}/{CHAPTER}", wait_until="load")
    place = phone.locator(f"section[id^='{EXERCISE}']").get_attribute("id")
    phone.goto("about:blank")
    phone.goto(f"{site}/{CHAPTER}#{place}", wait_until="load")
    heading = phone.locator(f"[id='{place}'] > :is(h2, h3)")
    assert 0 <= heading.evaluate(RESTS) < 200


def test_what_is_read_keeps_its_place_while_what_stands_above_is_laid_out(site, phone):
    phone.goto(f"{site}/{CHAPTER}#exercises", wait_until="load")
    heading = phone.locator("#exercises > h2")
    before = heading.evaluate(RESTS)
    for scrolled in (300, 600, 900):
        phone.evaluate("scrollBy(0, -300)")
        assert heading.evaluate(RESTS) == pytest.approx(before + scrolled, abs=40)  # a section is wrong by hundreds


def test_box_that_comes_near_says_that_it_scrolls(site, phone):
    phone.goto(f"{site}/{CHAPTER}", wait_until="load")
    wide = phone.evaluate_handle(LAST_WIDE).as_element()
    phone.evaluate(DRAWN)
    assert wide.get_attribute("data-more") is None
    wide.scroll_into_view_if_needed()
    phone.wait_for_function("box => box.dataset.more === 'right' && box.tabIndex === 0", arg=wide)
