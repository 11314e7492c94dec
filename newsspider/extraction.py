"""The spine: a response in, an Article out."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scrapy.http import HtmlResponse, Response, TextResponse

from newsspider.body import article_probability, with_standfirst
from newsspider.corrections import Corrections
from newsspider.errors import PageError
from newsspider.fields import FIELDS, Field, PageFacts
from newsspider.fields.dates.late_dates import late_dates
from newsspider.fields.dates.unsure_dates import unsure_dates
from newsspider.fields.url import article_id
from newsspider.http import (
    Announcement,
    Provenance,
    StandfirstUse,
    TextDumpResponse,
    announcement_of,
    context_of,
    provenance_of,
)
from newsspider.items import Article, Metadata, Source
from newsspider.loaders import ArticleLoader
from newsspider.loaders.page_reading import check_known, page_and_body
from newsspider.time_bound import at_most
from newsspider.version import __version__

# An address or the name of a file, and nothing else.
_PLACE = re.compile(
    rb"\s*(?:(?:https?|file|s3)://[^\s<>]+|[^\s<>]+\.(?:html?|xhtml|txt|warc|gz|zip))\s*", re.IGNORECASE
)
_MAX_PLACE_BYTES = 2_000
_HTTP = re.compile(r"\s*https?:", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\s*[a-z][a-z0-9+.-]+:", re.IGNORECASE)  # one letter is a drive: "C:/a.html"
_MENDED = "stretches of the page were encoded in UTF-8 twice, and are read as they were meant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page that is read: what the rules of its fields are asked with, and the fields themselves."""

    facts: PageFacts
    fields: Mapping[str, Field]


def extract(  # noqa: PLR0913  (what is known of a page)
    response: TextResponse,
    *,
    loader: ArticleLoader | None = None,
    source: Source | None = None,
    captured: datetime | None = None,
    corrections: Corrections | None = None,
    announcement: Announcement | None = None,
    standfirst: StandfirstUse | None = None,
) -> Article:
    """Return the article that a response holds, with `metadata.probability` saying how likely it is one.

    Values that `loader` holds already are kept, and are cleaned like values that are found on the page.
    `corrections` and then the rules of its fields fill in the others. If the loader makes items of another class,
    the result is such an item, with the fields that this class has.
    `captured` (aware) is when the page was fetched: no date on it can lie later. `source` says where it was
    found, `announcement` what a feed or an archive's row says of it. `standfirst` says whether an HTML page's
    standfirst is the first paragraph of its text ("in"), only its description ("out"), or what the model makes of
    it ("auto"). Without `source`, it is what the crawl noted of the
    response, or else a live page. In a spider of a project with the add-on, `captured`, `corrections` and the
    fields are those of the run. Raises PageError if the response holds nothing to read, nests too deep, or is
    neither HTML nor text.
    """
    if not isinstance(response, Response):
        raise TypeError(_not_taken("extract", "a response of Scrapy's", response))
    check_known({"captured": captured})
    if not isinstance(loader, ArticleLoader | None):
        raise TypeError(f"loader: {loader!r} is no ArticleLoader; give one that is made: loader=ArticleLoader()")
    if not isinstance(corrections, Corrections | None):
        raise TypeError(
            f"corrections: {corrections!r} is {type(corrections).__name__}; "
            "newsspider.corrections.read_corrections(path) reads a file of them"
        )
    context = context_of(response)
    noted = provenance_of(response) or Provenance(Source(kind="live"))
    loader = ArticleLoader(fields=context.fields) if loader is None else loader
    loader.adopt_fields(context.fields)
    if captured is not None:
        loader.context["captured"] = captured
    captured = loader.captured_at(response)
    with at_most(context.max_cpu_s):
        page, body = loader.page_and_body(response, captured)
        body = with_standfirst(page, body, standfirst or context.standfirst)
        facts = PageFacts(page, body, announcement or announcement_of(response))
        reading = corrected(facts, corrections or context.corrections, loader.fields)
        return load_article(reading, loader, _with_digest(source or noted.source, response.body))


def read_response(  # noqa: PLR0913  (what is known of a page)
    response: TextResponse,
    captured: datetime | None = None,
    corrections: Corrections | None = None,
    fields: Mapping[str, Field] = FIELDS,
    announcement: Announcement | None = None,
    *,
    standfirst: StandfirstUse | None = None,
) -> Reading:
    """Return a response's page, its body and the fields that hold for it. Raises PageError as extract() does."""
    page, body = page_and_body(response, captured)
    body = with_standfirst(page, body, standfirst or context_of(response).standfirst)
    facts = PageFacts(page, body, announcement or announcement_of(response))
    return corrected(facts, corrections, fields)


def corrected(facts: PageFacts, corrections: Corrections | None, fields: Mapping[str, Field]) -> Reading:
    """Return what corrections make of a page that is read."""
    if corrections is not None:
        fields, body = corrections.applied(fields, facts.page, facts.body)
        facts = PageFacts(facts.page, body, facts.announcement)
    return Reading(facts=facts, fields=fields)


def load_article(reading: Reading, loader: ArticleLoader, source: Source) -> Article:
    """Return the article of a page that is read; what `loader` holds already wins."""
    loader.add_fields(reading.fields, reading.facts)
    loader.set_default("metadata", _metadata(loader, reading.facts, source))
    own = (loader.get_output_value("canonicalUrl"), loader.get_output_value("url"))
    loader.set_default("id", article_id(*own, source.digest))
    article: Article = loader.load_item()
    return article


def extract_html(  # noqa: PLR0913  (what is known of a page)
    html: bytes | str,
    url: str | None = None,
    *,
    loader: ArticleLoader | None = None,
    captured: datetime | None = None,
    corrections: Corrections | None = None,
    standfirst: StandfirstUse | None = None,
) -> Article:
    """Return the article of an HTML page; `url` is where it was, if known, the others are as for extract().

    Raises PageError where there is nothing to read, or an address or a path instead of a page.

    >>> extract_html("<h1>Storm hits coast</h1><p>The storm came at night.").headline
    'Storm hits coast'
    """
    if not isinstance(html, (str, bytes)):
        raise TypeError(_not_taken("extract_html", "HTML, as str or bytes", html))
    body = html.encode("utf-8", "replace") if isinstance(html, str) else html
    _check_page(body, url)
    response = HtmlResponse(url or "", body=body, encoding="utf-8")
    return extract(
        response,
        loader=loader,
        source=Source(kind="html"),
        captured=captured,
        corrections=corrections,
        standfirst=standfirst,
    )


def extract_text(
    text: str,
    url: str | None = None,
    *,
    loader: ArticleLoader | None = None,
    captured: datetime | None = None,
    corrections: Corrections | None = None,
) -> Article:
    """Return the article of a page of which only the text is left. Raises PageError as extract_html() does.

    `url` is where the page was, if known; the others are as for extract().
    """
    if not isinstance(text, str):
        raise TypeError(_not_taken("extract_text", "a str", text))
    body = text.encode("utf-8", "replace")
    _check_page(body, url)
    response = TextDumpResponse(url or "", body=body, encoding="utf-8")
    return extract(
        response,
        loader=loader,
        source=Source(kind="text"),
        captured=captured,
        corrections=corrections,
    )


def _not_taken(function: str, wanted: str, value: object) -> str:
    """Return what to say of an argument of another kind, with the function that takes it."""
    ways = {"extract": "a response", "extract_html": "HTML", "extract_text": "plain text"}
    others = ", ".join(f"{what} is for {name}()" for name, what in ways.items() if name != function)
    return f"{function}() takes {wanted}, not {type(value).__name__}; {others}"


def _check_page(body: bytes, url: str | None) -> None:
    """Raise PageError for what says where a page is instead of being one; warn of a URL that none is made of."""
    if len(body) <= _MAX_PLACE_BYTES and _PLACE.fullmatch(body):
        place = body.decode("utf-8", "replace").strip()
        raise PageError("not-html", f"{place} is where a page is: give what it holds, as text or bytes")
    if url and not _ABSOLUTE.match(url):
        warnings.warn(f"url: {url!r} is not absolute, so the article has none", stacklevel=3)
    elif url and not _HTTP.match(url):
        warnings.warn(f"url: {url!r} is neither http nor https, so the article has none", stacklevel=3)


def _with_digest(source: Source, body: bytes) -> Source:
    return source if source.digest else replace(source, digest=f"sha256:{hashlib.sha256(body).hexdigest()}")


def _metadata(loader: ArticleLoader, facts: PageFacts, source: Source) -> Metadata:
    return Metadata(
        dateDownloaded=in_utc(facts.captured) if facts.captured else None,
        source=source,
        fieldSources=dict(sorted(loader.sources.items())),
        probability=article_probability(facts.page, facts.body),
        validationMessages=_messages(loader, facts) or None,
        extractor=f"newsspider {__version__}",
    )


def _messages(loader: ArticleLoader, facts: PageFacts) -> Mapping[str, list[str]]:
    """Return what is odd about values, by field."""
    mended = {"articleBody": [_MENDED]} if facts.page.was_double_utf8 else {}
    as_written = {name: loader.get_output_value(f"{name}Raw") for name in ("datePublished", "dateModified")}
    return {**mended, **unsure_dates(facts, loader.sources, as_written), **late_dates(facts)}


def in_utc(moment: datetime) -> str | None:
    """Return a time as articles have it, in seconds and UTC; None where that is outside of the years 1 to 9999."""
    try:
        return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    except OverflowError:  # at the edges of what can be computed
        return None
