import numpy as np
import pytest

from newsspider.body.topics import names, title_shares, topics

TEXTS = ["Harbour closed", "The harbour of Nordhaven stays closed", "Tomatoes ripen", "12", "harbour closed again"]


def test_blocks_share_their_words_with_others_of_the_core() -> None:
    core = np.array([False, True, False, False, True])
    shares = topics(TEXTS).shares(core).tolist()
    assert shares[0] == 1.0
    assert 0.0 < shares[1] < 1.0  # "nordhaven" and "stays" are its own
    assert shares[2:4] == [0.0, -1.0]


def test_words_of_few_blocks_count_more() -> None:
    texts = ["market storm", "market", "market", "market", "market bells", "storm bells"]
    core = np.array([False, False, False, True, False, False])
    assert topics(texts).shares(core)[0] == pytest.approx(0.387, abs=0.01)


def test_a_title_in_front_is_known_by_its_words() -> None:
    own, of_title = title_shares(topics(TEXTS))
    assert own.tolist() == [1.0, 0.5, 0.0, -1.0, pytest.approx(2 / 3)]
    assert of_title.tolist() == [1.0, 1.0, 0.0, 0.0, 1.0]


def test_dumps_without_words_have_no_topic() -> None:
    found = topics(["1", "2"])
    assert found.shares(np.array([True, False])).tolist() == [-1.0, -1.0]
    assert [column.tolist() for column in title_shares(found)] == [[-1.0, -1.0], [-1.0, -1.0]]


def test_names_stand_inside_sentences() -> None:
    found = names(["Yesterday Ruiz met Holm", "Ruiz"])
    assert found.owners.tolist() == [0, 0]
