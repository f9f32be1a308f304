"""How long do the fits of logistic and softmax regression take, beside their peers, and how do time and memory grow?

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/fits.py            prints the tables
    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/fits.py --keep     and keeps them in benchmarks/RESULTS.md

Peers are every solver of scikit-learn, PyTorch's L-BFGS, and statsmodels where it is installed. All minimise the same cost,
with the same penalty, and all have to reach a gradient whose largest entry, in the units of X, is at most 1e-6. We are
asked for nothing but that, the default; a peer is asked for the largest tolerance, of powers of ten, with which it gets
there. Who does not get there, or not in twenty times our time, is listed. Each library has its examples as it likes
them, made before. Each pass has to read X at least once, and no sooner than one product w^T X does: what so many of those take
has a column. Seconds are the processor's: on a machine that does nothing else they are those of the clock. One thread.
"""

import argparse
import contextlib
import functools
import os
import time
import warnings
from typing import NamedTuple

if os.environ.get("OMP_NUM_THREADS") != "1":
    raise SystemExit("fits: OMP_NUM_THREADS=1 has to be set before NumPy starts: a peer must not have two threads")

import numpy as np
import paired
import torch
from paired import growth, keep, peak, table
from sklearn.linear_model import LogisticRegression

from unity import logistic, softmax
from unity.arrays import one_hot
from unity.datasets import breast_cancer, digits, standardise
from unity.logistic.optimum import SURE
from unity.newton import newton
from unity.newton.passes import Passes
from unity.newton.problem import LARGEST, Problem

try:
    import statsmodels.api as statsmodels
except ImportError:
    statsmodels = None

compare = functools.partial(paired.compare, clock=time.process_time)
REACHED = 1e-6
TOLERANCES = tuple(10.0**-k for k in range(2, 13))
SOLVERS = "lbfgs", "newton-cholesky", "newton-cg", "liblinear", "sag", "saga"


class Case(NamedTuple):
    """Examples X (n, m) with labels y, the penalty, and the most that our time over the fastest peer's may be."""

    X: np.ndarray
    y: np.ndarray
    l2: float
    goal: float | None


# The cases


def drawn(n, m, K=2, *, rng=None, used=None, scale=1.0):
    """Standard normal features, of which `used` count, and classes drawn by the model."""
    rng = np.random.default_rng(0) if rng is None else rng
    X, W = rng.standard_normal((n, m)), rng.standard_normal((K, n)) / n**0.5
    if used is not None:
        W[:, used:] = 0
        W *= (n / used) ** 0.5
    y = np.argmax(scale * W @ X + rng.gumbel(size=(K, m)), axis=0)
    return X, y


def mixed(X):
    """Features in other units, all of them mixed: correlations whose eigenvalues span four powers of ten."""
    rng, n = np.random.default_rng(1), len(X)
    basis, _ = np.linalg.qr(rng.standard_normal((n, n)))
    return 10.0 ** rng.uniform(-1, 1, (n, 1)) * (basis * np.logspace(0, -2, n) @ X) + 1


def in_order(X, y):
    """The examples by class, and within it by the first feature."""
    order = np.lexsort((X[0], y))
    return np.ascontiguousarray(X[:, order]), y[order]


def scaled(examples):
    X = standardise(examples.X.reshape(-1, len(examples))).X
    return X[X.std(axis=1) > 0]


def logistic_cases(small):
    """name -> a function that makes the case."""
    part = 10 if small else 1
    tumours, signs = breast_cancer(), digits()
    tall = functools.partial(drawn, 50, 100_000 // part)
    return {
        "breast cancer, 569 x 30": lambda: Case(scaled(tumours), tumours.y, 1 / 569, 0.6),
        "digits below 5, 1797 x 64": lambda: Case(scaled(signs), 1 * (signs.y < 5), 1 / 1797, 0.6),
        "100k x 50": lambda: Case(*tall(), 0.0, 0.6),
        "100k x 50, ill-conditioned": lambda: Case(mixed(tall()[0]), tall()[1], 0.0, None),
        "100k x 50, sorted": lambda: Case(*in_order(*tall()), 0.0, None),
        "100k x 50, sparse signal": lambda: Case(*tall(used=3, scale=3.0), 0.0, None),
        "20k x 500": lambda: Case(*drawn(500, 20_000 // (part if part == 1 else 4)), 0.0, 0.9),
        "1M x 20": lambda: Case(*drawn(20, 1_000_000 // part), 0.0, 0.3),
    }


def softmax_cases(small):
    part, signs = 10 if small else 1, digits()
    return {
        "digits, 1797 x 64 x 10": lambda: Case(scaled(signs), signs.y, 1 / 1797, 0.8),
        "50k x 64 x 10": lambda: Case(*drawn(64, 50_000 // part, 10, scale=2.0), 0.0, 0.8),
        "5k x 784 x 10": lambda: Case(*drawn(784, 5_000 // (part if part == 1 else 5), 10, scale=2.0), 1e-3, 0.8),
    }


# The ways: a function of a tolerance that gives W (n, K), b (K,) as they are


def ours(case, fit):
    Y = case.y[None].astype(float) if fit is logistic.fit else one_hot(case.y, case.y.max() + 1)
    found = lambda: fit(case.X, Y, l2=case.l2)
    return found, lambda result: (result.W, result.b[:, 0])


def by_scikit_learn(case, solver):
    X, m, K = np.ascontiguousarray(case.X.T), case.X.shape[1], case.y.max() + 1
    if solver == "liblinear" and (case.l2 or K > 2):
        return None  # it penalises the bias, too, and knows two classes
    C = 1 / (case.l2 * m) if case.l2 else 1e12 if solver == "liblinear" else np.inf

    def fit(tol):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return LogisticRegression(C=C, solver=solver, tol=tol, max_iter=1000).fit(X, case.y)

    return fit, lambda model: (model.coef_.T, model.intercept_)


def by_torch(case):
    X, y = torch.tensor(np.ascontiguousarray(case.X.T)), torch.tensor(case.y)
    K = 1 if case.y.max() == 1 else case.y.max() + 1
    labels, losses = (
        (y[:, None].double(), torch.nn.functional.binary_cross_entropy_with_logits)
        if K == 1
        else (
            y,
            torch.nn.functional.cross_entropy,
        )
    )

    def fit(tol):
        W, b = torch.zeros((X.shape[1], K), dtype=X.dtype), torch.zeros(K, dtype=X.dtype)
        parameters = [W.requires_grad_(), b.requires_grad_()]
        options = dict(max_iter=1000, history_size=10, tolerance_change=0, line_search_fn="strong_wolfe")
        search = torch.optim.LBFGS(parameters, tolerance_grad=tol, **options)

        def closure():
            search.zero_grad()
            loss = losses(torch.addmm(b, X, W), labels)
            if case.l2:
                loss = loss + case.l2 / 2 * (W * W).sum()
            loss.backward()
            return loss

        search.step(closure)
        return W, b

    return fit, lambda found: tuple(array.detach().numpy() for array in found)


def by_statsmodels(case, method):
    if statsmodels is None or case.l2:
        return None
    X, kind = statsmodels.add_constant(case.X.T), statsmodels.Logit if case.y.max() == 1 else statsmodels.MNLogit
    names = {"newton": "tol", "lbfgs": "pgtol"}

    def fit(tol):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            more = {names[method]: tol} | ({"factr": 0} if method == "lbfgs" else {})
            return kind(case.y, X).fit(method=method, maxiter=1000, disp=0, **more).params

    def parameters(found):
        theta = np.asarray(found).reshape(X.shape[1], -1)
        theta = theta if case.y.max() == 1 else np.concatenate([0 * theta[:, :1], theta], axis=1)
        return theta[1:], theta[0]

    return fit, parameters


def peers(case):
    found = {f"scikit-learn {solver}": by_scikit_learn(case, solver) for solver in SOLVERS}
    found["PyTorch L-BFGS"] = by_torch(case)
    found |= {f"statsmodels {method}": by_statsmodels(case, method) for method in ("newton", "lbfgs")}
    return {name: way for name, way in found.items() if way is not None}


# What is measured


def gradient(case, W, b):
    """The largest derivative by W and b."""
    module, Y = (logistic, case.y[None].astype(float)) if W.shape[1] == 1 else (softmax, one_hot(case.y, W.shape[1]))
    dW, db = module.gradient(W, b[:, None], case.X, Y)
    return max(abs(dW + case.l2 * W).max(), abs(db).max())


def cost(case, W, b):
    module, Y = (logistic, case.y[None].astype(float)) if W.shape[1] == 1 else (softmax, one_hot(case.y, W.shape[1]))
    return float(module.cost(W, b[:, None], case.X, Y)) + case.l2 / 2 * float((W * W).sum())


def reaching(case, way, longest):
    """(fit without arguments, gradient, seconds) at the largest tolerance that reaches, or None."""
    fit, parameters = way
    for tol in TOLERANCES:
        start = time.process_time()
        try:
            W, b = parameters(fit(tol))
        except (ValueError, np.linalg.LinAlgError):
            return None
        took = time.process_time() - start
        reached = gradient(case, np.asarray(W, dtype=float), np.asarray(b, dtype=float))
        if reached <= REACHED:
            return functools.partial(fit, tol), reached, took
        if took > longest:
            return None
    return None


def row(name, case, fit, rounds):
    mine, parameters = ours(case, fit)
    mine()
    start = time.process_time()
    result = mine()
    took = time.process_time() - start
    W, b = parameters(result)
    reached, least = gradient(case, W, b), cost(case, W, b)
    assert reached <= REACHED, (name, reached)
    ways, gradients, failing = {}, {}, []
    for peer, way in peers(case).items():
        found = reaching(case, way, 20 * took)
        if found is None:
            failing.append(peer)
            continue
        ways[peer], gradients[peer], _ = found
        theirs = cost(case, *(np.asarray(a, dtype=float) for a in way[1](ways[peer]())))
        assert abs(theirs - least) < 1e-6 * (1 + least), (name, peer, theirs, least)
    first = compare(ways, rounds=1, least=0.0).seconds
    some = {peer: way for peer, way in ways.items() if first[peer] < 2 * min(first.values())}
    W = np.ones((len(case.X), W.shape[1]))
    ran = compare({"ours": mine, "reading": lambda: W.T @ case.X} | some, rounds=rounds, least=0.02)
    peer = ran.fastest(*some)
    ratio, (low, high) = ran.ratio("ours", peer), ran.spread("ours", peer)
    held = peak(mine) / case.X.nbytes
    goal = "" if case.goal is None else f"{case.goal}" if ratio <= case.goal else f"{case.goal}: missed"
    return (
        name,
        f"{1e3 * ran.seconds['ours']:.3g}",
        f"{1e3 * result.passes * ran.seconds['reading']:.3g}",
        f"{1e3 * ran.seconds[peer]:.3g}",
        peer,
        f"{ratio:.2f} ({low:.2f} to {high:.2f})",
        goal,
        f"{reached:.0e}, {gradients[peer]:.0e}",
        f"{result.iterations}, {result.passes}",
        f"{held:.2f}",
        ", ".join(failing) or "none",
    )


def grown(sizes):
    """The lines of the table of growth: a pass for the gradient, one for the curvature too, a whole fit, and what it holds."""
    m_most = max(sizes)
    X, y = drawn(20, m_most)
    ways, bytes_, passes = {}, [], []
    for m in sizes:
        # A part of the largest, copied: its rows are as far apart as they would be alone.
        case = Case(np.ascontiguousarray(X[:, :m]), y[:m], 0.0, None)
        stated = Problem(SURE, case.X, case.y[None].astype(float), 0.0)
        V, (mine, _) = np.full(stated.shape, 0.1), ours(case, logistic.fit)
        ways |= {
            f"gradient {m}": functools.partial(stated.at, V, curvature=False),
            f"curvature {m}": functools.partial(stated.at, V),
            f"fit {m}": mine,
        }
        bytes_.append(peak(mine))
        passes.append(mine().passes)
    seconds = compare(ways, rounds=5, least=0.0).seconds
    columns = {what: [seconds[f"{what} {m}"] for m in sizes] for what in ("gradient", "curvature", "fit")}
    rows = [
        [
            m,
            f"{1e-6 * 160 * m:.0f}",
            *(f"{1e3 * columns[what][i]:.3g}" for what in columns),
            passes[i],
            f"{1e-6 * bytes_[i]:.3g}",
        ]
        for i, m in enumerate(sizes)
    ]
    exponents = [str(growth(sizes, columns[what])) for what in columns]
    heads = ["examples", "X, MB", "gradient, ms", "with curvature, ms", "fit, ms", "its passes", "it holds, MB"]
    return table(heads, [*rows, ["exponent", "", *exponents, "", str(growth(sizes, bytes_))]])


def many_classes(sizes):
    """The lines of the table of parameters: the memory of a fit of softmax regression over that of X and Y."""
    rows = []
    for K in sizes:
        X, y = drawn(100, 2000, K)
        mine, _ = ours(Case(X, y, 1e-2, None), softmax.fit)
        start = time.process_time()
        result = mine()
        rows.append(
            [K, 101 * (K - 1), f"{1e3 * (time.process_time() - start):.3g}", result.passes, f"{1e-6 * peak(mine):.3g}"]
        )
    return table(["classes", "parameters", "ms", "passes", "MB"], rows)


@contextlib.contextmanager
def another_way(**settings):
    """Fits by another way than the one that is chosen: names of `unity.newton.newton`, or `sample`, with other values."""
    sample = Passes.sample
    kept = {name: getattr(newton, name) for name in settings if name != "sample"}
    try:
        for name in kept:
            setattr(newton, name, settings[name])
        Passes.sample = settings.get("sample", sample)
        yield
    finally:
        Passes.sample = sample
        for name, value in kept.items():
            setattr(newton, name, value)


TRIED = {
    "as it is": {},
    "gradients alone": dict(FEW=0),
    "a curvature that is kept, no sample": dict(FEW=LARGEST, sample=lambda passes, size: None),
    "a curvature each step": dict(
        FEW=LARGEST, sample=lambda passes, size: None, falls_enough=lambda *_: False, dear=lambda _: False
    ),
}


def tried(cases):
    """The lines of the table of other ways: milliseconds of the processor, and passes over the examples."""
    rows = []
    for name, make, fit in cases:
        case, cells = make(), []
        mine, parameters = ours(case, fit)
        if len(case.X) * case.y.max() > LARGEST:
            continue  # nobody makes such a curvature
        for settings in TRIED.values():
            with another_way(**settings):
                assert gradient(case, *parameters(mine())) <= REACHED, (name, settings)
                seconds = compare({"it": mine}, rounds=3, least=0.0).seconds["it"]
                cells.append(f"{1e3 * seconds:.3g}, {mine().passes}")
        rows.append((name, *cells))
    return table(("examples x features", *(f"{way}: ms, passes" for way in TRIED)), rows)


HEADS = (
    "examples x features",
    "ours, ms",
    "its passes' products alone, ms",
    "peer, ms",
    "fastest peer",
    "ratio (quartiles)",
    "at most",
    "gradients",
    "steps, passes",
    "memory / X",
    "peers that are not there",
)


def told(rows):
    """The lines of a table of peers: how many do not get there stands in it, and who, below it."""
    rows = [(*row, [] if row[-1] == "none" else row[-1].split(", ")) for row in rows]
    absent = "; ".join(f"{name}: {', '.join(peers)}" for name, *_, peers in rows if peers)
    lines = table(HEADS, [(*row[:-2], len(row[-1])) for row in rows])
    return [*lines, "", f"Not there, or not in twenty times our time: {absent or 'nobody'}."]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="write the tables to RESULTS.md")
    parser.add_argument("--rounds", type=int, default=9, help="how often each way is timed (default: 9)")
    parser.add_argument("--small", action="store_true", help="a tenth of the drawn examples, for a look")
    parser.add_argument(
        "--least",
        type=int,
        default=250_000,
        help="examples of the smallest size of the growth table, in which five double; 160 bytes each, and the smallest "
        "should be more than the last cache holds (default: 250000)",
    )
    parser.add_argument("--only", default="", help="the rows whose names hold this")
    parser.add_argument("--tried", action="store_true", help="only the table of other ways")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    named = (
        ("Logistic regression beside its peers", logistic_cases(options.small), logistic.fit),
        ("Softmax regression beside its peers", softmax_cases(options.small), softmax.fit),
    )
    for title, cases, fit in () if options.tried else named:
        rows = []
        for name, make in cases.items():
            if options.only in name:
                rows.append(row(name, make(), fit, options.rounds))
                print(rows[-1], flush=True)
        lines = told(rows)
        print(f"## {title}", "", *lines, "", sep="\n", flush=True)
        if options.keep:
            keep(title, lines)
    if options.only:
        return
    lines = tried([(name, make, fit) for _, cases, fit in named for name, make in cases.items()])
    print("## Other ways to the least cost", "", *lines, "", sep="\n", flush=True)
    if options.keep:
        keep("Other ways to the least cost", lines)
    if options.tried:
        return
    least = options.least // 50 if options.small else options.least
    said = "Logistic regression with 20 features, float64. What a fit holds is beside X and Y, and the most at once."
    more = "Softmax regression with 100 features, 2000 examples: up to 100 parameters by curvatures, beyond by gradients alone."
    lines = [said, "", *grown([least * 2**k for k in range(5)]), "", more, "", *many_classes((2, 5, 10, 20, 40, 80))]
    print("## Fits as they grow", "", *lines, sep="\n")
    if options.keep:
        keep("Fits as they grow", lines)


if __name__ == "__main__":
    main()
