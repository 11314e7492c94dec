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


RUSSIAN = "Паром не выйдет в море до конца недели, сообщила компания жителям острова."
GREEK = "Το πλοίο δεν θα σαλπάρει πριν από το τέλος της εβδομάδας, είπε η εταιρεία."
FRENCH = "Le bac ne sortira pas avant la fin de la semaine, a déclaré la société, et les dégâts sont là."
CHINESE = "渡轮公司表示，由于码头受损，本周末之前不会恢复航行，居民只能绕道而行。"
JAPANESE = "桟橋が壊れたため、フェリー会社は週末まで運航を見合わせると発表した。"


@pytest.mark.parametrize(
    ("text", "charset"),
    [(RUSSIAN, "cp1251"), (GREEK, "cp1253"), (FRENCH, "cp1252"), (CHINESE, "gbk"), (JAPANESE, "cp932")],
)
def test_each_part_is_in_its_own_charset(text: str, charset: str) -> None:
    for main, other in (("utf-8", charset), (charset, "utf-8")):
        body = b"<article><p>%b</p><p>%b</p></article><aside>%b</aside>" % (
            text.encode(main), (text[::-1] + text).encode(main), text.encode(other),
        )  # fmt: skip
        whole = f"<article><p>{text}</p><p>{text[::-1]}{text}</p></article><aside>{text}</aside>"
        assert decode(body) == whole


def test_a_byte_in_another_charset_does_not_spoil_a_short_page() -> None:
    body = f"<title>{FRENCH[:20]}</title><p>{FRENCH}</p>".encode() + "<p>café \u2013 1990</p>".encode("cp1252")
    assert decode(body) == f"<title>{FRENCH[:20]}</title><p>{FRENCH}</p><p>café – 1990</p>"


def test_quotes_pasted_into_a_sentence() -> None:
    body = f"<p>{FRENCH} ".encode() + b"l\x92\xc3\xa9t\xc3\xa9 l\x92an</p>"
    assert decode(body) == f"<p>{FRENCH} l\x92été l’an</p>".replace("l\x92", "l\ufffd")


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r"])
def test_a_template_with_the_mark_of_utf_8_around_other_text(charset: str) -> None:
    assert decode(b"\xef\xbb\xbf<p>" + RUSSIAN.encode(charset)) == f"<p>{RUSSIAN}"
    assert in_utf8(b"\xef\xbb\xbf<p>" + RUSSIAN.encode()).decode() == f"<p>{RUSSIAN}"


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


@pytest.mark.parametrize("word", ["郑伟伟", "平伟英强伟", "联通"])
def test_a_word_of_a_declared_charset_that_is_utf8_by_chance(word: str) -> None:
    page = f'<meta charset="gbk"><b>{word}</b><p>海岸暴风雨袭击了港口，渔民们躲进了教堂。'
    assert decode(page.encode("gbk"), "text/html; charset=gbk") == page
