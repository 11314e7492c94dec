import numpy as np
import pytest

from newsspider.body.forest import Forest, probabilities


def forest() -> Forest:
    # Two trees: the first asks a > 1 and b > 2, the second a > 3 twice.
    return Forest(
        features=np.array([[0, 1], [0, 0]], np.uint8),
        thresholds=np.array([[1.0, 2.0], [3.0, 3.0]], np.float32),
        leaves=np.array([[0.0, 1.0, 2.0, 3.0], [10.0, 0.0, 0.0, 20.0]], np.float32),
        bias=0.5,
    )


@pytest.mark.parametrize(
    ("a", "b", "score"),
    [(1.0, 2.0, 0 + 10), (1.5, 0.0, 1 + 10), (0.0, 2.5, 2 + 10), (2.0, 3.0, 3 + 10), (4.0, 0.0, 1 + 20)],
)
def test_answers_choose_the_leaf(a: float, b: float, score: float) -> None:
    assert forest().scores(np.array([[a], [b]], np.float32)).tolist() == [score + 0.5]


def test_blocks_are_scored_alike_however_many_there_are() -> None:
    matrix = np.random.default_rng(1).uniform(0, 5, (2, 5000)).astype(np.float32)
    scores = forest().scores(matrix)
    assert scores.tolist() == [forest().scores(matrix[:, i : i + 1])[0] for i in range(5000)]


def test_no_blocks_have_no_scores() -> None:
    assert forest().scores(np.zeros((2, 0), np.float32)).tolist() == []


def test_probabilities_keep_the_order_and_stay_in_bounds() -> None:
    assert probabilities(np.array([-1e9, -1.0, 0.0, 1.0, 1e9])) == [0.0, 0.268941, 0.5, 0.731059, 1.0]
