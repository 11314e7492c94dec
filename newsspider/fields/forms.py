"""The forms that the values of fields have in the feed, and how texts are brought into them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from newsspider.processors.text import one_line, paragraphs, without_entities, without_invisible

Schema = Mapping[str, Any]

_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_LANGUAGE_AND_REGION = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"
_FRACTION = r"(\.[0-9]{1,6})?"
_UTC = re.compile(f"{_DAY}T{_TIME}(:[0-5][0-9]{_FRACTION})?Z")
# What JSON Schema says of each form of a text; the feed's schema has them under these names.
TEXT_FORMS: Mapping[str, Schema] = {
    "url": {
        "description": "An absolute http or https URL.",
        "type": "string",
        "pattern": r"^https?://[^\s/?#]+\S*$",
    },
    "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
    "id": {"type": "string", "pattern": r"^(https?://[^\s/?#]+\S*|sha256:[0-9a-f]{64})$"},
    "line": {
        "description": "One line of text, no whitespace at its ends.",
        "type": "string",
        "pattern": r"^\S([^\r\n\t\x00]*\S)?$",
    },
    "lines": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"$ref": "#/$defs/line"}},
    "text": {"type": "string", "pattern": r"\S"},
    "date": {
        "description": "ISO 8601: a date, a local date and time, or one with its offset.",
        "type": "string",
        "pattern": f"^{_DAY}(T{_TIME}(:[0-5][0-9]{_FRACTION})?(Z|[+-](0[0-9]|1[0-5]):[0-5][0-9])?)?$",
    },
    "moment": {
        "description": "ISO 8601: date and time in UTC.",
        "type": "string",
        "pattern": rf"^{_DAY}T{_TIME}:[0-5][0-9]{_FRACTION}(Z|\+00:00)$",
    },
    "language": {
        "description": "A BCP 47 tag in its usual case: en, pt-BR, zh-Hans, sr-Latn-RS, es-419.",
        "type": "string",
        "pattern": f"^{_LANGUAGE_AND_REGION}(-([0-9A-Za-z]{{5,8}}|[0-9][0-9A-Za-z]{{3}})){{0,4}}$",
    },
}


def plain_line(text: str) -> str:
    r"""Return `text` as one line, without the character references of a page that was escaped too often.

    >>> plain_line(" Fish\n&amp; chips ")
    'Fish & chips'
    """
    return one_line(without_entities(one_line(text)))


def clean_html(text: str) -> str:
    """Return HTML without invisible characters, and without whitespace at its ends."""
    return without_invisible(text).strip()


def plain_date(text: str) -> str:
    """Return a date as one line, with UTC written as an offset, as it is in all articles.

    >>> plain_date("2026-05-01T10:00:00Z"), plain_date("2026-05-01 "), plain_date("1 May, 10h Z")
    ('2026-05-01T10:00:00+00:00', '2026-05-01', '1 May, 10h Z')
    """
    line = one_line(text)
    return f"{line[:-1]}+00:00" if _UTC.fullmatch(line) else line


def normal_of(definition: str) -> Callable[[str], str]:
    """Return what brings texts of one of TEXT_FORMS into normal form: of URLs and dates nothing is decoded."""
    own = {"text": paragraphs, "line": plain_line, "date": plain_date}
    return own.get(definition, one_line)  # "&copy=1" may be in a URL


class Correctable(Enum):
    """What a file of corrections can say of a field."""

    TEXT = "a text"  # each text is a candidate of its own
    LIST = "a list of strings"  # all texts together are one
    FLAG = "true or false"
    DROP = "drop = true"  # nothing can be said in a text
    NOT = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the values of a field look like: as JSON Schema, in Python, and made of a correction's texts."""

    schema: Schema
    part: type | None = None  # the class of newsspider.items of which the value is, or a list of it
    is_list: bool = False
    normal: Callable[[str], str] = plain_line  # what the normal form of a text is, or of each of a list
    correctable: Correctable = Correctable.TEXT
    of_text: Callable[[str], Any] = str  # the value, or the part of a list, that a text gives

    def of_texts(self, texts: Sequence[str]) -> Iterator[Any]:
        """Yield the values of candidates that `texts` give: each text one, or all together a list.

        >>> list(LINE.of_texts(["Storm", "Rain"])), list(LINES.of_texts(["Storm", "Rain"]))
        (['Storm', 'Rain'], [['Storm', 'Rain']])
        """
        values = list(map(self.of_text, texts))
        if not self.is_list:
            yield from values
        elif values:
            yield values


def text_form(
    name: str, correctable: Correctable = Correctable.TEXT, normal: Callable[[str], str] | None = None
) -> Form:
    """Return the form of a text, one of TEXT_FORMS, with a normal form of its own or that of all such texts."""
    return Form(schema={"$ref": f"#/$defs/{name}"}, correctable=correctable, normal=normal or normal_of(name))


def part_form(part: type, of_text: Callable[[str], Any] = str) -> Form:
    """Return the form of a value that is a class of newsspider.items."""
    return Form(schema={"$ref": f"#/$defs/{part.__name__}"}, part=part, of_text=of_text)


def parts_form(
    part: type, of_text: Callable[[str], Any] = str, correctable: Correctable = Correctable.LIST
) -> Form:
    """Return the form of a list of a class of newsspider.items."""
    items = {"$ref": f"#/$defs/{part.__name__}"}
    schema = {"type": "array", "minItems": 1, "items": items}
    return Form(schema=schema, part=part, is_list=True, correctable=correctable, of_text=of_text)


LINE = text_form("line")
LINES = Form(schema={"$ref": "#/$defs/lines"}, is_list=True, correctable=Correctable.LIST)
FLAG = Form(schema={"type": "boolean"}, correctable=Correctable.FLAG)
COUNT = Form(schema={"type": "integer", "minimum": 0}, correctable=Correctable.NOT)
