import numpy as np

from newsspider._native import NamePairs, add_scores
from newsspider._native.scoring import kind_names
from newsspider._native.values import Kind


def test_each_tree_adds_the_leaf_that_its_answers_lead_to() -> None:
    features = np.array([[0, 1]], np.uint8)
    thresholds = np.array([[1.0, 2.0]], np.float32)
    leaves = np.array([[0.0, 1.0, 2.0, 3.0]], np.float32)
    scores = np.ones(3)
    add_scores(np.array([[1.0, 1.5, 2.0], [2.0, 0.0, 3.0]], np.float32), features, thresholds, leaves, scores)
    assert scores.tolist() == [1.0, 2.0, 4.0]


def test_names_without_weights_add_nothing() -> None:
    kinds = [Kind("p", 0, ("story", "share")), Kind("div")]
    pairs = NamePairs({"<p>": (1.0, 0.5), "share": (0.0, -4.0)})
    assert pairs.sums(kinds).tolist() == [[1.0, -3.5], [0.0, 0.0]]


def test_an_element_is_known_by_its_tag_and_its_names() -> None:
    assert kind_names(Kind("li", 0, ("menu",))) == ["<li>", "menu"]
