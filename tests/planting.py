"""Plant faults in the formulas of a book's pages, one at a time, and count those that the check notices.

    python tests/planting.py 200 --seed 1

Formulas are found here by the dollars around them, in the text of the pages, and spoilt as text: nothing of the reader is
used to plant. A fault is noticed where the check then says something of its page that it did not say before. One that goes
unnoticed and means the same is none: it has a proof, and is not counted.
"""

import argparse
import contextlib
import json
import random
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from unity.equations.book import book as book_of
from unity.equations.formulas import around as surroundings
from unity.equations.formulas import listing
from unity.equations.formulas.judging import RUN, judged, lending, of_page
from unity.equations.formulas.normal import normal
from unity.equations.letters import page_of
from unity.equations.reader import ReadError, read
from unity.equations.readings import readings
from unity.equations.verdicts import verdict

ROOT = Path(__file__).parents[1]
FORMULA = re.compile(r"(?<![\\$])\$\$(?!\$)(.+?)\$\$|(?<![\\$])\$(?!\$)([^$\n]+?)\$(?!\$)|\\\((.+?)\\\)", re.DOTALL)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAME = (
    r"-?(?:\\(?:hat|bar|tilde|vec|mathbf) ?)?(?:\\[a-zA-Z]+|\{?d?[a-zA-Z]\}?)'*(?:\^\*|\^\\top)?(?:_(?:\w|\{[^{}]*\}))?(?:\^\{\([a-z]\)\}|\^\*)?"
    r"(?:\([a-zA-Z], ?[a-zA-Z\d]\)|\([a-zA-Z]\))?|\([\w, {}_]+\)"
)
LETTER = re.compile(r"(?<![\\a-zA-Z{])([a-zA-Z])(?![a-zA-Z])")


@dataclass(frozen=True)
class Planted:
    """A fault: the page, where its text stands (a cell's number, or None), what stood there, what stands there now."""

    page: str
    cell: int | None
    start: int
    right: str
    wrong: str
    kind: str
    offered: bool = False
    """Whether a quiz offers the formula as a wrong answer."""

    @property
    def only_names(self):
        """Whether the formula is a lone letter, with indices and brackets at most, or a list of sizes: it says nothing."""
        return re.fullmatch(NAME, self.right.strip()) is not None

    def __str__(self):
        place = f"{self.page}, cell {self.cell}" if self.cell is not None else self.page
        return f"{self.kind}: {place}: {' '.join(self.right.split())}  ->  {' '.join(self.wrong.split())}"


def formulas_in(text, is_code):
    """Every formula of a text: where it starts, and what stands between its marks."""
    hidden = [] if is_code else [match.span() for match in CODE.finditer(text) if "{math}" not in match[0][:9]]
    for found in FORMULA.finditer(text):
        place = found.lastindex
        if not any(start <= found.start() < end for start, end in hidden):
            yield found.start(place), found[place]


def texts(path):
    """The texts of a page in which formulas are sought: (the cell's number or None, the text, whether it is code)."""
    if path.suffix == ".md":
        yield None, path.read_text(encoding="utf-8"), False
        return
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] in ("markdown", "code"):
            yield number, "".join(cell["source"]), cell["cell_type"] == "code"


# Each kind of fault: every way in which a formula can have it.


def signs(latex):
    for found in re.finditer(r"(?<![{^_(])\s([+-])\s", latex):
        yield latex[: found.start(1)] + {"+": "-", "-": "+"}[found[1]] + latex[found.end(1) :]
    for found in re.finditer(r"(?:^|=|\(|\{)\s*(-)(?=[\\a-zA-Z\d])", latex):
        yield latex[: found.start(1)] + latex[found.end(1) :]


def factors(latex):
    for found in re.finditer(r"\\frac\{1\}\{[^{}]+\}\s*", latex):
        yield latex[: found.start()] + latex[found.end() :]
    for found in re.finditer(r"(?<![\d.\\_^{a-zA-Z])(\d+)(?![\d.}])", latex):
        yield latex[: found.start()] + str(int(found[1]) + 1) + latex[found.end() :]
    for found in re.finditer(r"(?:[=+-]\s+)(?=[\\a-zA-Z(])(?!\\(?:begin|text|quad|qquad|end))", latex):
        yield latex[: found.end()] + "2 " + latex[found.end() :]


def indices(latex):
    for found in re.finditer(r"_(?:([a-zA-Z\d])|\{([a-zA-Z\d])\})", latex):
        old = found[1] or found[2]
        new = f"{{{old} + 1}}" if old.isalpha() else f"{{{int(old) + 1}}}"
        yield latex[: found.start()] + "_" + new + latex[found.end() :]
    for found in re.finditer(r"_\{([a-z]) ?[+-] ?1\}", latex):
        yield latex[: found.start()] + f"_{{{found[1]}}}" + latex[found.end() :]


def transposes(latex):
    for found in re.finditer(r"\s*\^\\top\s*", latex):
        yield latex[: found.start()] + " " + latex[found.end() :]
    for found in re.finditer(r"(?<![\\a-zA-Z{_^])([A-Z](?:_[a-z\d])?)(?![\^_'a-zA-Z(\\*]|\s*\()", latex):
        if re.search(r"[=+ ]", latex):
            yield latex[: found.end()] + "^\\top " + latex[found.end() :]


def letters(latex):
    for found in LETTER.finditer(re.sub(r"\\[a-zA-Z]+(\{[a-zA-Z]+\})?", lambda match: "\\" * len(match[0]), latex)):
        for other in LETTERS:
            if other != found[1]:
                yield latex[: found.start()] + other + latex[found.end() :]


def relations(latex):
    turned = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le", r"\leq": r"\geq", r"\geq": r"\leq"}
    for found in re.finditer(r"\\(?:leq?|geq?)(?![a-zA-Z])|[<>]", latex):
        yield latex[: found.start()] + turned[found[0]] + latex[found.end() :]
    for found in re.finditer(r"(?<![\\^_{&])\s(=)\s", latex):
        yield latex[: found.start(1)] + "<" + latex[found.end(1) :]


def brackets(latex):
    for found in re.finditer(r"(?<!\\left)\(([^()]*[+-][^()]*)\)(?!\^)", latex):
        yield latex[: found.start()] + found[1] + latex[found.end() :]


KINDS = {
    "sign": signs,
    "factor": factors,
    "index": indices,
    "transpose": transposes,
    "letter": letters,
    "relation": relations,
    "bracket": brackets,
}


def every_formula(root):
    """Every formula of the pages that are demanded: (page, cell, start, LaTeX), by a search of their texts."""
    said = book_of(root).said
    left_out = {path for glob in (*said.without, *said.unfinished) for path in root.glob(glob)}
    for path in sorted({path for glob in said.pages for path in root.glob(glob)} - left_out):
        for cell, text, is_code in texts(path):
            for start, latex in formulas_in(text, is_code):
                offered = is_code and text.rfind("wrong={", 0, start) > text.rfind("right={", 0, start)
                yield path.relative_to(root).as_posix(), cell, start, latex, offered


def drawn(root, number, seed):
    """So many faults, evenly over the kinds; of each kind, evenly over the formulas that can have it."""
    rng, formulas, found = random.Random(seed), list(every_formula(root)), {}
    for kind, spoilt in KINDS.items():
        rng.shuffle(formulas)
        several = []
        for page, cell, start, latex, offered in formulas:
            if wrong := [other for other in spoilt(latex) if other.split() != latex.split()]:
                several.append(Planted(page, cell, start, latex, rng.choice(wrong), kind, offered))
            if len(several) > number // len(KINDS):
                break
        found[kind] = several
    rounds = (fault for row in zip(*found.values()) for fault in row)
    return list(rounds)[:number]


class Field:
    """A copy of the pages, in which one fault after the other is planted and taken out again."""

    def __init__(self, root, folder):
        self.root, self.folder = Path(root), Path(folder)
        for name in ("lectures", "book"):
            shutil.copytree(self.root / name, self.folder / name, ignore=shutil.ignore_patterns("assets", "_build"))
        shutil.copy(self.root / "pyproject.toml", self.folder)
        self.book = book_of(self.folder)
        with self.book.said.notation.used():
            self.alone = {each.page.name: each for each in surroundings.arounds(self.folder)}
        self.before, self.lent = {}, {}

    def around(self, page):
        """A page as it stands now, with what is around its formulas. Raises ValueError where its letters cannot be read."""
        with self.book.said.notation.used():
            found = page_of(self.folder / page, page, (), self.book.said.figures)
        old = self.alone[page].page
        if not found.letters:
            found = surroundings.calling(found, old.functions)
        with self.book.said.notation.used():
            around = surroundings.alone(found, self.book)
        others = [each for name, each in self.alone.items() if name != page]
        return surroundings.among(around, [*others, around])

    def complaints(self, page, thorough):
        """What the check says of a page; of its labelled equations only where it is `thorough`."""
        try:
            around = self.around(page)
        except ValueError as error:
            return {str(error)}
        found, judgements = around.page, list(of_page(around))
        ways = {judgement.formula: judgement.way for judgement in judgements}
        if page not in self.lent:
            run = [place for place, formula in enumerate(found.formulas) if ways.get(formula.equation) in RUN]
            self.lent[page] = lending(around, run)
        said = set(listing.faults(self.folder, judgements))
        said |= {f"{formula.equation.label} stands there" for formula in found.formulas if formula.equation.label}
        if thorough:
            labels = [formula.equation.label for formula in found.formulas if formula.equation.label]
            said |= set(self._wrong_labels(page, labels))
        return said

    def _wrong_labels(self, page, labels):
        for reading in readings(self.folder, labels) if labels else ():
            if reading.equation.page == page and (problem := verdict(reading).problem):
                yield f"{reading.equation.label}: {problem}"

    def notices(self, fault):
        """Whether the check says something else of the page with the fault in it."""
        path = self.folder / fault.page
        text = path.read_text(encoding="utf-8")
        whole = fault.page, self._says_more(text, fault)
        if fault.page not in self.lent:
            self.before[fault.page, False] = self.complaints(fault.page, False)
        if self._with(path, text, fault, lambda: self._says_at_once(fault.page)):
            return True
        if whole not in self.before:
            self.before[whole] = self.complaints(*whole)
        return self._with(path, text, fault, lambda: self.complaints(*whole) != self.before[whole])

    def _with(self, path, text, fault, asked):
        """What is asked, while a page has the fault in it."""
        try:
            path.write_text(self._spoilt(text, fault), encoding="utf-8")
            return asked()
        finally:
            path.write_text(text, encoding="utf-8")

    def _says_at_once(self, page):
        """Whether the check complains of the changed formula itself: then the rest of the page need not be asked.

        It may quote whatever was run before, which is no less than what the spoilt page runs.
        """
        old = self.lent[page]
        try:
            new = self.around(page)
        except ValueError:
            return True
        new = replace(new, quoted=new.quoted | old.quoted, shown=new.shown | old.shown)
        before = {formula.equation for formula in old.page.formulas}
        changed = [place for place, formula in enumerate(new.page.formulas) if formula.equation not in before]
        found = [new.page.formulas[place].equation for place in changed]
        if any(equation.kind == "letters" for equation in found):
            return False
        labels = [equation.label for equation in found if equation.label]
        alone = (judged(new, place) for place, equation in zip(changed, found) if not equation.label)
        return any(each.problem for each in alone) or any(self._wrong_labels(page, labels))

    def _says_more(self, text, fault):
        """Whether a fault stands in a displayed equation or in a table, which labelled equations may depend on."""
        if fault.cell is not None:
            text = "".join(json.loads(text)["cells"][fault.cell]["source"])
        line = text[text.rfind("\n", 0, fault.start) + 1 : fault.start]
        return line.startswith("|") or text[: fault.start].rstrip().endswith("$$")

    def _spoilt(self, text, fault):
        if fault.cell is None:
            return _replaced(text, fault)
        notebook = json.loads(text)
        cell = notebook["cells"][fault.cell]
        cell["source"] = _replaced("".join(cell["source"]), fault).splitlines(keepends=True)
        return json.dumps(notebook)


def _replaced(text, fault):
    end = fault.start + len(fault.right)
    assert text[fault.start : end] == fault.right
    return text[: fault.start] + fault.wrong + text[end:]


SAME = {
    (r"f(w^\top (x + q_\perp) + b) = f(w^\top x + b)", r"f(w^\top (x - q_\perp) + b) = f(w^\top x + b)"): (
        "q_perp is perpendicular to w, so w^T q_perp = 0 with either sign"
    ),
    ("x - q = u d + (f - q)", "x - q = u d + f - q"): "a sum needs no brackets",
    (r"\operatorname{rank} H = \operatorname{rank} X", r"\operatorname{rank} H^\top = \operatorname{rank} X"): (
        "a matrix and its transpose have one rank"
    ),
    (
        r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} \sum_k Y_{ki} (x^{(i)} - \mu_k) (x^{(i)} - \mu_k)^\top",
        r"\Sigma = \frac{1}{m} \sum_{i=1}^{m} \sum_k Y_{ki} (x^{(i)} - \mu_k) (x^{(i)} + \mu_k)^\top",
    ): "the deviations from the mean of a class add up to 0, so what they are multiplied with may be moved",
    (
        r"L = \begin{cases} -\log a & \text{if } y = 1 \\ -\log(1 - a) & \text{if } y = 0 \end{cases}",
        r"L^\top = \begin{cases} -\log a & \text{if } y = 1 \\ -\log(1 - a) & \text{if } y = 0 \end{cases}",
    ): "L is a single number, and is its own transpose",
    (
        r"L = -\log p(y \mid x) = -(y \log a + (1 - y) \log(1 - a))",
        r"L^\top = -\log p(y \mid x) = -(y \log a + (1 - y) \log(1 - a))",
    ): "L is a single number, and is its own transpose",
    (r"L = \log(1 + e^z) - y z", r"L^\top = \log(1 + e^z) - y z"): "L is a single number, and is its own transpose",
    (
        r"\frac{\partial L}{\partial w_l} = \sum_{i=1}^{9} \sum_{j=1}^{4} [\nu_{ij} = l] \frac{\partial L}{\partial B_{ij}}",
        r"\frac{\partial L}{\partial w_l} = \sum_{i=1}^{9} \sum_{j=1}^{4} [\nu_{ij} = l] \frac{\partial L^\top }{\partial B_{ij}}",
    ): "L is a single number, and is its own transpose",
    (
        r"p = \frac{1}{m} \operatorname{tr}(C)",
        r"p = \frac{1}{m} \operatorname{tr}(C^\top )",
    ): "a matrix and its transpose have one diagonal",
    (
        r"F = -(p \log p + (1 - p) \log(1 - p))",
        r"F^\top = -(p \log p + (1 - p) \log(1 - p))",
    ): "F is a single number, and is its own transpose",
    (
        r"= \sum_{i=-1}^{1} \sum_{j=-1}^{1} (f(r, s) - f(r + i, s + j))",
        r"= \sum_{i=-1}^{1} \sum_{j=-1}^{1} (f(r, s) - f(r + i, s - j))",
    ): "j runs from -1 to 1, and so does -j",
}
"""Faults that are none, each with its proof: (what stood there, what stands there now), without double spaces."""


def equal(fault):
    """The proof that a fault is none, "" where there is no such proof: no check could notice it."""
    if fault.offered:
        return "a quiz offers it as wrong, and so it is: the check compares it with what the quiz calls right"
    key = " ".join(fault.right.split()), " ".join(fault.wrong.split())
    if key in SAME:
        return SAME[key]
    with contextlib.suppress(ReadError):
        right, wrong = (list(map(normal, read(latex, frozenset({"f", "f'", "T"})))) for latex in key)
        return "products bind before entrywise ones, and sums need no brackets: both are the same tree" * (
            right == wrong
        )
    return ""


def told(fault):
    """Why a fault can go unnoticed."""
    key = " ".join(fault.right.split()), " ".join(fault.wrong.split())
    if fault.only_names:
        return "a name alone says nothing that could be run, and the other one is at home here, too"
    if NUMBER.fullmatch(key[0]) and NUMBER.fullmatch(key[1]):
        return "a number alone says nothing, and the other one stands in the code here, too"
    return "no reason is known"


NUMBER = re.compile(r"-?[\d.]+")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    planted, noticed = Counter(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        field = Field(ROOT, folder)
        for fault in drawn(ROOT, options.number, options.seed):
            kind = "names alone" if fault.only_names else fault.kind
            planted[kind] += 1
            if field.notices(fault):
                noticed[kind] += 1
            elif proof := equal(fault):
                planted[kind] -= 1
                print(f"{fault}\n    no fault: {proof}", flush=True)
            else:
                print(f"{fault}\n    unnoticed: {told(fault)}", flush=True)
    for kind, number in planted.items():
        print(f"{kind}: {noticed[kind]} of {number}")
    total, kept = planted.total(), noticed.total()
    said, seen = total - planted["names alone"], kept - noticed["names alone"]
    print(f"{seen} of {said} faults in formulas that say something are noticed ({seen / max(said, 1):.1%})")
    print(f"{kept} of {total} faults in all are noticed ({kept / max(total, 1):.1%})")


if __name__ == "__main__":
    main()
