from __future__ import annotations

import random
import socket
import time
from pathlib import Path

import pytest

from newsspider.archives import ReadOptions, open_source
from newsspider.archives.remote_errors import Retries
from newsspider.archives.remote_file import FIRST_RANGE_BYTES
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.archives.types import ArchivedPage
from newsspider.errors import RemoteError
from newsspider.items import Reject
from tests.archives.web_server import FileServer, serving
from tests.crawls.certificates import serving_tls, write_certificate
from tests.crawls.replays import write_warc

pytest.importorskip("aiohttp")
pytest.importorskip("fsspec")

PATIENT = StorageOptions(retries=Retries(count=8, pause_s=0.001))
HASTY = StorageOptions(retries=Retries(count=1, pause_s=0.001))
CONTENT = random.Random(1).randbytes(3 * FIRST_RANGE_BYTES + 7)


def bounds(asked: str) -> tuple[int, int]:
    first, _, last = asked.removeprefix("bytes=").partition("-")
    return int(first), int(last)


def content_of(server: FileServer, path: str = "/a.bin", storage: StorageOptions = PATIENT) -> bytes:
    with RemotePath(server.url + path, storage).open() as file:
        return file.read()


def test_a_file_is_read_by_ranges_that_grow() -> None:
    with serving({"/a.bin": CONTENT}) as server, RemotePath(f"{server.url}/a.bin", PATIENT).open() as file:
        pieces = [file.read(50_000) for _ in range(len(CONTENT) // 50_000 + 2)]
        assert b"".join(pieces) == CONTENT
        lengths = [last - first + 1 for first, last in map(bounds, server.ranges)]
        assert lengths == [FIRST_RANGE_BYTES, 2 * FIRST_RANGE_BYTES, 7]


def test_any_place_of_a_file_is_read_without_what_lies_before() -> None:
    with serving({"/a.bin": CONTENT}) as server, RemotePath(f"{server.url}/a.bin", PATIENT).open() as file:
        assert file.seek(-10, 2) == len(CONTENT) - 10
        assert file.read() == CONTENT[-10:]
        assert file.read(5) == b""
        file.seek(700_000)
        assert file.read(9) == CONTENT[700_000:700_009]
        assert len(server.ranges) == 2


def test_what_came_before_a_connection_dropped_is_not_asked_for_again() -> None:
    with serving({"/a.bin": CONTENT}, drop_after=lambda number: 60_000 + number) as server:
        assert content_of(server) == CONTENT
        starts = [bounds(one)[0] for one in server.ranges]
        assert starts == sorted(set(starts))
        assert starts[1] == 60_000


def test_a_server_that_fails_now_and_then_is_asked_again() -> None:
    with serving({"/a.bin": CONTENT}, fault=lambda number: (503, None, 429, 500)[number % 4]) as server:
        assert content_of(server) == CONTENT


def test_without_ranges_a_file_is_fetched_once_and_dropped_connections_cost_what_was_there() -> None:
    drops = iter([100_000, 500_000])
    with serving(
        {"/a.bin": CONTENT}, has_ranges=False, drop_after=lambda n: next(drops) if 0 < n < 3 else None
    ) as server:
        assert content_of(server) == CONTENT
        assert server.gets == 4  # one that asks for a range, and three for the whole


def test_a_file_whose_size_is_not_told_is_read_too() -> None:
    with serving({"/a.bin": CONTENT}, tells_size=False, has_ranges=False) as server:
        assert content_of(server) == CONTENT


def test_a_file_that_is_not_there_is_not_asked_for_again() -> None:
    with serving({}) as server, pytest.raises(RemoteError, match=r"/a\.bin: no such file"):
        content_of(server)


def test_a_file_that_changes_while_it_is_read_is_an_error() -> None:
    with serving({"/a.bin": CONTENT}) as server, RemotePath(f"{server.url}/a.bin", PATIENT).open() as file:
        assert file.read(10) == CONTENT[:10]
        server.etag = '"2"'
        with pytest.raises(RemoteError, match="412"):
            file.read()


@pytest.mark.parametrize("has_ranges", [True, False])
@pytest.mark.parametrize("has_conditions", [True, False])
def test_bytes_of_two_versions_are_never_mixed(*, has_ranges: bool, has_conditions: bool) -> None:
    server: FileServer

    def drop(number: int) -> int | None:
        if number == 1:
            server.etag, server.files = '"2"', {"/a.bin": CONTENT[::-1]}
        return 100_000 if number < 2 else None

    behaviour = {"has_ranges": has_ranges, "has_conditions": has_conditions, "drop_after": drop}
    with serving({"/a.bin": CONTENT}, **behaviour) as server, pytest.raises(RemoteError, match=r"412|changed"):
        content_of(server)


def test_without_a_version_a_file_is_fetched_from_its_start_again() -> None:
    server: FileServer

    def drop(number: int) -> int | None:
        if number != 1:
            return None
        server.files = {"/a.bin": CONTENT[::-1]}
        return 100_000

    with serving({"/a.bin": CONTENT}, has_ranges=False, etag='W/"1"', drop_after=drop) as server:
        assert content_of(server) == CONTENT[::-1]


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc", "a.warc.zst"])
def test_an_archive_over_a_bad_connection_is_read_as_on_disk(tmp_path: Path, name: str) -> None:
    write_warc(tmp_path / name, range(60), {"gz": "gzip", "zst": "zstd"}.get(name.rpartition(".")[2], ""))
    options = ReadOptions(storage=PATIENT)
    drops = random.Random(2)
    with serving(
        {f"/{name}": (tmp_path / name).read_bytes()}, drop_after=lambda _: drops.randrange(20_000)
    ) as server:
        remote = list(open_source(f"{server.url}/{name}", options))
    local = list(open_source(tmp_path / name))
    assert len(local) == 60
    assert [one.source for one in remote if isinstance(one, ArchivedPage)] == [
        one.source for one in local if isinstance(one, ArchivedPage)
    ]


def test_a_network_that_fails_for_good_is_no_damage_of_the_archive(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc", range(400), "")
    content = (tmp_path / "a.warc").read_bytes()
    assert len(content) > 2 * FIRST_RANGE_BYTES
    found: list[ArchivedPage | Reject] = []
    fails_soon = serving({"/a.warc": content}, fault=lambda number: 503 if number else None)
    with fails_soon as server, pytest.raises(RemoteError, match="the server answered 503"):
        found.extend(open_source(f"{server.url}/a.warc", ReadOptions(storage=HASTY)))
    assert found
    assert not [one for one in found if isinstance(one, Reject)]


def test_other_file_systems_of_fsspec_are_read_as_well(tmp_path: Path) -> None:
    import fsspec  # of an extra

    write_warc(tmp_path / "a.warc.gz", range(5))
    memory = fsspec.filesystem("memory")
    memory.pipe({"/news/2024/a.warc.gz": (tmp_path / "a.warc.gz").read_bytes(), "/news/b.html": b"<p>One"})
    try:
        pages = [one for one in open_source("memory://news") if isinstance(one, ArchivedPage)]
    finally:
        memory.rm("/news", recursive=True)
    assert [page.source.path for page in pages] == ["b.html", *["2024/a.warc.gz"] * 5]


@pytest.mark.slow
@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/a.warc", "s3://bucket/a.warc"])
def test_a_server_that_is_not_there_is_told_soon_and_each_try_is_told(
    caplog: pytest.LogCaptureFixture, url: str
) -> None:
    if url.startswith("s3:"):
        pytest.importorskip("s3fs")
    with socket.socket() as taken:  # bound, and nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        s3 = {"anon": True, "endpoint_url": f"http://127.0.0.1:{port}"}
        began = time.monotonic()
        with pytest.raises(RemoteError, match="the connection was refused: no server answers there"):
            list(open_source(RemotePath(url.format(port=port), StorageOptions({"s3": s3}))))
    assert time.monotonic() - began < 30
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(lines) == (0 if url.startswith("s3:") else 3)  # s3fs asks several times itself
    assert all("the connection was refused: no server answers there; trying again in " in line for line in lines)


def test_a_wait_is_told_and_a_connection_that_drops_is_not(caplog: pytest.LogCaptureFixture) -> None:
    with serving({"/a.bin": CONTENT}, drop_after=lambda number: 60_000 + number) as server:
        assert content_of(server) == CONTENT
    assert not caplog.records


@pytest.mark.parametrize("days", [30, None])
def test_a_server_without_trusted_tls_is_asked_once(
    tmp_path: Path, days: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    certificate = write_certificate(tmp_path / "a.pem", "127.0.0.1", days=days) if days else None
    said = "its certificate is not trusted: .*SSL_CERT_FILE=FILE" if days else "no TLS connection can be made"
    with serving_tls(certificate) as port, pytest.raises(RemoteError, match=said):
        list(open_source(RemotePath(f"https://127.0.0.1:{port}/a.warc", StorageOptions())))
    assert not caplog.messages
