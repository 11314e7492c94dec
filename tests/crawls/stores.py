"""A project of a user's with a store, run as a process, and what is in the store afterwards."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from newsspider.state.database import open_engine
from tests.crawls.scrapy_process import SCRIPT

ROOT = Path(__file__).parents[2]
SETTINGS = """ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
SPIDER_MODULES = ["theirs.spiders"]
LOG_LEVEL = "WARNING"
"""
# Items of a class of its own, some of them again; a hundred at a time would be more than a kill can interrupt.
SPIDER = """import asyncio, os, scrapy

class Theirs(scrapy.Spider):
    name = "theirs"

    async def start(self):
        for number in range(int(os.environ.get("ITEMS", "300"))):
            await asyncio.sleep(float(os.environ.get("PAUSE_S", "0")))
            text = f"The harbour was closed for {number} days. " * int(os.environ.get("SENTENCES", "1"))
            yield {"url": f"https://example.org/{number}", "title": f"Storm {number}", "text": text, "price": number}
"""
NAMES = '{"title": "headline", "text": "articleBody"}'


def make_project(folder: Path) -> Path:
    """Return the folder with a Scrapy project in it."""
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = theirs.settings\n")
    (folder / "theirs" / "spiders").mkdir(parents=True)
    (folder / "theirs" / "settings.py").write_text(SETTINGS)
    (folder / "theirs" / "spiders" / "__init__.py").write_text(SPIDER)
    return folder


def start_crawl(
    folder: Path, place: str, *args: str, max_file_bytes: int | None = None, **environment: str
) -> subprocess.Popen[str]:
    """Return the running process of a crawl of the project that writes into the store at `place`."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("SCRAPY")}
    store = ["-s", f"NEWSSPIDER_STORE={place}", "-s", f"NEWSSPIDER_FIELD_NAMES={NAMES}"]
    limits = (max_file_bytes, resource.getrlimit(resource.RLIMIT_FSIZE)[1]) if max_file_bytes else None
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), "crawl", "theirs", *store, *args],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, limits) if limits else None,  # noqa: PLW1509
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def crawl(folder: Path, place: str, *args: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Return the finished process of a crawl."""
    process = start_crawl(folder, place, *args, **options)
    stdout, stderr = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def rows(place: str, statement: str, *before: str) -> list[tuple[Any, ...]]:
    """Return what a query of the store gives, after statements that give nothing."""
    engine: Engine = open_engine(place)
    try:
        with engine.begin() as connection:
            for one in before:
                connection.exec_driver_sql(one)
            return [tuple(row) for row in connection.exec_driver_sql(statement)]
    finally:
        engine.dispose()
