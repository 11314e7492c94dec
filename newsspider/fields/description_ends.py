"""What stands behind a description and says nothing of the article: an invitation to read on."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.word_lists import any_of, words_of

_MAX_END_CHARS = 90  # of the invitation, and of the site's name behind it


def without_invitation(text: str) -> str:
    """Return a description without an invitation to read on behind its last sentence, or behind where it is cut.

    >>> without_invitation("Ferries stay in port. Read more at Example News")
    'Ferries stay in port.'
    >>> without_invitation("Ferries stay in port. Read more books, she said.")
    'Ferries stay in port. Read more books, she said.'
    """
    begin = max(0, len(text) - _MAX_END_CHARS)
    found = _invitation().search(text, begin)
    return text[: found.start()].rstrip() if found and found.start() else text


@cache
def _invitation() -> re.Pattern[str]:
    words = any_of(words_of("fields/data/description_ends", "more"))
    # Neither a sentence that goes on nor one that begins so ends without a mark.
    return re.compile(
        rf"(?<=[.!?…。।\])»”\"])\s*[\[(\-–—|«]?\s?(?:{words})(?!\w)[^.!?…。।]{{0,60}}(?:\.{{2,3}}|…)?[\])»]?\s*$",
        re.IGNORECASE,
    )
