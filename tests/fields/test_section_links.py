from __future__ import annotations

import pytest

from newsspider import extract_html
from newsspider.fields.section import article_section
from newsspider.fields.topics import shown_topics
from tests.fields.made_pages import TEXT, first, html_page

POST = (
    "<footer class='entry-footer'><span class='cat-links'>{posted} <a href='/category/x/' rel='category tag'>{section}"
    "</a></span> <span class='tags-links'>{tagged} <a href='/tag/a/' rel='tag'>{tag}</a></span></footer>"
)


@pytest.mark.parametrize(
    ("posted", "section", "tagged", "tag"),
    [
        ("Posted in", "Soil", "Tagged", "compost"),
        ("Veröffentlicht in", "Boden", "Verschlagwortet mit", "Kompost"),
        ("Publié dans", "Sol", "Étiquettes", "compost"),
        ("Рубрика:", "Почва", "Метки:", "компост"),
        ("カテゴリー:", "土", "タグ:", "堆肥"),
    ],
)
def test_the_footer_of_a_blogs_post(posted: str, section: str, tagged: str, tag: str) -> None:
    facts = html_page(below=POST.format(posted=posted, section=section, tagged=tagged, tag=tag))
    assert first(article_section(facts)) == (section, "category-link")
    assert list(shown_topics(facts).names) == [tag]


def test_a_category_of_another_story_is_no_section() -> None:
    other = "<h2>More stories</h2><p><a href='/category/x/' rel='category tag'>Gardens</a></p>"
    assert first(article_section(html_page(below=other))) is None


def _page(label: str, menu: str, url: str = "https://www.example.org/society/12044") -> str | None:
    html = f"<html><body><nav>{menu}</nav><article>{label}<h1>Storm hits coast</h1>{TEXT}</article></body></html>"
    return extract_html(html, url).articleSection


@pytest.mark.parametrize("name", ["Общество", "Κοινωνία", "مجتمع", "社会", "חברה", "Life & Society"])
def test_a_link_beside_the_headline_to_the_pages_section(name: str) -> None:
    label, menu = f"<p><a href='/society'>{name}</a></p>", "<a href='/'>Start</a> <a href='/society'>{}</a>"
    assert _page(label, menu.format(name)) == name
    assert _page(f"<p class='rubric'><a href='/society/'>{name}</a></p>", "") == name
    # Of a page whose address does not name its section.
    url = "https://www.example.org/news/2031/05/04/storm"
    assert _page(label.replace("<p>", "<p class='rubric'>"), menu.format(name), url) == name
    assert _page(label, menu.format(name), url) is None


@pytest.mark.parametrize(
    "label",
    [
        "<p><a href='/society'>Все материалы</a></p>",
        "<p><a href='/society'>Back to society</a></p>",
        "<p class='rubric'><a href='https://www.example.net/society'>Общество</a></p>",
        "<p class='rubric'><a href='/'>Общество</a></p>",
        "<p class='rubric'><a href='/society/12044'>Общество</a></p>",
    ],
)
def test_other_links_beside_the_headline_are_none(label: str) -> None:
    assert _page(label, "") is None


def test_a_pages_language_is_no_section() -> None:
    menu = "<a href='/ru/'>Русский</a>"
    assert _page(f"<p class='label'>{menu}</p>", menu, "https://www.example.org/ru/12044") is None
