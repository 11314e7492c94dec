"""What each place of a page says its headline is, and which text most of them agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsspider.fields.candidate import Candidate
from newsspider.language.bylines import words_pattern
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.processors.headlines import begins_title

_COPY_SHARE = 0.15  # of its weight that a second vote of the same group adds
_KICKER_SHARE = 0.5  # of its weight that an h1 gives to a text that sets a kicker before its own
_MIN_KICKED_CHARS = 9
_MAX_SUBJECT_RATIO = 2
_CUT_SHORT = ("…", "...")
# Search engines once took 110 characters of a headline: programs that write linked data cut there, without a mark.
_CUT_CHARS = range(100, 113)
_SECTIONS = re.compile(r"::|[:：].*\s:\s")  # behind a headline: ":: Sport :: Example", " : Sport : Example"
_COST_OF_A_CUT = 0.5  # a headline that ends in "..." loses against the whole one


@dataclass(frozen=True, slots=True)
class HeadlineVote:
    """A text that a place of the page gives as the headline."""

    candidate: Candidate[str]
    group: str  # places that copy one text vote once
    weight: float
    key: str  # newsspider.processors.headlines.folded_key of the text

    @property
    def text(self) -> str:
        """The text that it votes for."""
        return self.candidate.value

    @property
    def source(self) -> str:
        """The place of the page."""
        return self.candidate.source

    def changed(self, step: str, text: str, key: str) -> HeadlineVote:
        """Return the vote for the text that a step made of its own."""
        return replace(self, candidate=self.candidate.changed(step, text), key=key)


def agreed(votes: Sequence[HeadlineVote]) -> Iterator[Candidate[str]]:
    """Yield the votes' texts once each, the one with the most votes first."""
    distinct = {vote.key: vote for vote in reversed(votes)}  # the first of each
    scores = {key: _score(vote, votes) if len(distinct) > 1 else 0.0 for key, vote in distinct.items()}
    seen: set[str] = set()
    for vote in sorted(votes, key=lambda vote: (-scores[vote.key], -vote.weight)):
        if vote.key not in seen:
            seen.add(vote.key)
            yield _in_small_letters(vote, votes).candidate


def _in_small_letters(vote: HeadlineVote, votes: Sequence[HeadlineVote]) -> HeadlineVote:
    """Return a vote for a text in capitals alone as another writes that: capitals are a matter of style.

    Small letters alone are one as well, or a program's: "nasa".
    """
    if not vote.text.isupper():
        return vote
    size, folded = len(vote.text), vote.text.casefold()
    written = (other.text[:size] for other in votes if other.text[:size].casefold() == folded)
    text = next((text for text in written if not (text.isupper() or text.islower())), None)
    return vote if text is None else vote.changed("in_small_letters", text, vote.key)


def _is_subject(text: str, whole: str) -> bool:
    """Return whether a text is what stands before another's colon: "Index funds" of "Index funds: how to buy".

    An h1 that nothing else repeats is half a headline then: so on 3 of 3 pages. What is far shorter than what
    stands before it is a section or a site: "Storm hits the coast of the island : News".
    """
    begin, behind = whole[: len(text)], whole[len(text) :].lstrip()
    if TOUCHING_CHAR.search(begin) and _names_site(behind):
        return False
    is_half = len(text) <= _MAX_SUBJECT_RATIO * len(behind) and not _SECTIONS.match(behind)
    return is_half and behind.startswith((":", "：")) and begin.casefold() == text.casefold()


def _names_site(tail: str) -> bool:
    """Return whether what a colon sets off ends in a word for a newspaper or its site: "：海港新聞オンライン"."""
    words = words_pattern("organizations")
    return any(word.end() == len(tail) for word in words.finditer(tail))


def _score(candidate: HeadlineVote, votes: Sequence[HeadlineVote]) -> float:
    groups: dict[str, list[float]] = {}
    titles = {vote.key for vote in votes if vote.group != "h1"}
    for vote in votes:
        share = _agreement(candidate, vote, is_repeated=vote.key in titles)
        if share:
            groups.setdefault(vote.group, []).append(vote.weight * share)
    score = sum(max(votes) + _COPY_SHARE * (sum(votes) - max(votes)) for votes in groups.values())
    return score - (_COST_OF_A_CUT if candidate.text.endswith(_CUT_SHORT) else 0.0)


def _is_cut_unmarked(text: str, whole: str) -> bool:
    """Return whether a text may end where a program cut it; what a separator sets off is a section or a site."""
    return len(text) in _CUT_CHARS and not begins_title(text, whole)


def _agreement(candidate: HeadlineVote, vote: HeadlineVote, *, is_repeated: bool) -> float:
    if candidate.key == vote.key:
        return 1.0
    is_cut = vote.text.endswith(_CUT_SHORT) or _is_cut_unmarked(vote.text, candidate.text)
    if is_cut and vote.group != "h1" and candidate.key.startswith(vote.key):
        return 1.0  # "Storm hits coast and ...": the vote means the longer one; an h1 is shown as it is meant
    if vote.group == "h1" and not is_repeated and _is_subject(vote.text, candidate.text):
        return 1.0
    if vote.group == "h1" and len(vote.key) >= _MIN_KICKED_CHARS and candidate.key.endswith(vote.key):
        return _KICKER_SHARE
    return 0.0
