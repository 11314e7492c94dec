"""Which archives are done, by what the manifest says of their feeds and by what would make these feeds now."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from scrapy.settings import BaseSettings

from newsspider.archives.locations import is_url
from newsspider.errors import SettingError, SourceError, printable
from newsspider.replaying.finish import MEMORY, kept_path
from newsspider.replaying.identity import file_of
from newsspider.replaying.jobs import Archive
from newsspider.replaying.manifest import Manifest, Row
from newsspider.replaying.plan import work_folder
from newsspider.replaying.reading import content_digest
from newsspider.replaying.run_folder import work_root
from newsspider.replaying.summary import named
from newsspider.settings import NEWSSPIDER_DEFAULTS
from newsspider.spiders.reading import FILTERS
from newsspider.version import __version__

logger = logging.getLogger(__name__)

_OTHER_FORMAT = "its feed has another format"


@dataclass(slots=True)
class ArchivesByState:
    """Archives by state: to do, done, outdated with the reason, or waiting."""

    to_do: list[Archive] = field(default_factory=list)
    missing: list[Archive] = field(default_factory=list)  # those of `to_do` that had a feed, which is gone
    done: list[Archive] = field(default_factory=list)
    outdated: list[tuple[Archive, str]] = field(default_factory=list)
    waiting: list[Archive] = field(
        default_factory=list
    )  # would be to do, but for feeds of another format that stay


def classify_archives(
    archives: Iterable[Archive],
    manifest: Manifest,
    fingerprint: FeedFingerprint,
    has_feed: Callable[[str], bool],
) -> ArchivesByState:
    """Return the archives by state: to do, done, or outdated with the reason.

    `has_feed` tells of a feed's name whether it is there. Where feeds have another format than is asked for,
    archives that are not done wait.
    """
    found = ArchivesByState()
    for archive in archives:
        row = manifest.row(archive)
        if row is None or "failed" in row:
            found.to_do.append(archive)
        elif not has_feed(row["feed"]):
            found.to_do.append(archive)
            found.missing.append(archive)
        elif reason := _outdated_reason(archive, row, fingerprint):
            if _was_unreadable(row):  # there is nothing to keep
                found.to_do.append(archive)
            else:
                found.outdated.append((archive, reason))
        else:
            found.done.append(archive)
            if row["state"] != archive.state:  # only its times changed: spare the next run the digest
                manifest.add(archive, {**row, "state": archive.state})
    if any(reason == _OTHER_FORMAT for _, reason in found.outdated):
        _keep_one_format(found, manifest)
    return found


def _keep_one_format(found: ArchivesByState, manifest: Manifest) -> None:
    """Let nothing be made beside feeds of another format: readers take the feeds of a folder together."""
    for archive in found.to_do:
        if (row := manifest.row(archive)) and _was_unreadable(row) and archive not in found.missing:
            found.outdated.append((archive, _OTHER_FORMAT))
        else:
            found.waiting.append(archive)
    found.to_do, found.missing = [], []


def _was_unreadable(row: Row) -> bool:
    return not row.get("pages") and not row.get("articles") and bool(row.get("rejected"))


def archives_to_do(found: ArchivesByState, *, redo: bool) -> list[Archive]:
    """Return the archives that a run replays, with those that are outdated if it is to `redo` them."""
    return [*found.to_do, *found.waiting, *(archive for archive, _ in found.outdated)] if redo else found.to_do


def to_do_across(
    archives: Sequence[Archive], to_do: Sequence[Archive], done: Sequence[Archive], manifest: Manifest
) -> Sequence[Archive]:
    """Return all archives if one is to be done again: it alone may have what later ones dropped.

    Raises SettingError if some of them are not among the sources.
    """
    out = manifest.path.parents[1]
    memories_of = {kept_path(archive.work, MEMORY): archive for archive in archives}
    forgotten = [archive for path, archive in memories_of.items() if not path.exists()]
    if all(archive in forgotten for archive in to_do):
        # New ones, and the rest of a run that was to do all again.
        asked = {*to_do, *(archive for archive in done if archive in forgotten)}
        return [archive for archive in archives if archive in asked]
    memories = set(work_root(out).glob(f"*.{MEMORY}"))
    if others := memories - memories_of.keys():
        raise SettingError("NEWSSPIDER_DUPLICATES_ACROSS", _why_not_again(others, manifest, out))
    if len(to_do) < len(archives):
        logger.warning("Duplicates are looked for across archives, so all of them are replayed again")
    for path in memories:
        path.unlink()
    return archives


def _why_not_again(memories: Set[Path], manifest: Manifest, out: Path) -> str:
    """Return what is to be done about archives, of which only memories are left, before all are made again."""
    together = "feeds without duplicates are made again together"
    rows = [row for row in manifest.rows() if _memory_of(row, out) in memories]
    gone = [row for row in rows if not is_url(row["source"]) and not _file_of(row).exists()]
    if not gone:
        others = named([str(_file_of(row)) for row in rows]) if rows else "some of an earlier run"
        return f"{together}: name all sources of this folder, also {printable(others)}"
    feeds = [str(feed) for row in gone if (feed := out / row["feed"]).exists()]
    with_feeds = f" and {named(feeds, 'feed')}" if feeds else ""
    missing = printable(named([str(_file_of(row)) for row in gone]))
    what_to_do = f"put back what is missing, or replay the other sources{printable(with_feeds)} into a new folder"
    return f"{missing}: gone, and {together}: {what_to_do}"


def _file_of(row: Row) -> Path:
    return file_of(row["source"], row["path"])


def _memory_of(row: Row, out: Path) -> Path:
    return kept_path(work_folder(out, row["source"], row["path"]), MEMORY)


def _outdated_reason(archive: Archive, row: Row, fingerprint: FeedFingerprint) -> str | None:
    """Return why the archive's feed is outdated, or None if it is not."""
    if row["feed"] != archive.feed:
        return _OTHER_FORMAT
    if row["state"] != archive.state and _digest(archive) != row["digest"]:
        return f"{_what_changed(archive)} has changed since its feed was made"
    if row["version"] != fingerprint.version:
        return f"its feed was made by newsspider {row['version']}"
    return "its feed was made with other settings or filters" if row["settings"] != fingerprint.settings else None


def _what_changed(archive: Archive) -> str:
    if archive.refers_to:
        return "this list, or a file that it names,"
    return "what is in it" if archive.is_list else "the archive"


def _digest(archive: Archive) -> str | None:
    try:
        return content_digest(archive)
    except SourceError:
        return None


_OURS = "NEWSSPIDER_"
# These decide where work is cut and where gzip members end; no article depends on them.
WORK_SIZE_SETTINGS = ("NEWSSPIDER_REPLAY_CHECKPOINT_PAGES", "NEWSSPIDER_REPLAY_CHUNK_BYTES")
_NOT_IN_FEEDS = frozenset(
    {
        "NEWSSPIDER_DASK_WAIT_S",
        "NEWSSPIDER_DROPPED_PATH",
        "NEWSSPIDER_DUPLICATES_PATH",
        "NEWSSPIDER_PROGRESS",
        "NEWSSPIDER_REJECTS_PATH",
        "NEWSSPIDER_REMOTE_RETRIES",
        "NEWSSPIDER_STORAGE_OPTIONS",
        "NEWSSPIDER_REPORT_EXPLAIN",
        "NEWSSPIDER_REPORT_PATH",
        "NEWSSPIDER_SKIPPED_PATH",
        "NEWSSPIDER_STRICT",
        "NEWSSPIDER_SUMMARY",
        *WORK_SIZE_SETTINGS,
    }
)
_FILES = ("NEWSSPIDER_CORRECTIONS", FILTERS["domains_file"])  # settings that name files, whose content counts
_SCRAPY_SETTINGS = ("FEED_EXPORT_ENCODING", "FEED_EXPORT_FIELDS", "FEED_EXPORTERS", "ITEM_PIPELINES")


def looks_for_duplicates(settings: BaseSettings) -> bool:
    """Return whether feeds depend on which articles came before."""
    return settings.getbool("NEWSSPIDER_DROP_DUPLICATES") or bool(settings.get("NEWSSPIDER_DUPLICATES"))


def across_archives(settings: BaseSettings) -> bool:
    """Return whether duplicates are looked for across archives. Raises SettingError if none are looked for."""
    is_asked = settings.getbool("NEWSSPIDER_DUPLICATES_ACROSS")
    if is_asked and not looks_for_duplicates(settings):
        reason = "NEWSSPIDER_DUPLICATES must say what to do with them"
        raise SettingError("NEWSSPIDER_DUPLICATES_ACROSS", reason)
    return is_asked


@dataclass(frozen=True, slots=True)
class FeedFingerprint:
    """The version and the settings that a feed was made with: another fingerprint may mean other articles."""

    version: str
    settings: str  # a digest of those that can change a feed

    @property
    def key(self) -> str:
        """Return the fingerprint as one string."""
        return f"{self.version} {self.settings}"


def feed_fingerprint(settings: BaseSettings, arguments: Mapping[str, str]) -> FeedFingerprint:
    """Return the fingerprint of feeds made with these settings and spider arguments."""
    shown = {name: settings[name] for name in settings if name.startswith(_OURS) and name not in _NOT_IN_FEEDS}
    theirs = {name: _plain(settings.get(name)) for name in _SCRAPY_SETTINGS}
    given = {**{name: settings.get(name) for name in _FILES}, **_files_in(arguments)}
    content = [_content(Path(str(path))) if path else "" for path in given.values()]
    defaults = {name: value for name, value in NEWSSPIDER_DEFAULTS.items() if name not in _NOT_IN_FEEDS}
    parts = [{**defaults, **shown}, theirs, dict(arguments), content]
    written = json.dumps(parts, default=str, sort_keys=True).encode()
    return FeedFingerprint(__version__, hashlib.sha256(written).hexdigest()[:12])


def _files_in(arguments: Mapping[str, str]) -> Mapping[str, str]:
    return {name: arguments[key] for key, name in FILTERS.items() if name in _FILES and key in arguments}


def _plain(value: object) -> object:
    """Return a setting's value with components by name, so that a class and its path count as the same."""
    if isinstance(value, (BaseSettings, Mapping)):
        return sorted((_name(key), str(value[key])) for key in value)
    return value


def _name(component: object) -> str:
    return f"{component.__module__}.{component.__qualname__}" if isinstance(component, type) else str(component)


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""  # the workers report what is wrong with it
