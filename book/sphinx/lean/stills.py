"""The still picture of a figure that is dragged, in a file of its own: only a page whose scripts do not run asks for it."""

import base64
import re
from pathlib import PurePosixPath

from lean.frames import FOLDER, URI
from lean.pictures import lighter, svg_size

__all__ = ["detach"]

STILL = re.compile(rf'(<figure class="drag"[^>]*><noscript><img) src="{re.escape(URI)}([^"]*)"')


def detach(html, page):
    """The page with the still pictures of its dragged figures as files, and their sizes."""
    number = 0

    def still(found):
        nonlocal number
        number += 1
        svg = lighter(base64.b64decode(found[2]).decode())
        name = f"{FOLDER}/{PurePosixPath(page.name).name}-still-{number}.svg"
        page.write(name, svg.encode())
        width, height = svg_size(svg)
        return f'{found[1]} src="{page.root}{name}" width="{width}" height="{height}"'

    return STILL.sub(still, html)
