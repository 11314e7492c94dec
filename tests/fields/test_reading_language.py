from __future__ import annotations

from newsspider.body import Body
from newsspider.fields.reading_language import reading_language
from newsspider.page import Page
from tests.fields.made_pages import DUMP, text_page


def test_declared_before_detected() -> None:
    page, body = text_page(DUMP)
    assert reading_language(page, body) == "en"
    assert reading_language(Page(language="pt-BR"), body) == "pt-BR"


def test_what_cannot_be_known_is_none() -> None:
    _, body = text_page("x")
    assert isinstance(body, Body)
    assert reading_language(Page(text="x"), body) is None
