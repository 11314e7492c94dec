"""What the page says the article is about: its standfirst or summary, and its keywords."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from enum import IntEnum
from functools import cache, partial

from newsspider.fields.announced import announced, announced_list
from newsspider.fields.candidate import Candidate
from newsspider.fields.description_ends import without_invitation
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Each, Field, Together
from newsspider.fields.forms import LINE, LINES
from newsspider.fields.standfirst import (
    left_out_standfirst,
    shown_standfirst,
    standfirst_of_body,
    whole_description,
)
from newsspider.fields.topics import shown_topics
from newsspider.language.scripts import TOUCHING_CHAR
from newsspider.page.types import Page
from newsspider.processors.headlines import clean_description, folded_key, name_key
from newsspider.processors.sections import clean_keywords
from newsspider.processors.text import distinct

_DESCRIPTION_METAS = (
    "og:description", "description", "twitter:description", "dc.description", "dc:description",
    "dcterms.description", "dcterms.abstract",
    "sailthru.description", "cxenseparse:description", "citation_abstract", "abstract",
)  # fmt: skip
_KEYWORD_METAS = (
    "news_keywords",
    "article:tag",
    "parsely-tags",
    "sailthru.tags",
    "cxenseparse:keywords",
    "og:article:tag",
    "article:tags",
)
# For search engines and libraries: many sites write the same words on every page.
_SEARCH_METAS = ("keywords", "dc.subject", "dc:subject", "dcterms.subject", "citation_keywords")


_MOST_TOPIC_WORDS = 4
_FEWEST_HEADLINE = 16  # letters and digits: a shorter one may be a topic as well
_STANDFIRST = "standfirst"
_SHOWN = "shown-topics"
_FOR_SEARCH = frozenset(f"meta:{name}" for name in _SEARCH_METAS)
_TEXT_SHARE = 1 / 2  # of words for search engines, to be the article's own
_MAX_TEXT_CHARS = 50_000


class _Rank(IntEnum):
    """How much a list of keywords is trusted, the most first."""

    AGREEING = 0  # shares an entry with the list that the page shows
    GIVEN = 1
    SHOWN = 2
    FOR_SEARCH = 3


def description(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield summaries of the article, best first: the standfirst that readers see before what machines get."""
    shown = shown_standfirst(facts)
    declared = [
        candidate.changed("whole_description", whole_description(facts, candidate.value))
        for candidate in map(_without_invitation, _declared_descriptions(facts.page))
    ]
    best = [shown] if shown else [candidate.value for candidate in declared[:1]]
    if standfirst := left_out_standfirst(facts, best):
        yield Candidate(standfirst, _STANDFIRST)
    if shown:
        yield Candidate(shown, _STANDFIRST)
    yield from declared
    if not shown and not declared and (standfirst := standfirst_of_body(facts)):
        yield Candidate(standfirst, _STANDFIRST)
    yield from announced(facts.announcement, "description")


def _without_invitation(candidate: Candidate[str]) -> Candidate[str]:
    return candidate.changed("without_invitation", without_invitation(candidate.value))


def _declared_descriptions(page: Page) -> Iterator[Candidate[str]]:
    for article in page.linked_data.own:
        if article.description:
            yield Candidate(article.description, article.syntax)
    for name in _DESCRIPTION_METAS:
        if content := page.first_meta(name):
            yield Candidate(content, f"meta:{name}")


def keywords(facts: PageFacts) -> Iterator[Candidate[Sequence[str]]]:
    """Yield the article's keywords, best first: what was given for the article before what search engines get.

    Lists that share a topic with the one that the page shows its readers come first: others are often made for
    search engines, or by machines. Two kinds wait for all others: a list of one, which is often a section, unless
    the page names it twice; and words for search engines of which the text has few, which the site has everywhere.
    """
    listed, keys = [], []
    for declared in _declared_keywords(facts.page):
        words = clean_keywords(declared.value)
        candidate = _without_names(declared, words, facts)
        listed.append(candidate)
        own_words = words if candidate is declared else clean_keywords(candidate.value)
        keys.append(list(map(folded_key, own_words)))
    if keys and len(keys[0]) > 1 and all(own == keys[0] for own in keys) and listed[0].source not in _FOR_SEARCH:
        yield from listed  # nothing that the page shows comes before them
        listed, keys = [], []
    shown = shown_topics(facts)
    if shown.is_sure:
        listed.append(Candidate(shown.names, _SHOWN))
        keys.append([folded_key(name) for name in clean_keywords(shown.names)])
    of_page = keys[-1] if shown.is_sure else []
    has_ones = any(len(own) == 1 for own in keys)
    text_key = cache(partial(_text_key, facts))
    ranks = []
    for candidate, own in zip(listed, keys, strict=True):
        rank = _rank(candidate.source, not set(own).isdisjoint(of_page))
        is_last = rank is _Rank.FOR_SEARCH and not has_ones  # whether it waits or not, which takes long to tell
        ranks.append((not is_last and _waits(candidate, own, keys, text_key), rank))
    yield from (listed[i] for i in sorted(range(len(listed)), key=ranks.__getitem__))
    if shown.names and not shown.is_sure:
        yield Candidate(shown.names, _SHOWN)
    yield from announced_list(facts.announcement, "keywords")


def _rank(source: str, is_shown: bool) -> _Rank:
    if source == _SHOWN:
        return _Rank.SHOWN
    if is_shown:
        return _Rank.AGREEING
    return _Rank.FOR_SEARCH if source in _FOR_SEARCH else _Rank.GIVEN


def _waits(
    candidate: Candidate[Sequence[str]],
    own: list[str],
    all_keys: Sequence[list[str]],
    text_key: Callable[[], str],
) -> bool:
    if len(own) == 1:
        return all_keys.count(own) == 1
    if candidate.source not in _FOR_SEARCH or len(all_keys) == 1:
        return False
    return sum(key in text_key() for key in own) < len(own) * _TEXT_SHARE


def _text_key(facts: PageFacts) -> str:
    return folded_key(f"{facts.headline} {facts.body.text}"[:_MAX_TEXT_CHARS])


def _declared_keywords(page: Page) -> Iterator[Candidate[Sequence[str]]]:
    own = page.linked_data.own
    yield from (Candidate(article.keywords, article.syntax) for article in own if article.keywords)
    for name in _KEYWORD_METAS:
        contents = page.meta.get(name)
        if contents:
            yield Candidate(contents, f"meta:{name}")
    for article in own:
        key = folded_key(article.headline or "")
        if topics := [topic for topic in article.topics if folded_key(topic) != key]:
            yield Candidate(topics, f"{article.syntax}:about")
    for name in _SEARCH_METAS:
        if contents := page.meta.get(name):
            yield Candidate(contents, f"meta:{name}")


def _without_names(
    candidate: Candidate[Sequence[str]], words: Sequence[str], facts: PageFacts
) -> Candidate[Sequence[str]]:
    """Return keywords, cleaned `words`, without the names of site and authors that the article's text has not.

    And without the headline, which templates write there too: "Storm hits coast - Example News".
    """
    authors = {name_key(author.name) for author in facts.chosen.get("authors") or () if author.name}
    ours = {word for word in words if (key := name_key(word)) in facts.site_keys or key in authors}
    titles = _titles(words, facts.headline or "")
    if titles:
        words = [word for word in words if word not in titles]
        candidate = candidate.changed("without_headline", words)
    if not ours:
        return candidate
    text = facts.body.text or ""
    return candidate.changed("without_names", [word for word in words if word not in ours or word in text])


def _titles(words: Sequence[str], headline: str) -> Set[str]:
    """Return those of keywords that hold the headline; none where it may be a topic as well.

    >>> _titles(["Storm hits coast of the isle - Post", "storm"], "Storm hits coast of the isle")
    {'Storm hits coast of the isle - Post'}
    >>> _titles(["Presidential election 2031", "polls"], "Presidential election 2031")
    set()
    """
    key = name_key(headline)
    if len(key) < _FEWEST_HEADLINE or not any(len(word) >= _FEWEST_HEADLINE for word in words):
        return set()
    titles = {word for word in words if key in name_key(word)}
    is_topic = len(headline.split()) <= _MOST_TOPIC_WORDS and not TOUCHING_CHAR.search(headline)
    return set() if is_topic and len(titles) < len(words) else titles


DESCRIPTION = Field(
    name="description",
    rule=description,
    clean=(Each(clean_description),),
    form=LINE,
    description="Standfirst or summary.",
    doc_form="text: standfirst or summary",
    sources=(
        "`standfirst` (a summary between headline and text: named as one, a heading under the headline, or beside "
        f"the headline and apart from the text), {LINKED_DATA}, `meta:*` (og:description, description and the "
        "like), `*:description` (announced)"
    ),
    limits=(
        "if the page shows no standfirst, often the text for search engines; if that text is a cut part of what "
        "the page shows above or at the beginning of its text, the whole of it is used"
    ),
)


KEYWORDS = Field(
    name="keywords",
    rule=keywords,
    clean=(Together(clean_keywords),),
    form=LINES,
    join=distinct,
    doc_form="list, once each, at most 50",
    sources=(
        f"{LINKED_DATA}, `meta:*` (news_keywords, article:tag and the like), `json-ld:about` and the like (names "
        "of what it is about or mentions), `shown-topics` (a list of links to topics near the text), "
        "`meta:keywords`, `meta:*` (dc.subject and the like), `*:keywords` (announced); lists that share an entry "
        "with the one that the page shows come first"
    ),
    limits=(
        "a list of words of menus and content systems is left out, and so is the site's own name unless the text "
        "has it; other words that a site writes on every page are not recognized"
    ),
)
