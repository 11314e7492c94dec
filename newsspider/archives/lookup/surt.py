"""SURT keys, which are the same for different spellings of a URL; indexes of web archives are sorted by them.

http://crawler.archive.org/articles/user_manual/glossary.html#surt, with the rules that pywb, OpenWayback and
Common Crawl's indexes follow: scheme, user, `www`, default port, fragment, session ids, letter case and the order
of the query's parameters make no difference. The package `surt` is not used: its licence is the AGPL, and it
resolves some hosts by DNS.
"""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import quote_from_bytes, unquote_to_bytes

_PARTS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]{0,30})://(?P<host>[^/?#]{0,1000})(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?", re.I
)
_LINE_BREAKS = re.compile(r"[\t\r\n]")
_WWW = re.compile(r"www\d{0,9}\.")
_PORT = re.compile(r":(\d{0,5})$")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_PATH_SESSION = re.compile(r"/(?:\((?:[a-z]\([0-9a-z]{24}\)){1,9}\)|\([0-9a-z]{24}\))(?=/[^?]{1,2048}\.aspx)")
_QUERY_SESSION = re.compile(
    r"(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}"
    r"|cfid=[^&]{1,200}&cftoken=[^&]{1,200})(?:&|$)"
)
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
# %2525 is read as %: each round decodes one level, and no real URL is known to have eight.
_MAX_ROUNDS = 8


def surt_key(url: str) -> str:
    """Return the key of a URL, in ASCII without spaces; a text that is not a URL is only escaped.

    >>> surt_key("https://www.Example.org:443/News/?b=2&a=1#top")
    'org,example)/news?a=1&b=2'
    """
    written = _LINE_BREAKS.sub("", url.strip())
    parts = _PARTS.match(written)
    if parts is None:
        return quote_from_bytes(written.encode("utf-8", "replace"), safe=_SAFE + "%")
    host, port = _host_and_port(parts["host"], parts["scheme"].lower())
    query = _query(parts["query"] or "")
    return f"{','.join(reversed(host.split('.')))}{port}){_path(parts['path'])}{'?' if query else ''}{query}"


def _host_and_port(written: str, scheme: str) -> tuple[str, str]:
    host = written.rpartition("@")[2]
    port = _PORT.search(host)
    host = host[: port.start()] if port else host
    unescaped = _unescaped(host)
    if not unescaped.isascii():
        with suppress(UnicodeError):
            unescaped = unescaped.decode().encode("idna")
    host = _escaped(unescaped.replace(b"..", b".").strip(b".").lower())
    shown = port[1] if port and port[1] != _DEFAULT_PORTS.get(scheme) else ""
    return _WWW.sub("", host, count=1) if _WWW.match(host) else host, f":{shown}" if shown else ""


def _path(written: str) -> str:
    kept: list[bytes] = []
    segments = _unescaped(written).split(b"/")[1:]
    for number, segment in enumerate(segments):
        if segment == b"..":
            del kept[-1:]
        elif segment not in (b".", b"") or number == len(segments) - 1:
            kept.append(segment if segment != b"." else b"")
    path = "/" + _escaped(b"/".join(kept)).lower()
    if ".aspx" in path:
        path = _PATH_SESSION.sub("", path)
    return path.removesuffix("/") or "/"


def _query(written: str) -> str:
    query = _QUERY_SESSION.sub("", _escaped(_unescaped(written)).lower(), count=1)
    return "&".join(sorted(query.split("&"), key=lambda pair: pair.split("=", 1)))


def _unescaped(text: str) -> bytes:
    current = text.encode("utf-8", "replace")
    for _ in range(_MAX_ROUNDS):
        plain = unquote_to_bytes(current)
        if plain == current:
            break
        current = plain
    return current


def _escaped(plain: bytes) -> str:
    return quote_from_bytes(plain, safe=_SAFE)
