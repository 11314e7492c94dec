from __future__ import annotations

import json

from newsspider.items import Article, Author, Breadcrumb, Image, Media, Metadata, Reject, feed_form


def test_the_feed_has_declared_order_and_nothing_that_is_absent() -> None:
    article = Article(
        metadata=Metadata(probability=0.0),
        headline="Rain",
        description="",
        authors=[Author(name="Ana Ruiz", url="")],
        keywords=[],
        mainImage=Image(),
        isAccessibleForFree=False,
        url="https://n.example/a",
        wordCount=0,
    )
    assert json.dumps(article.to_dict()) == json.dumps(
        {
            "url": "https://n.example/a",
            "headline": "Rain",
            "authors": [{"name": "Ana Ruiz"}],
            "isAccessibleForFree": False,
            "wordCount": 0,
            "metadata": {"probability": 0.0},
        }
    )


def test_an_article_of_nothing_is_an_empty_dict() -> None:
    assert Article().to_dict() == {}


def test_forms_nest_through_every_container() -> None:
    value = {"a": (Media(url="https://n.example/v"), None, ""), "b": {"c": [[], {}]}, "d": Breadcrumb(name="x")}
    assert feed_form(value) == {"a": [{"url": "https://n.example/v"}], "d": {"name": "x"}}


def test_a_reject_is_one_line_in_logs() -> None:
    reject = Reject(
        path="a.warc", offset=7, code="truncated", reason="cut in\nits body", item={"body": "x" * 9_999}
    )
    assert repr(reject) == str(reject) == "<Reject truncated a.warc: cut in its body>"
    assert repr(Reject(code="gone", reason="")) == "<Reject gone: >"
