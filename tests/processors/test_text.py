"""Text functions: what they promise on any text at all."""

import doctest
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsspider.processors import text as module
from newsspider.processors.text import (
    composed,
    distinct,
    one_line,
    paragraphs,
    paragraphs_and_lines,
    without_entities,
    without_invisible,
)

# Surrogates included: they come from JSON, from paths, and from HTML's numeric references.
any_text = st.text(st.characters())
tricky = st.text(st.sampled_from("&;#amplt38gx0 \n\r\u2029\u200b\u00ad\ud83d\ude00\u0301e\x00"), max_size=40)
FUNCTIONS = [without_invisible, one_line, paragraphs, without_entities]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("clean", FUNCTIONS)
@given(text=any_text | tricky)
@example(text="&amp;amp;amp;amp;amp;amp;lt;")
@example(text="&l&shy;t;")
@example(text="&l&#116;;")
@example(text="&#35;38;lt;")
@example(text=" \u0301")
@example(text="a\u200b\u0301")
def test_cleaning_twice_is_cleaning_once(clean, text: str) -> None:  # type: ignore[no-untyped-def]  # parametrized
    assert clean(clean(text)) == clean(text)


@given(text=any_text | tricky)
def test_nothing_invisible_is_left_and_utf_8_can_hold_it(text: str) -> None:
    clean = without_invisible(text)
    clean.encode("utf-8")
    assert unicodedata.is_normalized("NFC", clean)
    assert not set(clean) & {"\x00", "\ufeff", "\u200b", "\u00ad", "\x9f"}


@given(text=any_text | tricky)
def test_no_character_is_invented(text: str) -> None:
    # U+FFFD and friends would be inventions; composing (NFC) two characters of the input into one is not.
    allowed = set(unicodedata.normalize("NFC", text)) | set(unicodedata.normalize("NFD", text)) | {" ", "\n"}
    decomposed = set(unicodedata.normalize("NFD", paragraphs(text).replace("\U0001f600", "")))
    assert decomposed <= set(unicodedata.normalize("NFD", "".join(allowed)))


@given(text=any_text)
def test_a_line_is_one_line_and_paragraphs_are_lines(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    for part in paragraphs(text).split("\n\n"):
        assert part == one_line(part)


def test_what_scripts_need_stays() -> None:
    assert one_line("می\u200cخواهم") == "می\u200cخواهم"
    assert one_line("👩\u200d🚒") == "👩\u200d🚒"


def test_two_halves_of_a_character_become_it() -> None:
    assert one_line("\ud83d\ude00 and \ud83d") == "😀 and"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("One\ntwo.\n\n Three.", "One two.\n\nThree."),
        ("if x:\u2028    y()\u2028\tz()  ", "if x:\n    y()\n    z()"),
        ("\u2028a\u2028\u2028\u2028 b\u2028\n\nc\nd", "a\n\n b\n\nc d"),
        ("\u2028\n\n\u2028", ""),
        ("Ri\u00adver\u2028caf\u0065\u0301", "River\ncafé"),
    ],
)
def test_lines_that_are_meant_are_kept(text: str, lines: str) -> None:
    assert paragraphs_and_lines(text) == lines


def test_paragraphs_end_at_blank_lines_of_any_kind() -> None:
    assert paragraphs("a\r\n \t\r\nb\u2029c\x85d") == "a\n\nb\n\nc d"


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("&amp;#8217;s", "’s"),
        ("&amp;nbsp;", "\xa0"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("&#65;&num;", "&#65;&num;"),
        ("&unknown;", "&unknown;"),
        ("&#0;&#xD800;", "\ufffd\ufffd"),
    ],
)
def test_only_real_references_are_decoded(text: str, decoded: str) -> None:
    assert without_entities(text) == decoded


def test_repeats_go_and_order_stays() -> None:
    assert distinct(["b", "a", "B", "", "c", "a"]) == ["b", "a", "c"]


@pytest.mark.parametrize("hostile", ["&amp;", "&amp;amp;", " \n", "\t", "a-", "\u2029", "&", "\ud800"])
@pytest.mark.parametrize("clean", FUNCTIONS)
def test_time_is_linear(clean, hostile: str) -> None:  # type: ignore[no-untyped-def]  # parametrized
    started = time.process_time()
    clean(hostile * (400_000 // len(hostile)))
    assert time.process_time() - started < 1.5


def test_of_combining_marks_in_a_row_the_first_thirty_are_kept() -> None:
    text = "a" + "\u0323\u0301" * 500 + " storm — – — «»"
    assert sum(map(unicodedata.combining, composed(text, "NFKD"))) > 0
    assert len(composed(text, "NFKD")) == len("a storm — – — «»") + 30
    assert composed("—" * 400) == "—" * 400
