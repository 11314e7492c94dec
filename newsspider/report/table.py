"""The table at the end of a crawl: for each site what came of it, and every reason for what was left out."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from newsspider.display.quantities import counted
from newsspider.display.terminal import Style, styled
from newsspider.display.wording import one_line_of
from newsspider.report.counting import site_name
from newsspider.report.figures import Figures, SiteFigures, by_size

_COLUMNS = ("found", "fetched", "articles", "new")
_MOST_SITES = 20  # one or two screens; the report has all
_MIN_WIDTH, _MIN_NAME_CHARS, _MAX_NAME_CHARS = 40, 16, 48
_KINDS = ("dropped", "rejected", "skipped", "unchanged")
_KIND_CHARS = len("rejected") + 2


def site_table(figures: Figures, *, width: int, colours: bool, most_sites: int = _MOST_SITES) -> Iterator[str]:
    """Yield the table's lines, at most `width` characters long where that is 40 or more.

    Of many sites those come first that gave nothing, then the largest.
    """
    sites = sorted(by_size(figures.sites), key=lambda pair: pair[1].articles > 0)
    writer = _Writer(sites, max(width, _MIN_WIDTH), colours)
    yield writer.heads()
    for name, site in sites[:most_sites]:
        yield from writer.site(name, site)
    if len(sites) > most_sites:
        yield f"and {len(sites) - most_sites:,} more sites"
    if len(sites) > 1:
        yield from writer.site("total", figures.total())


class _Writer:
    def __init__(self, sites: Iterable[tuple[str, SiteFigures]], width: int, colours: bool) -> None:
        self._width, self._colours = width, colours
        names = (len(one_line_of(name, _MAX_NAME_CHARS)) for name, _ in islice(sites, _MOST_SITES))
        # Numbers have eight columns each; on a narrow terminal those on the left give way.
        room = width - _MIN_NAME_CHARS
        self._columns = _COLUMNS[max(0, len(_COLUMNS) - room // 10) :]
        self._name_chars = min(max([*names, len("total")]), width - 10 * len(self._columns), _MAX_NAME_CHARS)

    def heads(self) -> str:
        cells = "".join(name.rjust(10) for name in self._columns)
        return self._styled(f"{'site':{self._name_chars}}{cells}", Style.DIM)

    def site(self, name: str, site: SiteFigures) -> Iterator[str]:
        shown = f"{one_line_of(name, self._name_chars):{self._name_chars}}"
        cells = "".join(f"{getattr(site, column):,}".rjust(10) for column in self._columns)
        yield self._styled(shown, Style.BOLD if site.articles or site.has_known_articles else Style.RED) + cells
        for kind in _KINDS:
            yield from self._reasons(kind, getattr(site, kind))

    def _reasons(self, kind: str, counts: Counter[str]) -> Iterator[str]:
        if not counts:
            return
        first = f"  {kind:{_KIND_CHARS}}"
        wrapped = textwrap.wrap(
            _listed(counts, "\N{NO-BREAK SPACE}"),
            self._width,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_on_hyphens=False,
        )
        yield from (self._styled(line.replace("\N{NO-BREAK SPACE}", " "), Style.DIM) for line in wrapped)

    def _styled(self, text: str, style: Style) -> str:
        return styled(text, style) if self._colours else text


def starts_without_articles(
    figures: Figures,
    start_urls: Iterable[str],
    failed: Mapping[str, str] | None = None,
    unopened: Iterable[str] = (),
) -> list[str]:
    """Return one line for each start URL that gave nothing, with the reasons.

    `failed` are those that could not be read, and why, in plain words. A site of which all is known already
    gave something: in an earlier run. `unopened` are the doors at which a crawl was told not to look.

    >>> figures = Figures()
    >>> figures.site("example.org").skipped["robots"] += 1
    >>> starts_without_articles(figures, ["https://example.org/"])
    ['https://example.org/: no articles: 0 pages fetched; skipped: 1 robots']
    >>> why = "its robots.txt does not allow it"
    >>> starts_without_articles(figures, ["https://example.org/"], {"https://example.org/": why})
    ['https://example.org/: could not be read: its robots.txt does not allow it']
    >>> starts_without_articles(Figures(), ["https://example.org/"], unopened=["links"])
    ['https://example.org/: no articles: 0 pages fetched; not looked for: links (--doors)']
    """
    lines, left_out = [], ", ".join(sorted(unopened))
    for url in dict.fromkeys(start_urls):
        site = figures.sites.get(site_name(url), SiteFigures())
        shown = one_line_of(url, 200)
        if failed and url in failed:
            lines.append(f"{shown}: could not be read: {one_line_of(failed[url], 300)}")
        elif not site.articles and not site.has_known_articles:
            counts = {"dropped": site.dropped, "rejected": site.rejected, "skipped": site.skipped}
            lines.append(f"{shown}: no articles: {_what_happened(site.fetched, counts)}")
            if left_out:
                lines[-1] += f"; not looked for: {left_out} (--doors)"
    return lines


def _what_happened(fetched: int, counts: Mapping[str, Counter[str]]) -> str:
    pages = f"{counted(fetched, 'page')} fetched"
    return "; ".join([pages, *(f"{kind}: {_listed(reasons)}" for kind, reasons in counts.items() if reasons)])


def _listed(counts: Counter[str], joint: str = " ") -> str:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{number:,}{joint}{one_line_of(reason, 40)}" for reason, number in ordered)
