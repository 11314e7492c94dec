"""The entries of a live blog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml.etree import _Element

from newsspider.fields.candidate import Candidate
from newsspider.fields.dates.declared_dates import FoundDate, declared_dates, found_date
from newsspider.fields.dates.own_zone import beside
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import DATE_READING, LINKED_DATA, Field, Together
from newsspider.fields.forms import Correctable, parts_form
from newsspider.fields.markup import class_words, name_words, text_of
from newsspider.items import LiveBlogUpdate
from newsspider.page.types import Page
from newsspider.processors.live_blogs import clean_updates

_MAX_UPDATES = 1_000  # the longest live blogs run to some hundred entries a page
_MAX_CLIMB = 6  # from an entry's time up to the entry
_FEWEST = 3  # one or two dated boxes called "live" are teasers of a live blog
_HEADINGS = ("h2", "h3", "h4", "h5")
_TEXTS = ("p", "li", "blockquote")


def live_blog_updates(facts: PageFacts) -> Iterator[Candidate[Sequence[LiveBlogUpdate]]]:
    """Yield the entries of a live blog in page order, best first; dates as written."""
    page = facts.page
    for article in page.linked_data.own:
        if article.updates:
            updates = [
                LiveBlogUpdate(headline=one.headline, datePublished=one.date_published, articleBody=one.body)
                for one in article.updates
            ]
            yield Candidate(_in_own_zone(facts, updates), article.syntax)
    entries = _entries(page)
    if len(entries) >= _FEWEST:
        updates = [_update(entry, time) for entry, time in entries.items()]
        yield Candidate(_in_own_zone(facts, updates), "markup:live-entry")


def _in_own_zone(facts: PageFacts, updates: Sequence[LiveBlogUpdate]) -> Sequence[LiveBlogUpdate]:
    """Return entries whose times in UTC have the offset of the article's own, as `beside()` gives it."""
    published = facts.chosen.get("datePublished")
    declared = declared_dates(facts, "published") if published else []
    return [_with_offset(facts, update, published, declared) for update in updates] if declared else updates


def _with_offset(
    facts: PageFacts, update: LiveBlogUpdate, published: str | None, declared: Sequence[FoundDate]
) -> LiveBlogUpdate:
    found = next(found_date(facts, update.datePublished or "", ""), None)
    own = found and beside(published, declared, found)
    return replace(update, datePublished=own.iso) if own and own is not found else update


def _entries(page: Page) -> dict[_Element, _Element]:
    """Return the elements of a live blog's entries, each with the <time> that dates it."""
    entries: dict[_Element, _Element] = {}
    known: dict[_Element, bool] = {}  # <time>s of a list share what stands around them
    for time in page.elements.get("time", ())[:_MAX_UPDATES]:
        entry = next((one for one in islice(time.iterancestors(), _MAX_CLIMB) if _is_entry(one, known)), None)
        if entry is not None:
            entries.setdefault(entry, time)
    return entries


def _is_entry(element: _Element, known: dict[_Element, bool]) -> bool:
    found = known.get(element)
    if found is None:
        kinds, words = class_words(), name_words(element)
        found = not kinds["live"].isdisjoint(words) and not kinds["entry"].isdisjoint(words)
        known[element] = found
    return found


def _update(entry: _Element, time: _Element) -> LiveBlogUpdate:
    heading = next(entry.iter(*_HEADINGS), None)
    texts = (text_of(part).strip() for part in entry.iter(*_TEXTS) if not _is_nested(part, entry))
    return LiveBlogUpdate(
        headline=text_of(heading) if heading is not None else None,
        datePublished=time.get("datetime") or text_of(time),
        articleBody="\n\n".join(filter(None, texts)) or None,
    )


def _is_nested(part: _Element, entry: _Element) -> bool:
    """Return whether a paragraph lies in another that is already part of the entry's text."""
    for ancestor in islice(part.iterancestors(), _MAX_CLIMB):
        if ancestor is entry:
            return False
        if ancestor.tag in _TEXTS:
            return True
    return False


LIVE_BLOG_UPDATES = Field(
    name="liveBlogUpdates",
    rule=live_blog_updates,
    clean=(Together(clean_updates, DATE_READING),),
    form=parts_form(LiveBlogUpdate, lambda text: LiveBlogUpdate(articleBody=text), correctable=Correctable.DROP),
    doc_form="list of [LiveBlogUpdate](#liveblogupdate), in page order",
    sources=f"{LINKED_DATA}, `markup:live-entry` (three dated entries or more)",
    limits="entries that a script loads later are not there",
)
