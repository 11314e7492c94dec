"""The spine: response -> page -> blocks -> body and fields -> loader -> Article."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from scrapy.http import HtmlResponse, TextResponse

from newsspider.blocks import read_blocks
from newsspider.body import Body, article_probability, choose_body
from newsspider.fields import RULES
from newsspider.fields.url import article_id
from newsspider.http import TextDumpResponse
from newsspider.items import Article, Metadata, Source
from newsspider.loaders import ArticleLoader
from newsspider.page import Page, read_page
from newsspider.version import __version__


def extract(
    response: TextResponse,
    *,
    loader: ArticleLoader | None = None,
    source: Source | None = None,
    captured: datetime | None = None,
) -> Article:
    """Return the article that a response holds, with `metadata.probability` saying how likely it is one.

    Fields that `loader` holds already are kept; the rules fill in the others. `captured` (aware) is when the
    page was fetched: no date on it can lie later. `source` says where it was found, live if nothing is said.
    Raises PageError where the response holds nothing to read, or nests too deep.
    """
    page = read_page(response, captured)
    blocks = read_blocks(page)
    body = choose_body(page, blocks)
    loader = ArticleLoader() if loader is None else loader
    loader.context.update(captured=captured, base_url=page.base_url)
    _load_fields(loader, page, body)
    source = _with_digest(source or Source(kind="live"), response.body)
    loader.add_value("metadata", _metadata(loader, page, body, source))
    article: Article = loader.load_item()
    article.id = article.id or article_id(article.canonicalUrl, article.url, source.digest)
    return article


def extract_html(html: bytes | str, url: str | None = None) -> Article:
    """Return the article of an HTML page; `url` is where it was, if known.

    Raises PageError where there is nothing to read.

    >>> extract_html("<h1>Storm hits coast</h1><p>The storm came at night.").headline
    'Storm hits coast'
    """
    body = html.encode("utf-8", "replace") if isinstance(html, str) else html
    return extract(HtmlResponse(url or "", body=body, encoding="utf-8"), source=Source(kind="html"))


def extract_text(text: str, url: str | None = None) -> Article:
    """Return the article of a page of which only the text is left. Raises PageError where it is blank."""
    body = text.encode("utf-8", "replace")
    return extract(TextDumpResponse(url or "", body=body, encoding="utf-8"), source=Source(kind="text"))


def _with_digest(source: Source, body: bytes) -> Source:
    return source if source.digest else replace(source, digest=f"sha256:{hashlib.sha256(body).hexdigest()}")


def _load_fields(loader: ArticleLoader, page: Page, body: Body) -> None:
    for field, rule in RULES.items():
        chosen = loader.add_candidates(field, rule(page, body))
        if field == "inLanguage":
            # Names and dates are read in the page's language.
            loader.context["language"] = loader.get_output_value(field)
        elif chosen is not None and field in _RAW_FIELDS:
            loader.add_value(_RAW_FIELDS[field], chosen.value)


_RAW_FIELDS = {"datePublished": "datePublishedRaw", "dateModified": "dateModifiedRaw"}


def _metadata(loader: ArticleLoader, page: Page, body: Body, source: Source) -> Metadata:
    captured = page.captured
    return Metadata(
        dateDownloaded=f"{captured.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if captured else None,
        source=source,
        fieldSources=dict(sorted(loader.rules.items())),
        probability=article_probability(page, body),
        extractor=f"newsspider {__version__}",
    )
