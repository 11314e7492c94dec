from __future__ import annotations

import json
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider.discovery.site_list import SiteOptions, read_site_list
from newsspider.discovery.types import Door
from newsspider.errors import SiteListError


def written(folder: Path, text: str | bytes, name: str = "sites.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_one_address_a_line(tmp_path: Path) -> None:
    text = "\ufeff# All of them\nhttps://example.org/\r\n\n  https://example.net/world/#top  # the world\n#https://no.example/\n"
    assert read_site_list(written(tmp_path, text)) == [
        SiteOptions(url="https://example.org/"),
        SiteOptions(url="https://example.net/world/#top"),
    ]


def test_a_long_list_is_read_once(tmp_path: Path) -> None:
    text = "".join(f'[[sites]]\nurl = "https://n{number}.example/"\nmax_pages = 5\n' for number in range(3_000))
    began_s = time.monotonic()
    assert len(read_site_list(written(tmp_path, text, "sites.toml"))) == 3_000
    assert time.monotonic() - began_s < 30  # with the line of each looked for: an hour


def test_options_of_each_site(tmp_path: Path) -> None:
    text = """
        [[sites]]
        url = "https://example.org/"
        doors = ["sitemaps", "feeds", "feeds"]
        max_pages = 500
        sections = ["/politics/", "/world/"]
        delay_s = 2
        since = 2031-05-04

        [[sites]]
        url = "https://example.net/"
        since = "2031-05-04T10:00:00+02:00"
    """
    assert read_site_list(str(written(tmp_path, text, "sites.TOML"))) == [
        SiteOptions(
            url="https://example.org/",
            doors=(Door.SITEMAPS, Door.FEEDS),
            max_pages=500,
            sections=("/politics/", "/world/"),
            delay_s=2.0,
            since=date(2031, 5, 4),
        ),
        SiteOptions(
            url="https://example.net/", since=datetime(2031, 5, 4, 10, tzinfo=timezone(timedelta(hours=2)))
        ),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "{}: contains no sites"),
        ("# nothing\n", "{}: contains no sites"),
        ("https://a.example/\nexample.org", "{}:2: url: not an http or https URL: 'example.org'; did you mean https://example.org?"),
        ("localhost:8113", "{}:1: url: not an http or https URL: 'localhost:8113'; did you mean http://localhost:8113?"),
        ("https://a.example/ https://b.example/", "{}:1: url: not an http or https URL: 'https://a.example/ https://b.example/'"),
        ("ftp://a.example/", "{}:1: url: not an http or https URL: 'ftp://a.example/'"),
        ("http://[", "{}:1: url: not an http or https URL: 'http://['"),
        ("https://a.example/\n\nhttps://a.example/", "{}:3: https://a.example/ was already named in line 1"),
        (b"https://a.example/\n\xff", "{}:2: not UTF-8"),
    ],
)  # fmt: skip
def test_faults_of_a_list_are_one_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SiteListError) as raised:
        read_site_list(path)
    assert str(raised.value) == message.format(path)


SITE = '[[sites]]\nurl = "https://a.example/"\n'


def test_rejects_are_pages_to_request_again(tmp_path: Path) -> None:
    rows = [
        {"url": "https://a.example/one", "code": "not-fetched"},
        {"path": "a.warc.gz", "offset": 7, "code": "truncated"},
        {"url": "https://a.example/two", "code": "status-503"},
        {"url": "https://a.example/one", "code": "status-500"},
    ]
    path = written(tmp_path, "".join(f"{json.dumps(row)}\n" for row in rows), "rejects.jsonl")
    assert read_site_list(path) == [
        SiteOptions(url="https://a.example/one", is_page=True),
        SiteOptions(url="https://a.example/two", is_page=True),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "{}: contains no sites"),
        ('{"path": "a.warc.gz"}\n', "{}: contains no sites"),
        ('{"url": "https://a.example/"}\n{"url": "https', "{}:2: no JSON"),
        ("[" * 100_000, "{}:1: no JSON"),
        ("7\n", "{}:1: a reject is an object, not 7"),
        ('{"url": "file:///etc/passwd"}\n', "{}:1: url: not an http or https URL: 'file:///etc/passwd'"),
    ],
)
def test_faults_of_rejects_are_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text, "rejects.jsonl")
    with pytest.raises(SiteListError) as raised:
        read_site_list(path)
    assert str(raised.value) == message.format(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "{}: contains no sites"),
        ("[[sites]\n", "{}:1: not valid TOML: Expected ']]' at the end of an array declaration"),
        ("[[site]]\n", "{}:1: unknown 'site'; sites are [[sites]]"),
        ("[sites]\n", "{}:1: sites are [[sites]], in double brackets"),
        ("sites = [7]\n", "{}:1: a site is a table, not 7"),
        ("[[sites]]\nmax_pages = 7\n", "{}:1: a site without url"),
        (SITE + "max_page = 7\n", "{}:3: unknown option 'max_page'; did you mean max_pages? known: url, doors, max_pages, sections, delay_s, since"),
        (SITE + "max_pages = 0\n", "{}:3: max_pages: 0 pages are none; for no limit leave it out"),
        (SITE + "max_pages = true\n", "{}:3: max_pages: must be a whole number of 1 or more, not True"),
        (SITE + 'doors = ["feed"]\n', "{}:3: doors: not a door: 'feed'; known: feeds, sitemaps, links"),
        (SITE + 'doors = "feeds"\n', "{}:3: doors: must be a list of strings, not 'feeds'"),
        (SITE + 'sections = ["politics"]\n', "{}:3: sections: a section is the beginning of a path, such as \"/politics/\", not 'politics'"),
        (SITE + "delay_s = -1\n", "{}:3: delay_s: must be a number of seconds, not -1"),
        (SITE + "delay_s = nan\n", "{}:3: delay_s: must be a number of seconds, not nan"),
        (SITE + 'since = "May"\n', "{}:3: since: must be an ISO 8601 date or time, such as 2031-05-04, not 'May'"),
        (SITE + "since = 10:00:00\n", "{}:3: since: must be an ISO 8601 date or time, such as 2031-05-04, not datetime.time(10, 0)"),
        (SITE + "\n" + SITE, "{}:4: https://a.example/ was already named in line 1"),
        ('[[sites]]\nurl = "a"\n', "{}:2: url: not an http or https URL: 'a'"),
        ("[[sites]]\nurl = 7\n", "{}:2: url: not an http or https URL: 7"),
    ],
)  # fmt: skip
def test_faults_of_toml_are_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text, "sites.toml")
    with pytest.raises(SiteListError) as raised:
        read_site_list(path)
    assert str(raised.value) == message.format(path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SiteListError, match="cannot be read: No such file"):
        read_site_list(tmp_path / "absent.txt")
    with pytest.raises(SiteListError, match="cannot be read: "):
        read_site_list("a\0b")


@settings(deadline=None)
@given(st.binary(max_size=80), st.sampled_from(["list.txt", "list.toml"]))
def test_raises_nothing_else(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    path = written(tmp_path_factory.mktemp("lists"), b"[[sites]]\n" + content, name)
    with pytest.raises(SiteListError, match=r"list\.t"):
        read_site_list(path)
