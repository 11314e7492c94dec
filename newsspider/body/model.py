"""Model files: weights of names and of words, and trees, in a plain form that is checked when it is read.

A file is one line of JSON, the header, and the payload that it describes: arrays in little-endian binary and
lists of words in UTF-8, one after the other. The header names form, version, the payload's size and SHA-256, and
what the model was made of: seed, commit, corpus.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsspider.body.forest import Forest
from newsspider.body.name_weights import NameTable
from newsspider.errors import ModelError

FORM = "newsspider-model"
VERSION = 1
_HEADER_BYTES = 100_000
_BLOCKS_AT_ONCE = 8192
_TYPES = {"uint8": "|u1", "int8": "|i1", "int16": "<i2", "float32": "<f4"}
# The trees learn from the weights as they are: with 127 steps F1 of dumps was .9422, with all digits .9427.
_WEIGHT_STEPS = 32_767


@dataclass(frozen=True, slots=True)
class Origin:
    """What a model was made of, so that it can be made again."""

    seed: int  # of its trees
    commit: str  # of this project; "unknown" where that was not to be found out
    corpus: str  # "sha256:" and the digest of the corpus's cases.jsonl


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned for one kind of page."""

    name: str
    features: Sequence[str]  # names of the rows of the matrix that the forest reads
    forest: Forest
    words: Mapping[str, Mapping[str, float]]  # table -> word -> weight
    origin: Origin | None = None  # None where the file does not say

    def matrix(
        self, columns: Mapping[str, NDArray[Any]], start: int = 0, end: int | None = None
    ) -> NDArray[np.float32]:
        """Return the features that the forest reads, one row each, of the blocks from `start` to `end`."""
        rows = [columns[name] for name in self.features]
        if start or end is not None:
            rows = [row[start:end] for row in rows]
        return stacked(rows)

    def scores(self, columns: Mapping[str, NDArray[Any]], count: int) -> NDArray[np.float64]:
        """Return the scores of `count` blocks; memory is bounded by a part of them, not by all."""
        if count <= _BLOCKS_AT_ONCE:
            return self.forest.scores(self.matrix(columns)) if count else np.zeros(0)
        parts = [
            self.forest.scores(self.matrix(columns, start, start + _BLOCKS_AT_ONCE))
            for start in range(0, count, _BLOCKS_AT_ONCE)
        ]
        return np.concatenate(parts)


def stacked(rows: Sequence[NDArray[Any]]) -> NDArray[np.float32]:
    """Return rows of equal length, at least one, as one matrix: numpy.array() takes twice as long.

    >>> stacked([np.array([1, 2]), np.array([0.5, 1.5])]).tolist()
    [[1.0, 2.0], [0.5, 1.5]]
    """
    return np.concatenate(rows, dtype=np.float32, casting="same_kind").reshape(len(rows), -1)


_folder: ContextVar[Path | None] = ContextVar("model folder", default=None)


@contextmanager
def models_from(folder: Path) -> Iterator[None]:
    """Read models from `folder` in the body of the `with` statement, in this thread or task alone.

    For benchmarks, which score a page by a model that has not seen its site.
    """
    token = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(token)


def current_model(name: str) -> Model:
    """Return the model of this name, read once. Raises ModelError if its file is not valid."""
    return _model_in(_folder.get(), name)


@cache
def _model_in(folder: Path | None, name: str) -> Model:
    return read_model((folder or files("newsspider.body") / "models") / f"{name}.model")


def read_model(path: Path | Traversable) -> Model:
    """Return the model in a file. Raises ModelError where it is missing, damaged or of another version."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(str(path), f"cannot be read: {error}") from error
    line, _, payload = raw.partition(b"\n")
    try:
        return _model(_checked(json.loads(line[:_HEADER_BYTES]), payload), payload)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(str(path), f"not a valid model file: {error}") from error


def _checked(header: Any, payload: bytes) -> Mapping[str, Any]:
    if header["form"] != FORM:
        raise ValueError(f"form is {header['form']!r}")
    if header["version"] != VERSION:
        raise ValueError(f"version is {header['version']!r}, this is code for version {VERSION}")
    if header["bytes"] != len(payload):
        raise ValueError(f"{len(payload)} bytes of payload instead of {header['bytes']}")
    if header["sha256"] != hashlib.sha256(payload).hexdigest():
        raise ValueError("the checksum does not match")
    return dict(header)


def _model(header: Mapping[str, Any], payload: bytes) -> Model:
    arrays = _arrays(header["arrays"], payload)
    features, trees = header["features"], arrays["features"]
    if trees.size and int(trees.max()) >= len(features):
        raise ValueError("a tree uses a feature that has no name")
    words = {
        name: NameTable(
            zip(_words(table, payload), (arrays[f"{name}_weights"] * table["unit"]).tolist(), strict=True)
        )
        for name, table in header["words"].items()
    }
    forest = Forest(trees, arrays["thresholds"], arrays["leaves"], float(header["bias"]))
    origin = header.get("origin")
    return Model(header["name"], tuple(features), forest, words, Origin(**origin) if origin else None)


def _arrays(entries: Mapping[str, Any], payload: bytes) -> dict[str, NDArray[Any]]:
    return {
        name: np.frombuffer(
            payload, _TYPES[entry["type"]], count=int(np.prod(entry["shape"])), offset=entry["offset"]
        ).reshape(entry["shape"])
        for name, entry in entries.items()
    }


def _words(table: Mapping[str, Any], payload: bytes) -> list[str]:
    text = payload[table["offset"] : table["offset"] + table["bytes"]].decode("utf-8")
    return text.split("\n") if text else []


def write_model(path: Path, model: Model) -> int:
    """Write the model to a file; return its size in bytes. Weights of words are kept in 32,767 steps each way."""
    parts: list[bytes] = []
    size = 0

    def add(data: bytes) -> int:
        nonlocal size
        parts.append(data)
        size += len(data)
        return size - len(data)

    arrays: dict[str, NDArray[Any]] = {
        "features": model.forest.features,
        "thresholds": model.forest.thresholds,
        "leaves": model.forest.leaves,
    }
    words = {}
    for name, table in model.words.items():
        unit = max(map(abs, table.values()), default=1.0) / _WEIGHT_STEPS
        data = "\n".join(table).encode()
        words[name] = {"offset": add(data), "bytes": len(data), "unit": unit}
        arrays[f"{name}_weights"] = np.array([round(weight / unit) for weight in table.values()], np.int16)
    entries = {
        name: {"type": array.dtype.name, "shape": array.shape, "offset": add(_little(array))}
        for name, array in arrays.items()
    }
    payload = b"".join(parts)
    header = {
        "form": FORM, "version": VERSION, "name": model.name, "bytes": len(payload),
        "sha256": hashlib.sha256(payload).hexdigest(), "features": list(model.features),
        "bias": model.forest.bias, "arrays": entries, "words": words,
        "origin": asdict(model.origin) if model.origin else None,
    }  # fmt: skip
    raw = json.dumps(header).encode() + b"\n" + payload
    path.write_bytes(raw)
    return len(raw)


def _little(array: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(array, _TYPES[array.dtype.name]).tobytes()
