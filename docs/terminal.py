"""Draws docs/terminal.svg: what a terminal shows of the README's commands, from a real run of them.

Run `python docs/terminal.py` after a change of what they print; `--check` writes nothing, and exits with 1 if the
picture shows something other than a run does now (its durations aside).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html import escape, unescape
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "terminal.svg"
COMMANDS = (
    "newsspider replay seeds -O articles.jsonl",
    "newsspider extract seeds/html/ferry-timetable.html --text | head -4",
    "newsspider explain seeds/html/ferry-timetable.html headline | tail -4",
)
COLUMNS, LINE_PX, CHAR_PX, MARGIN_PX, BAR_PX = 100, 20, 7.85, 18, 34
_DURATION = re.compile(r"\d+(?:\.\d+)? s\b")
_TEXT = re.compile(r"<text [^>]*>(.*?)</text>")
_TAG = re.compile(r"<[^>]+>")


def run() -> list[str]:
    """Return what a terminal shows of the commands, in lines of at most 100 characters."""
    lines: list[str] = []
    programs = str(Path(sys.executable).parent)
    environment = {
        **os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
        "COLUMNS": str(COLUMNS), "NO_COLOR": "1",
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds")
        for command in COMMANDS:
            done = subprocess.run(
                ["bash", "-c", command], cwd=folder, env=environment, text=True, check=True, timeout=120,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            lines += [f"$ {command}", *(cut(line) for line in done.stdout.rstrip().split("\n")), ""]
    return lines[:-1]


def cut(line: str) -> str:
    """Return a line that fits into the terminal."""
    return line if len(line) <= COLUMNS else line[: COLUMNS - 1] + "…"


def drawn(lines: Iterable[str]) -> str:
    """Return the picture of a terminal with these lines, as SVG."""
    rows = list(lines)
    width, height = round(COLUMNS * CHAR_PX + 2 * MARGIN_PX), BAR_PX + len(rows) * LINE_PX + MARGIN_PX
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">',
        "<title>newsspider in a terminal</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="#1e2230"/>',
        *(f'<circle cx="{20 + 18 * n}" cy="17" r="5.5" fill="{colour}"/>'
          for n, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))),
        *_texts(rows),
        "</svg>\n",
    ])  # fmt: skip


def _texts(rows: Iterable[str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if row:
            y = BAR_PX + (number + 1) * LINE_PX - 6
            text = escape(row, quote=False)
            if row.startswith("$ "):
                text = f'<tspan fill="#28c840">$</tspan><tspan fill="#ffffff" font-weight="600">{text[1:]}</tspan>'
            yield f'<text x="{MARGIN_PX}" y="{y}" fill="#c8cfe0" xml:space="preserve">{text}</text>'


def shown(picture: str) -> list[str]:
    """Return the lines that a picture shows, blank ones left out.

    >>> shown(drawn(["$ newsspider --version", "", "a < b"]))
    ['$ newsspider --version', 'a < b']
    """
    return [unescape(_TAG.sub("", text)) for text in _TEXT.findall(picture)]


def is_current(lines: Iterable[str]) -> bool:
    """Return whether the picture shows these lines, whatever time a run takes."""
    ours = [_DURATION.sub("0 s", line) for line in lines if line]
    return ours == [_DURATION.sub("0 s", line) for line in shown(PICTURE.read_text("utf-8"))]


def main() -> int:
    """Draw the picture, or say that it is not current; return the exit code."""
    lines = run()
    if "--check" in sys.argv[1:]:
        if not is_current(lines):
            sys.stderr.write("docs/terminal.svg is not current: run python docs/terminal.py\n")
            return 1
        return 0
    PICTURE.write_text(drawn(lines), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
