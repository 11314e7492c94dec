from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.urls import (
    absolute_url,
    canonical_url,
    is_home_url,
    registered_domain,
    same_site,
    url_key,
)

BASE = "https://www.example.org/news/today/"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("storm.html", "https://www.example.org/news/today/storm.html"),
        ("//cdn.example.org/a", "https://cdn.example.org/a"),
        ("  /a b\n", "https://www.example.org/a%20b"),
        ("https://EXAMPLE.org", "https://example.org/"),
        ("https://example.org/čaj?q=žena", "https://example.org/%C4%8Daj?q=%C5%BEena"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://ana:secret@example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", None),
        ("JaVa\tScript:alert(1)", None),
        ("data:text/html,<b>", None),
        ("mailto:ana@example.org", None),
        ("file:///etc/passwd", None),
        ("ftp://example.org/a", None),
        ("http://", None),
        ("http://[", None),
        ("http://exa mple.org/", None),
        ("https://example.org:port/", None),
        ("https://example.org/a\x00b", None),
        ("", None),
        ("https://example.org/" + "a" * 100_000, None),
    ],
)
def test_absolute_url(raw: str, expected: str | None) -> None:
    assert absolute_url(raw, BASE) == expected


def test_a_relative_url_without_base_is_none() -> None:
    assert absolute_url("/storm") is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z", "https://www.example.org/a?id=7"),
        ("/a?gclid=1#top", "https://www.example.org/a"),
        ("/a?id=1&id=2&empty=", "https://www.example.org/a?id=1&id=2&empty="),
        ("/a?source=agency&ref=9", "https://www.example.org/a?source=agency&ref=9"),
    ],
)
def test_canonical_url_keeps_what_says_which_page_it_is(raw: str, expected: str) -> None:
    assert canonical_url(raw, BASE) == expected


@pytest.mark.parametrize("path", ["", "/", "/en", "/pt-br/", "/index.html", "/de/index.php"])
def test_home_urls(path: str) -> None:
    assert is_home_url(f"https://example.org{path}")


@pytest.mark.parametrize("path", ["/storm", "/?p=7", "/en/storm", "/index/storm.html", "/2024/"])
def test_other_urls(path: str) -> None:
    assert not is_home_url(f"https://example.org{path}")


def test_sites_are_registered_domains() -> None:
    assert same_site("https://example.co.uk/a", "http://amp.example.co.uk/a")
    assert not same_site("https://a.co.uk/", "https://b.co.uk/")
    assert not same_site("https://example.org/", "https://example.com/")
    assert not same_site("https://[", "https://example.org/")
    assert same_site("http://127.0.0.1:80/a", "http://127.0.0.1:81/b")
    assert registered_domain("127.0.0.1") is None


_LABELS = st.lists(
    st.sampled_from(["news", "m", "example", "github", "io", "co", "uk", "com"]), min_size=1, max_size=4
)


@given(_LABELS, _LABELS)
def test_hosts_are_of_one_site_as_the_public_suffix_list_says(labels: list[str], others: list[str]) -> None:
    host, other = ".".join(labels), ".".join(others)
    domain = registered_domain(host)
    is_one = host == other or (domain is not None and domain == registered_domain(other))
    assert same_site(f"https://{host}/", f"https://{other}/") is is_one


urls = st.text(max_size=200) | st.builds(
    lambda host, path, query: f"https://{host}/{path}?{query}", *[st.text(max_size=40)] * 3
)


@given(urls, urls | st.none())
def test_never_raises_and_is_idempotent(raw: str, base: str | None) -> None:
    for clean in (absolute_url, canonical_url):
        once = clean(raw, base)
        if once is not None:
            assert clean(once) == once
            assert once.startswith(("https://", "http://"))
            assert not any(character.isspace() for character in once)


@pytest.mark.parametrize("unit", ["a", "../", "%", "&utm_source=", "[", "é", "?", "@", ":"])
def test_long_urls_take_no_time(unit: str) -> None:
    started = time.process_time()
    canonical_url("https://example.org/?" + unit * 1_000_000, BASE)
    canonical_url("https://example.org/?" + unit * (8_000 // len(unit)), BASE)
    assert time.process_time() - started < 0.5


@given(
    st.sampled_from(["http", "https"]),
    st.text("abz09-.", min_size=1, max_size=12),
    st.text("aZ0/.~!$'()*,:@+=&-_%4F?#; ", max_size=25),
)
def test_a_url_that_is_as_it_should_be_is_what_the_long_way_gives(scheme: str, host: str, path: str) -> None:
    raw = f"{scheme}://{host}/{path}"
    assert absolute_url(raw, BASE) == absolute_url(f" {raw} ", BASE)  # spaces around it make it take the long way


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a/storm?id=7&page=2",
        "https://www.example.org/a/storm?id=7&page=2",
        "HTTPS://WWW.EXAMPLE.ORG./a/storm?page=2&id=7",
        "http://example.org:80/a/storm/?page=2&id=7#comments",
        "https://example.org:443/a/storm//?id=7&&page=2",
        "https://ana:secret@example.org/a/storm/index.html?id=7&page=2",
        "https://example.org/a/storm/Index.PHP?id=7&page=2",
        "https://example.org/a/storm/default.aspx?id=7&page=2",
        "https://example.org/a/st%6Frm?%69d=7&page=2",
        "https://example.org/a/b/../storm/./?id=7&page=2",
        "https://example.org/a/storm;jsessionid=0A1B.node2?id=7&page=2",
        "https://example.org/(S(lit3py55t21z5v55vlm25s55))/a/storm?id=7&page=2",
        "https://example.org/a/storm?PHPSESSID=0a1b&id=7&page=2&utm_source=feed&fbclid=x",
        "https://example.org/a/storm?id=7&page=2#",
        "https://example.org/a/storm?id=7&amp;page=2",
        "//example.org/a/storm?id=7&page=2",
    ],
)
def test_addresses_of_one_page_have_one_key(url: str) -> None:
    assert url_key(url) == "//example.org/a/storm?id=7&page=2"


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://bücher.example/žena", "http://www.xn--bcher-kva.example/%c5%bEena/"),
        ("https://example.org/a(b),c", "https://example.org/a%28b%29%2Cc"),
        ("https://example.org/?q=a+b%2Cc", "https://example.org/?q=a%20b,c"),
        ("https://example.org", "http://www.example.org/index.html"),
        ("https://example.org/?a=", "https://example.org/?a"),
        ("https://example.org/#!/storm", "http://example.org#!/storm"),
        ("http://[2001:DB8::1]:80/a", "https://[2001:db8::1]/a"),
        ("https://example.org/%e6%9c%88/a", "https://example.org/月/a"),
    ],
)
def test_other_addresses_of_one_page(url: str, same: str) -> None:
    assert url_key(url) == url_key(same)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a?id=x", "https://example.org/a?id=X"),
        ("https://example.org/a?sid=1", "https://example.org/a?sid=2"),
        ("https://example.org/a?id=1&id=2", "https://example.org/a?id=2&id=1"),
        ("https://example.org/a?page=2", "https://example.org/a"),
        ("https://example.org/a/b", "https://example.org/a%2Fb"),
        ("https://example.org/a+b", "https://example.org/a%20b"),
        ("https://example.org/?q=a%2Bb", "https://example.org/?q=a+b"),
        ("https://example.org/?q=a%26b", "https://example.org/?q=a&b"),
        ("https://example.org/a%2525", "https://example.org/a%25"),
        ("https://example.org/#!/storm", "https://example.org/#!/flood"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://m.example.org/a", "https://example.org/a"),
        ("https://www.com/a", "https://com/a"),
        ("https://example.org/index.php/a", "https://example.org/index.php/b"),
        ("https://example.org/story;id=1", "https://example.org/story;id=2"),
        ("https://example.org/(a)/story", "https://example.org/(b)/story"),
        ("https://example.org/storm.html", "https://example.org/storm"),
    ],
)
def test_other_pages_have_other_keys(url: str, other: str) -> None:
    assert url_key(url) != url_key(other)


@pytest.mark.parametrize(
    "url", ["", "mailto:ana@example.org", "http://[", "/a", "https://example.org:port/", "\ud800"]
)
def test_what_is_no_address_is_its_own_key(url: str) -> None:
    assert url_key(url) == url


# Pieces that the key takes away or writes otherwise, in any order.
_PIECES = st.lists(
    st.sampled_from([
        "/", "//", ".", "..", "/index.html", "?", "&", "&amp;", "=", "+", "%", "%2", "%41", "%2e", "%2F", "%25", "%e4", "%3B",
        "%26", "%3d", ";", ";jsessionid=1", "(S(lit3py55t21z5v55vlm25s55))", "utm_source=1", "PHPSESSID=1", "#!", "#", "a", "A",
        "é", ":", "@", " ",
    ]),
    max_size=12,
).map("".join)  # fmt: skip


@given(urls | _PIECES.map("http://www.example.org/{}".format) | _PIECES)
def test_keys_are_idempotent_and_never_raise(url: str) -> None:
    key = url_key(url)
    assert url_key(key) == key
    absolute = canonical_url(url)
    if absolute is not None and "#!" not in url:
        assert url_key(absolute) == key


@pytest.mark.parametrize("unit", ["a", "/", "../", "/index.html", "%41", "%e4", ";a", ";jsessionid=1", "&a=", "("])
def test_long_keys_take_no_time(unit: str) -> None:
    started = time.process_time()
    for start in ("https://example.org/", "https://example.org/?"):
        url_key(start + unit * 1_000_000)
        url_key(start + unit * (8_000 // len(unit)))
    assert time.process_time() - started < 0.5
