"""What the runs of a crawl remember to find duplicates, in the database of its state."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    delete,
    select,
)

from newsspider.duplicates.records import read_records

_METADATA = MetaData()
# Records (newsspider.duplicates.records) of the articles of one commit, in the order in which they came.
_RECORDS = Table(
    "newsspider_duplicates",
    _METADATA,
    # SQLite numbers its rows itself if the key is an INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("articles", Integer, nullable=False),
    Column("records", LargeBinary, nullable=False),
)


class DuplicateLog:
    """Records of articles, kept from run to run: the memory of DuplicatePipeline.

    Runs at the same time add to it without waiting for each other; each knows what was there when it began.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        _METADATA.create_all(engine)

    def append(self, connection: Connection, records: bytes) -> None:
        """Add the records of some articles in the transaction in which these are noted as done."""
        if records:
            count = sum(1 for _ in read_records(records))
            connection.execute(_RECORDS.insert().values(articles=count, records=records))

    def read(self, max_articles: int) -> Iterator[bytes]:
        """Yield the records of the latest `max_articles` articles or somewhat more, in the order of their making.

        Older ones are deleted.
        """
        with self._engine.begin() as connection:
            kept: list[int] = []
            count = 0
            newest_first = select(_RECORDS.c.id, _RECORDS.c.articles).order_by(_RECORDS.c.id.desc())
            for row in connection.execute(newest_first):
                if count >= max_articles:
                    break
                kept.append(row.id)
                count += row.articles
            if kept:
                connection.execute(delete(_RECORDS).where(_RECORDS.c.id < kept[-1]))
        for number in reversed(kept):
            with self._engine.begin() as connection:
                found = connection.execute(select(_RECORDS.c.records).where(_RECORDS.c.id == number)).scalar()
            if found is not None:
                yield found
