from __future__ import annotations

import re

import pytest
from lxml.html import HtmlElement, document_fromstring

from newsspider import extract_html
from newsspider.explain import explain
from newsspider.explain.browser import Neighbours, html_page
from newsspider.http import TextDumpResponse
from newsspider.items import Source
from tests.explain.made_pages import HOSTILE, HTML, URL, page

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "footer", "section", "h1", "h2", "h3", "p", "b", "i",
    "dl", "div", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "code", "span", "details", "summary", "ul", "li",
    "iframe",
}  # fmt: skip


def tree(html: str = HTML, field: str | None = None) -> HtmlElement:
    content = html_page(
        explain(page(html), source=Source(kind="html", path="walk.html"), only=[field] if field else [])
    )
    assert content.startswith(b"<!DOCTYPE html>")
    return document_fromstring(content.decode("utf-8"))


def test_kept_and_dropped_blocks_stand_side_by_side_with_their_probabilities() -> None:
    root = tree()
    kept = root.xpath("//div[contains(@class, 'block kept')]")
    texts = [block.xpath("string(.//p[@class='text'])") for block in kept]
    assert texts == [" ".join(text.split()) for text in (extract_html(HTML, URL).articleBody or "").split("\n\n")]
    assert all(re.fullmatch(r"[01]\.\d\d", block.xpath("string(.//b)")) for block in kept)
    dropped = root.xpath("//div[contains(@class, 'block dropped')]//p[@class='text']/text()")
    assert {"Home", "World", "All rights reserved"} <= set(dropped)


def test_the_table_has_every_field_with_its_candidates() -> None:
    root = tree()
    (row,) = root.xpath("//tr[th='publisher']")
    assert row.xpath("string(td[2])") == "json-ld"
    assert "nothing left after cleaning" in row.text_content()
    assert row.getnext().xpath("string(td[2])") == "meta:og:site_name"
    assert row.getnext().get("class") == "won"
    (step,) = row.xpath(".//*[@class='cleaned']")
    assert (step.xpath("string(span)"), step.xpath("string(code)")) == ("nothing", "clean_publisher")
    (row,) = root.xpath("//tr[th='agency']")
    assert "no rule found anything" in row.text_content()


def test_one_field_is_shown_alone() -> None:
    root = tree(field="headline")
    assert root.xpath("//tbody//th/text()") == ["headline"]
    assert not root.xpath("//*[contains(@class, 'blocks')]")


def test_long_runs_of_dropped_blocks_and_candidates_fold_away() -> None:
    menu = "".join(f"<li><a href='/{i}'>Place {i}</a></li>" for i in range(30))
    root = tree(HTML.replace("<ul>", f"<ul>{menu}"))
    assert len(root.xpath("//details[contains(@class, 'dropped')]//p[@class='text']")) >= 30


@pytest.mark.parametrize("html", [HTML, HOSTILE])
def test_nothing_runs_and_nothing_is_loaded(html: str) -> None:
    root = tree(html)
    assert {element.tag for element in root.iter()} <= TAGS
    names = {name for element in root.iter() for name in element.attrib}
    assert names <= {
        "lang",
        "charset",
        "name",
        "content",
        "http-equiv",
        "class",
        "style",
        "dir",
        "scope",
        "rowspan",
        "sandbox",
        "srcdoc",
        "title",
        "open",
    }
    (frame,) = root.xpath("//iframe")
    assert frame.get("sandbox") == ""  # neither scripts nor forms nor other pages
    framed = document_fromstring(frame.get("srcdoc"))
    assert framed.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)").startswith(
        "default-src 'none'"
    )
    assert {element.tag for element in framed.iter()} <= {*TAGS, "a", "nav", "article"}
    names = {name for element in framed.iterfind(".//body//*") for name in element.attrib}
    assert names <= {"class", "title", "lang", "dir"}
    assert all(re.fullmatch(r"--share:[01]\.\d\d", style) for style in root.xpath("//@style"))
    (sheet,) = root.xpath("//style/text()")
    assert "url(" not in sheet
    assert "@import" not in sheet
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_hostile_text_is_shown_as_text() -> None:
    text = tree(HOSTILE).text_content()
    assert "<style>body{display:none}</style> <img src=//evil.example/p.png>" in text
    assert '<iframe src="javascript:alert(5)">' in text
    assert not set(text) & set("\x1b\x07\x00\u202e")


def test_kept_blocks_are_marked_in_the_page_itself() -> None:
    framed = document_fromstring(tree().xpath("string(//iframe/@srcdoc)"))
    kept = framed.xpath("//*[@class='kept']")
    assert [" ".join(part.text_content().split())[:14] for part in kept] == ["It was raining", "He led them pa"]
    assert re.fullmatch(r"block \d: kept", kept[0].get("title"))


def test_a_page_of_several_has_links_to_its_neighbours() -> None:
    explanation = explain(page(), source=Source(kind="html", path="walk.html"))
    root = document_fromstring(html_page(explanation, Neighbours(number=2, previous="1.html")).decode())
    assert root.xpath("//nav[@class='pages']//@href") == ["1.html", "index.html"]
    assert "Next page" in root.xpath("string(//nav[@class='pages'])")
    assert not tree().xpath("//a[@href]")


def test_a_text_dump_has_no_page_to_show() -> None:
    response = TextDumpResponse(URL, body=b"The ferry sails.\n\nIt is late.", encoding="utf-8")
    content = html_page(explain(response, source=Source(kind="text")))
    assert b"<iframe" not in content
