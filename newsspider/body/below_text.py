"""What stands below a text and is none of it: bylines, credits, sources, calls to readers, walls, contacts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set

from newsspider.blocks.types import HEADING_TAGS, LISTED_OR_HEADING, SUBHEADING_TAGS, Blocks
from newsspider.language.agencies import agencies_in
from newsspider.lines.bylines import is_byline, is_signature
from newsspider.lines.date_labels import labelled_parts
from newsspider.lines.date_lines import is_date_line
from newsspider.lines.end_lines import (
    asks_for_tips,
    holds_contact,
    is_contact_line,
    is_end_line,
    is_end_mark,
    is_shorthand,
    tells_of_author,
)
from newsspider.lines.page_lines import is_rule
from newsspider.lines.shapes import ends_in_mark, ends_sentence
from newsspider.lines.walls import asks_for_support, holds_wall
from newsspider.page.types import Page
from newsspider.processors.authors import looks_like_name

_HOPED = 0.3  # what is less likely is not kept
CAP, LIKELY = 0.1, 0.5  # of the blocks' probabilities: what is no text, and what rather is
_END_BLOCKS = 8
_BYLINE_CHARS = 60
NO_END_TAGS = LISTED_OR_HEADING | {"td", "th"}
_WALL_BLOCKS, _WALL_LINE_CHARS = 4, 130
_CONTACT_BLOCKS = 4
_END_NOTES, _NOTE_CHARS = 4, 250
_EMPHASIZED = 0.9
_NAME_CHARS = 40
_NAME_WORDS = 4
_BRACKETS = ("(", "[", "（", "【")
_DIGIT = re.compile(r"\d")
_ASKED = re.compile(r"[?？؟]$")
_LABEL = re.compile(r"[^:：]{1,20}[:：]")
_PATH = re.compile(r"\w\.[a-z]{2,}/|www\.|@\w", re.IGNORECASE)  # where there is more


def below_the_text(
    page: Page, blocks: Blocks, chances: Sequence[float], sentences: Sequence[int]
) -> Iterator[int]:
    """Yield what stands below the last paragraph and is none of the text: bylines, credits, sources, calls, walls.

    Cells and headings are none: tables end in sources' names, and what is below a heading belongs to it. On short
    pages the models are not sure of such lines, of which longer ones have the same.
    """
    likely = [i for i, chance in enumerate(chances) if chance > CAP]
    below = _behind_rule(blocks, likely) or _wall(blocks, likely) or _contact(blocks, likely)
    yield from below
    is_last = True  # nothing below is kept
    for i in reversed(likely[1 : len(likely) - len(below)][-_END_BLOCKS:]):
        is_end = (is_last and _heads_nothing(blocks, likely, i)) or (
            blocks.tags[i] not in NO_END_TAGS
            and (
                (_is_end(blocks.texts[i], sentences) and not is_spoken(blocks.texts, i))
                or _is_signed(page, blocks, chances, i, sentences)
                or _is_note_on_author(blocks, i)
                or is_labelled_date(blocks.texts[i], page.language)
                or _is_own_name(page, blocks.texts[i])
            )
        )
        if is_end:
            is_last &= blocks.tags[i] not in HEADING_TAGS  # of a row of headings the others may be a list
            yield i
        elif chances[i] >= LIKELY:
            return
        else:
            is_last &= chances[i] < _HOPED


def _is_own_name(page: Page, text: str) -> bool:
    """Return whether a line is the site's name in brackets: whose the report is, "(Quay Herald)"."""
    name = text[1:-1].strip().casefold()
    own = (page.first_meta("og:site_name") or "").strip().casefold()
    return text.startswith(_BRACKETS) and bool(name) and name == own


def _heads_nothing(blocks: Blocks, likely: Sequence[int], i: int) -> bool:
    """Return whether a heading stands last in a text.

    Sentences may be set as headings, and so may a list's entries. Questions are headings of what is not shown.
    """
    if blocks.tags[i] not in HEADING_TAGS or (
        ends_in_mark(blocks.texts[i]) and not _ASKED.search(blocks.texts[i])
    ):
        return False
    before = likely[bisect_left(likely, i) - 1]
    is_listed = blocks.tags[before] == blocks.tags[i]
    return not is_listed and (blocks.markup is None or i + 1 not in blocks.markup.images.positions)


def _is_end(text: str, sentences: Sequence[int]) -> bool:
    """Return whether a line is none of the text by its words; who wrote signs in small letters below sentences."""
    return is_end_line(text) and (bool(sentences) or not is_shorthand(text))


def _behind_rule(blocks: Blocks, likely: Sequence[int]) -> Sequence[int]:
    """Return the last likely blocks behind a rule: an agency's notes on who reported, and where there is more.

    One of them must be such a note: a rule parts the last scenes of a story, too.

    Or those behind the mark that a press release ends, if they say where to ask.
    """
    for k in range(1, min(_END_NOTES, len(likely) - 1) + 1):
        i = likely[-k]
        if len(blocks.texts[i]) > _NOTE_CHARS:
            break
        if i and is_rule(blocks.texts[i - 1]):
            return likely[-k:] if any(_is_agency_note(blocks, j) for j in likely[-k:]) else ()
        if i and is_end_mark(blocks.texts[i - 1]):
            return likely[-k:] if any(holds_contact(blocks.texts[j]) for j in likely[-k:]) else ()
    return ()


def _is_agency_note(blocks: Blocks, i: int) -> bool:
    text, markup = blocks.texts[i], blocks.markup
    is_apart = markup is not None and (markup.link_chars[i] or markup.emphasis_chars[i] >= _EMPHASIZED * len(text))
    return bool(is_apart) or is_end_line(text) or bool(agencies_in(text)) or _PATH.search(text) is not None


def _wall(blocks: Blocks, likely: Sequence[int]) -> Sequence[int]:
    """Return the last likely blocks, from a heading on that asks to pay, log in or give tips, if all are short.

    Below one that asks for money for those who write, what the newsroom says of itself may be long. Among headings
    of one kind, "Support local journalism" heads a part.
    """
    last = likely[2:][-_WALL_BLOCKS:]
    headings = [k for k, i in enumerate(last) if blocks.tags[i] in HEADING_TAGS]
    bold = [k for k, i in enumerate(last) if _is_bold(blocks, i)]
    appeal = next((k for k in sorted({*headings, *bold}) if asks_for_support(blocks.texts[last[k]])), None)
    if appeal is not None:
        is_part = appeal in headings and any(
            blocks.tags[i] == blocks.tags[last[appeal]] for i in likely if i < last[appeal]
        )
        return () if is_part else last[appeal:]
    heads = (k for k in headings if holds_wall(blocks.texts[last[k]]) or asks_for_tips(blocks.texts[last[k]]))
    begin = next(heads, len(last))
    is_short = all(len(blocks.texts[i]) <= _WALL_LINE_CHARS for i in last[begin:])
    return last[begin:] if is_short else ()


def _is_bold(blocks: Blocks, i: int) -> bool:
    markup, text = blocks.markup, blocks.texts[i]
    return markup is not None and bool(markup.emphasis_chars[i] >= _EMPHASIZED * len(text))


def _contact(blocks: Blocks, likely: Sequence[int]) -> Sequence[int]:
    """Return the last likely blocks that say where to reach the author, and the name, below a sentence.

    Below a heading, a name or a colon they are of a notice: whom to ask, where to apply.
    """
    count = next((k for k, i in enumerate(reversed(likely)) if not is_contact_line(blocks.texts[i])), 0)
    count += bool(count) and _is_full_name(blocks.texts[likely[-count - 1]])
    is_behind = 0 < count <= _CONTACT_BLOCKS and ends_sentence(blocks.texts[likely[-count - 1]])
    return likely[-count:] if is_behind else ()


def is_labelled_date(text: str, language: str | None) -> bool:
    """Return whether a line below the text says when the page appeared or changed: "First posted 4 May 2031"."""
    if len(text) > _BYLINE_CHARS or _DIGIT.search(text) is None or not is_date_line(text, language):
        return False
    return any(kind for kind, _ in labelled_parts(text))


def _is_full_name(text: str) -> bool:
    return len(text) <= _NAME_CHARS and 1 < len(text.split()) <= _NAME_WORDS and looks_like_name(text)


def _is_note_on_author(blocks: Blocks, i: int) -> bool:
    """Return whether a line in italics, or with an address or account, says who somebody is."""
    markup, text = blocks.markup, blocks.texts[i]
    is_apart = markup is not None and markup.emphasis_chars[i] >= _EMPHASIZED * len(text)
    return (is_apart or "@" in text) and blocks.tags[i] not in LISTED_OR_HEADING and tells_of_author(text)


def _is_signed(page: Page, blocks: Blocks, chances: Sequence[float], i: int, sentences: Sequence[int]) -> bool:
    """Return whether a line below the text is its byline, and not who speaks next: long ones are references."""
    text = blocks.texts[i]
    if len(text) > _BYLINE_CHARS or ends_sentence(text) or (sentences and i < sentences[-1]):
        return False
    if is_signature(text):
        return bool(sentences) and not signatures(blocks, chances, sentences[0], sentences[-1])
    return is_byline(text, page.language) and not is_spoken(blocks.texts, i)


def is_spoken(texts: Sequence[str], i: int) -> bool:
    """Return whether a line is what one speaker of a dialogue says: "Editor: Thank you for your time."."""
    label = label_of(texts[i])
    return bool(label) and label in speakers_of(texts)


def speakers_of(texts: Iterable[str]) -> Set[str]:
    """Return what several lines begin with of which one is a sentence: "Reporter:", before "Tell us of it."."""
    lines: dict[str, list[str]] = {}
    for text in dict.fromkeys(texts):
        lines.setdefault(label_of(text), []).append(text)
    return {label for label, said in lines.items() if label and len(said) > 1 and any(map(ends_sentence, said))}


def label_of(text: str) -> str:
    """Return how a line begins up to a colon; "" if it has no label."""
    label = _LABEL.match(text)
    return label[0] if label else ""


def signatures(blocks: Blocks, chances: Sequence[float], start: int, end: int) -> Set[int]:
    """Return the likely blocks of a range that are a name and a word for its bearer's work."""
    likely = (i for i in range(start, end) if chances[i] > CAP and blocks.tags[i] not in SUBHEADING_TAGS)
    return frozenset(i for i in likely if is_signature(blocks.texts[i]))
