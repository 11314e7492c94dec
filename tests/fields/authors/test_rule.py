from __future__ import annotations

from newsspider.fields.authors.rule import authors
from tests.fields.made_pages import first, html_page, json_ld, rules


def _names(head: str = "", above: str = "") -> tuple[list[str], str] | None:
    facts = html_page(head=head, above=above)
    found = first(authors(facts))
    return ([author.name for author in found[0]], found[1]) if found else None


def test_linked_data_before_meta_before_the_page() -> None:
    linked = json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast", "author": "Ana Ruiz"}')
    meta, above = '<meta name="author" content="Eva Gil">', '<p class="byline">By Tom Hill</p>'
    assert _names(linked + meta, above) == (["Ana Ruiz"], "json-ld")
    assert _names(meta, above) == (["Eva Gil"], "meta:author")
    assert _names("", above) == (["Tom Hill"], "byline-element")


def test_the_site_s_own_name_waits_for_a_person() -> None:
    linked = json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast", "author": "Example"}')
    assert _names(linked, '<p class="byline">By Tom Hill</p>') == (["Tom Hill"], "byline-element")
    assert _names(linked) == (["Example"], "json-ld")


def test_catalogues_write_the_family_name_first() -> None:
    assert _names('<meta name="citation_author" content="Ruiz, Ana">') == (["Ana Ruiz"], "meta:citation_author")


def test_a_place_behind_a_name_goes_and_an_agency_stays() -> None:
    assert _names('<meta name="author" content="Ana Ruiz, Lisbon">') == (["Ana Ruiz"], "meta:author")
    assert _names('<meta name="author" content="Ana Ruiz, Reuters">') == (["Ana Ruiz", "Reuters"], "meta:author")


def test_a_page_without_a_byline_has_none() -> None:
    assert _names() is None


def test_a_name_beside_the_date_is_the_last_source() -> None:
    facts = html_page(above="<p>Ana Ruiz</p><p>12 March 2031</p>")
    assert [rule for _, rule in rules(authors(facts))] == ["name-line"]
    for line in ("Ana ruiz", "Thousands Power", "ANA RUIZ", "山田 太郎"):
        facts = html_page(above=f"<p>{line}</p><p>12 March 2031</p>")
        assert first(authors(facts)) is None, line


def test_a_byline_in_brackets_under_the_text() -> None:
    facts = html_page(below="<p>(By Ana Ruiz and Ben Kurz)</p>")
    found = first(authors(facts))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz", "Ben Kurz"]


def test_a_sentence_that_begins_with_the_reporter_names_nobody() -> None:
    assert _names(above="<p>记者从海港市文化和旅游局获悉，春游活动将于下月举行。</p>") is None
    assert _names(above="<p>记者 王小明</p>") == (["王小明"], "byline")


def _person(name: str) -> str:
    return json_ld(f'{{"@type": "NewsArticle", "author": {{"@type": "Person", "name": "{name}"}}}}')


def test_a_person_s_name_is_turned_where_the_page_writes_it_so() -> None:
    above = '<p class="writer">Ana Ruiz reports</p>'
    assert _names(_person("Ruiz, Ana"), above) == (["Ana Ruiz"], "json-ld")
    assert _names(_person("Ana, Ben")) == (["Ana", "Ben"], "json-ld")
    assert _names(_person("Ayu, Budi")) == (["Ayu", "Budi"], "json-ld")


def test_a_person_with_one_name_stays_behind_a_full_name() -> None:
    assert _names('<meta name="author" content="Ana Ruiz and Madonna">') == (
        ["Ana Ruiz", "Madonna"],
        "meta:author",
    )
    assert _names('<meta name="author" content="Ana Ruiz and Lisbon">') == (["Ana Ruiz"], "meta:author")
