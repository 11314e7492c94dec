"""What each block of a page is: told by where it lies in the article, its markup and its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from newsspider._native.markup import Flag
from newsspider._native.values import Markup
from newsspider.blocks.declared_texts import TITLE_CHARS, folded_line, titles_of
from newsspider.blocks.types import HEADING_TAGS
from newsspider.body.line_kinds import TELLING_CHARS, kinds_of_lines
from newsspider.body.standfirst import standfirst_of
from newsspider.body.types import Body
from newsspider.language.word_lists import word_sets
from newsspider.lines.bylines import is_byline, is_signature
from newsspider.lines.captions import is_caption
from newsspider.lines.date_lines import is_date_line
from newsspider.lines.wording import is_label, speaks_of_business
from newsspider.page.types import Page


class BlockKind(Enum):
    """What a block is. Which kinds an article's text consists of is a matter of convention."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    TEXT = "text"
    SUBHEADING = "subheading"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    TABLE = "table"
    CAPTION = "caption"
    BYLINE = "byline"  # or the line of its date
    CREDIT = "credit"  # who wrote, edited or photographed it, or published it first
    NOTE = "note"  # what was corrected or changed
    READ_ALSO = "read also"  # a line that leads to another story
    OTHER_STORY = "other story"
    PROMOTION = "promotion"  # newsletters, accounts, apps, small print
    COMMENT = "comment"
    LIVE_POST = "live post"
    REST = "rest"  # menus, labels, controls


_BYLINE_CHARS = 120
_LINKED = 0.5  # share of links in what leads elsewhere
_END_BLOCKS = 2  # of the text, that may be credits, notes and promotion
_BY_FLAG = {
    BlockKind.CAPTION: int(Flag.CAPTION),
    BlockKind.SUBHEADING: int(Flag.HEADING),
    BlockKind.TABLE: int(Flag.TABLE),
    BlockKind.LIST_ITEM: int(Flag.LI),
    BlockKind.QUOTE: int(Flag.QUOTE),
}


def block_kinds(page: Page, body: Body) -> list[BlockKind]:
    """Return what each of a page's blocks is, whether it was kept or not.

    A block of the text that looks as the others do is TEXT; one that was not kept and tells nothing is REST. Lines
    within the text are taken by their words for another kind only where they were not kept.
    """
    if not body.blocks.texts:
        return []
    told = _Told.of(page, body)
    return [told.kind(i) for i in range(len(body.blocks))]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a page's blocks before each is looked at."""

    page: Page
    body: Body
    titles: str
    kept: frozenset[int]
    standfirst: frozenset[int]
    said: dict[str, frozenset[int]]  # read_also, note, credit, promotion: see kinds_of_lines()
    within: dict[BlockKind, frozenset[int]]  # containers in what is named after comments and live posts
    comments_from: int  # below the label of a dump's comments

    @classmethod
    def of(cls, page: Page, body: Body) -> _Told:
        texts = body.blocks.texts
        short = [i for i, text in enumerate(texts) if len(text) <= TELLING_CHARS]
        said = kinds_of_lines([texts[i] for i in short])
        last = body.chosen[-1] if body.chosen else 0
        labels = (i for i in range(last + 1, len(texts)) if is_label("comments", texts[i]))
        return cls(
            page=page,
            body=body,
            titles=titles_of(page),
            kept=frozenset(body.chosen),
            standfirst=frozenset(standfirst_of(page, body.blocks, body.probabilities)),
            said={name: frozenset(short[k] for k in lines) for name, lines in said.items()},
            within=_named_containers(body.blocks.markup),
            comments_from=next(labels, len(texts)),
        )

    def kind(self, i: int) -> BlockKind:
        """Return what a block is."""
        if i in self.standfirst:
            return BlockKind.STANDFIRST
        kinds = (self._above_text(i), self._by_place(i), self._by_words(i), self._by_markup(i))
        return next((kind for kind in kinds if kind is not None), BlockKind.REST)

    def _above_text(self, i: int) -> BlockKind | None:
        text, tag = self.body.blocks.texts[i], self.body.blocks.tags[i]
        is_heading = tag in HEADING_TAGS or (not tag and i not in self.kept)
        if is_heading and len(text) in TITLE_CHARS and folded_line(text) in self.titles:
            return BlockKind.HEADLINE
        if i in self.kept or len(text) > _BYLINE_CHARS:
            return None
        language = self.page.language
        if is_byline(text, language) or is_signature(text) or is_date_line(text, language):
            return BlockKind.BYLINE
        return None

    def _by_place(self, i: int) -> BlockKind | None:
        """Return what a block is by where it lies: in comments, a live post, a caption."""
        markup = self.body.blocks.markup
        if markup is None:
            return BlockKind.COMMENT if i > self.comments_from else None
        place = markup.places[i]
        for kind, containers in self.within.items():
            if place in containers and (kind is BlockKind.LIVE_POST or i not in self.kept):
                return kind
        is_in_caption = markup.containers.flags[place] & _BY_FLAG[BlockKind.CAPTION]
        return BlockKind.CAPTION if is_in_caption else None

    def _by_words(self, i: int) -> BlockKind | None:
        """Return what a line says that it is; of those kept only the last are asked."""
        if i in self.kept and i not in self.body.chosen[-_END_BLOCKS:]:
            return None
        text = self.body.blocks.texts[i]
        said = {name: i in lines for name, lines in self.said.items()}
        is_above_end = bool(self.body.chosen) and i < self.body.chosen[-1]
        kinds = (
            (BlockKind.READ_ALSO, said["read_also"]),
            (BlockKind.NOTE, said["note"]),
            (BlockKind.CAPTION, is_above_end and i not in self.kept and is_caption(text)),
            (BlockKind.CREDIT, said["credit"]),
            (BlockKind.PROMOTION, said["promotion"] or speaks_of_business(text)),
        )
        return next((kind for kind, holds in kinds if holds), None)

    def _by_markup(self, i: int) -> BlockKind | None:
        markup = self.body.blocks.markup
        if markup is None:
            return BlockKind.TEXT if i in self.kept else None
        if i not in self.kept:
            is_link = markup.link_chars[i] > _LINKED * len(self.body.blocks.texts[i])
            is_below = bool(self.body.chosen) and i > self.body.chosen[0]
            return BlockKind.OTHER_STORY if is_link and is_below and len(self.body.blocks.texts[i]) > 25 else None
        flags = markup.containers.flags[markup.places[i]]
        return next((kind for kind, flag in _BY_FLAG.items() if flags & flag), BlockKind.TEXT)


def _named_containers(markup: Markup | None) -> dict[BlockKind, frozenset[int]]:
    """Return the containers that lie in what a class or id calls comments, or live posts."""
    if markup is None:
        return {}
    words = word_sets("body/data/class_words")
    named = {BlockKind.COMMENT: words["comments"], BlockKind.LIVE_POST: words["live"]}
    return {kind: frozenset(_inside(markup, names)) for kind, names in named.items()}


def _inside(markup: Markup, names: frozenset[str]) -> Iterator[int]:
    containers = markup.containers
    named = containers.kinds_named(names)
    found: set[int] = set()
    for place, (parent, kind) in (
        enumerate(zip(containers.parents, containers.kinds, strict=True)) if named else ()
    ):
        # The body's own class names say what the page is, not what it holds.
        if place and (kind in named or parent in found):
            found.add(place)
            yield place
