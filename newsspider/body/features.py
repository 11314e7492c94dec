"""The features of a page's blocks, whichever kind of page it is, and the names of those that models read."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from newsspider._native.values import Column
from newsspider.blocks.features import html_features
from newsspider.blocks.types import Blocks
from newsspider.body.line_kinds import TELLING_CHARS, kind_columns, kinds_said
from newsspider.body.name_weights import name_weights
from newsspider.body.text_features import text_features
from newsspider.body.topics import BlockWords
from newsspider.language.scripts import holds_touching
from newsspider.lines.wording import LABEL_CHARS, label_lines, phrase_lines
from newsspider.page.types import Page

_SHORT_CHARS = 200
_FAR = 99  # blocks

_TEXT = (
    "after_comments", "after_related", "after_span_start", "alike_later", "alike_next", "before_last",
    "before_span_end", "blank_share", "cells", "chars_before_share", "chars_near", "commas",
    "comment_marks_after", "comment_marks_before", "comment_marks_wide", "dated_after", "dated_before",
    "dated_wide", "digits", "digits+1", "digits-1", "first", "first+1", "first-1", "from_end", "gap", "gap+1",
    "gap+2", "gap-1", "group_blocks", "group_index", "group_mean_chars", "group_sentence_share", "in_span",
    "indent", "indent_from_main", "index", "index_share", "is_business", "is_caption", "is_caption+1",
    "is_caption-1", "is_comment_mark", "is_comments", "is_control", "is_dated", "is_ellipsis", "is_related",
    "is_repeated", "is_sentence", "is_sentence+1", "is_sentence+2", "is_sentence+3", "is_sentence-1",
    "is_sentence-2", "is_sentence-3", "kind", "last", "last+1", "last-1", "lead_share", "log_chars",
    "log_chars+1", "log_chars+2", "log_chars+3", "log_chars+4", "log_chars-1", "log_chars-2", "log_chars-3",
    "log_chars-4", "log_chars_to_core", "long_after", "long_before", "long_chars_before_share",
    "long_chars_near", "long_chars_wide", "long_share_wide", "long_to_last", "long_to_next", "lower_share",
    "mean_word", "name_share", "page_blocks", "page_chars", "period", "prose_wide", "quotes", "regularity",
    "repeated_wide", "sentence_after", "sentence_before", "sentence_breaks", "sentence_chars_before_share",
    "sentence_chars_near", "sentence_chars_wide", "sentence_share_wide", "sentence_to_last",
    "sentence_to_next", "short_run_after", "short_run_before", "signs", "span_worth", "stops",
    "stops_to_words", "title_block_share", "title_share", "topic_after", "topic_before", "topic_near",
    "topic_share", "topic_to_core", "unspaced", "upper", "upper+1", "upper+2", "upper-1", "upper-2", "weight",
    "weight+1", "weight+2", "weight+3", "weight-1", "weight-2", "weight-3", "weight_after", "weight_before",
    "weight_near", "weight_wide", "words",
)  # fmt: skip
_AROUND_IN_TEXT = (  # what the first pass says of the blocks around each
    "after_run_start", "before_run_end", "chance", "chance+1", "chance+2", "chance+3", "chance-1", "chance-2",
    "chance-3", "chance_near+10", "chance_near+25", "chance_near+4", "chance_near-10", "chance_near-25",
    "chance_near-4", "chance_of_alike", "chance_of_group", "chance_of_same", "chars_taken_near+10",
    "chars_taken_near+25", "chars_taken_near+4", "chars_taken_near-10", "chars_taken_near-25",
    "chars_taken_near-4", "chosen_name_share", "chosen_topic_share", "expected_after_share", "expected_before",
    "expected_before_share", "expected_chars", "in_run", "likely_after", "likely_before", "mean_chance",
    "other_chars_to_run", "run_share", "sure_share", "to_last_likely", "to_next_likely",
)  # fmt: skip
# Of each model, by its name.
FEATURES: Mapping[str, tuple[str, ...]] = {
    "html": (
        "after_first_modal", "after_h1", "after_heading", "after_image", "after_image+1", "after_image-1",
        "after_related", "after_title", "alike", "alike_chars", "alike_good_share", "alike_link_share",
        "alike_sentences", "article", "before_last_modal", "branch_blocks", "branch_good_share",
        "branch_link_share", "chars_before_share", "depth", "depth_below_main", "depth_below_modal",
        "direct_share", "direct_to_most", "emphasis_share", "first", "from_end", "good_before",
        "grandparent_blocks", "grandparent_good_share", "grandparent_link_share", "grandparent_mean_chars",
        "grandparent_weight", "great_grandparent_blocks", "great_grandparent_good_share",
        "great_grandparent_link_share", "great_grandparent_mean_chars", "hidden_share", "in_article",
        "in_caption", "in_figure", "in_footer", "in_main", "in_main+1", "in_main-1", "in_heading", "in_hidden",
        "in_item", "in_linked_data", "in_linked_data+1", "in_linked_data-1", "in_linked_data_share",
        "in_longest", "in_most", "in_pre", "in_table", "is_business", "is_control", "is_description",
        "is_quoted", "is_related",
        "is_sentence", "is_sentence+1", "is_sentence-1", "is_title", "last", "like_next", "link_share",
        "link_share+1", "link_share-1", "linked_data_to_good", "log_chars", "log_chars+1", "log_chars+2",
        "log_chars-1", "log_chars-2", "lowest_weight", "lowest_weight_below_main", "main_after", "main_before",
        "main_chars_after_share", "main_chars_before_share", "main_chars_near", "own_link_share", "own_weight",
        "page_blocks", "page_chars", "parent_blocks", "parent_good_share", "parent_link_share",
        "parent_mean_chars", "parent_tag", "parent_weight", "repeats", "says_article", "says_news",
        "says_og_article", "says_published", "tag", "tag+1", "tag-1", "to_next_main", "upper", "weight",
        "weight+1", "weight-1", "weight_below_main", "words",
    ),
    "html_context": (
        "address", "after_chars", "after_share", "alike", "alike_chance", "alike_chars", "alike_others_chance",
        "alike_share", "before_chars", "before_share", "chars", "container_chance", "container_others_chance",
        "container_share", "credit", "depth_below_modal", "description", "direct_to_most", "emphasis_share",
        "first", "from_first", "good_after", "good_before", "grandparent_chance", "grandparent_others_chance",
        "grandparent_share", "has_description", "heading_score", "hidden_share", "in_hidden", "in_item",
        "in_table", "junk_before", "last", "link_share", "main_before", "names_author", "note", "own_weight",
        "page_blocks", "parent_branch_chance", "grandparent_branch_share",
        "parent_chance", "parent_share", "promotion", "read_also", "repeated_near", "repeated_share",
        "says_article", "says_news", "score", "score+1", "score-1", "since_sure", "standfirst", "sure_share",
        "tag", "to_last", "to_sure", "weight_below_main",
    ),
    "text": _TEXT,
    "text_context": (*_TEXT, *_AROUND_IN_TEXT),
}  # fmt: skip


def block_columns(
    page: Page,
    blocks: Blocks,
    weights: Mapping[str, Mapping[str, float]],
    words: BlockWords | None = None,
) -> Mapping[str, Column]:
    """Return the columns of the blocks' features by name; `weights` are those of words that a model holds.

    `words` are a dump's own, where they are known already.

    Training and use both call this, so that a model is asked what it was taught.
    """
    if blocks.markup is None:
        return text_features(blocks, weights["words"], words)
    names = name_weights(blocks.markup.containers.kind_table, weights["names"])
    columns = html_features(page, blocks, names)
    return {**columns, **_wording_columns(blocks, columns["in_main"])} if columns else columns


def _wording_columns(blocks: Blocks, candidates: Column) -> dict[str, Column]:
    """Return what the short lines inside the main container say, in any language.

    The kinds that the second pass asks for are found on the way, since most of its lines are these.
    """
    short = [i for i in np.flatnonzero(candidates).tolist() if len(blocks.texts[i]) <= TELLING_CHARS]
    lines = [blocks.texts[i] for i in short]
    may_touch = holds_touching("\n".join(lines))
    heads = [line[:LABEL_CHARS] for line in lines]
    labels = label_lines(heads, ("related", "controls", "notes"), may_touch=may_touch)
    phrases = phrase_lines(lines, ("business", "credits", "promotion"), may_touch=may_touch)
    related, control, business = np.zeros((3, len(blocks)), np.float32)
    related[[short[k] for k in labels["related"] if len(lines[k]) <= LABEL_CHARS]] = 1.0
    control[[short[k] for k in labels["controls"] if len(lines[k]) <= LABEL_CHARS]] = 1.0
    business[[short[k] for k in phrases["business"] if len(lines[k]) <= _SHORT_CHARS]] = 1.0
    return {
        **kind_columns(len(blocks), short, kinds_said(lines, labels, phrases)),
        "is_related": related,
        "is_control": control,
        "is_business": business,
        "after_related": _blocks_since(related),
    }


def _blocks_since(marked: Column) -> Column:
    """Return how many blocks each stands after the last marked one; 99.0 where none is, or it is farther."""
    numbers = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked > 0, numbers, -_FAR))
    return np.minimum(numbers - last, _FAR).astype(np.float32)
