from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.compression import MemberReader
from newsspider.archives.json_objects import Found, has_lines, line_objects, nested_objects

OBJECTS: list[dict[str, Any]] = [
    {"url": "a", "html": '<p class="x">{braces} \\ [and] "quotes"</p>'},
    {"url": "b", "authors": [{"name": "N"}, {}], "text": "Küste\n\u2028嵐"},
    {"url": "c"},
]
LIMIT_BYTES = 1 << 20


def read(content: bytes, max_bytes: int = LIMIT_BYTES) -> list[Found]:
    def reader() -> MemberReader:
        return MemberReader(io.BytesIO(content), 0, "")

    objects = line_objects if has_lines(reader(), max_bytes) else nested_objects
    return list(objects(reader(), max_bytes))


def written(form: str, objects: list[dict[str, Any]], *, ascii_only: bool = True) -> bytes:
    rows = [json.dumps(one, ensure_ascii=ascii_only) for one in objects]
    forms = {
        "lines": "\n".join(rows),
        "lines with an end": "\r\n".join(rows) + "\r\n\r\n",
        "array": json.dumps(objects, ensure_ascii=ascii_only),
        "array with a row a line": "[\n" + ",\n".join(rows) + "\n]",
        "array that begins at once": "[" + ",\n".join(rows) + "]",
        "indented array": json.dumps(objects, ensure_ascii=ascii_only, indent=2),
        "indented objects": "\n".join(json.dumps(one, indent=2) for one in objects),
        "concatenated": "".join(rows),
    }
    return forms[form].encode()


FORMS = [
    "lines", "lines with an end", "array", "array with a row a line", "array that begins at once", "indented array",
    "indented objects", "concatenated",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_every_form_gives_the_same_objects_with_their_places(form: str, mark: bytes, ascii_only: bool) -> None:
    content = mark + written(form, OBJECTS, ascii_only=ascii_only)
    found = read(content)
    assert [one.value for one in found] == OBJECTS
    assert all(content[one.offset : one.offset + 1] == b"{" for one in found)


@pytest.mark.parametrize("form", FORMS)
def test_one_object_alone(form: str) -> None:
    assert [one.value for one in read(written(form, OBJECTS[:1]))] == OBJECTS[:1]


@pytest.mark.parametrize("form", FORMS)
def test_objects_longer_than_a_chunk(form: str) -> None:
    objects = [{"url": str(n), "html": '<a href="\\">{' * 20_000} for n in range(3)]
    assert [one.value for one in read(written(form, objects))] == objects


@pytest.mark.parametrize("form", FORMS)
def test_an_object_over_the_limit_is_passed_over(form: str) -> None:
    objects = [OBJECTS[0], {"url": "b", "html": '<p class="x">}{' * 30_000}, OBJECTS[2]]
    found = read(written(form, objects), 100_000)
    assert [one.value for one in found] == [OBJECTS[0], None, OBJECTS[2]]
    assert found[1].fault == ("too-large", "the object is larger than 100000 bytes")


@given(
    st.sampled_from(FORMS),
    st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=9), min_size=1), min_size=1, max_size=5),
)
def test_any_texts_are_read_back(form: str, objects: list[dict[str, str]]) -> None:
    assert [one.value for one in read(written(form, objects))] == objects


@given(
    st.lists(
        st.sampled_from(
            [b'{"', b'"', b"{", b"}", b"\\", b"[", b"]", b",", b"\n", b"a", b":", b"\xff", b'{"url":"a"}']
        )
    )
)
def test_any_bytes_end_in_objects_or_faults(pieces: list[bytes]) -> None:
    for one in read(b"".join(pieces)):
        assert (one.value is None) is (one.fault is not None)
