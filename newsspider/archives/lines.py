"""A file's lines, of which none is held that is too long."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.archives.inflate import CHUNK_BYTES, MemberReader


def read_lines(reader: MemberReader, max_bytes: int, *, ends: bool = False) -> Iterator[tuple[int, bytes | None]]:
    """Yield offset and content of each line; None for the content of one that is longer than `max_bytes`.

    With `ends` the content has its line break, where there is one.
    """
    end = b"\n" if ends else b""
    pieces: list[bytes] = []
    start = held = 0  # where the line begins; how long it is so far
    while True:
        chunk = reader.read_some(CHUNK_BYTES)
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            length = held + len(piece)
            yield start, b"".join([*pieces, piece, end]) if length <= max_bytes else None
            start, held, pieces = start + length + 1, 0, []
        held += len(rest)
        pieces = [*pieces, rest] if held <= max_bytes else []
        if not chunk:
            if held:
                yield start, b"".join(pieces) if held <= max_bytes else None
            return
