from __future__ import annotations

import pytest

from newsspider.fields.authors.byline_elements import byline_elements
from newsspider.page import html_page
from tests.fields.made_pages import facts_without_body

H1 = "<h1>Storm hits coast</h1>"


def _found(markup: str, language: str = "") -> list[list[str]]:
    page = html_page(
        f"<html lang='{language}'><body>{markup}</body></html>" if language else f"<body>{markup}</body>"
    )
    return list(byline_elements(facts_without_body(page, headline="Storm hits coast")))


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="byline">By Ana Ruiz</p>',
        '<div class="articleAuthor"><span>By</span> <b>Ana Ruiz</b> <time>12 May 2031</time></div>',
        '<a rel="author" href="/ana">Ana Ruiz</a>',
        '<a href="/authors/ana-ruiz">Ana Ruiz</a>',
        '<span itemprop="author">Ana Ruiz</span>',
        '<div class="h-card p-author"><a class="u-url p-name" href="/a">Ana Ruiz</a></div>',
        '<div class="author"><i>AR</i><span>Ana Ruiz</span><button>Follow</button></div>',
        '<p class="byline">By <a>Ana Ruiz</a>. Reviewed by <a>Eva Gil</a></p>',
        '<p class="byline">Ana Ruiz on behalf of <a>Eva Gil</a></p>',
        '<span itemprop="author" itemscope><link itemprop="url" href="/a"><link itemprop="name" content="Ana Ruiz"></span>',
        '<p class="author_description">Harbour Historian</p><p class="author_name">Ana Ruiz</p>',
        '<div class="byline"><a href="/author/ana">Ana Ruiz</a><i>Contributor</i><p>I write about the sea.</p></div>',
        '<p class="byline">Yazar: Ana Ruiz <span>Editör: Eva Gil</span></p>',
        '<nav>By <i itemprop="author">Ana Ruiz</i></nav>',
        '<nav><i itemprop="author"><a href="/author/ana">Ana Ruiz</a></i></nav>',
        '<footer><a rel="author" href="/author/1">Ana Ruiz</a> <a href="#c">Leave a comment</a></footer>'
        '<div class="sidebar"><a rel="author">Ana Ruiz</a></div>',
        '<footer><p>By <a rel="author">Ana Ruiz</a></p><div class="related"><a href="/x">Ferries stay in harbour</a></div>',
    ],
)
def test_elements_that_say_so_hold_the_name(markup: str) -> None:
    assert _found(H1 + markup)[0] == ["Ana Ruiz"]


@pytest.mark.parametrize("name", ["piano-author", "casino-byline", "latino_author"])
def test_a_class_denies_an_author_by_whole_words(name: str) -> None:
    assert _found(f'<div class="{name}">Ana Ruiz</div>') == [["Ana Ruiz"]]
    assert _found('<div class="no-author">Ana Ruiz</div>') == []


@pytest.mark.parametrize(("label", "language"), [("By", "en"), ("Von", "de"), ("Par", "fr"), ("Autor:", "es")])
def test_a_word_before_a_name_in_a_footer(label: str, language: str) -> None:
    markup = f'<footer>{label} <a rel="author" href="/7">Ana Ruiz</a></footer>'
    facts = facts_without_body(html_page(f"<body>{H1}{markup}</body>"), headline="Storm", inLanguage=language)
    assert list(byline_elements(facts)) == [["Ana Ruiz"]]


def _in_footer(markup: str, language: str) -> list[list[str]]:
    page = html_page(f"<body>{H1}<footer>{markup}</footer></body>", url="https://courier.example/news/1")
    return list(byline_elements(facts_without_body(page, headline="Storm", inLanguage=language)))


@pytest.mark.parametrize(
    ("name", "language", "is_author"),
    [
        ("김민수", "ko", True),
        ("山田太郎", "ja", True),
        ("王小明", "zh", True),
        ("Suparman", "id", True),
        ("Maria José da Silva Gil", "pt", True),
        ("Ludwig van der Berg Maier", "nl", True),
        ("Redaksi", "id", False),
        ("Jakarta", "id", False),
        ("编辑部", "zh", False),
        ("Impressum", "de", False),
        ("The Old Harbour Pier Is Closed", "en", False),
    ],
)
def test_full_names_in_a_footer_in_languages_that_write_them_otherwise(
    name: str, language: str, is_author: bool
) -> None:
    found = _in_footer(f'<a rel="author" href="/author/1">{name}</a>', language)
    assert found == ([[name]] if is_author else [])


@pytest.mark.parametrize(
    ("link", "language"),
    [
        ('<a href="#c">Be the first to comment on this</a>', "en"),
        ('<a href="/news/1#c">Be the first to comment on this</a>', "en"),
        ('<a href="https://social.example/s">Tell all of your friends there</a>', "en"),
        ('<a href="/s">Share this story on Facebook</a>', "en"),
        ('<a href="/all">Read all of her stories</a>', "en"),
        ('<a href="/author/ana">View all posts by Ana Ruiz</a>', "en"),
        ('<a href="/t" rel="tag">Old harbour pier repair works</a>', "en"),
        ('<a href="/c" rel="category tag">Coast and harbour news today</a>', "en"),
        ('<a href="/s">Fehler im Text melden</a>', "de"),
        ('<a href="/all">Alle Artikel von ihr lesen</a>', "de"),
        ('<a href="/all">Tous les articles de cette personne</a>', "fr"),
        ('<a href="mailto:a@courier.example">Escribir una carta a la redacción</a>', "es"),
    ],
)
def test_links_beside_an_author_in_a_footer_that_lead_to_no_story(link: str, language: str) -> None:
    assert _in_footer(f'<a rel="author" href="/author/ana">Ana Ruiz</a> {link}', language) == [["Ana Ruiz"]]


@pytest.mark.parametrize(
    ("name", "story", "language"),
    [
        ("Ana Ruiz", "Ferries stay in the harbour", "en"),
        ("Ana Ruiz", "Les bateaux restent au port", "fr"),
        ("Ana Ruiz", "Die Fähren bleiben im Hafen", "de"),
        ("王小明", "风暴过后渡轮仍然留在港口", "zh"),
        ("山田太郎", "フェリーは港にとどまる", "ja"),
        ("김민수", "여객선은 바람이 잦아들 때까지 항구에", "ko"),
    ],
)
def test_an_author_beside_a_story_in_a_footer_is_another_s(name: str, story: str, language: str) -> None:
    author = f'<a rel="author" href="/author/1">{name}</a>'
    assert _in_footer(f'{author} <a href="/x">{story}</a>', language) == []


def test_several_authors_in_one_row() -> None:
    markup = '<div class="meta"><a rel="author">Ana Ruiz</a> and <a rel="author">Eva Gil</a></div>'
    assert _found(H1 + markup)[0] == ["Ana Ruiz", "Eva Gil"]
    markup = '<div class="byline"><a>Ana Ruiz</a> and <a>Eva Gil</a> | <a>Lisbon desk</a></div>'
    assert _found(H1 + markup)[0][:2] == ["Ana Ruiz", "Eva Gil"]


@pytest.mark.parametrize(
    "markup",
    [
        "<ul class=authors><li>By <a href=/x>Ana Ruiz</a></li><li><b>Eva Gil</b></li></ul>",
        "<ul class=authors__list><li class=authors__item><a href=/x>Ana Ruiz</a><li class=authors__item>Eva Gil</ul>",
        "<div class=authors><div class=author><a href=/x>Ana Ruiz</a><p>Reporter</p></div>"
        "<div class=author><span>Eva Gil</span></div></div>",
    ],
)
def test_a_list_of_authors_of_whom_some_have_no_link(markup: str) -> None:
    assert _found(H1 + markup)[0] == ["Ana Ruiz", "Eva Gil"]


@pytest.mark.parametrize("line", ["May 4, 2031", "3 comments", "<a href=https://chat.example/a>Follow Ana</a>"])
def test_a_list_of_one_author_and_what_is_said_besides(line: str) -> None:
    assert _found(f"{H1}<ul class=author-meta><li>By Ana Ruiz</li><li>{line}</li></ul>")[0] == ["Ana Ruiz"]


def test_the_nearest_behind_the_headline_comes_first() -> None:
    markup = (
        f'<p class="byline">By Tom Hill</p>{H1}<p class="byline">By Ana Ruiz</p><p class="byline">By Eva Gil</p>'
    )
    assert _found(markup) == [["Ana Ruiz", "Eva Gil"], ["Tom Hill"]] or _found(markup)[0][0] == "Ana Ruiz"


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="comments"><span class="author">Ana Ruiz</span></div>',
        '<div class="related-story"><span class="author">Ana Ruiz</span></div>',
        '<nav><a href="/authors/ana">Ana Ruiz</a></nav>',
        '<p class="authority">Harbour Trust</p>',
        '<p class="author-bio">Harbour Historian</p>',
        '<div class="comments"><a rel="author">Ana Ruiz</a></div>',
        '<blockquote><a rel="author">Ana Ruiz</a></blockquote>',
        '<footer><a rel="author">Ana Ruiz</a><a rel="author" class="b">Eva Gil</a></footer>',
        '<footer><a rel="author" href="/about">Contact Us</a></footer>',
        '<footer>Website by <a rel="author" href="https://design.example">Blue Lemon</a></footer>',
        '<footer><span itemprop="author">Harbour Theme</span></footer>',
        '<ul class="menu"><li><a rel="author" href="/author/team">Our Team</a></li></ul>',
        '<aside class="sidebar"><a href="/x">Ferries stay</a> <a rel="author" href="/author/eva">Eva Gil</a></aside>',
        '<div class="widget"><ul><li><a href="/x">Sturm trifft Küste</a> Von <a rel="author">Eva Gil</a></li></ul></div>',
        '<footer><a href="/x">Les bateaux restent au port</a><p>Par <a rel="author">Eva Gil</a></p></footer>',
        '<p class="author">Read all about us here</p>',
        '<div class="testimonial"><p>The best.</p><span class="author">Ana Ruiz</span></div>',
        '<ol class="commentlist"><li><a class="author">Ana Ruiz</a></li></ol>',
        '<div class="pull-quote">The best. <span class="author">Ana Ruiz</span></div>',
    ],
)
def test_names_of_others_are_left_alone(markup: str) -> None:
    assert _found(H1 + markup) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/autor-ana-ruiz">Ana Ruiz</a>',
        '<a href="/index.php?auteur2">Ana Ruiz</a>',
        '<a href="https://social.example.org/1164/?rel=author">Ana Ruiz</a>',
        '<a href="/@anaruiz">Ana Ruiz</a>',
    ],
)
def test_addresses_of_author_pages(markup: str) -> None:
    assert _found(H1 + markup) == [["Ana Ruiz"]]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/about/journalistic-standards">Our Journalistic Standards</a>',
        '<a href="/news/writer-dies-at-90">Famous Writer Dies</a>',
        '<a href="https://other.example/redaktion-extra/ruiz.html">Tea With Ana</a>',
        "<p>She won the prize two years ago, and a <a href='/authors/tea'>Tea With Her</a> makes the bench forgotten.",
    ],
)
def test_addresses_that_only_hold_the_word(markup: str) -> None:
    assert _found(H1 + markup) == []


def test_an_article_whose_class_holds_its_author_is_no_byline() -> None:
    assert _found('<div class="post author-ana"><h1>Storm Hits</h1><p>Ana Ruiz</p></div>') == []


@pytest.mark.parametrize("account", ["redaktion", "redazione", "redaksi", "redaccion", "newsdesk", "superadmin"])
def test_the_account_of_a_newsroom_is_nobody(account: str) -> None:
    assert _found(f'{H1}<a rel="author" href="/author/{account}">{account}</a>') == []


def test_the_account_of_a_person_is_somebody() -> None:
    assert _found(f'{H1}<a rel="author" href="/author/7">harbour_fan77</a>') == [["harbour_fan77"]]


@pytest.mark.parametrize(
    "markup",
    [
        # Addresses between names, and roles between elements of a class for names.
        '<div class="byline"><span>Ana Ruiz</span><a href="mailto:a@b.example">a@b.example</a><span>Eva Gil</span></div>',
        '<div class="authors"><b class="author-name">Ana Ruiz</b><i>Political editor</i>'
        '<b class="author-name">Eva Gil</b><i>Reporter</i></div>',
    ],
)
def test_what_stands_between_two_authors_parts_none(markup: str) -> None:
    assert _found(H1 + markup)[0] == ["Ana Ruiz", "Eva Gil"]


@pytest.mark.parametrize(("word", "language"), [("and", "en"), ("und", "de"), ("y", "es")])
def test_a_card_on_each_author_parts_no_row(word: str, language: str) -> None:
    card = "<div class=tip><button>x</button><b>{}</b><i>Reporter on the coast</i><a href='#'>Bio</a></div>"
    names = ("Ana Ruiz", "Tom Hill", "Eva Gil")
    one, two, three = (f"<a class=author-link href=/p/1>{name}</a>{card.format(name)}" for name in names)
    markup = f"<div class=byline-box><div class=names>{one}, {two} {word} {three}</div></div>"
    assert _found(H1 + markup, language)[0] == list(names)
    edited = f"<div class=byline-box><div class=names>{one} edited by {two}</div></div>"
    assert _found(H1 + edited, language)[0] == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("yazar-adi", "tr"),
        ("muhabir", "tr"),
        ("forfatter", "da"),
        ("skribent", "sv"),
        ("kirjoittaja", "fi"),
        ("penulis", "id"),
        ("tacgia", "vi"),
        ("article__reporter", "en"),
        ("redacteur", "nl"),
        ("periodista", "es"),
    ],
)
def test_names_of_elements_in_other_languages(name: str, language: str) -> None:
    assert _found(f"{H1}<div class='{name}'>Ana Ruiz</div>", language) == [["Ana Ruiz"]]


def test_a_name_in_a_script_whose_letters_count_as_small() -> None:
    assert _found(f"{H1}<a class=author>ეთო ჯაფარიძეშვილი</a>", "ka") == [["ეთო ჯაფარიძეშვილი"]]


@pytest.mark.parametrize("label", ["Enviat per", "వీరిచే", "Wystawił(a)"])
def test_the_formatted_name_of_a_card_without_the_words_around(label: str) -> None:
    card = '<span class="post-author vcard">{} <b class="fn">{}</b></span>'
    assert _found(H1 + card.format(label, "Ana Ruiz") + "at 10:20") == [["Ana Ruiz"]]
    two = f'<p class="byline vcard">{label} <b class="fn">Ana Ruiz</b>, <b class="fn">Ben Kurz</b></p>'
    assert _found(H1 + two) == [["Ana Ruiz", "Ben Kurz"]]
    parts = '<b class="fn n"><i class="given-name">Ana</i> <i class="family-name">Ruiz</i></b>'
    assert _found(f'{H1}<p class="author vcard">{label} {parts}</p>') == [["Ana Ruiz"]]


@pytest.mark.parametrize(
    "byline",
    [
        'By <span class="vcard"><b class="fn">Ana Ruiz</b></span> and Ben Kurz',
        'By Ana Ruiz, Ben Kurz, <span class="vcard"><b class="fn org">Harbour Post</b></span>',
    ],
)
def test_names_beside_the_card_of_one(byline: str) -> None:
    assert _found(f'{H1}<p class="byline">{byline}</p>')[0][:2] == ["Ana Ruiz", "Ben Kurz"]
