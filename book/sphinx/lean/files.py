"""What a site's folder holds when all pages are written: one stylesheet, one script, one font, and what pages ask for.

Their addresses end in a digest of what is in them: who comes back after a change has the new ones, and not those that the
browser has kept.
"""

import hashlib
import re
from pathlib import Path

from sphinx.util import logging

from lean import font, frames, pictures, stylesheet
from unity.equations.sphinx import STATIC

__all__ = ["FONT", "SCRIPT", "STYLES", "asked_for", "dated", "digest", "script"]

logger = logging.getLogger(__name__)
ASSETS = Path(__file__).parents[2] / "assets"
STYLES, SCRIPT, FONT = "_static/page.css", "_static/page.js", "_static/math.woff2"
# The theme's own, which it names in a template of its own and not to Sphinx.
THEME = ("basic.css", "styles/pydata-sphinx-theme.css")
# In these folders a file stays where a page, the stylesheet or the script asks for it.
SWEPT = ("_static", frames.FOLDER)
# What stands in these is no page of the book: Sphinx's own files, and slides, which bring all they need.
APART = {"_static", "slides"}
ADDRESS = re.compile(r"""(?:src|href|srcset|data-frames)="([^"#?]+)""")
URL = re.compile(r"""url\(["']?(?!data:)([^"')?#]+)""")
# Beside the stylesheet, which names the font.
OWN = (SCRIPT, FONT, "_static/finding.js", "searchindex.js")
DATED = re.compile(
    r"""(["'(])((?:[^"'()?\s]*/)?(?:page\.css|page\.js|math\.woff2|finding\.js|searchindex\.js))(?:\?v=\w*)?(?=["')])"""
)


def script(folder=ASSETS / "page", others=()):
    """The page's script: each file is a part of its own, and shares no name with another; `others` are those of extensions."""
    parts = [path.read_text(encoding="utf-8") for path in [*sorted(folder.glob("*.js")), *others]]
    return "\n".join(['"use strict";', *(f"{{\n{part}}}" for part in parts)])


def dated(text, digests):
    """The text of a page or of a stylesheet, with a digest behind the address of each file whose name has one.

    >>> dated('<link href="../_static/page.css?v=old"> <link href="a.css">', {"page.css": "5f3e"})
    '<link href="../_static/page.css?v=5f3e"> <link href="a.css">'
    """

    def told(found):
        digest = digests.get(found[2].rsplit("/", 1)[-1])
        return f"{found[1]}{found[2]}" + (f"?v={digest}" if digest else "")

    return DATED.sub(told, text)


def digest(path):
    """Eight letters that another content would not have."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def asked_for(page, text):
    """The files of the site that the text of a page, or of a stylesheet, names."""
    for address in {*ADDRESS.findall(text), *URL.findall(text)}:
        if not re.match(r"[a-z][a-z+.-]*:", address):
            yield (page.parent / address).resolve()


def sheets(app):
    """The texts of all stylesheets, in the order in which pages would load them."""
    static = Path(app.outdir, "_static")
    own = sorted(app.builder._css_files, key=lambda sheet: sheet.priority)
    for name in dict.fromkeys([*THEME, *(str(sheet.filename).removeprefix("_static/") for sheet in own)]):
        yield (static / name).read_text(encoding="utf-8")


def gather(app, exception):
    """Write the one stylesheet, the one script and the one font, and remove what nothing asks for."""
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    if not Path(site, "_static", THEME[0]).exists():
        return  # Sphinx copies it before it writes a page: none was written, and all is as the last build left it
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    pages = {path: text for path, text in pages.items() if path.relative_to(site).parts[0] not in APART}
    code = script(others=sorted(STATIC.glob("*.js")))
    known = stylesheet.words(pages.values(), code + search_tools(site))
    css = stylesheet.merged(sheets(app), known, "".join(pages.values()) + code)
    (site / SCRIPT).write_text(code, encoding="utf-8")
    try:
        (site / FONT).write_bytes(font.font(set().union(*map(font.characters, pages.values()))))
    except ValueError as error:
        logger.warning(str(error))
    digests = {Path(name).name: digest(site / name) for name in OWN if (site / name).exists()}
    css = dated(css, digests)
    (site / STYLES).write_text(css, encoding="utf-8")
    digests[Path(STYLES).name] = digest(site / STYLES)
    for path, text in pages.items():
        if (told := dated(text, digests)) != text:
            path.write_text(told, encoding="utf-8")
    wanted = {path for page, text in [*pages.items(), (site / STYLES, css)] for path in asked_for(page, text)}
    for folder in SWEPT:
        sweep(site / folder, wanted)
    for path in Path(site, "_images").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        if (lighter := pictures.lighter(text)) != text:
            path.write_text(lighter, encoding="utf-8")


def sweep(folder, wanted):
    """Remove the files of a folder that nobody wants, and folders that are empty then."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.resolve() not in wanted:
            path.unlink()


def search_tools(site):
    """The scripts of the page that shows what a search has found, which give it classes."""
    named = (Path(site, "_static", name) for name in ("searchtools.js", "finding.js"))
    return "".join(path.read_text(encoding="utf-8") for path in named if path.exists())


def setup(app):
    app.connect("build-finished", gather, priority=900)  # after the theme has written its colours of code
