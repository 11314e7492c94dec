"""How likely each block is article text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from newsspider._native.values import Column, Markup
from newsspider.blocks.types import HEADING_TAGS, Blocks
from newsspider.body.assemble_html import nearest
from newsspider.body.boilerplate import SHORT_DUMP, other_lines, without_boilerplate
from newsspider.body.features import block_columns
from newsspider.body.forest import probabilities
from newsspider.body.html_context import FEWEST_BLOCKS, html_context
from newsspider.body.model import Model, current_model
from newsspider.body.text_context import text_context
from newsspider.body.topics import BlockWords, words_of_blocks
from newsspider.language.word_lists import word_sets
from newsspider.lines.date_lines import is_unspaced_sentence
from newsspider.lines.end_lines import is_end_line
from newsspider.lines.page_lines import is_page_line
from newsspider.lines.shapes import ends_sentence, weighted_chars
from newsspider.page.types import Page

Scores = NDArray[np.float64]  # log odds

_HEADLINE_CHANCE, _KEPT_CHANCE = 0.1, 0.6
_LEAST_OF_CELLS, _SPREAD_OF_CELLS = 0.1, 0.6
_FEWEST_CHARS = 25
_LEAST_OF_NEXT, _LEAST_OF_NEXT_ON_LONG = 0.3, 0.45
_LEAST_OF_ROW, _LEAST_OF_ROW_ON_LONG = 0.03, 0.3
_FEWEST_CHARS_ON_LONG = 80  # in Latin characters' worth
_QUOTES, _TABLES, _CELLS = frozenset(("blockquote",)), frozenset(("table",)), frozenset(("td", "th"))


def label(page: Page, blocks: Blocks) -> Sequence[float]:
    """Return for each block the probability that it is article text."""
    if not blocks.texts:
        return []
    form = "text" if blocks.markup is None else "html"
    passes = current_model(form), current_model(f"{form}_context")
    scored = label_by(passes, page, blocks)
    chances = without_boilerplate(page, blocks, scored)
    if blocks.markup is None:
        return with_last_paragraphs(blocks, chances, scored)
    return with_next_paragraphs(blocks, with_embedded_parts(blocks, with_whole_tables(blocks, chances)))


def with_next_paragraphs(blocks: Blocks, chances: Sequence[float]) -> Sequence[float]:
    """Return the probabilities, those of doubtful sentences right behind a page's text raised.

    They are paragraphs of the text if they lie in the same element, and are marked up as the one above.
    """
    markup = blocks.markup
    likely = [i for i, chance in enumerate(chances) if chance > _KEPT_CHANCE]
    if markup is None or not likely:
        return chances
    containers, places = markup.containers, markup.places
    least = _LEAST_OF_NEXT if len(blocks) < FEWEST_BLOCKS else _LEAST_OF_NEXT_ON_LONG
    raised = list(chances)
    for i in range(likely[-1] + 1, len(blocks)):
        place, above = places[i], places[i - 1]
        is_alike = containers.kinds[place] == containers.kinds[above] and (
            containers.parents[place] == containers.parents[above]
        )
        if not is_alike or chances[i] < least or not _is_paragraph(blocks.texts[i]):
            break
        raised[i] = max(raised[i], _KEPT_CHANCE)
    return raised


def with_last_paragraphs(blocks: Blocks, chances: Sequence[float], scored: Sequence[float]) -> Sequence[float]:
    """Return the probabilities, those of sentences in a row with the text of a dump raised to what is kept.

    Paragraphs behind a line that leads to another story, and last ones, are doubtful to models that have learned
    from long dumps, where comments and other stories follow. What is known to be something else, by its words or
    since its chance is less than it `scored`, parts no text.

    Of longer dumps only sentences right behind the text are raised, and neither short nor less likely ones: of
    the corpus's three more of 1,077 are read whole, at the same F1.
    """
    likely = [i for i, chance in enumerate(chances) if chance >= _KEPT_CHANCE and _is_paragraph(blocks.texts[i])]
    if not likely:
        return chances
    if len(blocks) >= SHORT_DUMP:
        return _with_sentences_behind(likely[-1], blocks, chances, scored)
    others = frozenset(other_lines(blocks.texts))
    raised = list(chances)
    for i in range(likely[0] + 1, len(blocks)):
        if i in others:
            continue
        if is_end_line(blocks.texts[i]):
            if i > likely[-1]:
                break  # what stands below it is of the page as well
            continue
        if chances[i] < scored[i]:
            continue
        if chances[i] >= _LEAST_OF_ROW and _is_paragraph(blocks.texts[i]):
            raised[i] = max(raised[i], _KEPT_CHANCE)
        elif i > likely[-1]:
            break
    return raised


def _with_sentences_behind(
    last: int, blocks: Blocks, chances: Sequence[float], scored: Sequence[float]
) -> Sequence[float]:
    raised = list(chances)
    for i in range(last + 1, len(blocks)):
        is_known = chances[i] < scored[i] or is_end_line(blocks.texts[i])
        is_short = weighted_chars(blocks.texts[i]) < _FEWEST_CHARS_ON_LONG  # "Folgst du uns schon auf X?"
        if is_known or is_short or chances[i] < _LEAST_OF_ROW_ON_LONG or not _is_paragraph(blocks.texts[i]):
            break
        raised[i] = max(raised[i], _KEPT_CHANCE)
    return raised


def _is_paragraph(text: str) -> bool:
    return (ends_sentence(text) or is_unspaced_sentence(text)) and weighted_chars(text) >= _FEWEST_CHARS


def with_embedded_parts(blocks: Blocks, chances: Sequence[float]) -> Sequence[float]:
    """Return the probabilities, those of what is embedded in the text of a small page raised to what is kept.

    Posts, code, and tables with headings. The golds of longer pages leave nearly all posts out (131 of 132
    blocks, on 27 pages), and the models learn that. On a page of a few blocks, of which the corpus has hardly any,
    they are a part of the story that readers miss.
    """
    markup = blocks.markup
    if markup is None or sum(tag not in _CELLS for tag in blocks.tags) >= FEWEST_BLOCKS:
        return chances
    likely = [i for i, chance in enumerate(chances) if chance > _KEPT_CHANCE]
    if not likely:
        return chances
    raised = list(chances)
    within = _Embedded(markup)
    end = likely[-1] + 1
    if blocks.tags[likely[-1]] in HEADING_TAGS:  # which heads the table below it
        end = next((i for i in range(end, len(blocks)) if blocks.tags[i] not in _CELLS), len(blocks))
    for i in range(likely[0], end):
        if within.is_part(markup.places[i], blocks.tags[i]) and not is_page_line(blocks.texts[i]):
            raised[i] = max(raised[i], _KEPT_CHANCE)
    return raised


class _Embedded:
    """What the containers of a small page are embedded in, as far as anybody has asked."""

    def __init__(self, markup: Markup) -> None:
        self.markup = markup
        self.names = word_sets("body/data/class_words")["post"]
        self.quotes: dict[int, int] = {}
        self.tables: dict[int, int] = {}

    def is_part(self, place: int, tag: str) -> bool:
        """Return whether a container is code, a cell of a table with headings, or lies in a post."""
        containers = self.markup.containers
        if tag == "pre":
            return True
        if tag in _CELLS:
            table = nearest(self.markup, place, _TABLES, self.tables)
            return table >= 0 and next(containers.elements[table].iter("th"), None) is not None
        quote = nearest(self.markup, place, _QUOTES, self.quotes)
        return quote >= 0 and not self.names.isdisjoint(containers.kind_table[containers.kinds[quote]].tokens)


def with_whole_tables(blocks: Blocks, chances: Sequence[float]) -> Sequence[float]:
    """Return the probabilities, where the cells of a page's tables share one: their mean by characters.

    Golds hold tables or leave them out, so that cells are decided together: of 388 that could be text 325 are kept
    or left out whole. A table whose cells differ much lays out a page and is left to the model, as is one of which
    a cell is hardly text.
    """
    if _CELLS.isdisjoint(blocks.tags):  # as on most pages
        return chances
    cells = [i for i, tag in enumerate(blocks.tags) if tag in _CELLS]
    runs = [[i for _, i in run] for _, run in groupby(enumerate(cells), key=lambda cell: cell[1] - cell[0])]
    alike = [run for run in runs if len(run) > 1 and _is_alike([chances[i] for i in run])]
    pooled = [i for run in alike for i in run]
    if not pooled:
        return chances
    chars = sum(len(blocks.texts[i]) for i in pooled)
    mean = sum(chances[i] * len(blocks.texts[i]) for i in pooled) / chars
    shared = list(chances)
    for i in pooled:
        shared[i] = mean
    return shared


def _is_alike(chances: Sequence[float]) -> bool:
    return min(chances) > _LEAST_OF_CELLS and max(chances) - min(chances) < _SPREAD_OF_CELLS


def label_by(passes: Sequence[Model], page: Page, blocks: Blocks) -> Sequence[float]:
    """Return the probabilities that models give, each after the one before; there must be a block."""
    first, *later = passes
    words = words_of_blocks(blocks.texts) if blocks.markup is None else None
    columns = block_columns(page, blocks, first.words, words)
    scores = first.scores(columns, len(blocks))
    for model in later:
        scores = rescored(model, page, blocks, columns, scores, words)
    chances = probabilities(scores)
    for i in _headlines(blocks, columns):
        chances[i] = min(chances[i], _HEADLINE_CHANCE)
    for i in _parts_of_captions(blocks, columns):
        chances[i] = 0.0
    return chances


def rescored(  # noqa: PLR0913, PLR0917  (what is known of a page)
    model: Model,
    page: Page,
    blocks: Blocks,
    columns: Mapping[str, Column],
    scores: Scores,
    words: BlockWords | None = None,
) -> Scores:
    """Return the scores of blocks once a model has seen what the pass before it said of those around each."""
    if blocks.markup is None:
        doubtful, known = text_context(blocks, columns, scores, words)
    else:
        doubtful, known = html_context(page, blocks, columns, scores)
    judged = scores.copy()
    if len(doubtful):
        judged[doubtful] = model.scores(known, len(doubtful))
    return judged


def _parts_of_captions(blocks: Blocks, columns: Mapping[str, Column]) -> Iterator[int]:
    """Yield the paragraphs inside a <figcaption>: of those that the corpus's pages have, none is article text.

    Of captions that are the <figcaption> itself some are: those of quotes, and of diagrams in reports.
    """
    if "in_caption" in columns:
        yield from (i for i in np.flatnonzero(columns["in_caption"]).tolist() if blocks.tags[i] == "p")


def _headlines(blocks: Blocks, columns: Mapping[str, Column]) -> Iterator[int]:
    """Yield the <h1> that say the page's title: of 650 in the corpus 12 are part of the article's text."""
    if "is_title" in columns:
        yield from (i for i in np.flatnonzero(columns["is_title"]).tolist() if blocks.tags[i] == "h1")
