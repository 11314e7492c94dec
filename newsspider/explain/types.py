"""What an explanation holds: plain values, as terminal and browser show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from lxml.etree import _Element

from newsspider.body import BlockKind
from newsspider.items import Article


class Verdict(Enum):
    """What became of a candidate."""

    WON = "won"
    EMPTY = "nothing left after cleaning"
    LATER = "an earlier candidate won"
    HELD = "the spider had set a value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One candidate: what its rule found, what cleaning leaves of it, and what became of it."""

    source: str
    raw: Any  # as the page has it
    steps: Sequence[tuple[str, Any]]  # what changed it, in order: the step's name, and the value after it
    cleaned: Any  # None, "" or an empty list where nothing is left
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAttempts:
    """A field with all its candidates, in the order in which they are asked."""

    field: str
    value: Any  # as the article has it; None if it is absent
    source: str | None  # the rule that gave it, or "loader"
    attempts: Sequence[Attempt]
    notes: Sequence[str] = ()  # what else there is to know, a line each
    is_cut: bool = False  # there may be more candidates than are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedBlock:
    """One block of the page's text."""

    number: int  # from 1, in reading order
    text: str
    tag: str  # "" in a text dump
    kind: BlockKind
    probability: float  # 0.0-1.0: that it is article text
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A page, explained."""

    title: str  # the headline, else the address
    address: str  # its URL, or where it lies
    probability: float | None  # 0.0-1.0: that the page is an article; None if a feed does not say it
    left_out: str = ""  # what crawls and replays do with the page if it gives no article in a feed
    facts: Sequence[tuple[str, str]]  # what is known of the page, name and value
    fields: Sequence[FieldAttempts]
    blocks: Sequence[ExplainedBlock]  # empty where the body is not asked for
    view: _Element | None = field(default=None, repr=False)  # the page itself, as page_view makes it
    article: Article | None = field(default=None, repr=False)  # what came of it

    @property
    def is_dropped(self) -> bool:
        """Whether crawls, or crawls and replays, leave the page out."""
        return bool(self.left_out)
