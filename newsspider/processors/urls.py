"""Clean URLs: absolute, http or https, safe to print and to fetch."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from w3lib.url import safe_url_string

from newsspider.language.word_lists import word_sets

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Browsers stop at 32-64 kB and servers at 8 kB; what is longer is no address but data in a link. Cutting
# before any parsing keeps a URL of megabytes as cheap as a short one.
_MAX_URL_CHARS = 8_192
# WHATWG URL, 4.4: leading and trailing C0 controls and spaces go, tab and newline go anywhere.
_EDGES = "".join(map(chr, range(0x21)))
_BREAKS = re.compile(r"[\t\r\n]")
_ESCAPED_AMPERSAND = re.compile(r"&(?:amp;)+")  # escaped once more than HTML asks for; in JSON-LD above all
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# RFC 3986's unreserved characters, dots between labels, a port; IPv6 in brackets; IDNs come here as punycode.
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?(?::\d{0,5})?|\[[0-9a-f:.]{2,45}\](?::\d{0,5})?")
# An absolute URL that is as it should be already, as nine of ten on news pages are: taking one apart and putting
# it together again takes 20 µs, and a page has dozens. Parameters (;), ports and what wants quoting are left out.
_AS_IT_SHOULD_BE = re.compile(
    r"https?://(?:[a-z0-9][a-z0-9-]{0,62}\.){1,10}[a-z]{2,20}/(?:[\w/.~!$'()*,:@+=&-]++|%[0-9A-F]{2}){0,1000}"
    r"(?:\?(?:[\w/.~!$()*,:@+=&-]++|%[0-9A-F]{2}){1,1000})?",
    re.ASCII,
)
_MAX_USUAL_CHARS = 1_000
_MAX_HOST_CHARS = 253  # of the domain name system
# What stands at the root of a site, or of one of its languages: no article has this path.
_HOME_PATH = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home|start|main)(?:\.[a-z]{2,5})?/?)?", re.IGNORECASE
)


def absolute_url(raw: str, base: str | None = None) -> str | None:
    """Return `raw` as an absolute http(s) URL, resolved against `base`; None if it is not a URL.

    >>> absolute_url(" /news/storm hits.html ", "https://example.org/a/b")
    'https://example.org/news/storm%20hits.html'
    >>> absolute_url("javascript:void(0)", "https://example.org/") is None
    True
    """
    return _absolute_url(raw[: 2 * _MAX_URL_CHARS], base)


# Rules and cleaning ask for a page's few addresses several times; what is cut off above no address holds.
@lru_cache(maxsize=256)
def _absolute_url(raw: str, base: str | None) -> str | None:
    if len(raw) <= _MAX_USUAL_CHARS and _AS_IT_SHOULD_BE.fullmatch(raw) and "&amp;" not in raw:
        return raw
    joined = _joined(raw, base)
    if joined is None:
        return None
    try:
        safe = safe_url_string(joined)
        parts = urlsplit(safe)
    except ValueError:  # a bad port, bracket or IDN; UnicodeError is one too
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc.rpartition("@")[2].lower()):
        return None
    parts = parts._replace(netloc=parts.netloc.rpartition("@")[2].lower(), path=parts.path or "/")
    return parts.geturl() if len(parts.geturl()) <= _MAX_URL_CHARS else None


def canonical_url(raw: str, base: str | None = None) -> str | None:
    """Return `raw` as the absolute URL that identifies a page: no fragment, no tracking parameters.

    >>> canonical_url("/storm?id=7&utm_source=feed&fbclid=x#comments", "https://example.org/")
    'https://example.org/storm?id=7'
    """
    url = absolute_url(raw, base)
    if url is None or ("?" not in url and "#" not in url):
        return url
    parts = urlsplit(url)
    return parts._replace(query=_without_tracking(parts.query), fragment="").geturl()


def is_home_url(url: str) -> bool:
    """Return whether an absolute URL is the front page of a site, or of one of its languages.

    >>> is_home_url("https://example.org/en/"), is_home_url("https://example.org/?p=7")
    (True, False)
    """
    parts = _split(url)
    return parts is not None and not parts.query and _HOME_PATH.fullmatch(parts.path) is not None


def same_site(url: str, other: str) -> bool:
    """Return whether two absolute URLs belong to one registered domain, by the public suffix list.

    >>> same_site("https://www.example.co.uk/a", "https://m.example.co.uk/b")
    True
    >>> same_site("https://ana.github.io/", "https://ben.github.io/")
    False
    """
    hosts = [parts.hostname for parts in map(_split, (url, other)) if parts is not None and parts.hostname]
    if len(hosts) < 2:
        return False
    bare = [host.rstrip(".").removeprefix("www.") for host in hosts]
    if bare[0] == bare[1]:
        return True
    if all(map(str.isascii, bare)) and bare[0].split(".")[-2:] != bare[1].split(".")[-2:]:
        return False  # a registered domain has two labels and more: no need to load the list
    domain = registered_domain(bare[0])
    return domain is not None and domain == registered_domain(bare[1])


def registered_domain(host: str) -> str | None:
    """Return the registered domain of a host name; None for an IP address or a local name.

    >>> registered_domain("news.example.co.uk"), registered_domain("localhost")
    ('example.co.uk', None)
    """
    return _registered_domain(host) if len(host) <= _MAX_HOST_CHARS else _registered_domain.__wrapped__(host)


@lru_cache(maxsize=256)  # a site's pages are on a few hosts, and looking one up takes 20 µs
def _registered_domain(host: str) -> str | None:
    extracted = _suffixes()(host)
    return f"{extracted.domain}.{extracted.suffix}" if extracted.suffix and extracted.domain else None


def _joined(raw: str, base: str | None) -> str | None:
    text = _ESCAPED_AMPERSAND.sub("&", _BREAKS.sub("", raw.strip(_EDGES)))
    if not text or len(text) > _MAX_URL_CHARS or _NOT_TEXT.search(text):
        return None
    try:
        return urljoin(base, text) if base else text
    except ValueError:  # "http://[" and the like
        return None


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _without_tracking(query: str) -> str:
    tracking = _tracking()
    return "&".join(pair for pair in query.split("&") if pair and not tracking.match(pair.partition("=")[0]))


class _Tracking(NamedTuple):
    names: frozenset[str]
    prefixes: tuple[str, ...]

    def match(self, name: str) -> bool:
        folded = name.lower()
        return folded in self.names or folded.startswith(self.prefixes)


@cache
def _tracking() -> _Tracking:
    table = word_sets("processors/data/tracking")
    return _Tracking(frozenset(map(str.lower, table["names"])), tuple(table["prefixes"]))


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415  (takes 90 ms, and only pages with two hosts need it)

    # The list that ships with tldextract: nothing is fetched and nothing written, whatever the machine.
    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
