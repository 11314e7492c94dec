from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Author
from newsspider.processors.author_lists import names_in
from newsspider.processors.authors import agent_type, clean_authors, looks_like_name


def _names(value: str, language: str | None = None) -> list[str]:
    return [author.name for author in clean_authors(value, language=language)]


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("By Ana Ruiz and Tom Hill", "en", ["Ana Ruiz", "Tom Hill"]),
        ("Von Max Müller", "de", ["Max Müller"]),
        ("Сэтгүүлч: Б.Болормаа", "mn", ["Б.Болормаа"]),
        ("Հեղինակ՝ Անի Պետրոսյան", "hy", ["Անի Պետրոսյան"]),
        ("Подготвил: Иван Петровски", "mk", ["Иван Петровски"]),
        ("Outeur: Anna Botha", "af", ["Anna Botha"]),
        ("Kirjutasid: Mari Tamm ja Jaan Kask", "et", ["Mari Tamm", "Jaan Kask"]),
        ("Von Miller", "en", ["Von Miller"]),
        ("Per Lindström", "sv", ["Per Lindström"]),
        ("Ana Ruiz y José Ortega y Gasset", "es", ["Ana Ruiz", "José Ortega y Gasset"]),
        ("Jean Dupont, correspondant", "fr", ["Jean Dupont"]),
        ("Ana Ruiz, MD, PhD", "en", ["Ana Ruiz, MD, PhD"]),
        ("JOSH HILL, DAVID CARR", "en", ["JOSH HILL", "DAVID CARR"]),
        ("Ana Ruiz in Lisbon", "en", ["Ana Ruiz"]),
        ("Ana Ruiz, in News, Portugal", "en", ["Ana Ruiz"]),
        ("Ana Ruiz March 12, 2031", "en", ["Ana Ruiz"]),
        ("Ana Ruiz | Updated 4:30 pm", "en", ["Ana Ruiz"]),
        ("Ana Ruiz <ana@news.example>", "en", ["Ana Ruiz"]),
        ("記者王小明／台北報導", "zh", ["王小明"]),
        ("홍길동 기자", "ko", ["홍길동"]),
        ("文・山田太郎、写真・佐藤花子", "ja", ["山田太郎"]),
        ("بقلم: أحمد منصور", "ar", ["أحمد منصور"]),
        ("ByAna Ruiz", None, ["Ana Ruiz"]),
        ("Maria &amp;amp; Katerina", None, ["Maria", "Katerina"]),
        ("Ana Ruiz, Eva C. Gil, J.R.R. Hill", "en", ["Ana Ruiz", "Eva C. Gil", "J.R.R. Hill"]),
        ("Ana Ruiz, DVM. Reviewed by Eva Gil", "en", ["Ana Ruiz, DVM"]),
        ("Ana Ruiz, M.A. Journalism", "en", ["Ana Ruiz"]),
        ("Ana Ruiz, 10+ years in the business", "en", ["Ana Ruiz"]),
        ("By Ana Ruiz | Categories: Travel", "en", ["Ana Ruiz"]),
        ("VON Ana Ruiz IN Mode", "de", ["Ana Ruiz"]),
        ("Verein: Freunde der Küste", "de", ["Freunde der Küste"]),
        ("王小明 PK155", "zh", ["王小明"]),
        ("责任编辑：王小明_NF4425", "zh", ["王小明"]),
        ("گزارش از مریم احمدی", "fa", ["مریم احمدی"]),
        ("گزارش: مریم احمدی", "fa", ["مریم احمدی"]),
        ("Rozmawia Ewa Lis", "pl", ["Ewa Lis"]),
        ("Z Janem Nowakiem rozmawia Ewa Lis", "pl", ["Ewa Lis"]),
        ("Z Anną Kot-Gil rozmawiał Jan Lis", "pl", ["Jan Lis"]),
        ("З Іваном Петренком розмовляла Олена Гай", "uk", ["Олена Гай"]),
        ("С Иваном Петровым беседовала Анна Белова", "ru", ["Анна Белова"]),
        ("تونس - سامي بن يوسف", "ar", ["سامي بن يوسف"]),
        ("Gespeichert von Ana Ruiz am Di, 11.07.2031 - 17:57", "de", ["Ana Ruiz"]),
        ("Soumis par Ana Ruiz le mar, 11/07/2031 - 17:57", "fr", ["Ana Ruiz"]),
        ("Enviado por Ana Ruiz el Mar, 11/07/2031", "es", ["Ana Ruiz"]),
        ("Wysłane przez Ewa Lis w 11.07.2031", "pl", ["Ewa Lis"]),
        ("Отправлено Анна Белова вт, 11/07/2031", "ru", ["Анна Белова"]),
        ("Vložil Jan Novák dne 11. 7. 2031", "cs", ["Jan Novák"]),
        ("Trimis de Ana Popescu pe 11 iulie 2031", "ro", ["Ana Popescu"]),
        ("Diposting oleh Budi Santoso pada 11 Juli 2031", "id", ["Budi Santoso"]),
        ("Gửi bởi Nguyễn Văn An vào 11/07/2031", "vi", ["Nguyễn Văn An"]),
        ("نشر بواسطة سامي حداد في 11/07/2031", "ar", ["سامي حداد"]),
        ("ارسال شده توسط سارا احمدی در 1402/04/20", "fa", ["سارا احمدی"]),
        ("Soumis par admin le mar, 11/07/2031 - 17:57", "fr", []),
        ("Leigh :) Stark", "en", ["Leigh Stark"]),
        ("By Ana Ruiz for the Daily Harbour", "en", ["Ana Ruiz"]),
        ("Von Ana Ruiz für den Inselboten", "de", ["Ana Ruiz"]),
        ("Par Ana Ruiz pour le Courrier", "fr", ["Ana Ruiz"]),
        ("Por Ana Ruiz para el Correo", "es", ["Ana Ruiz"]),
        ("Ana Ruiz via ProCoastica", "en", ["Ana Ruiz"]),
        ("Publié par Ana Ruiz dans Ports", "fr", ["Ana Ruiz"]),
        ("Publicado por Ana Ruiz em Portos", "pt", ["Ana Ruiz"]),
        ("ANA RUIZ and BEN KURZ Associated Press Writers", "en", ["ANA RUIZ", "BEN KURZ"]),
        ("Ana Ruiz Harbour Press Writer", "en", ["Ana Ruiz"]),
        ("This is a guest post by Ana Ruiz.", "en", ["Ana Ruiz"]),
        ("Rosa in der Maur", "de", ["Rosa in der Maur"]),
        ("Voices for the Coast", "en", ["Voices for the Coast"]),
        ("Sammy Davis Jr.", "en", ["Sammy Davis Jr."]),
        ("王文", "zh", ["王文"]),
        ("海港发布", "zh", ["海港发布"]),
        ("王小明 发布", "zh", ["王小明"]),
        ("Ana Ruiz R2D2", "en", ["Ana Ruiz R2D2"]),
    ],
)
def test_a_byline_becomes_its_names(byline: str, language: str | None, names: list[str]) -> None:
    assert _names(byline, language) == names


@pytest.mark.parametrize(
    "nobody",
    [
        "admin",
        "Super User",
        "系统管理员",
        "未知",
        "unserem Korrespondenten",
        "nuestros corresponsales",
        "notre envoyée spéciale",
        "By Our Own Correspondent",
        "By Our Special Correspondent",
        "By Our Political Editor",
        "HN666",
        "Facebook",
        "By",
        "Written by",
        "https://news.example/ana",
        "",
        "@ana",
        "1",
    ],
)
def test_what_names_nobody_is_left_out(nobody: str) -> None:
    assert _names(nobody) == []


def test_one_person_in_several_spellings_is_one_author() -> None:
    assert [author.name for author in clean_authors(["José Núñez", "JOSE NUNEZ", "Núñez, José"])][:1] == [
        "José Núñez"
    ]
    assert len(clean_authors(["José Núñez", "JOSE NUNEZ", "Núñez José"])) == 1


def test_the_raw_name_the_address_and_the_type_stay() -> None:
    raw = Author(name="By Ana Ruiz", url="https://news.example/ana", type="Person")
    assert clean_authors(raw) == [
        Author(name="Ana Ruiz", nameRaw="By Ana Ruiz", url="https://news.example/ana", type="Person")
    ]


@pytest.mark.parametrize(
    ("byline", "language", "name"),
    [
        ("By Reuters", "en", "Reuters"),
        ("Par Agence France-Presse", "fr", "Agence France-Presse"),
        ("Von Deutsche Presse-Agentur", "de", "Deutsche Presse-Agentur"),
        ("作者：新华社", "zh", "新华社"),
        ("Von der Redaktion", "de", "Redaktion"),
        ("By World Bank", "en", "World Bank"),
        ("Von Deutscher Wetterdienst", "de", "Deutscher Wetterdienst"),
        ("Par Banque Mondiale", "fr", "Banque Mondiale"),
        ("Por Banco Mundial", "es", "Banco Mundial"),
        ("Por la Agencia Costa", "es", "Agencia Costa"),
    ],
)
def test_agencies_and_newsrooms_are_bodies(byline: str, language: str, name: str) -> None:
    assert clean_authors(byline, language=language) == [Author(name=name, nameRaw=byline, type="Organization")]


@pytest.mark.parametrize("name", ["Tim Hill", "Tim van der Berg"])
def test_a_given_name_that_is_a_word_for_a_body_elsewhere_is_a_person_s(name: str) -> None:
    assert [author.type for author in clean_authors(f"By {name}", language="en")] == ["Person"]
    assert [author.type for author in clean_authors("Tim Liputan Pelabuhan", language="id")] == ["Organization"]


def test_who_signs_with_a_degree_that_is_an_agency_too_is_a_person() -> None:
    assert clean_authors("Ana Ruiz, PA", language="en") == [Author(name="Ana Ruiz, PA", type="Person")]


def test_a_body_is_linked_data_from_a_person_and_not_split() -> None:
    assert agent_type("Courier Staff", "Person") == "Organization"
    assert agent_type("Ana Ruiz", None) == "Person"
    whole = clean_authors(Author(name="Institute for Sea and Coast", type="Organization"))
    assert [author.name for author in whole] == ["Institute for Sea and Coast"]


def test_mappings_and_nested_lists_of_user_code_are_read() -> None:
    unnamed = Author(name=None)  # type: ignore[arg-type]  # as code without types makes it
    assert clean_authors([{"name": "Ana Ruiz", "type": "Person"}, {"nome": "x"}, unnamed, "Eva Gil"]) == [
        Author(name="Ana Ruiz", type="Person"),
        Author(name="Eva Gil", type="Person"),
    ]


def test_names_have_the_form_of_names() -> None:
    assert looks_like_name("Ana de la Cruz")
    assert looks_like_name("Katrien vanden Hoek")
    assert looks_like_name("Ramón delos Reyes")
    assert looks_like_name("Joana dels Arcs")
    assert not looks_like_name("Read more about us")


def test_names_in_yields_in_order() -> None:
    assert list(names_in("Ana Ruiz; Eva Gil")) == ["Ana Ruiz", "Eva Gil"]


@given(st.text(max_size=300), st.sampled_from([None, "en", "de", "es", "ja", "zh-TW", "ar", "xx"]))
def test_never_raises_is_idempotent(text: str, language: str | None) -> None:
    authors = clean_authors(text, language=language)
    again = clean_authors(authors, language=language)
    assert [author.name for author in again] == [author.name for author in authors]


_NAME = st.text(alphabet=st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Po", "Zs")), max_size=60)


@given(_NAME)
def test_invents_no_character(text: str) -> None:
    known = set(unicodedata.normalize("NFC", text)) | set(text) | {" ", ","}
    for author in clean_authors(text):
        assert set(author.name) <= known


@pytest.mark.parametrize(
    "unit", ["by ", "a, ", "and ", "((", "Ana Ruiz, ", "<a ", "&amp;", "- ", "von Von ", "@a "]
)
def test_hostile_bylines_take_linear_time(unit: str) -> None:
    start = time.process_time()
    clean_authors(unit * 50_000)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\u00a0"])
def test_names_with_many_blanks_take_linear_time(blank: str) -> None:
    names = [f"Ana{blank * 1_900}Ruiz{number}" for number in range(100)]
    start = time.process_time()
    clean_authors(names)
    assert time.process_time() - start < 2  # 6 s where patterns look for a mark behind each blank


def test_a_date_behind_a_name_is_cut_off_whole() -> None:
    for byline in ("By Ana Ruiz 3 February 2031", "By Ana Ruiz, February 3 2031", "By Ana Ruiz 3. May"):
        assert [author.name for author in clean_authors(byline, language="en")] == ["Ana Ruiz"]


def test_a_body_s_name_stays_whole() -> None:
    body = Author(name="Coast Party - Harbour Council", type="Organization")
    assert [author.name for author in clean_authors([body])] == ["Coast Party - Harbour Council"]
    body = Author(name="Contributors to Example projects", type="Organization")
    assert [author.name for author in clean_authors([body])] == ["Contributors to Example projects"]


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("Anna Walker 5 min read", "en", ["Anna Walker"]),
        ("By Harbour Press3", "en", ["Harbour Press"]),
        ("Von Anna Kessler12", "de", ["Anna Kessler"]),
        ("Мария Орлова5", "ru", ["Мария Орлова"]),
        ("harbour_fan77", "en", ["harbour_fan77"]),
        ("Studio 54", "en", ["Studio 54"]),
        ("Anna Martin 21.10.2031", "fr", ["Anna Martin"]),
        ("Von Anna Becker 12:30 Uhr", "de", ["Anna Becker"]),
        ("Ana RuizMay 4, 2031", "en", ["Ana Ruiz"]),
        ("Ana Ruiz Wednesday May 4", "en", ["Ana Ruiz"]),
        ("Ana Ruiz Mittwoch 4. Mai 2031", "de", ["Ana Ruiz"]),
        ("Wednesday May 4, 2031 11:44 am PST by Ana Ruiz", "en", ["Ana Ruiz"]),
        ("Mercredi 4 mai 2031 par Ana Ruiz", "fr", ["Ana Ruiz"]),
        ("Wednesday", "en", []),
        ("Sonntag", "de", []),
        ("Unkategorisiert", "de", []),
        ("Eingestellt von Ana Ruiz", "de", ["Ana Ruiz"]),
        ("Ana Ruiz For Harbour Mail", "en", ["Ana Ruiz"]),
        ("Ana Ruiz \u2764\ufe0f", "en", ["Ana Ruiz"]),
        ("Words by Ana Ruiz. Photographs by Ben Kurz", "en", ["Ana Ruiz"]),
        ("Ana M. Ruiz Jr.", "en", ["Ana M. Ruiz Jr."]),
    ],
)
def test_dates_labels_and_pictures_take_nothing_of_a_name_with_them(
    byline: str, language: str, names: list[str]
) -> None:
    assert _names(byline, language) == names


@pytest.mark.parametrize(
    "name",
    [
        "Nour al-Sharif", "Amr el-Sayed", "Noraini binti Hashim", "Omar abu Bakr", "Carla dell'Orto",
        "Abd al-Rahman ibn Salih", "Zia ur-Rehman", "Bilal ud Din", "Rachid ould Sidi", "Pieter 't Hart",
        "Siti Aminah bt. Yusof", "Mohammed as-Sabah", "Ravi a/l Kumar",
    ],
)  # fmt: skip
def test_small_parts_of_names(name: str) -> None:
    assert looks_like_name(name)
    assert _names(f"By {name}, Staff Writer", "en") == [name]


def test_words_with_hyphens_and_apostrophes_are_no_small_parts_of_names() -> None:
    for text in ("Harbour short-term Plan", "Ships don't Sink", "Talks re-Opened"):
        assert not looks_like_name(text)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Elin Sund Health Reporter", ["Elin Sund"]),
        ("By Elin Sund Local Democracy Reporter", ["Elin Sund"]),
        ("By Elin Sund Senior Political Editor", ["Elin Sund"]),
        ("By Elin Court Reporter", ["Elin Court"]),
        ("Հեղինակ՝ Անահիտ Սարգսյան", ["Անահիտ Սարգսյան"]),
        ("By Local Democracy Reporter", []),
        ("World Health Reporter", []),
        ("By Elin Sund Herald Reporter", ["Elin Sund"]),
    ],
)
def test_what_a_role_behind_a_name_is_of(byline: str, names: list[str]) -> None:
    assert _names(byline, "en") == names
    assert "New York" not in _names("By New York Times Health Reporter", "en")


@pytest.mark.parametrize(
    ("written", "language", "names"),
    [
        ("Cape Town: Ana Ruiz", "en", ["Ana Ruiz"]),
        ("Kano: Ana Ruiz", "en", ["Ana Ruiz"]),
        ("Kolumne: Ana Ruiz", "de", ["Ana Ruiz"]),
        ("القاهرة: فتحية الدخاخني", "ar", ["فتحية الدخاخني"]),
        ("From Ana Ruiz & Ben Kurz", "en", ["Ana Ruiz", "Ben Kurz"]),
        ("Posted By: Ana", "en", ["Ana"]),
        ("Übersetzung: Ana Ruiz", "de", []),
        ("Traduction : Anne Petit", "fr", []),
        ("Перевод: Иван Петров", "ru", []),
        ("Ana Ruiz: the mayor", "en", ["Ana Ruiz"]),
        ("From a Reporter", "en", []),
        ("Ana Ruiz as told to Eva Gil", "en", ["Eva Gil"]),
        ("By Ana Ruiz and Ben Kurz, As Told To Eva Gil", "en", ["Eva Gil"]),
        ("As told to Eva Gil", "en", ["Eva Gil"]),
        ("5 Great Ideas For 2031 Gardens That Last", "en", []),
        ("50 Cent", "en", ["50 Cent"]),
        ("Director: Ana Ruiz", "en", []),
        ("Guest: Ana Ruiz", "en", []),
        ("Ana Ruiz, Harbour Report", "en", ["Ana Ruiz"]),
    ],
)
def test_what_stands_before_a_name_and_a_colon(written: str, language: str, names: list[str]) -> None:
    assert [author.name for author in clean_authors(written, language=language)] == names


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("Ana Ruiz • Get more from this author", "en"),
        ("Ana Ruiz View all posts", "en"),
        ("Ana Ruiz | Mehr von diesem Autor", "de"),
        ("Ana Ruiz - Ver todos los artículos", "es"),
        ("Ana Ruiz Tous ses articles", "fr"),
    ],
)
def test_what_leads_to_all_of_an_author_s_articles_names_nobody(written: str, language: str) -> None:
    assert [author.name for author in clean_authors(written, language=language)] == ["Ana Ruiz"]
