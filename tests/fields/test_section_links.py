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


@pytest.mark.parametrize(
    ("heading", "section"), [("Share this:", "Soil"), ("Rhannu hyn:", "Pridd"), ("分享:", "土")]
)
def test_the_footer_of_a_post_below_a_heading(heading: str, section: str) -> None:
    footer = f"<footer class='entry-meta'><a href='/c/1' rel='category tag'>{section}</a></footer>"
    html = f"<article><h1>Storm hits coast</h1>{TEXT}<h3>{heading}</h3>{footer}</article>"
    assert extract_html(html, "https://www.example.org/storm").articleSection == section


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


def _in_menu(
    menu: str, url: str = "https://www.example.org/2031/05/04/storm.html", lang: str = "en"
) -> str | None:
    html = f"<html lang={lang}><body><nav>{menu}</nav><article><h1>Storm hits coast</h1>{TEXT}</article></body></html>"
    return extract_html(html, url).articleSection


@pytest.mark.parametrize("name", ["Общество", "Κοινωνία", "社会", "Life & Society"])
@pytest.mark.parametrize(
    "entry",
    [
        "<li><a href='/society/' aria-current='page'>{}</a></li>",
        "<li class='menu-item current-post-ancestor'><a href='/?cat=7&x=/society'>{}</a></li>",
        "<li class='nav-item active'><a href='/society'>{}</a></li>",
        "<a class='nav-link is-active' href='/society'>{}</a>",
    ],
)
def test_the_menus_current_entry(entry: str, name: str) -> None:
    menu = "<ul><li><a href='/'>Home</a></li><li><a href='/sport/'>Sport</a></li>{}</ul>"
    entry = entry.replace("/?cat=7&x=/society", "/category/society")
    assert _in_menu(menu.format(entry.format(name))) == name


def test_the_menus_entry_that_the_address_leads_through() -> None:
    menu = "<a href='/'>Start</a><a href='/sport/'>Sport</a><a href='/sport/fussball/'>Fußball</a><a href='/kultur'>Kultur</a>"
    assert _in_menu(menu, "https://www.example.org/sport/sturm-1.html") == "Sport"
    assert _in_menu(menu, "https://www.example.org/sport/fussball/sturm-1.html") == "Fußball"
    assert _in_menu(menu, "https://www.example.org/sportpark/sturm-1.html") is None
    assert _in_menu(menu, "https://www.example.org/kultur") is None
    # The current entry says less than the address.
    marked = menu.replace("<a href='/kultur'", "<a class=active href='/kultur'")
    assert _in_menu(marked, "https://www.example.org/sport/sturm-1.html") == "Sport"
    menu = "<a href='/rubrique/economie'>Économie</a><a href='/rubrique/sports'>Sports</a>"
    assert _in_menu(menu, "https://www.example.org/economie/la-tempete_1.html") == "Économie"


@pytest.mark.parametrize(
    ("menu", "url"),
    [
        ("<a class=active href='/'>Home</a>", "https://www.example.org/2031/storm"),
        ("<a class=active href='/en/'>EN</a><a href='/fr/'>FR</a>", "https://www.example.org/2031/storm"),
        ("<a class=active href='/fr/'>Français</a>", "https://www.example.org/fr/la-tempete"),
        ("<div class=tabs><a class=active href='/latest'>Latest</a></div>", "https://www.example.org/2031/storm"),
        ("<a class=active href='#top'>Most read</a>", "https://www.example.org/2031/storm"),
        (
            "<a class=active href='/a'>One</a><a class=active href='/b'>Two</a>",
            "https://www.example.org/2031/storm",
        ),
        ("<a class=inactive href='/society'>Society</a>", "https://www.example.org/2031/storm"),
        ("<a href='/2031/'>2031</a>", "https://www.example.org/2031/storm"),
        ("<a href='/account/' class=active>Sign in</a>", "https://www.example.org/account/storm"),
        (
            "<a href='https://www.example.net/society' class=active>Society</a>",
            "https://www.example.org/2031/storm",
        ),
    ],
)
def test_other_entries_of_menus_are_no_sections(menu: str, url: str) -> None:
    assert _in_menu(menu, url) is None


def test_the_current_entry_on_a_page_whose_address_is_a_query() -> None:
    menu = "<ul><li class='current-post-ancestor'><a href='/category/kultur/'>Kultur</a></li></ul>"
    assert _in_menu(menu, "https://www.example.org/?p=77") == "Kultur"
    assert _in_menu(menu, "https://www.example.org/") is None


def test_links_outside_of_menus_are_no_sections() -> None:
    for place in ("<footer><nav>{}</nav></footer>", "<div>{}</div>", "<aside><nav>{}</nav></aside>"):
        html = (
            f"<html><body><article><h1>Storm hits coast</h1>{TEXT}</article>"
            f"{place.format('<a href=/society/>Society</a>')}</body></html>"
        )
        assert extract_html(html, "https://www.example.org/society/storm").articleSection is None


@pytest.mark.parametrize(
    "entry",
    [
        "Sport",
        "Sport <span class=icon>▾</span>",
        "Sport <span class='sr-only'>(current)</span>",
        "<span>Sport</span><span aria-hidden=true>Sport</span>",
        "<span>Sport</span><span>Results and tables</span>",
        "Sp<b>ort</b>",
        f"\n{' ' * 75}Sport\n",  # a template sets it in
    ],
)
def test_an_entry_is_a_plain_label(entry: str) -> None:
    menu = f"<a href='/'>Start</a><a href='/sport/'>{entry}</a><a href='/kultur'>Kultur</a>"
    assert _in_menu(menu, "https://www.example.org/sport/sturm-1.html") == "Sport"


@pytest.mark.parametrize(
    "entry",
    [
        "<span>News</span><span>Results and tables</span>",
        "<div>Sports</div><p>Results and tables</p>",
        "⚽ Sport",
        "Sport | Home",
        "What moves us?",
        "All the sport that you can think of",
        "Permalink",
        "All",
        "Alle",
        "Todas",
        "Все",
        "すべて",
        "Back",
        "English (US)",
        "Português (Brasil)",
        "S",
        "Cart (0)",
    ],
)
def test_an_entry_that_is_no_plain_label_is_no_section(entry: str) -> None:
    menu = f"<a href='/'>Start</a><a href='/kultur'>Kultur</a><a href='/sport/'>{entry}</a><p>.</p>"
    assert _in_menu(menu, "https://www.example.org/sport/sturm-1.html") is None


def test_the_menu_of_the_authors_own_pages_is_no_section() -> None:
    html = (
        "<html lang=en><body><nav><a href='/ana/'>Ana Ruiz</a><a href='/ben/'>Ben Kurz</a></nav><article>"
        f"<h1>Storm hits coast</h1><p>By Ana Ruiz</p>{TEXT}</article></body></html>"
    )
    assert extract_html(html, "https://www.example.org/ana/storm").articleSection is None


@pytest.mark.parametrize("label", ["Category", "Kategorie", "Рубрика"])
def test_a_label_before_the_link_to_the_pages_section(label: str) -> None:
    details = f"<dl><dd>Ana Ruiz</dd><dd class=category-name>{label}: <a href='/society'>Общество</a></dd></dl>"
    html = f"<html><body><article><h1>Storm hits coast</h1>{details}{TEXT}</article></body></html>"
    assert extract_html(html, "https://www.example.org/society/12044").articleSection == "Общество"


@pytest.mark.parametrize(
    "line",
    [
        "<a href='/society'>{}</a><span>Premium</span>",
        "<a href='/society/index.html'>{}</a> | <span>Sunday, 4 May 2031</span>",
        "4 May 2031 • <a href='/society'>{}</a>",
    ],
)
@pytest.mark.parametrize("name", ["Sociedad", "Общество", "社会"])
def test_a_link_to_the_section_beside_a_badge_or_a_date(line: str, name: str) -> None:
    menu = f"<a href='/'>Start</a> <a href='/society/'>{name.upper()}</a>"
    assert _page(f"<p class='rubric'>{line.format(name)}</p>", menu, "https://www.example.org/storm-12044") == name


def test_a_word_of_a_line_is_no_section() -> None:
    label = "<p class='rubric'><a href='/society'>Sociedad</a> de Amigos del Puerto</p>"
    assert _page(label, "<a href='/society'>Sociedad</a>", "https://www.example.org/storm-12044") is None


def test_what_french_sites_call_their_trail() -> None:
    trail = "<div id='hierarchie'><a href='/'>Accueil</a> &gt; <a href='spip.php?rubrique4'>Société</a></div>"
    assert _page(trail, "", "https://www.example.org/spip.php?article12044") == "Société"


@pytest.mark.parametrize(
    "line",
    [
        "Category: {}",
        "Kategorie: {}",
        "Publié dans {}",
        "Publicado en {}",
        "Рубрика: {}",
        "カテゴリー：{}",
        "القسم: {}",
    ],
)
def test_a_label_says_that_a_link_is_the_section(line: str) -> None:
    link = "<a href='/c/7'>Mundo</a>"
    assert _page(f"<p>{line.format(link)}</p>", "", "https://www.example.org/storm-12044") == "Mundo"


def test_other_labels_do_not() -> None:
    for line in ("Topics: {}", "More about {}", "Autor: {}", "In this category {}"):
        link = "<a href='/c/7'>Mundo</a>"
        assert _page(f"<p>{line.format(link)}</p>", "", "https://www.example.org/storm-12044") is None


@pytest.mark.parametrize("arrow", ["&gt;", "&gt;&gt;", "»", "›", "→"])
def test_links_with_arrows_between_are_a_trail(arrow: str) -> None:
    home, world = "<a href='/'>Example</a>", "<a href='/w/'>World</a>"
    assert _page(f"<p>{home} {arrow} {world}</p>", "", "https://www.example.org/storm-12044") == "World"
    assert _page(f"<p>{world} {arrow} {home}</p>", "", "https://www.example.org/storm-12044") is None
    assert _page(f"<p>{home} {world}</p>", "", "https://www.example.org/storm-12044") is None
