from __future__ import annotations

import asyncio

import pytest

from newsspider.archives.redirects import leads_inside
from newsspider.archives.remote_errors import Retries
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.errors import RemoteError
from tests.archives.web_server import serving

pytest.importorskip("aiohttp")
pytest.importorskip("fsspec")

KEYS = {"headers": {"X-Key": "mine"}, "client_kwargs": {"headers": {"X-Token": "mine"}}}
STORAGE = StorageOptions({"http": KEYS}, Retries(count=0))


def test_keys_stay_with_the_host_that_was_asked() -> None:
    with serving({"/b.bin": b"content"}) as other, serving({"/c.bin": b"here"}) as asked:
        asked.redirects = {"/a.bin": f"{other.url}/b.bin", "/d.bin": "/c.bin"}
        with RemotePath(f"{asked.url}/a.bin", STORAGE).open() as file:
            assert file.read() == b"content"
        with RemotePath(f"{asked.url}/d.bin", STORAGE).open() as file:
            assert file.read() == b"here"
    assert other.headers
    assert asked.headers
    assert not [seen for seen in other.headers if {"X-Key", "X-Token"} & seen.keys()]
    assert all({"X-Key", "X-Token"} <= seen.keys() for seen in asked.headers)


@pytest.mark.parametrize(
    ("here", "there", "leads"),
    [
        ("93.184.215.14", "127.0.0.1", True),
        ("93.184.215.14", "169.254.169.254", True),
        ("93.184.215.14", "2130706433", True),
        ("93.184.215.14", "93.184.215.15", False),
        ("127.0.0.1", "127.0.0.2", False),
    ],
)
def test_a_public_host_leads_to_no_private_one(here: str, there: str, *, leads: bool) -> None:
    assert asyncio.run(leads_inside(here, there)) is leads


def test_a_refused_redirect_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def always(_here: str, _there: str) -> bool:
        return True

    monkeypatch.setattr("newsspider.archives.redirects.leads_inside", always)
    with serving({"/b.bin": b"content"}) as other, serving({}) as asked:
        asked.redirects = {"/a.bin": f"{other.url}/b.bin"}
        with pytest.raises(RemoteError, match="which is a private address"):
            RemotePath(f"{asked.url}/a.bin", STORAGE).state()
    assert not other.headers
