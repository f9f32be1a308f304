"""Moments as a file of rules holds them: with an offset from Greenwich, so that they mean the same on every machine."""

import datetime

__all__ = ["moment", "said"]


def moment(value, what):
    """A moment from text such as 2026-11-30T23:59+01:00. Raises ValueError, naming `what`, for anything else.

    >>> moment("2026-11-30 23:59+01:00", "due").isoformat()
    '2026-11-30T23:59:00+01:00'
    """
    try:
        found = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} is {value!r}, expected a moment such as 2026-11-30T23:59+01:00") from error
    if found.tzinfo is None:
        raise ValueError(
            f"{what} is {value}, expected with an offset from Greenwich, such as {found.isoformat()}+01:00"
        )
    return found


def said(when):
    """A moment as people read it, to the minute.

    >>> said(moment("2026-11-30T23:59:30+01:00", "due"))
    '2026-11-30 23:59 +0100'
    """
    return when.strftime("%Y-%m-%d %H:%M %z")
