from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Media
from newsspider.processors.media import clean_media


def test_absolute_once_each_and_limited() -> None:
    raw = [Media(url="/a.mp4"), Media(url=""), Media(url="javascript:x"), Media(url="https://example.org/a.mp4")]
    assert clean_media(raw, "https://example.org/") == [Media(url="https://example.org/a.mp4")]
    assert len(clean_media(Media(url=f"https://example.org/{n}") for n in range(500))) == 50


@given(st.lists(st.text(max_size=50), max_size=5))
def test_never_raises_and_is_idempotent(urls: list[str]) -> None:
    clean = clean_media([Media(url=url) for url in urls], "https://example.org/")
    assert clean_media(clean) == clean
