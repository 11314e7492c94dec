"""The headline, and the kicker or subtitle beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.fields.markup import texts_in
from newsspider.fields.neighbourhood import headline_above
from newsspider.fields.once import once
from newsspider.fields.site_names import site_keys
from newsspider.page.types import Page
from newsspider.processors.headlines import (
    clean_headline,
    first_part,
    folded_key,
    longest_part,
    name_key,
    telling_words,
    without_known,
)

# Each witness votes for its own text with its weight; a group that copies one text (og:title, twitter:title,
# <title>: what the site tells search engines) votes once. Found by trying each weight up and down on the 968
# pages with a known headline: shares found right moved by less than .02 for changes of 1, but for two things.
# An only h1 must outweigh the whole "title" group: blogs' titles are written for search engines (.82 -> .86).
# A NewsArticle's headline must outweigh an h1: newsrooms set kickers and live tickers there (.81 -> .86 of
# news pages), while the headline of a mere Article is the blog software's copy of the title and votes with that:
# of 21 pages where both say the same and the h1 something else, the h1 was the headline on 16.
_WEIGHTS = {
    "news": 4.75, "linked": 2.0, "webpage": 0.5, "h1": 4.0, "one-h1": 2.75, "title": 1.5, "twitter": 1.0,
    "heading": 2.0,  # one above the text that says what a title says, where no h1 does
}  # fmt: skip
_GROUPS = {"linked": "title"}
_WEIGHT_OF_UNRELATED_H1 = 0.5  # shares no word with any other witness: a logo, a section, a newsletter's name
_COPY_SHARE = 0.15  # of its weight that a second witness of the same group adds
_KICKER_SHARE = 0.5  # of its weight that an h1 gives to a text that sets a kicker before its own
_MIN_KICKED_CHARS = 9
_CUT_SHORT = ("…", "...")
_COST_OF_A_CUT = 0.5  # a headline that ends in "..." loses against the whole one
_NEWS_TYPE = re.compile(r"News|LiveBlog|Report")
_TITLE_METAS = (
    "og:title", "dc.title", "dc:title", "dcterms.title", "dcterm:title", "parsely-title", "sailthru.title",
    "cxenseparse:title", "citation_title", "headline", "rnews:headline", "weibo:article:title", "title",
)  # fmt: skip
_MAX_H1 = 20
_MAX_H1_CHARS = 200
_CHARS_BEFORE_SECTIONS = 400
_ADDRESS = re.compile(r"(?:https?://|/)\S{1,2000}")  # a headline's link in place of its text
_KICKER_END = re.compile(r"\s+[-–—|]\s+|:\s+")
_SUBTITLE_METAS = (
    "subtitle", "dc.title.alternative", "dcterms.alternative", "kicker", "article:kicker", "alternativeheadline",
)  # fmt: skip
_KICKER_TAGS = frozenset({"p", "span", "div", "h2", "h3", "h4", "strong", "em"})
_MAX_KICKER_CHARS = 80
_MAX_TAIL_WORDS = 5  # of what stands behind the last bar of a title and is a section or a site
_MIN_HEAD_WORDS = 4
_BAR = re.compile(r"\s*[|｜]\s*(?=[^|｜]*$)")
_ANY_BAR = re.compile(r"\s*[|｜]\s*")
_BREAKS = frozenset({"br", "div", "p"})  # in an h1: a new line, whatever stands around it in the source
_ASIDE_TAGS = ("time", "small", "h2", "h3", "h4", "h5", "p")  # in an h1: date, source and author, not the headline
_HEADING_TAGS = frozenset({"h2", "h3", "h4", "p", "div", "span", "strong"})
_HEADING_REACH_BLOCKS = 30


@dataclass(frozen=True, slots=True)
class _Witness:
    text: str
    rule: str
    group: str
    weight: float
    key: str


def headline(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield the page's headline candidates, the one that most witnesses agree on first."""
    yield from once(body, "headline", lambda: _agreed(_without_ends(list(_witnesses(page, body)))))
    yield from (Candidate(line, "headline-above") for line in headline_above(body))


def _agreed(witnesses: Sequence[_Witness]) -> Iterator[Candidate[str]]:
    scores = {witness.key: _score(witness, witnesses) for witness in witnesses}
    seen: set[str] = set()
    for witness in sorted(witnesses, key=lambda witness: (-scores[witness.key], -witness.weight)):
        if witness.key not in seen:
            seen.add(witness.key)
            yield Candidate(witness.text, witness.rule)


def alternative_headline(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield kickers and subtitles, best first: what the page sets beside the headline and differs from it."""
    chosen = next(headline(page, body), None)
    if chosen is None:
        return
    taken = folded_key(chosen.value)
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
    for element in page.elements.get("h1", ())[:_MAX_H1]:
        key = folded_key(_text_of(element))
        if key and key == taken:
            beside = element.getprevious()
            text = (
                _one_line("".join(beside.itertext())) if beside is not None and beside.tag in _KICKER_TAGS else ""
            )
            if text and len(text) <= _MAX_KICKER_CHARS and folded_key(text) not in taken:
                yield Candidate(text, "above-h1")


def _score(candidate: _Witness, witnesses: Sequence[_Witness]) -> float:
    groups: dict[str, list[float]] = {}
    for witness in witnesses:
        share = _agreement(candidate, witness)
        if share:
            groups.setdefault(witness.group, []).append(witness.weight * share)
    score = sum(max(votes) + _COPY_SHARE * (sum(votes) - max(votes)) for votes in groups.values())
    return score - (_COST_OF_A_CUT if candidate.text.endswith(_CUT_SHORT) else 0.0)


def _agreement(candidate: _Witness, witness: _Witness) -> float:
    if candidate.key == witness.key:
        return 1.0
    is_cut = witness.text.endswith(_CUT_SHORT) and witness.group != "h1"  # an h1 is shown as it is meant
    if is_cut and candidate.key.startswith(witness.key):
        return 1.0  # "Storm hits coast and ...": the witness means the longer one
    if witness.group == "h1" and len(witness.key) >= _MIN_KICKED_CHARS and candidate.key.endswith(witness.key):
        return _KICKER_SHARE
    return 0.0


def _witnesses(page: Page, body: Body) -> Iterator[_Witness]:
    names = site_keys(page, body)
    machine = [*_linked(page, names), *_titles(page, names)]
    h1s = list(_h1s(page, body, machine, names))
    yield from machine
    yield from h1s
    if all(h1.weight == _WEIGHT_OF_UNRELATED_H1 for h1 in h1s):
        yield from _headings(body, machine)


def _linked(page: Page, names: Set[str]) -> Iterator[_Witness]:
    for article in page.linked_data.own:
        if not article.headline or _ADDRESS.fullmatch(article.headline.strip()):
            continue
        kind = "news" if _NEWS_TYPE.search(" ".join(article.types)) else "linked"
        kind = "webpage" if article.syntax.endswith("WebPage") else kind
        yield from _witness(
            without_known(_one_line(article.headline), names), article.syntax, _GROUPS.get(kind, kind), kind
        )


def _titles(page: Page, names: Set[str]) -> Iterator[_Witness]:
    for name in _TITLE_METAS:
        content = page.first_meta(name)
        if content:
            text = _without_section(without_known(_one_line(content), names))
            yield from _witness(text, f"meta:{name}", "title", "title")
    content = page.first_meta("twitter:title")
    if content:
        yield from _witness(without_known(_one_line(content), names), "meta:twitter:title", "title", "twitter")
    if page.title:
        yield from _witness(
            _without_section(without_known(_one_line(page.title), names)), "title", "title", "title"
        )


def _h1s(page: Page, body: Body, others: Sequence[_Witness], names: Set[str]) -> Iterator[_Witness]:
    inside = _inside_body(body)
    told = {other.key for other in others}
    found = [element for element in page.elements.get("h1", ())[:_MAX_H1] if element not in inside]
    texts: dict[str, bool] = {}
    for element in found:
        text = _headline_in(element, told, names)
        if text:
            texts.setdefault(text, _leads_home(element, page.url))
    words = set().union(*(telling_words(part) for other in others for part in _telling_parts(other.text)))
    begins = {folded_key(first_part(other.text)) for other in others}
    for text, is_logo in texts.items():
        key = folded_key(text)
        related = not others or not words.isdisjoint(telling_words(text)) or key in begins
        if name_key(text) in names or len(text) > _MAX_H1_CHARS or is_logo:
            related = False
        weight = _WEIGHTS["h1" if len(texts) == 1 else "one-h1"] if related else _WEIGHT_OF_UNRELATED_H1
        yield _Witness(text, "h1", "h1", weight, key)


def _telling_parts(title: str) -> Iterator[str]:
    """Yield what of a title may speak of the article: its longest part, and a first one that is no mere name."""
    yield longest_part(title)
    first = first_part(title)
    if len(first.split()) >= _MIN_HEAD_WORDS:
        yield first


def _headline_in(h1: _Element, told: Set[str], names: Set[str]) -> str:
    """Return an h1's text: of the part that a title repeats, where date, source or site stand beside it."""
    text = _text_of(h1)
    if folded_key(text) in told:
        return text
    parts = [without_known(text, names)]
    if len(h1):
        parts += (_text_of(part) for part in h1.iterdescendants("a", "span", "strong", "div"))
        aside = {below for part in h1.iterdescendants(*_ASIDE_TAGS) for below in part.iter()}
        own = (
            piece
            for piece, part, behind in texts_in(h1)
            if part not in aside or (behind and part.tag in _ASIDE_TAGS)
        )
        parts.append(_one_line(" ".join(own)))
    return next((part for part in parts if part and folded_key(part) in told), text)


def _text_of(element: _Element) -> str:
    pieces = (
        f" {text}" if part is not element and part.tag in _BREAKS else text for text, part, _ in texts_in(element)
    )
    return _one_line("".join(pieces))


def _leads_home(h1: _Element, url: str | None) -> bool:
    """Return whether an h1 is a link to the site's front page alone: its logo."""
    link = h1.find(".//a[@href]")
    if link is None or _text_of(link) != _text_of(h1):
        return False
    try:
        target = urlsplit(urljoin(url or "", link.get("href", "").strip()))
        return target.path in ("", "/") and not target.fragment and target.path != urlsplit(url or "").path
    except ValueError:  # "http://[" and the like
        return False


def _headings(body: Body, told: Sequence[_Witness]) -> Iterator[_Witness]:
    """Yield the last line above the text that says what a title says, on pages that set no h1 for the headline."""
    keys = {witness.key for witness in told}
    first = body.chosen[0] if body.chosen else 0
    tags, texts = body.blocks.tags, body.blocks.texts
    for place in range(min(first + 1, len(texts) - 1), max(-1, first - _HEADING_REACH_BLOCKS), -1):
        if (
            tags[place] in _HEADING_TAGS
            and len(texts[place]) <= _MAX_H1_CHARS
            and folded_key(texts[place]) in keys
        ):
            yield from _witness(_one_line(texts[place]), "heading", "h1", "heading")
            return


def _inside_body(body: Body) -> set[object]:
    """Return the h1 elements that stand behind the body's first paragraphs: they head its sections."""
    tags, texts, elements = body.blocks.tags, body.blocks.texts, body.blocks.elements
    chars = 0
    for place in body.chosen:
        chars += len(texts[place]) if tags[place] == "p" else 0
        if chars > _CHARS_BEFORE_SECTIONS:
            return {elements[behind] for behind in range(place, len(tags)) if tags[behind] == "h1"}
    return set()


def _without_ends(witnesses: Sequence[_Witness]) -> Sequence[_Witness]:
    return list(_without_kickers(list(_without_tails(witnesses))))


def _without_tails(witnesses: Sequence[_Witness]) -> Iterator[_Witness]:
    """Yield witnesses without what follows a bar, where what stands before it is another's whole text.

    "Storm hits coast | Opinion" beside "Storm hits coast". Bars alone: what follows a dash may be a headline's
    second half or a section that the newsroom writes into it (of 3 pages 2 kept it).
    """
    told = {witness.key for witness in witnesses if witness.group != "h1"}
    for witness in witnesses:
        heads = (witness.text[: cut.start()] for cut in _ANY_BAR.finditer(witness.text))
        text = next((head for head in heads if len(head) >= _MIN_KICKED_CHARS and folded_key(head) in told), None)
        yield witness if text is None else replace(witness, text=text, key=folded_key(text))


def _without_kickers(witnesses: Sequence[_Witness]) -> Iterator[_Witness]:
    """Yield witnesses without the kicker before the headline, where the page's og:title has none, or another.

    A kicker is shorter than what it introduces: "Tears at the finish - then came the turn" has none.
    """
    own = {witness.key for witness in witnesses if witness.rule == "meta:og:title"}
    bare = own | {rest for witness in witnesses if witness.key in own for rest in _rests(witness.text).values()}
    for witness in witnesses:
        rests = _rests(witness.text) if own and witness.key not in bare else {}
        least = max(_MIN_KICKED_CHARS, len(witness.key) // 2 + 1)
        text = next((text for text, key in rests.items() if key in bare and len(key) >= least), None)
        yield witness if text is None else replace(witness, text=text, key=rests[text])


def _rests(text: str) -> dict[str, str]:
    """Return what stands behind each mark that may end a kicker, and its key, longest first."""
    return {text[cut.end() :]: folded_key(text[cut.end() :]) for cut in _KICKER_END.finditer(text)}


def _without_section(title: str) -> str:
    """Return a title without a section or site behind its last bar: "Storm hits the coast | World"."""
    head, *tail = _BAR.split(title)
    return (
        head
        if tail and len(head.split()) >= _MIN_HEAD_WORDS and len(tail[-1].split()) <= _MAX_TAIL_WORDS
        else title
    )


def _witness(text: str, rule: str, group: str, kind: str) -> Iterator[_Witness]:
    key = folded_key(text)
    if key:
        yield _Witness(text, rule, group, _WEIGHTS[kind], key)


def _one_line(text: str) -> str:
    return clean_headline(text) or ""
