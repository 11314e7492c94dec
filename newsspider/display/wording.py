"""Values as one line for people, safe in any terminal and page."""

from __future__ import annotations

from typing import Any

from newsspider.items import feed_form

# Joiners that Persian, Indic scripts and emoji need; of all other characters without a shape, those that
# turn the writing direction or steer a terminal among them, only the place is shown.
_JOINERS = "\u200c\u200d"
_UNSEEN = "\ufffd"
# Folding whitespace may shorten a text: this much more than is shown is looked at, never all of a page.
_SLACK_CHARS = 4_000
NOTHING = "nothing"  # in place of a value of which nothing is left


def one_line_of(value: Any, max_chars: int) -> str:
    r"""Return a value as a line of at most `max_chars` characters, whatever it holds.

    Lists stand with bars between, tables as their first value with the others in brackets.

    >>> one_line_of("Storm\n hits \x1b[31mcoast", 40), one_line_of("Storm hits coast", 10)
    ('Storm hits \ufffd[31mcoast', 'Storm hit…')
    >>> one_line_of([{"name": "Ana", "type": "Person"}, "Ben", None], 40), one_line_of(None, 40)
    ('Ana (type: Person) | Ben', '')
    """
    folded = " ".join(_text(feed_form(value))[: max_chars + _SLACK_CHARS].split())
    shown = "".join(char if char.isprintable() or char in _JOINERS else _UNSEEN for char in folded)
    return shown if len(shown) <= max_chars else shown[: max_chars - 1] + "…"


def _text(form: Any) -> str:
    if form is None:
        return ""
    if isinstance(form, bool):
        return str(form).lower()
    if isinstance(form, list):
        return " | ".join(map(_text, form))
    if isinstance(form, dict):
        (_, first), *others = form.items()
        return (
            f"{_text(first)} ({', '.join(f'{key}: {_text(value)}' for key, value in others)})"
            if others
            else _text(first)
        )
    return str(form)
