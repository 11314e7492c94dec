import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsspider.blocks.char_classes import COMMAS, DIGITS, UNSPACED, UPPER, char_classes


def test_sentences_end_in_any_script_and_behind_quotes_and_brackets() -> None:
    texts = ["It rains.", "“It rains.”", "(It rains.)", "It rains", "雨が降る。", "هل تمطر؟", "Rain:"]
    assert char_classes(texts).is_sentence.tolist() == [1, 1, 1, 0, 1, 1, 0]


def test_letters_are_counted_by_kind() -> None:
    letters = char_classes(["Am 3. Mai, 12 Uhr", "日本語"])
    assert letters.chars.tolist() == [17, 3]
    assert letters.counts[[COMMAS, DIGITS, UPPER, UNSPACED]].T.tolist() == [[1, 3, 3, 0], [0, 0, 0, 3]]
    assert letters.words.tolist() == [6.0, 3.5]


def test_of_a_long_block_beginning_and_end_are_read() -> None:
    letters = char_classes(["a b " * 100_000 + "c."])
    assert letters.chars.tolist() == [400_002]
    assert letters.read_chars.tolist() == [1000]
    assert letters.is_sentence.tolist() == [1.0]
    assert 195_000 < letters.words[0] < 205_000


@given(st.lists(st.text(min_size=1).map(lambda text: " ".join(text.split()) or "x"), min_size=1, max_size=20))
def test_every_text_can_be_read(texts: list[str]) -> None:
    letters = char_classes(texts)
    assert letters.chars.tolist() == [len(text) for text in texts]
    assert all(np.isfinite(column).all() for column in letters)
    assert (letters.counts.sum(axis=0) >= np.minimum(letters.chars, 999)).all()
