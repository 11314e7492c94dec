"""An explanation as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body import BlockKind
from newsspider.display.terminal import Style, styled
from newsspider.display.wording import NOTHING, one_line_of
from newsspider.explain.types import Attempt, ExplainedBlock, Explanation, FieldAttempts, Verdict

_MARKS = {Verdict.WON: "✓", Verdict.EMPTY: "✗", Verdict.LATER: "·", Verdict.HELD: "·"}
_SOURCE_CHARS = 22  # "microdata:WebPage" has 17; longer ones push their line to the right
_FACT_CHARS = 12
_KIND_CHARS = max(len(kind.value) for kind in BlockKind)
_MIN_WIDTH = 60


def terminal_lines(explanation: Explanation, *, width: int, colours: bool) -> Iterator[str]:
    """Yield an explanation's lines, at most `width` characters long where that is 60 or more."""
    writer = _Writer(max(width, _MIN_WIDTH), colours)
    yield from writer.head(explanation)
    for field in explanation.fields:
        yield ""
        yield from writer.field(field)
    if explanation.blocks:
        yield ""
        yield writer.styled("blocks, kept ✓ and dropped ✗: probability, number, element and kind", Style.BOLD)
        for block in explanation.blocks:
            yield writer.block(block)


class _Writer:
    def __init__(self, width: int, colours: bool) -> None:
        self.width, self.colours = width, colours

    def styled(self, text: str, style: Style) -> str:
        return styled(text, style) if self.colours else text

    def line(self, start: str, text: str, style: Style = Style.PLAIN, end: str = "") -> str:
        """Return `start`, as much of `text` as has room, and `end`; only `text` is styled, `end` is dim."""
        room = max(20, self.width - len(start) - len(end))
        return start + self.styled(one_line_of(text, room), style) + self.styled(end, Style.DIM)

    def head(self, explanation: Explanation) -> Iterator[str]:
        yield self.line("", explanation.address, Style.BOLD)
        yield f"{'probability':{_FACT_CHARS}} {explanation.probability:.2f} that the page is an article"
        for name, value in explanation.facts:
            yield self.line(f"{name:{_FACT_CHARS}} ", value)

    def field(self, field: FieldAttempts) -> Iterator[str]:
        name = self.styled(field.field, Style.BOLD)
        yield f"{name}  {self._value(field)}"
        for attempt in field.attempts:
            yield from self._attempt(attempt)
        if field.is_cut:
            yield self.styled("  … and more", Style.DIM)
        for note in field.notes:
            yield self.line("  ! ", note, Style.RED)

    def _value(self, field: FieldAttempts) -> str:
        shown = one_line_of(field.value, self.width - len(field.field) - 2)
        if shown:
            return self.styled(shown, Style.GREEN)
        return self.styled("absent" if field.attempts else "absent: no rule found anything", Style.DIM)

    def _attempt(self, attempt: Attempt) -> Iterator[str]:
        style = {Verdict.WON: Style.GREEN, Verdict.EMPTY: Style.RED}.get(attempt.verdict, Style.PLAIN)
        start = f"  {_MARKS[attempt.verdict]} {one_line_of(attempt.source, 60):{_SOURCE_CHARS}} "
        reason = "" if attempt.verdict is Verdict.WON else f"  ({attempt.verdict.value})"
        yield self.line(start, one_line_of(attempt.raw, self.width), style, reason)
        for step, value in attempt.steps:
            shown = one_line_of(value, self.width) or NOTHING
            yield self.line(f"{'':{_SOURCE_CHARS + 3}}→ ", shown, style, f"  {step}")

    def block(self, block: ExplainedBlock) -> str:
        mark, style = ("✓", Style.GREEN) if block.is_kept else ("✗", Style.DIM)
        kind = f"{block.kind.value:{_KIND_CHARS}}"
        start = f"  {mark} {block.probability:.2f} {block.number:4} {block.tag:10} {kind} "
        return self.line(start, block.text, style)
