"""What a row of JSON or Parquet says of its page: title, authors, dates and the like, as an announcement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from newsspider.archives.json_fields import JsonFields, JsonObject, time_of, values_of
from newsspider.http import Announcement

SOURCE = "row"
_MAX_CHARS = 5_000
_MAX_ENTRIES = 200
# What programs write where there is no value.
_NOTHING = frozenset({"none", "null", "nan", "nat", "n/a", "na", "undefined", "unknown", "[]", "{}", "-", "--"})
# Of an object in place of a text: schema.org and zyte-common-items, Diffbot, WordPress, JSON-LD.
_TEXT_KEYS = ("name", "full_name", "fullName", "label", "title", "rendered", "@value", "value", "code")
_URL_KEYS = ("url", "contentUrl", "src", "href")
_DATE_KEYS = ("$date", "@value", "value", "date")  # $date: MongoDB
# A list that was put into a table: "['Ana Ruiz', 'Ben Kurz']".
_LISTED = re.compile(r"""\[\s{0,9}['"].{1,5000}['"]\s{0,9}\]""", re.DOTALL)
_QUOTED = re.compile(r"""(?:^\[|,)\s{0,9}(?:'(?P<one>(?:[^'\\]|\\.){0,500})'|"(?P<two>(?:[^"\\]|\\.){0,500})")""")
_ESCAPED = re.compile(r"""\\(['"\\])""")
_BETWEEN_KEYWORDS = re.compile(r"[;,|]")
_BETWEEN_SECTIONS = re.compile(r"[;|]")  # no commas: "Arts, Culture"
# Programs that know a day alone write it with midnight as its time.
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(?::00(?:\.0{1,9})?)?")


def announcement_of_row(found: JsonObject, fields: JsonFields) -> Announcement | None:
    """Return what a row says of its page, None where it says nothing.

    >>> announcement_of_row({"text": "It blew.", "title": "Storm", "authors": ["Ana Ruiz"]}, JsonFields()).authors
    ('Ana Ruiz',)
    """
    row = _Row(found, fields)
    told = Announcement(
        source=SOURCE,
        headline=row.first("title", _text),
        description=row.first("description", _text),
        authors=row.entries("authors"),
        published=row.first("published", _date),
        modified=row.first("modified", _date),
        language=row.first("language", _text),
        section=row.first("section", _first_section),
        keywords=row.entries("keywords", _BETWEEN_KEYWORDS),
        image=row.first("image", _address),
        publisher=row.first("publisher", _text),
    )
    return told if told != Announcement(source=SOURCE) else None


class _Row:
    def __init__(self, found: JsonObject, fields: JsonFields) -> None:
        self._found, self._fields = found, fields

    def first(self, part: str, read: Callable[[object], str | None]) -> str | None:
        """Return what the first field of a part says."""
        values = values_of(self._found, self._fields, part)
        return next((text for value in values for one in _entries(value) if (text := read(one))), None)

    def entries(self, part: str, between: re.Pattern[str] | None = None) -> tuple[str, ...]:
        """Return what the first field of a part lists; `between` stands between the entries of a single text."""
        for value in values_of(self._found, self._fields, part):
            listed = [text for one in _entries(value) if (text := _text(one))]
            if len(listed) == 1 and between is not None:
                listed = [text for piece in between.split(listed[0]) if (text := _text(piece))]
            if listed:
                return tuple(listed)
        return ()


def _entries(value: object) -> Iterator[object]:
    """Yield the entries of a list, also of one that was written as a text; of what is no list itself."""
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        yield from value[:_MAX_ENTRIES]
    elif isinstance(value, str) and _LISTED.fullmatch(value.strip()):
        for quoted in _QUOTED.finditer(value.strip()):
            yield _ESCAPED.sub(r"\1", quoted["one"] or quoted["two"] or "")
    else:
        yield value


def _text(value: object) -> str | None:
    return _of(value, _TEXT_KEYS)


def _first_section(value: object) -> str | None:
    text = _text(value)
    return _text(_BETWEEN_SECTIONS.split(text, maxsplit=1)[0]) if text else None


def _address(value: object) -> str | None:
    return _of(value, _URL_KEYS)


def _date(value: object) -> str | None:
    if isinstance(value, (int, float)):
        moment = time_of(value)
        return moment.isoformat(timespec="seconds") if moment else None
    if isinstance(value, Mapping):
        return next((date for key in _DATE_KEYS if (date := _date(value.get(key)))), None)
    written = _of(value, ())
    midnight = _MIDNIGHT.fullmatch(written) if written else None
    return midnight[1] if midnight else written


def _of(value: object, keys: Sequence[str]) -> str | None:
    """Return a text that says something, or that of an object under one of these keys."""
    if isinstance(value, Mapping):
        return next((text for key in keys if (text := _of(value.get(key), ()))), None)
    if not isinstance(value, str):
        return None
    # JSON can contain half of a surrogate pair, which cannot be encoded.
    text = value[:_MAX_CHARS].encode("utf-8", "replace").decode().strip()
    return text if text.lower() not in _NOTHING and text else None
