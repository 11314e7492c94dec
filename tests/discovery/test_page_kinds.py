"""Pages that read like articles and are none."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsspider.discovery.links import page_links
from newsspider.discovery.page_kinds import page_refusal
from newsspider.extraction import extract

TEASERS = (
    ("Quay reopens after three years of work", "The mayor cut the ribbon on Monday morning."),
    ("Ferry to the islands runs again at last", "Two boats a day are planned for the summer."),
    ("Council votes against a higher tourist tax", "Hoteliers had asked for it in a letter."),
    ("School in the harbour quarter gets a new roof", "The storm in March had torn it off."),
    ("Herring catch is the best in a whole decade", "Fishers speak of a year like no other."),
    ("Library opens on Sundays from September on", "Readers had collected ten thousand names."),
)
PROSE = (
    "The storm came at night and took the roofs of the old houses along the quay, said the harbour master. "
    "Nobody was hurt, but two boats sank, and the ferry will not run before the end of the week. "
)
DATE = '<meta property="article:published_time" content="2026-03-04T10:00:00Z">'


def refusal(body: str, head: str = "", path: str = "2026/03/a-page-with-a-title") -> str | None:
    markup = f"<html><head>{head}</head><body><main>{body}</main></body></html>"
    page = HtmlResponse(f"https://example.org/{path}", body=markup.encode(), encoding="utf-8")
    return page_refusal(page, extract(page), page_links(page))


def teasers(count: int, *, with_text: bool = True) -> str:
    return "".join(
        f'<div><h2><a href="/news/{number}">{title}</a></h2>{f"<p>{text}</p>" if with_text else ""}</div>'
        for number, (title, text) in enumerate(TEASERS[:count])
    )


@pytest.mark.parametrize("count", [4, 5, 6])
@pytest.mark.parametrize("with_text", [True, False])
def test_sections_are_lists(count: int, *, with_text: bool) -> None:
    assert refusal(f"<h1>Stories of the week</h1>{teasers(count, with_text=with_text)}", path="region/") == "list"


@pytest.mark.parametrize("path", ["tags/weather/", "thema/hafen", "en/topic/ferry/"])
def test_pages_of_topics_are_lists_unless_they_state_a_date(path: str) -> None:
    body = f"<h1>Weather</h1><h2><a href='/news/1'>{TEASERS[0][0]}</a></h2><p>{PROSE}</p><p>{PROSE}</p>"
    assert refusal(body, path=path) == "list"
    assert refusal(f"<h1>Storm hits the coast</h1><p>{PROSE}</p>", head=DATE, path=path) is None


def test_five_links_are_a_list_even_where_a_date_is_stated() -> None:
    links = "".join(f'<p><a href="/n/{number}">{title}</a></p>' for number, (title, _) in enumerate(TEASERS[:5]))
    assert refusal(f"<h1>Five stories that matter today</h1>{links}", head=DATE) == "list"


@pytest.mark.parametrize(
    "title",
    ["Page not found", "404", "Seite nicht gefunden", "Страница не найдена", "ページが見つかりません", "No longer available"],
)  # fmt: skip
def test_error_pages_are_known_whatever_their_status(title: str) -> None:
    text = "<p>We are sorry: the page that you were looking for has been moved or deleted some time ago.</p>"
    assert refusal(f"<h1>{title}</h1>{text}") == "not-found"


@pytest.mark.parametrize(
    "title", ["Privacy Policy", "Impressum", "Mentions légales", "利用規約", "Terms & conditions"]
)
def test_pages_of_the_site_about_itself_are_known(title: str) -> None:
    assert refusal(f"<h1>{title}</h1>" + f"<p>{PROSE}</p>" * 5, path="page") == "own-page"


def test_front_pages_are_known() -> None:
    assert refusal(f"<h1>Quay Post</h1><p>{PROSE}</p>{teasers(6)}", path="") in {"front-page", "list"}


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Storm hits the coast</h1>{'<p>' + PROSE + '</p>'}",
        f"<h1>Storm hits the coast</h1>{('<p>' + PROSE + '</p>') * 6}{teasers(2, with_text=False)}",
        f"<h1>The week in ten stories</h1>{DATE}{teasers(6)}" + f"<p>{PROSE}</p>" * 8,
        f"<h1>Page not found: how the web forgets</h1>{('<p>' + PROSE + '</p>') * 6}",
        f"<h1>Privacy</h1><p>By Ana Ruiz</p><time datetime='2026-03-04'>4 March 2026</time>{('<p>' + PROSE + '</p>') * 6}",
        "<h1>Kurz gemeldet</h1><p>Die Fähre fährt wieder.</p>",
        "<h1>Empty</h1>",
    ],
)
def test_articles_pass(body: str) -> None:
    assert refusal(body) is None


def test_a_page_that_states_its_date_is_not_refused_for_words() -> None:
    assert refusal(f"<h1>Page not found</h1><p>{PROSE}</p>", head=DATE) is None
    assert refusal(f"<h1>Privacy</h1><p>{PROSE}</p>", head=DATE) is None


def test_a_later_page_of_a_list_of_whole_texts_is_a_list() -> None:
    stories = "".join(
        f'<h2><a href="/news/{number}">{title}</a></h2><p>{PROSE}</p><p>{PROSE}</p>'
        for number, (title, _) in enumerate(TEASERS[:3])
    )
    assert refusal(f"<h1>Harbour Herald</h1>{stories}", path="page/8/") == "list"
    # Where the address says nothing, it may be an article about other articles.
    assert refusal(f"<h1>Three stories of the harbour</h1>{stories}", path="three-stories") is None
