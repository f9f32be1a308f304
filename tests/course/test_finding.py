"""What the search knows of the field's words: names, other names, sentences and places, from the page that has them."""

import doctest
import re
import sys
from pathlib import Path

from docutils import nodes

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "book" / "sphinx"))

import finding  # noqa: E402


def item():
    """An entry as Sphinx reads it."""
    terms = [
        nodes.term("", "activation", ids=["term-activation"]),
        nodes.term("", "nonlinearity", ids=["term-nonlinearity"]),
    ]
    link = nodes.reference("", "section 8.2", refuri="../lectures/08-b.html#bend", internal=True)
    says = nodes.paragraph("", "The function that bends\na score.")
    names = nodes.paragraph(
        "", "", nodes.emphasis("", "ours:"), nodes.Text(" bends; "), nodes.emphasis("", "seen as:"),
        nodes.Text(" transfer function, the squashing (older books), what a very long description says; "),
        nodes.emphasis("", "in"), nodes.Text(" "), link,
    )  # fmt: skip
    return nodes.definition_list_item("", *terms, nodes.definition("", says, names))


def test_an_entry_has_its_names_its_sentence_and_its_places():
    (found,) = finding.entries(nodes.section("", item()), lambda link: link["refuri"].removeprefix("../"))
    assert found == {
        "names": ["activation", "nonlinearity"],
        "others": ["bends", "transfer function", "squashing"],
        "says": "The function that bends a score.",
        "id": "term-activation",
        "in": [["section 8.2", "lectures/08-b.html#bend"]],
    }


def test_the_example():
    assert doctest.testmod(finding).attempted
    assert doctest.testmod(finding).failed == 0


def test_the_script_names_no_other_host():
    assert not re.search(
        r"https?://|//\w", re.sub(r"^\s*//.*$|\s// .*$", "", finding.SOURCE.read_text(), flags=re.MULTILINE)
    )
