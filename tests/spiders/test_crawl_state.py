"""Where a crawl keeps its state, and what it notes of the run that begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from newsspider.settings import with_defaults
from newsspider.spiders.crawl_arguments import read_arguments
from newsspider.spiders.crawl_state import open_state


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(("form", "continues"), [("jsonl", True), ("json", False)])
def test_a_run_knows_whether_its_feeds_can_go_on(
    tmp_path: Path, form: str, continues: bool, overwrite: bool
) -> None:
    feeds = {str(tmp_path / f"articles.{form}"): {"format": form, "overwrite": overwrite}}
    store, run = open_state(
        with_defaults(Settings({"FEEDS": feeds})), read_arguments({"urls": "https://example.org/"})
    )
    assert run.continues is continues
    store.close()
