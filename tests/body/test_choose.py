import pytest

from newsspider.body import Body, choose_body, with_standfirst
from newsspider.body.choose import body_of
from newsspider.http import StandfirstUse
from newsspider.page import Page
from tests.body.pages import ARTICLE, SENTENCE, page_and_blocks


def test_the_article_comes_out_as_text_and_html() -> None:
    body = choose_body(*page_and_blocks(ARTICLE))
    assert body.text is not None
    assert body.text.startswith(SENTENCE.strip())
    assert "Schools stay open." in body.text
    assert "All rights reserved" not in body.text
    assert body.html is not None
    assert "<blockquote>" in body.html
    assert body.confidence > 0.5
    assert len(body.probabilities) == len(body.blocks)


def test_a_page_without_text_has_no_body() -> None:
    body = choose_body(*page_and_blocks("<div></div>"))
    assert (body.text, body.html, list(body.chosen), body.confidence) == (None, None, [], 0.0)


LEADS = {
    "en": "Boats were called back to the pier in the night.",
    "de": "Die Boote wurden in der Nacht an den Steg zurückgerufen.",
    "fr": "Les bateaux ont été rappelés au quai pendant la nuit.",
    "ja": "夜のうちに船は桟橋に呼び戻され、港は夜明け前に閉鎖され、学校も休みになった。",
}


def page_with(lead: str, *, is_text: bool) -> tuple[Page, Body]:
    """Return a page with a standfirst above its text and once more in it, and a body that holds both or neither."""
    page, blocks = page_and_blocks(
        f"<html><head><title>Storm closes the harbour</title></head><body><p>Weather</p><h1>Storm closes the harbour"
        f"</h1><p class=standfirst>{lead}</p><div><p>{SENTENCE * 2}</p><p>{lead}</p><p>{SENTENCE * 3}</p></div>"
    )
    chances = [1.0 if len(text) > 90 or (is_text and text in (lead, "Weather")) else 0.0 for text in blocks.texts]
    return page, body_of(page, blocks, chances)


@pytest.mark.parametrize("is_text", [True, False])
@pytest.mark.parametrize("lead", LEADS.values(), ids=list(LEADS))
def test_the_standfirst_is_the_first_paragraph_once(lead: str, *, is_text: bool) -> None:
    body = with_standfirst(*page_with(lead, is_text=is_text), "in")
    assert body.text is not None
    assert body.html is not None
    assert body.text.split("\n\n")[0] == lead
    assert body.text.count(lead) == 1
    assert body.html.startswith(f"<p>{lead}</p>")
    assert body.html.count(lead) == 1
    assert list(body.chosen) == sorted(body.chosen)


@pytest.mark.parametrize("lead", LEADS.values(), ids=list(LEADS))
def test_the_standfirst_is_left_out(lead: str) -> None:
    body = with_standfirst(*page_with(lead, is_text=True), "out")
    assert body.text is not None
    assert lead not in body.text
    assert len(body.chosen) == 3


@pytest.mark.parametrize("lead", LEADS.values(), ids=list(LEADS))
def test_paragraphs_above_the_standfirst_stay(lead: str) -> None:
    page, blocks = page_and_blocks(
        f"<html><head><title>Storm closes the harbour</title></head><body><h1>Storm closes the harbour</h1>"
        f"<p class=first>{SENTENCE}</p><p class=standfirst>{lead}</p><div><p>{SENTENCE * 2}</p><p>{SENTENCE * 3}</p></div>"
    )
    chances = [0.0 if blocks.tags[i] == "h1" or blocks.texts[i] == lead else 1.0 for i in range(len(blocks))]
    body = with_standfirst(page, body_of(page, blocks, chances), "in")
    assert (body.text or "").split("\n\n")[:2] == [SENTENCE.strip(), lead]


@pytest.mark.parametrize("use", ["auto", "in", "out"])
def test_pages_without_a_standfirst_stay_as_they_are(use: StandfirstUse) -> None:
    page, blocks = page_and_blocks(ARTICLE)
    body = choose_body(page, blocks)
    assert with_standfirst(page, body, use) is body


def test_other_uses_are_refused() -> None:
    page, body = page_with(LEADS["en"], is_text=True)
    with pytest.raises(ValueError, match="one of auto, in, out, not 'both'"):
        with_standfirst(page, body, "both")  # type: ignore[arg-type]  # as a caller without types may
