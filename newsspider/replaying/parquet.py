"""Parquet feeds: the lines of a finished JSON Lines feed as rows, in columns that follow the article's fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from newsspider.errors import SettingError
from newsspider.items import Article
from newsspider.replaying.durable import sync

_ROWS_A_GROUP = 1000
# The column for fields that an article does not have, as JSON: what other projects add is not lost.
OTHER = "other"


def require_pyarrow() -> Any:
    """Return the module. Raises SettingError, which names the extra, if it is not installed."""
    try:
        import pyarrow.parquet  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise SettingError("--format parquet", "needs the extra: pip install 'newsspider[parquet]'") from error
    return pyarrow


def write_parquet(parts: Sequence[Path], path: Path) -> None:
    """Write the lines of `parts`, in order, to a Parquet file; the same lines give the same bytes."""
    arrow = require_pyarrow()
    schema = article_columns(arrow)
    rows = _rows(parts, set(schema.names))
    with path.open("wb") as file:
        with arrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(rows, _ROWS_A_GROUP)):
                writer.write_table(arrow.Table.from_pylist(group, schema))
        sync(file)


def _rows(parts: Iterable[Path], names: set[str]) -> Iterator[dict[str, Any]]:
    for part in parts:
        with part.open("rb") as file:
            for line in file:
                yield _row(json.loads(line), names)


def _row(form: dict[str, Any], names: set[str]) -> dict[str, Any]:
    others = {name: value for name, value in form.items() if name not in names}
    row = {name: value for name, value in form.items() if name in names}
    if others:
        row[OTHER] = json.dumps(others, ensure_ascii=False)
    return row


def article_columns(arrow: Any) -> Any:
    """Return the Arrow schema: the feed's fields in its order, nested ones as structs, lists and maps."""
    text, whole, flag = arrow.string(), arrow.int64(), arrow.bool_()

    def struct(*names: str, **others: Any) -> Any:
        return arrow.struct([*((name, text) for name in names), *others.items()])

    image = struct("url", "caption", "credit", "alt", width=whole, height=whole)
    columns = {
        "authors": arrow.list_(struct("name", "nameRaw", "url", "type")),
        "agency": arrow.list_(text),
        "publisher": struct("name", "url"),
        "breadcrumbs": arrow.list_(struct("name", "url")),
        "keywords": arrow.list_(text),
        "mainImage": image,
        "images": arrow.list_(image),
        "videos": arrow.list_(struct("url")),
        "audios": arrow.list_(struct("url")),
        "isAccessibleForFree": flag,
        "liveBlogUpdates": arrow.list_(struct("headline", "datePublished", "articleBody")),
        "wordCount": whole,
        "metadata": struct(
            "dateDownloaded",
            source=struct("kind", "path", offset=whole, recordId=text, digest=text),
            fieldSources=arrow.map_(text, text),
            probability=arrow.float64(),
            validationMessages=arrow.map_(text, arrow.list_(text)),
            extractor=text,
        ),
    }
    fields = [(name, columns.get(name, text)) for name in Article.__dataclass_fields__]
    return arrow.schema([*fields, (OTHER, text)])
