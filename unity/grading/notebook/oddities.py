"""What an instructor may want to look at in a notebook that came back."""

from unity.grading.notebook.cells import bare, tagged

__all__ = ["flags"]

MOST_FLAGS = 40


def flags(submission, released):
    """What an instructor may want to look at: nothing here changes a mark. One sentence each.

    Both are submissions: the notebook that came back, and the one that was handed out.
    """
    ours, theirs = (*released.cells, *released.others), submission.cells
    said = []
    if not any(cell.tags for cell in (*theirs, *submission.others)):
        said.append("the tags are gone")
    else:
        written = tagged(submission.others, "exercise")
        for prefix in ("exercise", "check"):
            found = tagged(theirs, prefix)
            for name, (own, *_) in sorted(tagged(ours, prefix).items()):
                cells = found.get(name, [])
                if not cells and prefix == "exercise" and name in written:
                    said += [] if own in released.others else [f"exercise:{name} is no code cell any more"]
                elif not cells:
                    said.append(f"missing {prefix}:{name}")
                elif len(cells) > 1:
                    said.append(f"duplicated {prefix}:{name}")
                elif prefix == "check" and bare(cells[0].source) != bare(own.source):
                    said.append(f"edited check:{name}")
            said += [f"unknown tag {prefix}:{name:.60}" for name in sorted(found.keys() - tagged(ours, prefix).keys())]
        tags = {cell.id: cell.tags for cell in ours if cell.id}
        said += [
            f"retagged cell {cell.index}: {', '.join(cell.tags)[:80] or 'no tag'}"
            for cell in theirs
            if cell.id in tags and set(cell.tags) != set(tags[cell.id])
        ]
    said += [f"cell {c.index} stores an output without code" for c in theirs if c.has_output and not c.source.strip()]
    return said if len(said) <= MOST_FLAGS else [*said[:MOST_FLAGS], f"and {len(said) - MOST_FLAGS:,} more"]
