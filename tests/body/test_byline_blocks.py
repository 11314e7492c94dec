from __future__ import annotations

import pytest

from newsspider.blocks import read_blocks
from newsspider.body.boilerplate import without_boilerplate
from newsspider.body.byline_blocks import bylines_apart, names_above
from newsspider.page import html_page

TEXT = "<p>The storm reached the harbour early on Monday and tore off the roof.</p>"


def above(markup: str, language: str = "en") -> list[str]:
    page = html_page(f"<html lang={language}><h1>Storm hits coast</h1>{markup}{TEXT}</html>")
    blocks = read_blocks(page)
    return [blocks.texts[i] for i in names_above(page, blocks, range(len(blocks) - 1))]


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ('<p class="byline">Mara Klein</p>', "en"),
        ('<p class="author">Mara Klein, Hamburg</p>', "de"),
        ('<p class="article-author">Mara Klein and Ben Kurz</p>', "en"),
        ('<p class="byline">Mara Klein @mara</p>', "en"),
        ('<p class="byline">Mara Klein 5 min read</p>', "en"),
        ('<p class="autor">Ana Ruiz | Madrid</p>', "es"),
        ('<p class="auteur">Anne Petit</p>', "fr"),
        ('<p itemprop="author">João da Silva</p>', "pt"),
        ('<p><a href="/author/mara">Mara Klein</a></p>', "en"),
        ('<div class="byline"><p>Mara Klein</p></div>', "en"),
        ('<p class="author">Анна Иванова</p>', "ru"),
        ('<p class="author">سارة حسن</p>', "ar"),
        ('<p class="author">王小明</p>', "zh"),
        ('<p class="author">山田太郎</p>', "ja"),
        ('<p class="author">王小明 李明</p>', "zh"),
        ('<p class="byline">Mara Klein / Lisbon</p>', "en"),
        ('<p class="byline">Mara Klein – Senior Reporter</p>', "en"),
        ('<p class="byline">Mara Klein; Ben Kurz</p>', "en"),
        ('<p class="byline">Mara Klein/Staff</p>', "en"),
        ('<p class="byline">Mara Klein in Lisbon and Ben Kurz in Rome</p>', "en"),
        ('<p class="byline">Mara Klein and Ben Kurz for The Harbour Courier</p>', "en"),
        ('<p class="byline">Rosa Prat y Juan Mora | Madrid</p>', "es"),
        ('<p class="byline">【山野はるか】</p>', "ja"),
        ('<p class="byline">山野はるか（記者）</p>', "ja"),
        ('<p class="byline">Staff</p>', "en"),
        ('<p class="byline">Reuters</p>', "en"),
        ('<p class="author">Redaktion</p>', "de"),
        ('<p class="author">dpa</p>', "de"),
        ("<p>Mara Klein</p>", "en"),
        ("<p>4 May 2031</p><p>Mara Klein, Lisbon</p>", "en"),
        ("<p>Mara Klein<br>Staff Writer</p>", "en"),
        ("<p>Élise Morvan</p>", "fr"),
        ("<p><b>LUCÍA VEGA</b> CORRESPONSAL</p>", "es"),
        ("<p>Иван Петров, собкор</p>", "ru"),
        ('<p class="auteur">Notre correspondante à Rome</p>', "fr"),
    ],
)
def test_a_name_alone_in_a_byline_s_element_or_below_the_headline_is_no_text(markup: str, language: str) -> None:
    assert len(above(markup, language)) == 1


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>Mara Klein</p>{TEXT}<p>Mara Klein</p>",  # who speaks in an interview
        f"<p>Mara Klein:</p>{TEXT}",
        "<p>Storm over the sea</p>",
        '<h2 class="author">Mara Klein</h2>',
        '<p class="author-intro">Mara Klein walks along the harbour</p>',
        '<p class="author">Storm</p>',
        '<p class="author">Mara Klein in Lisbon walks along the harbour</p>',
        '<p class="author-intro">Ana Ruiz – the mayor of a town by the sea – speaks</p>',
        f'<div class="author-page">{TEXT * 3}<p>Mara Klein</p></div>',
    ],
)
def test_other_lines_above_the_text_stay(markup: str) -> None:
    assert above(markup) == []


@pytest.mark.parametrize(
    ("lines", "language", "parts"),
    [
        (["Written by", "Mara Klein"], "en", 2),
        (["By Mara Klein", "Senior Reporter"], "en", 1),
        (["Written by", "Mara Klein", "Senior Reporter"], "en", 3),
        (["Von", "Mara Klein", "Redakteurin"], "de", 3),
        (["Par", "Anne Petit"], "fr", 2),
        (["作者：", "王小明"], "zh", 2),
        (["Mara Klein", "Senior Reporter"], "en", 0),
        (["Written by", "The storm came on Monday"], "en", 1),
        (["Politics", "Senior Reporter"], "en", 0),
    ],
)
def test_a_byline_may_be_spread_over_lines(lines: list[str], language: str, parts: int) -> None:
    page = html_page("".join(f"<p>{line}</p>" for line in lines))
    blocks = read_blocks(page)
    assert len(list(bylines_apart(blocks, range(len(lines)), language))) == parts


def test_names_behind_the_first_sentence_stay() -> None:
    page = html_page(f'<html lang=en>{TEXT}{TEXT}<p class="author">Mara Klein</p></html>')
    assert without_boilerplate(page, read_blocks(page), [0.9] * 3) == [0.9] * 3
