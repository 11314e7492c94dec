"""How archives are to be read, by the settings."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from newsspider.archives import JsonFields
from newsspider.archives.json_fields import fields_with
from newsspider.errors import SettingError


def configured_json_fields(settings: BaseSettings) -> JsonFields:
    """Return the fields of JSON objects that hold a page, with the settings' own. Raises SettingError."""
    try:
        return fields_with(settings.getdict("NEWSSPIDER_JSON_FIELDS"))
    except (ValueError, TypeError) as error:
        raise SettingError("NEWSSPIDER_JSON_FIELDS", str(error)) from error
