"""What a lecture's notebook needs beside the mathematics: it knows no course.

`show` a function, `glue` a number into the prose, quote `results`, ask a `quiz`, set a `table`, `explore` with sliders, `drag` points.
"""

from unity.extras import require

with require("widgets"):
    from unity.notebook.available import available
    from unity.notebook.drag import Draggable, drag
    from unity.notebook.explore import Explorer, explore
    from unity.notebook.glue import glue
    from unity.notebook.quiz import Quiz, quiz
    from unity.notebook.results import results
    from unity.notebook.show import Source, show
    from unity.notebook.tables import Table, table

__all__ = [
    "Draggable",
    "Explorer",
    "Quiz",
    "Source",
    "Table",
    "available",
    "drag",
    "explore",
    "glue",
    "quiz",
    "results",
    "show",
    "table",
]
