"""The page of the field's words: each stands where the page says, libraries have the names, and it builds by itself."""

import importlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
HERE, ELSEWHERE = re.findall(r"^```\{glossary\}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
ENTRY = re.compile(r"((?:^\S.*\n)+)((?:^(?:[ ]+\S.*)?\n)+)", re.MULTILINE)
PLACE = re.compile(r"\[(section|exercise) (\d+\.\d+)\]\(\.\./lectures/([^)]+)\)")
NEEDED = """
    hyperparameter, regularisation, stochastic gradient descent, Jacobian, vanishing gradient, universal approximation,
    hyperplane, SIMD, im2col, axon, dendrite, minibatch, epoch, vectorisation, feature map, channel, stride, padding,
    receptive field, inductive bias, logit, softmax, cross-entropy, Kullback–Leibler divergence, one-hot vector,
    label smoothing, Toeplitz matrix, cross-correlation, adjoint, back-propagation, computational graph,
    automatic differentiation, initialisation, early stopping, overfitting, validation set, calibration
"""
"""What a reader of other books and papers meets."""

LIBRARIES = {
    "numpy": "logaddexp",
    "scipy.optimize": "check_grad",
    "scipy.signal": "correlate2d",
    "scipy.special": "expit, kl_div",
    "scipy.sparse.linalg.LinearOperator": "rmatvec",
    "sklearn.calibration": "calibration_curve",
    "sklearn.discriminant_analysis": "LinearDiscriminantAnalysis",
    "sklearn.discriminant_analysis.LinearDiscriminantAnalysis()": "priors",
    "sklearn.linear_model": "LogisticRegression",
    "sklearn.linear_model.LogisticRegression": "decision_function, predict_proba",
    "sklearn.linear_model.LogisticRegression()": "C",
    "sklearn.linear_model.Ridge()": "alpha",
    "sklearn.model_selection": "GridSearchCV, train_test_split",
    "sklearn.neighbors": "NearestCentroid",
    "sklearn.neural_network": "MLPClassifier",
    "sklearn.neural_network.MLPClassifier()": "batch_size, early_stopping, learning_rate_init, momentum",
    "sklearn.preprocessing": "LabelBinarizer, StandardScaler",
    "jax": "grad, jacfwd",
    "torch": "sigmoid, relu, conv2d",
    "torch.Tensor": "backward, unfold",
    "torch.autograd": "gradcheck",
    "torch.nn": "AvgPool2d, BCEWithLogitsLoss, Conv2d, ConvTranspose2d, CrossEntropyLoss, Linear, MaxPool2d",
    "torch.nn.functional": "fold, unfold",
    "torch.nn.init": "kaiming_normal_",
    "torch.optim": "SGD",
}
"""Where a library has a name of the page."""

NOT_A_LIBRARY_S = {"NCHW", "col2im", "dZ", "dw", "lr", "same", "valid", "w.T @ x", "w_0", "weight_decay", "x + f(x)"}
"""Names in code that many have: letters, arguments, expressions."""


def entries(text):
    """The words of each entry, the one it is sorted by first, and what is said of them."""
    found = [(words.strip().split("\n"), " ".join(body.split())) for words, body in ENTRY.findall(text)]
    assert sum(len(words) for words, _ in found) == len(re.findall(r"^\S", text, re.MULTILINE))
    return found


def sections(name):
    """The text of each section and exercise of a chapter, by its number."""
    cells = json.loads((ROOT / "lectures" / name).read_text(encoding="utf-8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    parts = re.split(r"^(?=##+ )", text, flags=re.MULTILINE)
    own, last = {}, None
    for part in parts:
        if heading := re.match(r"## (\d+\.\d+) |### Exercise (\d+\.\d+) ", part):
            last = ("section", heading[1]) if heading[1] else ("exercise", heading[2])
        elif part.startswith("## "):
            last = None
        if last:
            own[last] = own.get(last, "") + " " + " ".join(part.replace("*", "").lower().split())
    return own


def stands(word, text):
    """Whether a word stands in a text, itself or in another form."""
    return re.search(rf"\b{re.escape(word.lower())}(s|es|ed|ing)?\b", text)


LINK = re.compile(r"\{term\}`([^`<]*?)(?: <([^>]*)>)?`")
ENTRIES = entries(HERE)
OTHERS = entries(ELSEWHERE)
WORDS = [word for words, _ in ENTRIES + OTHERS for word in words]
CHAPTERS = {path.name: sections(path.name) for path in sorted(ROOT.glob("lectures/*.ipynb"))}


@pytest.mark.parametrize(("words", "body"), ENTRIES, ids=[words[0] for words, _ in ENTRIES])
def test_a_word_or_ours_stands_where_the_page_says(words, body):
    ours = re.search(r"\*ours:\* (.*?);", body)
    said = words + (ours[1].split(", ") if ours else [])
    places = PLACE.findall(body)
    assert places
    assert len(places) == body.count("](")
    for kind, number, chapter in places:
        assert int(number.split(".")[0]) == int(chapter[:2])
        assert any(stands(word, CHAPTERS[chapter][kind, number]) for word in said), (kind, number, said)


@pytest.mark.parametrize(("word", "body"), [(words[0], body) for words, body in ENTRIES if "*ours:*" in body])
def test_what_we_say_is_said_there(word, body):
    """Every one of our words stands in one of the entry's places."""
    there = " ".join(CHAPTERS[chapter][kind, number] for kind, number, chapter in PLACE.findall(body))
    for ours in re.search(r"\*ours:\* (.*?);", body)[1].split(", "):
        assert stands(ours, there), ours


@pytest.mark.parametrize(("words", "body"), ENTRIES, ids=[words[0] for words, _ in ENTRIES])
def test_a_chapter_links_its_words(words, body):
    """One of the places of an entry that uses its word itself leads from there to this page."""
    there = " ".join(CHAPTERS[chapter][kind, number] for kind, number, chapter in PLACE.findall(body))
    unlinked = re.sub(r"\{term\}`[^`]*`|\$[^$]*\$|`[^`]*`", "", there)
    linked = {(found[1] or found[0]).lower() for found in LINK.findall(there)}
    if not linked & {word.lower() for word in words}:
        assert not any(stands(word, unlinked) for word in words)


def test_words_that_no_chapter_explains():
    """One that a chapter has learned to use belongs to the others, with its place."""
    text = " ".join(" ".join(own.values()) for own in CHAPTERS.values())
    for word in (word for words, _ in OTHERS for word in words):
        assert not stands(word, text), word


@pytest.mark.parametrize("found", [ENTRIES, OTHERS], ids=["here", "elsewhere"])
def test_entries_are_sorted(found):
    first = [words[0].casefold() for words, _ in found]
    assert first == sorted(first)


def test_no_word_stands_twice():
    assert len({word.casefold() for word in WORDS}) == len(WORDS)


def test_the_words_of_other_books_are_there():
    assert {" ".join(word.split()) for word in NEEDED.split(",")} <= set(WORDS)


def names():
    """What stands in code among the names, without arguments and the library's own name."""
    seen = " ".join(body.split("*seen as:*")[1].split("*in*")[0] for _, body in ENTRIES)
    code = set(re.findall(r"(?<!\})`([^`]+)`", seen)) - NOT_A_LIBRARY_S
    return {re.sub(r"\(.*\)", "", name).split(".")[-1] for name in code}


def test_every_name_in_code_has_a_library():
    listed = {name for own in LIBRARIES.values() for name in own.split(", ")}
    assert names() <= listed
    assert listed <= names()


@pytest.mark.parametrize("place", LIBRARIES)
def test_libraries_have_these_names(place):
    library = place.split(".")[0]
    called = {"torch": "PyTorch", "jax": "JAX"}.get(library, library)
    pytest.importorskip(library, reason=f"{called} is not installed: make oracles")
    path, is_called = place.removesuffix("()"), place.endswith("()")
    try:
        there = importlib.import_module(path)
    except ModuleNotFoundError:
        module, _, attribute = path.rpartition(".")
        there = getattr(importlib.import_module(module), attribute)
    there = there() if is_called else there
    for name in LIBRARIES[place].split(", "):
        assert hasattr(there, name), name


def test_the_contents_have_it_behind_notation():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    files = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    assert files[files.index("book/notation") + 1] == "book/glossary"
    assert "](glossary.md)" in (ROOT / "book" / "notation.md").read_text(encoding="utf-8")


def test_it_builds_without_a_warning_and_every_word_can_be_linked(tmp_path):
    """By Sphinx alone, with empty chapters, and a page that links to each word as a chapter would."""
    source = tmp_path / "source"
    (source / "lectures").mkdir(parents=True)
    (source / "book").mkdir()
    shutil.copy(ROOT / "book" / "glossary.md", source / "book")
    (source / "conf.py").write_text(
        'extensions = ["myst_parser"]\nmyst_enable_extensions = ["deflist", "smartquotes"]\n'
        'source_suffix = {".md": "markdown", ".ipynb": "markdown"}\n'
    )
    for chapter in CHAPTERS:
        (source / "lectures" / chapter).write_text(f"# {chapter}\n")
    (source / "book" / "notation.md").write_text("# Notation\n\n" + "\n".join(f"* {{term}}`{word}`" for word in WORDS))
    (source / "index.md").write_text("# Index\n\n```{toctree}\n:glob:\nbook/*\nlectures/*\n```\n")
    build = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", source, tmp_path / "built"]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "built" / "book" / "glossary.html").read_text(encoding="utf-8")
    assert page.count('<dt id="term-') == len(WORDS)
    links = (tmp_path / "built" / "book" / "notation.html").read_text(encoding="utf-8")
    assert links.count('href="glossary.html#term-') == len(WORDS)
