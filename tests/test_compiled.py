"""Modules that are compiled as they stand find the same compiled and in Python."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.blocks import columns, lettering, places
from newsspider.blocks.from_html import html_blocks
from newsspider.blocks.lettering import Column
from newsspider.blocks.types import Kind, Markup
from newsspider.body import kin, name_weights, page_blocks
from newsspider.body.types import Body
from newsspider.page.tree import parse_tree

LONG = "x" * 100
TAGS = ("p", "div", "h1", "h2", "li", "article", "article class=abc", "p hidden", "a href=x")
PIECES = (
    *(f"<{tag}>" for tag in TAGS),
    "</p>",
    "</div>",
    "</article>",
    "</a>",
    "<img>",
    "x",
    "y.",
    LONG,
    LONG + ".",
    LONG + ".”",
    f"<p>{'x' * 130}<a href=x>{'x' * 70}</a><p>",  # 35% links
    "字字 字",
)
NEIGHBOURS = (
    "in_half",
    "weight",
    "link_share",
    "log_chars",
    "tag",
    "is_sentence",
    "in_linked_data",
    "after_image",
)


def in_python(module: ModuleType) -> ModuleType:
    """Return the module as it is written, whatever is compiled of it."""
    spec = spec_from_file_location(
        module.__name__ + "_in_python", Path(str(module.__file__)).parent / _source(module)
    )
    assert spec is not None
    assert spec.loader is not None
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def _source(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2] + ".py"


compiled_and_written = pytest.mark.skipif(str(places.__file__).endswith(".py"), reason="nothing is compiled here")
written = {module: in_python(module) for module in (columns, lettering, places, kin, name_weights, page_blocks)}


def all_columns(html: str, chances: list[float], *, compiled: bool) -> dict[str, Column]:
    """Return the columns of a page's blocks, the n-th of which was judged by the n-th of `chances`, and again."""
    own_columns, own_letters, own_places, own_kin = (
        module if compiled else written[module] for module in (columns, lettering, places, kin)
    )
    blocks = html_blocks(parse_tree(html))
    markup = blocks.markup
    assert isinstance(markup, Markup)
    letters = own_letters.lettering(blocks.texts)
    chars = letters.chars.astype(np.float64)
    good = own_columns.good_text(letters.chars, markup.link_chars, 80)
    found = own_places.read_places(markup, good)
    weights = [(len(kind.tag) / 7, len(kind.tokens) / 3) for kind in markup.containers.kind_table]
    chance = np.resize(np.array(chances), len(blocks))
    alike = own_columns.alike_columns(markup, letters, good)
    by_markup = own_columns.markup_columns(markup, letters.chars)
    return {
        **own_places.place_columns(markup, found, own_places.read_weights(markup, weights), letters.chars, good),
        **by_markup,
        **alike,
        **own_columns.order_columns(good, found.in_half),
        **own_kin.kin_columns(markup, alike["alike_group"], chars, chance * chars),
        **own_kin.kept_columns(chance, chars, chance * chars),
        **own_kin.repeat_columns(blocks.texts, chance * chars),
        **own_columns.neighbour_columns(dict.fromkeys(NEIGHBOURS, by_markup["tag"])),
        "words": letters.words,
        "is_sentence": letters.is_sentence,
        "good": good,
        "since": own_columns.blocks_since(by_markup["in_heading"]),
        "heading_scores": own_kin.heading_scores(by_markup["in_heading"], chance * 3, chance, 0.01),
    }


@compiled_and_written
@given(
    st.lists(st.sampled_from(PIECES), max_size=60),
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=10),
)
def test_any_page_has_the_same_columns(pieces: list[str], chances: list[float]) -> None:
    html = "<body>z" + "".join(pieces)
    expected, found = (all_columns(html, chances, compiled=compiled) for compiled in (False, True))
    assert found.keys() == expected.keys()
    for name, column in expected.items():
        assert found[name].dtype == column.dtype
        assert found[name].tolist() == column.tolist(), name


@compiled_and_written
@given(
    st.lists(st.sampled_from(PIECES), max_size=60),
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=10),
)
def test_any_page_has_the_same_values(pieces: list[str], chances: list[float]) -> None:
    blocks = html_blocks(parse_tree("<body>z" + "".join(pieces)))
    assert blocks.markup is not None
    probabilities = np.resize(np.array(chances), len(blocks)).tolist()
    chosen = [i for i, chance in enumerate(probabilities) if chance > 0.5]
    body = Body(blocks=blocks, probabilities=probabilities, chosen=chosen)
    in_python = written[page_blocks]
    assert page_blocks.body_values(body) == in_python.body_values(body)
    assert page_blocks.markup_values(body, blocks.markup) == in_python.markup_values(body, blocks.markup)


NAMES = ("p", "<p>", "own:<p>", "story", "own:story", "share", "own:menu")


@compiled_and_written
@given(
    st.lists(st.tuples(st.sampled_from(("p", "div")), st.lists(st.sampled_from(NAMES)).map(tuple))),
    st.dictionaries(st.sampled_from(NAMES), st.floats(-9.0, 9.0)),
)
def test_any_names_weigh_the_same(elements: list[tuple[str, tuple[str, ...]]], weights: dict[str, float]) -> None:
    kinds = [Kind(tag, 0, tokens) for tag, tokens in elements]
    found, expected = (module.name_weights(kinds, weights) for module in (name_weights, written[name_weights]))
    assert found.tolist() == expected.tolist()
