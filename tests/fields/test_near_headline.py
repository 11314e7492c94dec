from __future__ import annotations

from newsspider.fields.near_headline import (
    class_of,
    from_headline_on,
    is_elsewhere,
    lines_around,
    lines_under_headline,
    names_beside,
    place_of_h1,
)
from newsspider.page import html_page as page_of
from tests.fields.made_pages import TEXT, body_of, html_page, text_page


def test_order_from_the_headline_on() -> None:
    page = page_of("<body><i>1</i><h1>Site</h1><i>2</i><h1>Storm hits coast</h1><i>3</i><i>4</i></body>")
    assert page.root is not None
    found = list(page.root.iter("h1", "i"))
    assert [element.text for element in from_headline_on(found, "Storm hits coast")] == ["3", "4", "2", "1"]
    assert [element.text for element in from_headline_on(found, None)] == ["2", "3", "4", "1"]


def test_parts_that_are_about_something_else() -> None:
    page = page_of('<body><main class="card"><i></i></main><div class="teaser-list"><b></b></div></body>')
    assert page.root is not None
    inside, outside = page.root.find(".//b"), page.root.find(".//i")
    assert inside is not None
    assert outside is not None
    assert is_elsewhere(inside)
    assert not is_elsewhere(outside)  # what holds the whole article may be called anything
    assert class_of(inside) == ""


def test_what_stands_between_headline_and_text() -> None:
    lines = "<p>Ana Ruiz</p><p>Share</p><p>Print</p><p>12 May 2031</p><p>Ben Kurz</p><p>Listen</p><p>Comments</p>"
    _, body = html_page(above=lines)
    assert list(lines_under_headline(body))[:3] == ["Storm hits coast", "Ana Ruiz", "Share"]
    assert list(names_beside(body)) == ["Ana Ruiz", "Print", "Ben Kurz", "Comments"]


def test_without_an_h1_nothing_stands_under_it() -> None:
    _, body = text_page("Storm hits coast")
    assert place_of_h1(body) is None
    assert list(lines_under_headline(body)) == list(names_beside(body)) == []


def test_what_blog_software_calls_an_article_s_own_parts() -> None:
    parts = ('class="widget Blog"', 'class="post-footer"', 'class="entry-footer"')
    page = page_of("<body>" + "".join(f"<div {part}><i></i></div>" for part in parts) + "</body>")
    others = page_of('<body><div class="widget BlogArchive"><i></i></div><div class="footer"><i></i></div></body>')
    assert page.root is not None
    assert others.root is not None
    assert not any(is_elsewhere(element) for element in page.root.iter("i"))
    assert all(is_elsewhere(element) for element in others.root.iter("i"))


def test_lines_right_above_the_text_come_before_those_further_up() -> None:
    lines = "".join(f"<div>{day} May 2031</div>" for day in range(1, 9))
    _, body = body_of(page_of(f"<body>{lines}{TEXT}</body>"))
    found = [line for line in lines_around(body) if line.endswith("May 2031")]
    assert found[:4] == [f"{day} May 2031" for day in range(5, 9)]
    assert found[4:] == [f"{day} May 2031" for day in range(1, 5)]
