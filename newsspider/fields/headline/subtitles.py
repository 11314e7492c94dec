"""Kickers and subtitles of a headline."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.headline.texts import MAX_H1, line, text_of
from newsspider.page.types import Page
from newsspider.processors.headlines import folded_key

_SUBTITLE_METAS = (
    "subtitle", "dc.title.alternative", "dcterms.alternative", "kicker", "article:kicker", "alternativeheadline",
)  # fmt: skip
_KICKER_TAGS = frozenset({"p", "span", "div", "h2", "h3", "h4", "strong", "em"})
_MAX_KICKER_CHARS = 80


def subtitles(page: Page, headline: str) -> Iterator[Candidate[str]]:
    """Yield what the page sets beside its headline and differs from that, best first."""
    taken = folded_key(headline)
    for article in page.linked_data.own:
        text = article.alternative_headline
        if text and folded_key(text) not in taken:
            yield Candidate(text, article.syntax)
    for name in _SUBTITLE_METAS:
        content = page.first_meta(name)
        if content and folded_key(content) not in taken:
            yield Candidate(content, f"meta:{name}")
    yield from _kickers(page, taken)


def _kickers(page: Page, taken: str) -> Iterator[Candidate[str]]:
    """Yield what stands right above the headline's own h1."""
    for element in page.elements.get("h1", ())[:MAX_H1]:
        key = folded_key(text_of(element))
        if key and key == taken:
            beside = element.getprevious()
            text = line("".join(beside.itertext())) if beside is not None and beside.tag in _KICKER_TAGS else ""
            if text and len(text) <= _MAX_KICKER_CHARS and folded_key(text) not in taken:
                yield Candidate(text, "above-h1")
