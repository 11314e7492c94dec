from __future__ import annotations

import pytest
from lxml import html

from newsspider.fields.images.sources import picture_source


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<img data-baseurl="https://img.example.org/5928/pier">', "https://img.example.org/5928/pier"),
        ('<img src="data:image/gif;base64,R0lG" data-lazyimage-src="/a.jpg">', "/a.jpg"),
        ('<img src="/placeholder.png" data-hero-img="a/b.jpg">', "a/b.jpg"),
        ('<img src="/transparent.gif"><noscript><img src="/a.jpg"></noscript>', "/a.jpg"),
        ('<img src="/spacer.gif"><noscript><img srcset="/a.jpg 400w, /b.jpg 900w"></noscript>', "/b.jpg"),
        ('<img src="/a.jpg" data-tracking-url="/count?id=1">', "/a.jpg"),
        ('<img src="data:image/gif;base64,R0lG" data-src-set-name="Large picture">', None),
        ('<img src="/placeholder.png">', "/placeholder.png"),
    ],
)
def test_where_scripts_and_templates_keep_the_address(markup: str, url: str | None) -> None:
    element = next(html.fragment_fromstring(markup, create_parent="p").iter("img"))
    assert picture_source(element, dict(element.items())) == url
