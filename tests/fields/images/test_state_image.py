from __future__ import annotations

import json
from typing import Any

import pytest

from newsspider import extract_html
from newsspider.fields.images.state_image import image_in
from newsspider.items import Image
from tests.fields.made_pages import TEXT


@pytest.mark.parametrize(
    ("node", "image"),
    [
        ({"image": "/img/storm.jpg"}, Image(url="/img/storm.jpg")),
        ({"featured_image": {"source_url": "https://cdn.example.org/storm"}}, Image(url="https://cdn.example.org/storm")),
        ({"images": [{"src": "/img/a.jpg", "credit": "Ana Ruiz"}, {"src": "/img/b.jpg"}]}, Image(url="/img/a.jpg", credit="Ana Ruiz")),
        ({"leadMedia": {"data": {"attributes": {"url": "/uploads/storm.webp"}}}}, Image(url="/uploads/storm.webp")),
        ({"coverImage": {"file": {"url": "/img/storm.jpg"}, "description": "Die Küste"}}, Image(url="/img/storm.jpg", caption="Die Küste")),
        ({"image": True, "cover": "full"}, None),
        ({"image": {"url": "/2031/the-storm-hits"}}, None),
        ({"image": [[[[[[["/img/storm.jpg"]]]]]]]}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_the_picture_of_an_object(node: dict[str, Any], image: Image | None) -> None:
    assert image_in(node) == image


def test_a_page_that_scripts_draw_has_the_picture_of_its_data() -> None:
    article = {
        "title": "Storm hits coast",
        "leadImage": {"url": "/img/pier.jpg", "caption": "The pier."},
        "body": TEXT,
    }
    data = json.dumps({"props": {"pageProps": {"article": article}}})
    head = f"<title>Storm hits coast</title><script id=__NEXT_DATA__ type='application/json'>{data}</script>"
    found = extract_html(
        f"<html><head>{head}</head><body><div id=__next></div></body></html>", "https://www.example.org/a"
    )
    assert found.mainImage == Image(url="https://www.example.org/img/pier.jpg", caption="The pier.")
    assert found.images == [found.mainImage]
    assert found.to_dict()["metadata"]["fieldSources"]["mainImage"] == "page-state"
