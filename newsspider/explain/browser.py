"""An explanation as one HTML page that needs nothing else: no script, no address that is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import groupby

from lxml import etree
from lxml.etree import _Element

from newsspider.explain.types import Attempt, ExplainedBlock, Explanation, FieldAttempts, Verdict
from newsspider.explain.wording import NOTHING, one_line_of
from newsspider.version import __version__

# Even if a browser could be led to see an address or a script in the page, it may load and run none.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MAX_VALUE_CHARS = 240
_MAX_BLOCK_CHARS = 3_000
_MAX_LOSERS = 4  # further candidates fold away
_MAX_DROPPED_RUN = 6  # longer runs of dropped blocks fold away: menus have hundreds
_MARKS = {Verdict.WON: "✓", Verdict.EMPTY: "✗", Verdict.LATER: "·", Verdict.HELD: "·"}


def html_page(explanation: Explanation) -> bytes:
    """Return the page, as UTF-8."""
    head = _tag(
        "head",
        _tag("meta", charset="utf-8"),
        _tag("meta", **{"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        _tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _tag("meta", name="color-scheme", content="light dark"),
        _tag("title", f"{one_line_of(explanation.title, 200)}: explained"),
        _tag("style", files("newsspider.explain").joinpath("data/page.css").read_text("utf-8")),
    )
    sections = [_body(explanation.blocks)] if explanation.blocks else []
    sections.append(_fields(explanation.fields))
    footer = _tag("footer", f"newsspider {__version__}")
    page = _tag("html", head, _tag("body", _header(explanation), *sections, footer), lang="en")
    content: bytes = etree.tostring(page, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    return content + b"\n"


def _tag(kind: str, /, *children: _Element | str, **attributes: str) -> _Element:
    """Return an element; `class_` gives its class. What is text stays text: lxml escapes it."""
    element = etree.Element(kind, {key.rstrip("_"): value for key, value in attributes.items()})
    last: _Element | None = None
    for child in children:
        if isinstance(child, str):
            if last is None:
                element.text = (element.text or "") + child
            else:
                last.tail = (last.tail or "") + child
        else:
            element.append(child)
            last = child
    return element


def _header(explanation: Explanation) -> _Element:
    facts = [
        _tag("div", _tag("dt", name), _tag("dd", one_line_of(value, 400))) for name, value in explanation.facts
    ]
    share = f"{explanation.probability:.2f}"
    return _tag(
        "header",
        _tag("p", one_line_of(explanation.address, 300), class_="address"),
        _tag("h1", one_line_of(explanation.title, 300), dir="auto"),
        _tag(
            "p", _meter(explanation.probability), _tag("b", share), " that the page is an article", class_="page"
        ),
        _tag("dl", *facts),
    )


def _meter(share: float) -> _Element:
    return _tag("i", style=f"--share:{share:.2f}", class_="meter")


def _fields(fields: Sequence[FieldAttempts]) -> _Element:
    rows = [row for field in fields for row in _field_rows(field)]
    heads = [_tag("th", name, scope="col") for name in ("field", "", "source", "what it found")]
    table = _tag("table", _tag("thead", _tag("tr", *heads)), _tag("tbody", *rows))
    return _tag("section", _tag("h2", "Fields"), _tag("div", table, class_="scroll"), class_="fields")


def _field_rows(field: FieldAttempts) -> Iterator[_Element]:
    """Yield a field's rows: its candidates up to the winner and a few more, then those folded away."""
    winner = next((i for i, attempt in enumerate(field.attempts) if attempt.verdict is Verdict.WON), 0)
    shown, folded = field.attempts[: winner + 1 + _MAX_LOSERS], field.attempts[winner + 1 + _MAX_LOSERS :]
    cells = [list(_attempt_cells(attempt)) for attempt in shown]
    if not field.attempts:
        cells.append([_tag("td"), _tag("td"), _tag("td", "no rule found anything", class_="why")])
    if folded or field.is_cut:
        more = f"{len(folded)}{' and more' if field.is_cut else ''} further candidates"
        lines = [_tag("li", _tag("code", one_line_of(t.source, 60)), " ", *_found(t)) for t in folded]
        details = _tag("details", _tag("summary", more), _tag("ul", *lines))
        cells.append([_tag("td"), _tag("td"), _tag("td", details)])
    cells += [[_tag("td", "!"), _tag("td"), _tag("td", note, class_="note")] for note in field.notes]
    classes = ["EMPTY" if field.value is None else attempt.verdict.name for attempt in shown]
    for i, row in enumerate(cells):
        name = [_tag("th", field.field, scope="rowgroup", rowspan=str(len(cells)))] if i == 0 else []
        kind = classes[i].lower() if i < len(classes) else "rest"
        yield _tag("tr", *name, *row, class_=f"{kind} first" if i == 0 else kind)


def _attempt_cells(attempt: Attempt) -> Iterator[_Element]:
    yield _tag("td", _MARKS[attempt.verdict], class_="mark")
    yield _tag("td", _tag("code", one_line_of(attempt.source, 60)))
    yield _tag("td", *_found(attempt))


def _found(attempt: Attempt) -> Iterator[_Element]:
    """Yield what a candidate held, why it did not win, and each step that changed it with what it made of it."""
    yield _tag("span", one_line_of(attempt.raw, _MAX_VALUE_CHARS), class_="raw", dir="auto")
    if attempt.verdict is not Verdict.WON:
        yield _tag("span", attempt.verdict.value, class_="why")
    for step, value in attempt.steps:
        shown = one_line_of(value, _MAX_VALUE_CHARS) or NOTHING
        yield _tag("span", _tag("span", shown, dir="auto"), " ", _tag("code", step), class_="cleaned")


def _body(blocks: Sequence[ExplainedBlock]) -> _Element:
    # Two columns: a run of kept blocks on the left, and beside it on the right the dropped run that follows.
    runs = [_run(list(run), is_kept=is_kept) for is_kept, run in groupby(blocks, key=lambda block: block.is_kept)]
    kept = sum(block.is_kept for block in blocks)
    columns = (
        _tag("h3", f"kept: {kept}", class_="kept"),
        _tag("h3", f"dropped: {len(blocks) - kept}", class_="dropped"),
    )
    return _tag("section", _tag("h2", "Blocks"), _tag("div", *columns, *runs, class_="blocks"), class_="body")


def _run(run: Sequence[ExplainedBlock], *, is_kept: bool) -> _Element:
    blocks = [_block(block) for block in run]
    if is_kept:
        return _tag("div", *blocks, class_="run kept")
    if len(run) <= _MAX_DROPPED_RUN:
        return _tag("div", *blocks, class_="run dropped")
    highest = max(block.probability for block in run)
    summary = _tag("summary", f"{len(run)} blocks, none over {highest:.2f}: {one_line_of(run[0].text, 60)} …")
    return _tag("details", summary, *blocks, class_="run dropped")


def _block(block: ExplainedBlock) -> _Element:
    side = "kept" if block.is_kept else "dropped"
    mark = _tag(
        "p",
        _meter(block.probability),
        _tag("b", f"{block.probability:.2f}"),
        _tag("span", f"{block.tag} {block.number}".strip()),
        class_="mark",
    )
    text = _tag("p", one_line_of(block.text, _MAX_BLOCK_CHARS), dir="auto", class_="text")
    heading = " heading" if block.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else ""
    return _tag("div", mark, text, class_=f"block {side}{heading}")
