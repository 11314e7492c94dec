from __future__ import annotations

import pytest

from newsspider.fields.authors.signers import is_account, is_own, names_person, without_employer
from newsspider.items import Author
from newsspider.processors.headlines import name_key

OWN = frozenset({"en", "harbourcourier"})
ANA = Author(name="Ana Ruiz", type="Person")


def _left(*names: str) -> list[str]:
    people = [ANA, *(Author(name=name, type="Person") for name in names)]
    return [author.name for author in without_employer(people, OWN)]


@pytest.mark.parametrize("employer", ["EN North", "Harbour Courier", "The Harbour Courier"])
def test_the_site_behind_a_person_is_where_the_person_works(employer: str) -> None:
    assert _left(employer) == ["Ana Ruiz"]


@pytest.mark.parametrize("other", ["Eva Gil", "En Yang", "Harbour Courier Staff", "AFP"])
def test_others_behind_a_person_stay(other: str) -> None:
    assert _left(other) == ["Ana Ruiz", other]


@pytest.mark.parametrize(
    ("person", "site"),
    [
        ("山田太郎", "港新聞"),
        ("ジョン・スミス", "港新聞"),
        ("王小明", "海港日报"),
        ("김민수", "항구신문"),
        ("Ana Ruiz", "Harbour News"),
        ("Ana Ruiz", "Hafen Zeitung"),
        ("Анна Руис", "Новости Порта"),
    ],
)
def test_an_employer_goes_in_every_script_and_though_its_name_says_what_it_is(person: str, site: str) -> None:
    people = [Author(name=person), Author(name=site, type="Organization")]
    if " " in person:
        people[0] = Author(name=person, type="Person")
    assert without_employer(people, frozenset({name_key(site)})) == people[:1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("山田太郎", "港新聞編集部"),  # is an author of its own
        ("山田太郎", "別新聞"),
        ("港新聞編集部", "港新聞"),  # a body works for nobody
        ("김민수", "이영희"),
        ("王小明", "新华社"),
    ],
)
def test_others_behind_a_person_stay_in_scripts_without_spaces(first: str, second: str) -> None:
    own = frozenset(map(name_key, ("港新聞", "항구신문", "海港日报")))
    is_body = first.endswith("部")
    people = [Author(name=first, type="Organization" if is_body else None), Author(name=second)]
    assert without_employer(people, own) == people


def test_the_site_alone_stays_and_so_does_the_one_before_a_person() -> None:
    site = Author(name="Harbour Courier", type="Organization")
    assert without_employer([site], OWN) == [site]
    assert without_employer([site, ANA], OWN) == [site, ANA]
    assert without_employer([], OWN) == []


def test_names_of_the_site_and_of_accounts_are_known() -> None:
    assert is_own("harbourcourierltd", OWN)
    assert not is_own("entirely", OWN)
    assert [is_account(Author(name=name)) for name in ("akeaveney", "KatieS", "a.ruiz", "Web Admin")] == [True] * 4
    assert not is_account(ANA)


def test_a_full_name_is_a_person_s() -> None:
    assert names_person([ANA], OWN)
    assert not names_person([Author(name="Ana", type="Person")], OWN)
    assert not names_person([Author(name="Harbour Courier In", type="Person")], OWN)


@pytest.mark.parametrize(
    "name", ["Ana Ruiz EN Executive Editor", "Ana Ruiz Harbour Courier", "Ana Ruiz Associated Press"]
)
def test_the_site_or_an_agency_behind_a_name_is_no_part_of_it(name: str) -> None:
    found = without_employer([Author(name=name)], OWN)
    assert [(author.name, author.nameRaw, author.type) for author in found] == [("Ana Ruiz", name, "Person")]


@pytest.mark.parametrize("name", ["Ana En Ruiz", "ANA EN RUIZ", "Ana Press", "Harbour News EN"])
def test_names_that_only_hold_the_word_stay(name: str) -> None:
    assert [author.name for author in without_employer([Author(name=name)], OWN)] == [name]
