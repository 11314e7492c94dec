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
        ("en", "Photographer Ana Ruiz"),
        ("de", "Foto Ana Ruiz"),
        ("nl", "Beeld Ana Ruiz"),
        ("fr", "Photos Ana Ruiz"),
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
        "<p>Photography | Ana Ruiz</p>",  # a section
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


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "By Tom Hill; photos by Ana Ruiz"),
        ("en", "By Tom Hill. Photographs by Ana Ruiz"),
        ("en", "(Reporting by Tom Hill in Lisbon; Editing by Ana Ruiz and Eva Gil)"),
        ("en", "Words: Tom Hill. Photography: Ana Ruiz"),
        ("en", "By Tom Hill (text) and Ana Ruiz (photos)"),
        ("en", "PHOTOS BY ANA RUIZ"),
        ("de", "Text: Tom Hill, Fotos: Ana Ruiz"),
        ("de", "Von Tom Hill (Text) und Ana Ruiz (Fotos)"),
        ("fr", "Texte : Tom Hill / Photos : Ana Ruiz"),
        ("es", "Texto: Tom Hill; fotos: Ana Ruiz"),
        ("nl", "Tekst: Tom Hill, foto's: Ana Ruiz"),
        ("pl", "Tekst: Tom Hill, fot. Ana Ruiz"),
        ("zh", "文/Tom Hill 图/Ana Ruiz"),
        ("zh", "文｜Tom Hill 摄影｜Ana Ruiz"),
        ("ko", "사진=Ana Ruiz 기자"),
    ],
)
def test_other_work_may_stand_behind_the_writer(language: str, line: str) -> None:
    assert _names(["Tom Hill", "Ana Ruiz"], f"<p>{line}</p>", language) == ["Tom Hill"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Photos: Ana Ruiz / Text: Ana Ruiz"),
        ("en", "Words · Photography: Ana Ruiz"),
        ("de", "Bild: Ana Ruiz; Text: Ana Ruiz"),
        ("de", "Text | Fotos: Ana Ruiz"),
        ("fr", "Photos et texte : Ana Ruiz"),
        ("es", "Texto, fotos: Ana Ruiz"),
        ("it", "Testo e foto: Ana Ruiz"),
        ("ru", "Текст, фото: Ana Ruiz"),
        ("zh", "文、摄影：Ana Ruiz"),
        ("zh", "文·图：Ana Ruiz"),
        ("ja", "文・写真：Ana Ruiz"),
        ("ja", "取材と撮影：Ana Ruiz"),
        ("ko", "글·사진: Ana Ruiz"),
    ],
)
def test_who_wrote_and_photographed_stays(language: str, line: str) -> None:
    assert _names(["Tom Hill", "Ana Ruiz"], f"<p>{line}</p>", language) == ["Tom Hill", "Ana Ruiz"]


@pytest.mark.parametrize(
    ("language", "byline"),
    [
        ("en", "BY TOM HILL AND ANA RUIZ"),
        ("en", "By Tom Hill/Ana Ruiz"),
        ("en", "By Tom Hill and Ana M. Ruiz"),
        ("en", "By T. Hill and A. Ruiz"),
        ("fr", "Par Tom HILL et Ana RUIZ"),
        ("es", "Por Tom Hill y Ana Ruíz"),
        ("ko", "(Ana Ruiz)"),
    ],
)
def test_a_byline_in_another_spelling_signs(language: str, byline: str) -> None:
    above = f"<p>{byline}</p><p>Photo: Ana Ruiz</p>"
    assert _names(["Tom Hill", "Ana Ruiz"], above, language) == ["Tom Hill", "Ana Ruiz"]


@pytest.mark.parametrize(
    ("declared", "line"),
    [
        (["Tom Hill", "Ana Ruiz"], "Photos: Ana Ruiz Gil"),
        (["Tom Hill", "Ana Ruiz"], "Photos by Ana Ruizova"),
        (["Tom Hill", "Ana Ruiz"], "Photos by Mariana Ruiz"),
        (["Tom Hill", "Ana Ruiz"], "By Tom Hill and Mariana Ruiz (photos)"),
        (["王小明", "李明"], "摄影：李明华"),
    ],
)
def test_a_longer_name_is_another(declared: list[str], line: str) -> None:
    assert _names(declared, f"<p>{line}</p>") == declared


def test_several_editors_of_east_asia_without_a_comma() -> None:
    declared = ["王小明", "李明", "张伟"]
    assert _names(declared, "<p>作者：王小明</p><p>责任编辑：李明 张伟</p>", "zh") == ["王小明"]


@pytest.mark.parametrize(
    "line",
    [
        '<p class="byline">Edited by Eva Gil</p>',
        '<p class="byline">Photos: <a href="/author/eva">Eva Gil</a></p>',
        "<p>Reviewed by Eva Gil</p>",
        '<p class="author">Example</p>',
    ],
)
def test_a_declared_photographer_gives_way_to_writers_alone(line: str) -> None:
    assert _names(["Ana Ruiz"], f"<p>Photo: Ana Ruiz</p>{line}") == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("language", "line", "body"),
    [
        ("de", "Foto: dpa", "dpa"),
        ("de", "Foto: dpa/Tom Hill", "dpa"),
        ("en", "Photo: Reuters", "Reuters"),
        ("fr", "Photo : AFP", "AFP"),
        ("es", "Foto: EFE", "EFE"),
        ("en", "Photo: Harbour Press", "Harbour Press"),
    ],
)
def test_a_body_whose_picture_is_shown_stays(language: str, line: str, body: str) -> None:
    assert _names(["Ana Ruiz", body], f"<p>By Ana Ruiz</p><p>{line}</p>", language) == ["Ana Ruiz", body]


def test_of_names_that_begin_alike_the_longer_one_is_meant() -> None:
    assert _names(["Ana Ruiz", "Ana Ruiz Gil"], "<p>Photos by Ana Ruiz Gil</p>") == ["Ana Ruiz"]
    assert _names(["Ana Ruiz", "Ana Ruiz Gil"], "<p>Photos by Ana Ruiz</p>") == ["Ana Ruiz Gil"]


@pytest.mark.parametrize(
    ("language", "line", "people"),
    [
        ("ko", "글=홍길동 기자, 사진=김철수 기자", ["홍길동", "김철수"]),
        ("ko", "홍길동 기자, 사진: 김철수", ["홍길동", "김철수"]),
        ("ja", "山田太郎記者、写真＝佐藤花子", ["山田太郎", "佐藤花子"]),
        ("zh", "王小明记者，摄影：李明", ["王小明", "李明"]),
    ],
)
def test_a_reporter_before_the_photographer_wrote_alone(language: str, line: str, people: list[str]) -> None:
    assert _names(people, f"<p>{line}</p>", language) == people[:1]
