"""What is kept of an article that was seen, and its form on disk."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from newsspider.duplicates.fingerprints import SIGNATURE_VALUES, Signature

# Of what makes the keys and signatures: what another version wrote cannot be compared, and is left out.
_VERSION = 2
_WITHOUT_PLACE = 1  # the version before, which is read too
# Version, whether a signature follows, number of keys, bytes of the name, letters, key of the cluster, headline.
_HEAD = struct.Struct("<BBHHIQQ")
_PLACE_BYTES = struct.Struct("<H")  # follows the head
_MAX_PLACE_BYTES = 0xFFFF
_SIGNATURE_BYTES = 2 * SIGNATURE_VALUES


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """An article that was seen: it can be found by its keys and by its signature.

    A cluster is known by `cluster`, a key made of the address of its first article, whose name is `original` and
    whose page is at `place`, if that is to be told.
    """

    cluster: int
    original: str
    keys: tuple[int, ...]  # 64 bits each
    headline: int  # a key too
    letters: int
    signature: Signature | None
    place: str = ""

    def to_bytes(self) -> bytes:
        """Return the record's form on disk, from 30 bytes on to some 400."""
        name = self.original.encode("utf-8", "surrogatepass")
        signature = b"" if self.signature is None else self.signature.tobytes()
        head = _HEAD.pack(
            _VERSION, bool(signature), len(self.keys), len(name), self.letters, self.cluster, self.headline
        )
        place = self.place.encode("utf-8", "surrogatepass")
        place = place if len(place) <= _MAX_PLACE_BYTES else b""
        keys = struct.pack(f"<{len(self.keys)}Q", *self.keys)
        return head + _PLACE_BYTES.pack(len(place)) + keys + name + place + signature


def read_records(data: bytes) -> Iterator[Record]:
    """Yield the records that stand one after the other in `data`; an unfinished last one is left out.

    >>> record = Record(7, "https://example.org/a", (7, 8), 9, 10, None)
    >>> [(each.original, each.keys) for each in read_records(record.to_bytes() * 2 + b"?")]
    [('https://example.org/a', (7, 8)), ('https://example.org/a', (7, 8))]
    """
    start = 0
    while start + _HEAD.size <= len(data):
        version, has_signature, count, name_bytes, letters, cluster, headline = _HEAD.unpack_from(data, start)
        start += _HEAD.size
        place_bytes = 0
        if version != _WITHOUT_PLACE:
            if start + _PLACE_BYTES.size > len(data):
                return
            (place_bytes,) = _PLACE_BYTES.unpack_from(data, start)
            start += _PLACE_BYTES.size
        keys_end = start + 8 * count
        name_end = keys_end + name_bytes
        place_end = name_end + place_bytes
        end = place_end + _SIGNATURE_BYTES * has_signature
        if end > len(data):
            return
        if version in (_VERSION, _WITHOUT_PLACE):
            yield Record(
                cluster,
                data[keys_end:name_end].decode("utf-8", "surrogatepass"),
                struct.unpack_from(f"<{count}Q", data, start),
                headline,
                letters,
                np.frombuffer(data[place_end:end], dtype=np.uint16) if has_signature else None,
                data[name_end:place_end].decode("utf-8", "surrogatepass"),
            )
        start = end
