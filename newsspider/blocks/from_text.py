"""Text dumps as blocks: a line each, or a paragraph each where lines were wrapped at a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice, pairwise
from typing import NamedTuple

from newsspider.blocks.types import Blocks, Layout
from newsspider.errors import PageError
from newsspider.language.scripts import EAST_ASIAN_PUNCTUATION, UNSPACED
from newsspider.lines.shapes import ends_sentence
from newsspider.processors.text import one_line

# What str.isspace knows, and what no reader sees.
_EDGES = (
    " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\0\ufeff\u200b"
)
_TAB_COLUMNS = 4
# Each line takes up to 1.5 kB, with what is asked of it. Of 2,900 news pages' texts the most had 2,202.
_MAX_LINES = 200_000
# Wrapping: no editor, mailer or text browser wraps below 30 columns (Japanese at 35 to 40 characters) or
# above 120; dumps that keep a paragraph a line have longer lines than that.
_SHORTEST_WRAP = 30
_LONGEST_WRAP = 120
# A dump is wrapped if four of five of its longer lines were full, and there are at least three of them: in lists
# of headlines, which have lines of like length too, less than a third are.
_FULL_SHARE = 0.8
_FULL_COUNT = 3
# A list of headlines that happen to be of one length begins each line with a capital; German prose, with its
# capitals, begins two of three lines without one.
_SMALL_SHARE = 0.3
# Paragraphs of a line each that happen to be of one length end as sentences do; of wrapped lines one of four does.
_MOST_ENDED = 0.7
_WIDTH_QUANTILE = 0.95  # an address that could not be broken stands out of the column
_BULLET = re.compile(r"\s*(?:[-*•·–—▪‣◦o]|\d{1,3}[.)])\s+(?=\S)")
_UNSPACED = re.compile(f"[{UNSPACED}{EAST_ASIAN_PUNCTUATION}]")


_REFERENCE = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#[xX][0-9a-fA-F]{2,5});")
_SPOKEN_OF = frozenset("<>&")  # a text may well speak of "&lt;"
# A dump is Markdown if its first line is a heading, or where links are written as there.
_MARKDOWN = re.compile(r"\A\s{0,99}#{1,3}\s\S|\]\(https?://")
_HEADING_MARK = re.compile(r"^\s{0,3}#{1,6}\s+(?=\S)")
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{1,2000}(?:\s\"[^\"]{0,500}\")?\)")
_LINK = re.compile(
    r"\[([^\[\]]{1,500})\]\((?:https?:/|mailto:|\.{0,2}/|#)[^()\s]{0,2000}(?:\s\"[^\"]{0,500}\")?\)"
)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]{1,2000}?)(?<=[^\s*])\1(?![\w*])")


class _Line(NamedTuple):
    start: int  # offset in the dump, of its first character that is no space
    indent: int  # columns
    blank_before: int  # blank lines above it
    text: str  # tabs and all, without the spaces at its ends; never empty

    @property
    def columns(self) -> int:
        return self.indent + len(self.text)


def text_blocks(text: str) -> Blocks:
    r"""Return the blocks of a text dump: a line each; lines that a wrapped paragraph was broken into, joined.

    Linear in the length of `text`. What `str.splitlines` calls a line's end is one. Raises PageError where there
    are more lines than memory should be spent on ("too-many-lines").

    >>> text_blocks("Menu\n  News\n\n\nStorm hits coast").texts
    ['Menu', 'News', 'Storm hits coast']
    >>> text_blocks("Menu\n  News\n\n\nStorm hits coast").layout.indents
    [0, 2, 0]
    """
    lines = list(islice(_lines(text), _MAX_LINES + 1))
    if len(lines) > _MAX_LINES:
        raise PageError("too-many-lines", f"the text has more than {_MAX_LINES:,} lines")
    width = _wrap_width(lines)
    groups = _paragraphs(lines, width) if width else [[line] for line in lines]
    plain = _markdown_as_text if _MARKDOWN.search(text) else _without_references
    filled = [(group[0], folded) for group in groups if (folded := one_line(plain(_joined(group))))]
    return Blocks(
        texts=[folded for _, folded in filled],
        tags=[""] * len(filled),
        elements=[None] * len(filled),
        layout=Layout(
            starts=[line.start for line, _ in filled],
            indents=[line.indent for line, _ in filled],
            gaps=[line.blank_before for line, _ in filled],
            cells=[line.text.count("\t") + 1 for line, _ in filled],
        ),
    )


def _without_references(line: str) -> str:
    """Return a line with the letters and marks that it spells as in HTML: "caf&eacute;", but "&lt;" as it is."""
    return _REFERENCE.sub(_character, line) if "&" in line else line


def _character(reference: re.Match[str]) -> str:
    char = unescape(reference[0])
    return reference[0] if char in _SPOKEN_OF else char


def _markdown_as_text(line: str) -> str:
    """Return a line of Markdown as text: what links and emphasis hold, and no marks of headings and pictures."""
    line = _IMAGE.sub("", _HEADING_MARK.sub("", _without_references(line)))
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line))


def _lines(text: str) -> Iterator[_Line]:
    offset = blank = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip(_EDGES)
        if stripped:
            lead = raw.index(stripped[0])
            indent = lead + (_TAB_COLUMNS - 1) * raw.count("\t", 0, lead)
            yield _Line(offset + lead, indent, blank, stripped)
            blank = 0
        else:
            blank += 1
        offset += len(raw)


def _wrap_width(lines: Sequence[_Line]) -> int:
    """Return the column at which the dump's paragraphs were wrapped, 0 where they were not."""
    columns = sorted(line.columns for line in lines if line.columns >= _SHORTEST_WRAP)
    if len(columns) < _FULL_COUNT:
        return 0
    width = columns[int(_WIDTH_QUANTILE * (len(columns) - 1))]
    if width > _LONGEST_WRAP:
        return 0
    longer = [(a, b) for a, b in pairwise(lines) if not b.blank_before and width <= 2 * a.columns]
    full = [(a, b) for a, b in longer if _is_full(a, b, width)]
    if sum(ends_sentence(a.text) for a, _ in full) > _MOST_ENDED * len(full):
        return 0
    below = [b.text[0] for _, b in full]
    small, capital = sum(map(str.islower, below)), sum(map(str.isupper, below))
    is_prose = small >= _SMALL_SHARE * (small + capital)
    return width if is_prose and len(below) >= max(_FULL_COUNT, _FULL_SHARE * len(longer)) else 0


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    """Return whether the first word of the line below had no room left: then it was broken, not ended."""
    if _UNSPACED.match(following.text):
        # Punctuation may not begin a line there: it hangs over, or is pulled down.
        return line.columns + 2 >= width
    return line.columns + 1 + len(following.text[:width].split(None, 1)[0]) > width


def _paragraphs(lines: Sequence[_Line], width: int) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(group: Sequence[_Line], line: _Line, width: int) -> bool:
    first, last = group[0], group[-1]
    if line.blank_before or _BULLET.match(line.text):
        return False
    if line.indent > last.indent:  # a paragraph that begins indented, unless it hangs below a bullet
        bullet = _BULLET.match(first.text) if first is last else None
        if bullet is None or line.indent != first.indent + bullet.end():
            return False
    return _is_full(last, line, width)


def _joined(group: Sequence[_Line]) -> str:
    if len(group) == 1:
        return group[0].text
    parts = [group[0].text]
    for above, line in pairwise(group):
        touching = _UNSPACED.match(above.text[-1]) and _UNSPACED.match(line.text)
        broken_word = above.text[-1] in "-‐" and above.text[-2:-1].isalpha() and line.text[0].islower()
        parts.append("" if touching or broken_word else " ")
        parts.append(line.text)
    return "".join(parts)
