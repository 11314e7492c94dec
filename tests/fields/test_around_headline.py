from __future__ import annotations

from newsspider.fields.around_headline import class_of, from_headline_on, is_elsewhere
from newsspider.page import html_page


def test_order_from_the_headline_on() -> None:
    page = html_page("<body><i>1</i><h1>Site</h1><i>2</i><h1>Storm hits coast</h1><i>3</i><i>4</i></body>")
    assert page.root is not None
    found = list(page.root.iter("h1", "i"))
    assert [element.text for element in from_headline_on(found, "Storm hits coast")] == ["3", "4", "2", "1"]
    assert [element.text for element in from_headline_on(found, None)] == ["2", "3", "4", "1"]


def test_parts_that_are_about_something_else() -> None:
    page = html_page('<body><main class="card"><i></i></main><div class="teaser-list"><b></b></div></body>')
    assert page.root is not None
    inside, outside = page.root.find(".//b"), page.root.find(".//i")
    assert inside is not None
    assert outside is not None
    assert is_elsewhere(inside)
    assert not is_elsewhere(outside)  # what holds the whole article may be called anything
    assert class_of(inside) == ""
