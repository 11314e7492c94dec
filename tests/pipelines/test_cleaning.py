"""Values as NormalizePipeline changes them; the shapes of whole items are in test_item_shapes.py."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from newsspider.fields import FIELDS
from newsspider.loaders.item_classes import with_fields
from newsspider.pipelines import cleaning as module
from newsspider.pipelines.cleaning import converted


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_what_a_part_has_beside_our_fields_stays() -> None:
    people = [{"name": "Ana Ruiz", "email": "ana@example.org", "url": "/ana"}]
    expected = [{**people[0], "url": "https://example.org/ana", "type": "Person"}]
    assert converted(people, FIELDS["authors"], {"base_url": "https://example.org/"}) == expected


def test_a_part_that_is_several_is_not_taken_apart_where_it_says_more() -> None:
    with pytest.raises(ValueError, match="2 are in one"):
        converted([{"name": "Ana Ruiz and Tom Hale", "email": "x"}], FIELDS["authors"], {})


class Slotted:
    __slots__ = ()


@pytest.mark.parametrize("item", [Slotted(), 7, "text"])
def test_what_takes_no_fields_is_told(item: Any) -> None:
    with pytest.raises(ValueError, match="does not take it"):
        with_fields(item, {"name": "x"})
