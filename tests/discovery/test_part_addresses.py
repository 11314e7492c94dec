from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.part_addresses import Form, is_whole_address, numbered_addresses, plain_address

STEM = "example.org/news/storm"


@pytest.mark.parametrize(
    ("url", "number", "form"),
    [
        ("https://example.org/news/storm/2", 2, Form.FOLDER),
        ("https://example.org/news/storm/2/", 2, Form.FOLDER),
        ("https://example.org/news/storm.html/3", 3, Form.FOLDER),
        ("https://example.org/news/storm/index2.html", None, None),
        ("https://example.org/news/storm/2.html", 2, Form.FOLDER),
        ("https://example.org/news/storm-2.html", 2, Form.SUFFIX),
        ("https://example.org/news/storm_2.shtml", 2, Form.SUFFIX),
        ("https://example.org/news/storm,12.html", 12, Form.SUFFIX),
        ("https://example.org/news/storm/page/2/", 2, Form.WORD),
        ("https://example.org/news/storm/seite-2", 2, Form.WORD),
        ("https://example.org/news/storm-p2.html", 2, Form.WORD),
        ("https://example.org/news/storm-Seite2.html", 2, Form.WORD),
        ("https://www.example.org/news/storm?page=2&utm_source=feed", 2, Form.WORD),
        ("https://example.org/news/storm.html?pagina=4#text", 4, Form.WORD),
        ("https://example.org/news/storm/comment-page-2/", None, None),
        ("https://example.org/news/storm-2026", None, None),
        ("https://example.org/news/storm/203", None, None),
        ("mailto:storm@example.org", None, None),
    ],
)
def test_numbers_of_pages_are_read(url: str, number: int | None, form: Form | None) -> None:
    found = [(part.number, part.form) for part in numbered_addresses(url) if part.stem == STEM]
    assert found == ([] if number is None else [(number, form)])


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/news/storm.html",
        "http://example.org/news/storm/",
        "https://example.org/news/storm/index.php",
    ],
)
def test_one_page_has_one_stem(url: str) -> None:
    plain = plain_address(url)
    assert plain is not None
    assert (plain.stem, plain.number, plain.form) == (STEM, 1, Form.PLAIN)


def test_a_query_that_names_the_article_belongs_to_it() -> None:
    plain = plain_address("https://example.org/show.php?id=7")
    numbered = next(numbered_addresses("https://example.org/show.php?page=2&id=7"))
    assert plain is not None
    assert (numbered.stem, numbered.number) == (plain.stem, 2)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("/all", True),
        ("/komplettansicht", True),
        ("?page=all", True),
        ("?single_page=true", True),
        ("/2", False),
        ("?id=all-is-well", False),
        ("-all-over", False),
    ],
)
def test_the_version_on_one_page_is_told_by_its_address(query: str, expected: bool) -> None:
    assert is_whole_address(f"https://{STEM}{query}", STEM) is expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_address_makes_it_raise(path: str, query: str) -> None:
    for url in (path, f"https://example.org/{path}?{query}"):
        assert len(list(numbered_addresses(url))) <= 1 + len(query)
        plain_address(url)
        is_whole_address(url, STEM)
