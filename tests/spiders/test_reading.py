"""How archives are to be read, by the settings."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings

from newsspider.archives import JsonFields
from newsspider.errors import SettingError
from newsspider.spiders.reading import configured_json_fields


def test_the_fields_of_json_objects() -> None:
    assert configured_json_fields(Settings()) == JsonFields()
    settings = Settings({"NEWSSPIDER_JSON_FIELDS": '{"text": "story"}'})  # as from the command line
    assert configured_json_fields(settings).text == ("story",)


@pytest.mark.parametrize("value", ["{", "[]x", {"title": "a"}, 5])
def test_fields_that_make_no_sense(value: Any) -> None:
    with pytest.raises(SettingError, match="NEWSSPIDER_JSON_FIELDS"):
        configured_json_fields(Settings({"NEWSSPIDER_JSON_FIELDS": value}))
