from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.processors.urls import absolute_url, canonical_url, is_home_url, registered_domain, same_site

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
