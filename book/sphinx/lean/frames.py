"""The frames of a slider in a file of their own: a page brings the one at which it starts, and its reader fetches the rest
by touching it.

`unity.notebook.explore` stores every frame in its output, where a notebook needs them. In a page they would be most of
what is fetched, for a reader who may never move the slider; and as Base64 they hide from compression how alike they are.
"""

import base64
import gzip
import html as markup
import json
import re
from pathlib import PurePosixPath

from lean.pictures import lighter, svg_size

__all__ = ["detach", "packed"]

SLIDER = re.compile(
    r'<figure class="slider" data-frame="(\d+)"><img src="([^"]*)" alt="([^"]*)">(.*?)<template>(.*?)</template>',
    re.DOTALL,
)
FRAME = re.compile(r'<i data-src="([^"]*)" data-alt="([^"]*)"></i>')
INLINE = re.compile(r' oninput="[^"]*"')  # the page's script does it
URI = "data:image/svg+xml;base64,"
FOLDER = "frames"
# "Play" is what play.js makes of it, or "Pause" or "Step".
PLAY = '<button class="play" type="button">Play</button>'


def picture(uri):
    """The SVG of a stored frame."""
    return lighter(base64.b64decode(uri.removeprefix(URI)).decode())


def packed(frames):
    """Frames, each an alt text and an SVG, as one compressed file: the same frames make the same bytes.

    >>> json.loads(gzip.decompress(packed([("A line.", "<svg/>")])))
    [['A line.', '<svg/>']]
    """
    return gzip.compress(json.dumps(frames, ensure_ascii=False).encode(), mtime=0)


def detach(html, page):
    """The page with the starting frame of each slider as a picture, and all of them in a file that the slider names."""
    number = 0

    def slider(found):
        nonlocal number
        number += 1
        first, _, alt, handles, stored = found.groups()
        frames = [(markup.unescape(words), picture(uri)) for uri, words in FRAME.findall(stored)]
        name = f"{FOLDER}/{PurePosixPath(page.name).name}-{number}"
        page.write(f"{name}.gz", packed(frames))
        start = frames[int(first)][1]
        page.write(f"{name}.svg", start.encode())
        width, height = svg_size(start)
        return (
            f'<figure class="slider" data-frame="{first}" data-frames="{page.root}{name}.gz">'
            f'<img src="{page.root}{name}.svg" alt="{alt}" width="{width}" height="{height}">'
            f"{INLINE.sub('', handles)}{PLAY}"
        )

    return SLIDER.sub(slider, html)
