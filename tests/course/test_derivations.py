"""What the chapters ask to be derived: each solution holds from start to goal, and the usual slips are recognised."""

import json
import re
from pathlib import Path

import pytest

from unity.course import derivations
from unity.equations.derivations import derive

ASKED = {derivation.name: derivation for derivation in derivations()}
SIGN, TRANSPOSE = "a sign is turned", "a transpose is missing or too many"
ORDER, INDEX = "two factors stand in the wrong order", "an index is wrong"
# derivation: (what stands in the solution, what is planted there, the slip that is recognised)
WRONG = {
    "01-two-distances": [
        (r"- (x^\top x - 2 \mu_1", r"- (x^\top x + 2 \mu_1", SIGN),
        (r"= 2 \mu_1^\top x - 2 \mu_0", r"= 2 \mu_0^\top x - 2 \mu_0", INDEX),
        (r"= 2 (\mu_1 - \mu_0)^\top x", r"= 2 (\mu_1 - \mu_0) x", TRANSPOSE),
    ],
    "02-nearest": [
        (r"= (f - q)^\top (f - q)", r"= (f - q) (f - q)", TRANSPOSE),
        (r"+ d^2 u^\top u", r"- d^2 u^\top u", SIGN),
        (r"+ d^2 u^\top u", r"+ d^2 u u^\top", ORDER),
    ],
    "03-exponents": [
        (r"- \mu_0^\top \Sigma^{-1} x", r"+ \mu_0^\top \Sigma^{-1} x", SIGN),
        (r"= (\mu_1 - \mu_0)^\top \Sigma^{-1} x", r"= (\mu_1 - \mu_0) \Sigma^{-1} x", TRANSPOSE),
        (r"= \mu_1^\top \Sigma^{-1} x", r"= \mu_0^\top \Sigma^{-1} x", INDEX),
        (r"= w^\top x - ", r"= w^\top x + ", SIGN),
    ],
    "04-curves-down": [
        (r"a (1 - a) (a (1 - a) - (1 - a) (1 - 2 a))", r"a (1 - a) (a (1 - a) + (1 - a) (1 - 2 a))", SIGN),
        (r"(a - (1 - 2 a))", r"(a - (1 + 2 a))", SIGN),
        (r"= a (1 - a)^2 (3 a - 1)", r"= a (1 - a)^2 (3 a + 1)", SIGN),
    ],
    "05-along-an-axis": [
        (r"= v^\top (w_t - \alpha H", r"= v^\top (w_t + \alpha H", SIGN),
        (r"- \alpha v^\top H (w_t", r"- \alpha v H (w_t", TRANSPOSE),
        (r"- \alpha v^\top H (w_t", r"- \alpha H v^\top (w_t", ORDER),
        (r"= (1 - \alpha \lambda) v^\top (w_t", r"= (1 - \alpha \lambda) v^\top (w_{t+1}", INDEX),
    ],
    "06-push-score": [
        (r"= (w_t - \alpha (a - y) x)^\top x", r"= (w_t + \alpha (a - y) x)^\top x", SIGN),
        (r"= (w_t - \alpha (a - y) x)^\top x", r"= (w_t - \alpha (a - y) x) x", TRANSPOSE),
        (r"= z_t - \alpha (a - y) (\lVert x", r"= z_{t+1} - \alpha (a - y) (\lVert x", INDEX),
        (r"- \alpha (a - y) x^\top x", r"- \alpha (a - y) x x^\top", ORDER),
    ],
    "07-sum-as-product": [
        (r"= \frac{1}{m} \sum_{i=1}^{m} x^{(i)} dZ^{(i)}", r"= -\frac{1}{m} \sum_{i=1}^{m} x^{(i)} dZ^{(i)}", SIGN),
        (r"= \frac{1}{m} X dZ^\top", r"= \frac{1}{m} X dZ", TRANSPOSE),
        (r"= \frac{1}{m} X dZ^\top", r"= \frac{1}{m} dZ^\top X", ORDER),
    ],
    "08-circle-weights": [
        (r"= x_1^2 - 2 c_1 x_1 + c_1^2", r"= x_1^2 + 2 c_1 x_1 + c_1^2", SIGN),
        (r"= x_1^2 - 2 c_1 x_1 + c_1^2", r"= x_1^2 - 2 c_1 x_2 + c_1^2", INDEX),
        (r"= x_1^2 + x_2^2 - 2 c_1 x_1", r"= x_1^2 - x_2^2 - 2 c_1 x_1", SIGN),
    ],
    "09-straight": [
        (r"= \alpha W_2^\top W_1^\top X", r"= \alpha W_1^\top W_2^\top X", ORDER),
        (r"= \alpha W_2^\top W_1^\top X", r"= \alpha W_2^\top W_1 X", TRANSPOSE),
        (
            r"= (\alpha W_1 W_2)^\top X + W_2^\top (\alpha b_1 +",
            r"= (\alpha W_1 W_2)^\top X + W_2^\top (\alpha b_1 -",
            SIGN,
        ),
        (r"= (\alpha W_1 W_2)^\top X", r"= (\alpha W_2 W_1)^\top X", ORDER),
    ],
    "10-halfway": [
        (r"= \frac{1}{2} (W_1 \Pi + W_1 \Pi \Pi)", r"= \frac{1}{2} (W_1 \Pi - W_1 \Pi \Pi)", SIGN),
        (r"= \frac{1}{2} (W_1 \Pi + W_1 \Pi \Pi)", r"= \frac{1}{2} (\Pi W_1 + W_1 \Pi \Pi)", ORDER),
        (r"= \frac{1}{2} (W_1 \Pi + W_1)", r"= \frac{1}{2} (W_1 \Pi - W_1)", SIGN),
        (r"= V", r"= V^\top", TRANSPOSE),
    ],
    "11-errors-of-outputs": [
        (r"= W_n E_n", r"= W_n^\top E_n", TRANSPOSE),
        (r"= W_n E_n", r"= E_n W_n", ORDER),
        (r"= W_n (D_{n+1} \odot", r"= W_n (D_n \odot", INDEX),
        (r"= W_n (D_{n+1} \odot", r"= -W_n (D_{n+1} \odot", SIGN),
    ],
    "12-equal-units": [
        (r"= X (u e)^\top", r"= X (u e)", TRANSPOSE),
        (r"= X e^\top u^\top", r"= X u^\top e^\top", ORDER),
        (r"= X e^\top u^\top", r"= -X e^\top u^\top", SIGN),
        (r"= X E_1^\top", r"= X E_2^\top", INDEX),
    ],
    "13-misty-sky": [
        (r"= -\sum_{i=-1}^{1} \sum_{j=-1}^{1} (\beta i", r"= \sum_{i=-1}^{1} \sum_{j=-1}^{1} (\beta i", SIGN),
        (r"+ \delta i^2)", r"- \delta i^2)", SIGN),
        (r"= -6 \delta", r"= 6 \delta", SIGN),
    ],
    "14-tied": [
        (r"= \sum_{i=1}^{9} \sum_{j=1}^{4} x_i e_j \sum", r"= -\sum_{i=1}^{9} \sum_{j=1}^{4} x_i e_j \sum", SIGN),
        (r"[\nu_{ij} = l] x_i e_j H_l", r"[\nu_{ij} = l] x_i e_l H_l", INDEX),
        (r"[\nu_{ij} = l] x_i e_j H_l", r"[\nu_{ji} = l] x_i e_j H_l", TRANSPOSE),
    ],
    "15-convolution-back": [
        (r"= \langle W E, P(H) \rangle", r"= \langle W^\top E, P(H) \rangle", TRANSPOSE),
        (r"= \langle W E, P(H) \rangle", r"= \langle E W, P(H) \rangle", ORDER),
        (r"= \langle P^*(W E), H \rangle", r"= -\langle P^*(W E), H \rangle", SIGN),
    ],
    "16-through-the-mean": [
        (r"= \langle W_2 E_2, M(D \odot H) \rangle", r"= \langle W_2^\top E_2, M(D \odot H) \rangle", TRANSPOSE),
        (r"= \langle W_2 E_2, M(D \odot H) \rangle", r"= \langle E_2 W_2, M(D \odot H) \rangle", ORDER),
        (r"= \langle M^*(W_2 E_2), D \odot H \rangle", r"= -\langle M^*(W_2 E_2), D \odot H \rangle", SIGN),
    ],
    "17-through": [
        (r"= \langle W_2 E_2, A_2 \rangle", r"= \langle W_2^\top E_2, A_2 \rangle", TRANSPOSE),
        (r"= \langle E_1, Z_1 \rangle", r"= \langle E_2, Z_1 \rangle", INDEX),
        (r"= \langle W_1, X E_1^\top \rangle", r"= \langle W_1, X E_1 \rangle", TRANSPOSE),
        (r"= \langle E_1, W_1^\top X \rangle", r"= \langle E_1, X W_1^\top \rangle", ORDER),
    ],
    "18-what-is-missing": [
        (r"= (I - v) - \frac{h}{\tau} (I - v)", r"= (I - v) + \frac{h}{\tau} (I - v)", SIGN),
        (r"= (1 - \frac{h}{\tau}) (I - v)", r"= (1 + \frac{h}{\tau}) (I - v)", SIGN),
        (r"= (1 - \frac{h}{\tau})^2 (I - u)", r"= (1 + \frac{h}{\tau})^2 (I - u)", SIGN),
    ],
}
CASES = [(name, *case) for name, cases in WRONG.items() for case in cases]


@pytest.mark.parametrize("name", ASKED)
def test_the_solution_of_the_chapter_holds(name):
    found = derive(name, ASKED[name].solution)
    assert found.holds, found
    assert found.following == 1.0


@pytest.mark.parametrize(("name", "right", "wrong", "slip"), CASES)
def test_the_usual_slips_are_recognised(name, right, wrong, slip):
    solution = ASKED[name].solution
    assert solution.count(right) == 1
    found = derive(name, solution.replace(right, wrong))
    assert not found.holds
    assert wrong.removeprefix("= ").partition(" + b_t")[0] in found.lines[found.wrong - 1] or right in solution
    assert found.slip == slip, found


def test_every_derivation_has_three_wrong_ones():
    assert set(WRONG) == set(ASKED)
    assert all(len(cases) >= 3 for cases in WRONG.values())


def meant(table):
    """What each letter equals by the rows of a table of letters: letter -> formula."""
    return dict(re.findall(r"^\| \$([^$]+)\$ .*\$= ([^$]+)\$ \|$", table, re.MULTILINE))


@pytest.mark.parametrize("name", ASKED)
def test_the_page_and_the_check_mean_the_same_by_a_letter(name):
    """Where the exercise has a table of letters, a letter equals there what it equals in the check."""
    number = name[:2]
    (lecture,) = (Path(__file__).parents[2] / "lectures").glob(f"{number}-*.ipynb")
    cells = json.loads(lecture.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    (exercise,) = re.findall(rf"^### Exercise {int(number)}\.6 .*?(?=^### |\Z)", text, re.DOTALL | re.MULTILINE)
    shown, checked = meant(exercise), meant(ASKED[name].letters)
    both = shown.keys() & checked.keys()
    assert {letter: shown[letter] for letter in both} == {letter: checked[letter] for letter in both}


def test_tables_of_exercises_are_compared():
    assert len(meant(ASKED["12-equal-units"].letters)) >= 5
