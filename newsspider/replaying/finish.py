"""The last step for an archive: join the parts of its feed and move the feed to its final name."""

from __future__ import annotations

import gzip
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from newsspider.errors import SourceError
from newsspider.replaying.chunk_files import checkpoint_path, part_path, read_checkpoint
from newsspider.replaying.converted import is_converted, write_converted
from newsspider.replaying.durable import sync, sync_folder, write_atomically
from newsspider.replaying.jobs import Archive, FeedFields, FeedFormat, Finish, Tally
from newsspider.replaying.reading import content_digest
from newsspider.replaying.remote_out import RemoteOut
from newsspider.replaying.run_folder import is_below
from newsspider.report.figures import Figures

_FIGURES = "figures"  # the file in an archive's work folder
# Likewise: the lists of dropped pages and of the duplicates among them, and what is remembered.
DROPPED, DUPLICATES, MEMORY = "dropped", "duplicates", "memory"
_KEPT = (DROPPED, DUPLICATES, MEMORY)
_NESTED = ("dropped", "rejected", "skipped")


def finish(
    job: Finish, form: FeedFormat, fields: FeedFields = None, *, keeps_memory: bool = False
) -> dict[str, object]:
    """Move the archive's feed and rejects to their final paths; return its row for the manifest.

    `fields` are those of FEED_EXPORT_FIELDS, for formats that are made of whole lines here. With `keeps_memory`
    what the duplicate filter remembers of the archive is kept too.
    It can be interrupted anywhere and repeated: the row is on disk before the first file is moved.
    """
    archive = job.archive
    noted = done_path(archive)
    if not noted.exists():
        ready = _joined(archive.work, job.chunks, form, fields)
        kept = _joined_file(archive.work, job.chunks, "rejects")
        lists = [_joined_file(archive.work, job.chunks, kind) for kind in (DROPPED, DUPLICATES)]
        if keeps_memory:
            lists.append(_joined_file(archive.work, job.chunks, MEMORY, also_empty=True))
        names = [path.name for path in lists if path]
        _write_joined_figures(archive.work, job.chunks)
        sync_folder(archive.work)
        row = {"digest": content_digest(archive), **_row(archive, job.chunks)}
        write_atomically(noted, json.dumps([row, ready.name, kept.name if kept else None, names]).encode())
    row, ready_name, kept_name, *more = json.loads(noted.read_bytes())
    _put(archive.work / ready_name, feed_path(archive))
    if kept_name:
        _put(archive.work / kept_name, archive_rejects_path(archive.work))
    else:
        archive_rejects_path(archive.work).unlink(missing_ok=True)
    _put(archive.work / _FIGURES, archive_figures_path(archive.work))
    for kind in _KEPT:
        if more and kind in more[0]:
            _put(archive.work / kind, kept_path(archive.work, kind))
        else:
            kept_path(archive.work, kind).unlink(missing_ok=True)
    return dict(row)


def send_finished(archive: Archive, remote: RemoteOut) -> None:
    """Send a finished archive's feed to where it belongs, and a copy of what is kept of it. Raises RemoteError."""
    kept = (kept_path(archive.work, kind) for kind in _KEPT)
    for path in (archive_rejects_path(archive.work), archive_figures_path(archive.work), *kept):
        remote.send(path)
    remote.move(feed_path(archive))


def done_path(archive: Archive) -> Path:
    """Return the path of the archive's row, kept there while its files are moved."""
    return archive.work / "done.json"


def feed_path(archive: Archive) -> Path:
    """Return the final path of the archive's feed. Raises SourceError if that is not in the output folder."""
    if not is_below(archive.feed):
        raise SourceError(archive.name, f"its feed would be {archive.feed}, outside the output folder")
    return archive.work.parents[2] / archive.feed


def archive_rejects_path(work: Path) -> Path:
    """Return the path of a finished archive's rejects, below which all are joined into rejects.jsonl."""
    return work.with_name(f"{work.name}.rejects")


def kept_path(work: Path, kind: str) -> Path:
    """Return the path of what is kept of a finished archive, beside its rejects: DUPLICATES, MEMORY."""
    return work.with_name(f"{work.name}.{kind}")


def archive_figures_path(work: Path) -> Path:
    """Return the path of a finished archive's figures, of which all are joined into the report."""
    return work.with_name(f"{work.name}.figures")


def _put(ready: Path, final: Path) -> None:
    """Move a file to its final path, unless that was done before."""
    if ready.exists():
        final.parent.mkdir(parents=True, exist_ok=True)
        ready.replace(final)
        sync_folder(final.parent)


def _joined(work: Path, chunks: int, form: FeedFormat, fields: FeedFields) -> Path:
    ready = work / "feed"
    parts = [part_path(work, number) for number in range(chunks)]
    written = [part for part in parts if part.exists()]
    if is_converted(form):
        write_converted(written, ready, form, fields)
        return ready
    if len(written) == 1:
        return written[0]  # already on disk, in its final form
    with ready.open("wb") as file:
        if not written and form == "jsonl.gz":
            file.write(gzip.compress(b"", mtime=0))  # an empty file is not valid gzip
        _copy(written, file)
        sync(file)
    return ready


def _joined_file(work: Path, chunks: int, kind: str, *, also_empty: bool = False) -> Path | None:
    """Join the chunks' files of one kind; return None if there are none."""
    written = [path for number in range(chunks) if (path := part_path(work, number, kind)).exists()]
    if not written and not also_empty:
        return None
    ready = work / kind
    with ready.open("wb") as file:
        _copy(written, file)
        sync(file)
    return ready


def _write_joined_figures(work: Path, chunks: int) -> None:
    figures = Figures()
    for number in range(chunks):
        checkpoint = read_checkpoint(checkpoint_path(work, number))
        if checkpoint is not None:
            figures.join(Figures.from_dict(checkpoint.figures))
    write_atomically(work / _FIGURES, json.dumps(figures.to_dict()).encode())


def _copy(parts: list[Path], file: BinaryIO) -> None:
    for part in parts:
        with part.open("rb") as source:
            shutil.copyfileobj(source, file, 1 << 20)


def _row(archive: Archive, chunks: int) -> dict[str, object]:
    found = (read_checkpoint(checkpoint_path(archive.work, number)) for number in range(chunks))
    checkpoints = [one for one in found if one is not None]
    tally: Tally = sum((one.tally for one in checkpoints), Counter())
    row: dict[str, object] = {key: tally[key] for key in ("records", "pages", "articles")}
    for kind in _NESTED:
        row[kind] = _counts(tally, kind)
    if stored := _counts(tally, "stored"):
        row["stored"] = stored
    if corrections := _counts(tally, "corrections"):
        row["corrections"] = corrections
    if tally["cut-short"]:
        row["cutShort"] = True
    if tally["ends-damaged"]:
        row["endsDamaged"] = True
    return {**row, "seconds": round(sum(one.seconds for one in checkpoints), 3)}


def _counts(tally: Tally, kind: str) -> dict[str, int]:
    """Return the counts of one kind by what follows its name."""
    return {key.partition("/")[2]: tally[key] for key in sorted(tally) if key.startswith(f"{kind}/")}
