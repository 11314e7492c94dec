from __future__ import annotations

import doctest

import pytest
from lxml.html import fragment_fromstring

from newsspider.fields.publisher import name_ends as module
from newsspider.fields.publisher.name_ends import name_ends


def test_doctests() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("markup", "line", "before"),
    [
        ("© Quay <a href='/i'>Imprint</a> |", "© Quay Imprint |", ["© Quay ", "© Quay Imprint "]),
        ("© Quay<a href='/i'>Imprint</a> |", "© QuayImprint |", ["© Quay", "© QuayImprint "]),
        ("© <a href='/q'>Quay</a> Shop", "© Quay Shop", ["© ", "© Quay "]),
        ("© Quay <span>Contact</span>", "© Quay Contact", ["© Quay "]),
        ("© Quay<br>Contact", "© Quay Contact", ["© Quay "]),
        ("© <!-- -->2031 Quay <span>Contact</span>", "© 2031 Quay Contact", ["© 2031 Quay "]),
        ("© Quay<script>x()</script> <span>Contact</span>", "© Quay Contact", ["© Quay "]),
        ("© Quay <b>Chronicle</b>", "© Quay Chronicle", []),
        ("© Quay<span>Chronicle</span>", "© QuayChronicle", []),
        ("© Quay <a href='/'>Chronicle</a>", "© Quay Chronicle", []),
    ],
)
def test_links_and_other_elements_end_what_stands_before_them(markup: str, line: str, before: list[str]) -> None:
    ends = name_ends(line, fragment_fromstring(f"<p>{markup}</p>"))
    assert [line[:end] for end in ends] == before


def test_a_line_that_is_a_part_of_its_element_is_found_there() -> None:
    element = fragment_fromstring("<footer><p>Quay</p>© Quay <a href='/i'>Imprint</a><p>Quay</p></footer>")
    assert name_ends("© Quay Imprint", element)[0] == len("© Quay ")


def test_a_line_that_is_not_in_the_element_has_no_ends() -> None:
    assert name_ends("© Dock", fragment_fromstring("<p>© Quay <a href='/i'>Imprint</a></p>")) == []


def test_a_long_element_is_read_in_part() -> None:
    assert name_ends("© Quay", fragment_fromstring(f"<p>{'<i>x</i>' * 5_000}© Quay</p>")) == []
