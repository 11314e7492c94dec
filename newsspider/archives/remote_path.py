"""A file or folder at a URL that fsspec reads: s3://, https://, gs://, hf:// ...

A `RemotePath` has those parts of `pathlib.Path` that reading archives needs: both are read by the same code.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from newsspider.archives.remote_errors import Retries, is_missing, reason_of
from newsspider.archives.remote_file import RemoteOpener, is_http
from newsspider.errors import RemoteError, printable, without_secrets

logger = logging.getLogger(__name__)

# What fsspec reads these with, and where that comes from.
_PACKAGES: Mapping[str, tuple[str, str]] = {
    "http": ("aiohttp", "newsspider[remote]"),
    "https": ("aiohttp", "newsspider[remote]"),
    "s3": ("s3fs", "newsspider[remote]"),
    "s3a": ("s3fs", "newsspider[remote]"),
    "gs": ("gcsfs", "gcsfs"),
    "gcs": ("gcsfs", "gcsfs"),
    "hf": ("huggingface_hub", "huggingface_hub"),
    "az": ("adlfs", "adlfs"),
    "abfs": ("adlfs", "adlfs"),
    "abfss": ("adlfs", "adlfs"),
    "sftp": ("paramiko", "paramiko"),
}
_HTTP_OPTIONS: Mapping[str, object] = {
    "auto_decompress": False
}  # else "Content-Encoding: gzip" changes an archive
_PERHAPS_A_FOLDER = "%s leads to %s/ and is read as a page; with the slash it is read as a folder of files"
_STALL_S = 60.0
_REQUESTS_AT_ONCE = 16
_MANY_FILES = 20
_NOT_IN_NAMES = re.compile(r"[/\\\x00]")
# Stores of objects, in which one appears when all of it has come.
_STORES = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "hf", "oss", "oci"})
# What identifies a version of a file, by the names that the file systems give it.
_IDENTITIES = ("ETag", "etag", "blob_id", "oid", "md5Hash", "generation", "LastModified", "Last-Modified", "mtime")


@dataclass(frozen=True, slots=True)
class StorageOptions:
    """How remote files are reached: fsspec's options by scheme, and how often what fails is asked for again."""

    by_scheme: Mapping[str, Mapping[str, object]] = field(default_factory=dict, repr=False)  # keys and passwords
    retries: Retries = field(default_factory=Retries)


@dataclass(frozen=True, slots=True)
class FileState:
    """A file's size in bytes, if that is known, and a text that changes whenever its content does."""

    size_bytes: int | None
    version: str
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class RemotePath:
    """A file or folder at a URL."""

    url: str
    storage: StorageOptions = field(default_factory=StorageOptions, repr=False, compare=False)

    def __str__(self) -> str:
        """Return the URL as it is shown and kept: without passwords and signatures."""
        return without_secrets(self.url)

    def __repr__(self) -> str:
        """Return what logs may show: the URL without passwords and signatures, and no keys."""
        return f"RemotePath({str(self)!r})"

    def __truediv__(self, name: str) -> RemotePath:
        return RemotePath(f"{self.url.rstrip('/')}/{name}", self.storage)

    def with_name(self, name: str) -> RemotePath:
        """Return the path of another file in the same folder."""
        return RemotePath(f"{self.url.rstrip('/').rpartition('/')[0]}/{name}", self.storage)

    @property
    def scheme(self) -> str:
        """Return the scheme of the URL."""
        return self.url.partition("://")[0].lower()

    @property
    def name(self) -> str:
        """Return the last part of the path, which is a name on disk too: a `%2F` in it begins no folder."""
        path = urlsplit(self.url).path if self.scheme in ("http", "https") else self.url.partition("://")[2]
        name = path.rstrip("/").rpartition("/")[2]
        return _NOT_IN_NAMES.sub("_", unquote(name) if self.scheme in ("http", "https") else name)

    @property
    def system(self) -> Any:
        """Return the file system of fsspec, which keeps one for each process. Raises RemoteError."""
        return _system(self)

    def state(self, *, fresh: bool = False) -> FileState:
        """Return size and version of the file, asking the server even if it told before with `fresh`.

        Raises RemoteError, also if there is no such file.
        """
        if fresh:
            self.system.invalidate_cache()
        return _state_of(self._info(), is_http(self.url))

    def is_file(self) -> bool:
        """Return whether there is a file. Raises RemoteError if that cannot be told."""
        return self._exists_as("file")

    def is_dir(self) -> bool:
        """Return whether there is a folder, with anything in it. Raises RemoteError if that cannot be told."""
        if is_http(self.url) and not self.url.endswith("/"):
            return False
        return self._exists_as("directory")

    def exists(self) -> bool:
        """Return whether there is a file or a folder. Raises RemoteError if that cannot be told."""
        return self._exists_as("file", "directory")

    def opener(self, state: FileState | None = None) -> RemoteOpener:
        """Return what opens the file; with its state, if that is known already. Raises RemoteError."""
        known = state or self.state()
        return RemoteOpener(self.system, self.url, known.size_bytes, known.etag, self.storage.retries)

    def open(self, mode: str = "rb") -> BinaryIO:
        """Return the file, opened for reading. Raises RemoteError."""
        if mode != "rb":
            raise ValueError(f"remote files are opened with mode 'rb', not {mode!r}")
        found: BinaryIO = self.opener()()
        return found

    def put(self, file: Path) -> None:
        """Send a file on disk here; readers see the old or the new one, never a part. Raises RemoteError."""
        system = self.system
        part = self.with_name(f".{self.name}.{token_hex(4)}.part").url  # two workers may send the same file

        def send() -> None:
            if self.scheme in _STORES:
                system.put_file(str(file), self.url)
                return
            system.makedirs(self.url.rpartition("/")[0], exist_ok=True)
            system.put_file(str(file), part)
            system.mv(part, self.url)

        self.storage.retries.call(self.url, send)
        system.invalidate_cache()

    def get(self, file: Path) -> None:
        """Fetch the file to a path on disk, where it appears whole. Raises RemoteError."""
        part = file.with_name(f".{file.name}.part")
        with self.open() as content, part.open("wb") as target:
            shutil.copyfileobj(content, target)
        part.replace(file)

    def move(self, target: RemotePath) -> None:
        """Move the file within its store. It can be interrupted and repeated. Raises RemoteError."""
        system = self.system
        if self.scheme not in _STORES:
            system.makedirs(target.url.rpartition("/")[0], exist_ok=True)

        def move() -> None:
            if self.is_file() or not target.is_file():
                system.mv(self.url, target.url)

        self.storage.retries.call(self.url, move)
        system.invalidate_cache()

    def remove_folder(self) -> None:
        """Remove the folder with all in it, if there is one. Raises RemoteError."""
        system = self.system
        system.invalidate_cache()
        if self.is_dir():
            self.storage.retries.call(self.url, lambda: system.rm(self.url, recursive=True))
            system.invalidate_cache()

    def remove(self) -> None:
        """Remove the file, if there is one. Raises RemoteError."""
        system = self.system
        if self.is_file():
            self.storage.retries.call(self.url, lambda: system.rm_file(self.url))
            system.invalidate_cache()

    def files(self) -> Mapping[RemotePath, FileState]:
        """Return the files below this folder in no order, or the file itself. Raises RemoteError.

        What a server lists outside the folder is left out.
        """
        system, is_web = self.system, is_http(self.url)
        if not (is_web and self.url.endswith("/")):
            info = self._info()
            if is_web and urlsplit(str(info.get("url"))).path == f"{urlsplit(self.url).path}/":
                logger.warning(_PERHAPS_A_FOLDER, self, self)
            if info.get("type") != "directory":
                return {self: _state_of(info, is_web)}
        found = self.storage.retries.call(self.url, lambda: system.find(self.url, detail=True))
        folder = system._strip_protocol(self.url).rstrip("/")
        states = {name.removeprefix(folder).lstrip("/"): _state_of(info, is_web) for name, info in found.items()}
        inside = {self / name: state for name, state in states.items() if _is_inside(name, self)}
        return _told_singly(inside) if is_web else inside

    def glob(self) -> list[RemotePath]:
        """Return the files that match this path as a pattern, by name. Raises RemoteError."""
        system = self.system
        found = self.storage.retries.call(self.url, lambda: system.glob(self.url, detail=True))
        files = sorted(name for name, info in found.items() if info.get("type") != "directory")
        return [self._at(system, name) for name in files]

    def relative_name(self, root: RemotePath) -> str:
        """Return the path below a folder."""
        return self.url.removeprefix(root.url.rstrip("/")).lstrip("/")

    def _at(self, system: Any, name: str) -> RemotePath:
        url = system.unstrip_protocol(name)
        # "gs" and "gcs" are the same: the user's spelling stays, since the manifest goes by it.
        return RemotePath(f"{self.url.partition('://')[0]}://{url.partition('://')[2]}", self.storage)

    def _info(self) -> Mapping[str, Any]:
        system = self.system
        found: Mapping[str, Any] = self.storage.retries.call(self.url, lambda: system.info(self.url))
        return found

    def _exists_as(self, *kinds: str) -> bool:
        try:
            return self._info().get("type") in kinds
        except RemoteError as error:
            if error.__cause__ is not None and is_missing(error.__cause__):
                return False
            raise


def list_folders(files: Iterable[RemotePath]) -> None:
    """Ask stores for the contents of folders of which many files are named: they need not be asked for each then.

    A month of Common Crawl's news is one folder of some hundred archives.
    """
    folders = Counter(file.with_name("") for file in files if file.scheme in _STORES)
    for folder, count in folders.items():
        if count >= _MANY_FILES:
            with suppress(RemoteError):  # not all who may read files may list them
                system = folder.system
                folder.storage.retries.call(folder.url, partial(system.ls, folder.url, detail=True))


def _system(path: RemotePath) -> Any:
    scheme = path.scheme
    package, extra = _PACKAGES.get(scheme, ("fsspec", "newsspider[remote]"))
    missing = f"{scheme}:// is read with {package}: pip install '{extra}'"
    try:
        import fsspec  # noqa: PLC0415  # of an extra
    except ImportError as error:
        raise RemoteError(
            path.url, f"an archive at {scheme}:// is read with fsspec: pip install 'newsspider[remote]'"
        ) from error
    try:
        of_url = fsspec.get_filesystem_class(scheme)._get_kwargs_from_urls(path.url)  # a host, a user ...
        options = _options(scheme, path.storage.by_scheme.get(scheme, {})) | of_url
        return fsspec.filesystem(scheme, **options)
    except ImportError as error:
        raise RemoteError(path.url, missing if scheme in _PACKAGES else str(error)) from error
    except Exception as error:  # some connect at once, and raise the errors of their own library
        raise RemoteError(path.url, reason_of(error)) from error


def _is_inside(name: str, folder: RemotePath) -> bool:
    parts = name.replace("\\", "/").split("/")
    if ".." not in parts and "\0" not in name:
        return True
    logger.warning("%s lists %s, which is not inside; left out", folder, printable(name))
    return False


def _told_singly(files: Iterable[RemotePath]) -> Mapping[RemotePath, FileState]:
    """Return the states of files of a web page, which tells none. Of one that cannot be read none is known."""

    def told(file: RemotePath) -> FileState:
        try:
            return file.state()
        except RemoteError:  # said when the file is read
            return FileState(None, "None")

    with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as pool:
        files = list(files)
        return dict(zip(files, pool.map(told, files), strict=True))


def _options(scheme: str, given: Mapping[str, object]) -> dict[str, object]:
    """Return the options of a file system: those given, and for the web what holds beside them."""
    if scheme not in ("http", "https"):
        return dict(given)
    from aiohttp import ClientTimeout  # noqa: PLC0415  # of an extra

    from newsspider.archives.redirects import redirect_rules  # noqa: PLC0415  # costs local replays an import

    timeout = ClientTimeout(total=None, sock_connect=_STALL_S / 2, sock_read=_STALL_S)
    client: dict[str, object] = {**_HTTP_OPTIONS, "timeout": timeout, "trace_configs": [redirect_rules()]}
    more = given.get("client_kwargs")
    return {**given, "client_kwargs": {**client, **(more if isinstance(more, Mapping) else {})}}


def _state_of(info: Mapping[str, Any], is_web: bool) -> FileState:
    size = info.get("size")
    # One of them: a list of files may tell others than a file itself, or more exact times.
    known = next((f" {name}={value}" for name in _IDENTITIES if (value := info.get(name))), "")
    etag = info.get("ETag") if is_web else None
    version = f"{size}{known}"
    return FileState(size if isinstance(size, int) else None, version, etag if isinstance(etag, str) else None)
