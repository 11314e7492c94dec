"""Reading a remote file by ranges: what a dropped connection brought is kept, and reading goes on at that byte.

Every file system of fsspec reads ranges (https://filesystem-spec.readthedocs.io). Over HTTP the bytes that came
before a connection dropped count; of others a range that fails is asked for again, in smaller pieces.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from typing import IO, TYPE_CHECKING, Any

from newsspider.archives.remote_errors import RangesIgnoredError, Retries
from newsspider.errors import RemoteError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# The first range holds what a format is recognized by; reading on, each is twice as long as the one before.
FIRST_RANGE_BYTES = 256 << 10
_LEAST_RANGE_BYTES = 16 << 10
# 50 ms of latency and 8 MB a range make 27 MB/s of a line of 32; pages are extracted at a tenth of that.
_LARGEST_RANGE_BYTES = 8 << 20


@dataclass(slots=True, weakref_slot=True)
class RemoteOpener:
    """Opens one remote file as often as wanted. Its beginning is fetched once, and so is a file without ranges."""

    system: Any  # of fsspec, whose classes have no types
    url: str
    size_bytes: int | None  # None if the server does not say
    etag: str | None = None
    retries: Retries = field(default_factory=Retries)
    _head: bytes | None = None
    _whole: IO[bytes] | None = None

    def __call__(self) -> Any:
        """Return the file, opened for reading. Raises RemoteError."""
        if self.size_bytes is None:
            self._fetch_whole()
        return RemoteFile(self)

    @property
    def size(self) -> int:
        """Return the file's size in bytes, fetching it if the server does not say. Raises RemoteError."""
        if self.size_bytes is None:
            self._fetch_whole()
        return self.size_bytes or 0

    def range(self, start: int, stop: int) -> bytes:
        """Return bytes from `start` on, at least one of those before `stop`. Raises RemoteError."""
        if start >= stop:
            return b""
        if self._head is None and start == 0:
            self._head = self._fetched(0, min(self.size, FIRST_RANGE_BYTES))
        if self._head is not None and start < len(self._head):
            return self._head[start:stop]
        return self._fetched(start, stop)

    def _fetched(self, start: int, stop: int) -> bytes:
        if self._whole is None:
            try:
                return self._fetched_by_range(start, stop)
            except RangesIgnoredError:
                self._fetch_whole()
        assert self._whole is not None  # noqa: S101  # fetched above
        self._whole.seek(start)
        return self._whole.read(stop - start)

    def _fetched_by_range(self, start: int, stop: int) -> bytes:
        wish, got = stop - start, bytearray()

        def ask() -> bytes:
            nonlocal wish
            size, wish = wish, max(wish // 2, _LEAST_RANGE_BYTES)  # should it fail, less is asked for
            return self._ask(start, min(start + size, stop), got)

        return self.retries.call(self.url, ask)

    def _ask(self, start: int, stop: int, got: bytearray) -> bytes:
        if not is_http(self.url):
            data = self.system.cat_file(self.url, start=start, end=stop)
            if not data:
                raise OSError(f"the server sent nothing for bytes {start} to {stop}")
            return bytes(data)
        try:
            _http(self.system, self.url, (start, stop), got.extend, self._condition())
        except RangesIgnoredError:
            raise
        except Exception:  # what came before the connection dropped is as good as any
            if not got:
                raise
        if not got:
            raise OSError(f"the server sent nothing for bytes {start} to {stop}")
        return bytes(got)

    def _condition(self) -> Mapping[str, str]:
        """Return the header by which a server refuses to mix bytes of two versions of the file."""
        strong = self.etag is not None and self.etag.startswith('"')
        return {"If-Match": self.etag} if strong and self.etag else {}

    def _fetch_whole(self) -> None:
        """Fetch the file into a temporary one; after a drop again from its start, past what is there already.

        What is there counts only if the server says that it still is the same version.
        """
        whole = tempfile.TemporaryFile()  # noqa: SIM115  # it lives as long as this object
        weakref.finalize(self, whole.close)
        before = 0

        def ask() -> None:
            condition = self._condition()
            if not condition:
                whole.seek(0)
                whole.truncate()
            _http(self.system, self.url, None, _After(whole), condition)

        def has_progress() -> bool:
            nonlocal before
            grown, before = whole.tell() > before, whole.tell()
            return grown

        self.retries.call(self.url, ask, has_progress)
        self.size_bytes, self._whole = whole.tell(), whole


class _After:
    """Appends to a file what comes after as many bytes as it has."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left = file, file.tell()

    def __call__(self, piece: bytes) -> None:
        fresh = piece[self._left :]
        self._left = max(0, self._left - len(piece))
        self._file.write(fresh)


def is_http(url: str) -> bool:
    """Return whether a URL is of HTTP.

    >>> is_http("HTTPS://host/a.warc"), is_http("s3://bucket/a.warc")
    (True, False)
    """
    return url.partition("://")[0].lower() in ("http", "https")


def _http(
    system: Any,
    url: str,
    wanted: tuple[int, int] | None,
    take: Callable[[bytes], object],
    headers: Mapping[str, str],
) -> None:
    """Give `take` the bytes of a file, or of a range of it, as they come. Raises what aiohttp raises."""
    from fsspec.asyn import sync  # noqa: PLC0415  # of an extra

    sent = {"Accept-Encoding": "identity", **headers}
    if wanted:
        sent["Range"] = f"bytes={wanted[0]}-{wanted[1] - 1}"

    async def receive() -> None:
        session = await system.set_session()
        given = dict(system.kwargs)
        sent.update(given.pop("headers", None) or {})
        async with session.get(system.encode_url(url), headers=sent, **given) as response:
            response.raise_for_status()
            told = response.headers.get("ETag")
            if told and "If-Match" in headers and told != headers["If-Match"]:  # a server that knows no conditions
                raise RemoteError(url, "the file changed while it was read")
            if wanted and response.status != 206:
                raise RangesIgnoredError
            async for piece in response.content.iter_any():
                take(piece)

    sync(system.loop, receive)


class RemoteFile(RawIOBase):
    """A remote file as a seekable one; one range of it is in memory. Reading raises RemoteError."""

    def __init__(self, opener: RemoteOpener) -> None:
        self._opener = opener
        self._at = self._begin = 0
        self._held = b""  # the bytes from `_begin` on
        self._wish = FIRST_RANGE_BYTES

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes, or fewer at the end."""
        left = self._opener.size - self._at
        left = left if size is None or size < 0 else min(size, left)
        pieces = []
        while left > 0:
            piece = self._piece(left)
            pieces.append(piece)
            self._at += len(piece)
            left -= len(piece)
        return b"".join(pieces)

    def readinto(self, target: WriteableBuffer) -> int:
        """Fill `target`, as far as the file goes; return how many bytes were read."""
        view = memoryview(target).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to a position, which may lie behind the end; return it."""
        starts = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._opener.size if whence == SEEK_END else 0}
        self._at = max(0, starts[whence] + offset)
        return self._at

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def _piece(self, size: int) -> bytes:
        """Return at least one byte from the position on."""
        within = self._at - self._begin
        if not 0 <= within < len(self._held):
            reads_on = within == len(self._held) and self._held
            self._wish = min(self._wish * 2, _LARGEST_RANGE_BYTES) if reads_on else FIRST_RANGE_BYTES
            stop = min(self._at + max(self._wish, min(size, _LARGEST_RANGE_BYTES)), self._opener.size)
            self._held, self._begin, within = self._opener.range(self._at, stop), self._at, 0
        return self._held[within : within + size]
