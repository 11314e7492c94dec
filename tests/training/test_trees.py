import numpy as np
import pytest

pytest.importorskip("catboost", reason="training needs the extra train")

from training.trees import Size, learn_forest

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
