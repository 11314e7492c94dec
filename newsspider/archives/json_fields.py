"""Which fields of a row hold a page and what is known of it: the names in public corpora, and in tools' output."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time
from difflib import get_close_matches
from typing import TypeAlias

JsonObject: TypeAlias = Mapping[str, object]

# Objects within a row that say of its page what others say in the row itself: datatrove, Dolma; RedPajama.
_INNER = ("metadata", "meta")
# Where rows are kept in tables, these may be a text: JSON of an object.
_MAX_INNER_CHARS = 1_000_000
# A name that means one thing in some corpora and another in others: in CC-News the day on which an article
# appeared, in FineWeb the time at which its page was fetched.
_AMBIGUOUS = frozenset({"date"})
# What fields are called beside such a date in what was made from a crawl.
_CRAWL_NAME = re.compile(r"warc|^dump$", re.IGNORECASE)
_FILE_NAMES = ("file_path", "filename", "file", "path")
_WARC_PATH = re.compile(r"\.w(?:arc|et)\b|/CC-MAIN-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class JsonFields:
    """The field names to look for, for each part of a page and of what is known of it.

    The first field with a value is used. A dot leads into an object: `meta.url` is `url` in the object `meta`, or
    a field with that whole name. What is not in the row itself is looked for in its objects `metadata` and `meta`;
    HTML and text are not.
    """

    # news-please and CC-News: source_url, url; OSCAR: warc_headers; RedPajama: meta; Scrapy items: link.
    url: tuple[str, ...] = (
        "url", "source_url", "link", "uri", "page_url", "pageUrl", "canonicalUrl", "canonical_url", "target_uri",
        "WARC-Target-URI", "warc-target-uri", "warc_headers.warc-target-uri",
    )  # fmt: skip
    # Zyte API: browserHtml; WordPress' REST interface: content.rendered.
    html: tuple[str, ...] = (
        "html", "raw_html", "rawHtml", "html_raw", "html_content", "content_html", "contentHtml", "page_html",
        "htmlContent", "browserHtml", "body_html", "source_html", "content.rendered",
    )  # fmt: skip
    # C4, FineWeb, RealNews: text; news-please: maintext; schema.org: articleBody; RedPajama 2: raw_content;
    # JSON Feed: content_text; Fundus: plaintext; goose3: cleaned_text; Readability: content, textContent.
    text: tuple[str, ...] = (
        "text", "maintext", "articleBody", "article_body", "raw_content", "raw_text", "plain_text", "full_text",
        "fulltext", "body_text", "article_text", "content_text", "plaintext", "cleaned_text", "content", "body",
        "article", "document", "textContent",
    )  # fmt: skip
    # When the page was fetched. GDELT: seendate; Webz.io: crawled; Dolma: added.
    date: tuple[str, ...] = (
        "date_download", "date_downloaded", "dateDownloaded", "fetch_time", "fetched_at", "fetch_date",
        "crawl_date", "crawled_at", "date_crawled", "crawled", "crawl_timestamp", "scraped_at", "scrape_date",
        "download_date", "warc_date", "WARC-Date", "warc-date", "warc_headers.warc-date", "seendate", "timestamp",
        "date",
    )  # fmt: skip
    title: tuple[str, ...] = (
        "title", "headline", "article_title", "news_title", "title.rendered", "og_title", "og:title", "title_rss",
        "title_page",
    )  # fmt: skip
    # trafilatura: author, with semicolons; Readability: byline.
    authors: tuple[str, ...] = (
        "authors", "author", "byline", "author_name", "authorName", "author_names", "creator", "dc:creator",
        "article:author",
    )  # fmt: skip
    # news-please: date_publish; RealNews, newspaper4k, Media Cloud: publish_date; NewsAPI: publishedAt;
    # Fundus: publishing_date; CC-News, trafilatura: date.
    published: tuple[str, ...] = (
        "date_publish", "date_published", "datePublished", "publish_date", "publishDate", "published_date",
        "publishedDate", "publication_date", "publicationDate", "publishing_date", "published_at", "publishedAt",
        "published_time", "publishedTime", "publish_time", "article:published_time", "pub_date", "pubDate",
        "pubdate", "published", "date",
    )  # fmt: skip
    modified: tuple[str, ...] = (
        "date_modify", "date_modified", "dateModified", "modified_date", "modifiedDate", "modified_time",
        "article:modified_time", "last_modified", "lastModified", "modified",
    )  # fmt: skip
    language: tuple[str, ...] = (
        "language", "inLanguage", "lang", "language_code", "humanLanguage", "document_lang", "meta_lang",
    )  # fmt: skip
    # RealNews: summary; trafilatura, Readability: excerpt; Postlight Parser: dek.
    description: tuple[str, ...] = (
        "description", "standfirst", "summary", "excerpt", "dek", "short_description", "abstract",
        "meta_description", "og_description", "og:description", "excerpt.rendered",
    )  # fmt: skip
    # newspaper4k: top_image; Postlight Parser: lead_image_url; NewsAPI: urlToImage; GDELT: socialimage.
    image: tuple[str, ...] = (
        "image_url", "imageUrl", "mainImage", "main_image", "top_image", "topImage", "lead_image_url",
        "urlToImage", "socialimage", "og_image", "og:image", "image", "images", "thumbnail", "thread.main_image",
    )  # fmt: skip
    section: tuple[str, ...] = (
        "articleSection", "article_section", "article:section", "section", "section_name", "category",
        "categories",
    )  # fmt: skip
    keywords: tuple[str, ...] = (
        "keywords", "news_keywords", "tags", "topics", "article:tag", "meta_keywords",
    )  # fmt: skip
    # NewsAPI: source.name; Media Cloud: media_name; All the News: publication. No domains, and no `source`: that
    # is mostly the corpus that a row was taken from.
    publisher: tuple[str, ...] = (
        "publisher", "site_name", "siteName", "sitename", "og_site_name", "og:site_name", "meta_site_name",
        "media_name", "publication", "source_name", "source.name", "outlet",
    )  # fmt: skip
    own: frozenset[str] = frozenset()  # the parts of which a project has named the fields


PARTS = tuple(field.name for field in fields(JsonFields) if field.name != "own")
_OUTER_ONLY = frozenset({"html", "text"})
# A part may be called as the article's field is.
_FIELD_NAMES = {
    "headline": "title", "datePublished": "published", "dateModified": "modified", "inLanguage": "language",
    "mainImage": "image", "articleSection": "section", "articleBody": "text", "dateDownloaded": "date",
}  # fmt: skip


def fields_with(names: Mapping[str, object]) -> JsonFields:
    """Return the default fields, with those in `names` (a name or a list of names for a part) replaced.

    What is named for one part is not looked at for another. Raises ValueError for an unknown part, and for
    anything but names.

    >>> fields_with({"text": "story"}).text
    ('story',)
    >>> fields_with({"headline": "title_text", "date": "published"}).published[-1]
    'date'
    """
    own: dict[str, tuple[str, ...]] = {}
    for part, given in names.items():
        known = _FIELD_NAMES.get(part, part)
        if known not in PARTS:
            raise ValueError(_unknown_part(part))
        if known in own:
            raise ValueError(f"{part!r} is named twice")
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, (list, tuple)) or not all(name and isinstance(name, str) for name in listed):
            raise ValueError(f"{part!r} must be a field's name or a list of such names")
        own[known] = tuple(listed)
    taken = {name for listed in own.values() for name in listed}
    defaults = ((part, getattr(JsonFields(), part)) for part in PARTS if part not in own)
    others = {part: tuple(name for name in listed if name not in taken) for part, listed in defaults}
    return replace(JsonFields(), own=frozenset(own), **others, **own)


def _unknown_part(part: str) -> str:
    near = get_close_matches(str(part), (*PARTS, *_FIELD_NAMES), n=1)
    hint = f"did you mean {near[0]!r}? Known" if near else "known"
    return f"there is no part {part!r} of a row; {hint}: {', '.join(PARTS)}"


def values_of(found: JsonObject, fields: JsonFields, part: str) -> Iterator[object]:
    """Yield the values of the fields that may hold a part, best first.

    >>> list(values_of({"metadata": {"title": "Storm"}}, JsonFields(), "title"))
    ['Storm']
    """
    names: Iterable[str] = getattr(fields, part)
    if part in ("date", "published") and _AMBIGUOUS.issubset((*fields.date, *fields.published)):
        names = tuple(_told_apart(names, part, found, fields))
    yield from _values_at(found, names)
    for inner in inner_objects(found) if part not in _OUTER_ONLY else ():
        yield from _values_at(inner, names)


def _told_apart(names: Iterable[str], part: str, found: JsonObject, fields: JsonFields) -> Iterator[str]:
    """Yield the names of a kind of date, without those that mean the other kind in this row."""
    other = "published" if is_of_crawl(found) else "date"
    both = _AMBIGUOUS.intersection(fields.date, fields.published)
    return (name for name in names if part != other or name not in both)


def may_be_asked_for(name: str, fields: JsonFields) -> bool:
    """Return whether a field of a row may hold a part of a page, or tell what kind of date another one holds.

    >>> may_be_asked_for("warc_headers", JsonFields()), may_be_asked_for("embedding", JsonFields())
    (True, False)
    """
    wanted = {name for part in PARTS for name in getattr(fields, part)}
    wanted |= {name.partition(".")[0] for name in wanted}
    return name in wanted or name in (*_INNER, *_FILE_NAMES) or _CRAWL_NAME.search(name) is not None


def is_of_crawl(found: JsonObject) -> bool:
    """Return whether a row names the crawl that it was made from: its `date` is that of the fetch then.

    >>> is_of_crawl({"dump": "CC-MAIN-2024-10", "date": "2024-03-01"}), is_of_crawl({"domain": "a.example"})
    (True, False)
    """
    for level in (found, *inner_objects(found)):
        if any(value is not None and _CRAWL_NAME.search(name) for name, value in level.items()):
            return True
        paths = (level.get(name) for name in _FILE_NAMES)
        if any(isinstance(path, str) and _WARC_PATH.search(path[-500:]) for path in paths):
            return True
    return False


def inner_objects(found: JsonObject) -> list[JsonObject]:
    """Return the objects of a row that hold what is known of its page."""
    return [inner for name in _INNER if isinstance(inner := found.get(name), Mapping)]


def opened(found: JsonObject) -> JsonObject:
    """Return a row of which `metadata` and `meta` are objects also where they are texts of JSON.

    >>> opened({"text": "It blew.", "meta": '{"url": "https://example.org/a"}'})
    {'text': 'It blew.', 'meta': {'url': 'https://example.org/a'}}
    """
    texts = {name: value for name in _INNER if isinstance(value := found.get(name), str)}
    inner = {name: value for name, text in texts.items() if (value := _object_in(text)) is not None}
    return {**found, **inner} if inner else found


def _object_in(text: str) -> JsonObject | None:
    if not text.startswith("{") or len(text) > _MAX_INNER_CHARS:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def text_at(found: JsonObject, fields: JsonFields, part: str) -> str | None:
    """Return the first text of a part that is not blank; a list of strings becomes paragraphs.

    >>> text_at({"body": ["One.", "Two."], "text": " "}, JsonFields(), "text")
    'One.\\n\\nTwo.'
    """
    return next((text for value in values_of(found, fields, part) if (text := _text_of(value))), None)


def time_at(found: JsonObject, fields: JsonFields) -> datetime | None:
    """Return when a row's page was fetched, as an aware datetime.

    >>> time_at({"timestamp": "2019-04-25T12:57:54Z"}, JsonFields()).isoformat()
    '2019-04-25T12:57:54+00:00'
    """
    return next((when for value in values_of(found, fields, "date") if (when := time_of(value))), None)


def _values_at(found: JsonObject, names: Iterable[str]) -> Iterator[object]:
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


def time_of(value: object) -> datetime | None:
    """Return a time (ISO 8601, 14 digits, or since 1970, in seconds or milliseconds) as an aware datetime.

    A day means its end, in UTC.
    """
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
    if written.isdecimal() and len(written) == 14:
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if written.isdecimal() and len(written) in (10, 13):
        return datetime.fromtimestamp(int(written) / (1000 if len(written) == 13 else 1), UTC)
    when = datetime.fromisoformat(written)
    if len(written) <= len("2024-05-06"):
        return datetime.combine(when, time.max, UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)
