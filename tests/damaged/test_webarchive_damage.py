"""Damaged web archives of Safari: what is said of them."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsspider.errors import SourceError
from tests.archives.builders import page, read_all
from tests.archives.formats.test_webarchive import FORMS, webarchive

WHOLE = webarchive(page(0))
XML_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<plist><dict><key>WebMainResource</key><string>&b;</string></dict></plist>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (WHOLE[:-40], "damaged"),
        (WHOLE[:600], "damaged"),
        (webarchive(page(0), FORMS[1])[:600], "damaged"),
        (XML_BOMB, "damaged"),
        (plistlib.dumps({"WebMainResource": {"WebResourceURL": "a"}}, fmt=FORMS[0]), "damaged"),
        (plistlib.dumps({"WebMainResource": [1]}, fmt=FORMS[1]), "damaged"),
        (plistlib.dumps(["WebMainResource"], fmt=FORMS[0]), "damaged"),
        (webarchive("text"), "damaged"),
        (webarchive(b"<html>" + b"x" * 2_000_000), "too-large"),
        (webarchive(bytes(9_000_000)), "too-large"),
    ],
)
def test_a_page_that_cannot_be_read_is_a_reject(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a").write_bytes(content)
    pages, rejects, _ = read_all(tmp_path / "a")
    assert pages == []
    assert [(one.path, one.offset, one.code) for one in rejects] == [("a", 0, code)]
    assert rejects[0].reason.startswith("web archive: ")
    assert "\n" not in rejects[0].reason


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flips_and_cuts_are_read_or_refused(
    tmp_path: Path, form: plistlib.PlistFormat, data: st.DataObject
) -> None:
    damaged = bytearray(webarchive(page(0), form))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged)))
        damaged[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    (tmp_path / "a").write_bytes(bytes(damaged))
    try:
        pages, rejects, skipped = read_all(tmp_path / "a")
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way is right
    else:
        assert len(pages) + len(rejects) + len(skipped) == 1
