from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from types import ModuleType

import brotli  # type: ignore[import-untyped]  # it has no stubs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.decoding import (
    CodingError,
    TooLargeError,
    _bounded_brotli,
    decoded_body,
    without_undeclared_coding,
)
from tests.archives.builders import zstd

TEXT = b"The ferry sails again. " * 40


def bare_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("x-gzip", gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0)),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"junk that browsers pass over"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
        ("identity", TEXT),
    ],
)
def test_codings(coding: str, body: bytes) -> None:
    assert decoded_body(body, [coding], len(TEXT)) == TEXT
    with pytest.raises(TooLargeError):
        decoded_body(body, [coding], len(TEXT) - 1)


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("deflate", gzip.compress(TEXT, mtime=0)),
        ("br", gzip.compress(TEXT, mtime=0)),
        ("gzip", zlib.compress(TEXT)),
        ("gzip", zstd.compress(TEXT)),
        ("zstd", gzip.compress(TEXT, mtime=0)),
    ],
)
def test_another_coding_than_is_declared(declared: str, body: bytes) -> None:
    assert decoded_body(body, [declared], len(TEXT)) == TEXT


PAGE = b"<!DOCTYPE html><p>" + TEXT


@pytest.mark.parametrize("pack", [lambda page: gzip.compress(page, mtime=0), zlib.compress, zstd.compress])
def test_codings_that_nothing_declares(pack: Callable[[bytes], bytes]) -> None:
    assert without_undeclared_coding(pack(PAGE), len(PAGE)) == PAGE
    assert without_undeclared_coding(pack(pack(PAGE)), len(PAGE)) == PAGE
    for other in (PAGE, pack(TEXT), pack(PAGE)[:40], b"\x1f\x8b\x08", b"x\x9cures", b""):
        assert without_undeclared_coding(other, len(PAGE)) is other
    packed = pack(PAGE)
    assert without_undeclared_coding(packed, len(PAGE) - 1) is packed


def test_chunks() -> None:
    assert decoded_body(b"3\r\nabc\r\n2;a=b\nde\n0\r\nTrailer: x\r\n\r\n", ["chunked"], 5) == b"abcde"
    with pytest.raises(TooLargeError):
        decoded_body(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", ["chunked"], 4)
    with pytest.raises(CodingError, match="truncated") as caught:
        decoded_body(b"3\r\nabc\r\n", ["chunked"], 9)
    assert caught.value.code == "truncated"


@given(
    st.sampled_from(["gzip", "deflate", "br", "zstd", "chunked", "odd"]),
    st.binary(max_size=200),
    st.integers(0, 60),
)
def test_any_bytes_are_decoded_or_refused(coding: str, junk: bytes, kept: int) -> None:
    heads = {"gzip": gzip.compress(TEXT, mtime=0), "deflate": zlib.compress(TEXT), "br": brotli.compress(TEXT)}
    try:
        decoded = decoded_body(heads.get(coding, b"")[:kept] + junk, [coding], 1000)
    except (CodingError, TooLargeError):
        return
    assert len(decoded) <= 1000


def test_beside_brotlipy_bodies_are_unpacked_by_its_successor(monkeypatch: pytest.MonkeyPatch) -> None:
    packed, successor = brotli.compress(TEXT), ModuleType("brotlicffi")
    bounded = _bounded_brotli()
    successor.Decompressor, successor.error = bounded.Decompressor, bounded.error  # type: ignore[attr-defined]
    # brotlipy has decompress() alone, which unpacks all at once.
    monkeypatch.setattr(brotli, "Decompressor", type("Decompressor", (), {"decompress": None}))
    monkeypatch.setitem(sys.modules, "brotlicffi", None)
    with pytest.raises(CodingError, match="brotlipy is installed in place of brotli; pip install brotlicffi"):
        decoded_body(packed, ["br"], 1 << 20)
    monkeypatch.setitem(sys.modules, "brotlicffi", successor)
    assert decoded_body(packed, ["br"], 1 << 20) == TEXT
