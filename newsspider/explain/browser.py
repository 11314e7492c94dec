"""An explanation as one HTML page that needs nothing else: no script, no address that is loaded.

The page that is explained stands beside its blocks in a sandboxed frame, without whatever could run or load.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml.etree import _Element

from newsspider.blocks.types import HEADING_TAGS
from newsspider.display.document import element, html_document, meter
from newsspider.display.wording import NOTHING, one_line_of
from newsspider.explain.types import Attempt, ExplainedBlock, Explanation, FieldAttempts, Verdict

_STYLES = ("newsspider.explain", "data/explanation.css")
_MAX_VALUE_CHARS = 240
_MAX_BLOCK_CHARS = 3_000
_MAX_LOSERS = 4  # further candidates fold away
_MAX_DROPPED_RUN = 6  # longer runs of dropped blocks fold away: menus have hundreds
_MARKS = {Verdict.WON: "✓", Verdict.EMPTY: "✗", Verdict.LATER: "·", Verdict.HELD: "·"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Where a page is among those that are explained together: addresses, relative to its own."""

    number: int
    previous: str | None = None
    following: str | None = None
    overview: str = "index.html"
    report: str | None = None  # of the run that the pages are from


def html_page(explanation: Explanation, neighbours: Neighbours | None = None) -> bytes:
    """Return the page, as UTF-8, with links to its neighbours if it has any."""
    links = [_links(neighbours)] if neighbours else []
    sections = [_body(explanation)] if explanation.blocks else []
    title = f"{one_line_of(explanation.title, 200)}: explained"
    parts = [*links, _header(explanation), *sections, _fields(explanation.fields)]
    return html_document(title, parts, _STYLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the list of explained pages says of one of them."""

    href: str  # of its explanation, relative to the list's own
    title: str
    address: str
    probability: float | None
    is_dropped: bool = False


def overview_page(title: str, pages: Sequence[Overview], report: str | None = None) -> bytes:
    """Return the page that lists explanations, each with a link to it; `report` is the address of their report."""
    rows = []
    for number, page in enumerate(pages, 1):
        cells = (
            element("td", str(number), class_="number"),
            element("td", *_likelihood(page), class_=_kind("share", page)),
            element("td", element("a", one_line_of(page.title, 200), href=page.href, dir="auto"), class_="title"),
            element("td", one_line_of(page.address, 200), class_="why"),
        )
        rows.append(element("tr", *cells))
    heads = [element("th", name, scope="col") for name in ("page", "article?", "headline", "address")]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    header = element(
        "header",
        element("p", one_line_of(title, 300), class_="address"),
        element("h1", f"{len(pages):,} {'page' if len(pages) == 1 else 'pages'} explained"),
    )
    parts = [header, element("section", element("div", table, class_="scroll"), class_="overview")]
    if report is not None:
        parts.insert(0, element("nav", element("a", "← Report", href=report), class_="pages"))
    return html_document(f"{one_line_of(title, 200)}: explained", parts, _STYLES)


def _links(neighbours: Neighbours) -> _Element:
    def link(text: str, address: str | None, **attributes: str) -> _Element:
        return element("a", text, href=address, **attributes) if address else element("span", text)

    report = neighbours.report
    up = (element("a", "Report", href=report), " · ") if report is not None else ()
    all_pages = element("a", "All pages", href=neighbours.overview)
    return element(
        "nav",
        link("← Previous page", neighbours.previous, rel="prev"),
        element("span", *up, all_pages, f" · page {neighbours.number:,}"),
        link("Next page →", neighbours.following, rel="next"),
        class_="pages",
    )


def _header(explanation: Explanation) -> _Element:
    facts = [
        element("div", element("dt", name), element("dd", one_line_of(value, 400)))
        for name, value in explanation.facts
    ]
    likelihood = _likelihood(explanation)
    kind = _kind("likelihood", explanation)
    left_out = [element("p", explanation.left_out, class_="left-out")] if explanation.left_out else []
    return element(
        "header",
        element("p", one_line_of(explanation.address, 300), class_="address"),
        element("h1", one_line_of(explanation.title, 300), dir="auto"),
        *([element("p", *likelihood, " probability of being an article", class_=kind)] if likelihood else ()),
        *left_out,
        element("dl", *facts),
    )


def _likelihood(page: Overview | Explanation) -> tuple[_Element | str, ...]:
    """Return how likely a page is an article, drawn and written; nothing where that is not known."""
    if page.probability is None:
        return ()
    return (meter(page.probability), " ", element("b", f"{page.probability:.2f}"))


def _kind(name: str, page: Overview | Explanation) -> str:
    return f"{name} dropped" if page.is_dropped else name


def _fields(fields: Sequence[FieldAttempts]) -> _Element:
    rows = [row for field in fields for row in _field_rows(field)]
    heads = [element("th", name, scope="col") for name in ("field", "", "source", "what it found")]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    return element("section", element("h2", "Fields"), element("div", table, class_="scroll"), class_="fields")


def _field_rows(field: FieldAttempts) -> Iterator[_Element]:
    """Yield a field's rows: its candidates up to the winner and a few more, then those folded away."""
    winner = next((i for i, attempt in enumerate(field.attempts) if attempt.verdict is Verdict.WON), 0)
    shown, folded = field.attempts[: winner + 1 + _MAX_LOSERS], field.attempts[winner + 1 + _MAX_LOSERS :]
    cells = [list(_attempt_cells(attempt)) for attempt in shown]
    if not field.attempts:
        cells.append([element("td"), element("td"), element("td", "no rule found anything", class_="why")])
    if folded or field.is_cut:
        more = f"{len(folded)}{' and more' if field.is_cut else ''} further candidates"
        lines = [element("li", element("code", one_line_of(t.source, 60)), " ", *_found(t)) for t in folded]
        details = element("details", element("summary", more), element("ul", *lines))
        cells.append([element("td"), element("td"), element("td", details)])
    cells += [[element("td", "!"), element("td"), element("td", note, class_="note")] for note in field.notes]
    classes = ["EMPTY" if field.value is None else attempt.verdict.name for attempt in shown]
    for i, row in enumerate(cells):
        name = [element("th", field.field, scope="rowgroup", rowspan=str(len(cells)))] if i == 0 else []
        kind = classes[i].lower() if i < len(classes) else "rest"
        yield element("tr", *name, *row, class_=f"{kind} first" if i == 0 else kind)


def _attempt_cells(attempt: Attempt) -> Iterator[_Element]:
    yield element("td", _MARKS[attempt.verdict], class_="mark")
    yield element("td", element("code", one_line_of(attempt.source, 60)))
    yield element("td", *_found(attempt))


def _found(attempt: Attempt) -> Iterator[_Element]:
    """Yield what a candidate held, why it did not win, and each step that changed it with what it made of it."""
    yield element("span", one_line_of(attempt.raw, _MAX_VALUE_CHARS), class_="raw", dir="auto")
    if attempt.verdict is not Verdict.WON:
        yield element("span", attempt.verdict.value, class_="why")
    for step, value in attempt.steps:
        shown = one_line_of(value, _MAX_VALUE_CHARS) or NOTHING
        yield element("span", element("span", shown, dir="auto"), " ", element("code", step), class_="cleaned")


def _body(explanation: Explanation) -> _Element:
    blocks = explanation.blocks
    # Two columns: a run of kept blocks on the left, and beside it on the right the dropped run that follows.
    runs = [_run(list(run), is_kept=is_kept) for is_kept, run in groupby(blocks, key=lambda block: block.is_kept)]
    kept = sum(block.is_kept for block in blocks)
    columns = (
        element("h3", f"kept: {kept}", class_="kept"),
        element("h3", f"dropped: {len(blocks) - kept}", class_="dropped"),
    )
    listed = element("div", *columns, *runs, class_="blocks")
    if explanation.view is None:
        return element("section", element("h2", "Blocks"), listed, class_="body")
    left = element("div", element("h2", "Blocks"), listed)
    return element("section", left, _page(explanation.view), class_="body beside")


def _page(view: _Element) -> _Element:
    """Return the page itself in a frame: without scripts, and with nowhere to load from."""
    document = html_document("The page", [view], ("newsspider.explain", "data/page_view.css"), is_framed=True)
    frame = element("iframe", sandbox="", srcdoc=document.decode("utf-8"), title="The page that is explained")
    about = element("p", "Without scripts, styles and pictures. Kept blocks are green.", class_="why")
    summary = element("summary", element("h2", "The page"))
    return element("details", summary, about, frame, class_="page", open="open")


def _run(run: Sequence[ExplainedBlock], *, is_kept: bool) -> _Element:
    blocks = [_block(block) for block in run]
    if is_kept:
        return element("div", *blocks, class_="run kept")
    if len(run) <= _MAX_DROPPED_RUN:
        return element("div", *blocks, class_="run dropped")
    highest = max(block.probability for block in run)
    summary = element("summary", f"{len(run)} blocks, none above {highest:.2f}: {one_line_of(run[0].text, 60)} …")
    return element("details", summary, *blocks, class_="run dropped")


def _block(block: ExplainedBlock) -> _Element:
    side = "kept" if block.is_kept else "dropped"
    mark = element(
        "p",
        meter(block.probability),
        element("b", f"{block.probability:.2f}"),
        element("span", f"{block.tag} {block.number}".strip()),
        element("span", block.kind.value),
        class_="mark",
    )
    text = element("p", one_line_of(block.text, _MAX_BLOCK_CHARS), dir="auto", class_="text")
    heading = " heading" if block.tag in HEADING_TAGS else ""
    return element("div", mark, text, class_=f"block {side}{heading}")
