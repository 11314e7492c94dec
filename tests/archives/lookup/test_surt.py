from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.lookup.surt import surt_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        # As the package `surt` 0.3.1 gives them.
        ("http://www.example.com", "com,example)/"),
        ("https://example.com:443/a/", "com,example)/a"),
        ("http://example.com:8080/A/b?Z=1&a=2&a=1", "com,example:8080)/a/b?a=1&a=2&z=1"),
        ("http://www2.example.com/x/../y/./z", "com,example)/y/z"),
        ("http://user:pw@ex.org/", "org,ex)/"),
        ("http://ex.org/?", "org,ex)/"),
        ("http://ex.org/?a=&b", "org,ex)/?a=&b"),
        ("http://ex.org//a//b/", "org,ex)/a/b"),
        ("http://ex.org/a%20b?q=%C3%BC%2525", "org,ex)/a%20b?q=%c3%bc%25"),
        ("http://münchen.de/ü?x=ü", "de,xn--mnchen-3ya)/%c3%bc?x=%c3%bc"),
        ("http://127.0.0.1:8000/a", "1,0,0,127:8000)/a"),
        ("http://ex.org/a?sid=0123456789abcdef0123456789abcdef&b=1", "org,ex)/a?b=1"),
        ("http://EX.ORG/(S(0123456789abcdefghij1234))/a.aspx?x", "org,ex)/a.aspx?x"),
        ("http://ex.org./a#frag", "org,ex)/a"),
        ("http://ex.org/?b=2&&a=1", "org,ex)/?&a=1&b=2"),
        ("http://ex.org/a?b=1&b", "org,ex)/a?b&b=1"),
        ("dns:example.org", "dns:example.org"),
    ],
)
def test_keys_are_those_of_other_indexes(url: str, key: str) -> None:
    assert surt_key(url) == key


@given(st.text() | st.text("http:/.?&=#%25@[]a ü").map(lambda rest: f"http://x{rest}"))
def test_any_text_has_a_key_of_one_word(url: str) -> None:
    key = surt_key(url)
    assert key.isascii()
    assert not set(key) & set(" \t\r\n\v\f")


@pytest.mark.parametrize("url", ["%25" * 20_000, "/.." * 20_000, "(a(" * 20_000 + ".aspx", "sid=" * 20_000])
def test_hostile_urls_take_no_time(url: str) -> None:
    began = time.process_time()
    surt_key(f"http://x.org/{url}?{url}")
    assert time.process_time() - began < 2


def test_it_agrees_with_the_package_surt() -> None:
    surt = pytest.importorskip("surt", reason="the extra `interop` is not installed").surt
    for path in ("a/B/../c?z=1&Y=2", "ü%C3%BC//x/", "a?b=c&phpsessid=" + "0" * 32, "%7Euser/;x,y", "a+b?c+d=%20"):
        assert surt_key(f"https://www.Example.org/{path}") == surt(f"https://www.Example.org/{path}")
