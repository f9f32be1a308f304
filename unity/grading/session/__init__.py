"""The grader's side of the conversation with a child.

`conversation` asks and reads, and believes nothing but that it is what the code answered; `callbacks` are the grader's own
functions, which the code may call.
"""

from unity.grading.session.callbacks import with_functions
from unity.grading.session.conversation import Killed, Session

__all__ = ["Killed", "Session", "with_functions"]
