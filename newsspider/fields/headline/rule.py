"""The headline, and the kicker or subtitle beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsspider.fields.announced import announced
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Each, Field
from newsspider.fields.forms import LINE
from newsspider.fields.headline.above_body import headline_above
from newsspider.fields.headline.ends import without_ends
from newsspider.fields.headline.h1 import MAX_H1, WEIGHT_OF_UNRELATED, line, text_of
from newsspider.fields.headline.sources import votes
from newsspider.fields.headline.votes import HeadlineVote, agreed
from newsspider.fields.section import named_sections
from newsspider.lines.bylines import is_byline
from newsspider.lines.date_lines import is_date_line
from newsspider.lines.wording import is_label
from newsspider.processors.author_names import is_date
from newsspider.processors.headlines import clean_headline, folded_key, name_key, without_known

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
    sections = {folded_key(section.value) for section in named_sections(facts)}
    return folded_key(text) not in sections


__all__ = ["alternative_headline", "headline"]


def headline(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the page's headline candidates once each, the one that most sources agree on first."""
    seen: set[str] = set()
    for candidate in _candidates(facts):
        if candidate.value not in seen:
            seen.add(candidate.value)
            yield candidate


def _candidates(facts: PageFacts) -> Iterator[Candidate[str]]:
    names = facts.own_keys
    # A title that is the site's name alone, or its issue's date, is the same on many of its pages.
    found = without_ends(list(votes(facts)))
    told = [vote for vote in found if name_key(vote.text) not in names and not _is_date(vote.text, facts)]
    if any(map(_tells, told)):
        yield from agreed(told)
    for candidate in announced(facts.announcement, "title"):
        yield candidate.changed("without_site", without_known(candidate.value, names))
    if facts.dump_head.title:
        yield Candidate(facts.dump_head.title, "title-line")
    yield from _above(facts, told)
    yield from agreed(told)
    yield from agreed(found)


def _is_date(text: str, facts: PageFacts) -> bool:
    return is_date_line(text, facts.language) and is_date(text, facts.language or "")


def _tells(vote: HeadlineVote) -> bool:
    """Return whether a vote speaks of the article: an h1 that no title repeats may not, nor does "Home"."""
    is_menu = " " not in vote.text and is_label("controls", vote.text)
    return vote.weight > WEIGHT_OF_UNRELATED and not is_menu


def _above(facts: PageFacts, told: Sequence[HeadlineVote]) -> Iterator[Candidate[str]]:
    """Yield the lines above the body that may be its headline; for one of an h1's lines, the h1."""
    places = [place for place in facts.headline_lines if place >= facts.dump_head.size]
    for text in headline_above(facts.body, places):
        key = folded_key(text)
        whole = (vote.candidate for vote in told if vote.group == "h1" and key in vote.key)
        yield next(whole, Candidate(text, "headline-above"))


def alternative_headline(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield kickers and subtitles, best first: what the page sets beside the headline and differs from it."""
    if facts.headline is not None:
        yield from subtitles(facts, facts.headline)


HEADLINE = Field(
    name="headline",
    rule=headline,
    clean=(Each(clean_headline),),
    form=LINE,
    description="Without the site's name.",
    doc_form="one line, without the site's name",
    sources=(
        "votes of `json-ld`, `microdata`, `json-ld:WebPage`, `microdata:WebPage`, `h1`, `meta:*` "
        "(og:title, twitter:title and the like), `title`, `heading` (a line above the text that "
        "repeats a title, or a part of one, if no h1 does): the headline that most agree on comes first; then "
        '`*:title` (announced), `title-line` (T: "Title: ..." at its head), `headline-above` (T), and last '
        "candidates that are only the site's name"
    ),
    limits=(
        "if a page gives readers and search engines different headlines, its linked data decides, unless that "
        "repeats a `<title>` that og:title does not; if an h1 has only the part of a title before a colon, the "
        "whole title is used"
    ),
)


ALTERNATIVE_HEADLINE = Field(
    name="alternativeHeadline",
    rule=alternative_headline,
    clean=(Each(clean_headline),),
    form=LINE,
    description="Kicker or subtitle.",
    doc_form="one line: kicker or subtitle",
    sources=(
        f"{LINKED_DATA}, `meta:*` (subtitle, kicker and the like), `above-h1` (if it is no section, byline, "
        "date or trail)"
    ),
    limits="absent if it repeats the headline",
)
