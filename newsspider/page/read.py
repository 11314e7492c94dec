"""Response to Page: decode, parse, index, linked data; each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.selector import Selector

from newsspider._native import attributes_of, index_tree
from newsspider.content_types import other_kind
from newsspider.errors import PageError
from newsspider.http import TextDumpResponse
from newsspider.page.decode import in_utf8
from newsspider.page.double_utf8 import mended_text, without_double_utf8
from newsspider.page.json_ld import Node, read_graph
from newsspider.page.linked_data import read_linked_data
from newsspider.page.microdata import microdata_nodes
from newsspider.page.own_articles import Naming, own_articles
from newsspider.page.tree import parse_tree
from newsspider.page.types import LinkedData, Page

_META_ATTRIBUTES = ("content", "value", "property", "name", "itemprop", "http-equiv")
_MAX_AROUND_TITLE = 4  # elements
_MAX_ADDRESS_CHARS = 8_192  # what is longer is data, and each link of the page would be joined with it
_BLANK = " \t\r\n\f\v\x00\xa0\ufeff"

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"  # in a page that is read as XML


def read_page(response: TextResponse, captured: datetime | None = None) -> Page:
    """Return the page that a response holds. `captured` (aware) bounds the dates that the page can name.

    Raises PageError where there is nothing to read ("empty"), or what is no page by its bytes ("not-html").
    """
    if isinstance(response, ReadResponse):
        page = response.page
        return page if page.captured == captured else replace(page, captured=captured)
    url = address_of(response)
    if isinstance(response, TextDumpResponse):
        text = mended_text(response.text)
        return _noted(text_page(text, url=url, captured=captured), is_mended=text is not response.text)
    kind = other_kind(response.body)
    if kind is not None:
        raise PageError("not-html", f"the page is {kind}, not HTML")
    content_type = _header(response, "Content-Type")
    written = in_utf8(response.body, content_type)
    markup = without_double_utf8(written)
    page = html_page(markup, url=url, captured=captured, language=_header(response, "Content-Language"))
    return _noted(page, is_mended=markup is not written)


def _noted(page: Page, *, is_mended: bool) -> Page:
    return replace(page, was_double_utf8=True) if is_mended else page


class ReadResponse(HtmlResponse):
    """A response with the page that was read from it: whoever asks for its selector gets the page's tree."""

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self._selector: Selector | None = None

    @classmethod
    def of(cls, response: HtmlResponse, captured: datetime | None = None) -> Self:
        """Return a response as it is read. Raises PageError as read_page() does."""
        return response.replace(cls=cls, page=read_page(response, captured))

    def replace(self, *args: Any, cls: type[Response] | None = None, **kwargs: Any) -> Any:
        """Return a changed copy, whose page is not read: an HtmlResponse unless `cls` says otherwise."""
        return super().replace(*args, cls=cls or HtmlResponse, **kwargs)

    @property
    def selector(self) -> Selector:
        """The page's tree, which is not parsed a second time."""
        if self._selector is None:
            self._selector = Selector(root=self.page.root, type="html")
        return self._selector


def text_page(text: str, *, url: str | None = None, captured: datetime | None = None) -> Page:
    """Return the page of which `text` is left. Raises PageError where it is blank."""
    if not text.strip(_BLANK):
        raise PageError("empty", "the dump holds no text")
    return Page(url=url, text=text, captured=captured)


def html_page(
    markup: str | bytes,
    *,
    url: str | None = None,
    captured: datetime | None = None,
    language: str | None = None,
) -> Page:
    """Return the page that HTML markup, text or in UTF-8, describes; `language` is the Content-Language header's.

    Raises PageError as parse_tree() does.
    """
    root = parse_tree(markup)
    elements, hinted, marked = index_tree(root)
    page = Page(
        url=url,
        root=root,
        captured=captured,
        base_url=_base_url(elements["base"], url),
        title=next(("".join(title.itertext()) for title in elements["title"] if not _is_of_picture(title)), None),
        language=root.get("lang") or root.get("xml:lang") or root.get(_XML_LANG) or language,
        meta=_meta(elements["meta"]),
        links=_links(elements["link"]),
        elements=elements,
        hinted=hinted,
    )
    data = _linked_data(elements["script"], microdata_nodes(marked))
    return replace(page, linked_data=replace(data, own=own_articles(data.articles, _naming(page))))


def _is_of_picture(title: _Element) -> bool:
    """Return whether a <title> is that of a drawing, which may stand before the page's own: <svg><title>."""
    return any(one.tag == "svg" for one in islice(title.iterancestors(), _MAX_AROUND_TITLE))


def _naming(page: Page) -> Naming:
    return Naming(
        addresses=[address for address in (page.url, *page.links.get("canonical", ())) if address],
        base_url=page.base_url,
        titles=[title for title in (page.title, page.first_meta("og:title")) if title],
    )


def address_of(response: Response) -> str | None:
    """Return where a response is from; None where that is no URL that can be taken apart, such as `http://[`."""
    try:
        parts = urlsplit(response.url)
    except ValueError:
        return None
    return response.url if any(parts) and len(response.url) <= _MAX_ADDRESS_CHARS else None


def _header(response: TextResponse, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _base_url(bases: Sequence[_Element], url: str | None) -> str | None:
    href = next((base.get("href") for base in bases if base.get("href")), None)
    if not href or len(href) > _MAX_ADDRESS_CHARS:
        return url
    try:
        return urljoin(url or "", href.strip())
    except ValueError:  # "http://[" and the like
        return url


def _meta(elements: Sequence[_Element]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for content, value, *names in attributes_of(elements, _META_ATTRIBUTES):
        text = content or value  # some pages write value=
        written = next(filter(None, names), None)
        if text and written:
            # RDFa: property="og:title dc:title" gives both (RDFa Core 1.1, 5)
            for name in written.lower().split():
                found.setdefault(name, []).append(text)
    return found


def _links(elements: Sequence[_Element]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for href, rels in attributes_of(elements, ("href", "rel")):
        if href and rels:
            for rel in rels.lower().split():
                found.setdefault(rel, []).append(href)
    return found


def _linked_data(scripts: Sequence[_Element], microdata: Sequence[Node]) -> LinkedData:
    kinds = attributes_of(scripts, ("type",))
    texts = (scripts[i].text for i, (kind,) in enumerate(kinds) if kind and "ld+json" in kind.lower())
    graph, errors = read_graph([text for text in texts if text])
    return read_linked_data(graph, microdata, errors)
