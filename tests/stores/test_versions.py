from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.stores.rows import ArticleRow
from newsspider.stores.store import ArticleStore
from newsspider.stores.versions import Written, changes_of
from tests.stores.rows_of import article, row

ROWS = [
    row(article(number, headline, day)) for number in (1, 2) for headline in ("a", "b", "c") for day in range(5)
]
# No two versions of an article were seen last on the same day.
CAPTURES = st.lists(st.sampled_from([one for i, one in enumerate(ROWS) if (i // 5) % 3 == i % 3]), max_size=12)


def kept(batches: list[list[ArticleRow]]) -> list[tuple[object, ...]]:
    """Return what a store has after these batches, numbers aside."""
    store = ArticleStore.open("sqlite://")
    for batch in batches:
        store.write(batch)
    with store.engine.begin() as connection:
        listed = 'id, digest, "firstSeen", "lastSeen", "isLatest", headline, metadata'
        rows = connection.exec_driver_sql(f"SELECT {listed} FROM article_versions ORDER BY id, digest").all()
    store.close()
    return [tuple(one) for one in rows]


@settings(max_examples=15, deadline=None)
@given(CAPTURES, st.randoms(use_true_random=False), st.integers(1, 5))
def test_captures_may_come_in_any_order_and_again(rows: list[ArticleRow], by: random.Random, size: int) -> None:
    again = [*rows, *rows[: len(rows) // 2]]
    by.shuffle(again)
    assert kept([again[start : start + size] for start in range(0, len(again), size)]) == kept([rows])


def test_the_same_again_is_no_new_row() -> None:
    first = row(article(day=0))
    changes = changes_of([], [first, row(article(day=2)), row(article(2))])
    assert changes.written == Written(articles=2, unchanged=1)
    assert len(changes.inserts) == 2
    assert changes.inserts[0]["lastSeen"] == row(article(day=2)).seen


def test_of_two_versions_of_one_second_the_one_that_came_last_is_the_latest() -> None:
    before, corrected = row(article(headline="Strom")), row(article(headline="Storm"))

    def latest(*batches: list[ArticleRow]) -> list[object]:
        return [one[5] for one in kept(list(batches)) if one[4]]

    assert latest([before], [corrected]) == latest([before, corrected]) == ["Storm"]
    assert latest([before], [corrected], [before]) == latest([before, corrected, before]) == ["Strom"]
    assert latest([before, corrected], [before, corrected]) == ["Storm"]
    assert latest([row(article(headline="Storm", day=1))], [before]) == ["Storm"]  # it was seen later
