"""What every public function of the floors promises: kinds of array, kept dtypes, untouched arguments, clear errors.

The arguments are drawn from the annotations, so a new function is tested as soon as its module's `__all__` names it.
"""

import importlib
import inspect
import itertools

import array_api_strict
import numpy as np
import pytest
from test_floors import FLOORS, MODULES

from unity import arrays, newton, softmax, trilinear
from unity.shapes import Shape, shapes_of

NAMES = [path.stem for path in MODULES if any(path.stem in floor for floor in FLOORS) and path.stem != "shapes"]
CONTRASTS = np.linalg.qr(np.eye(3) - 1 / 3)[0][:, :2]
EXTRA = {  # arguments that are not arrays, where a function has no default for them
    "K": 3,
    "adjoint": lambda y: y,
    "counts": (4, 5, 6),
    "curvature": 2.0,
    "degree": 2,
    "m": 5,
    "f": lambda x: arrays.namespace(x).sum(x * x),
    "forward": lambda x: x,
    "model": newton.LinearModel(softmax.cost, softmax.gradient, softmax.hessian, softmax.margin, CONTRASTS),
    "product": trilinear.Dense(),
    "seed": 0,
    "shape": (2, 5),
    "step": 0.1,
    "stride": 2,
    "t": 3,
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
    if function.__name__ in ("fit", "minimise") and "Y" in given:
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


@pytest.mark.parametrize("name", NAMES)
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
def test_the_wrong_kind_of_number_is_refused(name):
    function = FUNCTIONS[name]
    for argument, annotation in shapes_of(function).items():
        given = draw(function)
        wrong = np.int64 if annotation.kind == "real floating" else np.float64
        given[argument] = given[argument].astype(wrong)
        with pytest.raises(TypeError, match=rf"^{function.__name__}: {argument} is of dtype {wrong.__name__}"):
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
