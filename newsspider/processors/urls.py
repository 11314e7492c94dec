"""Clean URLs: absolute, http or https, safe to print and to fetch."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, quote_from_bytes, unquote_to_bytes, urljoin, urlsplit

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
# it together again takes 20 µs, and a page has dozens. Parameters (;), rare ports and what wants quoting are not.
_AS_IT_SHOULD_BE = re.compile(
    r"https?://(?:(?:[a-z0-9][a-z0-9-]{0,62}\.){1,10}[a-z]{2,20}|[1-9]\d{0,2}(?:\.\d{1,3}){3})(?::[1-5]\d{3,4})?"
    r"/(?:[\w/.~!$'()*,:@+=&-]++|%[0-9A-F]{2}){0,1000}"
    r"(?:\?(?:[\w/.~!$()*,:@+=&-]++|%[0-9A-F]{2}){1,1000})?",
    re.ASCII,
)
_MAX_USUAL_CHARS = 1_000
MAX_HOST_CHARS = 253  # of the domain name system
# Scheme, host and port of nearly all addresses, with nothing that urlsplit() reads in another way. Taking them out
# of an address by this takes a tenth of the time.
USUAL_ORIGIN = re.compile(
    r"https?://(?:[a-z0-9-]{1,63}\.){0,20}[a-z0-9-]{1,63}(?::\d{1,5})?(?=[/?#]|\Z)", re.ASCII
)
# Escapes in a path of which another spelling means the same: RFC 3986, 6.2.2. Runs are of characters beyond ASCII.
_ESCAPES = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+|%[0-7][0-9A-Fa-f]|%(?![0-9A-Fa-f]{2})")
# RFC 3986's unreserved characters, and reserved ones that no server sets apart from their escapes in a path, as
# programs that write links escape them or not; "/", ";", "=", "&" and "+" are not among them.
_SAME_WHEN_ESCAPED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$'()*,:@")
_QUERY_SAFE = "-._~!$'()*,:@/"
_PLAIN_QUERY = re.compile(r"[\w.~!$'()*,:@/=&-]*", re.ASCII)
# ASP.NET's sessions without cookies: /(S(lit3py55t21z5v55vlm25s55))/story.aspx
_SESSION_SEGMENT = re.compile(r"\([A-Z]\([0-9a-z]{24}\)\)")
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
    if base is not None and len(base) > _MAX_URL_CHARS:
        base = None  # what is no address itself is none for others
    return _absolute_url(raw[: 2 * _MAX_URL_CHARS], base)


# Rules and cleaning ask for a page's few addresses several times; what is cut off above no address holds.
@lru_cache(maxsize=256)
def _absolute_url(raw: str, base: str | None) -> str | None:
    if _is_as_it_should_be(raw):
        return raw
    joined = _joined(raw, base)
    if joined is None or _is_as_it_should_be(joined):
        return joined
    try:
        safe = safe_url_string(joined)
        parts = urlsplit(safe)
    except ValueError:  # a bad port, bracket or IDN; UnicodeError is one too
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc.rpartition("@")[2].lower()):
        return None
    parts = parts._replace(netloc=parts.netloc.rpartition("@")[2].lower(), path=parts.path or "/")
    return parts.geturl() if len(parts.geturl()) <= _MAX_URL_CHARS else None


def _is_as_it_should_be(url: str) -> bool:
    return len(url) <= _MAX_USUAL_CHARS and _AS_IT_SHOULD_BE.fullmatch(url) is not None and "&amp;" not in url


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


def url_key(url: str) -> str:
    """Return what addresses of one page have in common: the same for all of them, another for any other page.

    It is the address without scheme, `www.`, default port, user, trailing slash, index file, session, tracking
    parameters and fragment (`#!...` apart, which names a page), with parameters sorted by name and escapes in one
    spelling. Case of the path is kept, and so are hosts for telephones. What is no http(s) address is its own key.

    >>> url_key("http://www.Example.org:80/storm/index.html?b=2&utm_source=feed&a=1#comments")
    '//example.org/storm?a=1&b=2'
    >>> url_key("https://example.org/storm/") == url_key("//example.org/storm")
    True
    """
    absolute = absolute_url(f"https:{url}" if url.startswith("//") else url)
    if absolute is None:
        return url
    rest, _, fragment = absolute.partition("#")
    rest, _, query = rest.partition("?")
    netloc, _, path = rest.partition("//")[2].partition("/")
    key = f"//{_host_key(netloc)}{_path_key(path)}"
    if query and (query := _query_key(query)):
        key += f"?{query}"
    return f"{key}#{fragment}" if fragment.startswith("!") and len(fragment) > 1 else key


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
    bare = [host for host in map(_bare_host, (url, other)) if host is not None]
    if len(bare) < 2:
        return False
    if bare[0] == bare[1]:
        return True
    if all(map(str.isascii, bare)) and bare[0].split(".")[-2:] != bare[1].split(".")[-2:]:
        return False  # a registered domain has two labels and more: no need to load the list
    domain = registered_domain(bare[0])
    return domain is not None and domain == registered_domain(bare[1])


@lru_cache(maxsize=256)  # most links of a page are to the same few addresses, or compared with the page's own
def _bare_host(url: str) -> str | None:
    """Return the host of a URL without "www."; None where it has none."""
    parts = _split(url)
    host = parts.hostname if parts is not None else None
    return host.rstrip(".").removeprefix("www.") if host else None


def registered_domain(host: str) -> str | None:
    """Return the registered domain of a host name; None for an IP address or a name of one label.

    >>> registered_domain("news.example.co.uk"), registered_domain("m.news.internal"), registered_domain("news")
    ('example.co.uk', 'news.internal', None)
    """
    return _registered_domain(host) if len(host) <= MAX_HOST_CHARS else _registered_domain.__wrapped__(host)


@lru_cache(maxsize=256)  # a site's pages are on a few hosts, and looking one up takes 20 µs
def _registered_domain(host: str) -> str | None:
    extracted = _suffixes()(host)
    if extracted.suffix:
        return f"{extracted.domain}.{extracted.suffix}" if extracted.domain else None
    # Of a name that the list does not know the last label is the suffix: https://publicsuffix.org/list/, rule "*".
    last = extracted.subdomain.rpartition(".")[2]
    return f"{last}.{extracted.domain}" if last else None


def is_public_suffix(host: str) -> bool:
    """Return whether people register domains directly under a name, so that it belongs to nobody.

    >>> is_public_suffix("co.uk"), is_public_suffix("example.co.uk"), is_public_suffix("localhost")
    (True, False, False)
    """
    return not _suffixes()(host).domain


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


def _host_key(netloc: str) -> str:
    host, colon, port = netloc.rpartition(":") if ":" in netloc and netloc[-1] != "]" else (netloc, "", "")
    host = host.rstrip(".")
    if host.startswith("www.") and "." in host[4:]:  # "www.com" is a domain of its own
        host = host[4:]
    return f"{host}:{port}" if colon and port not in ("", "80", "443") else host


def _path_key(path: str) -> str:
    """Return a path with one leading slash and none at its end; "" for the root."""
    words = _not_saying_which()
    if "%" in path:
        path = _ESCAPES.sub(_same_escape, path)
    segments = path.split("/")
    if ";" in path or "(" in path:
        bare = map(_without_session, segments)
        segments = [segment for segment in bare if not _SESSION_SEGMENT.fullmatch(segment)]
    if "." in segments or ".." in segments:
        segments = _without_dots(segments)
    while segments and (not segments[-1] or segments[-1].lower() in words.index_files):
        segments.pop()
    return "/" + "/".join(segments) if segments else ""


def _same_escape(escape: re.Match[str]) -> str:
    text = escape[0]
    if len(text) == 3 and text[1] in "01234567":
        character = chr(int(text[1:], 16))
        return character if character in _SAME_WHEN_ESCAPED else text.upper()
    return text.upper() if len(text) > 1 else "%25"


def _without_session(segment: str) -> str:
    name, *parameters = segment.split(";")
    is_session = _not_saying_which().is_session
    return ";".join((name, *(each for each in parameters if not is_session(each.partition("=")[0]))))


def _without_dots(segments: list[str]) -> list[str]:
    kept: list[str] = []  # RFC 3986, 5.2.4
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return kept


def _query_key(query: str) -> str:
    words = _not_saying_which()
    if not _PLAIN_QUERY.fullmatch(query):
        query = "&".join(map(_same_pair, query.split("&")))
    pairs = [pair.rstrip("=") if pair.find("=") == len(pair) - 1 else pair for pair in query.split("&")]
    named = [(pair.partition("=")[0], pair) for pair in pairs if pair]
    kept = [both for both in named if not words.is_tracking(both[0]) and not words.is_session(both[0])]
    # By name alone: of "a=1&a=2" some sites take the last.
    return "&".join(pair for _, pair in sorted(kept, key=_first))


def _first(pair: tuple[str, str]) -> str:
    return pair[0]


def _same_pair(pair: str) -> str:
    return "=".join(
        quote_from_bytes(unquote_to_bytes(part.replace("+", " ")), _QUERY_SAFE) for part in pair.split("=", 1)
    )


def _without_tracking(query: str) -> str:
    is_tracking = _not_saying_which().is_tracking
    return "&".join(pair for pair in query.split("&") if pair and not is_tracking(pair.partition("=")[0]))


class _NotSayingWhich(NamedTuple):
    """Parts of addresses that do not say which page it is."""

    tracking_names: frozenset[str]
    tracking_prefixes: tuple[str, ...]
    session_names: frozenset[str]
    session_prefixes: tuple[str, ...]
    index_files: frozenset[str]

    def is_tracking(self, name: str) -> bool:
        folded = name.lower()
        return folded in self.tracking_names or folded.startswith(self.tracking_prefixes)

    def is_session(self, name: str) -> bool:
        folded = name.lower()
        return folded in self.session_names or folded.startswith(self.session_prefixes)


@cache
def _not_saying_which() -> _NotSayingWhich:
    table = word_sets("processors/data/addresses")
    return _NotSayingWhich(
        frozenset(map(str.lower, table["tracking_names"])),
        tuple(table["tracking_prefixes"]),
        table["session_names"],
        tuple(table["session_prefixes"]),
        table["index_files"],
    )


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415  (takes 90 ms, and only pages with two hosts need it)

    # The list that ships with tldextract: nothing is fetched and nothing written, whatever the machine.
    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
