from __future__ import annotations

import json

import pytest

from newsspider.fields.authors.rule import authors
from tests.fields.made_pages import first, html_page, json_ld


def _names(declared: list[str], above: str, language: str = "en") -> list[str]:
    people = [{"@type": "Person", "name": name} for name in declared]
    linked = json_ld(json.dumps({"@type": "NewsArticle", "headline": "Storm hits coast", "author": people}))
    facts = html_page(head=linked, above=above)
    facts.chosen["inLanguage"] = language
    found = first(authors(facts))
    assert found is not None
    return [author.name for author in found[0]]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Edited by Ana Ruiz"),
        ("en", "Medically Reviewed By Ana Ruiz"),
        ("en", "4 May 2031 | Photographs by Ana Ruiz"),
        ("de", "Fotos: Ana Ruiz"),
        ("de", "Redigiert von Ana Ruiz"),
        ("fr", "Photos : Ana Ruiz"),
        ("es", "Revisado por Ana Ruiz"),
        ("pt", "Edição: Ana Ruiz"),
        ("id", "Editor: Ana Ruiz"),
        ("zh", "編輯：Ana Ruiz"),
    ],
)
def test_who_only_edited_or_photographed_is_no_author(language: str, line: str) -> None:
    assert _names(["Tom Hill", "Ana Ruiz"], f"<p>{line}</p>", language) == ["Tom Hill"]


def test_several_collaborators_of_one_line() -> None:
    declared = ["Tom Hill", "Ana Ruiz", "Eva Gil"]
    assert _names(declared, "<p>Photos by Ana Ruiz and Eva Gil</p>") == ["Tom Hill"]
    assert _names(declared, "<p>Edited by Ana Ruiz</p><p>Styled by Eva Gil</p>") == ["Tom Hill"]


@pytest.mark.parametrize(
    "above",
    [
        "<p>By Ana Ruiz</p><p>Photos by Ana Ruiz</p>",
        "<p>Tom Hill, Ana Ruiz</p><p>Photos by Ana Ruiz</p>",
        "<p>Text and photos by Ana Ruiz</p>",
        "<p>Editor Ana Ruiz</p>",  # her title
        "<p>Photos by Eva Gil for Ana Ruiz</p>",
    ],
)
def test_who_wrote_too_stays(above: str) -> None:
    assert _names(["Tom Hill", "Ana Ruiz"], above) == ["Tom Hill", "Ana Ruiz"]


def test_whom_a_line_signs_comes_before_a_declared_editor() -> None:
    above = '<p class="author">Tom Hill</p><p>Editor: Ana Ruiz</p>'
    assert _names(["Ana Ruiz"], above, "id") == ["Tom Hill"]


def test_a_declared_editor_stays_where_nobody_else_is_named() -> None:
    assert _names(["Ana Ruiz"], "<p>Edited by Ana Ruiz</p>") == ["Ana Ruiz"]
    assert _names(["Ana Ruiz", "Eva Gil"], "<p>Edited by Ana Ruiz, Eva Gil</p>") == ["Ana Ruiz", "Eva Gil"]
