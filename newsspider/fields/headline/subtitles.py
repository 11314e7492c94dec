"""Kickers and subtitles of a headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.headline.texts import MAX_H1, line, text_of
from newsspider.fields.section.rule import article_section
from newsspider.lines.bylines import is_byline
from newsspider.lines.date_lines import is_date_line
from newsspider.lines.wording import is_label
from newsspider.processors.headlines import folded_key

_SUBTITLE_METAS = (
    "subtitle", "dc.title.alternative", "dcterms.alternative", "kicker", "article:kicker", "alternativeheadline",
)  # fmt: skip
_KICKER_TAGS = frozenset({"p", "span", "div", "h2", "h3", "h4", "strong", "em"})
_MAX_KICKER_CHARS = 80
_MIN_LINKED_WORDS = 3  # of a kicker that is a link: one or two name a section or the author
_TRAIL = re.compile(r"(?:^|\s)[>›»/|•](?:\s|$)")  # "Home > World"


def subtitles(facts: PageFacts, headline: str) -> Iterator[Candidate[str]]:
    """Yield what the page sets beside its headline and differs from that, best first."""
    page, taken = facts.page, folded_key(headline)
    for article in page.linked_data.own:
        text = article.alternative_headline
        if text and folded_key(text) not in taken:
            yield Candidate(text, article.syntax)
    for name in _SUBTITLE_METAS:
        content = page.first_meta(name)
        if content and folded_key(content) not in taken:
            yield Candidate(content, f"meta:{name}")
    yield from (Candidate(text, "above-h1") for text in _kickers(facts, taken))


def _kickers(facts: PageFacts, taken: str) -> Iterator[str]:
    """Yield what stands right above the headline's own h1, but for sections, bylines, dates and controls."""
    for element in facts.page.elements.get("h1", ())[:MAX_H1]:
        beside = element.getprevious()
        if beside is None or beside.tag not in _KICKER_TAGS or folded_key(text_of(element)) != taken:
            continue
        pieces = [text for piece in beside.itertext() if (text := line(piece))]
        if len(pieces) == 1 and folded_key(pieces[0]) not in taken and _is_kicker(pieces[0], facts):
            is_link = next(beside.iter("a"), None) is not None
            if not is_link or len(pieces[0].split()) >= _MIN_LINKED_WORDS:
                yield pieces[0]


def _is_kicker(text: str, facts: PageFacts) -> bool:
    if len(text) > _MAX_KICKER_CHARS or _TRAIL.search(text) or is_label("controls", text):
        return False
    if is_byline(text, facts.language) or is_date_line(text, facts.language):
        return False
    sections = {folded_key(section.value) for section in article_section(facts)}
    return folded_key(text) not in sections
