from newsspider.body import article_probability, choose_body
from tests.body.pages import ARTICLE, page_and_blocks


def probability(html: str) -> float:
    page, blocks = page_and_blocks(html)
    return article_probability(page, choose_body(page, blocks))


def test_an_article_is_likelier_than_a_list_of_links() -> None:
    links = "".join(f"<li><a href='/{i}'>Headline number {i} of today</a></li>" for i in range(60))
    front = f"<html><body><ul>{links}</ul></body></html>"
    assert probability(front) < 0.5
    assert probability(ARTICLE.replace("<html>", "<html><meta property='og:type' content='article'>")) > 0.5


def test_a_page_without_text_is_no_article() -> None:
    assert probability("<div></div>") < 0.1
