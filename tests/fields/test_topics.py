from __future__ import annotations

import time

import pytest

from newsspider.fields.topics import ShownTopics, shown_topics
from tests.fields.made_pages import DUMP, TEXT, html_page, text_page


def shown(*, above: str = "", below: str = "", text: str = TEXT) -> ShownTopics:
    return shown_topics(html_page(above=above, below=below, text=text))


@pytest.mark.parametrize(
    ("below", "names"),
    [
        ("<p>Tags: <a href='/a/1'>Storm</a>, <a href='/a/2'>Coast</a></p>", ["Storm", "Coast"]),
        ("<h4>Themen</h4><ul><li><a href='/a/1'>Sturm</a><li><a href='/a/2'>Küste</a></ul>", ["Sturm", "Küste"]),
        (
            "<div>Etiquetas</div><div><a href='/a/1'>Temporal</a> <a href='/a/2'>Puerto</a></div>",
            ["Temporal", "Puerto"],
        ),
        ("<p><a href='/a/1'>#Storm</a> <a href='/a/2'>#Coast</a></p>", ["Storm", "Coast"]),
        ("<p><a href='/a/1'>＃台風</a><a href='/a/2'>＃港</a></p>", ["台風", "港"]),
        ("<p>Sujets : <a href='/a/1'>Tempête</a></p>", ["Tempête"]),
        ("<p>Теги: <a href='/a/1'>Шторм</a> <a href='/a/2'>Порт</a></p>", ["Шторм", "Порт"]),
        ("<p>Шошго: <a href='/a/1'>Шуурга</a> <a href='/a/2'>Боомт</a></p>", ["Шуурга", "Боомт"]),
        ("<p>Teglar: <a href='/a/1'>Bo‘ron</a> <a href='/a/2'>Bandar</a></p>", ["Bo‘ron", "Bandar"]),
        ("<p>Gako-hitzak: <a href='/a/1'>Ekaitza</a> <a href='/a/2'>Portua</a></p>", ["Ekaitza", "Portua"]),
        ("<h3>■関連キーワード</h3><ul><li><a href='/a/1'>台風</a></ul>", ["台風"]),
        ("<p><b>الوسوم:</b> <a href='/a/1'>عاصفة</a> <a href='/a/2'>ميناء</a></p>", ["عاصفة", "ميناء"]),
        ("<div><a href='/themen/sturm'>Sturm</a> <a href='/themen/kueste'>Küste</a></div>", ["Sturm", "Küste"]),
        ("<ul><li><a href='/tema/puerto'>Puerto</a><li><a href='/tema/mar'>Mar</a></ul>", ["Puerto", "Mar"]),
        ("<p><a rel='tag' href='/x/1'>Storm</a> · <a rel='tag' href='/x/2'>Coast</a></p>", ["Storm", "Coast"]),
        (
            "<p>Classé dans <a rel='tag' href='/x/1'>Tempête</a>, <a rel='tag' href='/x/2'>Côte</a></p>",
            ["Tempête", "Côte"],
        ),
        ("<p>Abgelegt: <a rel=tag href='/x/1'>Sturm</a> <a rel=tag href='/x/2'>Küste</a></p>", ["Sturm", "Küste"]),
        ("<p>Рубрикатор <a rel=tag href='/x/1'>Шторм</a> <a rel=tag href='/x/2'>Порт</a></p>", ["Шторм", "Порт"]),
        ("<div><a href='/tag/a'>Storm 12</a> <a href='/tag/b'>Coast 4011</a></div>", ["Storm", "Coast"]),
        ("<div class='article-tags'><div><a href='/sport/'>Sport</a></div></div>", ["Sport"]),
        ("<nav class='article-tags'><a href='/a/1'>Storm</a> <a href='/a/2'>Coast</a></nav>", ["Storm", "Coast"]),
        (
            "<nav aria-label=Themen><ul><li><a href='/thema/s'>Sturm</a><li><a href='/thema/k'>Küste</a></ul></nav>",
            ["Sturm", "Küste"],
        ),
        (
            "<p>Tags: <a href='/a/1'>Storm</a>, <a href='/a/2'>Coast</a> <a href='javascript:;'>More</a></p>",
            ["Storm", "Coast"],
        ),
        ("<footer><span>Mehr zum Thema</span><p><a href='/thema/sturm'>Sturm</a></p></footer>", ["Sturm"]),
    ],
)
def test_lists_of_topics_are_found_by_label_address_and_name(below: str, names: list[str]) -> None:
    assert list(shown(below=below).names) == names


@pytest.mark.parametrize(
    "below",
    [
        "<nav><a href='/tag/a'>Storm</a> <a href='/tag/b'>Coast</a></nav>",
        "<nav aria-label='Main menu'><a href='/tag/a'>Storm</a> <a href='/tag/b'>Coast</a></nav>",
        "<aside><p>Tags: <a href='/tag/a'>Storm</a> <a href='/tag/b'>Coast</a></p></aside>",
        "<p>Tags: <a href='https://other.example/a'>Storm</a> <a href='https://other.example/b'>Coast</a></p>",
        "<p>Tags: <a href='#a'>First chapter</a> <a href='#b'>Second chapter</a></p>",
        "<h3>More on</h3><p><a href='/2026/ferries-stay'>Ferries stay</a></p>",
        "<div><a href='/topic/sea'>Sea</a><h4><a href='/a'>The pier will be built anew, harbour trust says</a></h4></div>",
        "<p>Posted in <a rel='category tag' href='/x/1'>Weather</a>, <a rel='category tag' href='/x/2'>Sea</a></p>",
        "<p>Written by <a rel='tag' href='/x/1'>Ana Ruiz</a></p>",
        "<p>Written by <a rel='tag' href='/x/1'>Ana Ruiz</a> and <a rel='tag' href='/x/2'>Ben Kurz</a></p>",
        "<p>Von <a rel='tag' href='/x/1'>Ana Ruiz</a> und <a rel='tag' href='/x/2'>Ben Kurz</a></p>",
        "<p>Share: <a href='/share/a'>Mail</a> <a href='/share/b'>Print</a></p>",
        "<p>Tags: " + "".join(f"<a href='/tag/{i}'>Topic {i}a</a> " for i in range(50)) + "</p>",
    ],
)
def test_menus_stories_and_other_sites_are_no_topics(below: str) -> None:
    assert not shown(below=below).names


def test_an_article_whose_class_names_its_tags_is_no_list() -> None:
    text = "<div class='post tag-storm'>" + TEXT + "<p><a href='/guide'>Our guide</a></p><p>It rains.</p></div>"
    assert not shown(text=text).names


def test_a_label_makes_a_list_sure_and_the_name_of_its_container_does_not() -> None:
    kicker = "<div class='tag'><a href='/news/'>News</a></div>"
    assert shown(above=kicker) == (["News"], False)
    assert shown(above=kicker, below="<p>Tags: <a href='/a/1'>Storm</a></p>") == (["Storm"], True)


@pytest.mark.parametrize(
    "below",
    [
        "<div class='trending'><a href='/topic/football'>Football</a> <a href='/topic/election'>Election</a></div>",
        "<h3>Most read</h3><ul><li><a href='/tag/sea'>Sea</a><li><a href='/tag/tax'>Tax</a></ul>",
        "<h3>Beliebte Themen</h3><ul><li><a href='/thema/wahl'>Wahl</a><li><a href='/thema/bahn'>Bahn</a></ul>",
        "<h3>Temas populares</h3><ul><li><a href='/temas/futbol'>Fútbol</a><li><a href='/temas/cine'>Cine</a></ul>",
        "<p>人気のタグ: <a href='/tag/a'>台風</a> <a href='/tag/b'>選挙</a></p>",
    ],
)
def test_what_many_read_is_no_topic_of_the_article(below: str) -> None:
    assert not shown(below=below).names


@pytest.mark.parametrize(
    "labels", [("Filed under", "Related tags"), ("Kategorien", "Schlagworte"), ("Catégories", "Tags")]
)
def test_a_list_of_sections_waits_for_one_of_topics(labels: tuple[str, str]) -> None:
    sections = f"<div><h5>{labels[0]}</h5><a rel='category tag' href='/c/1'>Weather</a></div>"
    topics = f"<div><h5>{labels[1]}</h5><a rel=tag href='/t/1'>Storm</a>, <a rel=tag href='/t/2'>Coast</a></div>"
    assert list(shown(below=sections + topics).names) == ["Storm", "Coast"]


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted in {news} and tagged {tags}. Bookmark the <a rel=bookmark href='/p'>permalink</a>.",
        "Dieser Beitrag wurde am 7. Juni 2031 unter {news} abgelegt und mit {tags} verschlagwortet, von <a href='/a'>Ben</a>.",
        "Publié dans {news}, et marqué avec {tags}. Mettez le <a href='/p'>permalien</a> dans vos favoris.",
        "By <a href='/author/ana'>ANA RUIZ, Editor</a> | Friday June 7, 2031 @ 6:43pm EDTTags: {paths}",
        "Publicado el 7 de junio por <a href='/author/ana'>Ana Ruiz</a> | <a href='#c'>2 comentarios</a> | Etiquetas: {paths}",
    ],
)
def test_tags_that_a_line_names_beside_other_facts(line: str) -> None:
    news = "<a rel='category tag' href='/c/1'>News</a>"
    tags = "<a rel=tag href='/x/1'>Storm</a>, <a rel=tag href='/x/2'>Coast</a>"
    paths = "<a href='/tag/1'>Storm</a>, <a href='/tag/2'>Coast</a>"
    found = shown(below=f"<p>{line.format(news=news, tags=tags, paths=paths)}</p>")
    assert (list(found.names), found.is_sure) == (["Storm", "Coast"], True)


@pytest.mark.parametrize(
    "line",
    [
        "<a rel=tag href='/source/1'>Harbour Courier</a> / 05:40 AM January 6, 2031, for all who live by the sea and the bay",
        "Von <a rel=tag href='/x/1'>Ana Ruiz</a>, die seit dem Jahr 2012 für uns von der Küste und aus den Häfen berichtet.",
        "Read what our guide says of <a href='/tag/1'>storms</a> and of <a href='/tag/2'>coasts</a> before you go to sea.",
    ],
)
def test_other_links_in_a_line_of_facts_are_no_tags(line: str) -> None:
    assert not shown(below=f"<footer><p>{line}</p></footer>").names


def test_links_behind_a_whole_list_are_no_topics() -> None:
    tags = "<p>Tags: <a rel=tag href='/t/1'>Storm</a>, <a rel=tag href='/t/2'>Coast</a></p>"
    assert list(shown(below=f"{tags}<p><a href='/give'>Donate</a></p>").names) == ["Storm", "Coast"]


def test_an_article_whose_class_says_that_it_is_popular_shows_its_topics() -> None:
    tags = "<p><a href='/tag/storm'>Storm</a> <a href='/tag/coast'>Coast</a></p>"
    assert shown(text=f"<div class='post popular'>{TEXT}{tags}</div>") == (["Storm", "Coast"], True)


@pytest.mark.parametrize(
    ("below", "is_sure"),
    [
        ("<p><a href='/tag/tax'>Tax</a> <a href='/tag/harbour'>Harbour</a></p>", True),
        ("<p><a href='/tag/tax'>Tax</a> <a href='/tag/football'>Football</a></p>", False),
        ("<p>Tags: <a href='/tag/tax'>Tax</a> <a href='/tag/football'>Football</a></p>", True),
        ("<p>Themen: <a href='/thema/steuer'>Steuer</a> <a href='/thema/wahl'>Wahl</a></p>", True),
    ],
)
def test_topics_without_a_label_are_sure_where_headline_or_text_has_one(below: str, *, is_sure: bool) -> None:
    assert shown(below=below).is_sure is is_sure


def test_a_dump_shows_no_topics() -> None:
    assert not shown_topics(text_page("Storm hits coast\n\n" + DUMP + "\n\nTags: Storm, Coast")).names


def test_many_links_take_no_time() -> None:
    facts = html_page(below="".join(f"<p>Tags: <a href='/tag/{'a/' * 50}'>T {i}</a></p>" for i in range(5000)))
    started = time.process_time()
    shown_topics(facts)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "below",
    [
        "<p>{}</p>".format("".join(f"<a href='/tag/t{i}'>word {i}</a><br><br>" for i in range(5000))),
        "<h4>Tags</h4><a href='/tag/a'>{}</a>".format("".join(f"<p>word {i}</p>" for i in range(5000))),
        "<h4>Themen</h4><ul>{}</ul>".format("".join(f"<li><a href='/thema/{i}'>Wort</a>" for i in range(5000))),
    ],
    ids=["lines-of-one-paragraph", "blocks-of-one-link", "many-entries"],
)
def test_many_blocks_of_one_element_take_linear_time(below: str) -> None:
    text = TEXT + below + TEXT
    facts = html_page(text=text)
    started = time.process_time()
    shown_topics(facts)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "line",
    [
        "<footer>{tags}<nav><a href='/s/1'>A storm that was</a></nav></footer>",
        "<div>By <a href='/by/1'>Ana Ruiz</a> | 4 May | <a href='/c/1' rel='category tag'>Isles</a> | {tags} |"
        " <a href='#comments'>0 comments</a></div>",
        "<footer>{tags}<ul><li><a href='https://share.example/'>Share on Facebook</a></li></ul></footer>",
    ],
)
@pytest.mark.parametrize("label", ["", "Tags: ", "Schlagworte: ", "Étiquettes : "])
def test_declared_tags_in_a_line_with_other_things(line: str, label: str) -> None:
    tags = f"<span>{label}<a rel='tag' href='/x/1'>Storm</a>, <a rel='tag' href='/x/2'>Coast</a></span>"
    assert shown(below=line.format(tags=tags)).names == ["Storm", "Coast"]
