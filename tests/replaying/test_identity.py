from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from newsspider.replaying.identity import source_root
from newsspider.replaying.plan import work_folder
from tests.archives.builders import page, record
from tests.replaying.made import planned


@pytest.fixture
def dumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an archive, one in a subfolder and a single page; and links to each of them."""
    folder = tmp_path / "dumps"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.warc", "sub/b.warc"):
        (folder / name).write_bytes(record(0))
    (folder / "c.html").write_bytes(page(1))
    (tmp_path / "link").symlink_to("dumps")
    (tmp_path / "a-link.warc").symlink_to("dumps/a.warc")
    monkeypatch.chdir(tmp_path)
    return folder


def keys(*sources: str, known: Mapping[tuple[str, str], str] | None = None) -> set[tuple[str, str]]:
    plan = planned(sources, Path("out").absolute(), known=known)
    assert not plan.faults
    return {(str(archive.source), archive.name) for archive in plan.archives}


def test_a_source_is_the_same_in_every_spelling(dumps: Path) -> None:
    whole = keys(str(dumps))
    assert whole == {(str(dumps), name) for name in ("a.warc", "sub/b.warc", ".")}
    for spelled in ("dumps", "dumps/", "./dumps", "dumps/../dumps", "dumps/sub/..", "link", "link/", f"{dumps}/"):
        assert keys(spelled) == whole, spelled
    os.chdir(dumps)
    assert keys(".") == keys("../link") == whole
    assert keys("a.warc") == keys("../dumps/a.warc") == keys("../link/a.warc") == {(f"{dumps}/a.warc", "a.warc")}


def test_an_archive_of_an_earlier_run_keeps_its_name_however_it_is_asked_for(dumps: Path, tmp_path: Path) -> None:
    feeds = dict.fromkeys(keys("dumps"), "made.jsonl")
    assert keys("dumps/a.warc", "dumps/sub/b.warc", known=feeds) == {key for key in feeds if key[1] != "."}
    assert keys("a-link.warc", known=feeds) == {(str(dumps), "a.warc")}
    # As earlier versions noted it, with links and all; and each file by itself.
    as_typed = str(tmp_path / "link")
    old = {(as_typed, "a.warc"): "a.warc.jsonl", (as_typed, "."): "link.jsonl"}
    assert keys("dumps", known=old) == {*old, (str(dumps), "sub/b.warc")}
    named = {(f"{as_typed}/a.warc", "a.warc"): "a.warc.jsonl"}
    assert named.keys() <= keys("dumps", known=named)


@pytest.mark.usefixtures("dumps")
def test_what_a_known_archive_is_read_from_belongs_to_its_name(tmp_path: Path) -> None:
    out, as_typed = tmp_path / "out", str(tmp_path / "link")
    old = {(as_typed, "a.warc"): "a.warc.jsonl", (as_typed, "."): "link.jsonl"}
    archives = {archive.name: archive for archive in planned(["dumps"], out, known=old).archives}
    for archive in archives.values():
        assert archive.work == work_folder(out, str(archive.source), archive.name)
    assert archives["a.warc"].file == Path(as_typed, "a.warc")
    assert (archives["."].feed, archives["a.warc"].feed) == ("link.jsonl", "a.warc.jsonl")


def test_a_list_of_rejects_is_another_archive_than_the_same_file_in_its_folder(tmp_path: Path) -> None:
    folder, rejects = tmp_path / "lists", tmp_path / "lists" / "rejects.jsonl"
    folder.mkdir()
    rejects.write_text('{"path": "a.warc", "code": "damaged", "reason": "cut", "source": "/a.warc"}\n')
    in_folder, named = (str(folder), "rejects.jsonl"), (str(rejects), "rejects.jsonl")
    assert keys(str(rejects), known={in_folder: "rejects.jsonl.jsonl"}) == {named}
    assert keys(str(folder), known={named: "rejects.jsonl.jsonl"}) == {in_folder}


def test_a_link_out_of_a_folder_was_never_read_there(dumps: Path, tmp_path: Path) -> None:
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "out.warc").symlink_to(dumps / "a.warc")
    failed = {(str(tmp_path / "others"), "out.warc"): "out.warc.jsonl"}
    assert keys(f"{dumps}/a.warc", known=failed) == {(f"{dumps}/a.warc", "a.warc")}


@pytest.mark.usefixtures("dumps")
def test_a_link_to_an_archive_has_its_own_name(tmp_path: Path) -> None:
    (archive,) = planned(["a-link.warc"], tmp_path / "out").archives
    assert archive.feed == "a-link.warc.jsonl"
    assert source_root(Path("none", "..", "a-link.warc")) == tmp_path / "a-link.warc"
