from __future__ import annotations

from newsspider.fields.near_headline import class_of, from_headline_on, is_elsewhere
from newsspider.page import html_page as page_of


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


def test_what_blog_software_calls_an_article_s_own_parts() -> None:
    parts = ('class="widget Blog"', 'class="post-footer"', 'class="entry-footer"')
    page = page_of("<body>" + "".join(f"<div {part}><i></i></div>" for part in parts) + "</body>")
    others = page_of('<body><div class="widget BlogArchive"><i></i></div><div class="footer"><i></i></div></body>')
    assert page.root is not None
    assert others.root is not None
    assert not any(is_elsewhere(element) for element in page.root.iter("i"))
    assert all(is_elsewhere(element) for element in others.root.iter("i"))
