"""The plain notebooks: nothing of MyST is left in them, and they say what the site says."""

import json
import re
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "scripts"), str(ROOT / "book" / "sphinx")]

import notebooks  # noqa: E402

SITE = "https://ada.github.io/notes"
BIBLIOGRAPHY = """@book{bishop2024,
  author = {Bishop, Christopher M. and Bishop, Hugh}, title = {Deep Learning}, publisher = {Springer}, year = {2024},
}
@misc{three, author = {One, A. and Two, B. and Three, C.}, title = {Three}, year = {2001}}
"""


def glued(name, value):
    data = {"application/papermill.record/text/plain": repr(value)}
    return new_output("display_data", data=data, metadata={"scrapbook": {"name": name}})


@pytest.fixture
def book(tmp_path):
    """A course of two chapters; the second is written by the test."""
    config = {
        "repository": {"url": "https://github.com/ada/notes"},
        "parse": yaml.safe_load((ROOT / "_config.yml").read_text())["parse"],
        "bibtex_bibfiles": ["book/references.bib"],
    }
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(config))
    for folder in ("book", "lectures"):
        (tmp_path / folder).mkdir()
    (tmp_path / "book" / "references.bib").write_text(BIBLIOGRAPHY)
    (tmp_path / "book" / "notation.md").write_text("# Notation\n\n(signs)=\n## Signs\n\n$$ s $$ (eq-sign)\n")
    first = [
        new_markdown_cell("# First things\n\n$$\na = 1\n$$ (eq-first)\n\n(a-place)=\n## A place to be\n"),
        new_code_cell("glue", outputs=[glued("count", 3), glued("rate", 0.12345), glued("word", "seven")]),
    ]
    nbformat.write(new_notebook(cells=first), tmp_path / "lectures" / "02-first.ipynb")

    def write(*cells):
        cells = [new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        nbformat.write(new_notebook(cells=cells), tmp_path / "lectures" / "06-second.ipynb")
        return tmp_path

    return write


@pytest.fixture
def plain(book, tmp_path):
    """The second chapter's cells, converted, without the one that installs the library."""

    def plain(*cells):
        root = book(*cells)
        *_, path = notebooks.convert_all(root, tmp_path / "out")
        return nbformat.read(path, as_version=4).cells[1:]

    return plain


def test_equations_carry_the_number_of_their_chapter(plain):
    source = "# Second\n\n$$\nb = 2\n$$ (eq-b)\n\n- in a list\n\n  $$ c = 3 $$ (eq-c)\n\n{eq}`eq-c`, {eq}`eq-first`, {eq}`eq-sign`"
    assert plain(source)[0].source == (
        "# 6. Second\n\n$$\nb = 2 \\tag{6.1}\n$$\n\n- in a list\n\n  $$\n  c = 3 \\tag{6.2}\n  $$\n\n"
        f"(6.2), [(2.1)](02-first.ipynb), [(N.1)]({SITE}/book/notation.html#equation-eq-sign)"
    )


def test_lines_of_an_equation_are_split_as_on_the_site(plain):
    assert plain("$$\na \\\\ b\n$$ (eq-b)")[0].source == "$$\n\\begin{split}a \\\\ b\\end{split} \\tag{6.1}\n$$"
    aligned = "\\begin{aligned}a \\\\ b\\end{aligned}"
    assert plain(f"$$\n{aligned}\n$$ (eq-b)")[0].source == f"$$\n{aligned} \\tag{{6.1}}\n$$"


def test_equations_inside_a_box_stand_on_one_line_and_are_counted(plain):
    cells = plain(":::{note}\n$$\nb\n= 2\n$$ (eq-b)\n:::", "```{math}\n:label: eq-c\nc\n```", "> $$ d $$ (eq-d)")
    assert [cell.source for cell in cells] == [
        "> **Note**\n>\n> $$ b = 2 \\tag{6.1} $$", "$$\nc \\tag{6.2}\n$$", "> $$ d \\tag{6.3} $$",
    ]  # fmt: skip


def test_roles_become_text_and_links(plain):
    expected = {
        "{doc}`02-first`": "[2. First things](02-first.ipynb)",
        "{doc}`the first <02-first>`": "[the first](02-first.ipynb)",
        "{doc}`../book/notation`": f"[Notation]({SITE}/book/notation.html)",
        "{ref}`a-place`": "[A place to be](02-first.ipynb)",
        "{ref}`signs`": f"[Signs]({SITE}/book/notation.html#signs)",
        "{cite}`bishop2024`": f"([Bishop and Bishop, 2024]({SITE}/book/references.html))",
        "{cite:p}`bishop2024, three`": f"([Bishop and Bishop, 2024; One et al., 2001]({SITE}/book/references.html))",
        "{cite:t}`bishop2024`": f"[Bishop and Bishop (2024)]({SITE}/book/references.html)",
        "{py:func}`~unity.logistic.fit`": "`unity.logistic.fit`",
        "{math}`x^2`": "$x^2$",
        "x{sub}`2`": "x<sub>2</sub>",
        "{glue:text}`count`": "3",
        "{glue:text}`rate:.2f`": "0.12",
        "{glue:text}`rate:.1%`": "12.3%",
        "{glue:text}`word`": "seven",
        "[here](02-first.ipynb)": "[here](02-first.ipynb)",
        "[signs](../book/notation.md#signs)": f"[signs]({SITE}/book/notation.html#signs)",
        "[signs](#signs)": f"[signs]({SITE}/book/notation.html#signs)",
        "<https://example.org>": "<https://example.org>",
    }
    for role, text in expected.items():
        assert plain(f"Before *{role}*, after.")[0].source == f"Before *{text}*, after."


def test_a_word_leads_to_the_page_of_words(plain, tmp_path):
    (tmp_path / "book" / "glossary.md").write_text("# Words\n")
    url = f"{SITE}/book/glossary.html"
    text = plain("{term}`Hessian`, {term}`a way back <adjoint>`")[0].source
    assert text == f"[Hessian]({url}), [a way back]({url})"


def test_pages_that_the_build_writes_can_be_named_before(plain, tmp_path):
    (tmp_path / "_toc.yml").write_text("root: book/welcome\nchapters:\n  - file: book/equations\n")
    text = plain("{doc}`../book/equations` and [all](../book/equations.md)")[0].source
    url = f"{SITE}/book/equations.html"
    assert text == f"[Equations]({url}) and [all]({url})"


def test_code_and_mathematics_stay_as_they_are(plain):
    source = "`` {eq}`eq-first` `` and `{eq}` and $a_{ref}$ and \\`{eq}\n\n```python\n{eq}`nothing`\n```"
    assert plain(source)[0].source == source


def test_roles_in_tables_and_lists(plain):
    source = "| a | b |\n|---|---|\n| {eq}`eq-first` | `{eq}` {glue:text}`count` |\n\n1. {ref}`a-place`\n   and {doc}`02-first`"
    assert plain(source)[0].source == (
        "| a | b |\n|---|---|\n| [(2.1)](02-first.ipynb) | `{eq}` 3 |\n\n"
        "1. [A place to be](02-first.ipynb)\n   and [2. First things](02-first.ipynb)"
    )


def test_boxes_become_quotes_and_folds(plain):
    box = (
        ":::{admonition} A *title* with $x$\n:class: warning\n\nBody {eq}`eq-first`.\n\n```python\nx\n```\n:::\nAfter."
    )
    assert plain(box)[0].source == (
        "> **A *title* with $x$**\n>\n> Body [(2.1)](02-first.ipynb).\n>\n> ```python\n> x\n> ```\nAfter."
    )
    fold = "::::{admonition} Solution & `x`\n:class: dropdown tip\n\nThus\n\n:::{note}\nso\n:::\n::::"
    assert plain(fold)[0].source == (
        "<details>\n<summary>Solution &amp; <code>x</code></summary>\n\nThus\n\n> **Note**\n>\n> so\n\n</details>"
    )
    assert plain("```{tip}\nDo.\n```")[0].source == "> **Tip**\n>\n> Do."
    assert plain("```{dropdown} More\nMore.\n```")[0].source.startswith("<details>\n<summary>More</summary>")


def test_figures_keep_number_and_caption(plain):
    figure = new_code_cell("draw()", metadata={"mystnb": {"figure": {"caption": "A $line$.", "name": "fig-line"}}})
    cells = plain(figure, "See {numref}`fig-line`.")
    assert [cell.source for cell in cells] == ["draw()", "**Fig. 6.1** A $line$.", "See Fig. 6.1."]


def test_targets_comments_and_breaks_are_left_out(plain):
    source = "(here)=\n## Here\n\n% a note to ourselves\n\nText.\n\n+++\n\nMore."
    assert plain(source)[0].source == "## Here\n\nText.\n\nMore."


def test_solutions_stay_folded_and_outputs_are_cleared(plain):
    solution = new_code_cell(
        "answer = 42\nanswer",
        metadata={"tags": ["hide-cell"], "slides": [{"claim": "x"}], "mystnb": {"image": {"alt": "x"}}},
        outputs=[new_output("execute_result", data={"text/plain": "42"}, execution_count=7)],
        execution_count=7,
    )
    (cell,) = plain(solution)
    assert cell.metadata == {"jupyter": {"source_hidden": True}, "cellView": "form"}
    assert cell.outputs == []
    assert cell.execution_count is None


def test_what_is_folded_away_says_what_it_is(plain):
    (cell,) = plain(new_code_cell("draw()", metadata={"tags": ["made", "hide-input"]}))
    assert cell.source == "# @title How this is made\ndraw()"
    assert cell.metadata["cellView"] == "form"


def test_a_hint_folds_inside_a_hint(plain):
    source = """::::{admonition} A hint
:class: dropdown

First.

:::{admonition} Another hint
:class: dropdown

Second.
:::
::::"""
    (cell,) = plain(source)
    assert [part for part in cell.source.split("\n") if part] == [
        "<details>", "<summary>A hint</summary>", "First.",
        "<details>", "<summary>Another hint</summary>", "Second.", "</details>", "</details>",
    ]  # fmt: skip


def test_first_cell_installs_in_colab_only(book, tmp_path):
    first, second = notebooks.convert_all(book("# Second"), tmp_path / "out")
    for path in (first, second):
        cell = nbformat.read(path, as_version=4).cells[0]
        assert 'if "google.colab" in sys.modules:\n    %pip install --quiet ' in cell.source
        assert '"harmony-in-complexity[widgets,equations] @ git+https://github.com/ada/notes"' in cell.source


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("{mystery}`x`", "no plain form for the role {mystery}`x`"),
        (":::{mystery}\n:::", "no plain form for the directive {mystery}"),
        ("```{code-cell}\n1\n```", "no plain form for the directive {code-cell}"),
        ("{eq}`eq-none`", "eq-none: no such equation"),
        ("{ref}`nowhere`", "nowhere: no such named place"),
        ("{numref}`a-place`", "a-place: not a figure with a number"),
        ("{doc}`03-none`", "03-none: no such page"),
        ("[text](../book/none.md)", "../book/none.md: no such page"),
        ("{cite}`nobody`", "nobody: no such work in the bibliography"),
        ("{glue:text}`none:.2f`", "none: no such quoted result"),
        ("Text[^1]\n\n[^1]: below", "no plain form for"),
        ("Term\n: Definition", "no plain form for the block 'dl'"),
        (":::{note}\n$$ a % b\n$$ (eq-b)\n:::", "eq-b: a comment within an equation"),
        ("$$\n\\begin{align}a\\end{align}\n$$ (eq-b)", "eq-b: a numbered environment"),
        ("- ```{note}\n  x\n  ```", "start the block on a line of its own"),
        ("$$ a $$ (eq-first)", "the equation eq-first stands also in lectures/02-first"),
    ],
)
def test_what_has_no_plain_form_is_an_error_that_says_where(book, tmp_path, source, complaint):
    with pytest.raises(notebooks.ConversionError) as error:
        notebooks.convert_all(book("# Second", source), tmp_path / "out")
    assert complaint in str(error.value)
    assert str(error.value).startswith("lectures/06-second")
    if "eq-first" not in source:
        assert "cell 2" in str(error.value)


def test_lectures_that_are_gone_take_their_notebooks_along(book, tmp_path):
    root = book("# Second")
    assert len(notebooks.convert_all(root, tmp_path / "out")) == 2
    (root / "lectures" / "06-second.ipynb").unlink()
    assert [path.name for path in notebooks.convert_all(root, tmp_path / "out")] == ["02-first.ipynb"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["02-first.ipynb"]


LECTURES = sorted(ROOT.glob("lectures/*.ipynb"))


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """The course's own lectures, converted."""
    return notebooks.convert_all(ROOT, tmp_path_factory.mktemp("notebooks"))


def test_nothing_of_myst_is_left(converted):
    assert len(converted) == len(LECTURES)
    for path in converted:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                bare = re.sub(r"(`+).+?\1", "", re.sub(r"^```.*?^```", "", cell.source, flags=re.DOTALL | re.MULTILINE))
                assert not re.search(
                    r"\{[\w:]+\}`|(?<!\\begin)(?<!\\end)\{[\w:]+\}$|^\s*:::|^\([\w-]+\)=|\$\$ *\(",
                    cell.source,
                    re.MULTILINE,
                ), cell.source
                assert "{eq}" not in bare
                assert not re.search(r"^:\w+:", bare, re.MULTILINE), cell.source


def test_conversion_is_repeatable(converted, tmp_path):
    for path in notebooks.convert_all(ROOT, tmp_path):
        assert path.read_bytes() == next(other for other in converted if other.name == path.name).read_bytes()


def test_notebooks_are_written_as_json(converted):
    for path in converted:
        assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4
