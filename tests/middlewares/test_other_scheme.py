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
