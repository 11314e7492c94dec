from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from newsspider.archives.reader import open_source
from newsspider.archives.remote_errors import Retries
from newsspider.archives.remote_path import RemotePath, StorageOptions
from newsspider.archives.requested import Requested
from newsspider.archives.types import ReadOptions
from newsspider.errors import RemoteError, SourceError
from newsspider.replaying.source_files import read_sources
from tests.archives.web_server import serving

pytest.importorskip("aiohttp")
fsspec = pytest.importorskip("fsspec")

HASTY = StorageOptions(retries=Retries(count=0, pause_s=0.001))


def links(*hrefs: str) -> bytes:
    return "".join(f'<a href="{href}">a file</a>' for href in hrefs).encode()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://host/..%2F..%2Fevil.warc", ".._.._evil.warc"),
        ("https://host/..%5c%00evil.warc", ".._" + "_evil.warc"),
        ("http://host/a%20b.warc?x=/y", "a b.warc"),
        ("s3://bucket/a\\b.warc", "a_b.warc"),
    ],
)
def test_a_name_is_one_part_of_a_path(url: str, name: str) -> None:
    assert RemotePath(url).name == name


def test_a_folder_has_no_files_outside(caplog: pytest.LogCaptureFixture) -> None:
    with serving({"/d/": links("a.warc", "../../evil.warc", "b/../../evil.warc"), "/d/a.warc": b"x"}) as server:
        folder = RemotePath(f"{server.url}/d/", HASTY)
        assert [file.url for file in folder.files()] == [f"{server.url}/d/a.warc"]
    assert "not inside; left out" in caplog.text


def test_files_of_a_web_page_have_the_states_that_they_tell_alone() -> None:
    with serving({"/d/": links("a.warc", "none.warc"), "/d/a.warc": b"x"}) as server:
        folder = RemotePath(f"{server.url}/d/", HASTY)
        states = {file.name: state for file, state in folder.files().items()}
        assert states["a.warc"] == (folder / "a.warc").state(fresh=True)
        assert states["a.warc"].size_bytes == 1
        assert states["none.warc"].size_bytes is None


def test_a_server_that_is_down_says_nothing_about_its_files() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        path = RemotePath(f"http://127.0.0.1:{taken.getsockname()[1]}/a.warc", HASTY)
        with pytest.raises(RemoteError):
            path.is_file()
    with serving({}) as server:
        assert not RemotePath(f"{server.url}/a.warc", HASTY).exists()


@pytest.mark.parametrize("url", ["ftp://127.0.0.1:1/a.warc", "github://a.warc", "nonesuch://a/b"])
def test_a_file_system_that_cannot_be_had_is_told_in_one_line(url: str) -> None:
    with pytest.raises(RemoteError) as raised:
        RemotePath(url, HASTY).state()
    assert "\n" not in str(raised.value)


def test_what_a_url_says_of_its_host_reaches_the_file_system(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(fsspec, "filesystem", lambda scheme, **options: given.update(options, scheme=scheme))
    assert RemotePath("ftp://user@host:2121/a.warc").system is None
    assert given == {"scheme": "ftp", "host": "host", "port": 2121, "username": "user"}


def test_secrets_of_a_url_are_used_and_never_shown() -> None:
    signed = "/a.warc?X-Amz-Expires=9&X-Amz-Credential=SECRET&X-Amz-Signature=SECRET"
    with serving({"/b.warc": b"x"}) as server:
        path = RemotePath(server.url + signed, HASTY)
        assert str(path) == f"{server.url}/a.warc"
        assert path.url.endswith("SECRET")
        with pytest.raises(RemoteError) as raised:
            path.state()
        assert "SECRET" not in f"{raised.value} {raised.value.path} {raised.value.reason}"
    assert str(RemotePath("https://me:SECRET@host/a.warc?x=1")) == "https://host/a.warc?x=1"
    assert str(RemotePath("https://SECRET@host/a?b=c&sig=SECRET&sig=SECRET#d")) == "https://host/a?b=c#d"


def test_a_folder_that_is_named_without_its_slash_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with serving({"/d/": links("a.warc")}, redirects={"/d": "/d/"}) as server:
        path = RemotePath(f"{server.url}/d", HASTY)
        assert list(path.files()) == [path]
    (line,) = caplog.messages
    assert line.startswith(f"{path} leads to {path}/ and is read as a page")


class _Store:
    """A store of objects that keeps what it has listed, as s3fs does."""

    def __init__(self, *, may_list: bool = True) -> None:
        self.may_list, self.listed, self.requests = may_list, False, 0

    def ls(self, _: str, *, detail: bool) -> list[dict[str, Any]]:
        self.requests += 1
        if not self.may_list:
            raise PermissionError(13, "Access Denied")
        self.listed = detail
        return []

    def info(self, path: str) -> dict[str, Any]:
        self.requests += not self.listed
        return {"name": path, "size": 7, "type": "file", "ETag": "1"}


@pytest.mark.parametrize(("count", "may_list", "requests"), [(300, True, 1), (5, True, 5), (30, False, 31)])
def test_a_month_of_archives_is_asked_for_once(
    monkeypatch: pytest.MonkeyPatch, count: int, may_list: bool, requests: int
) -> None:
    store = _Store(may_list=may_list)
    monkeypatch.setattr("newsspider.archives.remote_path._system", lambda _: store)
    month = [f"s3://news/crawl-data/CC-NEWS/2024/05/{number}.warc.gz" for number in range(count)]
    sources = read_sources(Requested(month), Path("out"), ReadOptions(storage=HASTY))
    assert [len(files) for _, files in sources if not isinstance(files, SourceError)] == [1] * count
    assert store.requests == requests


def test_a_folder_that_a_web_server_does_not_have_is_told_so() -> None:
    with serving({"/d/": links("a.bin"), "/d/a.bin": bytes(range(256)) * 20}) as server:
        with pytest.raises(SourceError, match="no such file or folder"):
            list(open_source(f"{server.url}/none/"))
        with pytest.raises(SourceError, match=r"no file in this \w+ can be read: a\.bin: not in a format"):
            list(open_source(f"{server.url}/d/"))


def test_logs_show_neither_passwords_nor_signatures() -> None:
    path = RemotePath("https://me:secret@host/a.warc?X-Amz-Signature=0f")
    assert repr([path]) == "[RemotePath('https://host/a.warc')]"
