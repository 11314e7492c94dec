"""What stands behind a description and says nothing of the article: an invitation to read on."""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.scripts import SENTENCE_ENDS
from newsspider.language.word_lists import any_of, word_set, words_of

_WORDS = "fields/data/description_ends"
_MAX_PREPOSITION_CHARS = 3  # "at", "auf", "sur", "na"
_MAX_END_CHARS = 90  # of the invitation, and of the site's name behind it


def without_invitation(text: str) -> str:
    """Return a description without an invitation to read on behind its last sentence, or behind where it is cut.

    >>> without_invitation("Ferries stay in port. Read more at Example News")
    'Ferries stay in port.'
    >>> without_invitation("What to do in the new year. Read more books")
    'What to do in the new year. Read more books'
    """
    begin = max(0, len(text) - _MAX_END_CHARS)
    found = _invitation().search(text, begin)
    if found is None or not found.start() or not _leads_somewhere(found["where"]):
        return text
    return text[: found.start()].rstrip()


def _leads_somewhere(where: str) -> bool:
    """Return whether what follows an invitation says where to read on: a name, "on our site", "here".

    Another word in small letters goes on with a sentence.
    """
    first = next(iter(where.split()), "")
    is_word = first.islower() and first.isalpha()
    return not is_word or len(first) <= _MAX_PREPOSITION_CHARS or first in word_set(_WORDS, "where")


@cache
def _invitation() -> re.Pattern[str]:
    words = any_of(words_of(_WORDS, "more"))
    # Neither a sentence that goes on nor one that begins so ends without a mark.
    return re.compile(
        rf"(?<=[{SENTENCE_ENDS}\])»”\"])\s*[\[(\-–—|«]?\s?(?:{words})(?!\w)(?P<where>[^{SENTENCE_ENDS}]{{0,60}})(?:\.{{2,3}}|…)?[\])»]?\s*$",
        re.IGNORECASE,
    )
