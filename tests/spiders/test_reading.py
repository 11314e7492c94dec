"""How archives are to be read, by the settings."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newsspider.archives import JsonFields, PageFilter
from newsspider.archives.filters import range_start
from newsspider.archives.formats.html import FORMAT
from newsspider.errors import SettingError
from newsspider.spiders import reading as module
from newsspider.spiders.reading import (
    check_arguments,
    configured_filter,
    configured_formats,
    configured_json_fields,
    configured_options,
    configured_reading,
    configured_statuses,
    configured_text_separator,
    filters_given,
    with_filters,
)
from tests.pipelines.crawlers import crawler_with


def test_the_fields_of_json_objects() -> None:
    assert configured_json_fields(Settings()) == JsonFields()
    settings = Settings({"NEWSSPIDER_JSON_FIELDS": '{"text": "story"}'})  # as from the command line
    assert configured_json_fields(settings).text == ("story",)


@pytest.mark.parametrize("value", ["{", "[]x", {"titel": "a"}, 5])
def test_fields_that_make_no_sense(value: Any) -> None:
    with pytest.raises(SettingError, match="NEWSSPIDER_JSON_FIELDS"):
        configured_json_fields(Settings({"NEWSSPIDER_JSON_FIELDS": value}))


def test_the_lines_at_which_pages_of_text_begin() -> None:
    assert configured_text_separator(Settings()) is None
    found = configured_text_separator(Settings({"NEWSSPIDER_TEXT_SEPARATOR": "-{3}$"}))
    assert found is not None
    assert found.match("---")


def test_a_pattern_that_is_none_is_told_as_it_was_written() -> None:
    told = r"'\[story' is not a regular expression: unterminated character set at position 0"
    with pytest.raises(SettingError, match=f"NEWSSPIDER_TEXT_SEPARATOR: {told}"):
        configured_text_separator(Settings({"NEWSSPIDER_TEXT_SEPARATOR": "[story"}))
    with pytest.raises(SettingError, match=f"url_pattern: {told}"):
        configured_options(Settings(), {"url_pattern": "[story"})


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
        ("NEWSSPIDER_REPLAY_DOMAINS_FILE", "/no/such/file"),
    ],
)
def test_filters_that_make_no_sense(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        configured_filter(Settings({name: value}))


def test_an_error_has_the_name_that_the_user_gave() -> None:
    with pytest.raises(SettingError, match=r"^until: 'May' is not a date: write it as 2013, 2013-05, "):
        configured_options(Settings(), {"until": "May"})
    with pytest.raises(SettingError, match=r"^NEWSSPIDER_REPLAY_UNTIL: 'May' is not a date"):
        configured_options(Settings({"NEWSSPIDER_REPLAY_UNTIL": "May"}), {"since": "2013"})


def test_a_range_that_ends_before_it_begins_is_told() -> None:
    with pytest.raises(SettingError, match="until: 2012 is before 2013"):
        configured_options(Settings(), {"since": "2013", "until": "2012"})
    assert configured_options(Settings(), {"since": "2013", "until": "2013"}).wanted.since == range_start("2013")


def test_domains_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "domains.txt"
    path.write_text("# of the north\nexample.org\n\nhttps://News.example.net/a  # its own\n", "utf-8-sig")
    settings = with_filters(Settings(), {"domains_file": str(path), "domains": "example.com"})
    assert configured_filter(settings).domains == {"example.org", "news.example.net", "example.com"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"example.org\nexa mple.org\n", "domains.txt:2: 'exa mple.org' is not a domain"),
        (b"# none\n", "domains.txt lists no domains"),
        (b"\xff\xfe\x00", "domains.txt cannot be read: not UTF-8"),
    ],
)
def test_a_file_of_domains_that_makes_no_sense(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "domains.txt"
    path.write_bytes(content)
    with pytest.raises(SettingError, match=reason):
        configured_filter(with_filters(Settings(), {"domains_file": str(path)}))


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


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("https://example.org", "example.org"),
        ("HTTP://Example.org/news/?a=1", "example.org"),
        ("//example.org/", "example.org"),
        ("example.org/news", "example.org"),
        ("example.org:8080", "example.org"),
        ("*.example.org", "example.org"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("org", "org"),
        ("www.gov.uk", "www.gov.uk"),
        ("https://www.gob.mx/salud", "www.gob.mx"),
        ("www.example.co.uk", "example.co.uk"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_a_url_stands_for_its_domain(written: str, domain: str) -> None:
    settings = with_filters(Settings(), {"domains": written})
    assert configured_filter(settings).domains == {domain}


@pytest.mark.parametrize("written", ["https://", "exa mple.org", "a..b", "http://[::1", "x" * 300])
def test_what_is_no_domain_is_told(written: str) -> None:
    with pytest.raises(SettingError, match="NEWSSPIDER_REPLAY_DOMAINS") as caught:
        configured_filter(Settings({"NEWSSPIDER_REPLAY_DOMAINS": [written]}))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("written", ["abc", "20", "2000", "²00"])
def test_what_is_no_status_is_told(written: str) -> None:
    with pytest.raises(SettingError, match=f"NEWSSPIDER_REPLAY_STATUSES: '{written}' is not an HTTP status"):
        configured_statuses(Settings({"NEWSSPIDER_REPLAY_STATUSES": written}))


def test_an_argument_that_there_is_not_is_told_with_the_nearest() -> None:
    check_arguments(["since", "domains"])
    with pytest.raises(SettingError, match=r"domain: there is no such argument; did you mean domains\?"):
        check_arguments(["domain"])
    for name, way in (("lists", "--from"), ("prefix", "--prefix"), ("source", "name the files")):
        with pytest.raises(SettingError, match=f"{name}: .*{way}"):
            check_arguments([name])


@pytest.mark.parametrize(
    ("written", "types"),
    [
        ("html", {"text/html", "application/xhtml+xml"}),
        ("Text, text/x-server-parsed-html", {"text/plain", "text/x-server-parsed-html"}),
    ],
)
def test_types_have_names_for_short(written: str, types: set[str]) -> None:
    assert configured_filter(Settings({"NEWSSPIDER_REPLAY_MIME_TYPES": written})).mime_types == types


@pytest.mark.parametrize("written", ["htm", "text/", "/html", "text/html; charset=utf-8", "text html"])
def test_a_type_that_is_none_is_told(written: str) -> None:
    with pytest.raises(
        SettingError, match=r"mime_types: .* is not a MIME type: write it as text/html, or as one of html, "
    ):
        configured_options(Settings(), {"mime_types": written})


def test_www_counts_as_little_in_a_file_as_in_a_page(tmp_path: Path) -> None:
    path = tmp_path / "domains.txt"
    path.write_text("www.example.org\nhttps://www.example.net/a\n")
    wanted = configured_filter(Settings({"NEWSSPIDER_REPLAY_DOMAINS_FILE": str(path)}))
    for url in ("https://example.org/", "https://www.example.org/", "https://news.example.net/"):
        assert wanted.reason_against_capture(url, None) is None
    assert wanted.reason_against_capture("https://example.com/", None) == "domain"


def test_the_filters_that_are_given() -> None:
    settings = with_filters(Settings({"NEWSSPIDER_LANGUAGES": ["en"]}), {"since": "2024"})
    assert filters_given(settings) == {"since": "2024", "languages": ["en"]}
