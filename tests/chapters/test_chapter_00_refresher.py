"""What the refresher's functions give is what others compute, and its ten questions lead to its sections."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import scipy.stats

from unity.checks import assert_gradient
from unity.course.chapter_00 import refresher

ROOT = Path(__file__).parents[2]
CELLS = json.loads((ROOT / "lectures" / "00-where-you-stand.ipynb").read_text(encoding="utf-8"))["cells"]
TEXT = "\n\n".join("".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "markdown")


def test_a_product_is_all_scalar_products(rng):
    W, X = rng.normal(size=(3, 2)), rng.normal(size=(3, 5))
    sums = [[sum(W[j, k] * X[j, i] for j in range(3)) for i in range(5)] for k in range(2)]
    np.testing.assert_allclose(refresher.scalar_products(W, X), sums, rtol=1e-13)


def test_a_slope_along_two_paths_is_the_measured_one(rng):
    x = rng.normal(size=(4,))
    assert_gradient(lambda x: (3 * x**3).sum(), x, refresher.slope_along_both(x))


def test_a_bell_is_scipys(rng):
    x = rng.normal(scale=5, size=(3, 4))
    np.testing.assert_allclose(refresher.density(x, 1.5, 2.5), scipy.stats.norm(1.5, 2.5).pdf(x), rtol=1e-13)


@pytest.mark.parametrize("deviation", [0.0, -1.0, float("nan")])
def test_a_bell_without_a_width_is_refused(deviation):
    with pytest.raises(ValueError, match=f"density: deviation = {deviation}, expected a positive number"):
        refresher.density(np.ones(2), 0.0, deviation)


def test_a_matrix_only_stretches_its_eigenvectors(rng):
    A = rng.normal(size=(4, 4))
    stretches, directions = np.linalg.eigh(A + A.T)
    for k, stretch in enumerate(stretches):
        v = directions[:, [k]]
        np.testing.assert_allclose(refresher.stretched(A + A.T, v), stretch * v, atol=1e-13)
    turned = refresher.stretched(A + A.T, np.eye(4)[:, :1])
    assert abs(turned[1:]).max() > 0.1


def test_ten_questions_lead_to_their_sections():
    """Two for each of five sections, whose quiz stands right behind the link."""
    targets = re.findall(r"^\((refresher-[a-z]+)\)=\n## 0\.\d ", TEXT, re.MULTILINE)
    kinds = ["quiz" if "quiz" in cell["metadata"].get("tags", ()) else cell["cell_type"] for cell in CELLS]
    asked = {}
    for cell, following in zip(CELLS, kinds[1:]):
        if link := re.fullmatch(r"\*\*(\d+)\.\*\* \{ref\}`([a-z-]+)`", "".join(cell["source"])):
            assert following == "quiz"
            asked[int(link[1])] = link[2]
    assert list(asked) == list(range(1, 11))
    assert kinds.count("quiz") == 10
    assert sorted(asked.values()) == sorted(2 * targets)


@pytest.mark.parametrize("section", re.split(r"^\(refresher-", TEXT, flags=re.MULTILINE)[1:], ids=lambda text: text[:5])
def test_a_section_says_which_chapters_use_it(section):
    assert section.startswith("numpy") or re.search(r"\*Used in\* chapter \d", section)
    assert section.startswith("numpy") or re.search(r"\*\*.*\?\*\*", section)
    assert section.startswith("numpy") or "$$ (eq-refresher-" in section
