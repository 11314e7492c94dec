"""The pages to check of a run, explained beside its report: from archives on this machine, without a request."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.settings import BaseSettings

from newsspider.errors import NewsspiderError, printable
from newsspider.report.figures import Figures, PageKey, PageToCheck, by_size
from newsspider.report.pages_to_check import Explained, ExplainedPages, command_of, kinds_of_pages
from newsspider.spiders.written_files import explain_folder
from newsspider.time_bound import at_most

if TYPE_CHECKING:
    from newsspider.explain import Explanation
    from newsspider.explain.configured import Explainer
    from newsspider.report.kept_pages import KeptPages

logger = logging.getLogger(__name__)

# Twenty pages of 270 kB take 2.2 s and 2.3 MB; loading what explains them 0.5 s, where no page was read before.
_MOST_PAGES, _MIN_S = 20, 1.0
_SHARE_OF_RUN = 0.01
# One of the twenty took 0.5 s, the others less than 0.1 s; on a page of 2 MB people see nothing.
_PAGE_CPU_S, _MAX_PAGE_BYTES = 1.0, 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Explaining:
    """How many of the pages to check are explained, and how: as the settings of the run say.

    `recorded` is a web archive in which the pages of a crawl can be looked up, or `""`.
    """

    settings: BaseSettings
    recorded: str = ""

    def bounds(self, run_s: float) -> tuple[int, float]:
        """Return how many pages are explained after a run of so many seconds, and in how many seconds at most.

        >>> auto = Explaining(settings=BaseSettings())
        >>> auto.bounds(20), auto.bounds(150), auto.bounds(7_200)
        ((0, 0.0), (20, 1.5), (20, 20.0))
        """
        given = self.settings.get("NEWSSPIDER_REPORT_EXPLAIN", "auto") or 0
        if given != "auto":
            return int(given), math.inf  # as many as were asked for, however busy the machine is
        seconds = min(run_s * _SHARE_OF_RUN, _MOST_PAGES * _PAGE_CPU_S)
        return (_MOST_PAGES, seconds) if seconds >= _MIN_S else (0, 0.0)


def explain_pages(
    report: Path, title: str, figures: Figures, run_s: float, explaining: Explaining
) -> ExplainedPages:
    """Write the worst pages of a run, explained, into a folder beside its report; return them.

    Those of an earlier run go. A page that cannot be had or explained is left out, and whatever goes wrong is
    logged: the report is written all the same.
    """
    from newsspider.explain.folder import remove_folder, write_folder  # noqa: PLC0415  (few runs explain any)

    folder, (most, seconds) = explain_folder(report), explaining.bounds(run_s)
    work = _Work(explaining, seconds)
    try:
        if not most or not (worst := list(islice(worst_pages(figures), most))):
            remove_folder(folder)
            return {}
        names = write_folder(folder, title, work.explanations(worst), report=f"../{report.name}")
        if not names:
            remove_folder(folder)
    except (OSError, NewsspiderError) as error:
        logger.warning("The report explains no pages: %s", printable(error))
        return {}
    except Exception:
        logger.exception("The report explains no pages")
        return {}
    return {
        key: Explained(f"{folder.name}/{name}", page) for (key, page), name in zip(work.done, names, strict=True)
    }


def worst_pages(figures: Figures) -> Iterator[tuple[str, PageToCheck]]:
    """Yield the pages that the report names, each once and with why it does.

    They come in the report's order: those of all sites together, then those of each site.
    """
    seen = set()
    for site in (figures.total(), *(site for _, site in by_size(figures.sites))):
        for title, pages in kinds_of_pages(site):
            for page in pages:
                if page.key not in seen:
                    seen.add(page.key)
                    yield title, page


@dataclass(slots=True)
class _Work:
    """Explains pages until the time is up, and notes which, and where they were found."""

    explaining: Explaining
    seconds: float  # from the first page on: loading what explains them takes as long as it takes
    done: list[tuple[PageKey, PageToCheck]] = field(default_factory=list)

    def explanations(self, pages: Sequence[tuple[str, PageToCheck]]) -> Iterator[Explanation]:
        """Yield the explanations of pages, each with why the report names it."""
        from newsspider.explain.configured import configured_explainer  # noqa: PLC0415  (imports all of extraction)
        from newsspider.report.kept_pages import KeptPages  # noqa: PLC0415  (likewise)

        settings = self.explaining.settings
        explainer, kept = configured_explainer(settings), KeptPages.of(settings, self.explaining.recorded)
        until_s = time.monotonic() + self.seconds
        try:
            for why, page in pages:
                if time.monotonic() > until_s:
                    return
                found = self._explained(page, explainer, kept)
                if found is not None:
                    located, explanation = found
                    self.done.append((page.key, located))
                    command = command_of(located)
                    facts = (("report", f"{why}: {page.note}"), *explanation.facts, ("command", command))
                    yield replace(explanation, facts=facts)
        except KeyboardInterrupt:  # all else is done: only the report is left to be written
            logger.warning("Stopped explaining pages for the report")

    def _explained(
        self, page: PageToCheck, explainer: Explainer, kept: KeptPages
    ) -> tuple[PageToCheck, Explanation] | None:
        """Return a page where it was found, and its explanation; None if it cannot be had or explained."""
        try:
            with at_most(_PAGE_CPU_S):
                located, found = kept.find(page)
                if len(found.response.body) <= _MAX_PAGE_BYTES:
                    return located, explainer.explanation(found)
        except (NewsspiderError, OSError) as error:  # gone, changed, no article, or too slow
            logger.debug("Not explained in the report: %s: %s", printable(page.address), printable(error))
        except Exception:
            logger.exception("Not explained in the report: %s", printable(page.address or page.place))
        return None
