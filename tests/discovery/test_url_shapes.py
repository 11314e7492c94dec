"""Shapes of addresses."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.url_shapes import Part, degrees, part_of, read_address, without_keys

SITE = "https://example.org/"


@pytest.mark.parametrize(
    ("segment", "part"),
    [
        ("2026", Part.YEAR),
        ("20260304", Part.DATE),
        ("2026-3", Part.DATE),
        ("203", Part.NUMBER),
        ("4711823", Part.NUMBER),
        ("a1b2c3d4", Part.TOKEN),
        ("8f14e45fceea167a5a36dedd4bea2543", Part.TOKEN),
        ("123e4567-e89b-12d3-a456-426614174000", Part.TOKEN),
        ("week-12", Part.COUNTED),
        ("artikel-4711823", Part.COUNTED),
        ("storm-hits-the-coast", Part.SLUG),
        ("storm_hits_coast", Part.SLUG),
        ("12345-storm-hits", Part.SLUG),
        ("市場が三年ぶりに再開", Part.SLUG),
        ("игры", Part.WORD),
        ("about-us", Part.WORD),
        ("mp3", Part.COUNTED),
        ("games", Part.WORD),
    ],
)
def test_parts(segment: str, part: Part) -> None:
    assert part_of(segment) is part


def test_addresses_of_one_template_have_one_shape() -> None:
    def shape(path: str) -> str:
        return degrees(read_address(SITE + path))[0][0]

    assert shape("2026/03/storm-hits-the-coast/") == shape("2025/11/quay-opens-in-may")
    assert shape("archives/203") == shape("archives/7") != shape("page/7")
    assert shape("?p=203") == shape("?p=7") != shape("?cat=7")
    assert shape("tag/sea") == shape("tag/quay")
    assert shape("a/storm-hits-coast.html") != shape("a/storm-hits-coast")
    assert shape("%D8%A7%D9%84%D8%B3%D9%88%D9%82-%D9%8A%D9%81-%D8%A3%D8%A8/1") == shape("one-two-three/2")


def test_scheme_www_and_fragment_make_no_other_address() -> None:
    assert read_address("http://www.example.org/a?b=1#c") == read_address("https://EXAMPLE.org/A?b=1")


def test_a_title_before_the_end_of_the_path_is_found() -> None:
    address = read_address(f"{SITE}news/storm-hits-the-north-coast/2026/03")
    assert (address.slug, address.slug_words) == (1, 5)


def test_keys_can_be_left_out() -> None:
    address = without_keys(read_address(f"{SITE}a?sid=1&b=2&SID=3"), frozenset({"sid"}))
    assert address == read_address(f"{SITE}a?b=2")


@given(st.text())
def test_no_address_makes_it_raise(text: str) -> None:
    for url in (text, SITE + text, f"{SITE}?{text}"):
        assert degrees(read_address(url))


@pytest.mark.parametrize(
    "segment", ["1a" * 4_000, "a-" * 4_000, "1" * 9_000, "2026-" * 2_000, "/" * 9_000, "%41" * 3_000]
)
def test_long_segments_take_linear_time(segment: str) -> None:
    started = time.process_time()
    read_address(SITE + segment)
    part_of(segment)
    assert time.process_time() - started < 0.1
