"""Where a crawl keeps its state, and how far its feeds are written."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from sqlalchemy.exc import SQLAlchemyError

from newsspider.errors import SettingError
from newsspider.pipelines.rejects import RejectFilePipeline
from newsspider.spiders.crawl_arguments import CrawlArguments
from newsspider.state.feed_files import can_continue, cut_feeds, written_lengths
from newsspider.state.store import CrawlStore
from newsspider.state.tables import state_error
from newsspider.state.types import Run, Terms
from newsspider.version import __version__

IN_MEMORY = "sqlite://"
RUN_TIME = "%(run_time)s"  # in the path of a feed: when the run started
PROCESS_NAME = "%(process_name)s"  # in the paths of all files of a run
_LISTS_OF_A_RUN = ("NEWSSPIDER_DROPPED_PATH", "NEWSSPIDER_SKIPPED_PATH", "NEWSSPIDER_DUPLICATES_PATH")
_RUN_FILES = (*_LISTS_OF_A_RUN, "NEWSSPIDER_REJECTS_PATH", "NEWSSPIDER_REPORT_PATH")
# How hosts are asked, and what becomes of their pages: it must not depend on which process does it.
# As they are read, since "1" of a command line is the 1.0 of a module, and no two processes order a set alike.
_SAME_SETTINGS: Mapping[str, Callable[[BaseSettings, str], Any]] = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": BaseSettings.getint,
    "DEPTH_LIMIT": BaseSettings.getint,
    "DOWNLOAD_DELAY": BaseSettings.getfloat,
    "DOWNLOAD_SLOTS": BaseSettings.getdict,
    "NEWSSPIDER_LEASE_S": BaseSettings.getfloat,
    "NEWSSPIDER_MAX_CRAWL_DELAY_S": BaseSettings.getfloat,
    "NEWSSPIDER_MIN_PROBABILITY": BaseSettings.getfloat,
    "NEWSSPIDER_OBEY_RESERVATIONS": lambda settings, name: sorted(settings.getlist(name)),
    "ROBOTSTXT_OBEY": BaseSettings.getbool,
    "USER_AGENT": BaseSettings.get,
}


def open_state(settings: BaseSettings, arguments: CrawlArguments) -> tuple[CrawlStore, Run]:
    """Return the state of a crawl and the run that begins, or goes on after it was killed.

    What is asked for tells runs apart: the same again, with the same feeds, continues one that was killed, and
    crawls together with others that work. Raises SettingError.
    """
    place = state_place(settings) or IN_MEMORY
    label = json.dumps([arguments.label, sorted(settings.getdict("FEEDS"))])
    terms = terms_of(settings, arguments)
    continues = _can_continue(settings)
    store = None
    try:
        store = CrawlStore.open(place, settings.getfloat("NEWSSPIDER_LEASE_S"))
        run = store.runs.begin(label, cut_feeds, continues=continues, terms=terms)
        if not run.is_continued and begins_anew(settings):
            store.forget()
            run = store.runs.begin(label, continues=continues, terms=terms)
    except (SQLAlchemyError, OSError, SettingError) as error:
        if store is not None:
            store.close()
        failed = error if isinstance(error, SettingError) else state_error(place, error)
        if failed.name == "NEWSSPIDER_STATE" and _is_beside_feeds(place, settings):
            failed = SettingError("The state of the crawl", failed.reason)  # nobody has set that
        raise failed from error
    return store, run


def state_place(settings: BaseSettings) -> str | None:
    """Return the database of NEWSSPIDER_STATE, else a file beside the first feed on disk, else None."""
    if settings.get("NEWSSPIDER_STATE"):
        return str(settings["NEWSSPIDER_STATE"])
    paths = [path for path in _feed_paths(settings) if "%(" not in path]
    return f"{paths[0]}.state" if paths else None


def _is_beside_feeds(place: str, settings: BaseSettings) -> bool:
    """Return whether a state is where it is put if nothing names a place for it."""
    folders = {Path(path).absolute().parent for path in _feed_paths(settings)}
    return not settings.get("NEWSSPIDER_STATE") or Path(place) in {state_in(folder) for folder in folders}


def state_in(folder: Path) -> Path:
    """Return the file of the state of a crawl whose feeds `--out` writes into a folder."""
    return folder / "_run" / "state.sqlite"


def is_shared(place: str) -> bool:
    """Return whether a state is in the database of a server, where several machines share it.

    >>> is_shared("postgresql://crawler@db.example/news"), is_shared("feeds/_run/state.sqlite")
    (True, False)
    """
    return "://" in place and not place.startswith("sqlite")


def name_run_files(settings: BaseSettings, run: Run) -> None:
    """Put the name of the run into the paths of its files that have a place for it."""
    for name in _RUN_FILES:
        path = str(settings.get(name) or "")
        if PROCESS_NAME in path:
            settings.set(name, path.replace(PROCESS_NAME, run.name), settings.getpriority(name) or "cmdline")


def terms_of(settings: BaseSettings, arguments: CrawlArguments) -> Terms:
    """Return what all processes of this crawl have in common; each may have its list of sites at another place."""
    same = {
        name: json.dumps(read(settings, name), default=str, sort_keys=True)
        for name, read in _SAME_SETTINGS.items()
    }
    return Terms(
        asked_for=replace(arguments, urls_file="").label,
        settings={**same, "the version of newsspider": __version__},
    )


def output_lengths(crawler: Crawler) -> Mapping[str, int]:
    """Return the length in bytes of each feed and list of a run, as written to disk now."""
    lists = [Path(path).absolute() for name in _LISTS_OF_A_RUN if (path := crawler.settings.get(name))]
    lengths = {str(path): path.stat().st_size if path.is_file() else 0 for path in lists}
    rejects = crawler.get_item_pipeline(RejectFilePipeline)
    return {**lengths, **written_lengths(crawler), **({} if rejects is None else rejects.written_lengths())}


def run_time(run: Run) -> str:
    """Return when a run started, for the names of its files.

    >>> run_time(Run(id=1, started=1795856400.0, outputs={}))
    '2026-11-28T09-00-00Z'
    """
    return time.strftime("%Y-%m-%dT%H-%M-%SZ", time.gmtime(run.started))


def begins_anew(settings: BaseSettings) -> bool:
    """Return whether the feed is overwritten, and with it what its own state knows (`-O`)."""
    if settings.get("NEWSSPIDER_STATE"):
        return False
    return any(options.get("overwrite") for options in settings.getdict("FEEDS").values())


def _can_continue(settings: BaseSettings) -> bool:
    """Return whether all feeds can go on after a kill: files that are cut after an item, and standard output."""
    feeds = {str(uri): options for uri, options in settings.getdict("FEEDS").items()}
    there = {*_feed_paths(settings), *(uri for uri in feeds if urlsplit(uri).scheme == "stdout")}
    return len(there) == len(feeds) and all(can_continue(uri, options) for uri, options in feeds.items())


def _feed_paths(settings: BaseSettings) -> list[str]:
    """Return the feeds that are files on this machine, in the order of FEEDS."""
    uris = [str(uri) for uri in settings.getdict("FEEDS")]
    return [uri.removeprefix("file://") for uri in uris if urlsplit(uri).scheme in ("", "file")]
