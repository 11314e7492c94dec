import pytest

from newsspider.blocks import read_blocks
from newsspider.blocks.from_text import text_blocks
from newsspider.body.choose import body_of
from newsspider.body.page_features import PAGE_FEATURES, page_features, page_matrix
from newsspider.page import html_page, text_page
from tests.body.pages import ARTICLE, page_and_blocks

WEIGHTS: dict[str, dict[str, float]] = {"page_words": {}, "url_words": {}, "body_words": {}}


def test_an_html_page_has_every_feature_of_its_model() -> None:
    page, blocks = page_and_blocks(ARTICLE)
    values = page_features(page, body_of(page, blocks, [0.9] * len(blocks)), WEIGHTS)
    assert page_matrix(values, PAGE_FEATURES["html"]).shape == (len(PAGE_FEATURES["html"]), 1)
    assert values["body_share"] == 1.0


def test_a_dump_has_every_feature_of_its_model() -> None:
    page = text_page("One line")
    values = page_features(page, body_of(page, text_blocks("One line"), [0.0]), WEIGHTS)
    assert page_matrix(values, PAGE_FEATURES["text"]).shape == (len(PAGE_FEATURES["text"]), 1)
    assert values["body_chars"] == 0.0


@pytest.mark.parametrize("url", [None, "http://[", "", "mailto:x"])
def test_an_address_that_says_nothing_is_not_known(url: str | None) -> None:
    page, blocks = page_and_blocks(ARTICLE, url)
    assert page_features(page, body_of(page, blocks, [0.9] * len(blocks)), WEIGHTS)["url_depth"] == -1.0


def test_addresses_tell_dates_and_titles() -> None:
    page, blocks = page_and_blocks(ARTICLE, "https://example.org/2031/05/storm-closes-the-harbour?x=1")
    values = page_features(page, body_of(page, blocks, [0.9] * len(blocks)), WEIGHTS)
    assert (values["url_date"], values["url_depth"], values["url_hyphens"], values["url_query"]) == (1, 3, 3, 1)


@pytest.mark.parametrize(("sentences", "score"), [(4, -3.0), (40, 0.5)])
def test_the_words_of_a_few_teasers_tell_nothing(sentences: int, score: float) -> None:
    page = html_page(f"<p>{'The harbour is shut. ' * sentences}</p>")
    blocks = read_blocks(page)
    known = dict.fromkeys(("text:the", "text:harbour", "text:is", "text:shut"), 0.125)
    weights = {**WEIGHTS, "body_words": known}
    assert page_features(page, body_of(page, blocks, [0.9] * len(blocks)), weights)["body_words"] == score


@pytest.mark.parametrize("text", ["Biblioteka otwarta. ", "Библиотека открыта. ", "図書館が開館した。"])
def test_words_of_languages_that_the_table_hardly_knows_weigh_as_a_texts_do(text: str) -> None:
    weights = {**WEIGHTS, "body_words": {"text:ferry": 1.0}}
    for count, weight in ((40, 1.5), (2, 0.0)):  # of a short text nothing is taken to be known
        dump = "\n\n".join([text] * count)
        blocks = text_blocks(dump)
        body = body_of(text_page(dump), blocks, [0.9] * len(blocks))
        assert page_features(text_page(dump), body, weights)["body_words"] == pytest.approx(weight)
    page = html_page("".join(f"<p>{text}</p>" for _ in range(60)))
    blocks = read_blocks(page)
    assert page_features(page, body_of(page, blocks, [0.9] * len(blocks)), weights)["body_words"] == pytest.approx(
        1.5
    )
    known = "\n\n".join(["Ferry, ferry. "] * 60)
    blocks = text_blocks(known)
    body = body_of(text_page(known), blocks, [0.9] * len(blocks))
    assert page_features(text_page(known), body, weights)["body_words"] == pytest.approx(1.0)
