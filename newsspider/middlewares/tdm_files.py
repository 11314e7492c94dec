"""What a whole host reserves from text and data mining: `/.well-known/tdmrep.json`."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred

_PATH = "/.well-known/tdmrep.json"
_MAX_BYTES = 500_000
_MAX_RULES, _MAX_LOCATION_CHARS = 1_000, 2_000
_MAX_HOSTS = 10_000  # that are remembered
# JSON can write half a pair, which no address has: Protego cannot quote it.
_SURROGATE = re.compile("[\ud800-\udfff]")


class TdmFiles:
    """The files of the hosts of a crawl, each asked for once, when its host's first article is read."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._files: OrderedDict[str, Protego | None] = OrderedDict()  # by origin
        self._waiting: dict[str, list[Deferred[Protego | None]]] = {}

    async def reserves(self, url: str) -> bool:
        """Return whether the file of a page's host reserves the page."""
        rules = await self._rules(url)
        return rules is not None and not rules.can_fetch(url, "*")

    async def _rules(self, url: str) -> Protego | None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
        if origin in self._files:
            self._files.move_to_end(origin)
            return self._files[origin]
        if origin in self._waiting:
            waiting: Deferred[Protego | None] = Deferred()
            self._waiting[origin].append(waiting)
            return await maybe_deferred_to_future(waiting)
        self._waiting[origin] = []
        rules = None
        try:
            rules = await self._fetched(f"{origin}{_PATH}")
        finally:
            self._files[origin] = rules
            if len(self._files) > _MAX_HOSTS:
                self._files.popitem(last=False)
            for waiting in self._waiting.pop(origin):
                waiting.callback(rules)
        return rules

    async def _fetched(self, url: str) -> Protego | None:
        assert self.crawler.engine is not None  # noqa: S101  # a page came through it
        meta = {"download_maxsize": _MAX_BYTES, "max_retry_times": 0}
        request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta=meta)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception:  # noqa: BLE001  # whatever it is, there is no file
            return None
        return read_tdm_file(response.body) if response.status == HTTPStatus.OK else None


def read_tdm_file(body: bytes) -> Protego | None:
    """Return the rules of a file, by which what is reserved may not be fetched; None if it has none.

    Its locations are patterns of robots.txt (TDM Reservation Protocol, 6.1), so what several of them match is
    decided in the same way: by the longest.

    >>> rules = read_tdm_file(b'[{"location": "/news/*", "tdm-reservation": 1}]')
    >>> rules.can_fetch("https://example.org/news/storm", "*"), rules.can_fetch("https://example.org/", "*")
    (False, True)
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    rows = found if isinstance(found, list) else [found]
    lines = [line for row in rows[:_MAX_RULES] if (line := _line_of(row)) is not None]
    return Protego.parse("\n".join(["User-agent: *", *lines])) if lines else None


def _line_of(row: Any) -> str | None:
    """Return a rule as a line of robots.txt; None where it is none."""
    if not isinstance(row, dict):
        return None
    location, reserved = row.get("location"), row.get("tdm-reservation")
    if not isinstance(location, str) or not location.startswith(("/", "*")) or len(location) > _MAX_LOCATION_CHARS:
        return None
    if any(char.isspace() or char == "#" for char in location) or str(reserved) not in ("0", "1"):
        return None
    if _SURROGATE.search(location):
        return None
    return f"{'Disallow' if str(reserved) == '1' else 'Allow'}: {location}"
