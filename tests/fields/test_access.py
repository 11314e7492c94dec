from __future__ import annotations

import pytest

from newsspider import extract_html
from newsspider.fields.access import is_accessible_for_free
from tests.fields.made_pages import DUMP, TEXT, first, html_page, json_ld, text_page


def test_linked_data_comes_first() -> None:
    head = (
        json_ld('{"@type": "NewsArticle", "isAccessibleForFree": "False"}')
        + '<meta property="article:content_tier" content="free">'
    )
    assert first(is_accessible_for_free(html_page(head=head))) == (False, "json-ld")


@pytest.mark.parametrize(("tier", "free"), [("free", True), ("Metered", False), ("locked", False)])
def test_content_tier(tier: str, free: bool) -> None:
    head = f'<meta property="article:content_tier" content="{tier}">'
    assert first(is_accessible_for_free(html_page(head=head))) == (free, "meta:article:content_tier")


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to read the full story",
        "Already a subscriber? Log in",
        "Jetzt weiterlesen mit dem Monatsabo",
        "Cet article est réservé aux abonnés",
        "Contenido exclusivo para suscriptores",
        "この記事は有料会員限定です",
        "Czytaj dalej z subskrypcją",
        "Полный текст доступен подписчикам",
        "此内容仅供订阅用户阅读",
        "유료 구독자 전용 기사입니다",
        "Αποκλειστικά για συνδρομητές",
        "Abonnez-vous pour accéder à la suite",
        "Pozostało 80% artykułu",
        "Den vollständigen Artikel? Um den vollständigen Artikel zu sehen, melden Sie sich an",
        "この先は有料です",
        "برای ادامه مطالعه مشترک شوید",
        "Samo za pretplatnike",
        "Nội dung dành riêng cho thuê bao",
    ],
)
def test_a_wall_right_under_the_text(line: str) -> None:
    line = line.replace("Subscribe to read the full story", "Subscribe to read the rest")
    assert first(is_accessible_for_free(html_page(below=f"<div><div>{line}</div></div>"))) == (False, "wall-text")
    assert first(is_accessible_for_free(text_page(f"{DUMP}\n\n{line}\n"))) == (False, "wall-text")


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter",
        "Share this story",
        "Read more: Storms of the century",
        "Скидки для всех",
        "Lue koko juttu",
    ],
)
def test_no_wall(line: str) -> None:
    assert first(is_accessible_for_free(html_page(below=f"<div>{line}</div>"))) is None


_WALL = "<div class='box'><h3>{}</h3><p>{}</p></div>"


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("Det här är en låst artikel", "Logga in eller bli prenumerant för att läsa vidare."),
        ("Weiterlesen mit Bote+", "Jetzt vier Wochen lang für einen Euro testen."),
        ("Réservé aux abonnés", "Abonnez-vous pour lire la suite de cet article."),
    ],
)
def test_an_invitation_to_pay_below_the_text_is_left_out(label: str, line: str) -> None:
    html = (
        f"<html><body><article><h1>Storm</h1><div>{TEXT}</div>{_WALL.format(label, line)}</article></body></html>"
    )
    article = extract_html(html, "https://www.example.org/storm")
    assert line not in (article.articleBody or "")
    assert article.isAccessibleForFree is False


def test_a_sentence_of_the_text_is_no_invitation() -> None:
    line = "Those who want to continue reading the old maps can visit the archive, she said on Tuesday."
    article = extract_html(f"<html><body><article><h1>Storm</h1>{TEXT}<p>{line}</p></article></body></html>")
    assert line in (article.articleBody or "")
