"""Who published the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from newsspider.body.types import Body
from newsspider.fields.announced import announced
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import BASE_URL, LINKED_DATA, Each, Field
from newsspider.fields.forms import part_form
from newsspider.items import Publisher
from newsspider.language.word_lists import any_of, words_of
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
# "Copyright ©2021 Example News. All Rights Reserved.", "© 2019-2024 Example GmbH": the line's first words.
_COPYRIGHT_LINE = re.compile(
    r"(?:copyright|copyrights|©|\(c\))(?:\s{0,3}(?:copyright|©|\(c\)|by|\d{4}|[-–,—]|to the present)){0,8}\s{0,3}"
    r"(?P<name>['\"«„“]?[^\W\d_].{1,79}?)\s{0,3}(?P<end>\.\s|\.$|[|·•,–—]|\s-\s|\d{4}|$)",
    re.IGNORECASE,
)
_HOST_NAME = re.compile(r"(?:www\.)?(?P<name>[^\W_][\w-]{1,40})\.[a-z]{2,6}(?:\.[a-z]{2})?", re.IGNORECASE)
_NAME = re.compile(r"['\"«„“]?[^\W_][^/]{0,79}[^\W_][^/]{0,79}$")  # "A/B/C" are authors' initials
_YEAR = re.compile(r"(?:19|20)\d\d")
_MAX_LINE_CHARS = 200
_MAX_NAME_WORDS = 6
_MAX_FOOTER_BLOCKS = 60  # under the article; further down another page's footer may be glued on


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
    signed = _signed(facts.body)
    if signed:
        yield Candidate(Publisher(name=signed), "copyright-line")


def _agent(agent: LinkedAgent, source: str) -> Candidate[Publisher]:
    return Candidate(Publisher(name=agent.name, url=agent.url), source)


def _signed(body: Body) -> str | None:
    """Return whose name stands in the copyright line under the article."""
    if not body.chosen:
        return None
    below = body.blocks.texts[body.chosen[-1] + 1 :][:_MAX_FOOTER_BLOCKS]
    for line in below:
        match = _COPYRIGHT_LINE.match(line[:_MAX_LINE_CHARS])
        name = _without_rights(match["name"]) if match else ""
        if _NAME.match(name) and len(name.split()) <= _MAX_NAME_WORDS and _is_notice(line[:_MAX_LINE_CHARS]):
            return _written_out(name, below)
    return None


def _is_notice(line: str) -> bool:
    """Return whether a line claims rights; "© Ana Ruiz" alone signs a picture."""
    return _YEAR.search(line) is not None or _rights().search(line) is not None


def _written_out(name: str, lines: Sequence[str]) -> str:
    """Return the site's name where the line has its host name and another line of the footer writes it out."""
    host = _HOST_NAME.fullmatch(name)
    own = host["name"].casefold() if host else None
    return next((line for line in lines if line.casefold() == own), name)


def _without_rights(name: str) -> str:
    found = _rights().search(name)
    return (name[: found.start()] if found else name).strip(" .,;:|-–—()")


@cache
def _rights() -> re.Pattern[str]:
    return re.compile(any_of(words_of("fields/publisher/footers", "rights")), re.IGNORECASE)


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
