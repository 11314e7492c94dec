"""Which values of the settings are of the right kind; what a run says of others is in tests/crawls."""

from __future__ import annotations

import doctest
from typing import Any

import pytest
from scrapy.settings import Settings

from newsspider import settings as module
from newsspider.settings import NEWSSPIDER_DEFAULTS, wrong_settings


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_defaults_are_right() -> None:
    assert list(wrong_settings(Settings(NEWSSPIDER_DEFAULTS))) == []
    assert list(wrong_settings(Settings())) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSSPIDER_MAX_PAGE_BYTES", "1000"),
        ("NEWSSPIDER_MIN_PROBABILITY", "0.7"),
        ("NEWSSPIDER_DROP_DUPLICATES", "True"),
        ("NEWSSPIDER_FIELD_NAMES", '{"title": "headline"}'),
        ("NEWSSPIDER_REPORT_EXPLAIN", "20"),
        ("NEWSSPIDER_REPORT_EXPLAIN", ""),
    ],
)
def test_values_as_from_the_command_line(name: str, value: str) -> None:
    assert list(wrong_settings(Settings({name: value}))) == []


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("NEWSSPIDER_RECORD_MAX_BYTES", "1e9", "a whole number"),
        ("NEWSSPIDER_MIN_PROBABILITY", "half", "a number"),
        ("NEWSSPIDER_DROP_DUPLICATES", "maybe", "true or false"),
        ("NEWSSPIDER_FIELD_NAMES", '["a"]', "a dictionary or its JSON"),
        ("NEWSSPIDER_JSON_FIELDS", "{", "a dictionary or its JSON"),
        ("NEWSSPIDER_FIELD_NAMES", '{"authors":None}', 'a dictionary or its JSON, which is {"authors": null}'),
        ("NEWSSPIDER_FIELD_NAMES", "{'a': 'url'}", 'a dictionary or its JSON, which is {"a": "url"}'),
        ("NEWSSPIDER_MAX_PAGES", -1, "0 or more"),
        ("NEWSSPIDER_STALL_TIMEOUT_S", "nan", "0 or more"),
        ("NEWSSPIDER_MIN_PROBABILITY", "50", "between 0 and 1"),
    ],
)
def test_values_of_another_kind_are_told_with_the_setting(name: str, value: Any, kind: str) -> None:
    (error,) = wrong_settings(Settings({name: value}))
    assert str(error) == f"{name}: {value!r} is not {kind}"


@pytest.mark.parametrize("value", ["all", "-1", "1e3", 99_999])
def test_a_number_of_explained_pages_is_auto_or_a_number(value: str | int) -> None:
    (error,) = wrong_settings(Settings({"NEWSSPIDER_REPORT_EXPLAIN": value}))
    assert str(error) == f"NEWSSPIDER_REPORT_EXPLAIN: '{value}' is neither auto nor a number of pages"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("NEWSSPIDER_OFLINE", "did you mean NEWSSPIDER_OFFLINE?"),
        ("NEWSSPIDER_REJECT_PATH", "did you mean NEWSSPIDER_REJECTS_PATH?"),
        ("NEWSSPIDER_REPLAY_DOMAIN", "did you mean NEWSSPIDER_REPLAY_DOMAINS?"),
        ("NEWSPIDER_STORE", "did you mean NEWSSPIDER_STORE?"),
        ("NEWSSPIDER_XYZ", "the documentation lists them all"),
    ],
)
def test_a_name_that_there_is_not_is_told_with_the_nearest(name: str, hint: str) -> None:
    (error,) = wrong_settings(Settings({name: "x"}))
    assert str(error) == f"{name}: there is no such setting; {hint}"


def test_names_that_are_none_of_our_business_pass() -> None:
    assert (
        list(
            wrong_settings(
                Settings(
                    {"NEWSSPIDERS_OWN": 1, "MY_NEWSSPIDER_X": 1, "NEWSSPIDER_OLD": None, "NEWSPIDER_MODULE": "a"}
                )
            )
        )
        == []
    )


def test_the_switch_of_the_environment_is_no_setting() -> None:
    (error,) = wrong_settings(Settings({"NEWSSPIDER_PURE": 1}))
    assert str(error) == "NEWSSPIDER_PURE: it is an environment variable, not a setting"


def test_the_settings_of_this_repository_are_sound() -> None:
    settings = Settings()
    settings.setmodule("newsspider.settings")
    assert list(wrong_settings(settings)) == []


def test_names_of_fields_that_stand_on_the_wrong_side_are_told() -> None:
    assert list(wrong_settings(Settings({"NEWSSPIDER_FIELD_NAMES": {"title": "headline", "authors": None}}))) == []
    (error,) = wrong_settings(Settings({"NEWSSPIDER_FIELD_NAMES": {"story": "body"}}))
    assert str(error).endswith("'story': there is no field 'body'; did you mean 'articleBody'?")
    (error,) = wrong_settings(Settings({"NEWSSPIDER_FIELD_NAMES": {"headline": "title"}}))
    assert str(error).endswith("your name is on the left: write {'title': 'headline'}")
