"""A list of sites to crawl: one address a line, TOML with options for each site, or rejects to try again."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from newsspider.corrections.lines import line_of
from newsspider.discovery.types import Door
from newsspider.errors import SiteListError

_SYNTAX_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_BARE_URL = re.compile(
    r"(?:localhost|[\w.-]{1,200}\.\w{2,20}|[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?:[:/]\S*)?"
)  # without its scheme
_MAX_SHOWN_CHARS = 80
_TABLE = "sites"
_Line: TypeAlias = Callable[[], int]  # asked for where something is wrong: to find one of TOML, all is read again


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOptions:
    """A site, section, feed or sitemap to crawl, and what holds for it alone; None and () are the crawl's own."""

    url: str
    doors: tuple[Door, ...] = ()  # in the order in which they are tried
    max_pages: int | None = None
    sections: tuple[str, ...] = ()  # beginnings of paths to which the crawl keeps: "/politics/"
    delay_s: float | None = None  # between two requests to a host
    since: date | None = None  # a day or an aware time; articles that were published earlier are left out
    is_page: bool = False  # one page that is requested again, and none of its links


def read_site_list(path: str | Path) -> list[SiteOptions]:
    """Return the sites of a file: TOML if its name ends in .toml, else one address a line.

    A file whose name ends in .jsonl is one of rejects: each page that it lists is a site with `is_page`.

    Blank lines, and what follows a "#" at a line's beginning or behind a space, are comments. Raises
    SiteListError, with path, line and reason, for the first thing that is not right.
    """
    text = _text(path)
    try:
        sites = list(_READERS.get(Path(path).suffix.lower(), _plain_sites)(text))
        _check_whole(sites)
    except _Wrong as wrong:
        raise SiteListError(str(path), wrong.line, wrong.reason) from wrong
    return [site for _, site in sites]


class _Wrong(Exception):  # noqa: N818  (it becomes a SiteListError once the path is known)
    def __init__(self, line: int | None, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def _text(path: str | Path) -> str:
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SiteListError(str(path), None, f"cannot be read: {reason}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SiteListError(str(path), line, "not UTF-8") from error


def _plain_sites(text: str) -> Iterator[tuple[_Line, SiteOptions]]:
    for number, line in enumerate(text.split("\n"), start=1):
        written = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip()
        if written:
            at = partial(int, number)
            yield at, SiteOptions(url=_checked(at, "url", written, _url))


def _toml_sites(text: str) -> Iterator[tuple[_Line, SiteOptions]]:
    text = text.replace("\r\n", "\n")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _SYNTAX_PLACE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1  # "(at end of document)"
        raise _Wrong(line, f"not valid TOML: {_SYNTAX_PLACE.sub('', str(error))}") from error
    for key in table:
        if key != _TABLE:
            raise _Wrong(line_of(text, [key]), f"unknown {key!r}; sites are [[{_TABLE}]]")
    entries = table.get(_TABLE, [])
    if not isinstance(entries, list):
        raise _Wrong(line_of(text, [_TABLE]), f"sites are [[{_TABLE}]], in double brackets")
    for i, entry in enumerate(entries):
        at = partial(line_of, text, [_TABLE, i])
        if not isinstance(entry, dict):
            raise _Wrong(at(), f"a site is a table, not {_shown(entry)}")
        yield at, _site(entry, lambda *key, i=i: line_of(text, [_TABLE, i, *key]))


def _rejected_pages(text: str) -> Iterator[tuple[_Line, SiteOptions]]:
    """Yield the pages of a file of rejects, each once; a row without an address is skipped."""
    pages: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _Wrong(number, "no JSON") from error
        if not isinstance(row, dict):
            raise _Wrong(number, f"a reject is an object, not {_shown(row)}")
        if row.get("url"):
            pages.setdefault(_checked(partial(int, number), "url", row["url"], _url), number)
    for url, number in pages.items():
        yield partial(int, number), SiteOptions(url=url, is_page=True)


def _site(entry: Mapping[str, Any], line: Callable[..., int]) -> SiteOptions:
    """Return the site of a table; `line` returns where that, or a key in it, stands."""
    options: dict[str, Any] = {}
    for key, value in entry.items():
        if key not in _OPTIONS:
            near = get_close_matches(key, _OPTIONS, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise _Wrong(line(key), f"unknown option {key!r}; {hint}known: {', '.join(_OPTIONS)}")
        options[key] = _checked(partial(line, key), key, value, _OPTIONS[key])
    if "url" not in options:
        raise _Wrong(line(), "a site without url")
    return SiteOptions(**options)


def _checked(line: _Line, key: str, value: Any, check: Callable[[Any], Any]) -> Any:
    try:
        return check(value)
    except (ValueError, TypeError) as error:
        raise _Wrong(line(), f"{key}: {error}") from error


def _check_whole(sites: list[tuple[_Line, SiteOptions]]) -> None:
    """Refuse a list that names no site, or one twice."""
    if not sites:
        raise _Wrong(None, "contains no sites")
    first: dict[str, _Line] = {}
    for line, site in sites:
        if site.url in first:
            raise _Wrong(line(), f"{site.url} was already named in line {first[site.url]()}")
        first[site.url] = line


def url_fault(value: object) -> str | None:
    """Return why a value is no address of a site, with what it may be meant for; None where it is one.

    >>> url_fault("localhost:8000")
    "not an http or https URL: 'localhost:8000'; did you mean http://localhost:8000?"
    >>> url_fault("127.0.0.1:8000")
    "not an http or https URL: '127.0.0.1:8000'; did you mean http://127.0.0.1:8000?"
    >>> url_fault("https://example.org/")
    """
    text = str(value)
    try:
        parts = urlsplit(text)
        is_sound = isinstance(value, str) and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_sound = False
    if is_sound and not re.search(r"\s", text):
        return None
    has_host = isinstance(value, str) and len(text) <= _MAX_SHOWN_CHARS and _BARE_URL.fullmatch(text)
    scheme = "http" if text.startswith(("localhost", "127.")) else "https"
    hint = f"; did you mean {scheme}://{text}?" if has_host else ""
    return f"not an http or https URL: {_shown(value)}{hint}"


def _url(value: object) -> str:
    if (fault := url_fault(value)) is not None:
        raise ValueError(fault)
    return str(value)


def _doors(value: object) -> tuple[Door, ...]:
    known = [door.value for door in Door]
    names = _texts(value)
    for name in names:
        if name not in known:
            raise ValueError(f"not a door: {_shown(name)}; known: {', '.join(known)}")
    return tuple(dict.fromkeys(map(Door, names)))


def _sections(value: object) -> tuple[str, ...]:
    sections = _texts(value)
    for section in sections:
        if not section.startswith("/"):
            raise ValueError(f'a section is the beginning of a path, such as "/politics/", not {_shown(section)}')
    return tuple(sections)


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
        raise ValueError(f"must be a list of strings, not {_shown(value)}")
    return value


def _count(value: object) -> int:
    if value == 0 and isinstance(value, int) and not isinstance(value, bool):
        raise ValueError("0 pages are none; for no limit leave it out")
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"must be a whole number of 1 or more, not {_shown(value)}")
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= 86_400:
        raise ValueError(f"must be a number of seconds, not {_shown(value)}")
    return float(value)


def _since(value: object) -> date:
    found = _read_date(value) if isinstance(value, str) else value
    if isinstance(found, datetime):
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    if isinstance(found, date):
        return found
    raise ValueError(f"must be an ISO 8601 date or time, such as 2031-05-04, not {_shown(value)}")


def _read_date(text: str) -> date | None:
    for read in (date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(text)
    return None


def _shown(value: object) -> str:
    return repr(value)[:_MAX_SHOWN_CHARS]


_OPTIONS: Mapping[str, Callable[[Any], Any]] = {
    "url": _url,
    "doors": _doors,
    "max_pages": _count,
    "sections": _sections,
    "delay_s": _seconds,
    "since": _since,
}
_READERS: Mapping[str, Callable[[str], Iterator[tuple[_Line, SiteOptions]]]] = {
    ".toml": _toml_sites,
    ".jsonl": _rejected_pages,
}
