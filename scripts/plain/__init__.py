"""MyST in plain Markdown, for notebooks: `scripts/notebooks.py` writes them.

`directives` and `survey` read what the lectures say, `places` follows their references, `paragraphs` and `blocks` write
the text anew. What has no plain form is a `ConversionError`.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
if (shared := str(ROOT / "book" / "sphinx")) not in sys.path:
    sys.path.append(shared)  # the site's own course.py: both number the equations in the same way
