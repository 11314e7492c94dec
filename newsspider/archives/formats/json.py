"""JSON lines, arrays and single objects: each object is a page with URL, HTML or text, and capture date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newsspider.archives.compression import MemberReader
from newsspider.archives.files import DumpFile
from newsspider.archives.json_objects import Found, has_lines, line_objects, nested_objects
from newsspider.archives.rows import NO_PAGE, Rows
from newsspider.archives.sniff import is_json
from newsspider.archives.types import Evidence, Format, Outcome, ReadOptions
from newsspider.items import Reject

# An object is longer than its page: a letter of two bytes may be escaped as six, and there are other fields.
_ESCAPED_SHARE = 4
_OTHER_FIELDS_BYTES = 64 << 10
_NAMED_KEYS = 12


def read_json(dump: DumpFile, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the page of each object, and rejects for broken objects and for a file without any known field."""
    rows = Rows("json", dump.name, options)
    reader = _PageReader(dump, options, rows)
    example: Found | None = None
    any_page = False
    for found, outcome in reader.outcomes():
        any_page = any_page or (found.value is not None and outcome is not NO_PAGE)
        example = example or (found if outcome is NO_PAGE else None)
        yield outcome
    if example is not None and not any_page:
        yield reader.unknown_fields(example)
    else:
        rows.tell_of_missing_names()


@dataclass(frozen=True, slots=True)
class _PageReader:
    dump: DumpFile
    options: ReadOptions
    rows: Rows

    def outcomes(self) -> Iterator[tuple[Found, Outcome]]:
        """Yield each object with its outcome; damage of the compression ends the file."""
        at = 0
        try:
            for found in self._objects():
                at = found.offset
                yield found, self._outcome(found)
        except (OSError, EOFError) as error:
            broken = Found(at, None, ("damaged", f"{error}; the rest of the file was not read"))
            yield broken, self._outcome(broken)

    def _objects(self) -> Iterator[Found]:
        max_bytes = self.options.max_page_bytes * _ESCAPED_SHARE + _OTHER_FIELDS_BYTES
        with self.dump.open() as file:
            lines = has_lines(self._content(file), max_bytes)
        with self.dump.open() as file:
            yield from (line_objects if lines else nested_objects)(self._content(file), max_bytes)

    def _content(self, file: BinaryIO) -> MemberReader:
        return MemberReader(file, 0, self.dump.compression)

    def _outcome(self, found: Found) -> Outcome:
        if found.value is None:
            code, reason = found.fault or ("damaged", "no object")
            return self._reject(found, code, reason)
        return self.rows.outcome(found.value, found.offset)

    def unknown_fields(self, example: Found) -> Reject:
        """Return the reject of a file in which no object has a known field for a page."""
        keys = ", ".join(list(example.value or {})[:_NAMED_KEYS]) or "nothing"
        reason = (
            f"no object has a known field with HTML or text (the first has: {keys}); see NEWSSPIDER_JSON_FIELDS"
        )
        return self._reject(example, "unreadable", " ".join(reason.split()))

    def _reject(self, found: Found, code: str, reason: str) -> Reject:
        return Reject(path=self.dump.name, offset=found.offset, code=code, reason=reason)


FORMAT = Format(
    name="json",
    evidence=Evidence.SYNTAX,
    matches=lambda dump: is_json(dump.head),
    read=read_json,
    holds_many=True,
)
