"""Cookies, with no list of public suffixes fetched from anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
import tldextract
from scrapy.http import Request, Response
from scrapy.utils.misc import build_from_crawler

from newsspider.middlewares.cookies import BundledSuffixCookiesMiddleware
from tests.pipelines.crawlers import crawler_with


def cookies_sent(set_cookie: str, host: str, then: str) -> str:
    """Return the Cookie header of a request to `then` after `host` has set a cookie."""
    middleware = build_from_crawler(BundledSuffixCookiesMiddleware, crawler_with())
    first, second = Request(f"https://{host}/"), Request(f"https://{then}/")
    middleware.process_response(first, Response(first.url, headers={"Set-Cookie": set_cookie}))
    middleware.process_request(second)
    return (second.headers.get("Cookie") or b"").decode()


@pytest.fixture(autouse=True)
def no_list_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*_: object, **__: object) -> None:
        raise AssertionError("the list of public suffixes is asked for")

    monkeypatch.setattr(requests.Session, "request", fetch)


@pytest.mark.parametrize(
    ("set_cookie", "host", "then", "sent"),
    [
        ("a=1", "example.co.uk", "example.co.uk", "a=1"),
        ("a=1", "example.co.uk", "other.co.uk", ""),
        ("a=1; Domain=example.co.uk", "www.example.co.uk", "news.example.co.uk", "a=1"),
        ("a=1; Domain=co.uk", "example.co.uk", "example.co.uk", ""),
        ("a=1; Domain=.co.uk", "example.co.uk", "other.co.uk", ""),
        ("a=1; Domain=github.io", "ana.github.io", "ben.github.io", ""),
        ("a=1", "127.0.0.1", "127.0.0.1", "a=1"),
        ("a=1; Domain=intranet.local", "news.intranet.local", "www.intranet.local", "a=1"),
    ],
)
def test_a_cookie_goes_where_it_belongs(set_cookie: str, host: str, then: str, sent: str) -> None:
    assert cookies_sent(set_cookie, host, then) == sent


def test_scrapys_own_component_would_ask_for_the_list(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="asked for"):
        tldextract.TLDExtract(cache_dir=str(tmp_path), include_psl_private_domains=True)("example.co.uk")
