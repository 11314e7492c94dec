import numpy as np
import pytest

from newsspider.body.forest_numpy import add_scores


def test_compiled_code_gives_the_same_sums() -> None:
    compiled = pytest.importorskip("newsspider.body._forest", reason="not compiled here")
    random = np.random.default_rng(1)
    for blocks, trees, depth in ((0, 3, 6), (1, 1, 1), (217, 50, 6), (5000, 7, 8)):
        matrix = random.normal(size=(20, blocks)).astype(np.float32)
        matrix[random.random(matrix.shape) < 0.05] = np.nan
        features = random.integers(0, 20, (trees, depth)).astype(np.uint8)
        thresholds = random.normal(size=(trees, depth)).astype(np.float32)
        leaves = random.normal(size=(trees, 2**depth)).astype(np.float32)
        expected, found = np.zeros(blocks), np.zeros(blocks)
        add_scores(matrix, features, thresholds, leaves, expected)
        compiled.add_scores(matrix, features, thresholds, leaves, found)
        assert found.tolist() == expected.tolist()
