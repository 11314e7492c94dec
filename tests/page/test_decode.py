from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.page.decode import decode, in_utf8

CASES = [
    pytest.param("Müller".encode(), None, "Müller", id="undeclared UTF-8"),
    pytest.param(
        "Müller".encode(), "text/html; charset=iso-8859-1", "Müller", id="UTF-8 that claims to be Latin-1"
    ),
    pytest.param(
        "Müller".encode("latin-1"), "text/html; charset=utf-8", "Müller", id="Latin-1 that claims to be UTF-8"
    ),
    pytest.param("Привет, мир".encode("cp1251"), "text/html; charset=windows-1251", "Привет, мир", id="header"),
    pytest.param(
        b'<meta charset="shift_jis">' + "日本語".encode("shift_jis"),
        None,
        '<meta charset="shift_jis">日本語',
        id="meta",
    ),
    pytest.param("日本語".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "日本語", id="escape sequences"),
    pytest.param("naïve".encode("utf-8-sig"), None, "naïve", id="byte order mark"),
    pytest.param("<p>naïve</p>".encode("utf-16"), None, "<p>naïve</p>", id="UTF-16 with mark"),
    pytest.param("<p>plain words</p>".encode("utf-16-le"), None, "<p>plain words</p>", id="UTF-16 without mark"),
    pytest.param(
        "“quoted”".encode("cp1252"), "text/html; charset=iso-8859-1", "“quoted”", id="Windows-1252 as Latin-1"
    ),
    pytest.param(
        "<p>星期一夜间袭击海岸的暴风雨造成停电".encode("gbk"),
        "text/html; charset=utf-8",
        "<p>星期一夜间袭击海岸的暴风雨造成停电",
        id="GBK that claims to be UTF-8",
    ),
    pytest.param(b"", None, "", id="nothing"),
]


@pytest.mark.parametrize(("body", "content_type", "text"), CASES)
def test_decodes(body: bytes, content_type: str | None, text: str) -> None:
    assert decode(body, content_type) == text
    assert in_utf8(body, content_type) == text.encode()


def test_a_few_broken_bytes_do_not_make_it_another_encoding() -> None:
    body = ("Größe und Übermut. " * 40).encode() + b"\xc3" + " für alle".encode()
    text = decode(body, "text/html; charset=utf-8")
    assert text.startswith("Größe und Übermut")
    assert text.endswith("für alle")


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_never_raises(body: bytes, content_type: str | None) -> None:
    assert decode(body, content_type).encode("utf-8", "replace") == in_utf8(body, content_type)


@given(st.text())
def test_utf_8_comes_back_whole(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    if (
        not text.startswith("\ufeff")
        and "\x1b" not in text
        and "\x00" not in text
        and len(body) == len(text.encode("utf-8", "surrogatepass"))
    ):
        assert decode(body) == text


@pytest.mark.parametrize("name", ["uu", "hex", "rot13", "base64", "zlib", "idna", "punycode", "undefined"])
def test_a_codec_that_reads_no_text_is_no_charset(name: str) -> None:
    assert decode(f"<meta charset={name}>Café".encode("latin-1")).endswith("Café")
    assert decode("Café".encode("latin-1"), f"text/html; charset={name}") == "Café"
