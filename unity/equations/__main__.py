"""The command line: `python -m unity.equations check`, `explain`, `formulas`, `table` and `mutate`."""

import argparse
import os
import sys
from pathlib import Path

from unity.extras import require

with require("equations"):
    from unity.equations import formulas
    from unity.equations.book import book
    from unity.equations.explain import explain
    from unity.equations.mutate import report
    from unity.equations.page import page_of_equations
    from unity.equations.verdicts import counts, examine, faults, told

SHARE = 0.9  # of all labelled equations must be run, not only proved or stated


def check(root, wanted=()):
    """Check labels and equations, print what is wrong as it is found and how many are in each state; 1 where something is."""
    verdicts = []
    for verdict in examine(root, wanted):
        verdicts.append(verdict)
        if verdict.problem:
            print(told(verdict), flush=True)
    wrong = [verdict for verdict in verdicts if verdict.problem]
    found = [] if wanted else list(faults(root))
    judged = [] if wanted or not book(root).said.formulas else list(formulas.everywhere(root))
    found += formulas.faults(root, judged)
    states = counts(verdicts)
    labelled = sum(number for state, number in states.items() if state != "refuted")
    if not wanted and labelled and states["run"] < SHARE * labelled:
        found.append(f"{states['run']} of {labelled} equations are run, expected at least {SHARE:.0%}")
    for label in sorted(set(wanted)):
        places = [f"{v.equation.page}, {v.equation.place}" for v in verdicts if v.equation.label == label]
        if not places:
            found.append(f"no page displays {label}, or no function is bound to it")
        elif len(places) > 1:
            found.append(f"the label {label} stands at {' and at '.join(places)}: each equation needs one of its own")
    print(*found, sep="\n", end="\n" if found else "")
    summary = ", ".join(f"{states[state]} {state}" for state in ("run", "proved", "stated", "refuted"))
    print(*[formulas.summary(judged)] * bool(judged), sep="\n", end="\n" if judged else "")
    print(f"{len(verdicts)} equations: {summary}; {len(wrong)} do not hold, {len(found)} faults")
    return 1 if wrong or found else 0


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m unity.equations", description=__doc__)
    parser.add_argument("command", choices=list(COMMANDS))
    parser.add_argument("labels", nargs="*", help="only these equations; of formulas, only these pages")
    parser.add_argument("--root", default=".", help="the project's folder (default: the current one)")
    options = parser.parse_args(arguments)
    try:
        code = COMMANDS[options.command](options.root, options.labels)
        sys.stdout.flush()  # a pipe may be found broken only here
        return code
    except ValueError as error:  # what pyproject.toml or a table of letters says makes no sense
        parser.exit(2, f"{parser.prog}: {error}\n")
    except BrokenPipeError:  # who reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def table(root, wanted):
    """Write the page of equations."""
    page = Path(root) / "book" / "equations.md"
    page.write_text(page_of_equations(root), encoding="utf-8")
    print(f"{page} written")
    return 0


COMMANDS = {"check": check, "explain": explain, "formulas": formulas.listed, "table": table, "mutate": report}

if __name__ == "__main__":
    sys.exit(main())
