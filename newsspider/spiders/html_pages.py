"""Which responses are pages of HTML: a crawl decides it as a replay does, by bytes before the Content-Type."""

from __future__ import annotations

from scrapy.http import HtmlResponse, Response

from newsspider.content_types import is_html_type, may_be_page_type, mime_type_in, other_kind


def as_page(response: Response) -> HtmlResponse | None:
    """Return a response as a page of HTML; None where it is none by its bytes.

    >>> type(as_page(Response("https://example.org/", body=b"<!doctype html><p>Storm"))).__name__
    'HtmlResponse'
    >>> as_page(HtmlResponse("https://example.org/", body=b"%PDF-1.7"))
    """
    kind = mime_type_in((response.headers.get(b"Content-Type") or b"").decode("latin-1"))
    if not may_be_page_type(kind):
        return None
    if isinstance(response, HtmlResponse) and (not kind or is_html_type(kind)):
        return response if other_kind(response.body) is None else None
    from newsspider.archives.messages import Message, page_response  # noqa: PLC0415  # few crawls need it

    # Scrapy takes much for HTML that has a tag of it somewhere, such as rows of JSON with pages in them.
    headers = [(name, value) for name, values in response.headers.items() for value in values]
    page = page_response(response.url, Message(response.status, headers, response.body))
    if not isinstance(page, HtmlResponse):
        return None
    return response if isinstance(response, HtmlResponse) else page.replace(request=response.request)
