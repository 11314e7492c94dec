from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse

from newsspider.discovery.item_lists import item_lists
from newsspider.discovery.types import Found, Kind


def read(*values: object) -> list[Found]:
    scripts = "".join(f"<script type='application/ld+json'>{json.dumps(value)}</script>" for value in values)
    return item_lists(HtmlResponse("https://example.org/world/", body=scripts.encode(), encoding="utf-8"))


def found(*values: object) -> list[tuple[str, str, str]]:
    return [(one.url, one.kind.value, one.text) for one in read(*values)]


def item_list(*items: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": list(items)}


STORM = ("https://example.org/storm", "page", "")
NAMED = ("https://example.org/storm", "article", "Storm & tide")
ARTICLE = {"@type": "NewsArticle", "headline": "Storm &amp; tide", "url": "/storm"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (item_list({"@type": "ListItem", "position": 1, "url": "https://example.org/storm?utm_source=x"}), STORM),
        (item_list({"@type": "ListItem", "item": "/storm"}), STORM),
        (item_list({"@type": "ListItem", "item": {"@id": "/storm"}}), STORM),
        (item_list("/storm"), STORM),
        (item_list({"@type": "ListItem", "item": ARTICLE}), NAMED),
        (item_list({"@type": "ListItem", "name": "Storm & tide", "item": {"@type": "Article", "url": "/storm"}}), NAMED),
        (item_list(ARTICLE), NAMED),
        (item_list({**ARTICLE, "url": None, "mainEntityOfPage": {"@id": "/storm"}}), NAMED),
        (item_list({**ARTICLE, "url": None, "mainEntityOfPage": "/storm"}), NAMED),
        ({"@type": "CollectionPage", "mainEntity": item_list(ARTICLE)}, NAMED),
        ({"@type": "WebPage", "mainEntityOfPage": {"mainEntity": [{"x": item_list(ARTICLE)}]}}, NAMED),
        ({"@type": "CollectionPage", "hasPart": [ARTICLE]}, NAMED),
        ({"@type": "CollectionPage", "hasPart": ARTICLE}, NAMED),
        ({"@type": "Blog", "blogPost": [{**ARTICLE, "@type": ["BlogPosting"]}]}, NAMED),
        ({"@graph": [{"@type": "WebSite"}, item_list({"item": {"@id": "#1"}}), {**ARTICLE, "@id": "#1"}]}, NAMED),
        ([item_list({"url": "/storm"}), item_list(ARTICLE)], NAMED),
    ],
)  # fmt: skip
def test_pages_that_lists_name(value: object, expected: tuple[str, str, str]) -> None:
    assert found(value) == [expected]


@pytest.mark.parametrize(
    "value",
    [
        {**item_list(ARTICLE), "@type": "BreadcrumbList"},
        {"@type": "BreadcrumbList", "itemListElement": [{"item": "https://example.org/culture/"}]},
        {"@type": "SiteNavigationElement", "hasPart": [{"url": "/culture/"}]},
        item_list({"url": "https://example.org/world/"}, {"item": {"@id": "#a"}}, {"url": "mailto:a"}, {"url": 7}, 7, None, {}),
        ARTICLE,
        {"itemListElement": 7},
        7,
        "x",
        [],
    ],
)  # fmt: skip
def test_other_things_are_no_pages(value: object) -> None:
    assert read(value) == []


def test_they_come_in_the_order_of_the_lists() -> None:
    first, second = item_list({"url": "/1"}, {"url": "/2"}), item_list({"url": "/3"}, {"url": "/1"})
    assert [one.url[-2:] for one in read(first, {"mainEntity": second})] == ["/1", "/2", "/3"]
    assert {one.kind for one in read(first)} == {Kind.PAGE}


def test_a_list_that_holds_itself_ends() -> None:
    value = {"@graph": [{"@id": "#l", "hasPart": {"@id": "#l"}, "x": 1}, item_list({"@id": "#l"}, {"url": "/1"})]}
    assert [one.url for one in read(value)] == ["https://example.org/1"]


def test_hostile_lists_take_linear_time() -> None:
    start = time.process_time()
    assert len(read(item_list(*({"url": f"/{n}"} for n in range(50_000))))) == 1_000
    deep: object = {"url": "/a"}
    for _ in range(400):
        deep = {"hasPart": [deep]}
    read(deep, item_list(*([item_list(ARTICLE)] * 10_000)))
    assert time.process_time() - start < 5


KEYS = st.sampled_from(
    [
        "@type",
        "@id",
        "@graph",
        "url",
        "item",
        "itemListElement",
        "hasPart",
        "mainEntity",
        "mainEntityOfPage",
        "name",
    ]
)
VALUES = st.recursive(
    st.none() | st.integers() | st.sampled_from(["#a", "/a", "http://[", "ItemList", "NewsArticle"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(VALUES, st.text(max_size=30))
def test_never_raises(value: object, text: str) -> None:
    read(value, text)
    body = f"<script type='application/ld+json'>{text}</script>".encode("utf-8", "replace")
    item_lists(HtmlResponse("https://example.org/", body=body, encoding="utf-8"))
