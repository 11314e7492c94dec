"""A crawl that is killed again and again and started with the same line loses no article and doubles none.

`NEWSSPIDER_KILLS=20` kills it as often; five times are enough to find what goes wrong most of the time.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.crawls.crawling import crawl, feed_of, kill_again_and_again, undamaged
from tests.crawls.news_site.serving import news_site, score

QUICK = ("-s", "DOWNLOAD_DELAY=0")


@pytest.mark.slow
def test_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    wanted = int(os.environ.get("NEWSSPIDER_KILLS", "5"))
    with news_site() as (site, server):
        start = [f"{site.base}/"]
        whole = score(site, crawl(tmp_path / "whole", start, QUICK).new, server.log)
        server.log.clear()
        folder = tmp_path / "killed"
        killed = kill_again_and_again(folder, start, server.log, kills=wanted, options=QUICK)
        assert killed >= min(wanted, 5)
        last = crawl(folder, start, QUICK)
        broken = score(site, feed_of(folder), server.log)
    assert last.exit_code == 0, last.log
    assert broken.doubled == ()
    assert broken.missing == whole.missing
    assert undamaged(folder)
