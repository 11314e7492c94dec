from newsspider.body import choose_body
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
