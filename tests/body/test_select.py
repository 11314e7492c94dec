from hypothesis import given
from hypothesis import strategies as st

from newsspider.body.select import choice


def test_all_over_one_half_are_kept() -> None:
    chosen, confidence = choice([0.99, 0.6, 0.51, 0.1], [10, 10, 10, 10])
    assert chosen == [0, 1, 2]
    assert 0.7 < confidence < 0.9


def test_a_page_of_doubtful_blocks_still_gives_its_best() -> None:
    assert choice([0.3, 0.02, 0.28], [100, 100, 100])[0] == [0, 2]


def test_a_page_that_is_sure_has_full_confidence() -> None:
    assert choice([1.0, 0.0, 1.0], [3, 5, 7]) == ([0, 2], 1.0)


def test_nothing_is_chosen_from_nothing() -> None:
    assert choice([], []) == ([], 0.0)
    assert choice([0.0, 0.0], [5, 5]) == ([], 0.0)


def test_the_mean_takes_more_of_a_dump_in_doubt_and_leaves_what_is_no_text() -> None:
    blocks = [(0.4, 50), (0.3, 50), (0.2, 50), (0.1, 50)]
    chances, lengths = [p for p, _ in blocks], [n for _, n in blocks]
    assert choice(chances, lengths)[0] == [0, 1]
    assert choice(chances, lengths, by_mean=True)[0] == [0, 1, 2]
    assert choice([0.1, 0.05], [50, 50], by_mean=True)[0] == [0]


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 500)), max_size=30), st.booleans())
def test_the_choice_is_ascending_and_takes_every_likely_block(
    blocks: list[tuple[float, int]], by_mean: bool
) -> None:
    chosen, confidence = choice([p for p, _ in blocks], [n for _, n in blocks], by_mean=by_mean)
    assert chosen == sorted(set(chosen))
    assert {i for i, (p, _) in enumerate(blocks) if p >= 0.5} <= set(chosen)
    assert 0.0 <= confidence <= 1.0
