"""How archives are to be read, by the settings."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings

from newsspider.archives import JsonFields, PageFilter
from newsspider.archives.filters import range_start
from newsspider.archives.formats.html import FORMAT
from newsspider.errors import SettingError
from newsspider.spiders.reading import (
    configured_filter,
    configured_formats,
    configured_json_fields,
    configured_reading,
    configured_statuses,
    configured_text_separator,
    with_filters,
)
from tests.pipelines.crawlers import crawler_with


def test_the_fields_of_json_objects() -> None:
    assert configured_json_fields(Settings()) == JsonFields()
    settings = Settings({"NEWSSPIDER_JSON_FIELDS": '{"text": "story"}'})  # as from the command line
    assert configured_json_fields(settings).text == ("story",)


@pytest.mark.parametrize("value", ["{", "[]x", {"title": "a"}, 5])
def test_fields_that_make_no_sense(value: Any) -> None:
    with pytest.raises(SettingError, match="NEWSSPIDER_JSON_FIELDS"):
        configured_json_fields(Settings({"NEWSSPIDER_JSON_FIELDS": value}))


def test_the_lines_at_which_pages_of_text_begin() -> None:
    assert configured_text_separator(Settings()) is None
    found = configured_text_separator(Settings({"NEWSSPIDER_TEXT_SEPARATOR": "-{3}$"}))
    assert found is not None
    assert found.match("---")
    with pytest.raises(SettingError, match="NEWSSPIDER_TEXT_SEPARATOR"):
        configured_text_separator(Settings({"NEWSSPIDER_TEXT_SEPARATOR": "("}))


def test_filters_by_settings_and_arguments() -> None:
    settings = crawler_with(
        NEWSSPIDER_REPLAY_DOMAINS="Example.org, .example.net", NEWSSPIDER_REPLAY_SINCE="2024-01-01"
    ).settings
    wanted = configured_filter(settings)
    assert wanted.domains == {"example.org", "example.net"}
    assert (wanted.since, wanted.until) == (range_start("2024-01-01"), None)
    assert configured_statuses(settings) == {200}
    merged = with_filters(settings, {"since": "2024-02-02", "statuses": "200,404", "source": "a"})
    assert configured_filter(merged).since == range_start("2024-02-02")
    assert configured_filter(merged).domains == wanted.domains
    assert configured_statuses(merged) == {200, 404}
    assert configured_filter(crawler_with().settings) == PageFilter()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSSPIDER_REPLAY_SINCE", "May"),
        ("NEWSSPIDER_REPLAY_UNTIL", "2024-13-01"),
        ("NEWSSPIDER_REPLAY_URL_PATTERN", "("),
    ],
)
def test_filters_that_make_no_sense(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        configured_filter(Settings({name: value}))


def test_a_status_is_a_number() -> None:
    with pytest.raises(SettingError, match="STATUSES"):
        configured_statuses(Settings({"NEWSSPIDER_REPLAY_STATUSES": "ok"}))


def test_a_project_s_formats_are_named_by_their_import_path() -> None:
    named = "newsspider.archives.formats.html.FORMAT"
    assert [one.name for one in configured_formats(Settings({"NEWSSPIDER_FORMATS": named}))] == ["html"]
    assert configured_reading(Settings({"NEWSSPIDER_FORMATS": [named, FORMAT]})).formats == (FORMAT, FORMAT)


@pytest.mark.parametrize("named", ["no_such_module.FORMAT", "json.no_such_name", "json.loads", "json", 7])
def test_what_names_no_format_is_told(named: object) -> None:
    with pytest.raises(SettingError, match="NEWSSPIDER_FORMATS"):
        configured_formats(Settings({"NEWSSPIDER_FORMATS": [named]}))


def test_a_format_that_cannot_be_imported_is_told_by_its_path() -> None:
    reason = "NEWSSPIDER_FORMATS: 'theirs.trec' cannot be imported: No module named 'theirs'"
    with pytest.raises(SettingError, match=reason):
        configured_formats(Settings({"NEWSSPIDER_FORMATS": ["theirs.trec"]}))
