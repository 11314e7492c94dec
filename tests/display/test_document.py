from __future__ import annotations

import doctest

from lxml.html import document_fromstring

from newsspider.display import document as module
from newsspider.display.document import element, html_document


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_text_and_attributes_stay_what_they_are() -> None:
    hostile = "</style></title><script>alert(1)</script><img src=//evil.example/p.png onerror=x>"
    content = html_document(
        hostile, [element("p", hostile, title=f'"{hostile}')], ("newsspider.explain", "data/explanation.css")
    )
    root = document_fromstring(content.decode("utf-8"))
    assert root.xpath("//script | //img") == []
    assert root.xpath("//title/text()") == [hostile]
    assert root.xpath("//p/text()") == [hostile]
    assert root.xpath("//p/@title") == [f'"{hostile}']
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
