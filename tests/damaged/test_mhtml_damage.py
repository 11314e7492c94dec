"""Damaged MHTML: what is said of it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsspider.errors import SourceError
from tests.archives.builders import LIMIT_BYTES, page, read_all
from tests.archives.formats.test_mhtml import END, IMAGE, TOP, part

WHOLE = TOP + part(page(0), "quoted-printable") + b"\r\n" + IMAGE + END


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (TOP, "damaged"),
        (TOP + IMAGE + END, "damaged"),
        (TOP + part(page(0))[:-20], "truncated"),
        (TOP + part(b"<p>" * 9, "base64").replace(b"PHA+", b"P") + END, "encoding"),
        (TOP + part(b"<html>" + b"x" * 5_000_000) + END, "too-large"),
        (TOP + part(b"<html>" + b"xxxxxxxxxxxxxxxxxxx\n" * 220_000) + END, "too-large"),
        (TOP + b"------B--x----\r\n" + b"X: y\r\n" * 20_000 + END, "damaged"),
        (TOP + b"------B--x----\r\nX: " + b"y" * 5_000_000, "damaged"),
        (TOP.replace(b"----B", b"----C") + part(page(0)) + END, "damaged"),
    ],
)
def test_a_page_that_cannot_be_read_is_a_reject_in_little_memory(
    tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "a").write_bytes(content)
    tracemalloc.start()
    pages, rejects, _ = read_all(tmp_path / "a")
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pages == []
    assert [(one.path, one.code) for one in rejects] == [("a", code)]
    assert rejects[0].reason.startswith("MHTML: ")
    assert peak_bytes < 20 * LIMIT_BYTES


def test_a_cut_behind_the_page_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(WHOLE[:-3000])
    pages, rejects, _ = read_all(tmp_path / "a")
    assert (len(pages), rejects) == (1, [])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flips_and_cuts_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, 1200))
        damaged[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=9))
    (tmp_path / "a").write_bytes(bytes(damaged))
    try:
        pages, rejects, skipped = read_all(tmp_path / "a")
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way is right
    else:
        assert (
            len(pages) + len(rejects) + len(skipped) == 1
        )  # with many zero bytes it is no text, and counted as such
