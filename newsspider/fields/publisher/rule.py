"""Who published the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsspider.fields.announced import announced
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Each, Field
from newsspider.fields.forms import part_form
from newsspider.fields.publisher.site_names import host_names, name_in_notice
from newsspider.items import Publisher
from newsspider.page.types import LinkedAgent, Page
from newsspider.processors.headlines import name_key
from newsspider.processors.publishers import clean_publisher
from newsspider.processors.urls import absolute_url, is_home_url, same_site

_META_NAMES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dc.publisher.corporatename",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
)

_NAME_PARTS = re.compile(r"\s{1,3}[|•·–—-]\s{1,3}")
_MAX_NAME_CHARS = 300


def publisher(facts: PageFacts) -> Iterator[Candidate[Publisher]]:
    """Yield who published the article, best first: one with a host for a name waits for all others."""
    hosts = []
    title = name_key(facts.headline or "")
    for candidate in _candidates(facts):
        if title and name_key(candidate.value.name or "") == title:
            continue  # systems that write an article's title in the publisher's place
        if (candidate.value.name or "")[:4].lower() == "www.":
            hosts.append(candidate)
        else:
            yield candidate
    yield from hosts


def _candidates(facts: PageFacts) -> Iterator[Candidate[Publisher]]:
    page = facts.page
    for article in page.linked_data.own:
        if article.publisher:
            yield _agent(article.publisher, article.syntax, page)
    for name in _META_NAMES:
        for content in page.meta.get(name, ()):
            yield _named(Candidate(Publisher(name=content), f"meta:{name}"), page)
    news_first = sorted(page.linked_data.publishers, key=lambda agent: "News" not in (agent.type or ""))
    yield from (_agent(agent, "linked-data:organization", page) for agent in news_first)
    for candidate in announced(facts.announcement, "publisher"):
        yield Candidate(Publisher(name=candidate.value), candidate.source)
    if facts.owner:
        yield Candidate(Publisher(name=facts.owner), "copyright-line")
    for notice in page.meta.get("copyright", ()):
        if holder := name_in_notice(notice, page):
            yield Candidate(Publisher(name=holder), "meta:copyright")


def _agent(agent: LinkedAgent, source: str, page: Page) -> Candidate[Publisher]:
    return _named(Candidate(Publisher(name=agent.name, url=_own_url(agent.url, page)), source), page)


def _own_url(url: str | None, page: Page) -> str | None:
    """Return a publisher's address without those of its accounts and of what an encyclopedia says of it.

    An address on another site counts where it is that site's front page.
    """
    absolute = absolute_url(url, page.base_url) if url else None
    if absolute is None or page.url is None or same_site(absolute, page.url) or is_home_url(absolute):
        return url
    return None


def _named(candidate: Candidate[Publisher], page: Page) -> Candidate[Publisher]:
    """Return a publisher with the part of its name that the host repeats: "Example" of "Example | Your news"."""
    name, url = candidate.value.name or "", candidate.value.url
    parts = _NAME_PARTS.split(name[:_MAX_NAME_CHARS])
    if len(parts) < 2:
        return candidate
    host = frozenset(filter(None, map(name_key, host_names(page))))
    own = next((part for part in parts if name_key(part) in host), name)
    return candidate.changed("without_tagline", Publisher(name=own, url=url))


def as_publisher(value: Publisher | str) -> Publisher:
    """Return a publisher, of whom a text is the name."""
    return Publisher(name=value) if isinstance(value, str) else value


PUBLISHER = Field(
    name="publisher",
    rule=publisher,
    clean=(Each(as_publisher), Each(clean_publisher, BASE_URL)),
    form=part_form(Publisher),
    doc_form="[Publisher](#publisher)",
    sources=(
        f"{LINKED_DATA}, `meta:*` (og:site_name, application-name and the like), `linked-data:organization`, "
        "`*:publisher` (announced), `copyright-line` (T), `meta:copyright`"
    ),
    limits="the legal name if the page gives that; in a dump only from a copyright line below the text",
)
