"""<time> elements: which are about the article, what they are of, and what elements tell besides their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element

from newsspider._native import attributes_of
from newsspider._native.index import MACHINE_DATE
from newsspider.fields.dates.labels import kind_before
from newsspider.fields.near_headline import class_of
from newsspider.language.calendars import YEAR
from newsspider.lines.date_labels import Kind, labelled_parts
from newsspider.page.types import Page
from newsspider.processors.authors import looks_like_name
from newsspider.processors.headlines import folded_key
from newsspider.processors.text import one_line

_MODIFIED_MARK = re.compile(r"modif|update|aktuali|edited|revis|changed|mis-a-jour", re.IGNORECASE)
_PUBLISHED_MARK = re.compile(
    r"publi(?!sher)|pubdate|post(?:ed)?[-_ ]?(?:on|date)|entry-date|byline|dateline|dt-published|created|issued",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:publi|creat|issu|modif)|(?<![a-zA-Z])date(?![a-zA-Z])", re.IGNORECASE)  # in RDFa
_MAX_TIMES = 40  # of the article
_MAX_READ_TIMES = 200  # a menu of the latest news may precede the article
_COMMENTS = re.compile(
    r"(?<![a-z])(?<!no-)(?<!has-)(?<!with-)comments?(?:-list|-body|-meta)?(?![a-z-])", re.IGNORECASE
)
_MAX_ANCESTORS = 6
_MAX_ENTRY_DEPTH = 2
_MAX_LINKS = 20  # of a list's entry
_MAX_TEASER_CHARS, _MAX_TEASER_PIECES = 500, 100
_MIN_STORY_WORDS = 3  # of a link that is another story's headline
# What an attribute is named that says when something appeared.
_TELLING = re.compile(
    r"(?:title|datetime|content|ts)$"
    r"|data-[a-z-]{0,40}(?:date|time|publi|creat|post|utc|unix|epoch|stamp|iso|moment|livestamp)"
)
# Or when something else happens: the next match, the end of a sale, the making of the page.
_TELLING_OTHERWISE = re.compile(
    r"updat|modif|edit|expir|event|-id$|(?<![a-z])(?:start|end|begin|from|until|due|deadline|open|close|closing|air|launch"
    r"|birth|build|render|server|now|current|today|load|request|cache|sync|timeout|target|countdown)"
)
_WHOLE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S{0,15}(?:\s?[+-]\d{2}:?\d{2}|\s(?:UTC|GMT))?)?\s?")
_MAX_TITLE_CHARS = 60
_MAX_PARTS = 20


def kinds_of_times(page: Page) -> Sequence[tuple[_Element, Kind | None]]:
    """Return the page's <time> elements, those of other stories and of comments aside, and what they are of."""
    title = folded_key(page.title or "")
    are_others: dict[_Element, bool] = {}  # the entries and asides that tell other stories
    own = (time for time in read_times(page) if not _is_of_other(time, title, are_others))
    return [(time, _kind_of_time(time)) for time in islice(own, _MAX_TIMES)]


def read_times(page: Page) -> Sequence[_Element]:
    """Return the <time> elements of a page that are looked at, in their order.

    Where there is none, those that RDFa gives a date: <span property="dc:created" content="2031-05-04T10:20">.
    """
    return page.elements.get("time", ())[:_MAX_READ_TIMES] or _properties(page)


def _properties(page: Page) -> Sequence[_Element]:
    dated = page.hinted.get("date", ())[:_MAX_READ_TIMES]
    told = attributes_of(dated, ("property", "content"))
    are_dates = [
        bool(name and value and _DATED.search(name) and MACHINE_DATE.match(value)) for name, value in told
    ]
    return [element for element, is_date in zip(dated, are_dates, strict=True) if is_date]


def told_date(element: _Element) -> str | None:
    """Return the date that an element tells programs in an attribute, itself or one in it, or readers in a title.

    `<abbr title="2031-05-04">yesterday</abbr>` (hAtom), `<span data-timestamp="1935748800000"></span>`.
    A title tells readers when where no year is shown: `<a title="Sunday, 4 May 2031">4 May</a>`.
    """
    parts = list(islice(element.iter(), _MAX_PARTS))
    told = (value for part in parts for name, value in part.items() if _tells_date(str(name), str(value)))
    titles = (title for part in parts if (title := part.get("title")) and YEAR.search(title[:_MAX_TITLE_CHARS]))
    short = (title for title in titles if len(title) <= _MAX_TITLE_CHARS)
    return next(told, None) or (next(short, None) if not _shows_year(element) else None)


def tells_own_date(element: _Element) -> bool:
    """Return whether an element itself tells programs a date, and nothing more: <span title="2031-05-04T10:00">.

    One behind which words stand is the title of something: "2031-05-04 minutes of the council".
    """
    return any(
        _tells_date(str(name), str(value)) and (name != "title" or _WHOLE_TIME.fullmatch(value) is not None)
        for name, value in element.items()
    )


def is_of_other(element: _Element, page: Page) -> bool:
    """Return whether an element with a date stands among comments, or in an <aside> or entry of another story."""
    title = folded_key(page.title or "")
    return _is_of_other(element, title, {}) or any(
        _links_other(entry, title) for entry in islice(_upwards(element), _MAX_ENTRY_DEPTH)
    )


def _links_other(entry: _Element, title: str) -> bool:
    """Return whether an entry of any make links a headline: "Leave a comment" and an author's name are none."""
    if next(entry.iter("h1"), None) is not None:
        return False
    texts = (one_line("".join(link.itertext())) for link in islice(entry.iter("a"), _MAX_LINKS))
    headlines = (text for text in texts if len(text.split()) > _MIN_STORY_WORDS and not looks_like_name(text))
    return any(folded_key(text) not in title for text in headlines)


def _tells_date(name: str, value: str) -> bool:
    return (
        MACHINE_DATE.match(value) is not None
        and _TELLING.match(name) is not None
        and not _TELLING_OTHERWISE.search(name)
    )


def _shows_year(element: _Element) -> bool:
    return any(YEAR.search(text) for text in islice(element.itertext(), _MAX_PARTS))


def _is_of_other(time: _Element, title: str, are_others: dict[_Element, bool]) -> bool:
    """Return whether a <time> stands among comments, or in an <aside> or entry that tells of a story."""
    for ancestor in _upwards(time):
        if _is_of_comments(class_of(ancestor) or ancestor.get("id") or ""):
            return True
        if ancestor.tag in ("li", "aside"):
            if ancestor not in are_others:
                are_others[ancestor] = _tells_other(ancestor, title)
            return are_others[ancestor]
        if ancestor.tag in ("article", "div"):
            if ancestor not in are_others:
                are_others[ancestor] = _is_teaser(ancestor) and _tells_other(ancestor, title)
            if are_others[ancestor]:
                return True
    return False


def _is_teaser(entry: _Element) -> bool:
    """Return whether an element of a few words has one of its kind beside it, with a link and a <time> as well.

    The posts of a forum have more words.
    """
    is_of_row = any(
        beside is not None
        and beside.tag == entry.tag
        and beside.get("class") == entry.get("class")
        and next(beside.iter("a"), None) is not None
        and next(beside.iter("time"), None) is not None
        for beside in (entry.getnext(), entry.getprevious())
    )
    return is_of_row and sum(map(len, islice(entry.itertext(), _MAX_TEASER_PIECES))) <= _MAX_TEASER_CHARS


@lru_cache(maxsize=1024)  # a site's pages share their classes, and what one says never changes
def _is_of_comments(name: str) -> bool:
    return _COMMENTS.search(name) is not None


def _upwards(element: _Element) -> Iterator[_Element]:
    for ancestor in islice(element.iterancestors(), _MAX_ANCESTORS):
        if ancestor.tag in ("main", "body"):
            return
        yield ancestor


def _tells_other(entry: _Element, title: str) -> bool:
    """Return whether a list's entry or an <aside> links a headline, and none that the page's title names."""
    if next(entry.iter("h1"), None) is not None:
        return False
    links = (link for link in islice(entry.iter("a"), _MAX_LINKS) if next(link.iter("time"), None) is None)
    texts = ("".join(link.itertext()) for link in links)
    headlines = [text for text in texts if len(text.split()) >= _MIN_STORY_WORDS]
    return bool(headlines) and not any(folded_key(text) in title for text in headlines)


def _kind_of_time(element: _Element) -> Kind | None:
    """Return what a <time> is of: its own marks or a label in it say so, its parent's, or a label before it."""
    own = " ".join(filter(None, (_marks(element), element.get("pubdate") and "pubdate")))
    kind = _kind_of(own) or _kind_in(element)
    parent = element.getparent()
    if kind is None and parent is not None:
        kind = _kind_of(_marks(parent)) or kind_before(element)
    return kind


def _kind_in(element: _Element) -> Kind | None:
    """Return what a label says with which the text of a <time> begins: "Last updated: May 4, 2031"."""
    text = one_line(element.text or "")
    return next(labelled_parts(text))[0] if text[:1].isalpha() and len(text) <= _MAX_TITLE_CHARS else None


def _marks(element: _Element) -> str:
    return f"{element.get('itemprop') or ''} {element.get('property') or ''} {class_of(element)}"


def _kind_of(marks: str) -> Kind | None:
    if _PUBLISHED_MARK.search(marks):
        return "published"
    return "modified" if _MODIFIED_MARK.search(marks) else None
