"""Which rows of a store change when versions of articles come in, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsspider.stores.rows import ArticleRow


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVersion:
    """A row that is in the store; numbers grow with each row."""

    number: int
    id: str
    digest: str
    first_seen: datetime
    last_seen: datetime
    is_latest: bool


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were articles that the store did not know, new versions, and neither."""

    articles: int = 0
    versions: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class StoreChanges:
    """What is to be written: values of known rows by their number, in this order, then new rows."""

    updates: Sequence[tuple[int, Mapping[str, Any]]]
    inserts: Sequence[Mapping[str, Any]]
    written: Written


@dataclass(slots=True)
class _Version:
    """A version of one article while rows come in; `order` decides between two that were last seen together."""

    order: int
    first_seen: datetime
    last_seen: datetime
    known: KnownVersion | None = None
    row: ArticleRow | None = None  # whose values are those of the version, or of its first time


@dataclass(slots=True)
class _Counts:
    articles: int = 0
    versions: int = 0
    unchanged: int = 0
    by_id: dict[str, dict[str, _Version]] = field(default_factory=dict)


def changes_of(known: Iterable[KnownVersion], rows: Sequence[ArticleRow]) -> StoreChanges:
    """Return what the store has to write for `rows`, with all that it knows of their articles.

    A version is known by its digest: the same again only widens the time in which it was seen. The latest is the
    one that was seen last, so the rows of a page's captures may come in any order, and again, and the store ends
    the same. Of two that were last seen in the same second (captures name no parts of one) the latest is the one
    that came last: a correction, or the taking back of one.
    """
    counts = _Counts()
    last_number = 0
    for one in known:
        last_number = max(last_number, one.number)
        version = _Version(one.number, one.first_seen, one.last_seen, known=one)
        counts.by_id.setdefault(one.id, {})[one.digest] = version
    for place, row in enumerate(rows, last_number + 1):
        _take(counts, row, place)
    updates: list[tuple[int, Mapping[str, Any]]] = []
    inserts: list[Mapping[str, Any]] = []
    for versions in counts.by_id.values():
        latest = max(versions.values(), key=lambda version: (version.last_seen, version.order))
        for version in versions.values():
            if version.known is None:
                inserts.append(_insert(version, is_latest=version is latest))
            elif values := _update(version, version.known, is_latest=version is latest):
                updates.append((version.known.number, values))
    # One row alone may be the latest at any moment.
    updates.sort(key=lambda update: update[1].get("isLatest", False))
    return StoreChanges(updates, inserts, Written(counts.articles, counts.versions, counts.unchanged))


def _take(counts: _Counts, row: ArticleRow, order: int) -> None:
    versions = counts.by_id.get(row.id)
    if versions is None:
        versions = counts.by_id[row.id] = {}
        counts.articles += 1
    elif row.digest not in versions:
        counts.versions += 1
    version = versions.get(row.digest)
    if version is None:
        versions[row.digest] = _Version(order, row.seen, row.seen, row=row)
        return
    counts.unchanged += 1
    if row.seen < version.first_seen:
        version.first_seen, version.row = row.seen, row
    if row.seen >= version.last_seen:
        version.last_seen, version.order = row.seen, order


def _insert(version: _Version, *, is_latest: bool) -> Mapping[str, Any]:
    row = version.row
    assert row is not None  # noqa: S101  # a version that is not known came in with one
    own = {"id": row.id, "digest": row.digest, "firstSeen": version.first_seen, "lastSeen": version.last_seen}
    return {**row.values, **own, "isLatest": is_latest}


def _update(version: _Version, known: KnownVersion, *, is_latest: bool) -> Mapping[str, Any]:
    values: dict[str, Any] = {}
    if version.row is not None:  # seen earlier than before: where it was first is what its metadata say
        values |= {"firstSeen": version.first_seen, "metadata": version.row.values.get("metadata")}
    if version.last_seen != known.last_seen:
        values["lastSeen"] = version.last_seen
    if is_latest != known.is_latest:
        values["isLatest"] = is_latest
    return values
