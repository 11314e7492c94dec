"""Elements whose class or itemprop says that they hold a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from newsspider.fields.dates.labels import Kind, kind_before, labelled_parts
from newsspider.fields.facts import PageFacts
from newsspider.fields.near_headline import class_of, from_headline_on, is_elsewhere
from newsspider.processors.text import one_line

_NAMING = re.compile(
    r"(?<![a-z])(?:date|datetime|dateline|pubdate|post-?date|published|publish|posted|timestamp|time|updated|modified"
    r"|meta|byline|fecha|datum|info)(?![a-z])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MODIFIED_NAME = re.compile(r"updat|modif", re.IGNORECASE)
_PUBLISHED_NAME = re.compile(r"publi|posted|created", re.IGNORECASE)
_MAX_SUSPECTS = 40
_MAX_CHARS = 120  # of a date line with weekday, time and zone, twice
_DIGIT = re.compile(r"\d")
_ISO_DAY = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}")


def date_elements(facts: PageFacts) -> Iterator[str]:
    """Yield the texts of date elements from the headline on, without those that say when the text was changed.

    Those are not looked for here: in 967 pages none had a date of change that no line near the text gave.
    """
    for element in from_headline_on(facts.page.suspects.get("date", ()), facts.headline)[:_MAX_SUSPECTS]:
        name = _CAMEL.sub("-", f"{class_of(element)} {element.get('itemprop') or ''}")
        if not _NAMING.search(name) or is_elsewhere(element):
            continue
        text = element.get("content") or _titled(element) or one_line(" ".join(element.itertext()))
        if not _DIGIT.search(text) or len(text) > _MAX_CHARS:
            continue
        otherwise = kind_before(element) or _kind_of(name)
        for label, part in labelled_parts(text):
            if (label or otherwise) == "published":
                yield part


def _titled(element: _Element) -> str | None:
    """Return the date that an <abbr> tells in its title: <abbr title="2031-05-04">yesterday</abbr> (hAtom)."""
    abbr = element if element.tag == "abbr" else element.find(".//abbr[@title]")
    title = abbr.get("title", "") if abbr is not None else ""
    return title if _ISO_DAY.match(title) else None


def _kind_of(name: str) -> Kind:
    return "modified" if _MODIFIED_NAME.search(name) and not _PUBLISHED_NAME.search(name) else "published"
