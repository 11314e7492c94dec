from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml.html import parse

from newsspider.errors import SourceError
from newsspider.explain import Explanation, explain
from newsspider.explain.folder import remove_folder, write_folder
from newsspider.items import Source
from tests.explain.made_pages import HOSTILE, HTML, page


def explained(*pages: str) -> Iterator[Explanation]:
    for source in pages:
        yield explain(page(source), source=Source(kind="html", path="walk.html"))


def links(folder: Path, name: str, where: str = "//nav") -> list[str]:
    return [str(href) for href in parse(str(folder / name)).getroot().xpath(f"{where}//@href")]


def test_each_page_leads_to_the_next_and_the_list_to_all(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "why"
    names = ["page-1.html", "page-2.html", "page-3.html"]
    assert write_folder(folder, "dump.warc", explained(HTML, HOSTILE, HTML)) == names
    assert links(folder, "page-1.html") == ["index.html", "page-2.html"]
    assert links(folder, "page-2.html") == ["page-1.html", "index.html", "page-3.html"]
    assert links(folder, "page-3.html") == ["page-2.html", "index.html"]
    assert links(folder, "index.html", "//table") == ["page-1.html", "page-2.html", "page-3.html"]
    text = parse(str(folder / "index.html")).getroot().text_content()
    assert "3 pages explained" in text
    assert text.count("A walk along the quay") == 2


def test_pages_of_an_earlier_longer_run_go_and_the_index_of_another_stays(tmp_path: Path) -> None:
    write_folder(tmp_path, "dump.warc", explained(HTML, HTML, HTML))
    write_folder(tmp_path, "dump.warc", explained(HTML))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.html", "page-1.html"]
    (tmp_path / "index.html").write_text("<title>My site</title>")
    with pytest.raises(FileExistsError, match="not a list of explained pages"):
        write_folder(tmp_path, "dump.warc", explained(HTML))
    assert (tmp_path / "index.html").read_text() == "<title>My site</title>"


def test_what_came_before_an_error_is_written(tmp_path: Path) -> None:
    def broken() -> Iterator[Explanation]:
        yield from explained(HTML)
        raise SourceError("dump.warc", "it is damaged")

    with pytest.raises(SourceError):
        write_folder(tmp_path, "dump.warc", broken())
    assert links(tmp_path, "page-1.html") == ["index.html"]
    assert links(tmp_path, "index.html", "//table") == ["page-1.html"]


def test_pages_of_a_report_lead_back_to_it(tmp_path: Path) -> None:
    write_folder(tmp_path, "Pages to look at", explained(HTML, HTML), report="../report.html")
    assert links(tmp_path, "page-1.html") == ["../report.html", "index.html", "page-2.html"]
    assert links(tmp_path, "index.html") == ["../report.html"]


def test_only_what_was_written_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "why"
    remove_folder(folder)
    write_folder(folder, "dump.warc", explained(HTML, HTML))
    (folder / "notes.txt").write_text("mine")
    remove_folder(folder)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    (folder / "index.html").write_text("<title>My site</title>")
    remove_folder(folder)
    assert (folder / "index.html").exists()
    (folder / "notes.txt").unlink()
    (folder / "index.html").unlink()
    write_folder(folder, "dump.warc", explained(HTML))
    remove_folder(folder)
    assert not folder.exists()
