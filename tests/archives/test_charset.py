from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.sniff import charset_of

TEXT = "Die Fähre läuft wieder regelmäßig aus. " * 50


def test_utf8_with_a_stray_byte_stays_utf8() -> None:
    assert charset_of(TEXT.encode() + b"\xe4") == "utf-8"
    assert charset_of(TEXT.encode()[:-1] + b"\xc3") == "utf-8"


def test_one_accent_is_enough_for_western_text() -> None:
    assert charset_of(b"The caf\xe9 is open again.") == "cp1252"


def test_a_declared_charset_counts_where_the_text_fits_it() -> None:
    text = "Буря обрушилась на побережье в понедельник, тысячи домов остались без света."
    assert charset_of(text.encode("koi8-r"), "text/plain; charset=koi8-r") == "koi8-r"
    assert charset_of(text.encode("koi8-r"), "text/plain; charset=utf-8") == "koi8-u"
    assert charset_of(text.encode(), "text/plain; charset=koi8-r") == "utf-8"


@given(st.binary(max_size=300))
def test_any_bytes_decode(content: bytes) -> None:
    assert isinstance(content.decode(charset_of(content), "replace"), str)
