"""The headline, and the kicker or subtitle beside it."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.fields.headline.above_body import headline_above
from newsspider.fields.headline.ends import without_ends
from newsspider.fields.headline.sources import witnesses
from newsspider.fields.headline.subtitles import subtitles
from newsspider.fields.headline.votes import agreed
from newsspider.fields.once import once
from newsspider.fields.publisher.site_names import site_keys
from newsspider.page.types import Page
from newsspider.processors.headlines import name_key

__all__ = ["alternative_headline", "headline"]


def headline(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield the page's headline candidates, the one that most witnesses agree on first."""
    told = once(body, "headline", lambda: agreed(without_ends(list(witnesses(page, body)))))
    names = site_keys(page, body)
    # A title that is the site's name alone is the same on all of its pages.
    yield from (candidate for candidate in told if name_key(candidate.value) not in names)
    yield from (Candidate(line, "headline-above") for line in headline_above(body))
    yield from (candidate for candidate in told if name_key(candidate.value) in names)


def alternative_headline(page: Page, body: Body) -> Iterator[Candidate[str]]:
    """Yield kickers and subtitles, best first: what the page sets beside the headline and differs from it."""
    chosen = next(headline(page, body), None)
    if chosen is not None:
        yield from subtitles(page, body, chosen.value)
