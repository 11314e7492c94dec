"""Which fields of a JSON object hold a page's URL, HTML, text and capture date: the names in known corpora."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import TypeAlias

JsonObject: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class JsonFields:
    """The field names to look for, for each part of a page; the first field with a value is used.

    A dot leads into an object: `meta.url` is `url` in the object `meta`, or a field with that whole name.
    """

    # news-please and CC-News: source_url, url; OSCAR: warc_headers; RedPajama: meta; Scrapy items: link.
    url: tuple[str, ...] = (
        "url", "source_url", "link", "uri", "page_url", "canonicalUrl", "canonical_url", "target_uri",
        "WARC-Target-URI", "warc_headers.warc-target-uri", "metadata.warc-target-uri", "metadata.url", "meta.url",
    )  # fmt: skip
    # Zyte API: browserHtml.
    html: tuple[str, ...] = (
        "html", "raw_html", "rawHtml", "html_raw", "html_content", "content_html", "contentHtml", "page_html",
        "htmlContent", "browserHtml", "body_html", "source_html",
    )  # fmt: skip
    # C4, FineWeb, RealNews: text; news-please: maintext; schema.org: articleBody; RedPajama 2: raw_content.
    text: tuple[str, ...] = (
        "text", "maintext", "articleBody", "article_body", "raw_content", "raw_text", "plain_text", "full_text",
        "fulltext", "body_text", "article_text", "content", "body", "article", "document",
    )  # fmt: skip
    # `date` is last: in some corpora it is the date of the fetch, in others that of the article.
    date: tuple[str, ...] = (
        "date_download", "date_downloaded", "dateDownloaded", "metadata.dateDownloaded", "fetch_time",
        "fetched_at", "fetch_date", "crawl_date", "crawled_at", "date_crawled", "scraped_at", "warc_date",
        "WARC-Date", "warc_headers.warc-date", "metadata.warc-date", "meta.timestamp", "timestamp", "date",
    )  # fmt: skip


def fields_with(names: Mapping[str, object]) -> JsonFields:
    """Return the default fields, with those in `names` (a name or a list of names for a part) replaced.

    Raises ValueError for an unknown part, and for anything but names.

    >>> fields_with({"text": "story"}).text
    ('story',)
    """
    own: dict[str, tuple[str, ...]] = {}
    for part, given in names.items():
        if part not in JsonFields.__slots__:
            raise ValueError(f"{part!r} is not one of {', '.join(JsonFields.__slots__)}")
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, (list, tuple)) or not all(name and isinstance(name, str) for name in listed):
            raise ValueError(f"{part!r} must be a field's name or a list of such names")
        own[part] = tuple(listed)
    return replace(JsonFields(), **own)


def text_at(found: JsonObject, names: tuple[str, ...]) -> str | None:
    """Return the first text that is not blank in one of these fields; a list of strings becomes paragraphs.

    >>> text_at({"body": ["One.", "Two."], "text": " "}, ("text", "body"))
    'One.\\n\\nTwo.'
    """
    return next((text for value in _values_at(found, names) if (text := _text_of(value))), None)


def time_at(found: JsonObject, names: tuple[str, ...]) -> datetime | None:
    """Return the first time in one of these fields, as an aware datetime.

    >>> time_at({"timestamp": "2019-04-25T12:57:54Z"}, ("timestamp",)).isoformat()
    '2019-04-25T12:57:54+00:00'
    """
    return next((when for value in _values_at(found, names) if (when := _time_of(value))), None)


def _values_at(found: JsonObject, names: tuple[str, ...]) -> Iterator[object]:
    for name in names:
        if name in found:
            yield found[name]
            continue
        outer, dot, inner = name.partition(".")
        within = found.get(outer) if dot else None
        if isinstance(within, Mapping):
            yield from _values_at(within, (inner,))


def _text_of(value: object) -> str | None:
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    return value if isinstance(value, str) and value.strip() else None


def _time_of(value: object) -> datetime | None:
    try:
        if isinstance(value, str):
            return _time_written(value.strip())
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0:
            # Milliseconds, if as seconds it would be after the year 5138.
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _time_written(written: str) -> datetime:
    """Return a time (ISO 8601, 14 digits, or since 1970) as an aware datetime; a day means its end, in UTC."""
    if written.isdecimal() and len(written) == 14:
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if written.isdecimal() and len(written) in (10, 13):
        return datetime.fromtimestamp(int(written) / (1000 if len(written) == 13 else 1), UTC)
    when = datetime.fromisoformat(written)
    if len(written) <= len("2024-05-06"):
        return datetime.combine(when, time.max, UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
