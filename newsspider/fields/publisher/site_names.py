"""The names that a site goes by: what is cut off titles, and what is a body among authors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urlsplit

from lxml.etree import _Element

from newsspider.body.types import Body
from newsspider.fields.publisher.name_ends import begins_with_label, name_ends
from newsspider.language.bylines import conjunction_pattern
from newsspider.language.word_lists import any_of, word_set, words_of
from newsspider.page.types import Page
from newsspider.processors.headlines import name_key
from newsspider.processors.urls import MAX_HOST_CHARS

_NAME_METAS = (
    "og:site_name", "application-name", "apple-mobile-web-app-title", "al:ios:app_name", "al:android:app_name",
    "twitter:app:name:iphone", "publisher", "dc.publisher", "dc.publisher.corporatename",
    "citation_journal_title", "copyright", "cxenseparse:publisher", "sailthru.source", "cre", "source",
)  # fmt: skip
_SITE_METAS = 6  # of these: what a site is called by its own programs
_MAX_NAME_CHARS = 60
# "Copyright ©2021 Example News. All Rights Reserved.", "© 2019-2024 Example GmbH": the line's first words.
_COPYRIGHT_LINE = re.compile(
    r"(?:版[权權]所有\s{0,3})?(?:copyrights?(?![^\W\d_])|[©ⓒⒸ]|\(c\))"
    r"(?:\s{0,3}(?:copyrights?(?![^\W\d_])|[©ⓒⒸ]|\(c\)|by\b|\d{4}|[-–,—]|to the present)){0,8}+\s{0,3}+"
    r"(?P<name>['\"«„“]?[^\W\d_].{1,79}?)\s{0,3}(?P<end>\.\s|\.$|[|·•,–—]|\s-\s|\d{4}|$)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"版[权權]所有|copyright|[©ⓒⒸ]|\(c\)", re.IGNORECASE)
_NAME_BEFORE_SIGN = re.compile(
    r"(?P<name>[^\W_][^©|•·–—/,:;.]{1,58}?)\s{0,2}©\s{0,2}(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?"
    r"\.?(?:\s{1,3}(?P<rest>.{1,100}))?"
)
_COPYRIGHT_STARTS = frozenset("cC©ⓒⒸ(版")
_HOST_NAME = re.compile(r"(?:www\.)?(?P<name>[^\W_][\w-]{1,40})\.[a-z]{2,6}(?:\.[a-z]{2})?", re.IGNORECASE)
_NAME = re.compile(r"['\"«„“]?[^\W_][^/]{0,79}[^\W_][^/]{0,79}$")  # "A/B/C" are authors' initials
_YEAR = re.compile(r"(?:19|20)\d\d")
_MAX_LINE_CHARS = 200
_MIN_HOST_CHARS = 3  # of a part of a host that tells a name
_MAX_NAME_WORDS = 6
_MAX_FOOTER_BLOCKS = 60  # under the article; further down another page's footer may be glued on


def site_names(page: Page) -> Iterator[str]:
    """Yield the names that the page gives its site: in meta elements, linked data, and the parts of its host."""
    for name in _NAME_METAS:
        yield from (content for content in page.meta.get(name, ()) if len(content) <= _MAX_NAME_CHARS)
    for handle in page.meta.get("twitter:site", ()):
        yield handle.removeprefix("@")
    for article in page.linked_data.articles:
        if article.publisher:
            yield article.publisher.name
    yield from (publisher.name for publisher in page.linked_data.publishers)
    yield from host_names(page)


def site_keys(page: Page) -> frozenset[str]:
    """Return the names' keys, by which names that are written in different ways are known."""
    return frozenset(filter(None, map(name_key, site_names(page))))


def people_keys(page: Page) -> frozenset[str]:
    """Return the keys of people who publish the page, unless its site has their name: they may write as well."""
    articles = (article.publisher for article in page.linked_data.articles if article.publisher)
    agents = [*articles, *page.linked_data.publishers]
    people = {name_key(agent.name) for agent in agents if agent.type == "Person"}
    bodies = (agent.name for agent in agents if agent.type != "Person")
    called = (content for name in _NAME_METAS[:_SITE_METAS] for content in page.meta.get(name, ()))
    return frozenset(people.difference(map(name_key, bodies), map(name_key, called))) if people else frozenset()


def host_names(page: Page) -> Iterator[str]:
    """Yield the page's hosts, and the parts of them that may name the site."""
    addresses = [page.url, page.first_meta("og:url"), *page.links.get("canonical", ())[:1]]
    for host in dict.fromkeys(map(_host, filter(None, addresses))):
        labels = host[-MAX_HOST_CHARS:].split(".")
        for start in range(max(0, len(labels) - 1)):
            if name_key(labels[start]) not in ("www", "m", "amp", "co", "com"):
                yield ".".join(labels[start:])  # "news.example.org", "example.org"
                yield labels[start]  # "news", "example"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" and the like
        return ""


def signed_name(body: Body, page: Page) -> str | None:
    """Return whose name stands in the copyright line under the article."""
    if not body.chosen:
        return None
    behind = body.chosen[-1] + 1
    below = body.blocks.texts[behind:][:_MAX_FOOTER_BLOCKS]
    for place, line in enumerate(below, behind):
        if line[:1] not in _COPYRIGHT_STARTS:  # as nearly all
            if "©" in line and (name := _name_before_sign(line, body, place)):
                return name
            continue
        if _is_note_in_text(body, place):
            continue
        name = _name_in(line[:_MAX_LINE_CHARS], body.blocks.elements[place], page)
        if name and _is_notice(line[:_MAX_LINE_CHARS]):
            return _written_out(name, below)
    return None


def name_in_notice(text: str, page: Page) -> str | None:
    """Return the name in a copyright notice: "© 2031 Example News".

    It may be all there is, "Example News", but so may be a license, "CC BY", or a warning of any language: without
    sign and year, the page's host must be named like it.
    """
    if _COPYRIGHT.search(text) or _YEAR.search(text):
        return _name_before(text[:_MAX_LINE_CHARS])
    is_name = len(text) <= _MAX_NAME_CHARS and _NAME.match(text) is not None and not _rights().search(text)
    key = name_key(text) if is_name else ""
    hosts = filter(None, map(name_key, host_names(page))) if key else ()
    return text if any(key in host or (len(host) >= _MIN_HOST_CHARS and host in key) for host in hosts) else None


def _name_before_sign(line: str, body: Body, place: int) -> str | None:
    """Return the name in a line of the footer, the year behind it: "Example News © 2031. All rights reserved"."""
    found = _NAME_BEFORE_SIGN.fullmatch(line)
    name = found["name"] if found else ""
    rest = (found["rest"] or "").strip(" |·•") if found else ""
    if rest and not _rights().match(rest) and not _are_links(rest, body, place):
        return None
    if not name or len(name.split()) > _MAX_NAME_WORDS or begins_with_label(name) or _rights().search(name):
        return None
    return name if name.casefold() not in _openings() and _is_in_footer(body, place) else None


def _are_links(rest: str, body: Body, place: int) -> bool:
    """Return whether what ends a line are links: "Example News © 2031. Imprint"."""
    return body.blocks.markup is not None and body.blocks.markup.link_chars[place] >= len(rest)


def _is_in_footer(body: Body, place: int) -> bool:
    markup = body.blocks.markup
    container = -1 if markup is None else markup.places[place]
    while markup is not None and container > 0:
        kind = markup.containers.kind_table[markup.containers.kinds[container]]
        if kind.tag == "footer" or "footer" in kind.tokens:
            return True
        container = markup.containers.parents[container]
    return False


def _is_note_in_text(body: Body, place: int) -> bool:
    """Return whether a line stands in the element of the text's last paragraph: who wrote or pictured it signs so.

    Of a page that has no such element but <body> or <main>, the line is the site's.
    """
    markup = body.blocks.markup
    if markup is None:
        return False
    containers, places = markup.containers, markup.places
    around = containers.parents[places[place]]
    is_beside = around > 0 and around == containers.parents[places[body.chosen[-1]]]
    return is_beside and containers.kind_table[containers.kinds[around]].tag != "main"


def _name_in(line: str, element: _Element | None, page: Page) -> str | None:
    """Return the name in a copyright line, which ends where a link or other element begins, or its own link ends.

    What follows are labels of the footer: "© 2031 Example <a>Imprint</a>". A longer name is the right one where
    the page knows the site by that, and "The" or "Grupo" alone is none.
    """
    ends = name_ends(line, element, page.base_url) if element is not None and _COPYRIGHT.match(line) else []
    names = [name for end in (*ends, len(line)) if (name := _name_before(line[:end].rstrip()))]
    if len(names) > 1:
        keys = site_keys(page)
        names = [*(name for name in names if name_key(name) in keys), *names]
    return names[0] if names and len(names[0].split()) <= _MAX_NAME_WORDS else None


def _name_before(head: str) -> str | None:
    match = _COPYRIGHT_LINE.match(head)
    name = _without_rights(match["name"]) if match else ""
    return name if _NAME.match(name) and name.casefold() not in _openings() else None


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
    name = (name[: found.start()] if found else name).strip(" .,;:|-–—()+&")
    joint = next(
        (joint for joint in conjunction_pattern("").finditer(f"{name} ") if joint.end() > len(name)), None
    )
    return name[: joint.start()] if joint else name  # "Example and", before a link to another firm


@cache
def _openings() -> frozenset[str]:
    return word_set("fields/publisher/footers", "openings")


@cache
def _rights() -> re.Pattern[str]:
    return re.compile(any_of(words_of("fields/publisher/footers", "rights")), re.IGNORECASE)
