"""What the page says the article is about: its standfirst or summary, and its keywords."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider.fields.announced import announced, announced_list
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Each, Field, Together
from newsspider.fields.forms import LINE, LINES
from newsspider.processors.headlines import clean_description
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
    "keywords",
)


def description(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield summaries of the article, best first."""
    page = facts.page
    for article in page.linked_data.own:
        if article.description:
            yield Candidate(article.description, article.syntax)
    for name in _DESCRIPTION_METAS:
        if content := page.first_meta(name):
            yield Candidate(content, f"meta:{name}")
    yield from announced(facts.announcement, "description")


def keywords(facts: PageFacts) -> Iterator[Candidate[Sequence[str]]]:
    """Yield the article's keywords, best first: what was given for the article before what search engines get."""
    page = facts.page
    for article in page.linked_data.own:
        if article.keywords:
            yield Candidate(article.keywords, article.syntax)
    for name in _KEYWORD_METAS:
        contents = page.meta.get(name)
        if contents:
            yield Candidate(contents, f"meta:{name}")
    yield from announced_list(facts.announcement, "keywords")


DESCRIPTION = Field(
    name="description",
    rule=description,
    clean=(Each(clean_description),),
    form=LINE,
    description="Standfirst or summary.",
    doc_form="text: standfirst or summary",
    sources=f"{LINKED_DATA}, `meta:*` (og:description, description and the like), `*:description` (announced)",
    limits="often what search engines get, and cut there",
)


KEYWORDS = Field(
    name="keywords",
    rule=keywords,
    clean=(Together(clean_keywords),),
    form=LINES,
    join=distinct,
    doc_form="list, once each, at most 50",
    sources=(
        f"{LINKED_DATA}, `meta:*` (news_keywords, article:tag and the like, keywords last), "
        "`*:keywords` (announced)"
    ),
    limits=(
        "words of menus and of content systems are left out by list; words that a site writes on every "
        "page are not known as such"
    ),
)
