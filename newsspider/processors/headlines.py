"""Cleaning of one-line texts: headlines, kickers, standfirsts; and a headline without its site's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from newsspider.processors.text import one_line

# A page's <title> is at most some hundred characters; a longer "headline" is a text in the wrong place.
_MAX_HEADLINE_CHARS = 500
_MAX_DESCRIPTION_CHARS = 5_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
# What sites set between a headline and their own name. A hyphen or colon must have a space behind it, a
# hyphen one in front as well: "Spider-Man", "10:30".
_SEPARATOR = re.compile(
    r"\s+[-–—―‒~:]+\s+|\s*[|｜│¦•·»«›‹::]\s+|\s+[|｜│¦•·»«›‹/\\::]\s*|\s*[|｜│]\s*|\s*[_]\s*|:\s+"
)
# "(3) Storm hits coast": the unread count that social sites write into the title.
_COUNTER = re.compile(r"^\(\d{1,4}\+?\)\s+")
_WORD = re.compile(r"\w+")


def clean_headline(value: str) -> str | None:
    """Return a headline as one line of text without markup, or None where nothing is left.

    >>> clean_headline(" Storm <em>hits</em>\\n coast &amp;amp; harbour ")
    'Storm hits coast & harbour'
    """
    text = _plain(value)
    return text if 0 < len(text) <= _MAX_HEADLINE_CHARS else None


def clean_description(value: str) -> str | None:
    """Return a standfirst or summary as one line of text without markup, or None where nothing is left."""
    text = _plain(value)
    return text if 0 < len(text) <= _MAX_DESCRIPTION_CHARS else None


def without_site(title: str, names: Iterable[str]) -> str:
    """Return a title without the site's name before or behind it; `names` are names that the site has.

    Only a part between separators that is one of the names goes, and never the whole title.

    >>> without_site("Storm hits coast - harbour closed | Example News", ["Example News"])
    'Storm hits coast - harbour closed'
    >>> without_site("Storm hits coast - harbour closed", ["Example News"])
    'Storm hits coast - harbour closed'
    """
    known = {key for key in map(name_key, names) if key}
    title = _COUNTER.sub("", title)
    for _ in range(3):  # "Storm hits coast | World | Example News | example.com"
        shorter = _without_part(title, known)
        if shorter == title:
            break
        title = shorter
    return title


def _without_part(title: str, known: set[str]) -> str:
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        if name_key(title[cut.end() :]) in known and _WORD.search(title[: cut.start()]):
            return title[: cut.start()].rstrip()
    for cut in reversed(cuts):
        if name_key(title[: cut.start()]) in known and _WORD.search(title[cut.end() :]):
            return title[cut.end() :].lstrip()
    return title


def parts(title: str) -> Iterator[str]:
    """Yield the heads of a title that are left when it is cut at each of its separators, longest first.

    >>> list(parts("Storm hits coast - harbour closed | Example News"))
    ['Storm hits coast - harbour closed', 'Storm hits coast']
    """
    for cut in reversed(list(_SEPARATOR.finditer(title))):
        if cut.start() > 0:
            yield title[: cut.start()].rstrip()


def name_key(name: str) -> str:
    """Return what two spellings of a name share: no case, accents, spaces, punctuation, "the" or ".com".

    >>> name_key("The Example-News.com") == name_key("EXAMPLE NEWS")
    True
    """
    name = _DOMAIN_END.sub("", name.strip().casefold())
    decomposed = unicodedata.normalize("NFKD", name)
    words = _WORD.findall("".join(char for char in decomposed if not unicodedata.combining(char)))
    return "".join(words[1:] if len(words) > 1 and words[0] in ("the", "www") else words)


_DOMAIN_END = re.compile(r"(?:\.(?:com|org|net|co|gov|edu|ac|or|ne|go))?\.[a-z]{2,4}$")


def _plain(value: str) -> str:
    text = value[: _MAX_DESCRIPTION_CHARS * 4]
    return one_line(_TAG.sub(" ", one_line(text)) if "<" in text or "&lt;" in text else text)
