"""What the transactions of a crawl's state have in common, whatever database holds it."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from itertools import islice
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError

from newsspider.state.database import reason_of

logger = logging.getLogger(__name__)

# A statement takes 999 values in old SQLite and 32,766 in new ones.
_VALUES_AT_ONCE = 500
# Short ones throughout, so that all processes of a crawl are back soon after their database is.
_PAUSES_S = (0.1, 1.0, *[2.0] * 7)

_P = ParamSpec("_P")
_T = TypeVar("_T")


def tried_again(transaction: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return the transaction, made again where a server was away, or where two were in each other's way.

    It must come to the same if an earlier try was written and only the answer to that was lost.
    """

    @wraps(transaction)
    def repeated(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for number, pause_s in enumerate(_PAUSES_S):
            try:
                return transaction(*args, **kwargs)
            except DBAPIError as error:
                if not _may_pass(error):
                    raise
                if not number:
                    longest_s = sum(_PAUSES_S)
                    logger.warning("Trying the state again for up to %.0f s: %s", longest_s, reason_of(error))
                time.sleep(pause_s)
        return transaction(*args, **kwargs)

    return repeated


def _may_pass(error: DBAPIError) -> bool:
    """Return whether a transaction may succeed when it is tried again."""
    if not isinstance(error, OperationalError):
        return error.connection_invalidated  # it was idle within the transaction for too long
    if isinstance(error.orig, sqlite3.Error):  # which has waited itself
        return False
    text = str(error.orig)
    # Of the errors with which a server refuses a connection: it is starting, or has too many.
    return "FATAL" not in text or any(words in text for words in ("starting up", "shutting down", "too many"))


def parts(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Yield the values in parts that one statement can take."""
    rest = iter(values)
    while part := list(islice(rest, _VALUES_AT_ONCE)):
        yield part
