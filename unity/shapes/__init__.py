"""Shapes as annotations. One decorator reads them, checks every call and says what does not fit.

`Float[Array, "n m"]` (the notation of jaxtyping) is a floating array with two axes. A name stands for one size
throughout a call, a number for itself, `*shape` for any run of axes, `...` for axes that are not compared.

`annotations` reads them, `fitting` compares arrays with them, `calls` does so whenever a function is called, and
`transposing` asks whether what does not fit stands the wrong way round.
"""

from unity.shapes.annotations import Array, Float, Int, Shape, shapes_of
from unity.shapes.calls import checked
from unity.shapes.fitting import refuse_dask

__all__ = ["Array", "Float", "Int", "Shape", "checked", "refuse_dask", "shapes_of"]
