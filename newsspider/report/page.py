"""The report of a run as one HTML page: what was found, what was left out and why, and what deserves a look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from lxml.etree import _Element

from newsspider.display.document import element, html_document
from newsspider.display.quantities import counted, format_duration
from newsspider.display.reasons import REASONS, in_words
from newsspider.display.wording import one_line_of
from newsspider.report.charts import bar_list, class_list, column_chart, dates_chart, share_list, trend
from newsspider.report.figures import NO_SITE, TIME_CLASSES_S, Figures, SiteFigures, by_size
from newsspider.report.history import EarlierRun, EarlierSite, RunReport
from newsspider.report.pages_to_check import pages_to_check
from newsspider.report.retry_command import ListedRejects

# A page of 300 sites is 2 MB; report.json beside it has all.
_MOST_ROWS, _MOST_DETAILS, _MOST_HOSTS, _MOST_LINES = 300, 100, 15, 50
_MOST_RUNS_SHOWN = 12  # in a cell of the table of fields
_ADDRESS_CHARS = 200
_CAPITAL = re.compile(r"(?=[A-Z])")
_MINUTE_CHARS, _SECOND_CHARS = len("2026-11-28T19:02"), len("2026-11-28T19:02:31")
_COLOURS = {"dropped": "dropped", "rejected": "dropped"}  # of other kinds: quiet
_DOORS = {
    "feeds": "a feed named the address first",
    "sitemaps": "a sitemap named the address first",
    "links": "a link named the address first: the front page is read before feeds and sitemaps",
}
# The columns of the table of fields: those that every article of a newspaper should have, then others.
_MAIN_FIELDS = (
    "headline", "articleBody", "datePublished", "authors", "mainImage", "inLanguage", "publisher", "description",
    "articleSection", "keywords", "dateModified",
)  # fmt: skip


def report_page(report: RunReport) -> bytes:
    """Return the page, as UTF-8."""
    figures, total = report.figures, report.figures.total()
    sections = [
        _header(report, total),
        *_messages(report),
        _over_time(total, report.earlier, report),
        _sites(figures),
        *_fields(figures, report.earlier),
        _reasons(total, report),
        *_hosts(figures),
        *pages_to_check(total, report.explained),
        *_details(report),
    ]
    title = f"{_headline(total, figures)} · newsspider"
    return html_document(title, sections, ("newsspider.report", "data/report.css"))


def _headline(total: SiteFigures, figures: Figures) -> str:
    sites = len(figures.sites.keys() - {NO_SITE})
    where = counted(sites, "site") if sites or not figures.sites else "pages without an address"
    if not total.articles and total.has_known_articles:
        return f"Nothing new from {where}"
    return f"{counted(total.articles, 'article')} from {where}"


def _header(report: RunReport, total: SiteFigures) -> _Element:
    when = report.began.strftime("%-d %B %Y, %H:%M UTC")
    took = f"{report.title} of {when}, took {format_duration(report.seconds)}"
    tiles = [
        _tile("found", total.found, "addresses that pages, feeds and sitemaps named"),
        _tile("fetched", total.fetched, "pages that the sites answered with"),
        _tile("articles", total.articles, "in the feed", "kept"),
        _tile("new", total.new, "not known from an earlier run", "kept"),
        _tile("dropped", total.dropped.total(), "read, and not in the feed: lists, duplicates ...", "dropped"),
        _tile("rejected", total.rejected.total(), "could not be fetched or read: the file of rejects", "dropped"),
        _tile("skipped", total.skipped.total() + report.figures.records.total(), "never asked for", "quiet"),
    ]
    if total.unchanged:
        tiles.append(_tile("unchanged", total.unchanged.total(), "as they were when they were last read", "quiet"))
    if not _is_crawled(total):
        del tiles[3], tiles[:2]
    return element(
        "header",
        element("p", took, class_="address"),
        element("h1", _headline(total, report.figures)),
        element("div", *tiles, class_="tiles"),
    )


def _tile(name: str, number: int, meaning: str, kind: str = "") -> _Element:
    classes = f"tile {kind}" if kind and number else "tile"  # a zero is neither good nor bad news
    return element("div", element("b", f"{number:,}"), element("span", name), class_=classes, title=meaning)


def _messages(report: RunReport) -> Iterator[_Element]:
    for title, lines in (("Less than last time", report.warnings), ("What went wrong", report.problems)):
        if lines:
            items = [element("li", one_line_of(line, 400)) for line in islice(lines, _MOST_LINES)]
            if len(lines) > _MOST_LINES:
                items.append(element("li", f"and {len(lines) - _MOST_LINES:,} more"))
            yield element("section", element("h2", title), element("ul", *items), class_="warnings")


def _over_time(total: SiteFigures, earlier: Sequence[EarlierRun], report: RunReport) -> _Element:
    charts = [_titled("Articles by date of publication", dates_chart(total.published))]
    if earlier:
        charts.append(_runs_chart([(run.began, run) for run in earlier], report, total))
    return element("section", element("h2", "Over time"), element("div", *charts, class_="charts"))


def _is_crawled(figures: SiteFigures) -> bool:
    """Return whether pages were requested. A replay fetches nothing, and does not know what is new."""
    return bool(figures.found + figures.fetched)


def _titled(title: str, chart: _Element) -> _Element:
    return element("div", element("h3", title), chart, class_="titled")


def _runs_chart(
    earlier: Sequence[tuple[str, EarlierRun | EarlierSite]], report: RunReport, now: SiteFigures
) -> _Element:
    """Return a chart of what each run gave by when it began, to the second where a minute had two.

    Of crawls these are the new articles; of replays all in the feed: one that goes on counts earlier ones too.
    """
    runs: list[tuple[str, EarlierRun | EarlierSite | SiteFigures]] = [*earlier, (report.began.isoformat(), now)]
    has_own_minutes = len({began[:_MINUTE_CHARS] for began, _ in runs}) == len(runs)
    chars = _MINUTE_CHARS if has_own_minutes else _SECOND_CHARS
    is_crawl = _is_crawled(report.figures.total())
    columns = [(began[:chars].replace("T", " "), run.new if is_crawl else run.articles) for began, run in runs]
    return _titled("New articles by run" if is_crawl else "Articles in the feed by run", column_chart(columns))


def _sites(figures: Figures) -> _Element:
    names: tuple[str, ...] = (
        "site",
        "published",
        "found",
        "fetched",
        "articles",
        "new",
        "dropped",
        "rejected",
        "skipped",
        "unchanged",
    )
    total = figures.total()
    is_crawl = _is_crawled(total)
    hidden = set() if is_crawl else {"found", "fetched", "new"}
    hidden.update(() if is_crawl or total.skipped else ("skipped",), () if total.unchanged else ("unchanged",))
    names = tuple(name for name in names if name not in hidden)
    rows, others = [], SiteFigures()
    for place, (name, site) in enumerate(by_size(figures.sites)):
        if place < _MOST_ROWS:
            rows.append(_site_row(name, site, names[2:], place if len(figures.sites) > 1 else _MOST_DETAILS))
        else:
            others.join(site)
    if len(figures.sites) > _MOST_ROWS:
        more = f"and {len(figures.sites) - _MOST_ROWS:,} more sites"
        rows.append(_site_row(more, others, names[2:], _MOST_DETAILS))
    return _table("Sites", names, rows, "sites")


def _site_row(name: str, site: SiteFigures, columns: Sequence[str], place: int) -> _Element:
    shown = one_line_of(name, 80)
    title = element("a", shown, href=f"#site-{place}") if place < _MOST_DETAILS else element("span", shown)
    chart = dates_chart(site.published, small=True)
    numbers = (getattr(site, column) for column in columns)
    cells = [_number(one.total() if isinstance(one, Counter) else one) for one in numbers]
    kind = "" if site.articles or site.has_known_articles else "barren"
    return element("tr", element("th", title, scope="row"), element("td", chart), *cells, class_=kind)


def _number(number: int) -> _Element:
    return element("td", f"{number:,}" if number else "–", class_="number" if number else "number zero")


def _table(title: str, names: Sequence[str], rows: Sequence[_Element], kind: str) -> _Element:
    heads = [
        element("th", name, scope="col", class_="number" if place > 1 else "") for place, name in enumerate(names)
    ]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    return element("section", element("h2", title), element("div", table, class_="scroll"), class_=kind)


def _fields(figures: Figures, earlier: Sequence[EarlierRun]) -> Iterator[_Element]:
    rows = []
    with_articles = [(name, site) for name, site in by_size(figures.sites) if site.articles]
    if not with_articles:
        return
    if len(with_articles) > 1:
        rows.append(_coverage_row("all sites", figures.total(), [run.total() for run in earlier]))
    for place, (name, site) in enumerate(with_articles[:_MOST_ROWS]):
        before = [run.sites[name] for run in earlier if name in run.sites] if place < _MOST_DETAILS else []
        rows.append(_coverage_row(name, site, before))
    heads = [element("th", "share of articles that have", scope="col"), *map(_field_head, _MAIN_FIELDS)]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    yield element("section", element("h2", "Fields"), element("div", table, class_="scroll"), class_="coverage")


def _field_head(name: str) -> _Element:
    """Return the head of a column, whose name may be parted before its capitals where there is little room."""
    first, *others = _CAPITAL.split(name)
    return element("th", first, *(element("span", other) for other in others), scope="col")


def _coverage_row(name: str, site: SiteFigures, earlier: Sequence[EarlierSite]) -> _Element:
    """Return the share of a site's articles that have each field, with a line of those of earlier runs."""
    before = [run for run in earlier if run.articles][-_MOST_RUNS_SHOWN:]
    cells = []
    for field in _MAIN_FIELDS:
        share = site.fields[field] / site.articles
        title = f"{one_line_of(name, 80)}: {field} in {site.fields[field]:,} of {site.articles:,} articles"
        shares = [run.fields.get(field, 0) / run.articles for run in before]
        line = [trend([*shares, share])] if shares else []
        if shares:
            title += f"; in earlier runs {', '.join(f'{one:.0%}' for one in shares)}"
        # What no article of a site has may be what the site does not have: an alarm only if it once had.
        kind = "share" if share else "share lost" if any(shares) else "share none"
        style = f"--share:{share:.2f}"
        cells.append(element("td", f"{share:.0%}", *line, style=style, class_=kind, title=title))
    return element("tr", element("th", one_line_of(name, 80), scope="row"), *cells)


def _reasons(total: SiteFigures, report: RunReport) -> _Element:
    lists = [
        _reason_list("dropped", total.dropped),
        _reason_list("rejected", total.rejected),
        _reason_list("skipped", total.skipped + report.figures.records),
        *([_reason_list("unchanged", total.unchanged)] if total.unchanged else ()),
    ]
    about = [_door_list("found first through", total)] if total.doors else []
    about += [bar_list("by language", total.languages), *_field_list(total)]
    again = _again(report.rejects, is_crawl=_is_crawled(total)) if total.rejected else ()
    return element(
        "section",
        element("h2", "Left out, and why"),
        element("div", *lists, class_="columns"),
        *again,
        element("h2", "Articles"),
        element("div", *about, class_="columns"),
    )


def _again(rejects: ListedRejects | None, *, is_crawl: bool) -> Iterator[_Element]:
    """Yield how to have another try at what was rejected, if it is listed."""
    if rejects is not None:
        listed = f"Rejects are listed, with their reasons, in {one_line_of(rejects.path, _ADDRESS_CHARS)}."
        command = rejects.command(is_crawl=is_crawl)
        again = (" To try them again: ", element("code", command)) if command else ()
        yield element("p", listed, *again, class_="meaning")


def _reason_list(kind: str, counts: Mapping[str, int]) -> _Element:
    return bar_list(kind, counts, kind=_COLOURS.get(kind, "quiet"), in_words=partial(in_words, kind))


def _door_list(title: str, site: SiteFigures) -> _Element:
    """Return through which doors articles were found; an address that several name counts for the first."""
    return bar_list(title, site.doors, in_words=lambda door: _DOORS.get(door, ""))


def _field_list(site: SiteFigures) -> Iterator[_Element]:
    """Yield the share of articles that have each field, if there are articles."""
    if site.articles:
        ordered = sorted(site.fields.items(), key=lambda pair: (-pair[1], pair[0]))
        yield share_list("with the field", {name: number / site.articles for name, number in ordered})


def _hosts(figures: Figures) -> Iterator[_Element]:
    if not figures.hosts:
        return
    slowest = sorted(figures.hosts.items(), key=lambda pair: (-pair[1].mean_s, pair[0]))[:_MOST_HOSTS]
    rows = []
    for name, host in slowest:
        times = (f"{host.mean_s:.2f} s", f"{host.slowest_s:.2f} s", f"{host.answers:,}")
        cells = [element("td", value, class_="number") for value in times]
        rows.append(element("tr", element("th", one_line_of(name, 80), scope="row"), *cells))
    heads = [
        element("th", name, scope="col", class_="number" if place else "")
        for place, name in enumerate(("slowest hosts", "mean", "slowest", "answers"))
    ]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
    ends = [f"up to {end:g} s" for end in TIME_CLASSES_S] + [f"over {TIME_CLASSES_S[-1]:g} s"]
    chart = class_list("Pages by response time", list(zip(ends, figures.time_classes, strict=True)))
    parts = element("div", element("div", table, class_="scroll"), chart, class_="hosts")
    yield element("section", element("h2", "Response times"), parts)


def _details(report: RunReport) -> Iterator[_Element]:
    """Yield a section with a part for each site, unless the rest of the page is about a single one."""
    sites = list(by_size(report.figures.sites))[:_MOST_DETAILS]
    if len(sites) < 2:
        return
    parts = []
    for place, (name, site) in enumerate(sites):
        summary = element("summary", element("b", one_line_of(name, 80)), f" {counted(site.articles, 'article')}")
        content = _site_content(name, site, report)
        parts.append(element("details", summary, *content, id=f"site-{place}"))
    yield element("section", element("h2", "Site by site"), *parts, class_="details")


def _site_content(name: str, site: SiteFigures, report: RunReport) -> Iterator[_Element]:
    charts = [_titled("Articles by date of publication", dates_chart(site.published))]
    if runs := [(run.began, run.sites[name]) for run in report.earlier if name in run.sites]:
        charts.append(_runs_chart(runs, report, site))
    yield element("div", *charts, class_="charts")
    reasons = {kind: getattr(site, kind) for kind in REASONS}
    shown = [_reason_list(kind, counts) for kind, counts in reasons.items() if counts]
    shown += [_door_list("articles found first through", site)] if site.doors else []
    shown += [bar_list("articles by language", site.languages)] if site.languages else []
    yield element("div", *shown, *_field_list(site), class_="columns")
    yield from pages_to_check(site, report.explained)
