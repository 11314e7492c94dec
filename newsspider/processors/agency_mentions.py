"""What a byline says of agencies besides their names: "with inputs from Reuters", "und Agenturen"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from newsspider.language.agencies import agencies_in
from newsspider.language.first_words import FirstWords
from newsspider.language.word_lists import any_of, words_of

_WORDS = "language/data/bylines"
_MARKS = r"[\s,，;/|&+–—-]"
_SEGMENT = re.compile(r"[^,;/|]{1,60}")
_ARTICLE = re.compile(r"(?<!\w)[ld]['’](?=[A-Z]{2,6}(?!\w))")  # "avec l'AFP"


class _Patterns(NamedTuple):
    contributing: FirstWords  # of the first pattern; most bylines hold none of them
    contribution: re.Pattern[str]  # up to whose it is
    large: FirstWords  # of the second one
    at_large: re.Pattern[str]  # agencies that are not named


def without_mentions(text: str) -> str:
    """Return a byline in which agencies stand by their names alone, and agencies at large beside nobody.

    >>> without_mentions("Ana Ruiz with inputs from Reuters"), without_mentions("Ana Ruiz, mit Material der dpa")
    ('Ana Ruiz , Reuters', 'Ana Ruiz , dpa')
    >>> [without_mentions(text) for text in ("Por Ana Ruiz e agências", "Agencias", "Thrive Agency")]
    ['Por Ana Ruiz', 'Agencias', 'Thrive Agency']
    """
    patterns = _patterns()
    has_contribution = patterns.contributing.may_stand_in(text)
    named = _ARTICLE.sub("", patterns.contribution.sub(_parted, text) if has_contribution else text)
    unnamed = patterns.at_large.sub("", named) if patterns.large.may_stand_in(named) else named
    return unnamed.strip() or text


def _parted(match: re.Match[str]) -> str:
    """Return a comma where an agency follows: "information from Ana Ruiz" is something else."""
    behind = _SEGMENT.match(match.string, match.end())
    is_agency = behind and (agencies_in(behind[0]) or _patterns().at_large.fullmatch(f", {behind[0].strip()}"))
    return (" , " if match.start() else "") if is_agency else match[0]


@cache
def _patterns() -> _Patterns:
    joints = any_of(words_of(_WORDS, "agency_joints"))
    contributions, at_large = (words_of(_WORDS, kind) for kind in ("contributions", "agencies_at_large"))
    return _Patterns(
        contributing=FirstWords(contributions),
        contribution=re.compile(
            rf"(?:^|{_MARKS}{{1,4}})(?:(?:{joints})\s)?(?:{any_of(contributions)})"
            rf"\s(?:(?:{any_of(words_of(_WORDS, 'contributed_by'))})\s|d[aeiou]?(?:ll)?['’])",
            re.IGNORECASE,
        ),
        large=FirstWords(at_large),
        at_large=re.compile(
            rf"(?:\s*[,，;/|&+–—]\s*(?:(?:{joints})\s)?|\s(?:{joints})\s)"
            rf"(?:{any_of(at_large)})\.?(?=\s*(?:$|[,;/|]))",
            re.IGNORECASE,
        ),
    )
