from __future__ import annotations

import json

import pytest
from scrapy.http import HtmlResponse

from newsspider import extract_html
from newsspider.fields.authors.rule import authors
from newsspider.page import read_page
from tests.fields.made_pages import SENTENCES, TEXT, URL, facts_of, first, html_page, json_ld, rules


def _names(head: str = "", above: str = "") -> tuple[list[str], str] | None:
    facts = html_page(head=head, above=above)
    found = first(authors(facts))
    return ([author.name for author in found[0]], found[1]) if found else None


def test_linked_data_before_meta_before_the_page() -> None:
    linked = json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast", "author": "Ana Ruiz"}')
    meta, above = '<meta name="author" content="Eva Gil">', '<p class="byline">By Tom Hill</p>'
    shown = above + "<p>With Ana Ruiz and Eva Gil</p>"
    assert _names(linked + meta, shown) == (["Ana Ruiz"], "json-ld")
    assert _names(meta, shown) == (["Eva Gil"], "meta:author")
    assert _names("", above) == (["Tom Hill"], "byline-element")


def test_the_site_and_its_name_in_small_letters_wrote_nothing_that_another_signs() -> None:
    meta, shown = '<meta name="author" content="Example, die zeitung">', '<p class="byline">By Tom Hill</p>'
    assert _names(meta, shown) == (["Tom Hill"], "byline")


def test_a_class_that_says_that_there_is_no_author() -> None:
    assert _names(above='<p class="FirstImgWithoutAuthor">Tom Hill, Eva Gil</p>'.replace("Tom", "Harbour")) is None


@pytest.mark.parametrize(
    "line",
    [
        "Photos by Ben Kurz, words by Tom Hill",
        "Photographs by Ben Kurz; text by Tom Hill",
        "Fotos: Ben Kurz, Text: Tom Hill",
        "Photos : Ben Kurz / Texte : Tom Hill",
        "Updated 4 May 2031, by Tom Hill",
    ],
)
def test_the_writer_may_stand_behind_other_work(line: str) -> None:
    assert _names(above=f"<p>{line}</p>") == (["Tom Hill"], "byline")
    assert _names(above="<p>Photos by Ben Kurz, Lisbon</p>") is None


def test_a_line_about_a_newsroom_comes_behind_names() -> None:
    facts = html_page(above="<p>Aus der Redaktion</p><p>Ana Ruiz</p><p>4. Mai 2031</p>")
    facts.chosen["inLanguage"] = "de"
    assert [[author.name for author in found.value] for found in authors(facts)] == [["Ana Ruiz"], ["Redaktion"]]


@pytest.mark.parametrize(
    ("byline", "language"),
    [
        ("By Ana Ruiz (Reuters)", "en"),
        ("(By Ana Ruiz)", "en"),
        ("Von Ana Ruiz (dpa)", "de"),
        ("Par Ana Ruiz (avec AFP)", "fr"),
        ("Por Ana Ruiz (EFE)", "es"),
    ],
)
def test_brackets_in_and_around_bylines(byline: str, language: str) -> None:
    facts = html_page(above=f"<p>{byline}</p>")
    facts.chosen["inLanguage"] = language
    assert [[author.name for author in found.value] for found in authors(facts)] == [["Ana Ruiz"]]


@pytest.mark.parametrize(
    ("byline", "language"), [("Von dpa", "de"), ("Af ritzau", "da"), ("By dpa", "en"), ("Par Reuters", "fr")]
)
def test_agencies_may_write_their_names_small(byline: str, language: str) -> None:
    facts = html_page(above=f"<p>{byline}</p>")
    facts.chosen["inLanguage"] = language
    found = first(authors(facts))
    assert found
    assert [author.name for author in found[0]] == [byline.split()[1]]


def test_the_site_s_own_name_waits_for_a_person() -> None:
    linked = json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast", "author": "Example"}')
    assert _names(linked, '<p class="byline">By Tom Hill</p>') == (["Tom Hill"], "byline-element")
    assert _names(linked) == (["Example"], "json-ld")


@pytest.mark.parametrize("company", ["Quay Post Public Company Limited", "Quay Post GmbH", "Quay Post Media S.A."])
def test_the_company_that_the_site_is_of_waits_for_a_person(company: str) -> None:
    head = f'<meta name="author" content="{company}"><meta property="og:site_name" content="Quay Post">'
    assert _names(head, '<p class="writer">writer: Ana Ruiz</p>') == (["Ana Ruiz"], "byline-element")
    other = head.replace("Quay Post", "Bay Institute", 1)
    assert (_names(other, '<p class="writer">writer: Ana Ruiz</p>') or ([], ""))[1] == "meta:author"


@pytest.mark.parametrize(
    ("paper", "byline", "name"),
    [
        ("강원일보 | 네이버", "홍길동 기자", "홍길동"),
        ("Quay News", "By Ana Ruiz", "Ana Ruiz"),
        ("Hafen Zeitung", "Text: Eva Kurz", "Eva Kurz"),
    ],
)
def test_a_paper_that_a_portal_names_waits_for_who_signs(paper: str, byline: str, name: str) -> None:
    html = f'<meta name="author" content="{paper}"><h1>Storm hits coast</h1>{{}}{TEXT}'
    signed, unsigned = html.format(f'<p class="byline">{byline}</p>'), html.format("")
    assert [author.name for author in extract_html(signed).authors or ()] == [name]
    assert [author.name for author in extract_html(unsigned).authors or ()] == [paper.partition(" |")[0]]


def test_catalogues_write_the_family_name_first() -> None:
    assert _names('<meta name="citation_author" content="Ruiz, Ana">') == (["Ana Ruiz"], "meta:citation_author")


def test_a_place_behind_a_name_goes_and_an_agency_stays() -> None:
    assert _names('<meta name="author" content="Ana Ruiz, Lisbon">') == (["Ana Ruiz"], "meta:author")
    assert _names('<meta name="author" content="Ana Ruiz, Reuters">') == (["Ana Ruiz", "Reuters"], "meta:author")


def test_whom_a_person_works_for_is_no_author() -> None:
    linked = """{"@type": "NewsArticle", "headline": "Storm hits coast", "author": [
        {"@type": "Person", "name": "Ana Ruiz, Associated Press"}, {"@type": "Person", "name": "Eva Gil - Reuters"}]}"""
    assert _names(json_ld(linked)) == (["Ana Ruiz", "Eva Gil"], "json-ld")


def test_an_account_waits_for_a_person() -> None:
    linked = json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast", "author": "ana.ruizgil"}')
    assert _names(linked, '<p class="byline">By Tom Hill</p>') == (["Tom Hill"], "byline-element")
    assert _names(linked) == (["ana.ruizgil"], "json-ld")


def test_who_took_the_picture_comes_behind_whom_the_line_under_the_headline_names() -> None:
    picture = '<div><img src="/a.jpg">The pier. <i>By <a href="/writer/7/tom">Tom Hill</a></i></div>'
    for language, label in (("en", "By"), ("de", "Von"), ("fr", "Par")):
        line = f'<p>{label} <a href="/writer/8/ana">Ana Ruiz</a>, 4.5.2031</p>'
        facts = html_page(above=f"{picture}{line}")
        facts.chosen["inLanguage"] = language
        found = first(authors(facts))
        assert found is not None
        assert [author.name for author in found[0]] == ["Ana Ruiz"]


def test_whom_the_line_under_the_headline_names_comes_before_whom_the_page_shows_nowhere() -> None:
    linked = json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast", "author": "Tom Hill"}')
    for line, language in (("By Ana Ruiz, Staff Writer", "en"), ("Von Ana Ruiz", "de"), ("Par Ana Ruiz", "fr")):
        facts = html_page(head=linked, above=f"<p>{line}</p><p>4.5.2031</p>")
        facts.chosen["inLanguage"] = language
        assert [author.name for author in next(authors(facts)).value] == ["Ana Ruiz"]


def test_a_line_under_the_headline_that_names_more_people_comes_before_whom_the_page_tells_machines() -> None:
    linked = json_ld(
        """{"@type": "NewsArticle", "headline": "Storm hits coast",
        "author": {"@type": "Person", "name": "Tom Hill", "url": "https://n.example/tom"}}"""
    )
    for line, language in (
        ("By Ana Ruiz and Tom Hill", "en"),
        ("Von Ana Ruiz und Tom Hill", "de"),
        ("Par Ana Ruiz et Tom Hill", "fr"),
    ):
        facts = html_page(head=linked, above=f"<p>{line}</p><p>4.5.2031</p>")
        facts.chosen["inLanguage"] = language
        people = next(authors(facts)).value
        assert [(author.name, author.url) for author in people] == [
            ("Ana Ruiz", None),
            ("Tom Hill", "https://n.example/tom"),
        ]


def test_whom_the_page_shows_and_tells_machines_stays() -> None:
    linked = json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast", "author": "Tom Hill"}')
    for above in (
        "<p>By Ana Ruiz</p><p>Mr Hill contributed</p>",
        "<p>Reviewed by Ana Ruiz</p>",
        "<p>By Ana</p>",
        "<p>By Tom Hill and Reuters</p>",
        "<p>By Tom Hill for Harbour News</p>",
        "<p>By the way, Ana Ruiz left</p>",
        "<p>4 May 2031</p><p>Share</p><p>Print</p><p>Listen</p><p>By Ana Ruiz</p>",
    ):
        assert _names(linked, above) == (["Tom Hill"], "json-ld"), above


def _signed(line: str, language: str, *, told: str = '"Tom Hill"', before: str = "", below: str = "") -> list[str]:
    """Return the authors of a page with a line between the headline and a date."""
    linked = json_ld(f'{{"@type": "NewsArticle", "headline": "Storm hits coast", "author": [{told}]}}')
    facts = html_page(head=linked, above=f"{before}{line}<p>4.5.2031</p>", below=below)
    facts.chosen["inLanguage"] = language
    return [author.name for author in next(authors(facts)).value]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("By Saturday Night", "en"),
        ("By New May", "en"),
        ("By Buenos Aires", "en"),
        ("By Storm Power", "en"),  # words that the page writes small
        ("Recipe by Eva Gil", "en"),
        ("Avatar by Eva Gil", "en"),
        ("Words Of Wisdom", "en"),
        ("Text: Neue Zeiten", "de"),
        ("Interview: Eva Gil", "de"),
        ("Aus Bad Homburg", "de"),
        ("Von Eva Gil (Foto)", "de"),
        ("Recette de Tarte Tatin", "fr"),
        ("Texto: Ley Nueva", "es"),
        ("Por Buenos Aires", "es"),
        ("Интервью: Анна Петрова", "ru"),
        ("От Первого Лица", "ru"),
        ("By Royal Appointment", "en"),
        ("By Popular Demand", "en"),
        ("By Sponsored Content", "en"),
        ("Von Unserem Korrespondenten", "de"),
        ("Par Notre Correspondant", "fr"),
        ("Por Encargo Real", "es"),
        ("By Any Means", "en"),
        ("By Lake Geneva", "en"),
        ("By World Bank", "en"),
        ("By Green Party", "en"),
        ("By Red Cross", "en"),
        ("Von Deutsche Bank", "de"),
        ("Von Polizei Hafenstadt", "de"),
        ("Par Banque Mondiale", "fr"),
        ("Por Banco Mundial", "es"),
        ("By Mount Etna", "en"),
        ("Von Kap Arkona", "de"),
        ("Par Mont Ventoux", "fr"),
        ("Por Primera Vez", "es"),
        ("Автор статьи: Анна Петрова", "ru"),  # may be how the page writes whom it tells machines in Latin letters
        ("Przepis: Ciasto Marchewkowe", "pl"),
        ("By Eva Hill", "en"),  # may be the same person
        ("By Reuters", "en"),
    ],
)
def test_a_line_that_may_not_sign_leaves_whom_the_page_tells_machines(line: str, language: str) -> None:
    assert _signed(f"<p>{line}</p>", language) == ["Tom Hill"]


@pytest.mark.parametrize(
    ("line", "language", "text"),
    [
        ("By Will Smith", "en", "They will see."),
        ("By Rose Rice", "en", "It rose."),
        ("By Paris Hilton", "en", ""),
        ("By Ben Hilton", "en", ""),
        ("By Van Le", "en", ""),
        ("By April Ruiz", "en", ""),
        ("By Ana Ruiz (Courier)", "en", ""),
        ("Von Ernst Maier", "de", "Es wird ernst."),
        ("Von Ana Ruiz (Kurier)", "de", ""),
        ("Par Rose Martin", "fr", "Une rose."),
        ("Par Aimé Martin", "fr", "Il est aimé."),
        ("Por Paris Gil", "es", ""),
        ("Por Rosa Gil", "es", "Una rosa."),
    ],
)
def test_a_given_name_may_be_a_word_a_place_or_a_month(line: str, language: str, text: str) -> None:
    name = line.split(maxsplit=1)[1].partition(" (")[0]
    assert _signed(f"<p>{line}</p>", language, below=f"<p>{text}</p>") == [name]


def test_a_byline_s_element_is_enough_for_any_name() -> None:
    linked = json_ld('{"@type": "NewsArticle", "author": "Tom Hill"}')
    for label, language in (("By", "en"), ("Von", "de"), ("Par", "fr")):
        for name in ("Will Brown", "Jack London", "Theresa May"):
            line = f'<p class="byline">{label} {name}</p>'
            facts = html_page(head=linked, above=line, below="<p>They will see brown boats.</p>")
            facts.chosen["inLanguage"] = language
            assert [author.name for author in next(authors(facts)).value] == [name]


@pytest.mark.parametrize(
    ("told", "text", "is_shown"),
    [
        ("Kim An", "Also an old pier and many boats.", False),
        ("Ben Ho", "A home and a hotel, whose hopes are high.", False),
        ("Ben Kurz", "Es dauerte nur kurz.", False),
        ("Rosa Gil", "Una página frágil.", False),
        ("Ben Kurz", "Das sind die Bilder von Kurz.", True),
        ("Ben Kurz", "TEXT: BEN KURZ", True),
        ("Ivan Petrov", "Petrovova loď.", True),
        ("Ivan Petrov", "Rozhovor s Petrovem.", True),
        ("Ana Ruiz", "Las fotos de Ruiz.", True),
    ],
)
def test_whom_the_page_tells_machines_is_on_it_as_a_word_of_its_own(told: str, text: str, is_shown: bool) -> None:
    found = _signed("<p>By Eva Lind</p>", "en", told=f'"{told}"', below=f"<p>{text}</p>")
    assert found == [told if is_shown else "Eva Lind"]


def test_markup_makes_a_line_a_byline() -> None:
    linked = json_ld('{"@type": "NewsArticle", "author": "Tom Hill"}')
    for line, language in (("By Lake Geneva", "en"), ("Von Bad Homburg", "de"), ("Par Saint Denis", "fr")):
        facts = html_page(head=linked, above=f"<p>{line}</p>")
        facts.chosen["inLanguage"] = language
        assert [author.name for author in next(authors(facts)).value] == ["Tom Hill"]
    for line, language in (("By Ana Ruiz", "en"), ("Von Ana Ruiz", "de"), ("Por Ana Ruiz", "es")):
        for markup, found in ((f"<p>{line}</p>", "Tom Hill"), (f'<p class="byline">{line}</p>', "Ana Ruiz")):
            facts = html_page(head=linked, above=markup)
            facts.chosen["inLanguage"] = language
            assert [author.name for author in next(authors(facts)).value] == [found]


@pytest.mark.parametrize(
    ("line", "language"), [("By Eva Gil", "en"), ("Von Eva Gil", "de"), ("Par Eva Gil", "fr")]
)
def test_whom_the_page_tells_machines_stays_if_it_shows_them_anywhere(line: str, language: str) -> None:
    above = f"<p>{line}</p>"
    far = "<p>Other words here</p>" * 9
    about = "Tom Hill is a reporter who has covered the coast, its harbours and its people for the Courier. " * 3
    assert _signed(above, language) == ["Eva Gil"]
    assert _signed(above, language, below=f'{far}<a rel="author" href="/author/tom">Tom Hill</a>') == ["Tom Hill"]
    assert _signed(above, language, before=f"<p>{about}</p>") == ["Tom Hill"]
    assert _signed(
        above, language, told=", ".join(f'"Tom Hill{letter}"' for letter in "abcdefghijklmnopqrstu")
    ) != ["Eva Gil"]


def test_a_line_over_the_headline_or_in_the_text_signs_nothing() -> None:
    linked = json_ld('{"@type": "NewsArticle", "author": "Tom Hill"}')
    for line, language in (("By Eva Gil", "en"), ("Von Eva Gil", "de"), ("Par Eva Gil", "fr")):
        signed = f'<p class="byline">{line}</p>'
        over = f"<a href='/x'>Ferries stay in the harbour</a>{signed}"
        paragraph = f"<p>{' '.join(SENTENCES)}</p>"
        for start, text in ((f"{over}<h1>", paragraph * 5), ("<h1>", f"{paragraph * 2}{signed}{paragraph * 3}")):
            html = f"<html lang={language}><head><title>Storm hits coast</title>{linked}</head><body>"
            html += f"{start}Storm hits coast</h1>{text}</body></html>"
            found = next(authors(facts_of(read_page(HtmlResponse(URL, body=html.encode(), encoding="utf-8")))))
            assert [author.name for author in found.value] == ["Tom Hill"], (language, start)


def test_an_agency_alone_does_not_take_the_place_of_people() -> None:
    for line, language in (("By AFP", "en"), ("Von Reuters", "de"), ("Par AFP", "fr")):
        assert _signed(f"<p>{line}</p>", language, told='"Tom Hill", "Eva Gil"') == ["Tom Hill", "Eva Gil"]


def test_an_agency_that_signs_comes_before_the_site() -> None:
    linked = json_ld('{"@type": "NewsArticle", "headline": "Storm hits coast", "author": "Example"}')
    for line, language in (("By Associated Press", "en"), ("Von Reuters", "de"), ("Par Reuters", "fr")):
        facts = html_page(head=linked, above=f"<p>{line}</p><p>4.5.2031</p>")
        facts.chosen["inLanguage"] = language
        assert [author.name for author in next(authors(facts)).value] == [line.split(maxsplit=1)[1]]


def test_a_word_of_bylines_and_an_account() -> None:
    for line, language in (("by harbour_fan", "en"), ("von hafen_fan", "de"), ("por puerto77", "es")):
        facts = html_page(above=f"<p>{line}</p><p>12 March 2031</p>")
        facts.chosen["inLanguage"] = language
        found = first(authors(facts))
        assert found is not None
        assert [author.name for author in found[0]] == line.split()[1:]
    facts = html_page(above="<p>by admin</p><p>by and by</p><p>By month</p>")
    assert first(authors(facts)) is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("by covid-19", "en"),
        ("by x-ray", "en"),
        ("by self-driving", "en"),
        ("by node.js", "en"),
        ("by mp3", "en"),
        ("words re-read", "en"),
        ("von e-bike", "de"),
        ("von a380", "de"),
        ("por covid-19", "es"),
        ("par mid-2031", "fr"),
        ("by route66", "en"),
    ],
)
def test_words_with_hyphens_dots_and_numbers_are_no_accounts(line: str, language: str) -> None:
    facts = html_page(above=f"<p>{line}</p>", text=f"{TEXT}<p>{SENTENCES[0]} The route66 is open again.</p>{TEXT}")
    facts.chosen["inLanguage"] = language
    assert first(authors(facts)) is None


def test_a_zone_between_time_and_author() -> None:
    for line in ("posted on 2031-05-04 23:30 EST by Ana Ruiz", "May 4, 2031 10:05 am PDT by Ana Ruiz"):
        assert _names(above=f"<p>{line}</p>") == (["Ana Ruiz"], "byline")


@pytest.mark.parametrize(
    ("line", "language", "name"),
    [
        ("By Ana Ruiz.", "en", "Ana Ruiz"),
        ("Von Eva Gil.", "de", "Eva Gil"),
        ("Par Ana Ruiz.", "fr", "Ana Ruiz"),
        ("By Tom Hill Jr.", "en", "Tom Hill Jr."),
        ("By Tom Hill, Esq.", "en", "Tom Hill, Esq."),
    ],
)
def test_a_dot_behind_a_byline_is_no_part_of_the_name(line: str, language: str, name: str) -> None:
    facts = html_page(above=f"<p>{line}</p>")
    facts.chosen["inLanguage"] = language
    found = first(authors(facts))
    assert found is not None
    assert [author.name for author in found[0]] == [name]


def test_what_begins_with_an_article_is_no_name_before_a_section() -> None:
    for line, language in (
        ("Le Grand Prix en France | 4 mai 2031", "fr"),
        ("4. Mai 2031 | Der Große Preis in Spanien", "de"),
        ("El Clásico Femenino en Lisboa | 4 de mayo de 2031", "es"),
    ):
        facts = html_page(above=f"<p>{line}</p>")
        facts.chosen["inLanguage"] = language
        assert first(authors(facts)) is None, line


@pytest.mark.parametrize(
    ("line", "language", "name"),
    [
        ("Interview mit der Statikerin: „Das war absehbar“", "de", None),
        ("Interview mit Petra Lind: „Das war absehbar“", "de", None),
        ("Text und Fotos aus dem Hafen: so war der Tag", "de", None),
        ("Rezept aus Omas Küche", "de", None),
        ("Words with Jane Doe", "en", None),
        ("Interview von Petra Lind", "de", "Petra Lind"),
        ("Text und Fotos: Petra Lind", "de", "Petra Lind"),
        ("Aus Rom berichtet Petra Lind", "de", "Petra Lind"),
        ("Words and photos by Jane Doe", "en", "Jane Doe"),
    ],
)
def test_of_whom_a_text_is_did_not_write_it(line: str, language: str, name: str | None) -> None:
    facts = html_page(above=f"<p>{line}</p>")
    facts.chosen["inLanguage"] = language
    found = first(authors(facts))
    assert (found[0][0].name if found else None) == name


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("<h6 class=byline>Ana Ruiz</h6><h6 class=dateline>4 May 2031</h6>", "Ana Ruiz"),
        ("<div class=authorname>佐藤美咲</div>", "佐藤美咲"),
        ("<div class=columnista>Ana Ruiz</div>", "Ana Ruiz"),
        ("<p>Ana McDonald</p><p>4 May 2031</p>", "Ana McDonald"),
        ("<p>Apple MacBook</p><p>4 May 2031</p>", None),
    ],
)
def test_names_of_more_forms_above_the_text(above: str, name: str | None) -> None:
    found = first(authors(html_page(above=above)))
    assert (found[0][0].name if found else None) == name


@pytest.mark.parametrize(
    "line", ["A A A", "Drucken Versenden", "Drukuj Wyślij · A A A", "Imprimir Enviar", "この記事をシェア Facebook"]
)
def test_buttons_are_no_names(line: str) -> None:
    assert first(authors(html_page(above=f"<div>{line}</div>"))) is None
    assert first(authors(html_page(above="<div>Ara Malikian</div>"))) is not None


def test_a_page_without_a_byline_has_none() -> None:
    assert _names() is None


@pytest.mark.parametrize(
    ("work", "language"),
    [
        ("Escritora y columnista", "es"),
        ("Staff Writer", "en"),
        ("Redakteurin", "de"),
        ("Journaliste", "fr"),
        ("Giornalista", "it"),
        ("Журналистка", "ru"),
    ],
)
def test_a_name_and_its_bearer_s_work_in_elements_that_touch(work: str, language: str) -> None:
    name = "Анна Белова" if language == "ru" else "Rosa Ibáñez"
    above = f"<div class='firma'><div><b>{name}</b><span>{work}</span></div></div>"
    for head in ("", '<meta name="author" content="elfaro">'):
        facts = html_page(head=head, above=above)
        facts.chosen["inLanguage"] = language
        found = first(authors(facts))
        assert found is not None
        assert [author.name for author in found[0]] == [name]
    for others in (
        "<b>Storm Warning</b><span>All about the wind</span>",
        "<b>Local News</b><i>Editor’s Picks</i>",
    ):
        assert first(authors(html_page(above=f"<div><div>{others}</div></div>"))) is None


def test_a_name_beside_the_date_is_the_last_source() -> None:
    facts = html_page(above="<p>Ana Ruiz</p><p>12 March 2031</p>")
    assert [rule for _, rule in rules(authors(facts))] == ["name-line"]
    for line in ("Ana ruiz", "Thousands Power", "ANA RUIZ", "山田 太郎"):
        facts = html_page(above=f"<p>{line}</p><p>12 March 2031</p>")
        assert first(authors(facts)) is None, line


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ana Ruiz, Local Democracy Reporter", "Ana Ruiz"),
        ("Ana Ruiz - Harbour Star", "Ana Ruiz"),
        ("ANA RUIZ — STAFF WRITER", "Ana Ruiz"),
        ("Ana Ruiz, The Associated Press", "Ana Ruiz"),
        ("Ewa Zalewska | Gazeta Portowa", "Ewa Zalewska"),
        ("Lucía Vega, periodista", "Lucía Vega"),
        ("<b>Lucía Vega</b> Corresponsal", "Lucía Vega"),
        ("Lucía Vega Corresponsal en Roma", "Lucía Vega"),
        ("By Ana Ruiz 12 views", "Ana Ruiz"),
        ("By Ana Ruiz 1,204 Comments", "Ana Ruiz"),
        ("<b>LUCÍA VEGA</b> CORRESPONSAL", "Lucía Vega"),
        ("Ana Ruiz<br>Staff Writer", "Ana Ruiz"),
        ("Ewa Zalewska<br>korespondentka", "Ewa Zalewska"),
    ],
)
def test_a_name_beside_the_date_with_work_or_employer_behind_it(line: str, name: str) -> None:
    found = first(authors(html_page(above=f"<p>{line}</p><p>12 March 2031</p>")))
    assert found is not None
    assert found[0][0].name == name


@pytest.mark.parametrize(
    ("line", "language", "is_named"),
    [
        ("Élise MORVAN", "fr", True),
        ("Иван ПЕТРОВ", "ru", True),
        ("Grand PARIS", "fr", False),
        ("Weather WARNING", "en", False),
    ],
)
def test_a_family_name_in_capitals_beside_the_date(line: str, language: str, is_named: bool) -> None:
    facts = html_page(above=f"<p>{line}</p><p>12 March 2031</p>")
    facts.chosen["inLanguage"] = language
    found = first(authors(facts))
    assert (found is not None and found[0][0].name == line) == is_named


@pytest.mark.parametrize(
    "line",
    [
        "Local News, Harbour Star",
        "<b>San Francisco</b> Harbour Festival",
        "<b>Storm Watch</b> Coast Guard",
        "Sea Rescue<br>Open day",
        "<b>Breaking News</b> Staff report",
        "Marlow Bay, Harbour Times",
        "Santa Rosa - Press",
        "Storm Hits - Harbour Star",
        "WORLD NEWS — STAFF PICKS",
        "World NEWS",
        "Getty Images",
        "Harbour MARKETS",
        "Thousands Power, Harbour Star",
    ],
)
def test_a_section_beside_the_date_with_the_paper_behind_it_is_no_name(line: str) -> None:
    text = TEXT.replace("The storm", "The harbour markets and the local news say that the storm hits")
    assert first(authors(html_page(text=text, above=f"<p>{line}</p><p>12 March 2031</p>"))) is None


def test_a_reporter_of_east_asia_before_the_label_of_a_date() -> None:
    facts = html_page(above="<p>홍길동 기자 입력 2031-05-04 10:15 | 수정 2031-05-05 09:00</p>")
    facts.chosen["inLanguage"] = "ko"
    assert [author.name for author in next(authors(facts)).value] == ["홍길동"]


def test_a_byline_in_brackets_under_the_text() -> None:
    facts = html_page(below="<p>(By Ana Ruiz and Ben Kurz)</p>")
    found = first(authors(facts))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz", "Ben Kurz"]


def test_a_sentence_that_begins_with_the_reporter_names_nobody() -> None:
    assert _names(above="<p>记者从海港市文化和旅游局获悉，春游活动将于下月举行。</p>") is None
    assert _names(above="<p>记者 王小明</p>") == (["王小明"], "byline")


@pytest.mark.parametrize(
    ("line", "language", "names"),
    [
        ("김민수 기자, 항구신문", "ko", ["김민수"]),
        ("김민수 기자, 이영희 인턴기자, 항구신문", "ko", ["김민수", "이영희"]),
        ("김민수 기자, 연합뉴스", "ko", ["김민수", "연합뉴스"]),  # an agency stays
        ("山野はるか記者、港新聞", "ja", ["山野はるか"]),
        ("항구신문 홍길동 기자", "ko", ["홍길동"]),
        ("王小明记者，海港日报", "zh", ["王小明"]),
    ],
)
def test_for_whom_a_reporter_of_east_asia_works_is_no_author(line: str, language: str, names: list[str]) -> None:
    facts = html_page(above=f"<p>{line}</p>")
    facts.chosen["inLanguage"] = language
    assert [author.name for author in next(authors(facts)).value] == names


def _person(name: str) -> str:
    return json_ld(f'{{"@type": "NewsArticle", "author": {{"@type": "Person", "name": "{name}"}}}}')


def test_a_person_s_name_is_turned_where_the_page_writes_it_so() -> None:
    above = '<p class="writer">Ana Ruiz reports</p>'
    assert _names(_person("Ruiz, Ana"), above) == (["Ana Ruiz"], "json-ld")
    assert _names(_person("Ana, Ben")) == (["Ana", "Ben"], "json-ld")
    assert _names(_person("Ayu, Budi")) == (["Ayu", "Budi"], "json-ld")


def test_a_person_with_one_name_stays_behind_a_full_name() -> None:
    assert _names('<meta name="author" content="Ana Ruiz and Madonna">') == (
        ["Ana Ruiz", "Madonna"],
        "meta:author",
    )
    assert _names('<meta name="author" content="Ana Ruiz and Lisbon">') == (["Ana Ruiz"], "meta:author")


@pytest.mark.parametrize(
    ("first_author", "second", "kind", "meta", "names"),
    [
        ("Ana Ruiz", "Ben Kurz", "Person", "", ["Ana Ruiz", "Ben Kurz"]),
        ("Анна Иванова", "Иван Петров", "Person", "", ["Анна Иванова", "Иван Петров"]),
        ("王小明", "李明", "Person", "", ["王小明", "李明"]),
        ("김민수", "이영희", "Person", "", ["김민수", "이영희"]),
        ("Ana Ruiz", "Harbour Courier", "Organization", "", ["Ana Ruiz"]),
        (
            "Ana Ruiz",
            "Harbour Courier",
            "Person",
            "Harbour Courier",
            ["Ana Ruiz"],
        ),  # the site declared as a person
    ],
)
def test_a_person_who_publishes_the_page_is_no_employer(
    first_author: str, second: str, kind: str, meta: str, names: list[str]
) -> None:
    people = [{"@type": "Person", "name": name} for name in (first_author, second)]
    data = {"@type": "NewsArticle", "author": people, "publisher": {"@type": kind, "name": second}}
    head = json_ld(json.dumps(data)) + f'<meta property="og:site_name" content="{meta}">'
    found = first(authors(html_page(head=head)))
    assert found is not None
    assert [author.name for author in found[0]] == names


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ana Ruiz Harbour Herald Staff", "Ana Ruiz"),
        ("Ana Ruiz Harbour Herald", "Ana Ruiz"),
        ("Ana Maria Herald", "Ana Maria Herald"),
    ],
)
def test_the_site_behind_a_declared_name_is_no_part_of_it(written: str, name: str) -> None:
    head = f'<meta property="og:site_name" content="Harbour Herald"><meta name="author" content="{written}">'
    found = first(authors(html_page(head=head)))
    assert found is not None
    assert [author.name for author in found[0]] == [name]


@pytest.mark.parametrize(
    "byline", ["{} - Ana Ruiz", "{} | Ana Ruiz", "{}: Ana Ruiz", "{}/Ana Ruiz", "{}, Ana Ruiz"]
)
def test_a_person_behind_the_site_in_a_byline(byline: str) -> None:
    head = '<meta property="og:site_name" content="Harbour Herald">'
    line = f'<p class="byline">{byline.format("Harbour Herald")}</p>'
    found = first(authors(html_page(head=head, above=line)))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz"]
    alone = first(authors(html_page(head=head, above='<p class="byline">Harbour Herald - News</p>')))
    assert alone is not None
    assert [author.name for author in alone[0]] == ["Harbour Herald"]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("<i>4 May 2031</i> <i>By Ana Ruiz</i> <i>1,204 views</i>", "en"),
        ("<i>4. Mai 2031</i> <i>Von Ana Ruiz</i> <i>3 Kommentare</i>", "de"),
        ("<i>4 mai 2031</i> <i>Par Ana Ruiz</i> <i>12 partages</i>", "fr"),
        ("<i>4 de mayo de 2031</i> <i>Por Ana Ruiz</i> <i>5 min de lectura</i>", "es"),
    ],
)
def test_a_byline_between_a_date_and_a_counter(line: str, language: str) -> None:
    facts = html_page(above=f"<div>{line}</div>")
    facts.chosen["inLanguage"] = language
    found = first(authors(facts))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz"]


def test_a_number_before_by_within_a_line_is_no_date() -> None:
    assert first(authors(html_page(above="<p>Goal 2031 by ten votes 14 times</p>"))) is None


@pytest.mark.parametrize("site", ["Haber Liman", "Text Harbour", "Autor Zatoka"])
def test_the_site_s_name_that_begins_as_a_byline_does_names_nobody(site: str) -> None:
    head = f'<meta property="og:site_name" content="{site}">'
    facts = html_page(head=head, above=f"<p>{site}</p>")
    facts.chosen["inLanguage"] = "tr"
    assert first(authors(facts)) is None


def test_the_name_of_a_body_stays_whole() -> None:
    head = '<meta property="og:site_name" content="Telegram &amp; Post">' + json_ld(
        '{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "The Harbour Telegram & Post"}}'
    )
    found = first(authors(html_page(head=head)))
    assert found is not None
    assert [author.name for author in found[0]] == ["The Harbour Telegram & Post"]


@pytest.mark.parametrize(
    "place", ["Cape Town", "Buenos Aires", "Novi Sad", "San Luis Potosí", "Zamboanga City", "Rainy Harbour"]
)
@pytest.mark.parametrize("byline", ["By Ana Ruiz, {}", "By Ana Ruiz and Ben Kurz, {}", "Ana Ruiz | {}"])
def test_where_an_author_writes_is_no_author(place: str, byline: str) -> None:
    text = TEXT.replace("<p>", f"<p>{place.upper()} - ", 1) if place == "Rainy Harbour" else TEXT
    found = first(authors(html_page(above=f'<p class="byline">{byline.format(place)}</p>', text=text)))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz", *(["Ben Kurz"] if "Ben" in byline else [])]


@pytest.mark.parametrize(
    "person",
    [
        "Le Minh Hoa", "Isla Reed", "Les Carter", "Ville Hakala", "El Mehdi Berrada", "Monte Poole", "Amy Beach",
        "Artur Nogueira", "Thanh Xuân", "Santo Greco",
    ],
)  # fmt: skip
@pytest.mark.parametrize("byline", ["By Ana Ruiz, {}", "By Ana Ruiz and {}", "Ana Ruiz | {}"])
def test_a_second_author_whose_name_is_like_a_place_s_stays(person: str, byline: str) -> None:
    found = first(authors(html_page(above=f'<p class="byline">{byline.format(person)}</p>')))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz", person]


@pytest.mark.parametrize("begin", ["Ben Kurz: ", "Ben Kurz ", "BEN KURZ: ", "Ben Kurz - "])
def test_an_author_with_whose_name_the_text_begins_stays(begin: str) -> None:
    text = TEXT.replace("<p>", f"<p>{begin}", 1)
    found = first(authors(html_page(above='<p class="byline">By Ana Ruiz and Ben Kurz</p>', text=text)))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz", "Ben Kurz"]


@pytest.mark.parametrize("office", ["Office of Communications", "Pressestelle der Stadt", "Oficina de Prensa"])
def test_the_office_behind_a_name_is_no_author(office: str) -> None:
    found = first(authors(html_page(above=f'<p class="byline">By Ana Ruiz, {office}</p>')))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Категория: Новости Автор: Анна Гиль 7-03-2031, 10:15 Просмотров: 1 023", "ru"),
        ("Section: News Author: Anna Gil 7 March 2031", "en"),
        ("Rubrik: Stadt Autor: Anna Gil 7. März 2031", "de"),
    ],
)
def test_a_label_in_the_middle_of_a_line_of_facts_introduces_the_author(line: str, language: str) -> None:
    head, above = f"<html lang={language}>", f"<div class=storyinfo>{line}</div>"
    assert _names(head, above) in ((["Анна Гиль"], "byline"), (["Anna Gil"], "byline"))


@pytest.mark.parametrize("line", ["Haberin Devamı", "Leia Também", "Czytaj Także", "Lue Myös", "Tin Liên Quan"])
def test_what_the_page_says_of_itself_is_no_name(line: str) -> None:
    assert _names(above=f"<div>{line}</div><p>4 May 2031</p>") is None


def test_who_took_the_picture_by_the_class_is_no_author() -> None:
    caption = '<div class="foto_texto">El puente.<div class="foto_autor">Tom Hill</div></div>'
    assert _names(above=f'{caption}<div class="autor">Ana Ruiz</div>') == (["Ana Ruiz"], "byline-element")
    assert _names(above=f"{caption}<p>4 May 2031 | By Ana Ruiz</p>") == (["Ana Ruiz"], "byline")


def test_a_newspaper_that_a_portal_names_waits_for_its_reporter() -> None:
    head = '<html lang=ko><meta property="og:article:author" content="항구신문 | 네이버">'
    reporter = '<em class="journalist_name">홍길동 기자</em>'
    assert _names(head, reporter) == (["홍길동"], "byline-element")
    assert _names(head) == (["항구신문"], "meta:og:article:author")


@pytest.mark.parametrize("line", ["澎湃新闻记者 王小明", "文｜海港周刊 王小明", "海港日报记者 王小明"])
def test_a_paper_before_its_reporter(line: str) -> None:
    assert _names("<html lang=zh>", f"<div>{line}</div>") == (["王小明"], "byline")


def test_a_call_to_follow_an_account_is_no_byline() -> None:
    line = "ไม่พลาดข่าวสำคัญ ติดตามข่าวท่าเรือได้ที่ Line @harbour"
    assert _names("<html lang=th>", f"<p>{line}</p>") is None


@pytest.mark.parametrize(
    ("body", "name"),
    [("Rep: Dewi Lestari/ Red: Agus Raharjo", "Dewi Lestari"), ("Laporan Wartawan: Dewi Lestari", "Dewi Lestari")],
)
def test_reporter_and_editor_by_their_short_words(body: str, name: str) -> None:
    assert _names("<html lang=id>", f'<div class="by-author"><p>{body}</p></div>') == ([name], "byline-element")


def test_who_is_in_charge_of_a_paper_s_report_is_no_author() -> None:
    head = '<html lang=zh><meta property="article:author" content="海港报">'
    facts = html_page(head=head, below='<p>海港报记者 王小明</p><p class="show_author">责任编辑：李明</p>')
    found = first(authors(facts))
    assert found is not None
    assert [author.name for author in found[0]] == ["王小明"]


@pytest.mark.parametrize(
    "line", ["Ana Ruiz, «Harbour Post»", "Ana Ruiz / Harbour Post", "Ana Ruiz – Harbour Post"]
)
def test_a_name_beside_the_site_s_below_the_text(line: str) -> None:
    head = '<meta property="og:site_name" content="Harbour Post">'
    found = first(authors(html_page(head=head, text=f"{TEXT}<p><b>{line}</b></p>")))
    assert found is not None
    assert [author.name for author in found[0]] == ["Ana Ruiz"]
    assert first(authors(html_page(text=f"{TEXT}<p>{line}</p>"))) is None


def test_parts_of_a_link_to_an_author_are_one_name() -> None:
    link = '<a href="/author/1/"><div>Ana</div><div>RUIZ</div></a>'
    assert _names(above=f"<div>{link}</div>") == (["Ana RUIZ"], "byline-element")


@pytest.mark.parametrize(
    "line",
    [
        "Copy Link",
        "Listen Now",
        "Breaking News",
        "Mon Compte",
        "Última Hora",
        "Личный Кабинет",
        "Haberi Dinle",
        "Quay Post",
    ],
)
def test_what_a_page_offers_beside_its_date_wrote_nothing(line: str) -> None:
    html = (
        f'<meta property="og:site_name" content="Quay Post"><h1>Storm hits coast</h1><p>4 May 2031</p>{{}}{TEXT}'
    )
    assert not extract_html(html.format(f"<div>{line}</div>")).authors
    for name in ("Ana Ruiz", "Guillermo del Toro", "Maria dela Cruz", "Ana Ruiz, Sports Editor", "Sports Desk"):
        found = extract_html(html.format(f"<div>{name}</div>")).authors or ()
        assert [author.name for author in found] == [name.partition(",")[0]]


@pytest.mark.parametrize(
    ("language", "line", "is_author"),
    [
        ("es", "Copa del Rey", False),
        ("es", "Cuaderno de Viaje", False),
        ("fr", "Carnet de Voyage", False),
        ("pt", "Guerra do Golfo", False),
        ("de", "Frage des Tages", False),
        ("en", "Table of Contents", False),
        ("en", "Tour de France", False),
        ("en", "Ludwig van Berg", True),
        ("en", "Patrícia de Souza", True),
        ("en", "Antonio Menu", True),
    ],
)
def test_small_words_of_the_page_s_language_join_no_name_alone(language: str, line: str, is_author: bool) -> None:
    text = {
        "en": TEXT,
        "es": "<p>La tormenta llegó a la costa por la noche y arrancó los tejados de las casas del puerto.</p>"
        * 4,
        "fr": "<p>La tempête est arrivée sur la côte dans la nuit et a arraché les toits des maisons.</p>" * 4,
        "pt": "<p>A tempestade chegou à costa durante a noite e arrancou os telhados das casas do porto.</p>" * 4,
        "de": "<p>Der Sturm erreichte die Küste in der Nacht und deckte die Dächer der Häuser am Hafen ab.</p>"
        * 4,
    }[language]
    page = f"<html lang={language}><h1>Storm hits coast</h1><p>{line}</p><p>2031-05-04</p>{text}"
    assert [author.name for author in extract_html(page).authors or ()] == [line] * is_author


@pytest.mark.parametrize(
    ("own", "other"), [("Tekst", "Beeld"), ("Text", "Fotos"), ("Words", "Photography"), ("Текст", "Фото")]
)
@pytest.mark.parametrize(
    "form",
    [
        '<div class="author-meta"><div>{}</div><div class="author-name">{}</div></div>',
        '<span class="label">{}</span><span class="author">{}</span>',
        '<dl><dt>{}</dt><dd class="author">{}</dd></dl>',
    ],
)
def test_an_element_of_its_own_says_what_somebody_did(own: str, other: str, form: str) -> None:
    rows = form.format(own, "Ana Ruiz") + form.format(other, "Ben Kurz")
    found = extract_html(f"<article><h1>Storm hits coast</h1>{rows}{TEXT}</article>").authors
    assert [author.name for author in found or ()] == ["Ana Ruiz"]


@pytest.mark.parametrize("line", ["文 | 王小明", "作者 | 王小明 编辑 | 李明", "记者｜王小明"])
def test_a_chinese_word_of_bylines_before_a_bar(line: str) -> None:
    assert _names("<html lang=zh>", f"<p>{line}</p>") == (["王小明"], "byline")


@pytest.mark.parametrize(
    ("links", "people"),
    [
        ("<a href=/a/ana>Ana Ruiz</a> <a href=/a/ben>Ben Kurz</a>", ["Ana Ruiz", "Ben Kurz"]),
        ("<a href=/a/ana>Ana</a> <a href=/a/ana>Ruiz</a>", ["Ana Ruiz"]),
        ("<a href=/foreign>Foreign Affairs</a> <a href=/isles>Western Isles</a>", []),
        ("<a href=/ausland>Ausland Politik</a> <a href=/inseln>Nordsee Inseln</a>", []),
    ],
)
def test_links_in_a_row_under_the_headline_are_a_name_each_or_none(links: str, people: list[str]) -> None:
    page = f"<article><h1>Storm hits coast</h1><div>{links}</div>{TEXT}</article>"
    assert [author.name for author in extract_html(page, URL).authors or ()] == people
