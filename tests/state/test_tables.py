from __future__ import annotations

import sys

import pytest

from newsspider.errors import SettingError
from newsspider.state.tables import open_database


def test_a_driver_that_is_missing_is_named_and_no_password_is() -> None:
    with pytest.raises(SettingError, match="install pg8000") as caught:
        open_database("postgresql+pg8000://user:secret@localhost/news")
    assert "secret" not in str(caught.value)


def test_the_driver_of_the_extra_is_taken_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for url in ("postgresql://localhost/news", "postgres://localhost/news"):
        with pytest.raises(SettingError, match=r'pip install "newsspider\[postgresql\]"'):
            open_database(url)
