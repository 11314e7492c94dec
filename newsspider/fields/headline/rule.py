"""The headline, and the kicker or subtitle beside it."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.headline.above_body import headline_above
from newsspider.fields.headline.ends import without_ends
from newsspider.fields.headline.sources import sources
from newsspider.fields.headline.subtitles import subtitles
from newsspider.fields.headline.votes import agreed
from newsspider.processors.headlines import name_key

__all__ = ["alternative_headline", "headline"]


def headline(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the page's headline candidates, the one that most sources agree on first."""
    told = list(agreed(without_ends(list(sources(facts)))))
    names = facts.site_keys
    # A title that is the site's name alone is the same on all of its pages.
    yield from (candidate for candidate in told if name_key(candidate.value) not in names)
    yield from (Candidate(line, "headline-above") for line in headline_above(facts.body, facts.headline_lines))
    yield from (candidate for candidate in told if name_key(candidate.value) in names)


def alternative_headline(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield kickers and subtitles, best first: what the page sets beside the headline and differs from it."""
    if facts.headline is not None:
        yield from subtitles(facts, facts.headline)
