"""One stylesheet out of many: what no page can match, and what was written for icons from a font, is left out."""

import re

import tinycss2
from tinycss2 import ast

__all__ = ["Words", "merged", "words"]

CLASS = re.compile(r'\sclass="([^"]*)"')
NAME = re.compile(r'\sid="([^"]*)"')
TAG = re.compile(r"<([a-zA-Z][\w-]*)")
LITERAL = re.compile(r"[\w-]+")
FOR_ICON_FONTS = re.compile("Font Awesome|Font\\\\ Awesome|--fa-|--pst-icon-|[\ue000-\uf8ff]")
CONDITIONAL = {"media", "supports", "layer", "container"}
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


class Words:
    """The classes, ids and elements that pages have, and the words of the scripts, which may give them more."""

    def __init__(self, classes, ids, tags):
        self.classes, self.ids, self.tags = classes, ids, tags


def words(pages, script):
    """What the texts of pages, and of a script, can be matched by."""
    classes, ids, tags = set(), set(), set()
    for page in pages:
        classes.update(*(found.split() for found in CLASS.findall(page)))
        ids.update(NAME.findall(page))
        tags.update(tag.lower() for tag in TAG.findall(page))
    said = set(LITERAL.findall(script))
    return Words(classes | said, ids | said, tags | said)


def matches(selector, known):
    """Whether any element of a page can match a selector: all that it asks for outside of brackets is known.

    >>> known = Words({"a"}, {"i"}, {"p"})
    >>> [matches(tinycss2.parse_component_value_list(s), known) for s in ("p.a", "#i:not(.b)", ".b p", "h1")]
    [True, True, False, False]
    """
    before = None
    for token in selector:
        if isinstance(token, ast.HashToken) and token.value not in known.ids:
            return False
        if isinstance(token, ast.IdentToken):
            is_class, is_pseudo = before == ".", before == ":"
            if is_class and token.value not in known.classes:
                return False
            if not is_class and not is_pseudo and token.lower_value not in known.tags:
                return False
        before = token.value if isinstance(token, ast.LiteralToken) else None
    return True


def split(tokens):
    """The selectors of a list, at its commas."""
    selectors = [[]]
    for token in tokens:
        if isinstance(token, ast.LiteralToken) and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def declarations(content, unused):
    """The declarations of a rule, without comments, without those for icon fonts and without variables nobody reads."""
    found = []
    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        text = each.serialize()
        if each.type == "declaration" and not FOR_ICON_FONTS.search(text) and each.name not in unused:
            found.append(tight(text))
        elif each.type != "declaration":
            raise ValueError(f"stylesheet: expected a declaration at line {each.source_line}, found {text[:60]!r}")
    return ";".join(found)


def tight(text):
    """CSS without the white space that says nothing."""
    return re.sub(r"\s+", " ", text).strip()


def kept(rules, known, unused):
    """The rules that pages can match, as text."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [tight(tinycss2.serialize(each)) for each in split(rule.prelude) if matches(each, known)]
            body = declarations(rule.content, unused) if selectors else ""
            if body:
                yield f"{','.join(selectors)}{{{body}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in CONDITIONAL and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if body := "".join(kept(inner, known, unused)):
                yield f"@{rule.at_keyword} {tight(tinycss2.serialize(rule.prelude))}{{{body}}}"
        elif (
            rule.type == "at-rule"
            and rule.lower_at_keyword != "charset"
            and not FOR_ICON_FONTS.search(rule.serialize())
        ):
            yield tight(rule.serialize())
        elif rule.type == "error":
            raise ValueError(f"stylesheet: line {rule.source_line}: {rule.message}")


def merged(sheets, known, pages=""):
    """The texts of stylesheets as one, of what can match; variables that nothing reads go, round by round.

    `pages` is what else reads variables: the texts of pages and scripts.
    """
    rules = [
        rule for text in sheets for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    ]
    unused = set()
    while True:
        text = "\n".join(kept(rules, known, unused))
        written = set(re.findall(r"(?<![\w-])(--[\w-]+)\s*:", text))
        idle = written - set(VARIABLE.findall(text)) - set(re.findall(r"--[\w-]+", pages))
        if not idle:
            return text
        unused |= idle
