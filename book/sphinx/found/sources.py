"""Where the text of a page stands in the repository, and when it last changed."""

import subprocess
from pathlib import Path

import course

__all__ = ["changes", "edit", "setup"]


def changes(root=course.ROOT):
    """When each file last changed, as git has it: path -> day; nothing where there is no git.

    >>> sorted(changes(Path("/")))
    []
    """
    command = ["git", "-C", root, "log", "--format=%x00%cs", "--name-only", "--", "book", "lectures", "CHANGELOG.md"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {}
    found = {}
    for commit in said.split("\0")[1:]:
        day, *paths = commit.split("\n")
        for path in filter(None, paths):
            found.setdefault(path, day)  # the newest comes first
    return found


def edit(path, address, branch="main"):
    """Where a page is changed: a text in GitHub's editor, a notebook where it can be looked at.

    >>> edit("book/map.md", course.Address("ada", "notes"))
    'https://github.com/ada/notes/edit/main/book/map.md'
    """
    return f"{address.url}/{'edit' if path.endswith('.md') else 'blob'}/{branch}/{path}"


def read_changes(app):
    app.changes = changes()


def tell(app, pagename, templatename, context, doctree):
    """Give a page's footer what it says: its last change, and where to change it; nothing of a page that a program writes.

    And whether nobody has set the repository's address yet.
    """
    context["without_address"] = course.address(Path(app.srcdir)).initial
    if doctree is None:
        return
    path = Path(app.env.doc2path(pagename)).resolve().relative_to(Path(app.srcdir).resolve()).as_posix()
    if path in app.changes:
        branch = app.config.html_theme_options.get("repository_branch", "main")
        context["changed"] = app.changes[path]
        context["edit_address"] = edit(path, course.address(Path(app.srcdir)), branch)


def setup(app):
    app.connect("builder-inited", read_changes)
    app.connect("html-page-context", tell)
