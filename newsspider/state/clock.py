"""What time it is for all that share a state: the clock of its database counts, not that of a machine."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection, Engine, text

_ASKED_EVERY_S = 30.0  # clocks of two machines part by some microseconds in that time


def elapsed_s() -> float:
    """Return seconds that pass also while a machine sleeps, from a moment that nothing is said of."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; others count the time asleep, or do not
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class Clock:
    """Tells the time of a database's server; of a database without one, this machine's.

    The server is asked now and then; between that a clock counts that nobody sets. So a machine whose own clock is
    off by hours leases and requests as all others.
    """

    def __init__(self, engine: Engine, elapsed: Callable[[], float] = elapsed_s) -> None:
        self._elapsed = elapsed
        self.is_servers = engine.dialect.name == "postgresql"
        self._ahead_s, self._asked_at = 0.0, 0.0
        if self.is_servers:
            with engine.connect() as connection:
                self._ask(connection)

    def now(self) -> float:
        """Return the time in seconds since 1970 (UTC)."""
        return self._elapsed() + self._ahead_s if self.is_servers else time.time()

    def check(self, connection: Connection) -> None:
        """Ask the server, if it is time to."""
        if self.is_servers and self._elapsed() - self._asked_at > _ASKED_EVERY_S:
            self._ask(connection)

    def _ask(self, connection: Connection) -> None:
        began = self._elapsed()
        server = connection.execute(text("SELECT extract(epoch FROM clock_timestamp())::float8")).scalar_one()
        self._asked_at = self._elapsed()
        self._ahead_s = server - (began + self._asked_at) / 2
