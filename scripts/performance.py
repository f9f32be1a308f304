"""Write book/performance.md: how the fast ways work, in the words of benchmarks/page.md, with what was measured between.

A line `<<< title >>>` of that page stands for the section of benchmarks/RESULTS.md with this title, its numbers written as a
page writes them. The machine is named once, `<<< machine >>>`, and in a section where it was another. A table whose last row
gives exponents is drawn, too: each of its columns over the first, on logarithmic scales. `<<< show module:function >>>`
stands for the function as `unity.notebook.show` prints it, `<<< code module:function >>>` as it is written, its docstring and
decorators aside.
"""

import argparse
import ast
import inspect
import pkgutil
import re
import sys
import textwrap
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
NO_BREAK = "\N{NO-BREAK SPACE}"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
NUMBER = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)(e[+-]?\d+)?(?!\w|[.,]\d)")


def sections(results):
    """title -> the text of a section."""
    parts = re.split(r"^## (.+)\n", results, flags=re.MULTILINE)[1:]
    return {title: text.strip() for title, text in zip(parts[::2], parts[1::2])}


def tables(text):
    """The tables of a text, each as its rows of cells, the heads first."""
    for lines in re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines.splitlines()]
        yield [rows[0], *rows[2:]]


def powers(text):
    """For each table of a text, the exponent that the words before it call the one of a step for each; else 1."""
    before = re.split(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE)[:-1]
    found = (re.search(r"an exponent of (\d)", words) for words in before)
    return [int(power[1]) if power else 1 for power in found]


def machine(section):
    """What a section says of its machine: its first paragraph."""
    return section.partition("\n\n")[0]


def number(found):
    """A number as a page writes it: 1,480 for 1.48e+03, a power of ten for the rest."""
    digits, power = found.groups()
    if not power:
        return f"{int(digits):,}" if digits.isdigit() else digits
    exponent = int(power[1:])
    if 0 < exponent < 6 and "+" in power:
        return f"{float(found[0]):,.0f}"
    times = "" if digits == "1" else f"{digits}\N{MIDDLE DOT}"
    return f"{times}10{str(exponent).translate(RAISED)}"


def written(text):
    """A text of measurements as a page writes it: its numbers, its signs, and a table for each precision."""
    text = NUMBER.sub(number, text)
    text = re.sub(r"(?<=[\dkMs]) x (?=[\df])", " × ", text).replace(" ± ", f"{NO_BREAK}±{NO_BREAK}")
    text = text.replace("w^T X", "$w^\\top X$")
    return re.sub(r"(?:^\|.*\n?)+", lambda table: arranged(table[0]), text, flags=re.MULTILINE)


def arranged(table):
    """A table without its column of precisions: as a table for each; and without counts of what the words below it name."""
    rows = [line.strip("|").split("|") for line in table.splitlines()]
    heads = [cell.strip() for cell in rows[0]]
    for told in {"peers that are not there"} & set(heads):
        rows = [[cell for cell, head in zip(row, heads, strict=True) if head != told] for row in rows]
    found = {None: rows[2:]}
    if "precision" in heads:
        place, found = heads.index("precision"), {}
        for row in rows[2:]:
            found.setdefault(row.pop(place).strip(), []).append(row)
        del rows[0][place], rows[1][place]
    written = ["\n".join(f"|{'|'.join(row)}|" for row in [*rows[:2], *own]) + "\n" for own in found.values()]
    return "\n".join(f"In {name}:\n\n{own}" if name else own for name, own in zip(found, written, strict=True))


def numbers(cells):
    """Cells as numbers, 1,000 as 1000."""
    return [float(cell.replace(",", "")) for cell in cells]


def grown(table):
    """The columns of a table of growth: (head, sizes, amounts, exponent) of each that has an exponent; none for others."""
    heads, *rows, last = table
    if last[0] != "exponent":
        return []
    sizes = numbers(row[0] for row in rows)
    return [(h, sizes, numbers(row[i] for row in rows), last[i]) for i, h in enumerate(heads) if i and last[i]]


def file_name(title, number):
    return f"growth-{re.sub('[^a-z]+', '-', title.lower()).strip('-')}-{number}.svg"


def figure(title, number, table, power):
    """The Markdown of a picture of growth, whose grey lines have the exponent `power`."""
    heads, found = table[0], grown(table)
    said = "; ".join(
        f"{head}, from {amounts[0]:g} to {amounts[-1]:g}, exponent {fit}" for head, _, amounts, fit in found
    )
    alt = f"Lines on logarithmic scales over {heads[0]}, from {found[0][1][0]:,.0f} to {found[0][1][-1]:,.0f}: {said}."
    line = "is exact proportion" if power == 1 else f"has the exponent {power}"
    caption = f"{title}, drawn over the column *{heads[0]}*. A grey line {line}."
    return f"```{{figure}} assets/{file_name(title, number)}\n:figclass: drawing\n:alt: {alt}\n\n{caption}\n```\n"


def listing(function):
    """The lines of a function without its docstring and decorators: how it is fast, it says in the library's own words."""
    lines, _ = inspect.getsourcelines(inspect.unwrap(function))
    text = textwrap.dedent("".join(lines))
    (tree,) = ast.parse(text).body
    lines, first = text.splitlines(), tree.body[0]
    if ast.get_docstring(tree) is not None:
        del lines[first.lineno - 1 : first.end_lineno]
    return "\n".join(lines[tree.lineno - 1 :]).rstrip()


def page(text, found):
    """The page in Markdown. Raises ValueError where it asks for a section that nobody measured, or leaves one out."""
    from unity.notebook import show

    for word, printed in (("show", show), ("code", listing)):
        code = lambda name, printed=printed: f"```python\n{printed(pkgutil.resolve_name(name[1]))}\n```"
        text = re.sub(rf"^<<< {word} (.+) >>>$", code, text, flags=re.MULTILINE)
    ((usual, _),) = Counter(map(machine, found.values())).most_common(1)
    text = text.replace("<<< machine >>>", usual)
    asked = re.findall(r"^<<< (.+) >>>$", text, flags=re.MULTILINE)
    if wrong := sorted(set(asked) ^ set(found)):
        raise ValueError(
            f"benchmarks/page.md and benchmarks/RESULTS.md differ in {wrong}, expected each section once on the page"
        )
    for title in asked:
        said, _, measured = found[title].partition("\n\n")
        shown = [written(measured)] if said == usual else [said, written(measured)]
        drawn = enumerate(zip(tables(measured), powers(measured), strict=True), 1)
        shown += [figure(title, i, table, power) for i, (table, power) in drawn if grown(table)]
        text = text.replace(f"<<< {title} >>>", "\n\n".join(shown))
    return text


def draw(table, path, power=1):
    """The picture of a table of growth, as SVG: a panel for each column, two beside each other, as a phone can show."""
    from matplotlib import pyplot as plt
    from matplotlib.ticker import NullLocator

    from unity.course.style import LEADING, MUTED, PHONE  # and the style of all figures

    found = grown(table)
    across = min(2, len(found))
    down = -(-len(found) // across)
    figure, axes = plt.subplots(
        down, across, figsize=(PHONE / 2 * across, 2.4 * down), layout="constrained", squeeze=False
    )
    for ax in axes.flat[len(found) :]:
        ax.set_visible(False)
    for ax, (head, sizes, amounts, fit) in zip(axes.flat, found):
        line = [amounts[-1] * (size / sizes[-1]) ** power for size in sizes]
        ax.loglog(sizes, line, color=MUTED, linewidth=1, linestyle="solid")
        ax.loglog(sizes, amounts, "o-")
        ends = [sizes[0], sizes[-1]], [min(amounts), max(amounts)]
        ax.set_xticks(ends[0], [f"{size:,.0f}" for size in ends[0]])
        ax.set_yticks(ends[1], [f"{amount:g}" for amount in ends[1]])
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_minor_locator(NullLocator())
        ax.set(xlabel=table[0][0])
        ax.set_title(f"{head}\nexponent {fit}", fontsize=12.5, linespacing=LEADING)
    figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    root = parser.parse_args(arguments).root
    found = sections((root / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8"))
    text = page((root / "benchmarks" / "page.md").read_text(encoding="utf-8"), found)
    for title, section in found.items():
        for i, (table, power) in enumerate(zip(tables(section), powers(section), strict=True), 1):
            if grown(table):
                draw(table, root / "book" / "assets" / file_name(title, i), power)
    target = root / "book" / "performance.md"
    target.write_text(text, encoding="utf-8")
    print(f"{target} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
