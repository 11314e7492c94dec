from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from newsspider.fields.publisher.rule import publisher
from newsspider.items import Publisher
from newsspider.page import read_page
from tests.fields.made_pages import DUMP, TEXT, URL, facts_of, first, html_page, json_ld, rules, text_page


def test_sources_in_order() -> None:
    head = (
        json_ld(
            '{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Example News", "url": "/"}}'
        )
        + '<meta property="og:site_name" content="Example"><meta name="application-name" content="Ex">'
    )
    assert rules(publisher(html_page(head=head))) == [
        (Publisher(name="Example News", url="/"), "json-ld"),
        (Publisher(name="Example"), "meta:og:site_name"),
        (Publisher(name="Ex"), "meta:application-name"),
    ]


def test_the_title_in_the_publisher_s_place_is_none() -> None:
    article = (
        '{"@type": "NewsArticle", "headline": "Storm hits coast", "publisher": {"name": "Storm hits coast "}}'
    )
    head = json_ld(article) + '<meta property="og:site_name" content="Example">'
    assert rules(publisher(html_page(head=head)))[0] == (Publisher(name="Example"), "meta:og:site_name")


@pytest.mark.parametrize(
    ("footer", "name"),
    [
        ("© 2024 Example News. All rights reserved.", "Example News"),
        ("Copyright © 2019-2024 Example Media GmbH | Impressum", "Example Media GmbH"),
        ("Copyright 2024, The Daily Example | Terms", "The Daily Example"),
        ("© Ejemplo Diario 2024. Todos los derechos reservados.", "Ejemplo Diario"),
        ("(c) 2024 Пример. Все права защищены", "Пример"),
        ("© 2024 Example.org All Rights Reserved", "Example.org"),
        ("Example\n\n© 2024 Example.org All Rights Reserved", "Example"),
        ("© 2024 Byron Herald. All rights reserved.", "Byron Herald"),
        ("Copyrights 2024 Example News. All rights reserved.", "Example News"),
        ("© Copyrights 2024 by Example News. All rights reserved.", "Example News"),
        ("© Copyright 2024. All rights reserved.", None),
        ("© Ana Ruiz", None),
        ("© abc/def/ghi", None),
        ("© 2024 All rights reserved", None),
        ("© 2024", None),
        ("The copyright of 2024 was extended by the courts after a long debate that nobody had asked for.", None),
    ],
)
def test_a_copyright_line_under_the_text_of_a_dump(footer: str, name: str | None) -> None:
    found = first(publisher(text_page(f"Storm hits coast\n\n{DUMP}\n\n{footer}\n")))
    assert found == ((Publisher(name=name), "copyright-line") if name else None)


@pytest.mark.parametrize(
    ("footer", "name"),
    [
        ("© 2026 Quay Chronicle <a href='/imprint'>Imprint</a>", "Quay Chronicle"),
        ("© 2026 Quay Chronicle <a href='/a'>About us</a> <a href='/c'>Contact</a> <a href='/j'>Jobs and careers</a>", "Quay Chronicle"),
        ("© Hafenbote 2026 <a href='/kontakt'>Kontakt</a>", "Hafenbote"),
        ("© 2026 Le Quai <a href='/contact'>Nous contacter</a>", "Le Quai"),
        ("© 2026 Бриз <a href='/o'>О нас</a>", "Бриз"),
        ("© 2026 港新聞 <a href='/c'>お問い合わせ</a>", "港新聞"),
        ("© 2026 항구신문 <a href='/c'>회사소개</a>", "항구신문"),
        ("<span>© 2026 Quay Chronicle</span> <span>Contact</span>", "Quay Chronicle"),
        ("© 2026 <a href='/q'>Quay Chronicle</a> Powered by Dock", "Quay Chronicle"),
        ("Copyright by <a href='/q'>Quay Chronicle</a> 2026", "Quay Chronicle"),
        ("© 2026 Quay <a href='/'>Chronicle</a>", "Quay Chronicle"),
        ("© 2026 Quay Chronicle and <a href='https://dock.example/x'>Dock Design</a>", "Quay Chronicle"),
        ("© 2026 All rights reserved <a href='/q'>Contact</a>", None),
    ],
)  # fmt: skip
def test_links_behind_the_name_in_a_copyright_line_are_no_part_of_it(footer: str, name: str | None) -> None:
    found = first(publisher(html_page(below=f"<footer>{footer}</footer>")))
    assert found == ((Publisher(name=name), "copyright-line") if name else None)


@pytest.mark.parametrize(
    ("footer", "name"),
    [
        ("© 2026 The <a href='/about'>Quay Chronicle</a>", "The Quay Chronicle"),
        ("© 2026 Der <a href='https://hafen.example/'>Hafenbote</a>", "Der Hafenbote"),
        ("© 2026 Le <a href='/q'>Quai Libre</a>. Tous droits réservés", "Le Quai Libre"),
        ("© 2026 El <a href='/q'>Muelle</a> <a href='/c'>Contacto</a>", "El Muelle"),
        ("© 2026 Grupo <a href='/q'>El Muelle</a>", "Grupo El Muelle"),
        ("© 2026 Газета <a href='/q'>Бриз</a>", "Газета Бриз"),
        ("© 2026 The <a href='/q'></a>", None),
    ],
)
def test_an_article_or_a_word_for_a_house_is_no_name_by_itself(footer: str, name: str | None) -> None:
    found = first(publisher(html_page(below=f"<footer>{footer}</footer>")))
    assert found == ((Publisher(name=name), "copyright-line") if name else None)


@pytest.mark.parametrize(
    ("footer", "name"),
    [
        ("© 2026 The <span>Quay</span> <span>Chronicle</span>", "The Quay Chronicle"),
        ("© <span>Westdeutscher</span> <span>Hafenfunk</span> Köln 2026", "Westdeutscher Hafenfunk Köln"),
        ("© 2026 <span>Quai</span> <span>Libre</span> <span>Nous contacter</span>", "Quai Libre"),
        ("© 2026 <span>El</span> <span>Muelle</span> <span>Todos los derechos reservados</span>", "El Muelle"),
        ("© 2026 Quay <a href='/q'>Newspapers</a> Ltd", "Quay Newspapers Ltd"),
        ("© 2026 Hafen <a href='/q'>Medien</a> GmbH. Alle Rechte vorbehalten", "Hafen Medien GmbH"),
        ("© 2026 Molo <a href='/q'>Editoriale</a> S.p.A. | <a href='/c'>Contatti</a>", "Molo Editoriale S.p.A"),
        ("© 2026 Quay Chronicle <a href='https://dock.example/'>Dock Design</a> Ltd", "Quay Chronicle"),
        ("© 2026 Quay <a href='/example'>Example</a>", "Quay"),
        ("© 2026 Exam <a href='/q'>Ple</a> <a href='/c'>Contact</a>", "Exam Ple"),  # the host's name
    ],
)
def test_a_name_goes_on_in_other_elements(footer: str, name: str) -> None:
    found = first(publisher(html_page(below=f"<footer>{footer}</footer>")))
    assert found == (Publisher(name=name), "copyright-line")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "Quay Chronicle"),
        ("#", "Quay Chronicle"),
        ("/en/", "Quay Chronicle"),
        ("/home", "Quay Chronicle"),
        ("/index.html", "Quay Chronicle"),
        ("/?ref=footer", "Quay Chronicle"),
        ("//www.example.org/", "Quay Chronicle"),
        ("https://example.org", "Quay Chronicle"),
        ("/?p=7", "Quay"),
        ("https://jobs.example.org/", "Quay"),
        ("https://dock.example/", "Quay"),
        ("http://[", "Quay"),
    ],
)
def test_a_link_to_the_front_page_may_stand_within_the_name(address: str, name: str) -> None:
    found = first(publisher(html_page(below=f"<footer>© 2026 Quay <a href='{address}'>Chronicle</a></footer>")))
    assert found == (Publisher(name=name), "copyright-line")


@pytest.mark.parametrize(
    "footer",
    [
        "© 2026 Quay Chronicle <a href='/'>Home</a> <a href='/c'>Contact</a>",
        "© 2026 Quay Chronicle <a href='/'>Startseite</a>",
        "© 2026 Quay Chronicle <a href='/'>Accueil</a>",
    ],
)
def test_a_link_that_says_home_ends_the_name(footer: str) -> None:
    found = first(publisher(html_page(below=f"<footer>{footer}</footer>")))
    assert found == (Publisher(name="Quay Chronicle"), "copyright-line")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Example | Your news from the coast", "Example"),
        ("Ihre Nachrichten von der Küste – Example", "Example"),
        ("Example - Zeitungsverlag und Druck GmbH & Co. KG", "Example"),
        ("La costa · Noticias", "La costa · Noticias"),
        ("News | 24", "News | 24"),
    ],
)
def test_the_part_of_a_name_that_the_host_repeats_is_the_name(written: str, name: str) -> None:
    found = first(publisher(html_page(head=f'<meta property="og:site_name" content="{written}">')))
    assert found == (Publisher(name=name), "meta:og:site_name")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://www.example.org/about", True),
        ("https://media-group.example/", True),
        ("https://social.example/ExampleNews", False),
        ("https://encyclopedia.example/wiki/Example_News", False),
    ],
)
def test_accounts_and_encyclopedias_are_no_addresses_of_publishers(url: str, kept: bool) -> None:
    agent = f'{{"@type": "Organization", "name": "Example News", "sameAs": "{url}"}}'
    facts = html_page(head=json_ld(f'{{"@type": "NewsArticle", "publisher": {agent}}}'))
    assert first(publisher(facts)) == (Publisher(name="Example News", url=url if kept else None), "json-ld")


@pytest.mark.parametrize("line", ["版权所有 © 2010-2031 海港在线", "版權所有 ©2031 海港在線"])
def test_a_line_that_begins_with_the_rights(line: str) -> None:
    found = first(publisher(html_page(below=f"<footer><p>{line}</p></footer>")))
    assert found == (Publisher(name=line.rsplit(maxsplit=1)[-1].removeprefix("©2031")), "copyright-line")


@pytest.mark.parametrize("name", ["Quay Gazette", "Портовый вестник", "海港在线", "Der Hafenbote"])
def test_a_name_before_the_sign_in_a_footer(name: str) -> None:
    footer = f"<div class='site-footer'><p>{name} © 2031</p></div>"
    assert first(publisher(html_page(below=footer))) == (Publisher(name=name), "copyright-line")
    assert first(publisher(html_page(below=f"<div><p>{name} © 2031</p></div>"))) is None


@pytest.mark.parametrize(
    "rest", ["All rights reserved.", "<a href='/imprint'>Imprint</a>", "<a href='/oroi'>Όροι χρήσης</a>"]
)
def test_rights_or_links_behind_the_year(rest: str) -> None:
    footer = "<div class='site-footer'><p>Quay Gazette © 2031. {}</p></div>"
    assert first(publisher(html_page(below=footer.format(rest)))) == (
        Publisher(name="Quay Gazette"),
        "copyright-line",
    )
    assert first(publisher(html_page(below=footer.format("It was a good year.")))) is None


@pytest.mark.parametrize(
    "line", ["Copyright ⓒ 항구일보. All rights reserved.", "ⓒ 2031 항구일보", "Ⓒ 2031 항구일보"]
)
def test_other_signs_of_a_copyright(line: str) -> None:
    found = first(publisher(html_page(below=f"<footer><p>{line}</p></footer>")))
    assert found == (Publisher(name="항구일보"), "copyright-line")


@pytest.mark.parametrize("line", ["Powered by Ghost © 2031", "All rights reserved © 2031", "Contact us © 2031"])
def test_other_words_before_the_sign_name_nobody(line: str) -> None:
    assert first(publisher(html_page(below=f"<footer><p>{line}</p></footer>"))) is None


_NOTE = "<p>©2023 David Colman</p>"
_FOOTER = "<footer><p>© 2031 {}. All rights reserved.</p></footer>"


@pytest.mark.parametrize("name", ["Quay Gazette", "Портовый вестник", "Hafenbote"])
def test_a_note_within_the_text_names_no_site(name: str) -> None:
    below = _FOOTER.format(name)
    assert html_page(text=TEXT + _NOTE, below=below).owner == name
    assert html_page(text=TEXT + _NOTE).owner is None


def test_a_line_below_the_text_of_a_page_without_containers_names_the_site() -> None:
    body = f"<h1>Storm hits coast</h1>{TEXT}<p>© 2031 Quay Gazette</p>"
    page = read_page(HtmlResponse(URL, body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8"))
    assert facts_of(page).owner == "Quay Gazette"


def test_a_host_waits_for_a_name() -> None:
    head = (
        '<meta property="og:site_name" content="www.example.org"><meta name="application-name" content="Example">'
    )
    assert first(publisher(html_page(head=head))) == (Publisher(name="Example"), "meta:application-name")
    only = '<meta property="og:site_name" content="www.example.org">'
    assert first(publisher(html_page(head=only))) == (Publisher(name="www.example.org"), "meta:og:site_name")


@pytest.mark.parametrize(
    ("notice", "name"),
    [
        ("Copyright 2031 Example News", "Example News"),
        ("© 2031 Beispiel-Verlag GmbH. Alle Rechte vorbehalten.", "Beispiel-Verlag GmbH"),
        ("Example News", "Example News"),
        ("Все права защищены", None),
        ("All rights reserved", None),
        ("Telif hakkı saklıdır", None),
        ("example.org, All Rights Reserved", None),
        ("Diritti riservati", None),
        ("Public domain", None),
        ("CC BY-SA 4.0", None),
        ("yes", None),
        ("2031", None),
        ("https://www.example.org/copyright", None),
    ],
)
def test_a_declared_notice_names_the_publisher_where_nothing_else_does(notice: str, name: str | None) -> None:
    found = first(publisher(html_page(head=f'<meta name="copyright" content="{notice}">')))
    assert (found[0].name if found else None) == name
