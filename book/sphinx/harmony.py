"""The book's own extension of Sphinx: nothing is fetched from elsewhere, and what the library says becomes pages."""

import ast
import enum
import importlib
import inspect
import pkgutil
import re
import sys
from pathlib import Path

import answering
import course
import drafts
import finding
import found
import front
import slips
import works
from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from unity.equations.finding.docstrings import DOLLARS
from unity.equations.formulas.typeset import in_line, typeset

logger = logging.getLogger(__name__)
ROOT = course.ROOT


# Numbers ----------------------------------------------------------------------------------------------------------


def number_equations(app, doctree):
    """Give each labelled equation the number of its chapter, and each chapter's title its own."""
    docname, equations = app.env.docname, app.env.get_domain("math").equations
    for node in doctree.findall(nodes.math_block):
        if isinstance(node.get("number"), int):
            node["number"] = course.number(docname, node["number"])
            equations[node["label"]] = (docname, node["number"])
    title = next(doctree.findall(nodes.title), None)
    if title is not None and (number := course.numbered_title(docname, title.astext())) != title.astext():
        title.insert(0, nodes.Text(number.removesuffix(title.astext())))


def number_figures(app, env):
    """Give each figure the number of its chapter: Sphinx counts through all pages."""
    for docname, kinds in env.toc_fignumbers.items():
        for figures in kinds.values():
            figures.update({name: (course.number(docname, n),) for n, name in enumerate(figures, 1)})
    return []


# What a fold is called, by the tag of its cell.
FOLDS = {
    "tag_imports": "What this page imports",
    "tag_solution": "Solution",
    "tag_made": "How this is made",
    "tag_quiz": "The code of this question",
    "tag_recall": "The code of this question",
}


def name_folds(app, doctree):
    """Say what is folded away, rather than that it is a cell; the second part of a solution says that it goes on."""
    for cell in doctree.findall(nodes.container):
        for tag in FOLDS.keys() & set(cell["classes"]):
            before = cell.parent[: cell.parent.index(cell)] if tag == "tag_solution" else []
            goes_on = ", continued" if any(map(answering.is_solution, before)) else ""
            cell["prompt_show"] = cell["prompt_hide"] = FOLDS[tag] + goes_on


def source(name, branch):
    """The address of a function of the library in the repository: its file, its line.

    Raises ModuleNotFoundError or AttributeError where the library has no such name.
    """
    found = inspect.unwrap(pkgutil.resolve_name(name))
    library = Path(importlib.import_module("unity").__file__).parents[1]
    file = Path(inspect.getsourcefile(found)).relative_to(library).as_posix()
    return f"{course.address().url}/blob/{branch}/{file}#L{inspect.getsourcelines(found)[1]}"


def link_sources(app, doctree):
    """Under what a lecture shows, lead from the name of each function to where it stands in the repository."""
    branch = app.config.html_theme_options.get("repository_branch", "main")
    for paragraph in doctree.findall(nodes.paragraph):
        if paragraph.astext().startswith("In the library: "):
            for name in list(paragraph.findall(nodes.literal)):
                link = nodes.reference("", "", name.deepcopy(), refuri=source(name.astext(), branch), internal=False)
                name.replace_self(link)


# Docstrings -------------------------------------------------------------------------------------------------------

SPAN = re.compile(
    r"(?P<code>(?P<ticks>`+)(?P<inside>.+?)(?P=ticks)(?!`))"
    r"|(?P<strong>(?<![\w*])\*\*(?=\S)[^*]+(?<=\S)\*\*(?![\w*]))"
    r"|(?P<emphasis>(?<![\w*])\*(?=\S)[^*]+(?<=\S)\*(?![\w*]))"
    rf"|(?P<formula>{DOLLARS})"
    r"|(?P<equation>\beq-[a-z0-9]+(?:-[a-z0-9]+)*)",
    re.DOTALL,
)
LIST_ITEM = re.compile(r"(?:[-*+]|\d+[.)]) ")


def plain(text):
    """Prose in which no character means anything to reST."""
    return re.sub(r"([\\*_|`<>])", r"\\\1", text)


def prose(text):
    """Docstring prose, with `code`, *titles*, $formulas$ and the names of equations, as reST."""
    parts, position = [], 0
    for span in SPAN.finditer(text):
        parts.append(plain(text[position : span.start()]))
        position = span.end()
        if span["code"]:
            parts.append(f"``{span['inside'].strip()}``")
        elif span["formula"]:
            parts.append(f":math:`{in_line(' '.join(span['formula'].strip('$').split()))}`")
        elif span["equation"]:
            parts.append(f":equation:`{span['equation']}`")
        else:
            stars = "**" if span["strong"] else "*"
            parts.append(f"{stars}{plain(span[0].strip('*'))}{stars}")
        if re.match(r"\w", text[position : position + 1]):
            parts.append("\\ ")
    return "".join([*parts, plain(text[position:])])


def blocks(lines):
    """The paragraphs of a docstring: runs of lines between blank ones."""
    block = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def to_rest(lines):
    """A docstring as reST: indented paragraphs are formulas where they are read as such, examples stay examples.

    >>> to_rest(["The length of w.", "", "    ||w|| = 1", "", "Where w_1 is `0`."])
    ['The length of w.', '', '.. math::', '', '    \\\\lVert w \\\\rVert &= 1', '', 'Where w\\\\_1 is ``0``.', '']
    """
    rest, literal = [], False
    for block in blocks(lines):
        if block[0].startswith("    ") and not literal and (latex := typeset(block)) is not None:
            rest += [".. math::", "", *(f"    {line}" for line in latex.splitlines()), ""]
            continue
        if block[0].startswith("    "):
            rest += [*([] if literal else [".. code-block:: text", ""]), *block, ""]
            literal = True
            continue
        literal = False
        if block[0].startswith(">>>"):
            rest += [*block, ""]
            continue
        marker = LIST_ITEM.match(block[0])
        if marker:
            items = re.split(r"\n(?=(?:[-*+]|\d+[.)]) )", "\n".join(block))
            for item in items:
                mark = LIST_ITEM.match(item)[0]
                rest += (mark + prose(item.removeprefix(mark))).splitlines()
        else:
            rest += prose("\n".join(block)).splitlines()
        rest.append("")
    return rest


def convert_docstring(app, what, name, obj, options, lines):
    is_field = len(lines) and lines[0].startswith("Alias for field number")  # Python's words, not ours
    lines[:] = [] if is_field else to_rest(lines)


def skip_member(app, what, name, obj, skip, options):
    """Leave out what speaks of something else: what another library gives a class, and a property without words of its own."""
    foreign = inspect.isroutine(obj) and not (getattr(obj, "__module__", None) or "unity").startswith("unity")
    return True if foreign or (isinstance(obj, property) and not obj.__doc__) else None


def plain_signature(app, what, name, obj, options, signature, return_annotation):
    """A signature that Sphinx can read: a default that is made anew is dots, as in a stub. Members of an Enum are not made."""
    if isinstance(obj, type) and issubclass(obj, enum.Enum):
        return "", None
    return signature and signature.replace("<factory>", "...").replace("~", ""), return_annotation


def drop_own_name(app, domain, kind, content):
    """A constant that shows itself by its name has no value beside it: BERNOULLI, and not BERNOULLI = BERNOULLI."""
    for signature in content.parent.findall(addnodes.desc_signature):
        for value in list(signature.findall(addnodes.desc_annotation)):
            if value.astext().strip() == f"= {signature.get('fullname')}":
                signature.remove(value)


class Equation(SphinxRole):
    """A name such as eq-norm in a docstring: a link to that equation, or the name where the book has none so far."""

    def run(self):
        name = nodes.literal(self.text, self.text)
        link = addnodes.pending_xref(
            "", name, refdomain="math", reftype="eq", reftarget=self.text, refdoc=self.env.docname, optional=True
        )
        return [link], []


def resolve_missing(app, env, node, contnode):
    """Names that lead nowhere on purpose: equations without a chapter so far, and the words of annotations."""
    if node.get("optional"):
        return contnode
    if node.get("refdomain") == "py" and "py:module" in node:
        return contnode
    return None


# The library's pages ----------------------------------------------------------------------------------------------


def floors():
    """The floors of the library and what stands beside them, as the plan of the house has them: name -> modules."""
    tree = ast.parse((ROOT / "scripts" / "house.py").read_text())
    values = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}
    shapes, arrays, *above = ast.literal_eval(values["FLOORS"])
    return {
        "0": shapes | arrays,
        **{str(i): modules for i, modules in enumerate(above, 1)},
        **{engine: {engine} for engine in ast.literal_eval(values["ENGINES"])},
        "course": {ast.literal_eval(values["COURSE"])},
    }


def modules_of(name):
    """A module's own name, and where it is a package those of the modules in it of which it speaks for no name."""
    module = importlib.import_module(name)
    yield name
    for inner in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{name}."):
        if not inner.name.rsplit(".", 1)[-1].startswith("_"):
            public = set(getattr(importlib.import_module(inner.name), "__all__", ()))
            if public and not public & set(getattr(module, "__all__", ())):
                yield inner.name


def of_bases(name):
    """The option for a module's classes: what they have from bases without a public name is theirs.

    >>> of_bases("unity.layers")
    [':inherited-members: ABC, Layer, object']
    >>> of_bases("unity.kindred")
    []
    """
    module = importlib.import_module(name)
    classes = [each for each in map(vars(module).get, getattr(module, "__all__", ())) if inspect.isclass(each)]
    bases = {base for each in classes for base in each.__mro__[1:]}
    hidden = {base for base in bases if base.__name__.startswith("_") and base.__module__.startswith("unity.")}
    named = {base.__name__ for base in bases - hidden if not base.__name__.startswith("_")}
    return [f":inherited-members: {', '.join(sorted(named))}"] if hidden else []


class Modules(SphinxDirective):
    """``{modules} 1``: a section for each module that stands on that floor of the library, or of an engine."""

    required_arguments = 1

    def run(self):
        floor = self.arguments[0]
        stored = self.env.temp_data.setdefault("floors", floors())
        lines = []
        for module in sorted(stored[floor]):
            for name in modules_of(f"unity.{module}"):
                self.env.note_dependency(importlib.import_module(name).__file__)
                options = [":members:", *of_bases(name)]
                lines += [f"## `{name}`", "", "```{eval-rst}", f".. automodule:: {name}"]
                lines += [*(f"   {option}" for option in options), "```", ""]
        lines = lines or ["No module stands here."]
        self.env.note_dependency(str(ROOT / "scripts" / "house.py"))
        root = nodes.Element()
        self.state.nested_parse(StringList(lines, self.get_source_info()[0]), self.content_offset, root, True)
        return root.children


def check_pages(app, env):
    """Every module of the library has a place on a page."""
    shown = set(env.get_domain("py").modules)
    for module in sorted(
        {
            path.name.removesuffix(".py")
            for path in (ROOT / "unity").iterdir()
            if path.suffix in ("", ".py") and path.name[0] != "_"
        }
    ):
        if f"unity.{module}" in shown:
            continue
        floor = next((name for name, modules in floors().items() if module in modules), None)
        if floor is None:
            logger.warning(f"unity.{module} is on no page: scripts/house.py gives it no place")
        else:
            logger.warning(f"unity.{module} is on no page: one in book/api/ needs ```{{modules}} {floor}")


# Buttons ----------------------------------------------------------------------------------------------------------


def rewrite_buttons(app, pagename, templatename, context, doctree):
    """Launch and download the plain notebook: the theme would offer the source, which only MyST can read."""
    lecture = pagename.rsplit("/", 1)[-1] if course.chapter_number(pagename) is not None else None
    address = course.address(Path(app.srcdir))
    branch = app.config.html_theme_options.get("repository_branch", "main")
    for group in context.get("header_buttons", []):
        for button in list(group.get("buttons", [])):
            if button.get("text") == "Colab" and lecture:
                button["url"] = address.colab(lecture)
            elif button.get("text") == "Binder" and lecture:
                button["url"] = address.binder(lecture, branch)
            elif button.get("label") == "download-source-button":
                if lecture:
                    button["url"] = f"{context['pathto']('notebooks', 1)}/{lecture}.ipynb"
                    button["tooltip"] = "Download the plain notebook"
                else:
                    group["buttons"].remove(button)


# Several processes ------------------------------------------------------------------------------------------------


# Jupyter Book's own, which do not say so themselves: one acts when all pages are read, one on LaTeX alone.
SAFE = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")


def declare_safe(app):
    """Say of extensions that several processes may read pages with them."""
    for name in SAFE:
        app.extensions[name].parallel_read_safe = True


# Everything from the site itself ------------------------------------------------------------------------------------


def drop_thebe(app):
    """Jupyter Book loads thebe on every page, from another host; the lectures run on Colab, Binder or a laptop."""
    for listeners in app.events.listeners.values():
        listeners[:] = [each for each in listeners if not each.handler.__module__.startswith("sphinx_thebe")]
    app.registry.css_files[:] = [css for css in app.registry.css_files if css[0] != "sphinx-thebe.css"]


def write_notebooks(app, exception):
    """The plain notebooks, beside the pages that offer them."""
    if exception or app.builder.format != "html":
        return
    import notebooks

    try:
        notebooks.convert_all(Path(app.srcdir), Path(app.outdir, "notebooks"))
    except notebooks.ConversionError as error:
        logger.warning(str(error))


def say_address(app, exception):
    address = course.address(Path(app.srcdir))
    if address.initial:
        logger.info(f"The repository's address is still {address.url}: `make address URL=...` sets it.")


def setup(app):
    if (scripts := str(ROOT / "scripts")) not in sys.path:
        sys.path.append(scripts)
    drop_thebe(app)
    app.add_role("equation", Equation())
    app.add_directive("modules", Modules)
    app.connect("builder-inited", declare_safe)
    app.connect("doctree-read", number_equations, priority=400)  # before the titles are collected
    slips.setup(app)
    answering.setup(app)
    found.setup(app)
    front.setup(app)
    finding.setup(app)
    drafts.setup(app)
    works.setup(app)
    app.connect("doctree-read", name_folds)
    app.connect("doctree-read", link_sources)
    app.connect("env-get-updated", number_figures, priority=900)  # after Sphinx has counted them
    app.connect("autodoc-process-docstring", convert_docstring)
    app.connect("autodoc-process-signature", plain_signature)
    app.connect("autodoc-skip-member", skip_member)
    app.connect("object-description-transform", drop_own_name)
    app.connect("missing-reference", resolve_missing)
    app.connect("env-check-consistency", check_pages)
    app.connect("html-page-context", rewrite_buttons, priority=900)  # after the theme has made them
    app.connect("build-finished", write_notebooks)
    app.connect("build-finished", say_address)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
