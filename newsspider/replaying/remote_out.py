"""An output folder at a URL: work is done in a folder on disk, and finished feeds are sent there whole.

Finished feeds, the rejects and figures of their archives, and at a run's end the manifest, all rejects and the
report are at the URL, so that a run on another machine knows what is done. Unfinished work is on disk alone.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.errors import SettingError
from newsspider.replaying.manifest import Manifest
from newsspider.replaying.run_folder import (
    all_dropped_path,
    all_duplicates_path,
    all_rejects_path,
    manifest_path,
    report_path,
    run_folder,
    work_root,
)
from newsspider.spiders.written_files import explain_folder

_WORK_FOLDER = Path(".scrapy", "newsspider")  # beside Scrapy's HTTP cache, in the current folder
_KEPT_OF_ARCHIVES = re.compile(r"work/[0-9a-f]{24}\.(?:rejects|figures|dropped|duplicates|memory)")


@dataclass(frozen=True, slots=True)
class RemoteOut:
    """The folder at a URL, and the one on disk where the work on it is."""

    target: RemotePath
    local: Path

    def fetch(self) -> None:
        """Get what runs on other machines left; what is on disk already stays. Raises RemoteError."""
        own = manifest_path(self.local)
        if not self.place_of(own).is_file():
            return
        work_root(self.local).mkdir(parents=True, exist_ok=True)
        run = run_folder(self.local)
        folder = self.target / run.name
        for file in folder.files():
            name = file.relative_name(folder)  # another may write there too: no other name becomes a path here
            is_kept = _KEPT_OF_ARCHIVES.fullmatch(name) or run / name == all_rejects_path(self.local)
            if is_kept and not (run / name).exists():
                file.get(run / name)
        if not own.exists():
            self.place_of(own).get(own)  # last: its feeds are known with it
            return
        theirs = own.with_name("manifest.elsewhere.jsonl")
        self.place_of(own).get(theirs)
        Manifest(own).add_missing(Manifest(theirs))
        theirs.unlink()

    def feeds(self) -> frozenset[str]:
        """Return the names of the files at the URL. Raises RemoteError."""
        if not self.target.is_dir():
            return frozenset()
        return frozenset(file.relative_name(self.target) for file in self.target.files())

    def send(self, path: Path) -> None:
        """Send a file on disk, if there is one; it appears whole. Raises RemoteError."""
        if path.exists():
            self.place_of(path).put(path)

    def move(self, path: Path) -> None:
        """Send a file and remove it from disk. It can be interrupted and repeated. Raises RemoteError."""
        self.send(path)
        path.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a feed. Raises RemoteError."""
        (self.target / name).remove()

    def send_run(self) -> None:
        """Send what a run leaves beside its feeds. Raises RemoteError."""
        report = report_path(self.local)
        self._send_folder(explain_folder(report))  # before what leads to it
        for path in (
            all_rejects_path(self.local),
            all_dropped_path(self.local),
            all_duplicates_path(self.local),
            report,
            report.with_suffix(".json"),
        ):
            self.send(path)
        self.send(manifest_path(self.local))

    def _send_folder(self, folder: Path) -> None:
        """Send the files of a folder, and remove what else is in it at the URL. Raises RemoteError."""
        own = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        there = self.place_of(folder)
        for file in there.files() if there.is_dir() else ():
            if file.name not in own:
                file.remove()
        for name in sorted(own):
            self.send(folder / name)

    def place_of(self, path: Path) -> RemotePath:
        """Return where a file on disk is at the URL."""
        return self.target / path.relative_to(self.local).as_posix()


def remote_out(url: str, storage: StorageOptions) -> RemoteOut:
    """Return the output folder at a URL. Raises SettingError if it cannot be written."""
    target = RemotePath(url.rstrip("/"), storage)
    if target.scheme in ("http", "https"):
        raise SettingError("--out", f"{target.scheme}:// cannot be written; s3://, gs:// and others can")
    key = hashlib.sha256(target.url.encode()).hexdigest()[:8]
    return RemoteOut(target, (_WORK_FOLDER / f"{target.name}-{key}").absolute())
