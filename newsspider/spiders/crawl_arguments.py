"""The arguments of a crawl, as they are typed: `-a urls=... -a since=2026-11-01 -a every=15m`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsspider.discovery.site_list import SiteOptions, read_site_list, url_fault
from newsspider.discovery.types import Door
from newsspider.errors import SettingError, SiteListError
from newsspider.processors.dates import iso_date

_SEPARATORS = re.compile(r"[\s,]+(?=https?://)|\s+|,$", re.IGNORECASE)
_DURATION = re.compile(r"(\d{1,6})\s*([a-z]{0,8})", re.IGNORECASE)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_DAY_CHARS = len("2026-11-28")
_UNITS = {("s", "sec", "second"): 1, ("m", "min", "minute"): 60, ("h", "hr", "hour"): 3_600, ("d", "day"): 86_400}
_SECONDS = {name: seconds for names, seconds in _UNITS.items() for unit in names for name in (unit, f"{unit}s")}
ARGUMENTS = ("urls", "urls_file", "max_pages", "max_pages_per_site", "sections", "since", "doors", "every")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlArguments:
    """What a crawl was asked for; 0 is no limit."""

    starts: tuple[SiteOptions, ...]
    urls_file: str = ""
    max_pages: int = 0
    max_pages_per_site: int = 0
    sections: tuple[str, ...] = ()  # beginnings of paths; empty: all
    since: str | None = None  # ISO 8601
    doors: frozenset[Door] = frozenset(Door)
    every_s: int = 0

    @property
    def label(self) -> str:
        """What tells crawls apart, the same in each process and for a list of rejects that has grown.

        A set has its members in another order in each process.
        """
        starts = tuple(start for start in self.starts if not start.is_page)
        return repr(replace(self, starts=starts, doors=frozenset())) + ",".join(sorted(self.doors))


def read_arguments(given: Mapping[str, Any]) -> CrawlArguments:
    """Return the arguments of a crawl from those that were given, by name.

    Raises SettingError, with the name of the argument, where one says something that cannot be done.
    """
    texts = {name: str(given.get(name) or "").strip() for name in ARGUMENTS}
    listed = tuple(split_urls(given.get("urls", ())))
    if not listed and not texts["urls_file"]:
        raise SettingError("urls", "no URL to crawl: pass -a urls=URL[,URL...] or -a urls_file=FILE")
    for url in listed:
        if (fault := url_fault(url)) is not None:
            raise SettingError("urls", fault)
    return CrawlArguments(
        starts=(*(SiteOptions(url=url) for url in listed), *_listed_sites(texts["urls_file"])),
        urls_file=texts["urls_file"],
        max_pages=_whole_number("max_pages", texts["max_pages"]),
        max_pages_per_site=_whole_number("max_pages_per_site", texts["max_pages_per_site"]),
        sections=_sections(texts["sections"]),
        since=_date("since", texts["since"]),
        doors=_doors(texts["doors"]),
        every_s=_duration_s("every", texts["every"]),
    )


def split_urls(urls: str | Iterable[str]) -> Iterable[str]:
    """Yield the URLs of a list that is separated by spaces or commas.

    >>> list(split_urls("https://example.org/,https://example.net/a,b https://example.com"))
    ['https://example.org/', 'https://example.net/a,b', 'https://example.com']
    """
    for part in [urls] if isinstance(urls, str) else urls:
        yield from (url for url in _SEPARATORS.split(part.strip()) if url)


def unknown_argument(name: str, known: Sequence[str] = ARGUMENTS) -> SettingError:
    """Return the error for an argument that a spider does not have, with the nearest that it has.

    >>> str(unknown_argument("max_page"))
    'max_page: there is no such argument; did you mean max_pages?'
    """
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return SettingError(name, f"there is no such argument; {hint}")


def _listed_sites(path: str) -> list[SiteOptions]:
    if not path:
        return []
    try:
        sites = read_site_list(path)
    except SiteListError as error:
        raise SettingError("urls_file", str(error)) from error
    if not sites:
        raise SettingError("urls_file", f"{path} lists no sites")
    return sites


def _whole_number(name: str, value: str) -> int:
    text = value or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise SettingError(name, f"{value!r} is not a whole number of 0 or more")
    return int(text)


def _sections(value: str) -> tuple[str, ...]:
    sections = tuple(section.strip() for section in value.split(",") if section.strip())
    for section in sections:
        if not section.startswith("/"):
            raise SettingError("sections", f"{section!r} is not the beginning of a path: write it as /politics/")
    return sections


def _date(name: str, value: str) -> str | None:
    if not value:
        return None
    date = iso_date(value)
    # Of 05/04/2026 nobody knows which day is meant, nor of 2026-11-28T25:00 which time.
    if date is None or not _ISO_DAY.match(value) or (len(date) == _DAY_CHARS) != (len(value) == _DAY_CHARS):
        raise SettingError(
            name, f"{value!r} is not a date: write it as 2026-11-28, or as 2026-11-28T09:00:00+01:00"
        )
    return date


def _doors(value: str) -> frozenset[Door]:
    names = [name.strip().lower() for name in value.split(",") if name.strip()]
    for name in names:
        if name not in set(Door):
            raise SettingError("doors", f"{name!r} is not one of {', '.join(Door)}")
    return frozenset(Door(name) for name in names) or frozenset(Door)


def _duration_s(name: str, value: str) -> int:
    if not value:
        return 0
    match = _DURATION.fullmatch(value)
    seconds = _SECONDS.get(match[2].lower()) if match else None
    if match and not int(match[1]) and (seconds or not match[2]):
        raise SettingError(name, f"{value!r} is too short: write a longer time, as 90s, 15m, 2h or 1d")
    if not match or not seconds:
        raise SettingError(name, f"{value!r} is not a length of time: write it as 90s, 15m, 2h or 1d")
    return int(match[1]) * seconds
