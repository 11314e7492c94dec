"""What linked data, meta elements, the title, h1 elements and headings say the headline is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.headline.ends import without_date, without_section, without_tails
from newsspider.fields.headline.h1 import WEIGHT_OF_UNRELATED, h1s, leads_up, line
from newsspider.fields.headline.votes import HeadlineVote
from newsspider.language.bylines import words_pattern
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.page.types import Page
from newsspider.processors.headlines import (
    begins_title,
    ends_title,
    folded_key,
    name_key,
    title_heads,
    without_known,
)

# Each source votes for its own text with its weight; a group that copies one text (og:title, twitter:title,
# <title>: what the site tells search engines) votes once. Found by trying each weight up and down on the 968
# pages with a known headline: shares found right moved by less than .02 for changes of 1, but for two things.
# An only h1 must outweigh the whole "title" group: blogs' titles are written for search engines (.82 -> .86).
# A NewsArticle's headline must outweigh an h1: newsrooms set kickers and live tickers there (.81 -> .86 of
# news pages), while the headline of a mere Article is the blog software's copy of the title and votes with that:
# of 21 pages where both say the same and the h1 something else, the h1 was the headline on 16. So does a
# NewsArticle's headline that repeats a <title> which og:title does not: it is written for search engines.
_WEIGHTS = {
    "news": 4.75, "linked": 2.0, "webpage": 0.5, "title": 1.5, "twitter": 1.0,
    "heading": 2.0,  # one above the text that says what a title says, where no h1 does
    "part": 3.5,  # one that begins or ends a title: more than what it adds to the whole as behind a kicker
}  # fmt: skip
_GROUPS = {"linked": "title"}
_NEWS_TYPE = re.compile(r"News|LiveBlog|Report")
_TITLE_METAS = (
    "og:title", "dc.title", "dc:title", "dcterms.title", "dcterm:title", "parsely-title", "sailthru.title",
    "cxenseparse:title", "citation_title", "headline", "rnews:headline", "weibo:article:title", "title",
)  # fmt: skip
_OG, _TWITTER = "meta:og:title", "meta:twitter:title"
_ADDRESS = re.compile(r"(?:https?://|/)\S{1,2000}")  # a headline's link in place of its text
_MAX_H1_CHARS = 200
_HEADING_TAGS = frozenset({"h2", "h3", "h4", "p", "div", "span", "strong", "td", "th", "center"})
_HEADINGS = frozenset({"h2", "h3", "h4"})
_HEADING_REACH_BLOCKS = 30
_MARKS = " -–—|｜：·•»›_"
_SMALL = re.compile(r"(?<!\w)[a-z]")
_MAX_SITE_WORDS = 4
_MIN_SITE_CHARS = 3
# What WordPress once set between its site's name and the headline, in several languages.
_ARCHIVES = frozenset(
    map(name_key, ("Blog Archive", "Blog-Archiv", "Archive du Blog", "Archivo del Blog", "Arquivo do Blog",
                   "Archivio Blog", "Blog Archief", "Архив блога", "ブログアーカイブ"))
)  # fmt: skip
_MIN_PART_CHARS = 6  # of a part of a title that is no section: "News", "Sports"


def votes(facts: PageFacts) -> Iterator[HeadlineVote]:
    """Yield what each place of the page says its headline is."""
    page, names = facts.page, facts.own_keys
    titles = list(_titles(facts, names))
    machine = list(without_tails([*_linked(page, names, _search_title(titles)), *titles]))
    found = list(h1s(facts, machine))
    yield from machine
    yield from found
    if all(h1.weight == WEIGHT_OF_UNRELATED for h1 in found):
        yield from _headings(facts, machine, names)


def _search_title(titles: Sequence[HeadlineVote]) -> str | None:
    """Return the key of a <title> that is written for search engines: one beside an og:title that says another."""
    keys = {vote.source: vote.key for vote in titles if vote.source in ("title", _OG)}
    return keys["title"] if len(keys) == 2 and keys["title"] != keys[_OG] else None


def _linked(page: Page, names: Set[str], search_title: str | None) -> Iterator[HeadlineVote]:
    for article in page.linked_data.own:
        if not article.headline or _ADDRESS.fullmatch(article.headline.strip()):
            continue
        kind = "news" if _NEWS_TYPE.search(" ".join(article.types)) else "linked"
        kind = "webpage" if article.is_web_page else kind
        written = line(article.headline)
        candidate = Candidate(written, article.syntax).changed("without_site", without_known(written, names))
        if kind == "news" and folded_key(candidate.value) == search_title:
            kind = "linked"
        yield from _vote(candidate, _GROUPS.get(kind, kind), kind)


def _titles(facts: PageFacts, names: Set[str]) -> Iterator[HeadlineVote]:
    page = facts.page
    names = names | _ARCHIVES
    found = [(f"meta:{name}", content) for name in _TITLE_METAS if (content := page.first_meta(name))]
    found += [(_TWITTER, content)] if (content := page.first_meta("twitter:title")) else []
    found += [("title", page.title)] if page.title else []
    lines = {content: line(content) for _, content in found}
    bare = {content: without_known(written, names) for content, written in lines.items()}
    for source, content in found:
        candidate = Candidate(lines[content], source).changed("without_site", bare[content])
        if source == _TWITTER:
            yield from _vote(candidate, "title", "twitter")
        else:
            candidate = candidate.changed("without_section", without_section(candidate.value))
            candidate = candidate.changed("without_date", without_date(candidate.value, facts.language))
            yield from _vote(
                candidate.changed("without_owner", _without_owner(candidate.value, facts)), "title", "title"
            )


def _without_owner(title: str, facts: PageFacts) -> str:
    """Return a title without a site behind it that goes by the copyright line's name, or by more or less of it.

    "Storm hits coast - HBC News" on a page of HBC, "Storm hits coast - Example News" on one of Example News Ltd.
    """
    head = next(reversed(list(title_heads(title))), None) if facts.owner else None
    if head is None or facts.owner is None:
        return title
    tail = title[len(head) :].lstrip(_MARKS)
    if min(len(name_key(facts.owner)), len(name_key(tail))) < _MIN_SITE_CHARS:
        return title
    is_short = len(tail.split()) <= _MAX_SITE_WORDS and not _SMALL.search(tail) and not tail.startswith(":")
    more, less = _words_behind(tail, facts.owner), _words_behind(facts.owner, tail)
    is_more = more is not None and is_short and all(map(words_pattern("organizations").fullmatch, more))
    return head if is_more or less is not None else title


def _words_behind(name: str, beginning: str) -> list[str] | None:
    """Return what stands behind whole words with which a name begins, None where it begins otherwise.

    >>> _words_behind("The Example News", "Example"), _words_behind("Hafenarbeiter", "Hafen")
    (['News'], None)
    >>> _words_behind("海港新聞", "海港")
    ['新聞']
    """
    words, key = name.split(), name_key(beginning)
    ends = (end for end in range(1, len(words) + 1) if name_key(" ".join(words[:end])) == key)
    end = next(ends, None)
    if end is not None:
        return words[end:]
    whole = name_key(name)
    is_unspaced = whole.startswith(key) and TOUCHING_CHAR.match(whole, len(key)) is not None
    starts = (end for end in range(1, len(name) + 1) if is_unspaced and name_key(name[:end]) == key)
    start = next(starts, None)  # none where the name's beginning ends inside one character
    return None if start is None else [name[start:]]


def _headings(facts: PageFacts, titles: Sequence[HeadlineVote], names: Set[str]) -> Iterator[HeadlineVote]:
    """Yield the last line above the text that says what a title says, on pages that set no h1 for the headline.

    Where no line says all of it, the last one that says its beginning or end: the rest is a site or a section.
    """
    body = facts.body
    first = body.chosen[0] if body.chosen else 0
    texts = body.blocks.texts
    places = [
        place
        for place in range(min(first + 1, len(texts) - 1), max(-1, first - _HEADING_REACH_BLOCKS), -1)
        if body.blocks.tags[place] in _HEADING_TAGS and len(texts[place]) <= _MAX_H1_CHARS
    ]
    keys = {vote.key for vote in titles}
    whole = (place for place in places if folded_key(texts[place]) in keys)
    parts = (place for place in places if _is_part(facts, place, titles, names))
    for kind, found in (("heading", whole), ("part", parts)):
        place = next(found, None)
        if place is not None:
            yield from _vote(Candidate(line(texts[place]), "heading"), "h1", kind)
            return


def _is_part(facts: PageFacts, place: int, titles: Sequence[HeadlineVote], names: Set[str]) -> bool:
    """Return whether a heading, or a line that is most of a title, begins or ends one and is no site's name."""
    page, body = facts.page, facts.body
    text, element = line(body.blocks.texts[place]), body.blocks.elements[place]
    texts = [other.text for other in titles if begins_title(text, other.text) or ends_title(text, other.text)]
    if not texts or len(folded_key(text)) < _MIN_PART_CHARS or name_key(text) in names:
        return False
    is_heading = body.blocks.tags[place] in _HEADINGS
    return (is_heading or 2 * len(text) >= min(map(len, texts))) and (
        element is None or not leads_up(element, page.url)
    )


def _vote(candidate: Candidate[str], group: str, kind: str) -> Iterator[HeadlineVote]:
    key = folded_key(candidate.value)
    if key:
        yield HeadlineVote(candidate, group, _WEIGHTS[kind], key)
