from __future__ import annotations

from datetime import UTC, datetime

from newsspider.items import LiveBlogUpdate
from newsspider.processors.live_blogs import clean_updates


def test_tidy_entries() -> None:
    raw = LiveBlogUpdate(
        headline=" Ferry <b>sails</b> ",
        datePublished="2024-05-03T10:00:00Z",
        articleBody="<p>It left at noon.</p><p>Calm &amp; sunny.</p>",
    )
    assert clean_updates([raw, LiveBlogUpdate(articleBody=" "), LiveBlogUpdate()]) == [
        LiveBlogUpdate(
            headline="Ferry sails",
            datePublished="2024-05-03T10:00:00+00:00",
            articleBody="It left at noon.\n\nCalm & sunny.",
        )
    ]


def test_a_date_after_the_capture_is_left_out() -> None:
    raw = LiveBlogUpdate(headline="Ferry sails", datePublished="2031-05-03T10:00:00Z")
    captured = datetime(2024, 5, 4, tzinfo=UTC)
    assert clean_updates([raw], captured=captured) == [LiveBlogUpdate(headline="Ferry sails")]


def test_many_entries_are_cut() -> None:
    assert len(clean_updates(LiveBlogUpdate(headline=f"Entry {n}") for n in range(5_000))) == 1_000
