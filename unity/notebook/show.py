"""Show a function as a reader would write it: plain NumPy, with the shapes of its arrays in a comment."""

from unity.notebook.homes import full_name
from unity.notebook.plain import Plain

__all__ = ["Source", "show"]


class Source:
    """Python code that a notebook shows highlighted, with the names under which the library has it."""

    def __init__(self, text, names=()):
        self.text, self.names = text, tuple(filter(None, names))

    def __repr__(self):
        return self.text

    def _repr_markdown_(self):
        whole = f"```python\n{self.text}\n```"
        if self.names:
            whole += f"\n\nIn the library: {', '.join(f'`{name}`' for name in self.names)}"
        return whole


def show(*functions):
    """Each function in plain NumPy: a line says its shapes, and what it needs beside NumPy is imported on top.

    Left out are docstrings, annotations, checks of the input, and what other arrays than NumPy's need. What is printed
    runs by itself and gives the function's own numbers.

    Raises TypeError for what has no Python source, and ValueError where something in it has no plain form.

    >>> show(unity.geometry.signed_distance)
    from unity.geometry import norm
    <BLANKLINE>
    <BLANKLINE>
    def signed_distance(w, b, X):
        # w (n, 1), b (1, 1), X (n, m)  ->  (1, m)
        return (w.T @ X + b) / norm(w)
    """
    shown, waiting, texts, imports = [], list(functions), [], {}
    while waiting:
        plain = Plain(waiting.pop(0))
        if plain.function in shown:
            continue
        shown.append(plain.function)
        texts.append(plain.text())
        for module, names in plain.imports.items():
            imports.setdefault(module, set()).update(names)
        waiting += plain.below
    own = {function.__name__ for function in shown}
    lines = []
    for module, names in sorted(imports.items()):
        if not names:
            lines.append(f"import {module}")
        elif names - own:
            lines.append(f"from {module} import {', '.join(sorted(names - own))}")
    return Source("\n\n\n".join(["\n".join(lines)] * bool(lines) + texts), map(full_name, functions))
