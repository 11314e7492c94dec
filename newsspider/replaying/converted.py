"""Feeds of a durable replay in formats that cannot be continued: the exporters read finished JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrapy.utils.misc import load_object

from newsspider.replaying.durable import sync
from newsspider.replaying.jobs import FeedFields, FeedFormat
from newsspider.settings import FEED_EXPORTERS

_CONTINUED = ("jsonl", "jsonl.gz")
_OPTIONS: Mapping[FeedFormat, Mapping[str, Any]] = {"csv": {"article_columns": True}}


def is_converted(form: FeedFormat) -> bool:
    """Return whether feeds of this format are made when their archive has been read to its end."""
    return form not in _CONTINUED


def check_requirements(form: FeedFormat) -> None:
    """Raise SettingError, which names the extra, if the format needs one that is not installed."""
    if is_converted(form):
        check = getattr(load_object(FEED_EXPORTERS[form]), "check_requirements", None)
        if check is not None:
            check()


def write_converted(parts: Sequence[Path], path: Path, form: FeedFormat, fields: FeedFields = None) -> None:
    """Write the lines of `parts`, in order, to a feed; the same lines give the same bytes."""
    kind, options = load_object(FEED_EXPORTERS[form]), _OPTIONS.get(form, {})
    with path.open("wb") as file:
        exporter = kind(file, encoding="utf-8", fields_to_export=fields, **options)
        exporter.start_exporting()
        for part in parts:
            with part.open("rb") as lines:
                for line in lines:
                    exporter.export_item(json.loads(line))
        exporter.finish_exporting()
        sync(file)
