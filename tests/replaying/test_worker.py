"""What a worker does is in test_worker_process; here is that it can be sent what it must know."""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
from pathlib import Path

from scrapy.settings import Settings

from newsspider.addon import NewsspiderAddon
from newsspider.replaying.worker import WorkerSetup, without_collection


def test_a_setup_arrives_as_it_was() -> None:
    settings = Settings()
    settings.set("ADDONS", {NewsspiderAddon: 100}, priority="cmdline")
    sent = WorkerSetup(settings, {"since": "2024"}, "jsonl", Path("out"), 1, 2)
    came = pickle.loads(pickle.dumps(sent))
    assert dict(came.settings.getdict("ADDONS")) == {NewsspiderAddon: 100}
    assert came.settings.getpriority("ADDONS") == settings.getpriority("ADDONS")
    assert (came.arguments, came.form, came.out) == (sent.arguments, sent.form, sent.out)


def test_a_forked_worker_gives_up_its_supervisors_log_handlers() -> None:
    code = (
        "import logging\n"
        "from scrapy.settings import Settings\n"
        "from scrapy.utils.log import get_scrapy_root_handler, install_scrapy_root_handler\n"
        "from newsspider.replaying.worker import _undo_supervisor\n"
        "install_scrapy_root_handler(Settings())\n"
        "_undo_supervisor()\n"
        "print(get_scrapy_root_handler(), logging.root.handlers, logging.root.level == logging.WARNING)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == "None [] True"


def test_collections_go_on_after_imports() -> None:
    with without_collection():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()
