"""The report of a run as a file for programs, and what it keeps of earlier runs to compare with."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from newsspider.report.figures import Figures, SiteFigures, by_size
from newsspider.report.pages_to_check import ExplainedPages
from newsspider.report.retry_command import ListedRejects
from newsspider.version import __version__

_FORM = 1  # of the file; others are not read
# Some 250 bytes a site and run: 2 MB at most.
_MOST_RUNS, _MOST_SITES_OF_A_RUN = 30, 300
# A field that half of five articles had and three lack now is no chance; of one article it may be.
_ENOUGH_BEFORE, _ENOUGH_NOW, _USUAL_SHARE = 5, 3, 0.5
_MOST_WARNINGS = 100


@dataclass(frozen=True, slots=True)
class EarlierSite:
    """What is kept of a site's figures."""

    articles: int
    new: int
    fields: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """What is kept of an earlier run."""

    began: str
    articles: int
    new: int
    sites: Mapping[str, EarlierSite] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the run as plain values."""
        sites = {name: [one.articles, one.new, dict(one.fields)] for name, one in self.sites.items()}
        return {"began": self.began, "articles": self.articles, "new": self.new, "sites": sites}

    def total(self) -> EarlierSite:
        """Return the figures of all sites together, as far as they were kept."""
        fields: Counter[str] = Counter()
        for site in self.sites.values():
            fields.update(site.fields)
        sites = self.sites.values()
        return EarlierSite(sum(site.articles for site in sites), sum(site.new for site in sites), fields)

    @classmethod
    def from_dict(cls, form: Mapping[str, Any]) -> Self:
        """Return the run that `to_dict` gave."""
        sites = {str(name): EarlierSite(*site) for name, site in form["sites"].items()}
        return cls(str(form["began"]), int(form["articles"]), int(form["new"]), sites)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """A run's figures with what is to be said beside them."""

    title: str  # "Crawl", "Replay"
    began: datetime  # aware
    seconds: float
    figures: Figures
    problems: Sequence[str] = ()  # one line each
    earlier: Sequence[EarlierRun] = ()  # oldest first
    explained: ExplainedPages = field(default_factory=dict)
    rejects: ListedRejects | None = None

    @property
    def warnings(self) -> list[str]:
        """What sites gave in an earlier run and lack now, one line each."""
        return [line for line, _ in zip(_losses(self.figures, self.earlier), range(_MOST_WARNINGS), strict=False)]

    def as_earlier(self) -> EarlierRun:
        """Return what the next run's report keeps of this one."""
        largest = list(by_size(self.figures.sites))[:_MOST_SITES_OF_A_RUN]
        sites = {name: EarlierSite(one.articles, one.new, dict(one.fields)) for name, one in largest}
        total = self.figures.sites.values()
        return EarlierRun(
            self.began.isoformat(timespec="seconds"),
            sum(site.articles for site in total),
            sum(site.new for site in total),
            sites,
        )

    def to_json(self) -> bytes:
        """Return the report as JSON."""
        form = {
            "form": _FORM,
            "newsspider": __version__,
            "title": self.title,
            "began": self.began.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 1),
            "warnings": self.warnings,
            "problems": list(self.problems),
            **self.figures.to_dict(),
            "summary": self.as_earlier().to_dict(),
            "earlier": [run.to_dict() for run in self.earlier],
        }
        return json.dumps(form, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


def earlier_runs(path: Path, began: datetime) -> list[EarlierRun]:
    """Return what a report at `path` and its predecessors say of runs before `began`, oldest first.

    A file that is none of ours, or damaged, says nothing.
    """
    try:
        form = json.loads(path.read_bytes())
        if form["form"] != _FORM:
            return []
        runs = [EarlierRun.from_dict(run) for run in (*form["earlier"], form["summary"])]
        return [run for run in runs if datetime.fromisoformat(run.began) < _whole_second(began)][-_MOST_RUNS:]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _losses(figures: Figures, earlier: Sequence[EarlierRun]) -> Iterator[str]:
    for name, site in by_size(figures.sites):
        before = next((run.sites[name] for run in reversed(earlier) if _has_enough(run, name)), None)
        if before is None:
            continue
        if site.articles:
            yield from _lost_fields(name, site, before)
        elif _is_barren(site):
            yield f"{name}: no articles; {before.articles:,} last time"


def _has_enough(run: EarlierRun, site: str) -> bool:
    return site in run.sites and run.sites[site].articles >= _ENOUGH_BEFORE


def _is_barren(site: SiteFigures) -> bool:
    """Return whether a site without articles had pages that should have been some.

    A crawl that finds nothing new reads listings alone, which are none of these.
    """
    if site.has_known_articles:
        return False
    if not site.fetched:  # a site that is down, or forbids all; or a replay
        return bool(site.rejected or site.dropped or site.skipped)
    return site.fruitless >= _ENOUGH_NOW


def _lost_fields(name: str, site: SiteFigures, before: EarlierSite) -> Iterator[str]:
    if site.articles < _ENOUGH_NOW:
        return
    for known, number in before.fields.items():
        share = number / before.articles
        if share >= _USUAL_SHARE and not site.fields[known]:
            yield f"{name}: none of {site.articles:,} articles has {known}; last time {share:.0%} had it"
