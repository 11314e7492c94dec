"""What a feed is made by: the version, and the settings that show in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scrapy.settings import BaseSettings

from newsspider.settings import NEWSSPIDER_DEFAULTS
from newsspider.version import __version__

_OURS = "NEWSSPIDER_"
# How work is cut up: it shows in where gzip members end, and in no article.
SIZES = ("NEWSSPIDER_REPLAY_CHECKPOINT_PAGES", "NEWSSPIDER_REPLAY_CHUNK_BYTES")
_WITHOUT_TRACE = frozenset({"NEWSSPIDER_REJECTS_PATH", *SIZES})
_OF_SCRAPY = ("FEED_EXPORT_ENCODING", "FEED_EXPORT_FIELDS", "FEED_EXPORTERS", "ITEM_PIPELINES")


@dataclass(frozen=True, slots=True)
class Maker:
    """What a feed is made by."""

    version: str
    settings: str  # a digest of them

    @property
    def key(self) -> str:
        """Return both in one."""
        return f"{self.version} {self.settings}"


def maker_of(settings: BaseSettings, arguments: Mapping[str, str]) -> Maker:
    """Return what feeds are made by with these settings and arguments of the spider."""
    shown = {name: settings[name] for name in settings if name.startswith(_OURS) and name not in _WITHOUT_TRACE}
    theirs = {name: _plain(settings.get(name)) for name in _OF_SCRAPY}
    corrections = settings.get("NEWSSPIDER_CORRECTIONS")
    content = _content(Path(corrections)) if corrections else ""
    defaults = {name: value for name, value in NEWSSPIDER_DEFAULTS.items() if name not in _WITHOUT_TRACE}
    parts = [{**defaults, **shown}, theirs, dict(arguments), content]
    written = json.dumps(parts, default=str, sort_keys=True).encode()
    return Maker(__version__, hashlib.sha256(written).hexdigest()[:12])


def _plain(value: object) -> object:
    """Return a setting's value, components by their names: whether a class or its path is named is the same."""
    if isinstance(value, (BaseSettings, Mapping)):
        return sorted((_name(key), str(value[key])) for key in value)
    return value


def _name(component: object) -> str:
    return f"{component.__module__}.{component.__qualname__}" if isinstance(component, type) else str(component)


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""  # the workers will say what is wrong with it
