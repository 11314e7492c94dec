import pytest

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


@pytest.mark.parametrize(
    ("heading", "nothing"),
    [
        ("Events", "No events."),
        ("Search", "Your search found nothing."),
        ("Termine", "An diesem Tag gibt es keine Veranstaltungen."),
        ("Agenda", "Aucun événement n'est prévu ce jour-là."),
        ("活动", "这一天没有活动。"),
    ],
)
def test_a_page_that_says_hardly_anything_is_no_article_unless_it_says_that_it_is(
    heading: str, nothing: str
) -> None:
    body = f"<h1>{heading}</h1><a href='/2031/05/05'>&gt;</a><p>{nothing}</p>"
    day = f"<html><head><title>{heading}</title></head><body>{body}</body></html>"
    assert probability(day) < 0.5
    declared = day.replace("</head>", '<meta property="og:type" content="article"></head>')
    assert probability(declared) > 1.5 * probability(day)


def test_a_report_of_one_sentence_counts_whole() -> None:
    nothing = "<html><body><h1>Storm hits coast</h1><p>Four roofs went.</p></body></html>"
    sentence = nothing.replace("Four roofs went.", "The storm came at night and took four roofs.")
    assert probability(sentence) > 1.5 * probability(nothing)
