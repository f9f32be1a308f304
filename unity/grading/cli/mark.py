"""unity-grade mark: written answers marked by a person, in a page of this machine."""

import click

from unity.grading.cli.shared import FILE, OF, RULES, ending, graded

__all__ = ["mark"]


@click.command()
@click.argument("results", type=FILE)
@click.option("--question", help="All answers to one question, also where the grader has given points.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of this machine (default: any that is free).")
@RULES
@OF
def mark(results, question, port, rules, of):
    """Mark the written answers of RESULTS, and comment on answers, in a page that only this machine can open."""
    from unity.grading.marking import Desk, serve

    found = graded(results, rules, None, of)
    with ending(ValueError, OSError):
        desk = Desk(results, found.students(), found.rules.rubrics, question)
        server, address = serve(desk, port)
    click.echo(f"{len(desk.answers)} answers. Open {address}\nMarks are kept in {desk.path}. Ctrl+C ends this.")
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")
