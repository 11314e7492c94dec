"""Counts and durations as people read them."""

from __future__ import annotations

# What is done in the first seconds says little of how long the rest takes, unless it is much.
_UNSURE_S, _SURE_SHARE = 10.0, 0.1


def counted(count: int, what: str) -> str:
    """Return a number with its noun, which gets an s for all numbers but one.

    >>> counted(1, "page"), counted(1200, "article")
    ('1 page', '1,200 articles')
    """
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def format_duration(seconds: float) -> str:
    """Return a duration as M:SS, or H:MM:SS from one hour on.

    >>> format_duration(59.6), format_duration(3725)
    ('1:00', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def time_left(seconds: float, done: float, left: float) -> str:
    """Return how long a run will take for what is `left` after it has done so much in so many seconds.

    `""` where nothing is done, and in the first ten seconds of long runs: workers that start say nothing of it.

    >>> time_left(60.0, 0.25, 0.75), time_left(4.0, 0.25, 0.75)
    ('3:00 left', '0:12 left')
    >>> time_left(4.0, 0.01, 0.99), time_left(4.0, 0.0, 1.0)
    ('', '')
    """
    share = done / (done + left) if done > 0 else 0.0
    if not share or (seconds < _UNSURE_S and share < _SURE_SHARE):
        return ""
    return f"{format_duration(seconds * max(left, 0.0) / done)} left"
