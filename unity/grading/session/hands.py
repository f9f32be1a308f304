"""Hands in a sandbox: they do with an answer there what a kind of question asks, and only plain values come back."""

from unity.grading.session.callbacks import with_functions
from unity.grading.values import Handle

__all__ = ["Raised", "There"]

MOST_WORDS = 300


class Raised(Exception):
    """The answer raised an error; `kinds` are the names of its class and of those that it inherits from."""

    def __init__(self, words, kinds=()):
        super().__init__(words)
        self.kinds = kinds


class There:
    """Looks at an answer, and calls it, by its name or by the handle of what it gave; `request` is the conversation's.

    `functions` are further ones that the answer may call, beside those among its arguments.
    """

    def __init__(self, request, answer, functions=None):
        self.request, self.answer, self.functions = request, answer, functions or {}

    def look(self, target, attribute, keeps=False):
        return self._asked({"do": "look", "target": target, "attribute": attribute, "keeps": keeps}, {})

    def call(self, target, attribute, arguments, keeps=False):
        arguments, functions = with_functions(arguments)
        message = {"do": "call", "target": target, "attribute": attribute, "arguments": arguments, "keeps": keeps}
        return self._asked(message, functions)

    def _asked(self, message, functions):
        target = message["target"]
        if not isinstance(target, Handle) and target != self.answer:
            raise Raised(f"AttributeError: what came before is a {type(target).__name__}")
        answer = self.request(message, functions | self.functions)
        if "error" in answer:
            kinds = answer.get("kinds")
            raise Raised(text(answer["error"]), tuple(map(str, kinds)) if isinstance(kinds, list) else ())
        return answer.get("value")


def text(words):
    """An error's words, whatever they claim to be."""
    return words[:MOST_WORDS] if isinstance(words, str) and words else "an error without words"
