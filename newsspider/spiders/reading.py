"""Which pages of archives to read, and how, from the settings and the spider's arguments."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from newsspider.archives import DigestPolicy, Format, JsonFields, PageFilter, ReadOptions
from newsspider.archives.filters import range_end, range_start
from newsspider.archives.json_fields import fields_with
from newsspider.archives.remote_errors import Retries
from newsspider.archives.remote_path import StorageOptions
from newsspider.errors import SettingError
from newsspider.processors.urls import is_public_suffix
from newsspider.settings import NEWSSPIDER_DEFAULTS

# A spider's argument wins over the setting of the same meaning.
FILTERS = {
    "since": "NEWSSPIDER_REPLAY_SINCE",
    "until": "NEWSSPIDER_REPLAY_UNTIL",
    "domains": "NEWSSPIDER_REPLAY_DOMAINS",
    "domains_file": "NEWSSPIDER_REPLAY_DOMAINS_FILE",
    "url_pattern": "NEWSSPIDER_REPLAY_URL_PATTERN",
    "mime_types": "NEWSSPIDER_REPLAY_MIME_TYPES",
    "statuses": "NEWSSPIDER_REPLAY_STATUSES",
    "languages": "NEWSSPIDER_LANGUAGES",
    "min_words": "NEWSSPIDER_MIN_WORDS",
}
_OF_COMMAND = {
    "source": "name the files and folders instead",
    "lists": "write --from FILE",
    "prefix": "write --prefix URL",
}
_TYPES = {
    "html": frozenset({"text/html", "application/xhtml+xml"}),
    "xhtml": frozenset({"application/xhtml+xml"}),
    "text": frozenset({"text/plain"}),
}
_MIME_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.){0,9}[a-z0-9_-]{1,63}")
# Options of s3fs, and the settings by which Scrapy reaches S3 for its feeds.
_AWS = {
    "key": "AWS_ACCESS_KEY_ID",
    "secret": "AWS_SECRET_ACCESS_KEY",
    "token": "AWS_SESSION_TOKEN",
    "endpoint_url": "AWS_ENDPOINT_URL",
}
_MAX_BYTES = "NEWSSPIDER_MAX_PAGE_BYTES"
_T = TypeVar("_T")


def check_arguments(names: Iterable[str]) -> None:
    """Raise SettingError for the first of a replay's arguments that there is not.

    `newsspider replay` has its sources and their lists as arguments and options of its own.
    """
    for name in names:
        if name in _OF_COMMAND:
            raise SettingError(name, f"with `newsspider replay` this is not a -a argument; {_OF_COMMAND[name]}")
        if name not in FILTERS:
            from newsspider.spiders.crawl_arguments import unknown_argument  # noqa: PLC0415  # and all of a crawl

            raise unknown_argument(name, tuple(FILTERS))


def set_filters(settings: BaseSettings, arguments: Mapping[str, object]) -> None:
    """Replace filters in the settings by the spider's arguments."""
    for argument, name in FILTERS.items():
        if argument in arguments:
            settings.set(name, arguments[argument], priority="cmdline")


def with_filters(settings: BaseSettings, arguments: Mapping[str, object]) -> BaseSettings:
    """Return a copy of the settings in which the spider's arguments replace filters."""
    merged = settings.copy()
    merged.frozen = False
    set_filters(merged, arguments)
    return merged


def filters_given(settings: BaseSettings) -> Mapping[str, object]:
    """Return the filters that are set, by the names of their arguments."""
    values = {argument: settings.get(name) for argument, name in FILTERS.items()}
    return {
        argument: value
        for argument, value in values.items()
        if value and value != NEWSSPIDER_DEFAULTS[FILTERS[argument]]
    }


def named_as_given(error: SettingError, arguments: Mapping[str, object]) -> SettingError:
    """Return the error with the name of the argument that set the filter, if one did.

    >>> str(named_as_given(SettingError("NEWSSPIDER_REPLAY_SINCE", "'May' is no date"), {"since": "May"}))
    "since: 'May' is no date"
    """
    given = (argument for argument, name in FILTERS.items() if name == error.name and argument in arguments)
    return SettingError(next(given, error.name), error.reason)


def configured_options(settings: BaseSettings, arguments: Mapping[str, object]) -> ReadOptions:
    """Return how archives are to be read, and which of their pages are wanted. Raises SettingError."""
    merged = with_filters(settings, arguments)
    try:
        reading = configured_reading(settings)
        return replace(reading, statuses=configured_statuses(merged), wanted=configured_filter(merged))
    except SettingError as error:
        raise named_as_given(error, arguments) from error


def configured_reading(settings: BaseSettings) -> ReadOptions:
    """Return how archives are to be read; all their pages are wanted. Raises SettingError."""
    return ReadOptions(
        # 0 is "no limit", as in Scrapy's own settings.
        max_page_bytes=settings.getint(_MAX_BYTES, NEWSSPIDER_DEFAULTS[_MAX_BYTES]) or sys.maxsize,
        json_fields=configured_json_fields(settings),
        text_separator=configured_text_separator(settings),
        formats=configured_formats(settings),
        digests=configured_digests(settings),
        storage=configured_storage(settings),
    )


def configured_digests(settings: BaseSettings) -> DigestPolicy:
    """Return what becomes of a record of which a digest does not match. Raises SettingError."""
    name = "NEWSSPIDER_DIGESTS"
    return _read(name, lambda: DigestPolicy(settings.get(name) or NEWSSPIDER_DEFAULTS[name]))


def configured_storage(settings: BaseSettings) -> StorageOptions:
    """Return how remote files are reached: NEWSSPIDER_STORAGE_OPTIONS, for S3 above Scrapy's AWS_ settings.

    Raises SettingError.
    """
    name = "NEWSSPIDER_STORAGE_OPTIONS"
    given = _read(name, lambda: settings.getdict(name))
    for scheme, options in given.items():
        if not isinstance(options, Mapping):
            raise SettingError(
                name, f"{scheme!r} must have a dictionary of options, as {{'s3': {{'anon': True}}}}"
            )
    s3 = {option: value for option, key in _AWS.items() if (value := settings.get(key))}
    region = settings.get("AWS_REGION_NAME")
    if region:
        s3["client_kwargs"] = {"region_name": region}
    by_scheme = {**given, **{scheme: {**s3, **given.get(scheme, {})} for scheme in ("s3", "s3a")}}
    retries = settings.getint("NEWSSPIDER_REMOTE_RETRIES", NEWSSPIDER_DEFAULTS["NEWSSPIDER_REMOTE_RETRIES"])
    return StorageOptions(by_scheme, Retries(retries))


def configured_formats(settings: BaseSettings) -> tuple[Format, ...]:
    """Return the project's own formats. Raises SettingError."""
    name = "NEWSSPIDER_FORMATS"
    return _read(name, lambda: tuple(map(_format_at, settings.getlist(name))))


def _format_at(given: object) -> Format:
    try:
        found = load_object(given) if isinstance(given, str) else given
    except (ImportError, NameError, ValueError) as error:
        raise ValueError(f"{given!r} cannot be imported: {error}") from error
    if not isinstance(found, Format):
        raise TypeError(f"{given!r} is not a newsspider.archives.Format")
    return found


def configured_json_fields(settings: BaseSettings) -> JsonFields:
    """Return which fields of JSON objects hold a page. Raises SettingError."""
    name = "NEWSSPIDER_JSON_FIELDS"
    return _read(name, lambda: fields_with(settings.getdict(name)))


def configured_text_separator(settings: BaseSettings) -> re.Pattern[str] | None:
    """Return the pattern of lines at which pages of a text file begin, or None. Raises SettingError."""
    name = "NEWSSPIDER_TEXT_SEPARATOR"
    written = str(settings.get(name) or "")
    return _read(name, lambda: _pattern(written)) if written else None


def _pattern(written: str) -> re.Pattern[str]:
    try:
        return re.compile(written)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{written!r} is not a regular expression: {error}") from error


def configured_filter(settings: BaseSettings) -> PageFilter:
    """Return the filter for pages. Raises SettingError."""
    since, until, pattern = (str(settings.get(FILTERS[key]) or "") for key in ("since", "until", "url_pattern"))
    start = _read(FILTERS["since"], lambda: range_start(since)) if since else None
    end = _read(FILTERS["until"], lambda: range_end(until)) if until else None
    if start and end and start > end:
        raise SettingError(FILTERS["until"], f"{until} is before {since}")
    domains = _read(FILTERS["domains"], lambda: frozenset(map(_domain, _words(settings, "domains"))))
    return PageFilter(
        since=start,
        until=end,
        domains=domains | _domains_in_file(settings),
        url_pattern=_read(FILTERS["url_pattern"], lambda: _pattern(pattern)) if pattern else None,
        mime_types=_read(
            FILTERS["mime_types"], lambda: frozenset().union(*map(_types, _words(settings, "mime_types")))
        ),
    )


def configured_statuses(settings: BaseSettings) -> frozenset[int]:
    """Return the HTTP statuses of the pages to replay. Raises SettingError."""
    return _read(FILTERS["statuses"], lambda: frozenset(map(_status, _words(settings, "statuses") or ["200"])))


def _status(written: str) -> int:
    if not (len(written) == 3 and written.isascii() and written.isdigit()):
        raise ValueError(f"{written!r} is not an HTTP status")
    return int(written)


def _types(written: str) -> frozenset[str]:
    """Return the types that a name stands for, or the type that is written in full. Raises ValueError.

    >>> sorted(_types("html")), sorted(_types("text/plain"))
    (['application/xhtml+xml', 'text/html'], ['text/plain'])
    """
    if written not in _TYPES and not _MIME_TYPE.fullmatch(written):
        raise ValueError(
            f"{written!r} is not a MIME type: write it as text/html, or as one of {', '.join(_TYPES)}"
        )
    return _TYPES.get(written, frozenset((written,)))


def _domain(written: str) -> str:
    """Return the domain that a text names, which may be the URL of a page. Raises ValueError.

    A site with "www." is the same without it, but for one under whose name others register theirs: "www.gov.uk".

    >>> _domain("https://www.example.org:8080/news?page=2"), _domain("*.example.org"), _domain("www.gov.uk")
    ('example.org', 'example.org', 'www.gov.uk')
    """
    host = urlsplit(written if "//" in written else f"//{written}").hostname or ""
    host = host.removeprefix("*.").strip(".")
    bare = host.removeprefix("www.")
    host = bare if "." in bare and not is_public_suffix(bare) else host
    if not host.isascii():
        host = host.encode("idna").decode()
    if not _HOST.fullmatch(host):
        raise ValueError(f"{written!r} is not a domain: write it as example.org")
    return host


def _domains_in_file(settings: BaseSettings) -> frozenset[str]:
    """Return the domains in NEWSSPIDER_REPLAY_DOMAINS_FILE, one a line; what follows a "#" is a comment."""
    name = FILTERS["domains_file"]
    path = str(settings.get(name) or "")
    if not path:
        return frozenset()
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise SettingError(name, f"{path} cannot be read: {reason}") from error
    found = set()
    for number, line in enumerate(lines, 1):
        if written := line.partition("#")[0].strip().lower():
            try:
                found.add(_domain(written))
            except ValueError as error:
                raise SettingError(name, f"{path}:{number}: {error}") from error
    if not found:
        raise SettingError(name, f"{path} lists no domains")
    return frozenset(found)


def _words(settings: BaseSettings, key: str) -> list[str]:
    return [word for given in settings.getlist(FILTERS[key]) if (word := str(given).strip().lower())]


def _read(name: str, read: Callable[[], _T]) -> _T:
    try:
        return read()
    except (ValueError, TypeError) as error:
        raise SettingError(name, str(error)) from error
