"""Explaining pages as the settings say: with a project's own fields, corrections and use of standfirsts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scrapy.settings import BaseSettings

from newsspider.archives import ArchivedPage
from newsspider.corrections import Corrections
from newsspider.errors import PageError
from newsspider.explain.explanation import explain
from newsspider.explain.feed_line import explain_line
from newsspider.explain.left_out import left_out
from newsspider.explain.types import Explanation
from newsspider.fields import Field
from newsspider.http import StandfirstUse
from newsspider.loaders import ArticleLoader
from newsspider.middlewares.page_context import configured_corrections, configured_standfirst
from newsspider.settings import with_defaults
from newsspider.spiders.base import configured_fields


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains archived pages, all with the same fields, corrections and use of standfirsts."""

    fields: Mapping[str, Field]
    corrections: Corrections | None
    standfirst: StandfirstUse
    min_probability: float

    def explanation(self, page: ArchivedPage, only: Sequence[str] = ()) -> Explanation:
        """Return why a page's article, or `only` these fields of it, is what it is.

        Raises PageError where the page gives no article.
        """
        explanation = self._explanation(page, only)
        if explanation.article is None:
            return explanation
        response = page.response if page.article is None else None
        return replace(explanation, left_out=left_out(response, explanation.article, self.min_probability))

    def _explanation(self, page: ArchivedPage, only: Sequence[str]) -> Explanation:
        if page.article is not None:
            try:
                return explain_line(page.article, page.source, fields=self.fields, only=only)
            except ValueError as error:
                raise PageError("damaged", f"not an article of a feed: {error}") from error
        return explain(
            page.response,
            source=page.source,
            captured=page.captured,
            announcement=page.announcement,
            corrections=self.corrections,
            loader=ArticleLoader(fields=self.fields),
            only=only,
            standfirst=self.standfirst,
        )


def configured_explainer(settings: BaseSettings) -> Explainer:
    """Return what explains pages as these settings say. Raises SettingError and CorrectionsError."""
    fields = configured_fields(settings)
    least = with_defaults(settings).getfloat("NEWSSPIDER_MIN_PROBABILITY")
    return Explainer(fields, configured_corrections(settings, fields), configured_standfirst(settings), least)
