from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Publisher
from newsspider.processors.publishers import clean_publisher


@pytest.mark.parametrize(
    "name",
    [None, "", " ", "https://example.org", "//example.org", "news@example.org", "---", "#publisher", "x" * 200],
)
def test_no_names(name: str | None) -> None:
    assert clean_publisher(Publisher(name=name, url="https://example.org/")) is None


@pytest.mark.parametrize("name", ["admin", "Super User", "undefined", "администратор"])
def test_an_account_is_no_publisher(name: str) -> None:
    assert clean_publisher(Publisher(name=name)) is None
    assert clean_publisher(Publisher(name=f"{name} & Sons")) is not None


def test_addresses_are_absolute_or_nothing() -> None:
    assert clean_publisher(Publisher(name="Example", url="/"), "https://example.org/a") == Publisher(
        name="Example", url="https://example.org/"
    )
    assert clean_publisher(Publisher(name="Example", url="javascript:x")) == Publisher(name="Example")


@given(st.text(max_size=150), st.none() | st.text(max_size=50))
def test_never_raises_and_is_idempotent(name: str, url: str | None) -> None:
    clean = clean_publisher(Publisher(name=name, url=url))
    if clean is not None:
        assert clean_publisher(clean) in (clean, None)
