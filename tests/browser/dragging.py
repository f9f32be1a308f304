"""Figures that are dragged, each on a page of its own: opened, taken hold of by mouse, finger and keyboard, and read."""

import re
from contextlib import contextmanager

from tests.dark import contrast, turned
from unity import notebook
from unity.course.dragged import scene
from unity.course.style import canvas

PHONE = {"width": 390, "height": 800}
NUMBER = re.compile(r"−?\d+(?:\.\d+)?")
STYLE = "<style>body { margin: 0 32px } figure { margin: 0 }</style>"  # on a phone as wide as in the book
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SMALLEST = """figure => Math.min(...[...figure.querySelectorAll('text')].map(
  text => Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b) * parseFloat(getComputedStyle(text).fontSize)))"""

COLOURS = """figure => [...figure.querySelectorAll('text')].map(text => {
  const [x, y] = ['x', 'y'].map(side => text[side].baseVal[0].value);
  const below = [...figure.querySelectorAll('rect')].filter(rect => rect.compareDocumentPosition(text) & 4).filter(rect => {
    const {x: left, y: top, width, height} = rect.getBBox();
    return left <= x && x <= left + width && top <= y && y <= top + height;
  });
  return [text, ...below].map(each => getComputedStyle(each).fill.match(/[\\d.]+/g).map(Number));
})"""


@contextmanager
def opened(browser, name, given, **reader):
    """The figure of a scene, in a window of the reader's; what its script complains of is an error here."""
    figure = notebook.drag(scene(name), "What is seen.", canvas(), **given)._repr_html_()
    window, said = browser.new_context(**reader), []
    page = window.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_content(f"<!DOCTYPE html><html lang=en><title>A figure</title>{STYLE}{figure}")
    yield Dragged(page)
    window.close()
    assert said == []


def numbers(text):
    """The numbers in a text that is written as the page writes it."""
    return [float(found.replace("−", "-")) for found in NUMBER.findall(text)]


class Dragged:
    """An open figure."""

    def __init__(self, page):
        self.page, self.figure = page, page.locator("figure.drag")

    @property
    def words(self):
        """What the figure says below its picture."""
        return self.figure.locator("> output").inner_text()

    def handle(self, name):
        return self.page.get_by_role("slider", name=name, exact=True)

    def place(self, name):
        """Where the middle of a handle is, in pixels."""
        box = self.handle(name).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def mouse(self, name, right, down):
        """Drag a handle some pixels to the right and down."""
        x, y = self.place(name)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right / 2, y + down / 2)
        self.page.mouse.move(x + right, y + down)
        self.page.mouse.up()
        self.page.mouse.move(x, y)  # with no button down: nothing follows

    def finger(self, name, right, down):
        """The same on a screen that is touched."""
        (x, y), touches = self.place(name), self.page.context.new_cdp_session(self.page)
        for kind, points in (
            ("touchStart", [(x, y)]), ("touchMove", [(x + right / 2, y + down / 2)]),
            ("touchMove", [(x + right, y + down)]), ("touchEnd", []),
        ):  # fmt: skip
            given = [{"x": x, "y": y} for x, y in points]
            touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})
            self.page.evaluate(FRAMES)  # a browser hands on what a finger does once a frame

    def keys(self, name, *pressed):
        for key in pressed:
            self.handle(name).press(key)

    def smallest_letters(self):
        """The size of the smallest letters of the picture, in pixels of the screen."""
        return self.figure.evaluate(SMALLEST)

    def faintest(self):
        """The contrast of the text that is hardest to read on its square, on a light page and on a dark one."""
        found = []
        for text, *squares in self.figure.evaluate(COLOURS):
            ground = (1, 1, 1)
            for red, green, blue, *opacity in squares:
                share = opacity[0] if opacity else 1
                ground = [share * part / 255 + (1 - share) * under for part, under in zip((red, green, blue), ground)]
            ink = [part / 255 for part in text[:3]]
            found.append((contrast(ink, ground), contrast(turned(ink), turned(ground))))
        return tuple(map(min, zip(*found)))
