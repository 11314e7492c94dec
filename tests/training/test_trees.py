import numpy as np
import pytest

pytest.importorskip("catboost", reason="training needs the extra train")

from training.trees import Size, learn_forest, mean_of

SIZE = Size(trees=20, rate=0.3, depth=3)


def test_trees_learn_the_same_on_every_run() -> None:
    random = np.random.default_rng(1)
    rows = random.uniform(0, 1, (500, 4)).astype(np.float32)
    targets = ((rows[:, 0] > 0.5) ^ (rows[:, 2] > 0.3)).astype(np.int8)
    forest = learn_forest(rows, targets, np.ones(500), size=SIZE)
    again = learn_forest(rows, targets, np.ones(500), size=SIZE)
    assert forest.leaves.tobytes() == again.leaves.tobytes()
    scores = forest.scores(np.ascontiguousarray(rows.T))
    assert ((scores > 0) == targets).mean() > 0.95


def test_trees_with_fewer_questions_are_filled_up() -> None:
    rows = np.repeat(np.array([[0.0], [1.0]], np.float32), 50, axis=0)
    targets = np.repeat(np.array([0, 1], np.int8), 50)
    forest = learn_forest(rows, targets, np.ones(100), size=SIZE)
    assert forest.features.shape == (20, 3)
    assert forest.leaves.shape == (20, 8)
    assert ((forest.scores(rows.T.copy()) > 0) == targets).all()


def test_trees_of_two_seeds_side_by_side_score_as_their_mean() -> None:
    random = np.random.default_rng(1)
    rows = random.uniform(0, 1, (200, 3)).astype(np.float32)
    targets = (rows[:, 0] > 0.4).astype(np.int8)
    one, other = (learn_forest(rows, targets, np.ones(200), size=SIZE, seed=seed) for seed in (1, 2))
    columns = np.ascontiguousarray(rows.T)
    assert one.leaves.tobytes() != other.leaves.tobytes()
    expected = (one.scores(columns) + other.scores(columns)) / 2
    assert np.allclose(mean_of([one, other]).scores(columns), expected, atol=1e-5)
