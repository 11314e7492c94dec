"""The headline, and the kicker or subtitle beside it."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.fields.headline.ends import without_ends
from newsspider.fields.headline.subtitles import subtitles
from newsspider.fields.headline.votes import agreed
from newsspider.fields.headline.witnesses import witnesses
from newsspider.fields.neighbourhood import headline_above
from newsspider.fields.once import once
from newsspider.page.types import Page

__all__ = ["alternative_headline", "headline"]


def headline(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield the page's headline candidates, the one that most witnesses agree on first."""
    yield from once(body, "headline", lambda: agreed(without_ends(list(witnesses(page, body)))))
    yield from (Candidate(line, "headline-above") for line in headline_above(body))


def alternative_headline(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield kickers and subtitles, best first: what the page sets beside the headline and differs from it."""
    chosen = next(headline(page, body), None)
    if chosen is not None:
        yield from subtitles(page, chosen.value)
