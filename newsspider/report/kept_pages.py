"""The pages to check of a run, read again from where they are kept: archives and files on this machine."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Self

from scrapy.settings import BaseSettings

from newsspider.archives import ArchivedPage, CaptureArchive, LookupFailedError, LookupRequest, ReadOptions
from newsspider.archives.locations import is_url
from newsspider.errors import SourceError
from newsspider.explain.pages import page_at
from newsspider.report.counting import below_source
from newsspider.report.figures import PageToCheck, place_in
from newsspider.spiders.reading import configured_reading


@dataclass(frozen=True, slots=True)
class KeptPages:
    """Reads pages from the archives that they name, and those of the web from what the crawl has recorded."""

    options: ReadOptions
    recorded: str  # a web archive, or `""`
    captures: CaptureArchive | None  # the same one, to look up URLs in

    @classmethod
    def of(cls, settings: BaseSettings, recorded: str) -> Self:
        """Return the pages of a run with these settings. Raises SettingError."""
        captures = None
        if recorded:
            with suppress(SourceError, OSError):  # nothing was recorded, or it cannot be read
                captures = CaptureArchive.open([recorded], lambda _: None)
        return cls(configured_reading(settings), recorded, captures)

    def find(self, page: PageToCheck) -> tuple[PageToCheck, ArchivedPage]:
        """Return a page with the file that holds it, and its content. Raises SourceError and OSError."""
        located = page if page.archive else self._captured(page)
        if not located.archive or located.offset is None:
            raise SourceError(page.place or page.address, "it is not known which file holds this page")
        if is_url(located.archive):
            raise SourceError(located.archive, "a report makes no request")
        return located, page_at(located.archive, located.offset, self.options, located.address)

    def _captured(self, page: PageToCheck) -> PageToCheck:
        if self.captures is None or not page.address:
            return page
        try:
            source = self.captures.look_up(LookupRequest(page.address), self.options.max_page_bytes).source
        except LookupFailedError as error:
            raise SourceError(page.address, str(error)) from error
        place = place_in(source.path or "", source.offset)
        return below_source(replace(page, place=place, offset=source.offset), self.recorded)
