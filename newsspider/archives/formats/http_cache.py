"""Scrapy's HTTP cache in the form of FilesystemCacheStorage: one folder per response, its files plain or gzip.

`meta` is read as a Python literal. `pickled_meta`, which has the same content, is never opened, because unpickling
can run code from the file. Bodies are stored as they were received.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from newsspider.archives.decoding import CodingError, TooLargeError
from newsspider.archives.files import DumpFile, digest_of, look_at, whole_content
from newsspider.archives.messages import decoded_message, may_be_page, page_response, parsed_message
from newsspider.archives.types import ArchivedPage, Evidence, Format, Outcome, ReadOptions, Skipped
from newsspider.items import Reject, Source

BODY = "response_body"
_META, _HEADERS = "meta", "response_headers"
_MAX_META_BYTES = 64 << 10


def is_cache_entry(names: Collection[str]) -> bool:
    """Return whether a folder with files of these names is an entry of the cache.

    >>> is_cache_entry(["meta", "pickled_meta", "response_body", "response_headers"])
    True
    """
    return {BODY, _META, _HEADERS} <= set(names)


def is_cached_body(dump: DumpFile) -> bool:
    """Return whether a file is the body in an entry of the cache."""
    file = dump.path
    return file is not None and file.name == BODY and is_cache_entry([one.name for one in file.parent.iterdir()])


def read_cache_entry(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the page of the entry with the body `dump`, or why it has none."""
    folder, url = (dump.path or Path()).parent, ""
    try:
        meta = _meta(folder / _META)
        url = str(meta.get("response_url") or meta.get("url") or "")
        yield _outcome(url, meta, folder, dump, options)
    except TooLargeError:
        yield _reject(dump, url, "too-large", f"the page is larger than {options.max_page_bytes} bytes")
    except CodingError as error:
        yield _reject(dump, url, error.code, str(error))
    except (_MetaError, OSError, EOFError) as error:
        yield _reject(dump, url, "damaged", str(error))


class _MetaError(Exception):
    """The metadata of an entry cannot be read."""


def _outcome(url: str, meta: Mapping[str, object], folder: Path, dump: DumpFile, options: ReadOptions) -> Outcome:
    status = meta.get("status")
    if not isinstance(status, int):
        raise _MetaError(f"{_META} has no status")
    if status not in options.statuses:
        return Skipped("status")
    # `meta` shows whether the cache compresses its files: a body may have been compressed by the server.
    packed = look_at(folder / _META, _META).compression
    body = whole_content(replace(dump, compression=packed), options.max_page_bytes)
    if body is None:
        raise TooLargeError
    head = b"HTTP/1.1 %03d Cached\r\n%s\r\n\r\n" % (status, _small_file(folder / _HEADERS).strip())
    message = parsed_message(head + body)
    if not may_be_page(message):
        return Skipped("content-type")
    response = page_response(url, decoded_message(message, options.max_page_bytes))
    if response is None:
        return Skipped("content")
    source = Source(kind="httpcache", path=dump.name, offset=0, digest=digest_of(response.body))
    return ArchivedPage(response, source, _captured(meta))


def _meta(path: Path) -> Mapping[str, object]:
    try:
        meta = ast.literal_eval(_small_file(path).decode("utf-8").strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise _MetaError(f"{_META} is not a Python literal: {' '.join(str(error).split())[:200]}") from error
    if not isinstance(meta, dict):
        raise _MetaError(f"{_META} is not a dictionary")
    return meta


def _small_file(path: Path) -> bytes:
    if path.is_symlink():
        raise _MetaError(f"{path.name} is a link")
    content = whole_content(look_at(path, path.name), _MAX_META_BYTES)
    if content is None:
        raise _MetaError(f"{path.name} is larger than {_MAX_META_BYTES} bytes")
    return content


def _captured(meta: Mapping[str, object]) -> datetime | None:
    timestamp = meta.get("timestamp")
    if isinstance(timestamp, (int, float)):
        with suppress(ValueError, OverflowError, OSError):
            return datetime.fromtimestamp(timestamp, UTC)
    return None


def _reject(dump: DumpFile, url: str, code: str, reason: str) -> Reject:
    return Reject(path=dump.name, offset=0, url=url or None, code=code, reason=f"HTTP cache: {reason}")


def _all_but_body(names: Collection[str]) -> Collection[str]:
    """Return the files of a cache entry except its body; none in any other folder."""
    return [name for name in names if name != BODY] if is_cache_entry(names) else ()


FORMAT = Format(
    name="http-cache",
    evidence=Evidence.NAME,
    matches=is_cached_body,
    read=read_cache_entry,
    companions=_all_but_body,
)
