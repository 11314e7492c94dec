"""What stands around the headline in a title: a section behind it, a kicker before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsspider.fields.headline.votes import HeadlineVote
from newsspider.language.calendars import YEAR
from newsspider.language.scripts import KANA_AND_HAN
from newsspider.lines.date_lines import is_date_line
from newsspider.processors.headlines import folded_key, lies_within, title_heads

_MIN_KICKED_CHARS = 9
_KICKER_END = re.compile(r"\s+[-–—|]\s+|:\s+")
_ANY_BAR = re.compile(r"\s*[|｜]\s*")
_BAR = re.compile(r"\s*[|｜]\s*(?=[^|｜]*$)")
_ARROW = re.compile(r"[^»›«\s]{2,20}(?:\s[^»›«\s]{1,20})?\s[»›]\s")  # quotation marks touch what they quote
_SOURCE_BEHIND = re.compile(r"\s?[（【][^（）【】]{2,24}[）】]$")  # "沿岸に嵐（海港新聞）"
_MAX_TAIL_WORDS = 5  # of what stands behind the last bar of a title and is a section or a site
_MAX_TAILS = 3
_DIGIT = re.compile(r"\d")
_MAX_DATE_CHARS = 40
_MARKS = " -–—|｜：·•»›_"
_MIN_HEAD_WORDS = 4
_UNSPACED = re.compile(f"[{KANA_AND_HAN}]")
_MIN_UNSPACED_CHARS = 8  # of a headline before an underscore
_MAX_UNSPACED_TAIL_CHARS = 20  # of a section or a site's name behind one


def without_ends(votes: Sequence[HeadlineVote]) -> Sequence[HeadlineVote]:
    """Return votes without the sections and kickers that others show to be some."""
    return list(_without_kickers(list(without_tails(list(_without_trails(votes))))))


def _without_trails(votes: Sequence[HeadlineVote]) -> Iterator[HeadlineVote]:
    """Yield votes, that of a title without what it has on both sides of an h1: site, sections, day, slogan.

    "Example - News - Storm hits the coast - Radio and more" beside the h1 "Storm hits the coast".
    """
    shown = [vote for vote in votes if vote.group == "h1" and _is_long(vote.text)]
    for vote in votes:
        head = _SOURCE_BEHIND.sub("", vote.text) if vote.text[-1:] in "）】" else vote.text
        inside = (
            h1
            for h1 in shown
            if (vote.source == "title" and lies_within(h1.text, vote.candidate.raw)) or h1.text == head
        )
        h1 = next(inside, None)
        yield vote if h1 is None or h1.key == vote.key else vote.changed("without_trail", h1.text, h1.key)


def _is_long(text: str) -> bool:
    """Return whether a text is long enough for a headline: "News" and "Our team" may be sections."""
    return len(text.split()) >= _MIN_HEAD_WORDS or len(_UNSPACED.findall(text)) >= _MIN_UNSPACED_CHARS


def without_tails(votes: Sequence[HeadlineVote]) -> Iterator[HeadlineVote]:
    """Yield votes without what a bar sets off, where what stands on its other side is another's whole text.

    "Storm hits coast | Opinion" and "Opinion | Storm hits coast" beside "Storm hits coast". Bars alone: what
    follows a dash may be a headline's second half or a section that the newsroom writes into it (of 3 pages 2 kept
    it).
    """
    known = {vote.key for vote in votes if vote.group != "h1"}
    for vote in votes:
        bars = list(_ANY_BAR.finditer(vote.text)) if "|" in vote.text or "｜" in vote.text else []
        sides = [vote.text[: cut.start()] for cut in bars] + [vote.text[cut.end() :] for cut in bars]
        text = next((side for side in sides if len(side) >= _MIN_KICKED_CHARS and folded_key(side) in known), None)
        yield vote if text is None else vote.changed("without_section", text, folded_key(text))


def _without_kickers(votes: Sequence[HeadlineVote]) -> Iterator[HeadlineVote]:
    """Yield votes without the kicker before the headline, where the page's og:title has none, or another.

    A kicker is shorter than what it introduces: "Tears at the finish - then came the turn" has none.
    """
    own = {vote.key for vote in votes if vote.source == "meta:og:title"}
    bare = own | {rest for vote in votes if vote.key in own for rest in _rests(vote.text).values()}
    for vote in votes:
        rests = _rests(vote.text) if own and vote.key not in bare else {}
        least = max(_MIN_KICKED_CHARS, len(vote.key) // 2 + 1)
        text = next((text for text, key in rests.items() if key in bare and len(key) >= least), None)
        yield vote if text is None else vote.changed("without_kicker", text, rests[text])


def _rests(text: str) -> dict[str, str]:
    """Return what stands behind each mark that may end a kicker, and its key, longest first."""
    return {text[cut.end() :]: folded_key(text[cut.end() :]) for cut in _KICKER_END.finditer(text)}


def without_date(title: str, language: str | None) -> str:
    """Return a title without a date behind its last mark: "Storm hits coast - 4 May 2031".

    >>> without_date("Storm hits coast - 4 May 2031", "en"), without_date("Storm hits coast - 4 dead", "en")
    ('Storm hits coast', 'Storm hits coast - 4 dead')
    """
    if not _DIGIT.search(title[-_MAX_DATE_CHARS:]):
        return title
    head = next(reversed(list(title_heads(title))), "")
    tail = title[len(head) :].lstrip(_MARKS)
    is_date = YEAR.search(tail) and len(tail) <= _MAX_DATE_CHARS and is_date_line(tail, language)
    return head if is_date and len(head.split()) > 1 else title


def without_section(title: str) -> str:
    """Return a title without sections and site behind its last bars: "Storm hits the coast | World | News".

    And without the section before an arrow: "News » Storm hits the coast".
    """
    arrow = _ARROW.match(title)
    if arrow and len(title[arrow.end() :].split()) >= _MIN_HEAD_WORDS:
        title = title[arrow.end() :]
    if _UNSPACED.search(title):
        title = _without_unspaced_sections(title)
    for _ in range(_MAX_TAILS):
        head, *tail = _BAR.split(title)
        if not (tail and _is_long(head) and len(tail[-1].split()) <= _MAX_TAIL_WORDS):
            break
        title = head
    return title


def _without_unspaced_sections(title: str) -> str:
    """Return a title without what follows its underscores: "风暴袭击沿海地区_国内_海港在线"."""
    head, *tails = title.split("_")
    is_headline = len(_UNSPACED.findall(head)) >= _MIN_UNSPACED_CHARS
    return head.rstrip() if is_headline and all(len(tail) <= _MAX_UNSPACED_TAIL_CHARS for tail in tails) else title
