"""Explain a labelled equation: what each of its letters stands for, of which shape, and who computes it."""

import difflib

import numpy as np

from unity.equations import tree as t
from unity.equations.check import generators
from unity.equations.evaluate import Definition, EvaluationError
from unity.equations.labels import displayed
from unity.equations.readings import readings

__all__ = ["explain"]


def explain(root, labels):
    """Print every letter of some equations; 1 where a label is nowhere, or an equation cannot be bound."""
    found = {reading.equation.label: reading for reading in readings(root, labels)}
    lines = []
    for label in labels:
        lines += _lines(found[label]) if label in found else [_missing(root, label)]
    print(*lines, sep="\n")
    return 0 if found.keys() >= set(labels) else 1


def _missing(root, label):
    """What there is to say of a label that is nowhere, or that nothing computes."""
    known = [equation.label for equation in displayed(root) if equation.label]
    if label in known:
        return f"no function is bound to {label}"
    near = ", ".join(difflib.get_close_matches(label, known))
    return f"no page displays {label}; near by: {near}" if near else f"no page displays {label}"


def _lines(reading):
    equation = reading.equation
    head = f"{equation.label} ({reading.state}): {' '.join(equation.latex.split())}"
    who = f"    computed by {reading.computed_by}" if reading.computed_by else "    no function claims to compute it"
    with reading.book.said.notation.used():
        binding = reading.binding
        scope = binding.scope(generators(equation.label, 1)[0])
        rows = [(name, f"drawn, {_domain(name, reading)}", _shape(name, scope)) for name in sorted(binding.leaves)]
        rows += [
            (name, _meaning(meaning), _shape(name, scope))
            for name, meaning in sorted(binding.fixtures.items())
            if not name.startswith("`")
        ]
        rows += [(name, f"counts from 1 to {size}", "") for name, size in sorted(binding.ranges.items())]
        rows += [(f"${t.latex(written)}$", f"{code}", "") for written, code in _expressions(reading)]
    return [f"{equation.page}, {equation.place}", head, who, *("    " + "  ".join(filter(None, row)) for row in rows)]


def _expressions(reading):
    sides = {side for clause in reading.clauses for side in clause.chain.sides}
    for letter in reading.letters.values():
        if letter.name is None and letter.written in sides:
            yield letter.written, f"`{letter.code}`"


def _domain(name, reading):
    letter = next((letter for letter in reading.letters.values() if letter.name == name), None)
    return (letter.domain if letter else "whole") or "normal"


def _meaning(meaning):
    return f"= {t.latex(meaning.body)}" if isinstance(meaning, Definition) else f"`{meaning.text}`"


def _shape(name, scope):
    try:
        value = scope.value(name)
    except EvaluationError:
        return ""
    return f"a draw of shape {value.shape}" if isinstance(value, np.ndarray) else "a function"
