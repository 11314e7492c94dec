"""The guard around one page."""

from __future__ import annotations

import doctest
import logging

import pytest
from scrapy.http import HtmlResponse, Request

from newsspider.items import Article, Reject, Source
from newsspider.spiders import articles as module
from newsspider.spiders.articles import article_or_reject

SOURCE = Source(kind="warc", path="a.warc.gz", offset=512, recordId="urn:uuid:1")
URL = "https://example.org/a"


class BrokenResponse(HtmlResponse):
    """A response that fails as soon as it is read, as a defect in a parser would."""

    @property
    def body(self) -> bytes:
        raise ZeroDivisionError("a defect")


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_a_page_becomes_an_article() -> None:
    item = article_or_reject(HtmlResponse(URL, body=b"<h1>A title</h1><p>Some text.</p>"), SOURCE)
    assert isinstance(item, Article)
    assert item.metadata is not None
    assert item.metadata.source is not None
    assert item.metadata.source.offset == 512


def test_a_page_with_nothing_to_read_becomes_a_reject() -> None:
    item = article_or_reject(HtmlResponse(URL, body=b""), SOURCE)
    assert isinstance(item, Reject)
    assert (item.path, item.offset, item.recordId, item.url) == ("a.warc.gz", 512, "urn:uuid:1", URL)
    assert item.code != "error"


def test_a_defect_becomes_a_reject_and_its_traceback_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    response = BrokenResponse(URL, body=b"<p>x", request=Request(URL))
    with caplog.at_level(logging.ERROR):
        item = article_or_reject(response, SOURCE)
    assert isinstance(item, Reject)
    assert (item.code, item.reason) == ("error", "ZeroDivisionError: a defect")
    assert "ZeroDivisionError" in caplog.text
    assert "a.warc.gz at byte 512" in caplog.text
