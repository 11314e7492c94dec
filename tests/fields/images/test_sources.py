from __future__ import annotations

import pytest
from lxml import html

from newsspider.fields.images.sources import enlarged_source, picture_source


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
        (
            '<img src="/m/{5F104CCF-3B5A-4B4C-B83E-4774ECB29889}g225_4.jpg">',
            "/m/{5F104CCF-3B5A-4B4C-B83E-4774ECB29889}g225_4.jpg",
        ),
        ('<img src="/m/{width}g225_4.jpg">', None),
        ('<img src="/spacer.gif" data-share-url="https://www.example.org/share?u=x">', "/spacer.gif"),
        ('<img src="/spacer.gif" data-original-page-url="/noticias/la-tormenta">', "/spacer.gif"),
        ('<img src="/spacer.gif" data-image-caption-url="/captions/77.jpg">', "/spacer.gif"),
        ('<img src="/spacer.gif" data-url="https://www.example.org/nachrichten/sturm">', "/spacer.gif"),
        (
            '<img src="/spacer.gif" data-url="https://cdn.example.org/5928/pier">',
            "https://cdn.example.org/5928/pier",
        ),
        ('<img src="/spacer.gif" data-url="/2031/storm.jpg?w=800">', "/2031/storm.jpg?w=800"),
        # All versions as JSON, in one attribute; what is no list of pictures is none.
        ("""<img src="/spacer.gif" data-src='{"small": "/a-320.jpg", "large": "/a.jpg"}'>""", "/a.jpg"),
        ("""<img src="/spacer.gif" data-src='{"320": "/a-320.jpg", "900": "/a-900.jpg"}'>""", "/a-900.jpg"),
        ("""<img src="/a.jpg" data-lazy='{"fit": "crop"}'>""", "/a.jpg"),
        ("""<img src="/a.jpg" data-src='{"large": "/b'>""", "/a.jpg"),
        # What scripts of China and Korea fill in, without a "data-" before it.
        (
            '<img src="/blank.gif" real_src="https://s5.example.org/mw690/003abc">',
            "https://s5.example.org/mw690/003abc",
        ),
        ('<img src="/grey.gif" original="/upload/a.jpg">', "/upload/a.jpg"),
        ('<img src="/blank.gif" lazysrc="/photo/a.jpg">', "/photo/a.jpg"),
        ('<img src="/none.gif" zoomfile="/attachment/a.jpg" file="/attachment/a.jpg">', "/attachment/a.jpg"),
        ('<img src="/a.jpg" original="true" file="5928">', "/a.jpg"),
        (
            '<img srcset="/a.jpg?w=20 20w" data-srcset="/a.jpg?w=800 800w, /a.jpg?w=1600 1600w">',
            "/a.jpg?w=1600",
        ),
        ('<img src="#" data-lazyload="/a.jpg">', "/a.jpg"),
        ('<img src="about:blank" data-ks-lazyload="/a.jpg">', "/a.jpg"),
        ('<img src="" srcset="null" data-src="/a.jpg">', "/a.jpg"),
        # What a script fills in with the width that it needs.
        ('<img src="/a_10x.jpg" data-src="/a_{width}x.jpg">', "/a_10x.jpg"),
        ('<img src="/a-lqip.jpg" data-hires="/a.jpg">', "/a.jpg"),
    ],
)
def test_where_scripts_and_templates_keep_the_address(markup: str, url: str | None) -> None:
    element = next(html.fragment_fromstring(markup, create_parent="p").iter("img"))
    assert picture_source(element, dict(element.items())) == url


@pytest.mark.parametrize(
    "name",
    ["data-orig-file", "data-large-file", "data-full", "data-zoom-image", "data-large_image", "data-pin-media"],
)
def test_an_attribute_keeps_the_larger_version(name: str) -> None:
    image = html.fragment_fromstring(f'<img src="/pier-at-dawn-300x200.jpg" {name}="/pier-at-dawn.jpg">')
    assert enlarged_source(image, "/pier-at-dawn-300x200.jpg") == "/pier-at-dawn.jpg"
    other = html.fragment_fromstring(f'<img src="/pier-at-dawn-300x200.jpg" {name}="/pin-this-recipe.jpg">')
    assert enlarged_source(other, "/pier-at-dawn-300x200.jpg") is None


def test_a_noscript_shows_what_a_preview_stands_for() -> None:
    box = html.fragment_fromstring(
        '<div><img src="/pier-at-dawn-30x20.jpg"><noscript><img src="/pier-at-dawn-1200x800.jpg"></noscript></div>'
    )
    assert enlarged_source(box[0], "/pier-at-dawn-30x20.jpg") == "/pier-at-dawn-1200x800.jpg"
