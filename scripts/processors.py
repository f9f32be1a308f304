"""Other processors on this one: environments in which NumPy computes with other kernels, and so other last digits."""

import os

import numpy._core._multiarray_umath as numpy_core

# Kernels of OpenBLAS, and what a processor must be able to do to run them: on others they crash.
KERNELS = {"Haswell": "AVX2", "Sandybridge": "AVX", "Prescott": "SSE3", "SkylakeX": "AVX512F"}
PLAINEST = "Prescott", True


def can(feature):
    """Whether this processor has a feature, by the name that NumPy has for it."""
    return bool(numpy_core.__cpu_features__.get(feature))


def vector_extensions():
    """The features of this processor for which NumPy has code of its own, and can do without."""
    return [feature for feature in numpy_core.__cpu_dispatch__ if can(feature)]


def environment(kernel=None, plain=False, threads=1):
    """The variables under which a Python that starts uses a kernel of OpenBLAS, and with `plain` no vector extensions."""
    found = {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}
    if kernel and can(KERNELS[kernel]):
        found["OPENBLAS_CORETYPE"] = kernel
    if plain and vector_extensions():
        off = os.environ.get(
            "NPY_DISABLE_CPU_FEATURES", ""
        ).split()  # these a Python that runs here does without already
        found["NPY_DISABLE_CPU_FEATURES"] = " ".join(dict.fromkeys([*off, *vector_extensions()]))
    return found
