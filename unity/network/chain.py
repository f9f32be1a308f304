"""The shape of an example on its way through layers that stand one after the other."""

__all__ = ["example_shapes"]


def example_shapes(operation, layers, shape):
    """The shape of an example before each layer and after the last, where it has to be a vector.

    Raises ValueError, which names the operation and the layer, where a layer does not fit what the layers before it give.

    >>> from unity.layers import Flatten, dense
    >>> example_shapes("init", (Flatten(), dense(10)), (1, 8, 8))
    [(1, 8, 8), (64,), (10,)]
    """
    shapes = [shape]
    for i, layer in enumerate(layers, 1):
        try:
            shapes.append(tuple(layer.output_shape(shapes[-1])))
        except ValueError as error:
            raise ValueError(f"{operation}: layer {i}: {error}") from error
    if len(shapes[-1]) != 1:
        raise ValueError(
            f"{operation}: the last layer gives examples of shape {shapes[-1]}, expected a vector of logits, such "
            "as a dense layer gives"
        )
    return shapes
