"""What the lines around an article say, in many languages: headings of other stories, controls, small print."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

# Scripts that put no spaces between words: no word boundary can be asked for there.
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# "2 comments", "» Related", "• Share", "10 Comments"
_LEAD = r"\W{0,6}(?:\d{1,6}\W{0,3})?"
_LABEL_CHARS = 60


@cache
def wording() -> Mapping[str, tuple[str, ...]]:
    """Return the tables of data/wording.toml: kind -> casefolded phrases of all languages, each once."""
    text = files("newsspider.body").joinpath("data/wording.toml").read_text(encoding="utf-8")
    return {
        kind: tuple(dict.fromkeys(phrase for phrases in table.values() for phrase in phrases))
        for kind, table in tomllib.loads(text).items()
    }


def is_label(kind: str, text: str) -> bool:
    """Return whether `text` is a short line that begins with a phrase of `kind`.

    >>> is_label("related", "Related news"), is_label("related", "Relatedly"), is_label("comments", "12 Kommentare")
    (True, False, True)
    """
    return len(text) <= _LABEL_CHARS and _label_pattern(kind).match(text) is not None


def speaks_of_business(text: str) -> bool:
    """Return whether `text` holds a phrase of copyright, consent, subscription and the like.

    >>> speaks_of_business("© 2031 Example. All rights reserved."), speaks_of_business("They reserved all rooms.")
    (True, False)
    """
    return _business_pattern().search(text) is not None


@cache
def _label_pattern(kind: str) -> re.Pattern[str]:
    return re.compile(f"{_LEAD}(?:{_phrases(wording()[kind])})", re.IGNORECASE)


@cache
def _business_pattern() -> re.Pattern[str]:
    return re.compile(_phrases(wording()["business"]), re.IGNORECASE)


def _phrases(phrases: Iterable[str]) -> str:
    """Return a pattern of any of `phrases` as whole words, where the script has such."""
    spaced, unspaced = [], []
    for phrase in sorted(phrases, key=len, reverse=True):
        if _UNSPACED.match(phrase):
            unspaced.append(re.escape(phrase))
        else:
            spaced.append(re.escape(phrase) + (r"(?!\w)" if phrase[-1].isalpha() else ""))
    return rf"(?<!\w)(?:{'|'.join(spaced)})|" + "|".join(unspaced)
