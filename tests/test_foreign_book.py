"""A book that is not ours, with its own library, letters and habits: built and checked as its author would.

Its examples are rows, its layers stand in superscripts, its norms and transposes are written otherwise. What it needs for
that stands in its pyproject.toml, and in nothing else.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BOOK = Path(__file__).parent / "foreign_book"
EVERY = [
    label
    for page in sorted(BOOK.glob("chapters/*.md"))
    for label in re.findall(r"^\$\$ \((eq-.*)\)$", page.read_text(), re.M)
]
# page, what stands there, what is planted, the label that tells of it
FAULTS = {
    "a sign": ("linear", r"\mathbf{w}_{t} - \frac{\eta}", r"\mathbf{w}_{t} + \frac{\eta}", "eq-step"),
    "a transpose": ("linear", r"(\mathbf{X}^T \mathbf{X})^{-1}", r"(\mathbf{X} \mathbf{X}^T)^{-1}", "eq-normal"),
    "a factor": ("linear", r"\frac{1}{2 m} \|", r"\frac{1}{m} \|", "eq-risk"),
    "an index": (
        "softmax",
        r"\hat{\mathbf{y}}_j - \mathbf{y}_j",
        r"\hat{\mathbf{y}}_j - \mathbf{y}_k",
        "eq-entropy-slope",
    ),
    "a layer": ("networks", r"\mathbf{H} \mathbf{W}^{(2)} +", r"\mathbf{H} \mathbf{W}^{(1)} +", "eq-output"),
    "a left side": ("networks", "\n\\mathbf{O} = \\mathbf{H}", "\n\\mathbf{Q} = \\mathbf{H}", "eq-output"),
    "a condition": ("softmax", r"\sum_{j \neq y}", r"\sum_{j = 1}^q", "eq-hinge"),
    "an extremum": ("networks", r"\alpha \min(0, x)", r"\alpha \max(0, x)", "eq-leak"),
}


@pytest.fixture
def copy(tmp_path):
    """The book's folder, to be spoilt."""
    return Path(shutil.copytree(BOOK, tmp_path / "book", ignore=shutil.ignore_patterns("__pycache__", ".*")))


def run(*command, folder, **variables):
    """What a command says in the book's folder, and its exit status."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "OMP_NUM_THREADS": "1", **variables}
    ran = subprocess.run([sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, env=environment)
    return ran.returncode, ran.stdout + ran.stderr


def plant(folder, *names):
    """Plant some faults."""
    for name in names:
        page, right, wrong, _ = FAULTS[name]
        path = folder / "chapters" / f"{page}.md"
        text = path.read_text(encoding="utf-8")
        assert right in text
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return sorted({FAULTS[name][3] for name in names})


def test_it_has_twenty_equations_and_they_hold(copy):
    code, said = run("unity.equations", "check", folder=copy)
    assert len(EVERY) >= 20
    assert said == f"{len(EVERY)} equations: {len(EVERY)} run, 0 proved, 0 stated, 0 refuted; 0 do not hold, 0 faults\n"
    assert code == 0


def test_every_planted_fault_is_told(copy):
    """All at once, each by the label of its equation; what was not spoilt still holds."""
    wrong = plant(copy, *FAULTS.keys() - {"a left side"})
    code, said = run("unity.equations", "check", folder=copy)
    assert code == 1
    assert sorted(re.findall(r"(eq-\S+) \(run\) does not hold", said)) == wrong


def test_pytest_has_an_item_for_each_equation(copy):
    pages = ["pytest", "-q", "-p", "no:cacheprovider", "chapters"]
    code, said = run(*pages, "-n", "2", folder=copy)
    assert code == 0
    assert f"{len(EVERY) + 3} passed" in said
    (wrong,) = plant(copy, "a left side")
    code, said = run("pytest", "-q", "chapters", folder=copy)
    assert code == 1
    assert "chapters/networks.md, line 20: eq-output (run) does not hold" in said
    assert r"no table of letters declares \mathbf{Q}, which stands on a left side" in said
    assert "Traceback" not in said
    assert "unity/equations/" not in said
    code, said = run("pytest", "-q", "--lf", "chapters", folder=copy)
    assert f"FAILED chapters/networks.md::{wrong}" in said
    assert "1 failed" in said.splitlines()[-1]
    code, said = run("pytest", "-q", "chapters", "-k", "eq-hidden or eq-model", folder=copy)
    assert code == 0
    assert "2 passed" in said


def test_a_label_that_stands_twice_fails_its_page(copy):
    (copy / "chapters" / "again.md").write_text("$$ a $$ (eq-model)\n")
    code, said = run("pytest", "-q", "chapters", "-k", "labels", folder=copy)
    assert code == 1
    assert "the label eq-model stands also at chapters/again.md, line 1" in said
    assert "1 failed, 3 passed" in said


def test_pytest_says_what_a_project_lacks(copy):
    (copy / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = ["--equations"]\n')
    code, said = run("pytest", folder=copy)
    assert code == 4
    assert "ERROR: --equations: " in said
    assert "has no table [tool.unity-equations]" in said


def test_the_plugin_loads_nothing_where_it_is_not_asked_for(tmp_path):
    """In a project that says nothing of equations, pytest has loaded no part of the engine but the plugin itself."""
    (tmp_path / "test_it.py").write_text(
        "import sys\n\ndef test_it():\n    found = {name for name in sys.modules if name.startswith('unity')}\n"
        "    assert found == {'unity', 'unity.extras', 'unity.equations', 'unity.equations.plugin'}\n"
        "    assert not {'numpy', 'lark', 'markdown_it', 'sphinx', 'tomllib'} & set(sys.modules)\n"
    )
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # others load NumPy
    code, said = run("pytest", "-q", "-p", "unity.equations.plugin", folder=tmp_path, **alone)
    assert (code, "1 passed" in said) == (0, True), said


def test_sphinx_marks_the_equations_and_fails_where_one_does_not_hold(copy):
    build = ["sphinx", "-q", "-W", "--keep-going", ".", "_build"]
    assert run(*build, folder=copy) == (0, "")
    pages = "".join(page.read_text(encoding="utf-8") for page in (copy / "_build" / "chapters").glob("*.html"))
    assert pages.count('<div class="equation run">') == pages.count("A program reads this formula") == len(EVERY)
    assert 'id="equation-eq-model"' in pages
    wrong = plant(copy, "a sign", "a layer")
    code, said = run(*build, folder=copy)
    assert code == 1
    assert sorted(re.findall(r"(eq-\S+) \(run\) does not hold", said)) == wrong
    assert re.search(r"chapters/linear\.md:\d+: WARNING: chapters/linear\.md, line \d+: eq-step \(run\)", said)
    page = (copy / "_build" / "chapters" / "linear.html").read_text(encoding="utf-8")
    assert page.count('<div class="equation wrong">') == page.count("and it does not hold.") == 1


def built(folder, page):
    """A page of the book, built, and the cards on it by the labels of their equations."""
    code, said = run("sphinx", "-q", "-W", "--keep-going", ".", "_build", folder=folder)
    assert (code, said) == (0, "")
    html = (folder / "_build" / "chapters" / f"{page}.html").read_text(encoding="utf-8")
    found = re.findall(r'id="equation-(eq-[\w-]+)".*?(<details class="equation-card">.*?</details>)', html, re.DOTALL)
    return html, dict(found)


def test_each_equation_opens_into_a_card(copy):
    """Another author's letters, with his typesetter, which reads classes in the LaTeX itself."""
    html, cards = built(copy, "linear")
    assert len(cards) == html.count("$$ (eq-") + 8
    card = cards["eq-slope"]
    assert "<summary>What (4) says</summary>" in card
    term = r'<dt><span class="math notranslate nohighlight">\({\class{l-mathbf_w}{\mathbf{w}}}\)</span><span>(n, 1)</span></dt>'
    assert term in card
    assert "<dd>the weights and the bias</dd>" in card
    assert re.search(r'= <code [^>]*>.*slopes.*\[0\].*</code></dt><dd class="equation-array">', card)
    numbers = re.findall(r'<dd class="equation-array">([^<]*)</dd>', card.partition("equation-sides")[2])
    assert len(numbers) == 3
    assert len(set(numbers)) == 1
    assert re.search("Computed by <code .*linear.slopes.*</code>", card)  # the book has no page of its library
    assert r"\[\frac{d{\class{l-L}{L}}" in re.sub(r"\s*\n\s*", "", html)
    assert re.search(r'href="\.\./_static/equations\.css[^"]*"', html)
    assert re.search(r'<script defer="defer" src="\.\./_static/equations\.js[^"]*">', html)


def test_a_book_may_have_no_cards(copy):
    (copy / "conf.py").write_text((copy / "conf.py").read_text() + "equations_cards = False\n")
    html, cards = built(copy, "linear")
    assert cards == {}
    assert "class{l-" not in html
    assert '<div class="equation run" title="A program reads' in html


def test_formulas_that_become_pictures_have_no_classes(copy):
    """A typesetter of which nobody knows that it can read them."""
    (copy / "conf.py").write_text(
        (copy / "conf.py").read_text() + "html_math_renderer = 'other'\n\ndef show(translator, node):\n"
        "    translator.body.append(node.astext())\n\n\ndef setup(app):\n"
        "    app.add_html_math_renderer('other', (show, lambda *_: None), (show, lambda *_: None))\n"
    )
    html, _ = built(copy, "linear")
    assert html.count('<details class="equation-card">') == 8
    assert "class{l-" not in html


# Habits that the project does not declare


def test_what_is_not_declared_is_refused_in_words(copy):
    text = (copy / "pyproject.toml").read_text()
    (copy / "pyproject.toml").write_text(re.sub("habits = .*", "", text))
    code, said = run("unity.equations", "check", folder=copy)
    assert code == 1
    refused = r"    chapters/linear\.md, line \d+: a name has one accent: it is written \\hat\{y\}, or the project declares habits"
    assert re.search(r"eq-model \(run\) does not hold\n.*\n" + refused, said)
    assert "T is read as an exponent: the transpose is written ^\\top, or the project declares habits = ['w^T']" in said
    assert "Traceback" not in said


def test_other_conventions_fail_the_book(copy):
    """Nothing is guessed: as columns, or as examples in superscripts, the book's formulas do not hold."""
    text = (copy / "pyproject.toml").read_text()
    (copy / "pyproject.toml").write_text(text.replace('"rows"', '"columns"'))
    code, said = run("unity.equations", "check", "eq-scores", "eq-shares", folder=copy)
    assert code == 1
    assert "2 do not hold" in said
