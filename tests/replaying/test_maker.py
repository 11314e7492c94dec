from __future__ import annotations

from pathlib import Path

from scrapy.settings import Settings

from newsspider.pipelines.normalize import NormalizePipeline
from newsspider.replaying.maker import maker_of
from newsspider.version import __version__

PIPELINE = "newsspider.pipelines.normalize.NormalizePipeline"


def digest(arguments: dict[str, str] | None = None, **settings: object) -> str:
    return maker_of(Settings(settings), arguments or {}).settings


def test_what_shows_in_a_feed_changes_the_digest() -> None:
    plain = digest()
    assert plain == digest() == digest(NEWSSPIDER_MIN_PROBABILITY=0.5)
    assert plain == digest(LOG_LEVEL="DEBUG", NEWSSPIDER_REJECTS_PATH="x.jsonl")
    others = [
        digest(NEWSSPIDER_MIN_PROBABILITY=0.4),
        digest(FEED_EXPORT_FIELDS=["url"]),
        digest(ITEM_PIPELINES={PIPELINE: 300}),
        digest({"since": "2024-01-01"}),
    ]
    assert len({plain, *others}) == 5
    assert digest(ITEM_PIPELINES={PIPELINE: 300}) == digest(ITEM_PIPELINES={NormalizePipeline: 300})
    assert maker_of(Settings(), {}).key == f"{__version__} {plain}"


def test_corrections_count_by_what_they_say(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text("a = 1")
    first = digest(NEWSSPIDER_CORRECTIONS=str(path))
    path.write_text("a = 2")
    assert digest(NEWSSPIDER_CORRECTIONS=str(path)) != first
    path.unlink()
    assert digest(NEWSSPIDER_CORRECTIONS=str(path)) != first
