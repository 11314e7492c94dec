"""Feeds of a durable replay in formats that cannot be continued: the exporters read finished JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrapy.exporters import BaseItemExporter
from scrapy.utils.misc import load_object

from newsspider.replaying.durable import sync
from newsspider.replaying.jobs import FeedFields, FeedFormat

# By import path: the supervisor, which asks for their names alone, starts without what they need.
_EXPORTERS: Mapping[FeedFormat, tuple[str, Mapping[str, Any]]] = {
    "csv": ("newsspider.feeds.csv_feed.ArticleCsvExporter", {"article_columns": True}),
    "parquet": ("newsspider.feeds.parquet_feed.ArticleParquetExporter", {}),
}


def is_converted(form: FeedFormat) -> bool:
    """Return whether feeds of this format are made when their archive has been read to its end."""
    return form in _EXPORTERS


def write_converted(parts: Sequence[Path], path: Path, form: FeedFormat, fields: FeedFields = None) -> None:
    """Write the lines of `parts`, in order, to a feed; the same lines give the same bytes."""
    import_path, options = _EXPORTERS[form]
    kind = load_object(import_path)
    with path.open("wb") as file:
        exporter: BaseItemExporter = kind(file, encoding="utf-8", fields_to_export=fields, **options)
        exporter.start_exporting()
        for part in parts:
            with part.open("rb") as lines:
                for line in lines:
                    exporter.export_item(json.loads(line))
        exporter.finish_exporting()
        sync(file)
