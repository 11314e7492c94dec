from newsspider._native.values import Kind
from newsspider.body.name_weights import name_weights


def test_weights_are_summed_for_what_is_held_and_for_the_own_text() -> None:
    weights = {"<p>": 1.0, "own:<p>": 0.5, "story": 2.0, "own:share": -4.0}
    kinds = [Kind("p", 0, ("story", "share")), Kind("div")]
    assert name_weights(kinds, weights).tolist() == [[3.0, -3.5], [0.0, 0.0]]
