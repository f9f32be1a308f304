"""What every public function of the floors promises: kinds of array, kept dtypes, untouched arguments, clear errors.

The arguments are drawn from the annotations, so a new function is tested as soon as its module's `__all__` names it.
"""

import contextlib
import importlib
import inspect
import itertools

import array_api_compat
import array_api_strict
import numpy as np
import pytest

from scripts.house import FLOORS, files, room
from unity import (
    activations,
    arrays,
    checks,
    descent,
    families,
    generative,
    geometry,
    labelling,
    layers,
    network,
    newton,
    softmax,
    trilinear,
)
from unity.shapes import Array, Float, Shape, shapes_of

# Between the ground, which checks, and the roof, which takes what is no array.
NAMES = [*sorted(set.union(*FLOORS[1:-1])), "course.convolving"]
INSIDE = [f"{room(path)}.{path.stem}" for path in files() if path.parent.name in NAMES and path.stem != "__init__"]
CONTRASTS = np.linalg.qr(np.eye(3) - 1 / 3)[0][:, :2]
EXTRA = {  # arguments that are not arrays, where a function has no default for them
    "K": 3,
    "Y": np.array([0, 1, 2, 0, 1]),
    "adjoint": lambda y: y,
    "counts": (4, 5, 6),
    "curvature": 2.0,
    "degree": 2,
    "down": 1,
    "m": 5,
    "f": lambda x: arrays.namespace(x).sum(x * x),
    "forward": lambda x: x,
    "model": newton.LinearModel(
        families.categorical_loss, families.categorical_slope, softmax._curvature, softmax.margin, CONTRASTS
    ),
    "moments": 6,
    "noise": 0.5,
    "points": 5,
    "product": trilinear.Dense(),
    "right": -1,
    "seed": 0,
    "shape": (2, 5),
    "rule": lambda w, X, step: w + step * X @ (X.T @ w),
    "step": 0.1,
    "steps": 2,
    "stride": 2,
    "t": 3,
}
LABELLED = {  # what takes labels Y in any form: integers and booleans, too
    *(f"logistic.{name}" for name in ("accuracy", "cost", "fit", "gradient", "likelihood", "log_likelihood")),
    "logistic.penalised_cost",
    *(f"softmax.{name}" for name in ("cost", "fit", "gradient")),
    *(f"generative.{name}" for name in ("class_means", "fit", "fit_unequal")),
}
PROBABILITIES = {"p", "A", "Y", "pi"}
POSITIVE_DEFINITE = {"covariance", "covariances", "Sigma"}
SIZES = {"n": 4, "m": 5, "K": 3, "inputs": 10, "outputs": 6}


def public(module):
    members = (getattr(module, name) for name in module.__all__)
    return [member for member in members if inspect.isfunction(member)]


FUNCTIONS = {
    f"{name}.{function.__name__}": function
    for name in NAMES
    for function in public(importlib.import_module(f"unity.{name}"))
    if shapes_of(function)
}


# A made data set is NumPy's and float64, whatever its parameters: `arrays.move` takes it elsewhere.
MAPS = [name for name in FUNCTIONS if not name.startswith("datasets.gaussians")]


def those(wanted):
    """The names of the functions whose parameters' shapes and returned shape are wanted."""
    return [
        name
        for name, function in ((name, FUNCTIONS[name]) for name in MAPS)
        if wanted(shapes_of(function).values(), Shape.of(inspect.signature(function).return_annotation))
    ]


def shape_of(annotation, sizes=SIZES):
    """One shape that fits an annotation."""
    axes = []
    for axis in annotation.axes:
        if isinstance(axis, int):
            axes.append(axis)
        elif axis.startswith(("*", "...")):
            axes.extend((2, 5))
        else:
            axes.append(sizes.setdefault(axis, 6))
    return tuple(axes)


def draw(function, seed=0, dtype=np.float64):
    """Arguments that fit a function's annotations."""
    rng = np.random.default_rng(seed)
    given = {}
    for name, annotation in shapes_of(function).items():
        shape = shape_of(annotation)
        if annotation.kind == "integral":
            given[name] = np.resize([0, 1, 2], shape)
        elif name in PROBABILITIES:
            given[name] = rng.uniform(0.1, 0.9, shape).astype(dtype)
        elif name in POSITIVE_DEFINITE:
            given[name] = np.broadcast_to(np.eye(shape[-1], dtype=dtype), shape)
        else:
            given[name] = rng.standard_normal(shape).astype(dtype)
    if function.__name__ in ("class_means", "fit", "fit_unequal", "minimise") and "Y" in given:
        K, m = given["Y"].shape
        labels = np.resize(np.arange(max(K, 2)), m)
        given["Y"] = (labels == (np.arange(K)[:, None] if K > 1 else 1)).astype(dtype).reshape(K, m)
    others = inspect.signature(function).parameters.values()
    required = {p.name for p in others if p.default is p.empty and p.name not in given}
    return given | {name: EXTRA[name] for name in required}


def parts(value):
    """The arrays in what a function returns: an array, a tuple, or an object with fields."""
    if hasattr(value, "__dataclass_fields__"):
        value = tuple(getattr(value, field) for field in value.__dataclass_fields__)
    if isinstance(value, tuple | list):
        return list(itertools.chain.from_iterable(map(parts, value)))
    return [value] if hasattr(value, "dtype") else []


def call(function, given):
    parameters = inspect.signature(function).parameters
    return function(**given, **{name: 1.0 for name in ("l2", "ridge") if name in parameters and name not in given})


@pytest.mark.parametrize("name", [*NAMES, *INSIDE])
def test_all_names_what_is_public(name):
    """`__all__` holds every function and class that the module defines without an underscore."""
    module = importlib.import_module(f"unity.{name}")
    assert all(hasattr(module, member) for member in module.__all__)
    defined = {
        member
        for member, value in vars(module).items()
        if not member.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
    }
    assert defined <= set(module.__all__)


@pytest.mark.parametrize("name", MAPS)
def test_every_kind_of_array(name, asarray):
    """The same numbers come out of every library, in that library's arrays."""
    function = FUNCTIONS[name]
    given = draw(function)
    moved = {key: asarray(value) if isinstance(value, np.ndarray) else value for key, value in given.items()}
    result = parts(call(function, moved))
    expected = parts(call(function, given))
    library = {type(value) for value in moved.values() if hasattr(value, "dtype")}
    for ours, reference in zip(result, expected, strict=True):
        assert isinstance(ours, (*library, np.generic)) or name.endswith("to_numpy")
        np.testing.assert_allclose(arrays.to_numpy(ours), reference, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", those(lambda shapes, _: any(shape.kind == "real floating" for shape in shapes)))
def test_float32_stays_float32(name, asarray):
    function = FUNCTIONS[name]
    given = draw(function, dtype=np.float32)
    moved = {key: asarray(value) if isinstance(value, np.ndarray) else value for key, value in given.items()}
    floats = [array for array in parts(call(function, moved)) if "float" in str(array.dtype)]
    assert all(str(array.dtype).endswith("float32") for array in floats)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_arguments_are_left_alone(name):
    function = FUNCTIONS[name]
    given, kept = draw(function), draw(function)
    call(function, given)
    for key, value in kept.items():
        np.testing.assert_array_equal(given[key], value)


def expected_size(axis, known, size):
    """The size that an annotation gives to an axis of the result: a number, a name of the arguments, or `n+1`.

    A name that no argument has is the function's own to choose.
    """
    if isinstance(axis, int):
        return axis
    name, _, more = axis.partition("+")
    given = known | SIZES
    if name not in given:
        return size
    return given[name] + int(more) if more else given[name]


@pytest.mark.parametrize("name", those(lambda _, returned: returned is not None))
def test_results_have_the_annotated_shape(name):
    """The return annotation is true."""
    function = FUNCTIONS[name]
    annotation = Shape.of(inspect.signature(function).return_annotation)
    result = call(function, draw(function))
    sizes = annotation.sizes(tuple(result.shape))
    assert sizes is not None
    known = {a: s for shape in shapes_of(function).values() for a, s in shape.sizes(shape_of(shape))}
    for axis, size in sizes:
        if axis != "...":
            assert size == expected_size(axis, known, size)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_no_array_is_refused(name):
    function = FUNCTIONS[name]
    for argument in shapes_of(function):
        given = draw(function) | {argument: [[1.0]]}
        with pytest.raises(TypeError, match=rf"^{function.__name__}: {argument} is a list, expected an array"):
            call(function, given)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_arrays_with_rules_of_their_own_are_refused(name):
    """A mask that a formula would ignore in silence, and a matrix whose * is another product."""
    function = FUNCTIONS[name]
    for argument in shapes_of(function):
        given = draw(function)
        masked = np.ma.masked_array(given[argument], mask=False)
        with pytest.raises(
            TypeError, match=rf"^{function.__name__}: {argument} is a MaskedArray, expected a plain array"
        ):
            call(function, given | {argument: masked})
        if given[argument].ndim <= 2:
            with pytest.warns(PendingDeprecationWarning):
                matrix = np.matrix(given[argument])
            with pytest.raises(
                TypeError, match=rf"^{function.__name__}: {argument} is a matrix, expected a plain array"
            ):
                call(function, given | {argument: matrix})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_wrong_kind_of_number_is_refused(name):
    function = FUNCTIONS[name]
    for argument, annotation in shapes_of(function).items():
        given = draw(function)
        wrong, named = np.int64 if annotation.kind == "real floating" else np.float64, argument
        if argument == "Y" and name in LABELLED:
            wrong, named = np.complex128, "labels: y"
        given[argument] = given[argument].astype(wrong)
        with pytest.raises(TypeError, match=rf"^{function.__name__}: {named} is of dtype {wrong.__name__}"):
            call(function, given)


@pytest.mark.parametrize("name", those(lambda shapes, _: len(shapes) > 1))
def test_arrays_of_two_libraries_are_refused(name):
    function = FUNCTIONS[name]
    arguments = list(shapes_of(function))
    given = draw(function)
    given[arguments[-1]] = array_api_strict.asarray(given[arguments[-1]])
    with pytest.raises(TypeError, match=rf"^{function.__name__}: expected arrays of one library"):
        call(function, given)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrong_number_of_axes_is_refused(name):
    function = FUNCTIONS[name]
    for argument, annotation in shapes_of(function).items():
        if annotation.run is not None:
            continue
        given = draw(function)
        given[argument] = given[argument][None]
        with pytest.raises(ValueError, match=rf"^{function.__name__}: {argument} \(1, .* expected \("):
            call(function, given)


def compared(shapes):
    """The axes that a check compares: (argument, place) of those with a fixed size or a name that two arguments share."""
    for name, shape in shapes.items():
        for i, axis in enumerate(shape.axes if shape.run is None else ()):
            shared = any(axis in other.axes for key, other in shapes.items() if key != name)
            if isinstance(axis, int) or shared:
                yield name, i


@pytest.mark.parametrize("name", [name for name, f in FUNCTIONS.items() if any(compared(shapes_of(f)))])
def test_sizes_that_disagree_are_refused(name):
    """Every axis that two arguments share is compared, and both are named."""
    function = FUNCTIONS[name]
    for argument, i in compared(shapes_of(function)):
        given = draw(function)
        given[argument] = np.concatenate([given[argument], given[argument]], axis=i)
        with pytest.raises(ValueError, match=rf"^{function.__name__}: .*{argument} \("):
            call(function, given)


EXAMPLES = Shape.of(Float[Array, "n m"])


@pytest.mark.parametrize(
    "name",
    [name for name, f in FUNCTIONS.items() if shapes_of(f).get("X") == EXAMPLES and any(compared(shapes_of(f)))],
)
def test_examples_in_rows_are_seen(name):
    """Where X fits the rest once it is transposed, the error asks whether it is."""
    function = FUNCTIONS[name]
    given = draw(function)
    with pytest.raises(ValueError, match=r"\(is X transposed\? an example is a column\)$"):
        call(function, given | {"X": given["X"].T})


# Dask: arrays in blocks, which nobody has computed yet

TAKE_DASK = [name for name, function in FUNCTIONS.items() if function.dask]
LOOK = {  # those that look at the numbers before they return
    "arrays.one_hot",
    "datasets.standardise",
    "loops.cost_by_loops",
    "logistic.cost_by_loops",
    "logistic.fit",
    "logistic.gradient_by_loops",
    "loops.gradient_by_loops",
    "newton.check_examples",
    "newton.minimise",
    "softmax.fit",
}
REFUSAL = "is a Dask array, which only unity.logistic, unity.softmax and Network.train take: pass"


def test_both_models_take_dask_and_what_they_call():
    models, called = {"logistic", "softmax"}, {"activations", "arrays", "datasets", "families", "loops", "newton"}
    assert {name for name in FUNCTIONS if name.partition(".")[0] in models} <= set(TAKE_DASK)
    assert {name.partition(".")[0] for name in TAKE_DASK} == models | called


@pytest.mark.parametrize("name", TAKE_DASK)
def test_blocks_of_examples_give_the_same(name, in_blocks, nothing_computed):
    """The numbers of NumPy, and none of them is computed before it is asked for, except where it has to be."""
    function = FUNCTIONS[name]
    given = draw(function)
    blocks = {key: in_blocks(value) if isinstance(value, np.ndarray) else value for key, value in given.items()}
    if name in LOOK:
        with nothing_computed(), pytest.raises(AssertionError, match="a Dask array was computed"):
            call(function, blocks)
    with contextlib.nullcontext() if name in LOOK else nothing_computed():
        result = parts(call(function, blocks))
    for ours, reference in zip(result, parts(call(function, given)), strict=True):
        assert array_api_compat.is_dask_array(ours)
        assert ours.dtype == reference.dtype
        np.testing.assert_allclose(arrays.to_numpy(ours), reference, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in TAKE_DASK])
def test_dask_is_refused_elsewhere(name, in_blocks):
    """In each argument, whatever the others are."""
    function = FUNCTIONS[name]
    for argument in shapes_of(function):
        given = draw(function)
        given[argument] = in_blocks(given[argument])
        with pytest.raises(
            NotImplementedError, match=rf"^{function.__name__}: {argument} {REFUSAL} {argument}.compute"
        ):
            call(function, given)


LIKE = {  # what makes an array like one that it is given
    "arrays.move": lambda like: arrays.move(np.arange(3.0), like=like),
    "arrays.standard_normal": lambda like: arrays.standard_normal((3,), seed=0, like=like),
    "arrays.uniform": lambda like: arrays.uniform(0, 1, (3,), seed=0, like=like),
}
ANY = {  # what takes any array
    "labelling.known": lambda w: labelling.known("fit", arrays.namespace(w).abs(w), None, like=w[None]),
    "newton.counted": lambda w: newton.counted(w[None], w[None], arrays.namespace(w).abs(w) - 1)[0],
    "labelling.as_columns": lambda w: labelling.as_columns(
        "cost", arrays.namespace(w).abs(w)[None], w[None], lambda: 1
    ),
    "labelling.of_mean_one": lambda w: labelling.of_mean_one("fit", arrays.namespace(w).abs(w)[None]),
    "arrays.labels": lambda w: arrays.labels(arrays.namespace(w).abs(w)),
    "arrays.namespace": lambda w: arrays.namespace(w).abs(w),
    "arrays.no_nan": lambda w: arrays.no_nan("decide", w),
    "arrays.to_numpy": arrays.to_numpy,
    "families.over_outputs": lambda w: families.over_outputs(w[None]),
    "families.share": lambda w: families.share(w, w),
}
REFUSE = {  # what refuses Dask, though no annotation of its own says so
    "geometry.length_of": lambda w: geometry.length_of("foot", w[:, None]),
    "checks.assert_adjoint": lambda w: checks.assert_adjoint(lambda x: x, lambda y: y, w, w),
    "checks.assert_gradient": lambda w: checks.assert_gradient(lambda w: w.sum(), w, w),
    "descent.gradient_descent": lambda w: descent.gradient_descent(lambda _: np.ones(4), w, step=0.1, iterations=3),
}
NO_ARRAYS = {
    "arrays.accelerator",
    "arrays.no_examples",
    "brains.arbours",
    "brains.heard",
    "brains.published",
    "brains.listing",
    "course.convolving.receptive_field",
    "features.exponents",
    "geometry.most_regions",
    "labelling.check_sizes",
    "labelling.check_weights",
    "labelling.takes_labels",
    "layers.convolution",
    "layers.dense",
    "loops.loss",
    "loops.numbers",
    "loops.sigma",
    "toeplitz.counts",
    "toeplitz.weight_numbers",
    "toeplitz.triples",
}


def test_no_other_public_function_takes_an_array():
    functions = {f"{name}.{f.__name__}" for name in NAMES for f in public(importlib.import_module(f"unity.{name}"))}
    others = {name for name in functions - set(FUNCTIONS) if not name.startswith("datasets.")}
    assert others == {*LIKE, *ANY, *REFUSE, *NO_ARRAYS}


@pytest.mark.parametrize("make", LIKE.values(), ids=LIKE)
def test_an_array_like_one_of_dask_is_one(make, in_blocks):
    found = make(in_blocks(np.ones(4)))
    assert array_api_compat.is_dask_array(found)
    np.testing.assert_array_equal(arrays.to_numpy(found), make(np.ones(4)))


@pytest.mark.parametrize("take", ANY.values(), ids=ANY)
def test_any_array_may_be_dask_s(take, in_blocks):
    w = np.array([1.0, -2.0, 3.0])
    np.testing.assert_array_equal(take(in_blocks(w)), take(w))


@pytest.mark.parametrize("take", REFUSE.values(), ids=REFUSE)
def test_dask_is_refused_without_an_annotation(take, in_blocks):
    with pytest.raises(NotImplementedError, match=rf"^\w+: \w+ {REFUSAL} \w+.compute\(\)$"):
        take(in_blocks(np.ones(4)))


def test_a_descent_refuses_the_gradient_that_blocks_give(in_blocks):
    """Its start may be NumPy's while the examples are not."""
    with pytest.raises(NotImplementedError, match=f"^gradient_descent: gradient {REFUSAL} gradient.compute"):
        descent.gradient_descent(in_blocks, np.ones(4), step=0.1, iterations=3)


EXAMPLES = np.array([[0.0, 1.0, 2.0, 4.0]]), np.array([0, 0, 1, 1])
OBJECTS = [
    generative.fit(*EXAMPLES),
    generative.fit_unequal(*EXAMPLES),
    families.BERNOULLI,
    layers.Flatten(),
    layers.MaxPool(2),
    layers.MeanPool(2),
    layers.dense(1),
    layers.Elementwise(activations.RELU),
    network.Network([layers.dense(1)], families.BERNOULLI),
    trilinear.Convolution(1),
    trilinear.Dense(),
]


def methods(kind):
    """The public methods of a class that take arrays: name -> (method, the arrays' shapes)."""
    members = inspect.getmembers(kind, inspect.isfunction)
    return {name: (m, shapes) for name, m in members if not name.startswith("_") and (shapes := shapes_of(m))}


def test_every_class_with_methods_that_take_arrays_is_tried():
    modules = [importlib.import_module(f"unity.{name}") for name in NAMES]
    members = [getattr(module, member) for module in modules for member in module.__all__]
    classes = [member for member in members if inspect.isclass(member) and not inspect.isabstract(member)]
    assert {member for member in classes if methods(member)} == {type(thing) for thing in OBJECTS}


@pytest.mark.parametrize("thing", OBJECTS, ids=lambda thing: type(thing).__name__)
def test_methods_refuse_dask(thing, in_blocks):
    for name, (method, shapes) in methods(type(thing)).items():
        if method is layers.Layer.gradients:  # of a layer without parameters: none, whatever X is
            continue
        for argument, shape in shapes.items():
            given = {argument: in_blocks(np.ones(shape_of(shape)))}
            with pytest.raises(NotImplementedError, match=rf"^\w+: {argument} {REFUSAL} {argument}.compute"):
                getattr(thing, name)(**given)
