"""Lines within a text that speak of the page or lead to another story: labels, links, teasers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsspider._native.values import Markup
from newsspider.blocks.types import HEADING_TAGS, LISTED_OR_HEADING, Blocks
from newsspider.lines.page_lines import is_advertisement_label, is_page_line
from newsspider.lines.story_labels import heads_other_stories, label_of_other_story, leads_on

_TEASER_CHARS = 400
_MARK_CHARS = 8  # arrows and spaces around a link
_CARD_BLOCKS = 3  # heading, picture's credit, teaser
_MOST_LINKED = 6  # entries of a list below a label
_MOST_LABELLED, _LINKED_SHARE = 200, 0.9  # characters of a label and a headline, and how much of that is a link


def lines_of_page(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield the blocks that speak of the page, and those that are a label and links to other stories.

    Headings and entries of lists may tell of advertising; of a paragraph of that word alone none of the corpus's
    pages has it in its text.
    """
    labelled = listed = -1  # the block behind a label, or behind a story that it heads; one of a list of links
    for i in likely:
        text = blocks.texts[i]
        if len(text) > _MOST_LABELLED:
            if is_page_line(text):  # what stands for a post until readers agree to load it
                yield i
            continue
        if _heads_links(blocks, markup, i, likely) or (i == listed and _is_link(markup, i, len(text))):
            labelled = listed = i + 1
            yield i
        elif is_page_line(text) or _leads_to_other_story(blocks, markup, i, is_labelled=i == labelled):
            labelled = i + 1
            yield i
        elif not _is_listed(blocks, i) and is_advertisement_label(text):
            yield i


def teasers(blocks: Blocks, markup: Markup, likely: Sequence[int]) -> Iterator[int]:
    """Yield what stands below the linked headlines of other stories, in a box that begins with a label of such."""
    containers, places = markup.containers, markup.places
    last, head = -1, 0  # the block looked at before, and the label above it
    for i in likely:
        if not i or markup.link_chars[i] or not _is_link(markup, i - 1, len(blocks.texts[i - 1])):  # as most
            continue
        label = i - 1
        while (
            label
            and label != last
            and (
                _is_link(markup, label, len(blocks.texts[label]))
                or _is_link(markup, label - 1, len(blocks.texts[label - 1]))
            )
        ):
            label -= 1
        label = head if label == last else label
        last, head = i, label
        above = range(label + 1, i)
        if len(above) > 1 and all(_is_link(markup, k, len(blocks.texts[k])) for k in above):
            continue  # a list of stories has no teaser below its last alone: the text goes on
        if len(blocks.texts[i]) <= _TEASER_CHARS and heads_other_stories(blocks.texts[label]):
            box = places[label]
            while containers.parents[box] >= 0 and not (label and places[label - 1] >= containers.parents[box]):
                box = containers.parents[box]
            if box <= places[i] < containers.ends[box]:
                yield i


def _heads_links(blocks: Blocks, markup: Markup, i: int, likely: Sequence[int]) -> bool:
    """Return whether a line is a label of other stories above a link to one, or above a list of them.

    Behind a list below a heading the text goes on: at its end, or of many links, they may be references. Between
    headings that are links "Read more" belongs to the one above it, in a list of what the page presents.
    """
    below = i + 1
    if below >= len(blocks) or not markup.link_chars[below] or markup.link_chars[i]:  # as most
        return False
    if not _is_link(markup, below, len(blocks.texts[below])) or not heads_other_stories(blocks.texts[i]):
        return False
    if not _is_listed(blocks, below):
        return True
    if _is_linked_heading(blocks, markup, below) and any(
        _is_linked_heading(blocks, markup, k) for k in range(max(i - _CARD_BLOCKS, 0), i)
    ):
        return False
    entries = range(below, min(len(blocks), below + _MOST_LINKED + 1))
    end = next((k for k in entries if not _is_link(markup, k, len(blocks.texts[k]))), entries.stop)
    return end - below <= _MOST_LINKED and (
        not _is_listed(blocks, i)
        or (end in likely and (not _is_listed(blocks, end) or _fill_box(markup, range(i, end))))
    )


def _fill_box(markup: Markup, lines: range) -> bool:
    """Return whether lines, and nothing else, stand in an element of their own."""
    parents, ends, places = markup.containers.parents, markup.containers.ends, markup.places
    box = places[lines[0]]
    while box >= 0 and not all(box <= places[k] < ends[box] for k in lines):
        box = parents[box]
    if box < 0:
        return False
    beside = (k for k in (lines.start - 1, lines.stop) if 0 <= k < len(places))
    return not any(box <= places[k] < ends[box] for k in beside)


def _is_linked_heading(blocks: Blocks, markup: Markup, i: int) -> bool:
    return blocks.tags[i] in HEADING_TAGS and _is_link(markup, i, len(blocks.texts[i]))


def _is_link(markup: Markup, i: int, chars: int) -> bool:
    """Return whether a line is a link, beside marks around it."""
    return markup.link_chars[i] > 0 and markup.link_chars[i] >= _LINKED_SHARE * (chars - _MARK_CHARS)


def _leads_to_other_story(blocks: Blocks, markup: Markup, i: int, *, is_labelled: bool) -> bool:
    """Return whether a line is a link behind a label, below one, or behind a mark that leads on."""
    if not markup.link_chars[i]:  # as of most
        return False
    text = blocks.texts[i]
    label = label_of_other_story(text, is_link=True) or _label_before_link(text, markup.link_chars[i])
    if not _is_link(markup, i, len(text) - label):
        return False
    if _is_listed(blocks, i):
        return bool(label) or _is_labelled_within(blocks, i)
    return bool(label) or is_labelled or leads_on(text) or _is_begun_as_ad(text)


def _label_before_link(text: str, link_chars: int) -> int:
    """Return the length of a label of other stories before the link that ends a line: "Leggi anche" and a link."""
    before = text[: max(0, len(text) - link_chars)]
    return len(before) if heads_other_stories(before) else 0


def _is_labelled_within(blocks: Blocks, i: int) -> bool:
    """Return whether one link holds a label of other stories and a heading: <a>Read also<h4>...</h4></a>."""
    own, before = blocks.elements[i], blocks.elements[i - 1] if i else None
    if own is None or before is None or not heads_other_stories(blocks.texts[i - 1]):
        return False
    link = next(own.iterancestors("a"), None)
    return link is not None and (before in (link, link.getparent()) or link in before.iterancestors("a"))


def _is_begun_as_ad(text: str) -> bool:
    """Return whether a link begins with the label of an advertisement: "Werbung Kristallgläser mit Rabatt"."""
    return is_advertisement_label(text.partition(" ")[0])


def _is_listed(blocks: Blocks, i: int) -> bool:
    return blocks.tags[i] in LISTED_OR_HEADING
