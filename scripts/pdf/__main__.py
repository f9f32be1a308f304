"""Print the built site as one book: contents with pages, chapters, notation, references, and the solutions at the end."""

import argparse
import sys
from pathlib import Path

from scripts.pdf.contents import parts
from scripts.pdf.press import assemble, opened, printed

ROOT = Path(__file__).parents[2]
TITLE = "Harmony in Complexity"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m scripts.pdf", description=__doc__)
    parser.add_argument("chapters", nargs="*", help="numbers of chapters, such as 06 (default: all)")
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "harmony-in-complexity.pdf")
    options = parser.parse_args(arguments)
    try:
        chosen = parts((ROOT / "_toc.yml").read_text(encoding="utf-8"), options.chapters)
        with opened() as (page, address):
            assemble(page, address, TITLE, chosen)
            options.out.write_bytes(printed(page))
    except (ValueError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.out} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
