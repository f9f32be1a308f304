import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
project = "A small book about nets"
extensions = ["myst_parser", "unity.equations.sphinx"]
myst_enable_extensions = ["dollarmath"]
exclude_patterns = ["_build"]
