"""What the runs of a crawl remember to find duplicates, in the database of its state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, delete, select

from newsspider.duplicates.records import read_records
from newsspider.state.tables import DUPLICATES
from newsspider.state.transactions import tried_again

_ROWS_AT_ONCE = 1_000


class DuplicateLog:
    """Records of articles, kept from run to run: the memory of DuplicatePipeline.

    Runs at the same time add to it without waiting for each other; each knows what was there when it began.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, connection: Connection, run: int, records: bytes) -> None:
        """Add the records of some articles of a run in the transaction in which these are noted as done."""
        if records:
            count = sum(1 for _ in read_records(records))
            connection.execute(DUPLICATES.insert().values(run=run, articles=count, records=records))

    def read(self, max_articles: int) -> Iterator[bytes]:
        """Yield the records of the latest `max_articles` articles or somewhat more, in the order of their making.

        Older ones are deleted.
        """
        kept = self._kept(max_articles)
        for start in range(0, len(kept), _ROWS_AT_ONCE):
            part = kept[start : start + _ROWS_AT_ONCE]
            yield from self._between(part[0], part[-1])

    @tried_again
    def _kept(self, max_articles: int) -> list[int]:
        """Return the numbers of the rows with the latest articles, oldest first; older ones are deleted."""
        kept: list[int] = []
        count = 0
        newest_first = select(DUPLICATES.c.id, DUPLICATES.c.articles).order_by(DUPLICATES.c.id.desc())
        with self._engine.begin() as connection:
            for row in connection.execute(newest_first):
                if count >= max_articles:
                    break
                kept.append(row.id)
                count += row.articles
            if kept:
                connection.execute(delete(DUPLICATES).where(DUPLICATES.c.id < kept[-1]))
        return kept[::-1]

    @tried_again
    def _between(self, first: int, last: int) -> Sequence[bytes]:
        of_rows = select(DUPLICATES.c.records).where(DUPLICATES.c.id.between(first, last))
        with self._engine.begin() as connection:
            return connection.execute(of_rows.order_by(DUPLICATES.c.id)).scalars().all()
