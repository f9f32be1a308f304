"""The grader's side of the conversation with a child.

`conversation` asks and reads, and believes nothing but that it is what the code answered; `callbacks` are the grader's own
functions, which the code may call; `hands` do there with an answer what a kind of question asks.
"""

from unity.grading.session.callbacks import apart, with_functions
from unity.grading.session.conversation import Killed, Session
from unity.grading.session.hands import Raised, There

__all__ = ["Killed", "Raised", "Session", "There", "apart", "with_functions"]
