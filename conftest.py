"""Fixtures that every test shares: the kinds of array a function must take, and a seeded generator."""

import importlib
import os
from pathlib import Path

import array_api_strict
import hypothesis
import numpy as np
import pytest

collect_ignore_glob = ["tests/types/*", "tests/foreign_book/*"]  # looked at by mypy; a project of its own

# Without it scikit-learn's contract leaves out its checks of other arrays. SciPy reads it when it is first imported.
os.environ.setdefault("SCIPY_ARRAY_API", "1")
# Everyone tries the same draws, on any day, and how long one takes is no fault: HYPOTHESIS_PROFILE=fresh draws anew.
SLOW = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("same", derandomize=True, database=None, **SLOW)
hypothesis.settings.register_profile("fresh", derandomize=False, print_blob=True, **SLOW)
if hypothesis.settings.get_current_profile_name() in {"default", "ci"}:
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def read_only(X):
    X = np.array(X)
    X.flags.writeable = False
    return X


def torch_itself():
    return pytest.importorskip("torch", reason="PyTorch is not installed: make oracles")


def jax_itself():
    jax = pytest.importorskip("jax", reason="JAX is not installed: make oracles")
    jax.config.update("jax_enable_x64", True)
    # What JAX compiles for one run serves the next: most of its time here is compilation.
    jax.config.update("jax_compilation_cache_dir", str(Path(__file__).parent / "_build" / "jax"))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    return jax


def cupy_itself():
    cupy = pytest.importorskip("cupy", reason="CuPy is not installed: pip install harmony-in-complexity[gpu-cuda13]")
    if not cupy.cuda.is_available():
        pytest.skip("CuPy finds no GPU")
    return cupy


KINDS = {
    "numpy": np.array,
    "read-only": read_only,
    "strict": lambda X: array_api_strict.asarray(np.array(X)),
    "torch": lambda X: torch_itself().tensor(np.array(X)),
    "jax": lambda X: jax_itself().numpy.asarray(np.array(X)),
    "cupy": lambda X: cupy_itself().asarray(X),
}
ORACLES = {"torch", "jax"}


@pytest.fixture(scope="session")
def torch():
    """PyTorch, or a skip: it is no dependency."""
    return torch_itself()


@pytest.fixture(scope="session")
def jax():
    """JAX in double precision, or a skip: it is no dependency."""
    return jax_itself()


@pytest.fixture(scope="session")
def cupy():
    """CuPy, or a skip where it or its GPU is missing."""
    return cupy_itself()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what needs an oracle, so that it can be run alone once the oracles are there: -m oracle."""
    for item in items:
        parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
        needs = {*getattr(item, "fixturenames", ()), *(value for value in parameters if isinstance(value, str))}
        if needs & ORACLES:
            item.add_marker(pytest.mark.oracle)


@pytest.fixture
def asarray(request):
    """Turns a NumPy array into one of each kind: a test that uses it runs once a kind.

    JAX compiles each operation for each shape, which takes most of the time of all tests together. So it is left to the
    tests that say that they are about every kind of array, and to the contract, which tries every public function.
    """
    return KINDS[request.param]


def pytest_generate_tests(metafunc):
    if "asarray" in metafunc.fixturenames:
        every = "every_kind_of_array" in metafunc.function.__name__ or metafunc.module.__name__ == "test_contract"
        metafunc.parametrize("asarray", [kind for kind in KINDS if every or kind != "jax"], indirect=True)


@pytest.fixture
def in_blocks():
    """Turns a NumPy array into a Dask array whose last axis, that of the examples, comes in blocks of two."""
    from dask.array import from_array

    return lambda X: from_array(X, chunks=(*X.shape[:-1], 2) if X.ndim else ())


@pytest.fixture
def nothing_computed():
    """A context in which it is an error to compute a Dask array: what runs there is lazy."""
    import dask

    def computed(*_, **__):
        raise AssertionError("a Dask array was computed")

    return lambda: dask.config.set(scheduler=computed)


@pytest.fixture
def rng():
    return np.random.default_rng(20261121)


@pytest.fixture(autouse=True)
def _doctest_names(doctest_namespace):
    """What the examples in docstrings may use without importing it."""
    doctest_namespace["np"] = np
    doctest_namespace["unity"] = importlib.import_module("unity")
