"""A directive of MyST, read: its name, its words, its options and its content."""

import re
from typing import NamedTuple

import yaml

__all__ = ["CODE", "FOLDS", "ConversionError", "Directive"]

FOLDS = {"dropdown", "toggle"}
CODE = {"code", "code-block"}


class ConversionError(Exception):
    """Something in a lecture that has no plain form here; the message says where it stands."""


class Directive(NamedTuple):
    """A fenced directive, read: its name, the words after the name, its options and its content."""

    name: str
    argument: str
    options: dict
    content: str

    @classmethod
    def of(cls, token):
        """Read a token; None where it is plain code."""
        found = re.fullmatch(r"\{([^}\s]+)\}\s*(.*)", token.info.strip(), re.DOTALL)
        if not found:
            if token.type == "colon_fence":
                raise ConversionError(f":::{token.info.strip()}: expected :::{{name}}")
            return None
        lines = token.content.splitlines()
        options = {}
        if lines and lines[0].strip() == "---":
            end = lines.index("---", 1)
            options = yaml.safe_load("\n".join(lines[1:end])) or {}
            lines = lines[end + 1 :]
        while lines and (option := re.fullmatch(r":([\w-]+):\s*(.*)", lines[0])):
            options[option[1]] = option[2]
            lines = lines[1:]
        return cls(found[1], found[2].strip(), options, "\n".join(lines).strip("\n"))

    @property
    def is_fold(self):
        return self.name in FOLDS or "dropdown" in str(self.options.get("class", "")).split()
