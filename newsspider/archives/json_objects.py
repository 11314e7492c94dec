"""Reading the objects of a JSON file with their offsets: JSON lines, arrays (also within an object), sequences.

RFC 8259 (JSON, UTF-8); https://jsonlines.org. One object at a time is in memory. A broken object does
not affect the next one, as far as the beginning of the next one can be recognized.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsspider.archives.compression import CHUNK_BYTES, MemberReader, read_lines

_SPACE = b" \t\r\n\x1e"  # and what is before each text in a sequence of RFC 7464
_BOM = b"\xef\xbb\xbf"
_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_STRUCTURE = re.compile(rb'["{}]')
_NEXT_LINE = re.compile(rb"\}[ \t\r]{0,99},?[ \t\r]{0,99}\n\{")
_LINE_END = re.compile(rb"[\], \t\r]*+(?:\n|\Z)")
_SEEN_OF_LINE_BYTES = 512
_BETWEEN = re.compile(rb"(?:\xef\xbb\xbf)?[\[\], \t\r\n\x1e]*+")
_BETWEEN_ITEMS = re.compile(rb"[, \t\r\n]*+")
_LONGEST_KEY_BYTES = 256  # with what is between it and its array
_FIRST_KEY = re.compile(rb'\{[ \t\r\n]{0,99}("(?:[^"\\\r\n]|\\.){1,99}")')
# After damage the data behind it is read again, so that hostile damage takes quadratic time.
_MAX_DETOURS = 100


@dataclass(frozen=True, slots=True)
class Found:
    """An object at byte `offset` of the content; `value` is None if it has a `fault` (a code and a reason)."""

    offset: int
    value: dict[str, object] | None
    fault: tuple[str, str] | None = None


def has_lines(reader: MemberReader, max_bytes: int) -> bool:
    """Return whether each object is on a line of its own: JSON lines, or an array with one row per line."""
    window, scan = _Window(reader), _Scan()
    window.to_next()
    length = window.length(scan, max_bytes)
    row = window.first(scan.position)
    if length is None or b"\n" in row:  # too long for memory, or with line breaks, or broken
        return bool(_NEXT_LINE.search(row))
    window.drop(length)
    return window.ends_line()


def line_objects(reader: MemberReader, max_bytes: int) -> Iterator[Found]:
    """Yield the object of each line; blank lines and an array's brackets are ignored."""
    for offset, row in _rows(reader, max_bytes):
        yield _parsed(row, offset) if row is not None else _too_large(offset, max_bytes)


def _rows(reader: MemberReader, max_bytes: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield offset and content of each line that is not blank, without an array's brackets and commas."""
    for offset, line in read_lines(reader, max_bytes):
        if line is None:
            yield offset, None
            continue
        row = line.removeprefix(_BOM).lstrip(b"[" + _SPACE).rstrip(b"," + _SPACE)
        if row.endswith(b"]") and row.startswith(b"{"):
            row = row[:-1].rstrip(_SPACE)
        if row not in (b"", b"]"):
            yield offset + line.find(row), row


def nested_objects(reader: MemberReader, max_bytes: int) -> Iterator[Found]:
    """Yield the objects of an array, or of a sequence, whatever their line breaks."""
    yield from _objects_in(_Window(reader), max_bytes)


def objects_under(reader: MemberReader, key: str, max_bytes: int) -> Iterator[Found]:
    """Yield the objects of the first array under this key, at whatever depth; nothing if there is none."""
    window = _Window(reader)
    # An unescaped quote cannot be inside a string, so this is a key.
    if window.skip_past(re.compile(rb'"%s"[ \t\r\n]{0,99}:[ \t\r\n]{0,99}\[' % re.escape(key.encode()))):
        yield from _objects_in(window, max_bytes, _BETWEEN_ITEMS)


def _objects_in(window: _Window, max_bytes: int, between: re.Pattern[bytes] = _BETWEEN) -> Iterator[Found]:
    detours = 0
    while window.to_next(between):
        offset, scan = window.offset, _Scan()
        length = window.length(scan, max_bytes)
        fits = length is not None and length <= max_bytes
        found = _parsed(window.first(length or 0), offset) if fits else _too_large(offset, max_bytes)
        yield found
        # An object without an end, or a broken one, may include the objects after it.
        alike = window.next_alike(scan.position) if found.value is None and (fits or length is None) else None
        if alike is None and length is None:
            window.drop_object(scan)
        else:
            window.drop(alike or length or 0)
        detours += alike is not None
        if detours > _MAX_DETOURS:
            yield Found(window.offset, None, ("damaged", "too much damage: the rest was not read"))
            return


class _Scan:
    """The state of a search for an object's end: position, nesting depth, and whether it is in a string."""

    def __init__(self) -> None:
        self.position = self._depth = 0
        self._in_string = self._out_of_place = False

    def begin(self, data: bytearray) -> None:
        """Note whether an object begins here; anything else extends to the next opening brace."""
        self._out_of_place = not data.startswith(b"{")

    def end_in(self, data: bytearray) -> int | None:
        """Return where the object ends; None if `data` ends before it."""
        if self._out_of_place:
            found = data.find(b"{", self.position)
            self.position = len(data) if found < 0 else found
            return None if found < 0 else found
        while self.position < len(data):
            if self._in_string:
                inside = _IN_STRING.match(data, self.position)
                self.position = inside.end() if inside else len(data)
                if data[self.position : self.position + 1] != b'"':  # the data end, perhaps in an escape
                    return None
                self._in_string, self.position = False, self.position + 1
            elif self._passed_brace(data):
                return self.position
        return None

    def _passed_brace(self, data: bytearray) -> bool:
        """Go past the next quote or brace; return whether it ended the object."""
        found = _STRUCTURE.search(data, self.position)
        self.position = found.end() if found else len(data)
        mark = found[0] if found else b""
        self._in_string = mark == b'"'
        self._depth += (mark == b"{") - (mark == b"}")
        return mark == b"}" and self._depth <= 0


class _Window:
    """The part of a file that is in memory: from `offset` on, one object and a chunk."""

    def __init__(self, reader: MemberReader) -> None:
        self._reader = reader
        self._data, self.offset = bytearray(), 0

    def to_next(self, between: re.Pattern[bytes] = _BETWEEN) -> bool:
        """Go to the next object, or to whatever is in its place; return False at the end of file or array."""
        while True:
            found = between.match(self._data)
            self.drop(found.end() if found else 0)
            if self._data:
                return not self._data.startswith(b"]")
            if not self._more():
                return False

    def skip_past(self, mark: re.Pattern[bytes]) -> bool:
        """Go to the byte after the first `mark`; return False, at the end of the file, if there is none."""
        while (found := mark.search(self._data)) is None:
            self.drop(max(len(self._data) - _LONGEST_KEY_BYTES, 0))
            if not self._more():
                return False
        self.drop(found.end())
        return True

    def length(self, scan: _Scan, max_bytes: int) -> int | None:
        """Return the length of the object that begins here; None if it does not end within `max_bytes`."""
        scan.begin(self._data)
        while (end := scan.end_in(self._data)) is None:
            if scan.position > max_bytes:
                return None
            if not self._more():
                return len(self._data)
        return end

    def drop_object(self, scan: _Scan) -> None:
        """Go past an object that is too long for memory."""
        while (end := scan.end_in(self._data)) is None:
            self.drop(scan.position)
            scan.position = 0
            if not self._more():
                return
        self.drop(end)

    def next_alike(self, length: int) -> int | None:
        """Return where, in the first `length` bytes, another object begins with the same first field."""
        key = _FIRST_KEY.match(self._data)
        if key is None:
            return None
        # In a string the quotes would be escaped, so this is an object, if perhaps one inside the first.
        alike = re.compile(rb"\{[ \t\r\n]{0,99}%s" % re.escape(key[1]))
        found = alike.search(self._data, 1, length)
        return found.start() if found else None

    def ends_line(self) -> bool:
        """Return whether only commas and brackets are left on the line."""
        while len(self._data) < _SEEN_OF_LINE_BYTES and self._more():
            pass
        return bool(_LINE_END.match(self._data))

    def first(self, length: int) -> bytes:
        """Return the first `length` bytes."""
        return bytes(self._data[:length])

    def drop(self, count: int) -> None:
        """Go forward by `count` bytes."""
        del self._data[:count]
        self.offset += count

    def _more(self) -> bool:
        chunk = self._reader.read_some(CHUNK_BYTES)
        self._data += chunk
        return bool(chunk)


def _parsed(content: bytes, offset: int = 0) -> Found:
    try:
        value = json.loads(content.decode("utf-8"), strict=False)  # some write tabs and the like unescaped
    except UnicodeDecodeError as error:
        return Found(offset, None, ("damaged", f"not UTF-8 at byte {error.start}"))
    except json.JSONDecodeError as error:
        fault = error.msg.removesuffix(" at")  # as in "Unterminated string starting at"
        return Found(offset, None, ("damaged", f"not JSON: {fault} at character {error.pos}"))
    except (ValueError, RecursionError) as error:  # a number with too many digits, a thousand brackets
        return Found(offset, None, ("damaged", f"JSON that cannot be read: {error}"))
    if not isinstance(value, dict):
        return Found(offset, None, ("damaged", f"{type(value).__name__} instead of an object"))
    return Found(offset, value)


def _too_large(offset: int, max_bytes: int) -> Found:
    return Found(offset, None, ("too-large", f"the object is larger than {max_bytes} bytes"))
