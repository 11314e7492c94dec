"""The Python reference of the compiled part, under the names that both have."""

from __future__ import annotations

from newsspider._native.block_features import (
    alike_columns,
    good_text,
    markup_columns,
    neighbour_columns,
    order_columns,
)
from newsspider._native.byte_checks import end_tag, is_utf8, is_xml, may_be_double_utf8
from newsspider._native.char_classes import read_chars
from newsspider._native.container_features import (
    ancestors_of,
    direct_columns,
    held,
    lies_in,
    share_columns,
    spine_of,
    summed_weights,
    weight_columns,
)
from newsspider._native.group_features import group_columns, kept_columns, repeat_columns
from newsspider._native.index import attributes_of, index_tree
from newsspider._native.inline import blocks_html, inline_parts
from newsspider._native.markup import is_unseen
from newsspider._native.page_blocks import body_values, markup_values
from newsspider._native.repeats import standing, touching
from newsspider._native.scoring import NamePairs, add_scores
from newsspider._native.texts import casefold, casefold_all, has_surrogates, holds_within, is_clean, is_tidy
from newsspider._native.walk import read_columns
from newsspider._native.words import KnownWords, WordTable, names_of, topics_of, words_in
from newsspider._native.written_html import is_plain_html

__all__ = [
    "KnownWords", "NamePairs", "WordTable", "add_scores", "alike_columns", "ancestors_of", "attributes_of",
    "blocks_html", "body_values", "casefold", "casefold_all", "direct_columns", "end_tag", "good_text",
    "group_columns", "has_surrogates", "held", "holds_within", "index_tree", "inline_parts", "is_clean",
    "is_plain_html", "is_tidy", "is_unseen", "is_utf8", "is_xml", "kept_columns", "lies_in", "markup_columns",
    "markup_values", "may_be_double_utf8", "names_of", "neighbour_columns", "order_columns", "read_chars",
    "read_columns", "repeat_columns", "share_columns", "spine_of", "standing", "summed_weights", "topics_of",
    "touching", "weight_columns", "words_in",
]  # fmt: skip
