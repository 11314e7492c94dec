"""An explanation as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from newsspider.body import BlockKind
from newsspider.display.terminal import Style, styled
from newsspider.display.wording import NOTHING, one_line_of
from newsspider.explain.types import Attempt, ExplainedBlock, Explanation, FieldAttempts, Verdict

_MARKS = {Verdict.WON: "✓", Verdict.EMPTY: "✗", Verdict.LATER: "·", Verdict.HELD: "·"}
_SOURCE_CHARS = 22  # "microdata:WebPage" has 17; longer ones push their line to the right
_FACT_CHARS = 12
_MAX_WHY_CHARS = 300
_KIND_CHARS = max(len(kind.value) for kind in BlockKind)
_NARROW, _MIN_WIDTH = 60, 30  # below the first, texts stand below what they belong to
_INDENT = " " * 4


def terminal_lines(explanation: Explanation, *, width: int, colours: bool) -> Iterator[str]:
    """Yield an explanation's lines, at most `width` characters long where that is 30 or more."""
    writer = _Writer(max(width, _MIN_WIDTH), colours)
    yield from writer.head(explanation)
    for field in explanation.fields:
        yield ""
        yield from writer.field(field)
    if explanation.blocks:
        yield ""
        title = "blocks, kept ✓ and dropped ✗: probability, number, element and kind"
        yield writer.styled(one_line_of(title, writer.width), Style.BOLD)
        for block in explanation.blocks:
            yield from writer.block(block)


class _Writer:
    def __init__(self, width: int, colours: bool) -> None:
        self.width, self.colours = width, colours

    def styled(self, text: str, style: Style) -> str:
        return styled(text, style) if self.colours else text

    def lines(self, start: str, text: str, style: Style = Style.PLAIN, end: str = "") -> Iterator[str]:
        """Yield `start`, as much of `text` as has room, and `end`; only `text` is styled, `end` is dim.

        They are one line each where there is little room.
        """
        if self.width >= _NARROW:
            room = max(20, self.width - len(start) - len(end))
            shown = self.styled(one_line_of(text, room), style)
            yield start + shown + (self.styled(end, Style.DIM) if end else "")
            return
        room = self.width - len(_INDENT)
        if start.strip():
            yield one_line_of(start.rstrip(), self.width) if start[0] != " " else f"  {one_line_of(start, room)}"
        yield _INDENT + self.styled(one_line_of(text, room), style)
        if end:
            yield _INDENT + self.styled(one_line_of(end.strip(), room), Style.DIM)

    def head(self, explanation: Explanation) -> Iterator[str]:
        yield self.styled(one_line_of(explanation.address, self.width), Style.BOLD)
        facts = list(explanation.facts)
        if explanation.probability is not None:
            facts.insert(0, ("probability", f"{explanation.probability:.2f} of being an article"))
        room = self.width - _FACT_CHARS - 1
        left_out = textwrap.wrap(one_line_of(explanation.left_out, _MAX_WHY_CHARS), room)
        facts[:0] = zip(("left out", *[""] * len(left_out)), left_out, strict=False)
        for name, value in facts:
            yield from self.lines(f"{name:{_FACT_CHARS}} ", value)

    def field(self, field: FieldAttempts) -> Iterator[str]:
        name = self.styled(field.field, Style.BOLD)
        yield f"{name}  {self._value(field)}"
        for attempt in field.attempts:
            yield from self._attempt(attempt)
        if field.is_cut:
            yield self.styled("  … and more", Style.DIM)
        for note in field.notes:
            yield from self.lines("  ! ", note, Style.RED)

    def _value(self, field: FieldAttempts) -> str:
        room = self.width - len(field.field) - 2
        shown = one_line_of(field.value, room)
        if shown:
            return self.styled(shown, Style.GREEN)
        why = "absent" if field.attempts else "absent: no rule found anything"
        return self.styled(one_line_of(why, room), Style.DIM)

    def _attempt(self, attempt: Attempt) -> Iterator[str]:
        style = {Verdict.WON: Style.GREEN, Verdict.EMPTY: Style.RED}.get(attempt.verdict, Style.PLAIN)
        start = f"  {_MARKS[attempt.verdict]} {one_line_of(attempt.source, 60):{_SOURCE_CHARS}} "
        reason = "" if attempt.verdict is Verdict.WON else f"  ({attempt.verdict.value})"
        yield from self.lines(start, one_line_of(attempt.raw, self.width), style, reason)
        for step, value in attempt.steps:
            shown = one_line_of(value, self.width) or NOTHING
            yield from self.lines(f"{'':{_SOURCE_CHARS + 3}}→ ", shown, style, f"  {step}")

    def block(self, block: ExplainedBlock) -> Iterator[str]:
        mark, style = ("✓", Style.GREEN) if block.is_kept else ("✗", Style.DIM)
        kind = f"{block.kind.value:{_KIND_CHARS}}"
        start = f"  {mark} {block.probability:.2f} {block.number:4} {block.tag:10} {kind} "
        yield from self.lines(start, block.text, style)
