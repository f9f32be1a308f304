"""Questions whose options answer when they are opened, without a kernel and without a script."""

import html
import re

__all__ = ["Quiz", "quiz"]

APOSTROPHE = re.compile(r"(\\\(.*?\\\)|`[^`]+`)|(?<=\w)'(?=\w)|(?<=s)'")
"""After what is left as it is: formulas, and code."""


class Quiz:
    """A question whose options answer when they are opened: HTML that needs neither a kernel nor a script."""

    def __init__(self, question, right, wrong):
        self.question, self.right, self.wrong = question, right, wrong

    def __repr__(self):
        return f"Quiz: {self.question}"

    def _repr_html_(self):
        group = "quiz-" + re.sub(r"\W+", "-", self.question.lower()).strip("-")[:60]
        options = []
        for option, feedback in sorted((self.right | self.wrong).items()):
            verdict = "right" if option in self.right else "wrong"
            word = "Right." if verdict == "right" else "Not this one."
            options.append(
                f'<details name="{group}" class="{verdict}"><summary>{_text(option)}</summary>'
                f"<p><strong>{word}</strong> {_text(feedback)}</p></details>"
            )
        return f'<div class="quiz mathjax_process"><p>{_text(self.question)}</p>{"".join(options)}</div>'


def quiz(question, *, right, wrong):
    r"""A multiple-choice question: `right` and `wrong` map each option to what its reader is told.

    Options appear in alphabetical order, so that the right one has no place of its own. Mathematics stands
    between \( and \), code between backticks.

    Raises ValueError where there is not exactly one right option, no wrong one, or an option without feedback.

    >>> quiz("What is 1 + 1?", right={"2": "One more than one."}, wrong={"11": "That joins digits."})
    Quiz: What is 1 + 1?
    """
    if len(right) != 1 or not wrong or right.keys() & wrong.keys():
        raise ValueError(
            f"quiz: {len(right)} right and {len(wrong)} wrong options, expected 1 and at least 1, distinct"
        )
    silent = [option for option, feedback in (right | wrong).items() if not feedback.strip()]
    if silent:
        raise ValueError(f"quiz: the option {silent[0]!r} has no feedback")
    return Quiz(question, right, wrong)


def _text(text):
    text = APOSTROPHE.sub(lambda found: found[1] or "\N{RIGHT SINGLE QUOTATION MARK}", html.escape(text, quote=False))
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
