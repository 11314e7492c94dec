"""The parts that an article is made of: what the feed's schema and docs/fields.md say of their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from newsspider.fields.forms import Schema, normal_of, plain_line
from newsspider.items import Author, Breadcrumb, Image, LiveBlogUpdate, Media, Metadata, Publisher, Source
from newsspider.processors.text import one_line


@dataclass(frozen=True, slots=True)
class PartField:
    """A field of a part: its form for people, its limits, and its JSON Schema."""

    form: str
    limits: str
    schema: Schema
    normal: Callable[[str], str] = plain_line  # what the normal form of a text is


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an article: its fields in the order of its class, and how many of them it has."""

    fields: Mapping[str, PartField]
    limits: Schema  # JSON Schema's `required` or `minProperties`
    description: str = ""


def _field(form: str, definition: str, limits: str = "", **schema: Any) -> PartField:
    return PartField(form, limits, {"$ref": f"#/$defs/{definition}", **schema}, normal_of(definition))


_NOT_EMPTY: Schema = {"minProperties": 1}
_LINE = _field("one line", "line")
_URL = _field("absolute http(s) URL", "url")
_SIDE = PartField(
    "CSS pixels, as the page gives them",
    "of the version at `url` only",
    {"type": "integer", "minimum": 1, "description": "CSS pixels."},
)
_CREDIT_LIMITS = (
    "found by an element of its own, by words in some forty languages, or by an agency's name at the end"
)

PARTS: Mapping[type, Part] = {
    Author: Part(
        limits={"required": ["name"]},
        fields={
            "name": _field('a name without role, place, address or "By"', "line"),
            "nameRaw": PartField(
                "as the page writes it, where that differs",
                "",
                {
                    "$ref": "#/$defs/line",
                    "description": "As the page writes it, where that differs from name.",
                },
                one_line,
            ),
            "url": _URL,
            "type": PartField(
                "`Person` or `Organization`", "absent if unknown", {"enum": ["Person", "Organization"]}
            ),
        },
    ),
    Publisher: Part(
        limits=_NOT_EMPTY,
        fields={"name": _LINE, "url": _field("absolute http(s) URL", "url", "from linked data only")},
    ),
    Breadcrumb: Part(limits=_NOT_EMPTY, fields={"name": _LINE, "url": _URL}),
    Image: Part(
        limits=_NOT_EMPTY,
        fields={
            "url": _field(
                "absolute http(s) URL of the largest version that the markup names",
                "url",
                "no logos, icons, pixels; absent in a dump",
            ),
            "caption": _field("one line, without the credit", "line"),
            "credit": _field('photographer and agency, without "Photo:" or "©"', "line", _CREDIT_LIMITS),
            "alt": _LINE,
            "width": _SIDE,
            "height": _SIDE,
        },
    ),
    Media: Part(
        limits={"required": ["url"]},
        fields={"url": _field("absolute http(s) URL of the file or the player", "url")},
    ),
    LiveBlogUpdate: Part(
        limits=_NOT_EMPTY,
        fields={
            "headline": _LINE,
            "datePublished": _field("as the article's", "date"),
            "articleBody": _field("plain text, paragraphs split by a blank line", "text"),
        },
    ),
    Metadata: Part(
        limits={},
        fields={
            "dateDownloaded": _field("ISO 8601, UTC", "moment", "absent if the archive does not say"),
            "source": _field("[Source](#source)", "Source"),
            "fieldSources": PartField(
                "field name to source",
                "",
                {
                    "description": "Field name to the rule that gave its value.",
                    "type": "object",
                    "additionalProperties": {"$ref": "#/$defs/line"},
                },
            ),
            "probability": PartField(
                "0.0-1.0: that the page is an article",
                "",
                {"type": "number", "minimum": 0, "maximum": 1, "description": "That this page is an article."},
            ),
            "previousDigest": _field(
                "`source.digest` of the article's last version",
                "line",
                "only if a crawl found that a known article has changed",
                description="The digest of the page's bytes in the version that an earlier crawl gave.",
            ),
            "validationMessages": PartField(
                "field name to messages",
                "",
                {
                    "description": "Field name to what is odd about its value.",
                    "type": "object",
                    "additionalProperties": {"$ref": "#/$defs/lines"},
                },
            ),
            "cluster": _field(
                "identifier of the first article with the same page or text",
                "id",
                "only if [duplicates](crawling.md#duplicates) are looked for; the first article has its own",
                description="Identifier of the first article with the same page or text; its own, if it is that.",
            ),
            "duplicateOf": _field(
                "the same",
                "id",
                "only in articles after that first one, and not in new versions of it",
                description="Identifier of the earlier article with the same page or text.",
            ),
            "extractor": _field("name and version", "line", description="Name and version."),
        },
    ),
    Source: Part(
        description="Where the page's bytes came from, so that they can be found again.",
        limits={"required": ["kind"]},
        fields={
            "kind": PartField(
                "`live`, `html`, `text`, `warc`, `wet` ...",
                "",
                {
                    "type": "string",
                    "pattern": "^[a-z][a-z0-9-]{0,30}$",
                    "description": "live, html, text, warc, wet ...",
                },
            ),
            "path": PartField(
                "relative to what was asked for",
                "",
                {"type": "string", "minLength": 1, "description": "Relative to what was asked for."},
            ),
            "offset": PartField(
                "bytes from the start of the file, as stored (compressed)",
                "",
                {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Bytes from the start of the file, as stored (compressed).",
                },
            ),
            "recordId": PartField("the record's own identifier", "", {"type": "string", "minLength": 1}),
            "digest": _field("`sha256:` and hex, of the page's bytes", "digest"),
            "warning": _field(
                "what is wrong with the record, though its page could be read",
                "line",
                "only if a [digest](archives.md#digests) does not match",
                description="What is wrong with the record, though its page could be read.",
            ),
        },
    ),
}
