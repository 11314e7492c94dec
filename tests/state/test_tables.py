from __future__ import annotations

import pytest

from newsspider.errors import SettingError
from newsspider.state.tables import open_database


def test_a_driver_that_is_missing_is_named_and_no_password_is() -> None:
    with pytest.raises(SettingError, match="install pg8000") as caught:
        open_database("postgresql+pg8000://user:secret@localhost/news")
    assert "secret" not in str(caught.value)
