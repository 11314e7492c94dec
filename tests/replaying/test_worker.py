"""What a worker does is in test_worker_process; here is that it can be sent what it must know."""

from __future__ import annotations

import pickle
from pathlib import Path

from scrapy.settings import Settings

from newsspider.addon import NewsspiderAddon
from newsspider.replaying.worker import WorkerSetup


def test_a_setup_arrives_as_it_was() -> None:
    settings = Settings()
    settings.set("ADDONS", {NewsspiderAddon: 100}, priority="cmdline")
    sent = WorkerSetup(settings, {"since": "2024"}, "jsonl", Path("out"), 1, 2)
    came = pickle.loads(pickle.dumps(sent))
    assert dict(came.settings.getdict("ADDONS")) == {NewsspiderAddon: 100}
    assert came.settings.getpriority("ADDONS") == settings.getpriority("ADDONS")
    assert (came.arguments, came.form, came.out) == (sent.arguments, sent.form, sent.out)
