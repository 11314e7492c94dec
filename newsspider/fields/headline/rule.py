"""The headline, and the kicker or subtitle beside it."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Each, Field
from newsspider.fields.forms import LINE
from newsspider.fields.headline.above_body import headline_above
from newsspider.fields.headline.ends import without_ends
from newsspider.fields.headline.sources import votes
from newsspider.fields.headline.subtitles import subtitles
from newsspider.fields.headline.votes import agreed
from newsspider.processors.headlines import clean_headline, name_key

__all__ = ["alternative_headline", "headline"]


def headline(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield the page's headline candidates, the one that most sources agree on first."""
    told = list(agreed(without_ends(list(votes(facts)))))
    names = facts.site_keys
    # A title that is the site's name alone is the same on all of its pages.
    yield from (candidate for candidate in told if name_key(candidate.value) not in names)
    yield from (Candidate(line, "headline-above") for line in headline_above(facts.body, facts.headline_lines))
    yield from (candidate for candidate in told if name_key(candidate.value) in names)


def alternative_headline(facts: PageFacts) -> Iterator[Candidate[str]]:
    """Yield kickers and subtitles, best first: what the page sets beside the headline and differs from it."""
    if facts.headline is not None:
        yield from subtitles(facts, facts.headline)


HEADLINE = Field(
    name="headline",
    rule=headline,
    clean=(Each(clean_headline),),
    form=LINE,
    description="Without the site's name.",
    looks="one line, without the site's name",
    sources=(
        "votes of `json-ld`, `microdata`, `json-ld:WebPage`, `microdata:WebPage`, `h1`, `meta:*` "
        "(og:title, twitter:title and the like), `title`, `heading` (what repeats a title, or one part of"
        " it, above the text, where no h1 does): what most agree on comes first; then `headline-above` "
        "(T), and what is the site's name alone"
    ),
    limits=(
        "where a page tells readers and search engines different headlines, the newsroom's linked data "
        "decides; an h1 that only names the subject before a title's colon gives way to the whole title"
    ),
)


ALTERNATIVE_HEADLINE = Field(
    name="alternativeHeadline",
    rule=alternative_headline,
    clean=(Each(clean_headline),),
    form=LINE,
    description="Kicker or subtitle.",
    looks="one line: kicker or subtitle",
    sources=(
        f"{LINKED_DATA}, `meta:*` (subtitle, kicker and the like), `above-h1` (no section, byline, date or trail)"
    ),
    limits="absent where it repeats the headline",
)
