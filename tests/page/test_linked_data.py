from __future__ import annotations

import json
from typing import Any

import pytest

from newsspider.page.json_ld import read_graph
from newsspider.page.linked_data import read_linked_data
from newsspider.page.types import LinkedAgent, LinkedData


def linked(*blocks: Any) -> LinkedData:
    graph, errors = read_graph([json.dumps(block) for block in blocks])
    return read_linked_data(graph, [], errors)


def test_articles_come_before_page_nodes_and_items_of_lists_are_not_articles() -> None:
    data = linked(
        {"@type": "WebPage", "name": "Rain | News", "datePublished": "2024-01-01"},
        {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another story"}]},
        {"@type": ["Article", "NewsArticle"], "headline": "Rain"},
    )
    assert [(article.syntax, article.headline) for article in data.articles] == [
        ("json-ld", "Rain"),
        ("json-ld:WebPage", "Rain | News"),
    ]
    assert data.types == {"WebPage", "ItemList", "Article", "NewsArticle"}


@pytest.mark.parametrize("kind", ["newsarticle", "Newsarticle", "NewsArticle "])
def test_types_are_known_however_their_letters_are_written(kind: str) -> None:
    assert [article.headline for article in linked({"@type": kind, "headline": "Rain"}).articles] == ["Rain"]


def test_a_blogs_post_is_an_article() -> None:
    data = linked({"@type": "Blog", "blogPost": [{"@type": "BlogPosting", "headline": "Rain"}]})
    assert [article.headline for article in data.articles] == ["Rain"]


def test_the_main_entity_of_a_page_is_an_article() -> None:
    data = linked({"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "Rain"}})
    assert [article.headline for article in data.articles] == ["Rain"]


def test_authors_in_all_their_shapes() -> None:
    data = linked(
        {
            "@graph": [
                {
                    "@type": "Person",
                    "@id": "#bo",
                    "givenName": "Bo",
                    "familyName": "Ek",
                    "sameAs": "https://bo.example",
                },
                {
                    "@type": "NewsArticle",
                    "author": [
                        "Ana Ruiz",
                        {"@type": "Organization", "name": "Wire"},
                        {"@id": "#bo"},
                        {"name": ["C", "D"]},
                    ],
                },
            ]
        }
    )
    assert list(data.articles[0].authors) == [
        LinkedAgent(name="Ana Ruiz"),
        LinkedAgent(name="Wire", type="Organization"),
        LinkedAgent(name="Bo Ek", url="https://bo.example", type="Person"),
        LinkedAgent(name="C"),
        LinkedAgent(name="D"),
    ]


def test_breadcrumbs_are_in_their_stated_order() -> None:
    steps = [
        {"@type": "ListItem", "position": "2", "name": "Sport", "item": "https://n.example/sport"},
        {"@type": "ListItem", "position": 1, "item": {"@id": "https://n.example/", "name": "Home"}},
    ]
    data = linked({"@type": "BreadcrumbList", "itemListElement": steps})
    assert list(data.breadcrumbs) == [[("Home", "https://n.example/"), ("Sport", "https://n.example/sport")]]


def test_a_part_behind_a_wall_is_a_wall() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".x"}
    assert linked({"@type": "Article", "hasPart": part}).articles[0].is_accessible_for_free is False
    assert (
        linked({"@type": "Article", "isAccessibleForFree": "http://schema.org/True"})
        .articles[0]
        .is_accessible_for_free
    )
    assert linked({"@type": "Article"}).articles[0].is_accessible_for_free is None


def test_images_keep_size_caption_and_credit() -> None:
    node = {
        "@type": "ImageObject",
        "url": "/i.jpg",
        "width": "1200px",
        "height": {"value": 800},
        "caption": "Rain",
        "creditText": "Bo",
    }
    image = linked({"@type": "Article", "image": [node, "/j.jpg"]}).articles[0].images
    assert [(i.url, i.width, i.height, i.caption, i.credit) for i in image] == [
        ("/i.jpg", 1200, 800, "Rain", "Bo"),
        ("/j.jpg", None, None, None, None),
    ]


def test_live_blog_updates() -> None:
    update = {
        "@type": "BlogPosting",
        "headline": "12:00",
        "datePublished": "2024-01-01T12:00:00Z",
        "articleBody": "Rain.",
    }
    updates = linked({"@type": "LiveBlogPosting", "liveBlogUpdate": [update, "odd"]}).articles[0].updates
    assert [(u.headline, u.date_published, u.body) for u in updates] == [
        ("12:00", "2024-01-01T12:00:00Z", "Rain.")
    ]


def test_wrong_types_give_nothing_and_never_raise() -> None:
    odd: list[Any] = [None, 5, True, [], {}, [[1]], {"@id": 5}, {"name": {"name": 1}}]
    for value in odd:
        names = "headline author image publisher datePublished inLanguage keywords breadcrumb hasPart liveBlogUpdate video width"
        linked({"@type": "NewsArticle", **dict.fromkeys(names.split(), value)})
        linked({"@type": "BreadcrumbList", "itemListElement": value})
        linked(value)
