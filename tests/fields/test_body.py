from __future__ import annotations

from newsspider import extract_html


def test_the_text_and_html_of_the_chosen_blocks() -> None:
    paragraphs = [
        f"The harbour trust said on day {n} that the ferry would sail again before long." for n in range(4)
    ]
    html = (
        "<nav><a href=/>Home</a></nav><article>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</article>"
    )
    article = extract_html(html)
    assert article.articleBody == "\n\n".join(paragraphs)
    assert article.articleBodyHtml == "\n".join(f"<p>{text}</p>" for text in paragraphs)


def test_no_text_is_no_body() -> None:
    article = extract_html("<img src=/a.png>")
    assert article.articleBody is None
    assert article.articleBodyHtml is None
