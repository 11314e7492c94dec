"""Whether the article can be read without paying."""

from __future__ import annotations

from collections.abc import Iterator

from newsspider.body.types import Body
from newsspider.fields.candidate import Candidate
from newsspider.fields.facts import PageFacts
from newsspider.fields.field import LINKED_DATA, Field
from newsspider.fields.forms import FLAG
from newsspider.lines.walls import holds_wall

_TIER_NAMES = ("article:content_tier", "og:article:content_tier", "content_tier", "article:access", "access")
# Open Graph's article:content_tier, by publishers' integration guides, and its usual synonyms.
_TIERS = {
    "free": True, "open": True, "public": True, "metered": False, "locked": False, "premium": False, "paid": False,
    "subscription": False, "subscriber": False, "subscribers": False, "paywall": False, "plus": False,
}  # fmt: skip
_BLOCKS_BELOW = 6  # under the text: a wall stands where the text breaks off, a subscription offer far below


def is_accessible_for_free(facts: PageFacts) -> Iterator[Candidate[bool]]:
    """Yield whether the article is free, best first; nothing where the page neither says nor shows it."""
    page = facts.page
    for article in page.linked_data.own:
        if article.is_accessible_for_free is not None:
            yield Candidate(article.is_accessible_for_free, article.syntax)
    for name in _TIER_NAMES:
        tier = (page.first_meta(name) or "").strip().lower()
        if tier in _TIERS:
            yield Candidate(_TIERS[tier], f"meta:{name}")
    if _has_wall(facts.body):
        yield Candidate(value=False, source="wall-text")


def _has_wall(body: Body) -> bool:
    below = body.chosen[-1] + 1 if body.chosen else 0
    return holds_wall("\n".join(body.blocks.texts[below : below + _BLOCKS_BELOW]))


ACCESS = Field(
    name="isAccessibleForFree",
    rule=is_accessible_for_free,
    form=FLAG,
    description="False where the page is behind a wall.",
    doc_form="true or false",
    sources=(
        f"{LINKED_DATA}, `meta:*` (article:content_tier and the like), `wall-text` (T): an "
        "invitation to pay right under the text"
    ),
    limits="what a page says may differ from what it shows; a paywall that a script builds is not seen",
)
