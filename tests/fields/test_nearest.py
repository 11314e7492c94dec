from __future__ import annotations

import pytest

from newsspider.fields import FIELDS
from newsspider.fields.nearest import nearest_field


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("title", "headline"),
        ("Title", "headline"),
        ("HEADLINE", "headline"),
        ("headlnie", "headline"),
        ("fulltext", "articleBody"),
        ("full_text", "articleBody"),
        ("published_time", "datePublished"),
        ("date_published", "datePublished"),
        ("datemodified", "dateModified"),
        ("byline", "authors"),
        ("imgs", "images"),
        ("price", None),
        ("", None),
    ],
)
def test_what_others_call_our_fields_and_what_is_mistyped(name: str, meant: str | None) -> None:
    assert nearest_field(name, FIELDS) == meant


def test_a_field_of_the_project_comes_before_what_others_call_ours() -> None:
    assert nearest_field("titel", ["title", "url"]) == "title"
    assert nearest_field("title", ["titles", "url"]) == "titles"
