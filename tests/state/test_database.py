"""Databases are opened within bounds, and what is shown of their URLs is never a password."""

from __future__ import annotations

import socket
import time

import pytest
from sqlalchemy.exc import OperationalError

from newsspider.state import database as module
from newsspider.state.database import open_engine, shown_url

SECRET = "s3cret"


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{SECRET}@host/news",
        f"postgresql://me:{SECRET}@host:port/news",
        f"postgresql//me:{SECRET}@host/news",
        f"postgres+none://me:{SECRET}@host/news",
        f"postgresql://me:a/{SECRET}@host/news",
        f"postgresql://me:a@{SECRET}@host:port/news",
        f"postgresql://me:a#{SECRET}@ho st:port/news",
        f"postgresql://host/news?password={SECRET}",
        f"postgresql://host/news?connect_timeout=3&PASSWORD={SECRET}&sslpassword={SECRET}",
        f"postgresql://host:port/news?passfile=/home/{SECRET}",
    ],
)
def test_no_password_is_shown(url: str) -> None:
    assert SECRET not in shown_url(url)
    assert "***" in shown_url(url)
    assert "host" in shown_url(url) or "ho st" in shown_url(url)


@pytest.mark.parametrize(
    "url", ["a.sqlite", "feeds/a@b:c.sqlite", "sqlite:///a.sqlite", "postgresql://me@host/news"]
)
def test_others_are_shown_as_they_are(url: str) -> None:
    assert shown_url(url) == url


def test_hostile_urls_take_no_time() -> None:
    began_s = time.process_time()
    for part in ("//a:", "?password=", "//" + "a" * 300, ":@"):
        shown_url(part * 20_000)
    assert time.process_time() - began_s < 2.0


@pytest.mark.parametrize(("own", "longest_s"), [("", 30), ("?connect_timeout=3", 10)])
def test_a_server_that_accepts_and_does_not_answer_is_an_error_in_time(
    own: str, longest_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if not own:
        monkeypatch.setitem(module._POSTGRESQL_TIMEOUTS, "connect_timeout", 2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        began_s = time.monotonic()
        engine = open_engine(f"postgresql://127.0.0.1:{mute.getsockname()[1]}/news{own}")
        with pytest.raises(OperationalError, match="timeout"):
            engine.connect()
        assert time.monotonic() - began_s < longest_s
