"""What the search knows beside the index: the field's words, their other names, and where each of them stands.

The page of the field's words is the source. The script of the search, book/assets/finding.js, gets its entries as data.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

__all__ = ["GLOSSARY", "SCRIPT", "entries", "setup"]

GLOSSARY = "book/glossary"
SCRIPT = "_static/finding.js"
SOURCE = Path(__file__).parents[1] / "assets" / "finding.js"
# Behind these labels stand other names, up to the next label.
LABELS = ("ours:", "seen as:")
END = "in"
ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
LONGEST = 4  # words of a name: what is longer describes


def other_names(paragraph):
    """The names behind the labels of a paragraph, which are emphasised: those of the course first.

    >>> labels = [nodes.emphasis("", "seen as:"), nodes.Text(" bias trick, the intercept (in R); "), nodes.emphasis("", "in")]
    >>> other_names(nodes.paragraph("", "", *labels))
    ['bias trick', 'intercept']
    """
    names, label = {each: [] for each in LABELS}, None
    for part in paragraph.children:
        if isinstance(part, nodes.emphasis) and part.astext() in (*LABELS, END):
            label = part.astext()
        elif label in names:
            names[label].append(part.astext())
    found = []
    for label in LABELS:
        for name in re.split(r"[,;]", re.sub(r"\([^)]*\)", "", " ".join(names[label]))):
            name = ARTICLE.sub("", " ".join(name.split())).strip(" .")
            if name and len(name.split()) <= LONGEST:
                found.append(name)
    return found


def entries(glossary, address):
    """The entries of a glossary that is read: names, other names, what is said of them, and where they are explained.

    `address(reference)` is where a link of the page leads to, from the site's root.
    """
    for item in glossary.findall(nodes.definition_list_item):
        terms = [part for part in item.children if isinstance(part, nodes.term)]
        paragraphs = list(item.findall(nodes.paragraph))
        if not terms or not paragraphs:
            continue
        links = [link for paragraph in paragraphs[1:] for link in paragraph.findall(nodes.reference)]
        yield {
            "names": [term.astext() for term in terms],
            "others": [name for paragraph in paragraphs[1:] for name in other_names(paragraph)],
            "says": paragraphs[0].astext().replace("\n", " "),
            "id": terms[0]["ids"][0],
            "in": [[link.astext(), address(link)] for link in links if link.get("internal")],
        }


def write(app, exception):
    """Write the script of the search, with its data before it."""
    if exception or app.builder.format != "html" or GLOSSARY not in app.env.found_docs:
        return
    read = app.env.get_and_resolve_doctree(GLOSSARY, app.builder)
    glossary = next(read.findall(addnodes.glossary))
    found = list(entries(glossary, lambda link: link["refuri"].removeprefix("../")))
    data = json.dumps({"page": f"{GLOSSARY}.html", "entries": found}, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, SCRIPT).write_text(
        f"const GLOSSARY = {data};\n{SOURCE.read_text(encoding='utf-8')}", encoding="utf-8"
    )


def setup(app):
    app.connect("build-finished", write, priority=850)  # before what nobody asks for is removed
