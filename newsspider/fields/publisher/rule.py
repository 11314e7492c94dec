"""Who published the article."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.announced import announced
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Each, Field
from newsspider.fields.forms import part_form
from newsspider.items import Publisher
from newsspider.page.types import LinkedAgent
from newsspider.processors.publishers import clean_publisher

_META_NAMES = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
)


def publisher(facts: PageFacts) -> Iterator[Candidate[Publisher]]:
    """Yield who published the article, best first."""
    page = facts.page
    for article in page.linked_data.own:
        if article.publisher:
            yield _agent(article.publisher, article.syntax)
    for name in _META_NAMES:
        for content in page.meta.get(name, ()):
            yield Candidate(Publisher(name=content), f"meta:{name}")
    news_first = sorted(page.linked_data.publishers, key=lambda agent: "News" not in (agent.type or ""))
    yield from (_agent(agent, "linked-data:organization") for agent in news_first)
    for candidate in announced(facts.announcement, "publisher"):
        yield Candidate(Publisher(name=candidate.value), candidate.source)
    if facts.owner:
        yield Candidate(Publisher(name=facts.owner), "copyright-line")


def _agent(agent: LinkedAgent, source: str) -> Candidate[Publisher]:
    return Candidate(Publisher(name=agent.name, url=agent.url), source)


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
        "`*:publisher` (announced), `copyright-line` (T)"
    ),
    limits=("a legal name where the page gives that; in a dump only where a copyright line stands under the text"),
)
