"""Who wrote the article, when it appeared and its picture, as the data says from which scripts draw the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from newsspider.blocks.rich_text import Titles, is_of_others
from newsspider.fields.images.state_image import image_in
from newsspider.items import Author, Image
from newsspider.page.json_ld import Json, Node
from newsspider.page.state import page_state
from newsspider.page.types import Page
from newsspider.processors.other_work import begins_other_work

PAGE_STATE = "page-state"
_MOST_VALUES = 100_000  # of a page's data that are looked at: 0.1 s
_MOST_AUTHORS = 20
_DEEPEST = 60
_MOST_DATE_CHARS = 40
_TITLE_CHARS, _MOST_WORDS = 300, 3
_WORD = re.compile(r"\w{4,}|[^\x00-\u0fff]{2,}")
_NO_KEY_CHARS = re.compile(r"[^a-z]")
_TITLES = ("title", "headline", "headlines", "heading")  # which content systems also give in several forms
_PARTS = frozenset(("attributes", "fields", "meta", "metadata", "date", "dates", "timestamps", "publication"))
_PUBLISHED = (
    "firstpublishedat", "firstpublished", "firstpublishdate", "firstpublisheddate", "firstpublicationdate",
    "publishedat", "datepublished", "publisheddate", "publishdate", "publicationdate", "publisheddatetime",
    "publishedon", "publishedtime", "publishtime", "publicationtime", "publishedtimestamp", "published",
    "pubdate", "publishat", "displaydate", "articledate", "postdate", "date",
)  # fmt: skip
_MODIFIED = (
    "modifiedat", "datemodified", "modifieddate", "modifiedtime", "modified", "lastmodified", "lastmodifiedat",
    "lastmodifieddate", "updatedat", "dateupdated", "updateddate", "updatedtime", "updatedon", "updated",
    "lastupdated", "lastupdatedat", "lastupdateddate", "lastupdate",
)  # fmt: skip
_AUTHORS = (
    "authors", "author", "authorname", "authornames", "articleauthor", "articleauthors", "writers", "writer",
    "writtenby", "bylines", "byline", "journalists", "journalist", "reporters", "reporter", "credits",
)  # fmt: skip
_NAMES = ("name", "displayName", "display_name", "fullName", "full_name", "byline", "title")
_GIVEN_AND_FAMILY = (("firstName", "lastName"), ("first_name", "last_name"), ("givenName", "familyName"))
# Where systems keep what an object is beside how it is linked.
_WRAPPED = ("node", "attributes", "fields", "data", "by", "nodes", "edges", "items")
_WRAPPED_DEEPEST = 5
_MACHINE_DATE = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}|1\d{9}(?:\d{3})?\Z")


@dataclass(frozen=True, slots=True)
class StateArticle:
    """What data that names the page's title says of the article, as written."""

    authors: Sequence[Author] = ()
    published: str | None = None
    modified: str | None = None
    image: Image | None = None


def state_article(page: Page, headline: str | None) -> StateArticle:
    """Return what the objects say that name a title of the page: names are read in the spellings of many systems.

    Dates count as machines write them alone, and objects with comments, other stories and the like do not.
    """
    if not page.elements.get("script"):
        return StateArticle()
    titles = [title for title in (headline, page.first_meta("og:title", "twitter:title"), page.title) if title]
    words = sorted({word for title in titles for word in _WORD.findall(title[:_TITLE_CHARS])}, key=_longest_first)
    authors: Sequence[Author] = ()
    published = modified = image = None
    for node, root in _titled(page_state(page, *words[:_MOST_WORDS]), Titles(titles)) if words else ():
        authors = authors or tuple(islice(_authors_of(node, root), _MOST_AUTHORS))
        if published is None:
            published, modified = _date_of(node, _PUBLISHED), _date_of(node, _MODIFIED)
        image = image or image_in(node)
        if authors and published:
            break
    return StateArticle(authors, published, modified, image)


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _titled(values: Iterator[Json], titles: Titles) -> Iterator[tuple[Node, Json]]:
    """Yield the objects that name a title, with the value that holds them; the values may hold themselves."""
    left = _MOST_VALUES
    for root in values:
        pending: list[tuple[Json, int]] = [(root, 0)]
        seen: set[int] = set()
        while pending and left > 0:
            value, depth = pending.pop()
            left -= 1
            if id(value) in seen or depth > _DEEPEST or not isinstance(value, (dict, list)):
                continue
            seen.add(id(value))
            if isinstance(value, dict):
                if _names_title(value, titles):
                    yield value, root
                held = [
                    (part, depth + 1)
                    for key, part in value.items()
                    if part and isinstance(part, (dict, list)) and not is_of_others(key)
                ]
            else:
                held = [(part, depth + 1) for part in value if part and isinstance(part, (dict, list))]
            held.reverse()
            pending += held


def _names_title(node: Node, titles: Titles) -> bool:
    if titles.are_named_in(node):
        return True
    forms = [form for key in _TITLES if isinstance(form := node.get(key), dict)]
    return any(map(titles.are_named_in, forms))


def _known(node: Node, keys: Sequence[str]) -> Iterator[Json]:
    """Yield the values of an object's keys, in the order of `keys`, however they are spelled: "published_at"."""
    values = {
        _NO_KEY_CHARS.sub("", key.lower()): value for key, value in node.items() if len(key) <= _MOST_DATE_CHARS
    }
    yield from (values[key] for key in keys if values.get(key))


def _date_of(node: Node, keys: Sequence[str]) -> str | None:
    """Return the first date of an object, or of a part of it that holds nothing else than what is told of it."""
    parts = (part for key, part in node.items() if key.lower() in _PARTS and isinstance(part, dict))
    for holder in (node, *parts):
        for value in _known(holder, keys):
            text = str(value) if isinstance(value, (str, int)) else ""
            if len(text) <= _MOST_DATE_CHARS and _MACHINE_DATE.match(text):
                return text
    return None


def _authors_of(node: Node, root: Json) -> Iterator[Author]:
    parts = (part for key, part in node.items() if key.lower() in _PARTS and isinstance(part, dict))
    for holder in (node, *parts):
        for value in _known(holder, _AUTHORS):
            found = list(_people(value, root, 0))
            if found:
                yield from found
                return


def _people(value: Json, root: Json, depth: int) -> Iterator[Author]:
    """Yield the people of a property: strings, objects that have a name, references, and lists of these."""
    if depth > _WRAPPED_DEEPEST:
        return
    if isinstance(value, str):
        yield Author(name=value)
    elif isinstance(value, list):
        people = value[:_MOST_AUTHORS]
        for one in [one for one in people if not _did_other_work(one)] or people:
            yield from _people(one, root, depth + 1)
    elif isinstance(value, Mapping):
        reference = value.get("__ref")
        if isinstance(reference, str) and isinstance(root, Mapping):
            value = root.get(reference)
        name = _name_of(value) if isinstance(value, Mapping) else None
        if name:
            yield Author(name=name)
        elif isinstance(value, Mapping):
            wrapped = next((value[key] for key in _WRAPPED if value.get(key)), None)
            yield from _people(wrapped, root, depth + 1) if not isinstance(wrapped, str) else ()


def _did_other_work(person: Json) -> bool:
    """Return whether one of several took pictures or the like: {"name": "Ben Kurz", "role": "photographer"}."""
    role = person.get("role") if isinstance(person, Mapping) else None
    return isinstance(role, str) and begins_other_work(f"{role[:_MOST_DATE_CHARS]}:")


def _name_of(node: Node) -> str | None:
    for key in _NAMES:
        if isinstance(name := node.get(key), str) and name.strip():
            return name
    for given, family in _GIVEN_AND_FAMILY:
        first, last = node.get(given), node.get(family)
        if isinstance(first, str) and isinstance(last, str) and first and last:
            return f"{first} {last}"
    return None
