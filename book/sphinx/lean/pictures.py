"""Pictures that say how large they are, so that no line moves when they come, and that are fetched when they are near."""

import base64
import re
from functools import cache
from io import BytesIO
from pathlib import Path, PurePosixPath

from PIL import Image

from lean import stacked

__all__ = ["lighter", "size", "svg_size", "tell_sizes"]

PICTURE = re.compile(r'<img\b((?:[^>"]|"[^"]*")*?)\s*/?>')
SOURCE = re.compile(r'\ssrc="([^"]*)"')
LENGTH = re.compile(r"([\d.]+)(pt|px|)")
PIXELS = {"pt": 4 / 3, "px": 1, "": 1}
METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
INNER = re.compile(r'(data:image/png;base64,)\s*([^"]+)"')
# What stands before the second heading is seen at once; a picture that is seen at once must not wait.
BELOW = "<h2"


def svg_size(text):
    """Width and height of an SVG in pixels. Raises ValueError where it says neither these nor a viewBox.

    >>> svg_size('<svg width="72pt" height="36pt" viewBox="0 0 72 36">')
    (96, 48)
    """
    root = re.search(r"<svg\b[^>]*>", text)
    said = dict(re.findall(r'\b(width|height|viewBox)="([^"]*)"', root[0])) if root else {}
    lengths = [LENGTH.fullmatch(said.get(side, "")) for side in ("width", "height")]
    if all(lengths):
        return tuple(round(float(each[1]) * PIXELS[each[2]]) for each in lengths)
    if "viewBox" in said:
        return tuple(round(float(number)) for number in said["viewBox"].split()[2:])
    raise ValueError(f"pictures: {text[:60]!r} has neither a width and a height nor a viewBox")


@cache
def size(path):
    """Width and height of a picture's file, in pixels."""
    if path.suffix == ".svg":
        return svg_size(path.read_text(encoding="utf-8"))
    with Image.open(path) as picture:
        return picture.size


def lighter(svg):
    """A drawing of Matplotlib's without the date when it was made, its pictures in the smallest form that is the same.

    >>> lighter("<svg>\\n <metadata>today</metadata></svg>")
    '<svg></svg>'
    """
    return METADATA.sub("", INNER.sub(_repacked, svg)) if METADATA.search(svg) else svg


def _repacked(found):
    """A PNG within a drawing, without bands that repeat another or say nothing, and its colours as a list if that is shorter."""
    with Image.open(BytesIO(base64.b64decode(found[2]))) as picture:
        *colours, opacity = picture.convert("RGBA").split()
    if opacity.getextrema() == (255, 255):
        is_grey = len({band.tobytes() for band in colours}) == 1
        packed = colours[0] if is_grey else Image.merge("RGB", colours)
    else:
        packed = Image.merge("RGBA", [*colours, opacity])
    forms = [packed]
    if packed.mode != "RGBA" and packed.getcolors(256):
        listed = packed.quantize(256)
        forms += [listed] if listed.convert(packed.mode).tobytes() == packed.tobytes() else []
    return f'{found[1]}{base64.b64encode(min(map(_written, forms), key=len)).decode()}"'


def _written(picture):
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def tell_sizes(html, page):
    """The page with width and height at each picture, and those below its first part fetched when they are near.

    A figure of several panels that stand beside each other has a drawing more, for narrow screens.
    """
    below = html.find(BELOW)

    def tell(found):
        attributes = found[1]
        path = page.picture(SOURCE.search(attributes)[1])
        if path and " width=" not in attributes:
            attributes += ' width="{}" height="{}"'.format(*size(path))
        if 0 <= below < found.start() or "/_static/" in attributes:
            attributes += ' loading="lazy"'
        return _or_stacked(f"<img{attributes}>", path, page)

    return PICTURE.sub(tell, html)


def _or_stacked(image, path, page):
    """A picture, with the drawing that narrow screens show instead if it has one."""
    drawing = stacked.narrow(path.read_text(encoding="utf-8")) if path and path.suffix == ".svg" else None
    if drawing is None:
        return image
    name = f"_images/{path.stem}-narrow.svg"
    page.write(name, lighter(drawing).encode())
    width, height = svg_size(drawing)
    size = f'width="{width}" height="{height}"'
    return f'<picture><source media="{stacked.NARROW}" srcset="{page.root}{name}" {size}>{image}</picture>'


def source(builder, folder, address):
    """The file of a picture that a page names; None for one that is no file of the book's."""
    name = PurePosixPath(address)
    if name.parent.name == "_images":
        by_name = {target: Path(builder.srcdir, path) for path, target in builder.images.items()}
        return by_name[name.name]
    return None
