from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from newsspider.fields import FIELDS
from newsspider.fields.registry import with_fields
from newsspider.stores.columns import store_columns
from tests.pipelines.made_fields import CHANGES

COLUMNS = {column.name: column for column in store_columns(with_fields(CHANGES))}


def test_every_field_has_its_column_and_a_date_has_two() -> None:
    assert {column.field for column in COLUMNS.values()} == {*FIELDS, *CHANGES}
    assert [name for name in COLUMNS if name.endswith("Iso")] == ["datePublishedIso", "dateModifiedIso"]


@pytest.mark.parametrize(
    ("name", "in_postgresql", "in_sqlite"),
    [
        ("headline", "TEXT", "TEXT"),
        ("url", "TEXT", "TEXT"),
        ("datePublished", "TIMESTAMP WITH TIME ZONE", "DATETIME"),
        ("datePublishedIso", "TEXT", "TEXT"),
        ("authors", "JSONB", "JSON"),
        ("mainImage", "JSONB", "JSON"),
        ("keywords", "JSONB", "JSON"),
        ("metadata", "JSONB", "JSON"),
        ("isAccessibleForFree", "BOOLEAN", "BOOLEAN"),
        ("wordCount", "BIGINT", "BIGINT"),
        ("readingTime", "BIGINT", "BIGINT"),
        ("editorsNote", "TEXT", "TEXT"),
        ("places", "JSONB", "JSON"),
    ],
)
def test_types_come_from_the_declarations(name: str, in_postgresql: str, in_sqlite: str) -> None:
    kind = COLUMNS[name].type
    for dialect, written in ((postgresql.dialect, in_postgresql), (sqlite.dialect, in_sqlite)):
        assert kind.compile(dialect()) == written


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-03T09:40:00+05:30", datetime(2026, 11, 3, 4, 10, tzinfo=UTC)),
        ("2026-11-03T09:40:00", datetime(2026, 11, 3, 9, 40, tzinfo=UTC)),
        ("2026-11-03", datetime(2026, 11, 3, tzinfo=UTC)),
    ],
)
def test_a_date_is_a_moment_and_stays_as_it_was_written(written: str, meant: datetime) -> None:
    assert COLUMNS["datePublished"].convert(written) == meant
    assert COLUMNS["datePublishedIso"].convert(written) == written


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("headline", 3),
        ("datePublished", "yesterday"),
        ("datePublished", "0001-01-01T00:00:00+05:00"),
        ("wordCount", "three"),
        ("wordCount", True),
        ("wordCount", 2**63),
        ("isAccessibleForFree", "no"),
    ],
)
def test_what_does_not_fit_is_told(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=re.escape(str(value))):
        COLUMNS[name].convert(value)
