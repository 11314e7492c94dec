"""Durations as people read them."""

from __future__ import annotations


def format_duration(seconds: float) -> str:
    """Return a duration as M:SS, or H:MM:SS from one hour on.

    >>> format_duration(59.6), format_duration(3725)
    ('1:00', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
