"""Settings of the Scrapy project in this repository, and the defaults of all NEWSSPIDER_* settings.

docs/settings.md describes each of them. The spiders set what they need of Scrapy's own settings (robots.txt,
AutoThrottle, no consoles), so that they behave the same in any project.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from difflib import get_close_matches
from typing import Any

from scrapy.settings import BaseSettings

from newsspider.errors import SettingError
from newsspider.http import STANDFIRST_USES
from newsspider.items import Article
from newsspider.language.tags import language_tag

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]
ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
# The formats of feeds, by name. The add-on registers them; `from newsspider.settings import FEED_EXPORTERS` in a
# project's settings.py tells them to `scrapy crawl -O` too, which reads the command line before add-ons are asked.
FEED_EXPORTERS = {
    "json": "newsspider.feeds.exporters.ArticleJsonExporter",
    "jsonlines": "newsspider.feeds.exporters.ArticleJsonLinesExporter",
    "jsonl": "newsspider.feeds.exporters.ArticleJsonLinesExporter",
    "jl": "newsspider.feeds.exporters.ArticleJsonLinesExporter",
    "parquet": "newsspider.feeds.parquet_feed.ArticleParquetExporter",
    "csv": "newsspider.feeds.csv_feed.ArticleCsvExporter",
    "xml": "newsspider.feeds.exporters.ArticleXmlExporter",
    "jsonfeed": "newsspider.feeds.json_feed.JsonFeedExporter",
    "atom": "newsspider.feeds.atom_feed.AtomExporter",
    "rss": "newsspider.feeds.rss_feed.RssExporter",
    "md": "newsspider.feeds.markdown.MarkdownExporter",
    "gz": "newsspider.feeds.compressed.CompressedExporter",
    "jsonl.gz": "newsspider.feeds.compressed.CompressedExporter",
    "marshal": "newsspider.feeds.exporters.ArticleMarshalExporter",
    "pickle": "newsspider.feeds.exporters.ArticlePickleExporter",
}

# A contact's URL or e-mail address: printable, and without what would end the comment in which it stands.
CONTACT = re.compile(r"[!-'*-~]{1,200}")
# What a page may reserve, for NEWSSPIDER_OBEY_RESERVATIONS.
RESERVATIONS = ("noindex", "noarchive", "nofollow", "tdm")

NEWSSPIDER_DEFAULTS: dict[str, Any] = {
    "NEWSSPIDER_CONCURRENT_REQUESTS": 64,
    "NEWSSPIDER_CONTACT": "",
    "NEWSSPIDER_CORRECTIONS": "",
    "NEWSSPIDER_DASK_WAIT_S": 60.0,
    "NEWSSPIDER_DIGESTS": "note",
    "NEWSSPIDER_DROP_DUPLICATES": False,
    "NEWSSPIDER_DUPLICATES": "",
    "NEWSSPIDER_DUPLICATES_ACROSS": False,
    "NEWSSPIDER_DUPLICATES_MAX_ARTICLES": 1_000_000,
    "NEWSSPIDER_DUPLICATES_PATH": "",
    "NEWSSPIDER_FIELDS": {},
    "NEWSSPIDER_FIELD_NAMES": {},
    "NEWSSPIDER_FORMATS": [],
    "NEWSSPIDER_JAVASCRIPT": "off",
    "NEWSSPIDER_JAVASCRIPT_MAX_PAGES": 1_000,
    "NEWSSPIDER_JAVASCRIPT_TIMEOUT_S": 30.0,
    "NEWSSPIDER_JSON_FIELDS": {},
    "NEWSSPIDER_LANGUAGES": [],
    "NEWSSPIDER_LEASE_S": 60.0,
    "NEWSSPIDER_MAX_ARTICLE_PARTS": 20,
    "NEWSSPIDER_MAX_CRAWL_DELAY_S": 120.0,
    "NEWSSPIDER_MAX_HOST_FAILURES": 5,
    "NEWSSPIDER_MAX_PAGES": 0,
    "NEWSSPIDER_MAX_PAGE_CPU_S": 10.0,
    "NEWSSPIDER_MAX_PAGE_BYTES": 10 * 1024 * 1024,
    "NEWSSPIDER_MAX_RETRY_AFTER_S": 600.0,
    "NEWSSPIDER_MIN_PROBABILITY": 0.5,
    "NEWSSPIDER_MIN_WORDS": 0,
    "NEWSSPIDER_MONITOR_MAX_COVERAGE_FALL": 0.2,
    "NEWSSPIDER_MONITOR_MAX_REJECT_RISE": 0.1,
    "NEWSSPIDER_MONITOR_MIN_ARTICLES": 1,
    "NEWSSPIDER_MONITOR_MIN_COMPARED": 10,
    "NEWSSPIDER_OBEY_RESERVATIONS": ["noindex", "nofollow", "tdm"],
    "NEWSSPIDER_OFFLINE": "",
    "NEWSSPIDER_OFFLINE_DATE": "",
    "NEWSSPIDER_PROGRESS": True,
    "NEWSSPIDER_RECORD": "",
    "NEWSSPIDER_RECORD_COMPRESSION": "gzip",
    "NEWSSPIDER_RECORD_MAX_BYTES": 1_000_000_000,
    "NEWSSPIDER_RECORD_WACZ": False,
    "NEWSSPIDER_REJECTS_PATH": "rejects.jsonl",
    "NEWSSPIDER_REMOTE_RETRIES": 8,
    "NEWSSPIDER_REPLAY_CHECKPOINT_PAGES": 500,
    "NEWSSPIDER_REPLAY_CHUNK_BYTES": 8 * 1024 * 1024,
    "NEWSSPIDER_REPLAY_DOMAINS": [],
    "NEWSSPIDER_REPLAY_DOMAINS_FILE": "",
    "NEWSSPIDER_REPLAY_MIME_TYPES": [],
    "NEWSSPIDER_REPLAY_SINCE": "",
    "NEWSSPIDER_REPLAY_STATUSES": [200],
    "NEWSSPIDER_REPLAY_UNTIL": "",
    "NEWSSPIDER_REPLAY_URL_PATTERN": "",
    "NEWSSPIDER_REPORT_EXPLAIN": "auto",
    "NEWSSPIDER_REPORT_PATH": "",
    "NEWSSPIDER_DROPPED_PATH": "",
    "NEWSSPIDER_SKIPPED_PATH": "",
    "NEWSSPIDER_STANDFIRST": "auto",
    "NEWSSPIDER_STATE": "",
    "NEWSSPIDER_STALL_TIMEOUT_S": 30.0,
    "NEWSSPIDER_STORAGE_OPTIONS": {},
    "NEWSSPIDER_STORE": "",
    "NEWSSPIDER_STORE_BATCH_ITEMS": 500,
    "NEWSSPIDER_STORE_BATCH_S": 0.1,
    "NEWSSPIDER_STORE_RETRY_S": 120.0,
    "NEWSSPIDER_STRICT": False,
    "NEWSSPIDER_SUMMARY": True,
    "NEWSSPIDER_TEXT_SEPARATOR": "",
    "NEWSSPIDER_VALIDATE_ALL_ITEMS": False,
}

_PREFIX, _ENVIRONMENT = "NEWSSPIDER_", "NEWSSPIDER_PURE"
_MISSPELT_PREFIX = "NEWSPIDER_"  # as in Scrapy's NEWSPIDER_MODULE
_LEAST = {"NEWSSPIDER_LEASE_S": 10.0}  # s: a process renews its leases, and a database may be away for a moment
_COUNT = re.compile(r"[0-9]{1,4}")
_CHOICES = {
    "NEWSSPIDER_DIGESTS": ("", "strict", "note", "ignore"),
    "NEWSSPIDER_DUPLICATES": ("", "mark", "mark-later", "keep-first", "keep-longest"),
    "NEWSSPIDER_STANDFIRST": STANDFIRST_USES,
}


def with_defaults(settings: BaseSettings) -> BaseSettings:
    """Return a copy of the settings with our defaults below them.

    For what is made with the spider: that is before the add-on sets the defaults.

    >>> with_defaults(BaseSettings({"NEWSSPIDER_MAX_PAGES": 3})).getint("NEWSSPIDER_MAX_PAGES")
    3
    >>> with_defaults(BaseSettings()).getfloat("NEWSSPIDER_MIN_PROBABILITY")
    0.5
    """
    completed = BaseSettings(NEWSSPIDER_DEFAULTS, "default")
    completed.update(settings)
    return completed


def wrong_settings(settings: BaseSettings) -> Iterator[SettingError]:
    """Yield an error for each setting with our prefix that there is not, or that has a value that it cannot have.

    >>> [str(error) for error in wrong_settings(BaseSettings({"NEWSSPIDER_MAX_PAGES": "ten"}))]
    ["NEWSSPIDER_MAX_PAGES: 'ten' is not a whole number"]
    >>> [str(error) for error in wrong_settings(BaseSettings({"NEWSSPIDER_OFLINE": "a.warc"}))]
    ['NEWSSPIDER_OFLINE: there is no such setting; did you mean NEWSSPIDER_OFFLINE?']
    """
    known = {
        *NEWSSPIDER_DEFAULTS,
        "NEWSSPIDER_DEFAULTS",
    }  # this module is the settings of the repository's own project
    for name in settings:
        ours = str(name).replace(_MISSPELT_PREFIX, _PREFIX, 1)
        is_misspelt = ours in known if ours != name else ours.startswith(_PREFIX) and ours not in known
        if is_misspelt and settings[name] is not None:
            yield _unknown_setting(str(name))
    for name, default in NEWSSPIDER_DEFAULTS.items():
        if name in settings and (reason := _reason_against(settings, name, type(default))):
            yield SettingError(name, reason)
    yield from _wrong_field_names(settings)
    for name, choices in _CHOICES.items():
        if settings.get(name) is not None and (settings[name] or "") not in choices:
            named = ", ".join(choice for choice in choices if choice)
            yield SettingError(name, f"{settings[name]!r} is not one of {named}")
    yield from _wrong_words(settings)


def _wrong_words(settings: BaseSettings) -> Iterator[SettingError]:
    """Yield an error for each reservation, language, number of pages and contact that there cannot be."""
    for name in settings.getlist("NEWSSPIDER_OBEY_RESERVATIONS"):
        if name not in RESERVATIONS:
            yield SettingError("NEWSSPIDER_OBEY_RESERVATIONS", f"{name!r} is not one of {', '.join(RESERVATIONS)}")
    for name in settings.getlist("NEWSSPIDER_LANGUAGES"):
        if language_tag(str(name)) is None:
            yield SettingError("NEWSSPIDER_LANGUAGES", f"{name!r} is not a language: write it as en or pt-BR")
    explained = str(settings.get("NEWSSPIDER_REPORT_EXPLAIN", "auto") or 0)
    if explained != "auto" and not _COUNT.fullmatch(explained):
        yield SettingError(
            "NEWSSPIDER_REPORT_EXPLAIN", f"{explained[:200]!r} is neither auto nor a number of pages"
        )
    contact = str(settings.get("NEWSSPIDER_CONTACT") or "")
    if contact and not CONTACT.fullmatch(contact):
        yield SettingError("NEWSSPIDER_CONTACT", f"{contact[:200]!r} is not a URL or an e-mail address")


def _unknown_setting(name: str) -> SettingError:
    if name == _ENVIRONMENT:
        return SettingError(name, "it is an environment variable, not a setting")
    known = [setting.removeprefix(_PREFIX) for setting in NEWSSPIDER_DEFAULTS]
    near = get_close_matches(name.removeprefix(_PREFIX).removeprefix(_MISSPELT_PREFIX), known, n=1)
    hint = f"did you mean {_PREFIX}{near[0]}?" if near else "the documentation lists them all"
    return SettingError(name, f"there is no such setting; {hint}")


def _reason_against(settings: BaseSettings, name: str, kind: type) -> str | None:
    """Return why a setting that has a default of this type cannot have its value, or None."""
    readers: dict[type, tuple[Callable[[str], Any], str]] = {
        bool: (settings.getbool, "true or false"),
        int: (settings.getint, "a whole number"),
        float: (settings.getfloat, "a number"),
        dict: (settings.getdict, "a dictionary or its JSON"),
    }
    if kind not in readers:
        return None
    read, description = readers[kind]
    try:
        value = read(name)
    except (ValueError, TypeError, OverflowError):
        hint = _hint_on_json(settings[name]) if kind is dict else ""
        return f"{settings[name]!r} is not {description}{hint}"
    least = _LEAST.get(name, 0)
    if kind in (int, float) and not value >= least:  # NaN is not either
        return f"{settings[name]!r} is not {least} or more"
    if name == "NEWSSPIDER_MIN_PROBABILITY" and value > 1:
        return f"{settings[name]!r} is not between 0 and 1"
    return None


def _hint_on_json(written: Any) -> str:
    """Return what to write where a dictionary is in Python's words on the command line, else `""`."""
    try:
        found = ast.literal_eval(written) if isinstance(written, str) else None
        return f", which is {json.dumps(found)}" if isinstance(found, dict) else ""
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return ""


def _wrong_field_names(settings: BaseSettings) -> Iterator[SettingError]:
    """Yield an error for each name of NEWSSPIDER_FIELD_NAMES that is to be a field which there is not."""
    try:
        names, own = settings.getdict("NEWSSPIDER_FIELD_NAMES"), settings.getdict("NEWSSPIDER_FIELDS")
    except (ValueError, TypeError):  # told as values of the wrong kind
        return
    known = [*(field.name for field in fields(Article)), *map(str, own)]
    for theirs, ours in names.items():
        if ours is not None and ours not in known:
            from newsspider.fields.nearest import nearest_field  # noqa: PLC0415  (with it come all rules)

            close = next(iter(get_close_matches(str(ours), known, n=1)), None)
            near = close or nearest_field(str(ours), known)
            hint = f"did you mean {near!r}?" if near else "the page Fields of the documentation lists them all"
            if theirs in known and not close:
                hint = f"your name is on the left: write {{{ours!r}: {theirs!r}}}"
            yield SettingError("NEWSSPIDER_FIELD_NAMES", f"{theirs!r}: there is no field {ours!r}; {hint}")
