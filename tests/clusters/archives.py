"""A folder of archives of many kinds, and what `scrapy replay` makes of it."""

from __future__ import annotations

import json
from pathlib import Path

from newsspider import extract_html
from tests.crawls.replays import page, write_archives

TEXT = "The ferry stopped at the pier for the whole night, the harbour master said on Monday morning."


def write_kinds(folder: Path) -> Path:
    """Write WARCs, one of them damaged, a zip, HTML, JSON lines, a feed, a text, a cache and no archive; return it."""
    write_archives(folder, 80)
    rows = [
        {"url": "https://rows.example/1", "html": page(1).decode(), "timestamp": "2024-05-06T00:00:00Z"},
        {"url": "https://rows.example/2", "text": "\n".join([TEXT] * 8), "title": "The ferry stopped"},
        {"url": "https://rows.example/3", "html": ""},
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    line = extract_html(page(5), "https://feed.example/5").to_dict()
    (folder / "feed.jsonl").write_text(json.dumps(line) + "\n")
    (folder / "dump.txt").write_text("\n\n".join([TEXT] * 8))
    (folder / "clip.dat").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(80))
    (folder / ".hidden.html").write_bytes(page(7))
    (folder / "_run").mkdir()
    (folder / "_run" / "manifest.jsonl").write_text("{}\n")
    return folder
