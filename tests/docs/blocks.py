"""The blocks of code in a page of Markdown, and how they are run: as a reader would, from top to bottom.

A comment before a block says what the reader cannot see:

- `<!-- skip: REASON -->`: it is not run, since it needs a network, say.
- `<!-- tested: tests/docs/test_plugin.py -->`: that file runs it.
- `<!-- serve -->`: it goes on in a terminal of its own; what follows waits until its port answers.
- `<!-- append -->`: its text is added to the file that its title names; without it the file is written anew.

Before a heading, the first two hold for all blocks below it. `<!-- given: dumps feeds -->` anywhere in a page says
which folders its reader has.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_COMMENT = re.compile(r"[ \t]*<!-- (skip|tested|serve|append|given)(?:: (.{1,200}?))? -->[ \t]*$")
_FENCE = re.compile(r"([ \t]*)```([\w-]*)[ \t]*(?:title=\"([^\"]{1,100})\")?[ \t]*$")
_HEADING = re.compile(r"(#{1,6}) ")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code of a page."""

    line: int  # of its first line, counted from 1
    language: str
    text: str
    title: str | None = None
    comments: Mapping[str, str] = field(default_factory=dict)


def blocks_of(page: str) -> list[Block]:
    """Return the blocks of a page in order, each with the comments that hold for it.

    >>> blocks_of('<!-- skip: a network -->\\n```sh\\ncurl a.example\\n```\\n')[0].comments
    {'skip': 'a network'}
    """
    return list(_blocks(page.split("\n")))


def _blocks(lines: list[str]) -> Iterator[Block]:
    sections: list[tuple[int, dict[str, str]]] = []  # the headings around the line, with their comments
    pending: dict[str, str] = {}
    at = 0
    while at < len(lines):
        if found := _COMMENT.match(lines[at]):
            pending[found[1]] = found[2] or ""
        elif found := _HEADING.match(lines[at]):
            level = len(found[1])
            sections = [*(one for one in sections if one[0] < level), (level, pending)]
            pending = {}
        elif found := _FENCE.match(lines[at]):
            end = next(n for n in range(at + 1, len(lines)) if lines[n] == f"{found[1]}```")
            text = textwrap.dedent("\n".join(lines[at + 1 : end]) + "\n")
            inherited = {key: value for _, comments in sections for key, value in comments.items()}
            yield Block(at + 2, found[2], text, found[3], {**inherited, **pending})
            pending, at = {}, end
        elif lines[at].strip():
            pending = {}
        at += 1


def given(page: str) -> set[str]:
    """Return the names of the folders that the reader of a page has.

    >>> sorted(given("# A\\n<!-- given: feeds dumps -->"))
    ['dumps', 'feeds']
    """
    return {name for line in page.split("\n") if (found := _COMMENT.match(line)) and found[1] == "given"
            for name in (found[2] or "").split()}  # fmt: skip
