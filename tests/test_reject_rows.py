"""The rows of a list of rejects."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Reject, Source, feed_form
from newsspider.reject_rows import is_reject_row, place_value, read_row, reject_row, row_place

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too


class Unprintable:
    def __repr__(self) -> str:
        raise ValueError("no")


def endless() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["self"] = value
    return value


@given(
    ANY_TEXT, st.integers(), st.recursive(ANY_TEXT | st.integers(), lambda inner: st.dictionaries(ANY_TEXT, inner))
)
def test_a_row_is_read_as_it_was_written(path: str, offset: int, item: Any) -> None:
    reject = Reject(path=path, offset=offset, code="x", reason="y", item=item)
    row = reject_row(reject)
    assert read_row(row) == feed_form(reject)
    assert row.count(b"\n") == 1
    assert is_reject_row(row)


@pytest.mark.parametrize(
    ("item", "form"),
    [
        ({"tags": {"b", "a"}}, {"tags": ["a", "b"]}),
        ({(1, 2): "x"}, {"repr": "{(1, 2): 'x'}"}),
        ({"text": Unprintable()}, {"text": "Unprintable"}),
        (endless(), {"repr": "{'self': {...}}"}),
    ],
)
def test_an_item_of_any_form_has_a_row(item: Any, form: object) -> None:
    assert json.loads(reject_row(Reject(code="x", reason="y", item=item)))["item"] == form


@pytest.mark.parametrize("line", [b"", b"\n", b"null", b"[" * 100_000, b"\xff\x00", b'{"code": "x", "reas'])
def test_what_is_no_object_is_no_row(line: bytes) -> None:
    assert read_row(line) is None
    assert not is_reject_row(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'{"code": "x", "reason": "y", "path": "a"}', True),
        (b'{"code": "x"}', False),
        (b'{"code": "x", "reason": "y", "html": "<p>Storm</p>"}', False),
    ],
)
def test_which_rows_are_those_of_rejects(line: bytes, expected: bool) -> None:
    assert is_reject_row(line) is expected


def test_the_place_of_a_row_is_that_of_its_page() -> None:
    place = ("a.warc", 7, None)
    assert row_place(Reject(path="a.warc", offset=7, code="x", reason="y")) == place
    assert row_place(Source(kind="warc", path="a.warc", offset=7)) == place
    assert place_value({"path": ["a.warc"]}, "path") is place_value({}, "url") is None


class Detached:
    """A value of a project's, like a row of a database that is not connected any more."""

    def __str__(self) -> str:
        raise RuntimeError("detached")

    __repr__ = __str__


@pytest.mark.parametrize(
    "item", [{"owner": Detached()}, {"owners": {Detached()}}, {"all": [endless(), Detached()]}]
)
def test_no_row_is_lost_for_a_value_that_cannot_be_shown(item: Any) -> None:
    reject = Reject(url=cast("Any", Detached()), code="x", reason="y", item=item)
    row = read_row(reject_row(reject))
    assert row is not None
    assert (row["url"], row["code"]) == ("Detached", "x")
    assert row["item"]
