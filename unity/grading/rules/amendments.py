"""A line for the file of rules: an amendment, written behind what stands there, which stays as it is."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import yaml

__all__ = ["amend"]


def amend(path, amendment):
    """Write an amendment at the end of the file of rules; one that is not there begins with it.

    Comments and order of the file stay. Raises ValueError where its amendments are not at its end, one a line that begins
    with a dash: then it says which line to write by hand.
    """
    path = Path(path)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    held = {key: value for key, value in asdict(amendment).items() if value is not None}
    line = f"- {json.dumps(held, ensure_ascii=False)}\n"
    before = yaml.safe_load(text) or {}
    text += "" if not text or text.endswith("\n") else "\n"
    text += line if "amendments" in before else f"amendments:\n{line}"
    expected = before | {"amendments": [*(before.get("amendments") or []), held]}
    try:
        good = yaml.safe_load(text) == expected
    except yaml.YAMLError:
        good = False
    if not good:
        raise ValueError(f"{path}: its amendments do not stand at its end, so write there by hand: {line.strip()}")
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)
