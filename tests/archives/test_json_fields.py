from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.json_fields import PARTS, JsonFields, fields_with, opened, text_at, time_at, values_of

NAMES = JsonFields()
SINGLE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text("0123456789-:TZ. a\ud800", max_size=20)
)
VALUES = st.one_of(
    SINGLE, st.lists(SINGLE, max_size=3), st.dictionaries(st.sampled_from(["url", "timestamp"]), SINGLE)
)


@pytest.mark.parametrize(
    ("found", "url", "text"),
    [
        ({"text": "Text", "timestamp": "2019-04-25T12:57:54Z", "url": "u"}, "u", "Text"),  # C4
        ({"maintext": "Text", "source_url": "u", "title": "T"}, "u", "Text"),  # news-please
        ({"content": "Text", "warc_headers": {"warc-target-uri": "u"}}, "u", "Text"),  # OSCAR
        ({"text": "Text", "meta": {"url": "u"}}, "u", "Text"),  # RedPajama
        ({"articleBody": "Text", "url": "u"}, "u", "Text"),  # zyte-common-items
        ({"content": {"rendered": "x"}, "body": ["Text", "more"]}, None, "Text\n\nmore"),
        ({"text": ["a", 1], "body": 5, "meta": "url", "url": ""}, None, None),
    ],
)
def test_where_known_corpora_keep_a_page(found: dict[str, object], url: str | None, text: str | None) -> None:
    assert text_at(found, NAMES, "url") == url
    assert text_at(found, NAMES, "text") == text


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09+00:00"),
        ("2024-05-06 07:08:09+02:00", "2024-05-06T07:08:09+02:00"),
        ("2024-05-06 07:08:09", "2024-05-06T07:08:09+00:00"),
        ("2024-05-06", "2024-05-06T23:59:59.999999+00:00"),
        ("20240506070809", "2024-05-06T07:08:09+00:00"),
        (1714979289, "2024-05-06T07:08:09+00:00"),
        (1714979289000, "2024-05-06T07:08:09+00:00"),
        ("1714979289", "2024-05-06T07:08:09+00:00"),
        ("1714979289000", "2024-05-06T07:08:09+00:00"),
    ],
)
def test_times(written: object, iso: str) -> None:
    when = time_at({"fetched_at": written}, NAMES)
    assert when is not None
    assert when.isoformat() == iso


@pytest.mark.parametrize(
    "written", ["yesterday", "", "2024-13-40", 0, -5, True, None, 1e300, float("nan"), "9" * 14]
)
def test_no_times(written: object) -> None:
    assert time_at({"fetched_at": written}, NAMES) is None


def test_when_it_was_fetched_goes_before_a_mere_date() -> None:
    found = {"date": "2020-01-01", "date_download": "2024-05-06T07:08:09Z"}
    assert time_at(found, NAMES) == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_own_names_stand_in_place_of_the_known() -> None:
    fields = fields_with({"text": "story", "url": ["at.url", "x"]})
    assert (fields.text, fields.url, fields.html) == (("story",), ("at.url", "x"), NAMES.html)
    assert text_at({"at": {"url": "inner"}, "x": "outer"}, fields, "url") == "inner"
    assert text_at({"at.url": "whole name"}, fields, "url") == "whole name"


def test_parts_may_be_called_as_the_fields_of_articles_are() -> None:
    fields = fields_with({"headline": "kop", "datePublished": ["datum"]})
    assert (fields.title, fields.published) == (("kop",), ("datum",))


def test_what_is_named_for_one_part_is_no_other() -> None:
    found = {"text": "Text", "date": "2024-05-06", "title": "T"}
    fetched = fields_with({"date": "date"})
    assert time_at(found, fetched) is not None
    assert not list(values_of(found, fetched, "published"))
    published = fields_with({"published": "date", "description": "title"})
    assert time_at(found, published) is None
    assert list(values_of(found, published, "title")) == []


@pytest.mark.parametrize(
    ("found", "is_fetch"),
    [
        ({"date": "2018-03-04 00:00:00", "domain": "news.example"}, False),  # CC-News
        ({"date": "2018-03-04", "file_path": "news/2018.jsonl"}, False),
        ({"date": "2018-03-04T05:06:07Z", "dump": "CC-MAIN-2018-13"}, True),  # FineWeb
        ({"date": "2018-03-04T05:06:07Z", "file_path": "s3://bucket/a/b.warc.gz"}, True),  # datatrove
        ({"metadata": {"date": "2018-03-04T05:06:07Z", "dump": "CC-MAIN-2018-13"}}, True),
        ({"metadata": {"date": "2018-03-04"}}, False),
        ({"date": "2018-03-04", "warc_record_id": "x"}, True),
    ],
)
def test_a_date_is_of_the_fetch_where_the_row_names_its_crawl(found: dict[str, object], is_fetch: bool) -> None:
    assert (time_at(found, NAMES) is not None) is is_fetch
    assert bool(list(values_of(found, NAMES, "published"))) is not is_fetch


def test_what_is_known_of_a_page_may_be_within_the_row() -> None:
    found = opened({"text": "Text", "meta": '{"url": "u", "timestamp": "2019-04-25T12:57:54Z"}'})
    assert text_at(found, NAMES, "url") == "u"
    assert time_at(found, NAMES) == datetime(2019, 4, 25, 12, 57, 54, tzinfo=UTC)
    assert text_at({"metadata": {"text": "Text"}}, NAMES, "text") is None


@pytest.mark.parametrize("text", ["{", "[1]", "{" * 5000, '{"a": ' + "9" * 5000 + "}"])
def test_what_is_no_object_stays_a_text(text: str) -> None:
    assert opened({"meta": text}) == {"meta": text}


@pytest.mark.parametrize(
    "names",
    [
        {"titel": "t"},
        {"headline": "a", "title": "b"},
        {"text": ""},
        {"text": 5},
        {"text": ["a", 5]},
        {"text": None},
    ],
)
def test_names_that_make_no_sense(names: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=list(names)[-1]):
        fields_with(names)


def test_an_unknown_part_is_told_with_the_nearest_one() -> None:
    with pytest.raises(ValueError, match=r"there is no part 'titel' of a row; did you mean 'title'\?"):
        fields_with({"titel": "t"})


@given(st.dictionaries(st.sampled_from(["url", "text", "html", "date", "meta", "warc_headers"]), VALUES))
def test_never_raises(found: dict[str, object]) -> None:
    text = text_at(found, NAMES, "text")
    assert text is None or text.strip()
    when = time_at(found, NAMES)
    assert when is None or when.tzinfo is not None


def test_docs_and_names_agree() -> None:
    text = (Path(__file__).parents[2] / "docs" / "archives.md").read_text("utf-8").split("## JSON")[1]
    for part in PARTS:
        row = re.search(rf"^\| `{part}` \| (.*) \|$", text, re.MULTILINE)
        assert row
        assert tuple(re.findall(r"`([^`]+)`", row[1])) == getattr(NAMES, part)
