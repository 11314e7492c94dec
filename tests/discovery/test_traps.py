"""Addresses that are hostile whatever the site, and parameters that make no other page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.traps import Parameters, hostile_reason, page_without, patience
from newsspider.discovery.url_shapes import read_address

SITE = "https://example.org/"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"{SITE}a/b/a/b/a/b", "trap"),
        (f"{SITE}news/news/news/news/", "trap"),
        (f"{SITE}{'x/' * 13}", "trap"),
        (f"{SITE}{'a' * 2_048}", "too-long"),
        (f"{SITE}?{'&'.join(f'k{n}=1' for n in range(9))}", "too-many-parameters"),
        (f"{SITE}?{'a=1&' * 40}", "too-many-parameters"),
        ("ftp://example.org/a", "not-http"),
    ],
)
def test_hostile_addresses(url: str, reason: str) -> None:
    assert hostile_reason(url, read_address(url)) == reason


@pytest.mark.parametrize(
    "path",
    [
        "games/", "weather/storm-hits-the-coast", "jobs", "events/2026/03/04/", "search/label/sea", "tag/sea/page/7/",
        "archives/203", "?p=203", "about/us/about", "users/ana", "shop?size=l&colour=red", "2026/03/03/2026-in-words",
        "en/news/en/", "login",
    ],
)  # fmt: skip
def test_no_word_of_a_path_is_hostile(path: str) -> None:
    assert hostile_reason(SITE + path, read_address(SITE + path)) is None


def test_what_can_be_counted_up_is_given_up_sooner() -> None:
    def of(path: str, *, is_next: bool = False) -> int:
        return patience(read_address(SITE + path), is_next=is_next)

    assert of("calendar/2031/05/") < of("archives/203") < of("a/sea") < of("page/7", is_next=True)
    assert of("shop?size=l&colour=red") < of("list?page=2")
    assert of("a/storm-hits-the-north-coast/2026/03") == of("a/storm-hits-the-north-coast")


def test_a_parameter_that_never_brings_anything_is_idle() -> None:
    parameters = Parameters()
    for _ in range(5):
        assert not parameters.is_idle("sid")
        parameters.count("sid", brought=False)
    assert parameters.is_idle("sid")
    assert not parameters.is_idle("p")


def test_a_parameter_that_brings_something_now_and_then_is_not() -> None:
    parameters = Parameters()
    for number in range(100):
        parameters.count("page", brought=number % 15 == 0)
    assert not parameters.is_idle("page")


def test_a_site_of_a_thousand_parameters_is_not_remembered_whole() -> None:
    parameters = Parameters()
    for number in range(1_000):
        for _ in range(9):
            parameters.count(f"k{number}", brought=False)
    assert sum(parameters.is_idle(f"k{number}") for number in range(1_000)) == 64


def test_pages_are_the_same_without_a_parameter() -> None:
    def without(query: str) -> int:
        return page_without(read_address(f"{SITE}a?{query}"), frozenset({"sid"}))

    assert without("b=1&sid=7&c=2") == without("sid=8&c=2&b=1") != without("b=1")


@given(st.text())
def test_no_address_makes_it_raise(text: str) -> None:
    for url in (text, SITE + text):
        address = read_address(url)
        hostile_reason(url, address)
        patience(address, is_next=False)
