"""The names that a byline element holds."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from newsspider.fields.authors.byline_names import leads_to_author, names_in_byline


def names_in(markup: str, language: str | None = "en") -> list[str]:
    return names_in_byline([fragment_fromstring(markup)], language)


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="byline"><span>The Quay Post</span> <span class="fn">&nbsp;|&nbsp;By <a>Ana Ruiz</a></span></p>',
        '<div class="author"><span>Ana Ruiz</span><span>Deputy Editor, Quaylines</span><span>@ana</span></div>',
        '<p itemprop="author">by <span itemprop="name" content="Ana Ruiz">ANA R.</span></p>',
    ],
)
def test_a_site_a_role_and_a_short_form_are_no_authors(markup: str) -> None:
    assert names_in(markup) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("markup", "language", "names"),
    [
        ('<div class="byline">By Ana Ruiz and Madonna</div>', "en", ["Ana Ruiz", "Madonna"]),
        ('<div class="byline">By <a>Ana Ruiz</a> and <a>Madonna</a></div>', "en", ["Ana Ruiz", "Madonna"]),
        ('<div class="byline">By Ana Ruiz, Courtown</div>', "en", ["Ana Ruiz"]),
        ('<div class="byline">Von Ana Ruiz und Nena</div>', "de", ["Ana Ruiz", "Nena"]),
        ('<div class="byline">Von Ana Ruiz und Spanien</div>', "de", ["Ana Ruiz"]),
        ('<div class="byline">Oleh Dewi Lestari, Suparman</div>', "id", ["Dewi Lestari", "Suparman"]),
        ('<div class="byline">Oleh Dewi Lestari, Jakarta</div>', "id", ["Dewi Lestari"]),
    ],
)
def test_single_names_behind_a_full_one(markup: str, language: str, names: list[str]) -> None:
    assert names_in(markup, language) == names


def test_elements_of_one_byline_name_each_once() -> None:
    elements = [fragment_fromstring(f"<a>{name}</a>") for name in ("AR", "Ana Ruiz", "Eva Gil", "Ana Ruiz")]
    assert names_in_byline(elements, None) == ["Ana Ruiz", "Eva Gil"]
    assert names_in_byline([], "en") == []


def test_only_links_lead_to_authors() -> None:
    assert leads_to_author(fragment_fromstring('<a href="/author/ana-ruiz">x</a>'))
    assert not leads_to_author(fragment_fromstring('<b href="/author/ana-ruiz">x</b>'))
    assert not leads_to_author(fragment_fromstring("<a>x</a>"))


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("By <a>Ana Ruiz</a> and Tom Okafor", "en", ["Ana Ruiz", "Tom Okafor"]),
        ("By <span>Ana Ruiz</span> &amp; Tom Okafor", "en", ["Ana Ruiz", "Tom Okafor"]),
        ("By Tom Okafor and <a>Ana Ruiz</a>", "en", ["Tom Okafor", "Ana Ruiz"]),
        ("By <a>Ana Ruiz</a>, Tom Okafor and Eva Gil", "en", ["Ana Ruiz", "Tom Okafor", "Eva Gil"]),
        ("By <a>Ana Ruiz</a>, Ben Kurz and Eva Gil", "en", ["Ana Ruiz", "Ben Kurz", "Eva Gil"]),
        ("By <a>Ana Ruiz</a>, Van Le and Eva Gil", "en", ["Ana Ruiz", "Van Le", "Eva Gil"]),
        ("By <a>Ana Ruiz</a>, Tom Okafor, and <a>Eva Gil</a>", "en", ["Ana Ruiz", "Tom Okafor", "Eva Gil"]),
        ("By Tom Okafor, <a>Ana Ruiz</a> and Eva Gil", "en", ["Tom Okafor", "Ana Ruiz", "Eva Gil"]),
        ("By <a>Ana Ruiz</a> and photos by Tom Okafor", "en", ["Ana Ruiz"]),
        ("By <a>Ana Ruiz</a> and Tom Okafor, Lisbon", "en", ["Ana Ruiz", "Tom Okafor"]),
        ("Von <a>Ana Ruiz</a> und Tom Okafor", "de", ["Ana Ruiz", "Tom Okafor"]),
        ("Von Tom Okafor und <a>Ana Ruiz</a>", "de", ["Tom Okafor", "Ana Ruiz"]),
        ("Par <a>Ana Ruiz</a>, Tom Okafor et Eva Gil", "fr", ["Ana Ruiz", "Tom Okafor", "Eva Gil"]),
        ("Par Tom Okafor et <a>Ana Ruiz</a>", "fr", ["Tom Okafor", "Ana Ruiz"]),
        ("Por <a>Ana Ruiz</a> y Tom Okafor", "es", ["Ana Ruiz", "Tom Okafor"]),
        ("Por Tom Okafor y <a>Ana Ruiz</a>", "es", ["Tom Okafor", "Ana Ruiz"]),
        ("Por <b>Ana Ruiz</b> y <b>Tom Okafor</b>", "es", ["Ana Ruiz", "Tom Okafor"]),
        ("Por <a>José Ortega</a> y Gasset", "es", ["José Ortega"]),
        ("Autor: <a>Ana Ruiz</a> i Tom Okafor", "pl", ["Ana Ruiz", "Tom Okafor"]),
        ("Автор: <a>Анна Руис</a> и Иван Гиль", "ru", ["Анна Руис", "Иван Гиль"]),
        ("Von AFP/dpa", "de", ["AFP", "dpa"]),
        ("<a>dpa</a>", "de", ["dpa"]),
        ("Quelle: <span>dpa</span>", "de", ["dpa"]),
        ("بقلم <a>سارة حسن</a> وأحمد علي", "ar", ["سارة حسن", "أحمد علي"]),
        ("بقلم <a>سارة حسن</a> و<a>أحمد علي</a>", "ar", ["سارة حسن", "أحمد علي"]),
    ],
)
def test_links_and_plain_names_in_one_byline(byline: str, language: str, names: list[str]) -> None:
    assert names_in(f'<div class="byline">{byline}</div>', language) == names


@pytest.mark.parametrize(
    ("behind", "language"),
    [
        ("Lisbon", "en"),
        ("New York", "en"),
        ("Port Mary", "en"),
        ("Glen Cove, Maine", "en"),
        ("Harbour Courier", "en"),
        ("Example Press", "en"),
        ("Deputy Editor", "en"),
        ("Local Democracy Reporter", "en"),
        ("Digital Life", "en"),
        ("Monday Morning", "en"),
        ("Hafen Kurier", "de"),
        ("Bad Homburg", "de"),
        ("stellvertretende Chefredakteurin", "de"),
        ("Courrier du Port", "fr"),
        ("El Correo", "es"),
    ],
)
def test_what_follows_a_comma_behind_a_link_is_no_author(behind: str, language: str) -> None:
    element = fragment_fromstring(f'<div class="byline"><a>Ana Ruiz</a>, {behind}</div>')
    assert names_in_byline([element], language, lambda word: word == "digital") == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("behind", "language"),
    [
        ("Kansas City, Mo.", "en"),
        ("Tel Aviv", "en"),
        ("Real Estate", "en"),
        ("Pacific Standard", "en"),
        ("Deutsche Umwelthilfe", "de"),
        ("Clermont Ferrand", "fr"),
        ("Reggio Emilia", "it"),
        ("Belo Horizonte", "pt"),
        ("Zielona Góra", "pl"),
        ("Нижний Новгород", "ru"),
    ],
)
def test_plain_words_behind_a_link_and_a_comma_are_a_place_or_an_employer(behind: str, language: str) -> None:
    assert names_in(f'<div class="byline"><a>Ana Ruiz</a>, {behind}</div>', language) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("byline", "language"),
    [
        ("By <a>Ana Ruiz</a> Photography: <a>Tom Okafor</a>", "en"),
        ("<span>Reviewed by <a>Tom Okafor</a></span> <span>By <a>Ana Ruiz</a></span>", "en"),
        ("By <a>Tom Okafor</a> (photos) and <a>Ana Ruiz</a> (text)", "en"),
        ("By <a>Ana Ruiz</a> and Tom Okafor (photos)", "en"),
        ("Von <a>Ana Ruiz</a> (Text) und <a>Tom Okafor</a> (Fotos)", "de"),
        ("Von <a>Ana Ruiz</a> und Tom Okafor (Fotos)", "de"),
        ("Text: <a>Ana Ruiz</a> Fotos: <a>Tom Okafor</a>", "de"),
        ("Par <a>Ana Ruiz</a> (texte) et <a>Tom Okafor</a> (photos)", "fr"),
        ("Por <a>Ana Ruiz</a> (texto) y Tom Okafor (fotos)", "es"),
    ],
)
def test_who_took_the_pictures_or_reviewed_is_no_author(byline: str, language: str) -> None:
    assert names_in(f'<div class="byline">{byline}</div>', language) == ["Ana Ruiz"]


def test_a_photographer_alone_stays() -> None:
    assert names_in('<div class="byline"><a>Ana Ruiz</a> (Fotos)</div>', "de") == ["Ana Ruiz"]
    assert names_in('<div class="byline">Von Ana Ruiz (Fotos)</div>', "de") == ["Ana Ruiz"]


def test_what_has_the_form_of_a_name_and_ends_in_a_role_is_the_bearer_s_work() -> None:
    for role in ("Staff Reporter", "Herald Reporter", "Local Democracy Reporter", "News Editor"):
        byline = f'<div class="author"><span>Elin Sund</span><span>{role}</span></div>'
        assert names_in_byline([fragment_fromstring(byline)], "en") == ["Elin Sund"]


@pytest.mark.parametrize(
    ("words", "language"),
    [(("Text", "Foto"), "sv"), (("Tekst", "Foto"), "nb"), (("Texto", "Fotos"), "es"), (("Text", "Photos"), "de")],
)
def test_each_name_has_its_work_behind_it(words: tuple[str, str], language: str) -> None:
    pairs = zip(("Elin Sund", "Per Holm"), words, strict=True)
    rows = "".join(f'<div class="byline"><b>{name}</b><i>{work}</i></div>' for name, work in pairs)
    whole = fragment_fromstring(f"<div>{rows}</div>")
    assert names_in_byline([whole], language) == names_in_byline(list(whole), language) == ["Elin Sund"]
    assert names_in_byline([whole[1]], language) == ["Per Holm"]


@pytest.mark.parametrize(
    ("byline", "language"),
    [
        ('<span class="author">海港報／ 記者<a href="/reporter/1">王小明</a>／台北即時報導</span>', "zh"),
        ('<div class="writer"><strong>王小明</strong><a href="/r/1">关注</a></div>', "zh"),
    ],
)
def test_a_paper_before_the_word_for_its_reporter_is_no_author(byline: str, language: str) -> None:
    assert names_in_byline([fragment_fromstring(byline)], language) == ["王小明"]


def test_a_role_alone_behind_a_name_introduces_nobody() -> None:
    byline = "<section class=byline><p>By Ana Ruiz</p><p>Reporter</p><p>Harbour Media Group</p></section>"
    assert names_in_byline([fragment_fromstring(byline)], "en") == ["Ana Ruiz"]
    introduced = "<section class=byline><p>Reporter</p><p>Ana Ruiz</p></section>"
    assert names_in_byline([fragment_fromstring(introduced)], "en") == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("label", "name", "language"),
    [
        ("लेखक के बारे में", "कमल पांडेय", "hi"),
        ("Yazar hakkında", "Selin Aksoy", "tr"),
        ("O autorze", "Marta Zając", "pl"),
        ("About the author", "Ana Ruiz", "en"),
    ],
)
def test_a_label_of_a_box_on_the_author_names_nobody(label: str, name: str, language: str) -> None:
    box = f'<div class="author-box"><b>{label}</b><div class="name">{name}</div></div>'
    assert names_in_byline([fragment_fromstring(box)], language) == [name]


def test_a_link_to_a_reporter_s_page_is_no_reporter() -> None:
    byline = '<div class="writer"><strong>홍길동 기자</strong><a href="/r/1">기자 페이지</a></div>'
    assert names_in_byline([fragment_fromstring(byline)], "ko") == ["홍길동"]


@pytest.mark.parametrize(
    ("line", "language", "names"),
    [
        ("ਪੱਤਰਕਾਰ: ਮੀਰਾ ਕੌਰ", "pa", ["ਮੀਰਾ ਕੌਰ"]),
        ("වාර්තාකරු: නිමල් පෙරේරා", "si", ["නිමල් පෙරේරා"]),
        ("লেখিকা: মীৰা দাস", "as", ["মীৰা দাস"]),
        ("ዘጋቢ፡ አበበ ከበደ", "am", ["አበበ ከበደ"]),
        ("ዘጋቢ፦ አበበ ከበደ", "am", ["አበበ ከበደ"]),
        ("May-akda: Ana Reyes", "tl", ["Ana Reyes"]),
        ("Intatheli: Thandi Dube", "zu", ["Thandi Dube"]),
        ("സ്വന്തം ലേഖകൻ", "ml", []),
        ("हमारे संवाददाता", "hi", []),
        ("Mwandishi wetu", "sw", []),
        ("Ana Utama", "ms", ["Ana Utama"]),
        ("প্রকাশ রায়", "bn", ["প্রকাশ রায়"]),
    ],
)
def test_words_before_and_instead_of_names_in_languages_of_asia_and_africa(
    line: str, language: str, names: list[str]
) -> None:
    assert names_in(f'<div class="byline">{line}</div>', language) == names
