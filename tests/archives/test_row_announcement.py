from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.archives.json_fields import PARTS, JsonFields, fields_with
from newsspider.archives.row_announcement import announcement_of_row
from newsspider.http import Announcement

NAMES = JsonFields()
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text("['\",-:{}az09 \ud800", max_size=30)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["name", "url", "$date"]), inner)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(
            {
                "title": "Storm hits coast", "authors": ["Ana Ruiz", "Ben Kurz"], "language": "en",
                "date_publish": "2031-05-04 09:40:00", "date_modify": "None", "date_download": "2031-05-05 01:02:03",
                "description": "It blew.", "image_url": "https://news.example/a.jpg", "maintext": "Text",
                "title_page": "Storm hits coast - Example News",
            },
            {
                "headline": "Storm hits coast", "authors": ("Ana Ruiz", "Ben Kurz"), "language": "en",
                "published": "2031-05-04 09:40:00", "description": "It blew.", "image": "https://news.example/a.jpg",
            },
            id="news-please",
        ),
        pytest.param(
            {"title": "Storm", "text": "Text", "domain": "news.example", "date": "2018-03-04 00:00:00",
             "description": "", "url": "https://news.example/a", "image_url": ""},
            {"headline": "Storm", "published": "2018-03-04"},
            id="CC-News",
        ),
        pytest.param(
            {"text": "Text", "id": "<urn:uuid:1>", "dump": "CC-MAIN-2018-13", "url": "https://news.example/a",
             "date": "2018-03-04T05:06:07Z", "file_path": "s3://a/b.warc.gz", "language": "en", "language_score": 0.9},
            {"language": "en"},
            id="FineWeb",
        ),
        pytest.param(
            {"text": "Text", "id": "a/1", "metadata": {
                "url": "https://news.example/a", "title": "Storm", "author": "Ana Ruiz", "date": "2031-05-04"}},
            {"headline": "Storm", "authors": ("Ana Ruiz",), "published": "2031-05-04"},
            id="datatrove",
        ),
        pytest.param(
            {"text": "Text", "timestamp": "2019-04-25T12:57:54Z", "url": "https://news.example/a"}, None, id="mc4"
        ),
        pytest.param(
            {"title": "Storm", "text": "Text", "summary": "It blew.", "authors": ["Ana Ruiz"],
             "publish_date": "05-04-2031", "warc_date": "2031-05-05T00:00:00Z", "status": "success"},
            {"headline": "Storm", "description": "It blew.", "authors": ("Ana Ruiz",), "published": "05-04-2031"},
            id="RealNews",
        ),
        pytest.param(
            {"url": "https://news.example/a", "title": "Storm", "seendate": "20310505T010203Z",
             "socialimage": "https://news.example/a.jpg", "domain": "news.example", "language": "English"},
            {"headline": "Storm", "image": "https://news.example/a.jpg", "language": "English"},
            id="GDELT",
        ),
        pytest.param(
            {"headline": "Storm", "authors": [{"name": "Ana Ruiz"}], "datePublished": "2031-05-04T09:40:00+02:00",
             "mainImage": {"url": "https://news.example/a.jpg"}, "inLanguage": "en", "articleBody": "Text",
             "keywords": ["storm"], "articleSection": "World", "publisher": {"name": "Example News"}},
            {"headline": "Storm", "authors": ("Ana Ruiz",), "published": "2031-05-04T09:40:00+02:00",
             "image": "https://news.example/a.jpg", "language": "en", "keywords": ("storm",), "section": "World",
             "publisher": "Example News"},
            id="schema.org",
        ),
        pytest.param(
            {"title": "Storm", "author": "Ana Ruiz; Ben Kurz", "date": "2031-05-04", "text": "Text",
             "sitename": "Example News", "excerpt": "It blew.", "categories": "World;Weather", "tags": "storm;coast"},
            {"headline": "Storm", "authors": ("Ana Ruiz; Ben Kurz",), "published": "2031-05-04",
             "publisher": "Example News", "description": "It blew.", "section": "World",
             "keywords": ("storm", "coast")},
            id="trafilatura",
        ),
        pytest.param(
            {"source": {"id": None, "name": "Example News"}, "author": None, "title": "Storm", "content": "Text",
             "publishedAt": "2031-05-04T07:40:00Z", "urlToImage": "https://news.example/a.jpg"},
            {"headline": "Storm", "published": "2031-05-04T07:40:00Z", "image": "https://news.example/a.jpg",
             "publisher": "Example News"},
            id="NewsAPI",
        ),
        pytest.param(
            {"title": {"rendered": "Storm"}, "content": {"rendered": "<p>Text"}, "date": "2031-05-04T09:40:00",
             "modified": "2031-05-04T10:00:00", "excerpt": {"rendered": "It blew."}, "categories": [12], "tags": [5]},
            {"headline": "Storm", "published": "2031-05-04T09:40:00", "modified": "2031-05-04T10:00:00",
             "description": "It blew."},
            id="WordPress",
        ),
        pytest.param(
            {"body": "Text", "authors": "['Ana Ruiz', \"Ben O'Hara\"]", "pub_date": {"$date": 1935646800000}},
            {"authors": ("Ana Ruiz", "Ben O'Hara"), "published": "2031-05-04T07:40:00+00:00"},
            id="exports of databases",
        ),
    ],
)  # fmt: skip
def test_what_rows_of_known_corpora_and_tools_say(row: dict[str, Any], told: dict[str, Any] | None) -> None:
    assert announcement_of_row(row, NAMES) == (told and Announcement(source="row", **told))


def test_every_part_can_be_named() -> None:
    parts = {
        "title",
        "description",
        "authors",
        "published",
        "modified",
        "language",
        "section",
        "keywords",
        "image",
    }
    named = fields_with({part: f"my_{part}" for part in PARTS})
    row = {f"my_{part}": "2031-05-04" for part in PARTS}
    told = announcement_of_row(row, named)
    assert told == Announcement(
        source="row", headline="2031-05-04", publisher="2031-05-04", authors=("2031-05-04",),
        keywords=("2031-05-04",), **dict.fromkeys(parts - {"title", "authors", "keywords"}, "2031-05-04"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "nothing", ["", " ", "None", "nan", "N/A", "[]", [], {}, None, [None, ""], {"name": "null"}]
)
def test_what_programs_write_for_no_value_is_none(nothing: object) -> None:
    assert announcement_of_row({"title": nothing, "authors": nothing, "date": nothing}, NAMES) is None


def test_long_values_are_bounded() -> None:
    told = announcement_of_row({"title": "a" * 1_000_000, "authors": ["Ana"] * 100_000}, NAMES)
    assert told is not None
    assert len(told.headline or "") == 5_000
    assert len(told.authors) == 200
    told = announcement_of_row({"authors": "['" + "', '" * 200_000, "keywords": "[" + "'a'," * 200_000}, NAMES)
    assert told is not None


@given(st.dictionaries(st.sampled_from(["title", "authors", "date", "keywords", "image", "metadata"]), VALUES))
def test_never_raises(row: dict[str, Any]) -> None:
    told = announcement_of_row(row, NAMES)
    assert told is None or told.source == "row"


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        (r"['O\'Brien', 'X']", ("O'Brien", "X")),
        ("[\"O'Brien\", 'Ana Ruiz']", ("O'Brien", "Ana Ruiz")),
        (r'["Ana \"Anita\" Ruiz"]', ('Ana "Anita" Ruiz',)),
        (r"['a\\', 'b']", ("a\\", "b")),
    ],
)
def test_quotes_within_a_written_list(written: str, authors: tuple[str, ...]) -> None:
    told = announcement_of_row({"text": "It blew.", "authors": written}, NAMES)
    assert told is not None
    assert told.authors == authors
