"""A line for the file of rules: an amendment, written behind those that stand there; all else stays as it is."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import yaml

__all__ = ["amend"]


def amend(path, amendment):
    """Write an amendment behind the others of the file of rules; without any, at its end. A file that is not there begins with it.

    Comments and order of the file stay. Raises ValueError where its amendments do not stand each behind a dash of its own:
    then it says which line to write by hand.
    """
    path = Path(path)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    held = {key: value for key, value in asdict(amendment).items() if value is not None}
    line = f"- {json.dumps(held, ensure_ascii=False)}\n"
    before = yaml.safe_load(text) or {}
    lines = text.splitlines(keepends=True)
    lines[-1:] = [last.removesuffix("\n") + "\n" for last in lines[-1:]]
    if "amendments" in before:
        lines.insert(_end(text), line)
    else:
        lines.append(f"amendments:\n{line}")
    text = "".join(lines)
    expected = before | {"amendments": [*(before.get("amendments") or []), held]}
    try:
        good = yaml.safe_load(text) == expected
    except yaml.YAMLError:
        good = False
    if not good:
        raise ValueError(
            f"{path}: its amendments do not stand each behind a dash of its own, so write there by hand: {line.strip()}"
        )
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def _end(text):
    """How many lines there are up to the end of the last amendment."""
    key, value = next(pair for pair in yaml.compose(text).value if pair[0].value == "amendments")
    last = value.value[-1] if value.value else key
    return last.end_mark.line + (last.end_mark.column > 0)
