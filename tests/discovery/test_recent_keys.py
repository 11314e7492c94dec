"""Tests for newsspider.discovery.recent_keys."""

from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.recent_keys import RecentKeys


@given(st.lists(st.integers(0, 40)), st.integers(2, 20))
def test_the_latest_are_known_and_memory_is_bounded(keys: list[int], limit: int) -> None:
    def is_known(key: int) -> bool:  # anew each time: asking is seeing
        recent = RecentKeys(limit)
        for each in keys:
            recent.add(each)
        return key in recent

    known = {key for key in range(41) if is_known(key)}
    assert known <= set(keys)
    assert known >= set(keys[-(limit // 2) :])
    assert len(known) <= limit


def test_what_is_asked_for_stays() -> None:
    recent = RecentKeys(4)
    recent.add(0)
    for key in range(1, 50):
        recent.add(key)
        assert 0 in recent
    assert 1 not in recent
    recent.clear()
    assert 49 not in recent
