"""Hosts that answer by one scheme alone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Request, Response

from newsspider.middlewares.other_scheme import OtherScheme
from tests.pipelines.crawlers import crawler_with

REFUSED = DownloadConnectionRefusedError("111")
NO_TLS = DownloadFailedError("[<twisted.python.failure.Failure OpenSSL.SSL.Error: wrong version number>]")
Answers = Mapping[str, Exception | Mapping[str, str]]  # errors, or the headers of an answer, by the starts of URLs


class _Network:
    def __init__(self, answers: Answers) -> None:
        self.answers, self.asked = answers, list[str]()

    async def fetch(self, request: Request) -> Response:
        self.asked.append(request.url)
        answer = next(value for start, value in self.answers.items() if request.url.startswith(start))
        if isinstance(answer, Exception):
            raise answer
        request.meta["download_latency"] = 0.5
        return Response(request.url, headers=dict(answer))


def fetched(answers: Answers, *urls: str, **settings: object) -> tuple[list[str], list[str]]:
    """Return the URLs of the responses to requests, or their errors by name, and what was asked for."""
    crawler, network, results = crawler_with(**settings), _Network(answers), list[str]()
    schemes = OtherScheme(crawler)
    for url in urls:
        request = Request(url)
        try:
            results.append(asyncio.run(schemes.fetched(request, network.fetch)).url)
        except DownloadFailedError as error:
            results.append(type(error).__name__)
        except (DownloadConnectionRefusedError, DownloadTimeoutError) as error:
            results.append(type(error).__name__)
        else:
            assert request.meta["download_latency"] == 0.5
    return results, network.asked


@pytest.mark.parametrize(
    ("answers", "url", "other"),
    [
        ({"http:": REFUSED, "https:": {}}, "http://example.org/a?b", "https://example.org/a?b"),
        ({"http:": REFUSED, "https:": {}}, "http://example.org:80/a", "https://example.org/a"),
        ({"https:": REFUSED, "http:": {}}, "https://example.org/a", "http://example.org/a"),
        ({"https:": NO_TLS, "http:": {}}, "https://example.org/a", "http://example.org/a"),
        ({"https:": NO_TLS, "http:": {}}, "https://example.org:8443/a", "http://example.org:8443/a"),
    ],
)
def test_what_one_scheme_does_not_answer_the_other_does(answers: Answers, url: str, other: str) -> None:
    results, asked = fetched(answers, url, url)
    assert results == [other, other]
    assert asked == [url, other, other]  # it is known the second time


@pytest.mark.parametrize(
    ("answers", "url"),
    [
        ({"http:": REFUSED, "https:": {}}, "http://example.org:8080/"),  # the same server would refuse again
        ({"http:": DownloadTimeoutError("slow"), "https:": {}}, "http://example.org/"),
        ({"http:": REFUSED, "https:": NO_TLS}, "http://example.org/"),
        ({"https:": NO_TLS, "http:": {"Location": "https://example.org/"}}, "https://example.org/"),
    ],
)
def test_where_the_other_scheme_has_no_answer_the_first_error_is_told(answers: Answers, url: str) -> None:
    results, _ = fetched(answers, url)
    scheme = urlsplit(url).scheme
    assert results == [type(answers[f"{scheme}:"]).__name__]


@pytest.mark.parametrize("error", [REFUSED, NO_TLS])
def test_no_https_becomes_http_where_certificates_are_checked(error: Exception) -> None:
    _, asked = fetched({"https:": error, "http:": {}}, "https://example.org/", DOWNLOAD_VERIFY_CERTIFICATES=True)
    assert asked == ["https://example.org/"]


def test_a_host_whose_other_scheme_fails_later_has_failed() -> None:
    is_up = [True, True, False]

    async def fetch(request: Request) -> Response:
        if request.url.startswith("http:") or not is_up.pop(0):
            raise REFUSED
        return Response(request.url)

    schemes = OtherScheme(crawler_with())

    def ask() -> Response:
        return asyncio.run(schemes.fetched(Request("http://example.org/"), fetch))

    assert ask().url == ask().url == "https://example.org/"
    with pytest.raises(DownloadConnectionRefusedError):
        ask()


@pytest.mark.parametrize(("scheme", "kept"), [("http", ["Authorization", "Cookie"]), ("https", [])])
def test_no_password_and_no_cookie_of_https_goes_out_by_http(scheme: str, kept: list[str]) -> None:
    sent: list[Request] = []

    async def fetch(request: Request) -> Response:
        if request.url.startswith(f"{scheme}:"):
            raise REFUSED
        sent.append(request)
        return Response(request.url)

    schemes = OtherScheme(crawler_with())
    request = Request(
        f"{scheme}://example.org/", headers={"Authorization": "Basic eA==", "Cookie": "a=b", "X": "1"}
    )
    for _ in range(2):  # found out, and known
        asyncio.run(schemes.fetched(request, fetch))
    assert [sorted(name.decode() for name in one.headers) for one in sent] == [[*kept, "X"]] * 2
    assert "Cookie" in request.headers


def test_a_host_that_is_back_is_asked_as_it_was_asked() -> None:
    """One connection that was refused while a server restarted is no property of it."""
    is_down = [True, False, False]
    moved = {"Location": ""}

    async def fetch(request: Request) -> Response:
        if request.url.startswith("https:"):
            if is_down.pop(0):
                raise REFUSED
            return Response(request.url)
        return Response(request.url, headers={name: value for name, value in moved.items() if value})

    schemes = OtherScheme(crawler_with())

    def ask(url: str) -> str:
        return asyncio.run(schemes.fetched(Request(url), fetch)).url

    assert ask("https://example.org/a") == "http://example.org/a"
    moved["Location"] = "https://example.org/b"
    assert ask("https://example.org/b") == "https://example.org/b"
    assert ask("https://example.org/c") == "https://example.org/c"
    assert is_down == []


def test_what_is_known_of_a_host_is_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsspider.middlewares.other_scheme._KNOWN_S", 0.0)
    _, asked = fetched({"http:": REFUSED, "https:": {}}, "http://example.org/", "http://example.org/")
    assert asked == ["http://example.org/", "https://example.org/"] * 2
