"""benchmarks/public.py, on a made set in the form of the public ones, cloned from a local repository."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest

from benchmarks import extractors, public
from benchmarks.public import PublicSet, commit, fetched, main, own_cases, read_pages, summary

TEXT = (
    "The ferry stays in port until the storm is over, the harbour master said on Monday morning, and nobody may go out.",
    "Two fishing boats that had left before dawn came back in the afternoon with torn nets and tired men on board.",
    "On the quay the wind took the roof of the old customs house, which had stood there for a hundred and ten years.",
)


def made_set(folder: Path) -> Path:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    page = f"<html lang=en><title>Storm</title><article><h1>Storm hits coast</h1>{paragraphs}</article></html>"
    (folder / "html").mkdir(parents=True)
    (folder / "html" / "storm.html.gz").write_bytes(gzip.compress(page.encode()))
    truth = {"storm": {"articleBody": "\n\n".join(TEXT), "url": "https://courier.example/storm"}}
    (folder / "ground-truth.json").write_text(json.dumps(truth), "utf-8")
    return folder


def repository(folder: Path) -> PublicSet:
    made_set(folder)
    git = ["git", "-C", str(folder), "-c", "user.name=Ana", "-c", "user.email=ana@courier.example"]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "Add a page"]):
        subprocess.run([*git, *arguments], check=True)
    return PublicSet("made", folder.as_uri(), "CC0-1.0")


def only_newsspider(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out peers that happen to be installed: they take seconds to import."""
    monkeypatch.setattr(public, "peers", dict)


def test_a_public_set_is_cloned_once_and_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only_newsspider(monkeypatch)
    made = repository(tmp_path / "published")
    monkeypatch.setattr(public, "PUBLIC_SETS", (made,))
    monkeypatch.setattr(public, "OWN_PAGES", tmp_path / "none")
    main(["--fetch", str(tmp_path / "sets")])
    printed = capsys.readouterr().out
    assert f"made (licence CC0-1.0), commit {commit(tmp_path / 'published')}\n" in printed
    rows = {line.split()[0]: line.split()[1:] for line in printed.splitlines()}
    assert (rows["made"][0], rows["made"][2]) == ("1", "1.000")
    assert float(rows["made"][3]) > 0.9
    unreachable = PublicSet("made", (tmp_path / "moved-away").as_uri(), "CC0-1.0")
    assert fetched(unreachable, tmp_path / "sets") == tmp_path / "sets" / "made"


def test_what_cannot_be_cloned_is_one_line(tmp_path: Path) -> None:
    nowhere = PublicSet("made", (tmp_path / "nowhere").as_uri(), "CC0-1.0")
    with pytest.raises(SystemExit, match=r"^file://.*nowhere could not be cloned: [^\n]+$"):
        fetched(nowhere, tmp_path / "sets")
    assert not (tmp_path / "sets" / "made").exists()


def test_pages_of_ones_own_are_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only_newsspider(monkeypatch)
    monkeypatch.setattr(public, "OWN_PAGES", tmp_path / "none")
    main(["--pages", str(made_set(tmp_path / "my-pages"))])
    assert "my-pages" in capsys.readouterr().out


def test_a_folder_in_another_form_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no ground-truth\.json here"):
        list(read_pages(tmp_path))
    (made_set(tmp_path / "a") / "html" / "storm.html.gz").unlink()
    with pytest.raises(SystemExit, match=r"storm\.html\.gz: not here, but named in ground-truth\.json"):
        list(read_pages(tmp_path / "a"))


def test_the_pages_that_ship_are_right_by_construction() -> None:
    cases = list(own_cases())
    assert len(cases) > 100
    bodies = [case for case in cases if case.gold.get("articleBody")]
    row = summary((case.gold, extractors.newsspider_html(case)) for case in bodies)
    assert len(bodies) >= 20
    assert min(row[column] for column in ("P", "R", "F1", "exact")) == 1


def test_values_are_compared_as_a_reader_would() -> None:
    gold = {
        "headline": "Storm hits coast",
        "authors": ["Ana Ruiz", "Li Wei"],
        "datePublished": "2031-05-04T06:00:00Z",
    }
    same = {"headline": "STORM HITS COAST!", "authors": ["Li Wei", "ana ruiz"], "datePublished": "2031-05-04"}
    assert summary([(gold, same)]) == {"head": 1, "auth": 1, "day": 1}
    assert summary([(gold, {})]) == {"head": 0, "auth": 0, "day": 0}
    assert summary([({"headline": None}, {"headline": ""}), ({"headline": None}, same)]) == {"head": 0.5}


def test_nothing_extracted_costs_recall() -> None:
    body = {"articleBody": "a b c d e f"}
    row = summary([(body, {}), (body, body)])
    assert (row["n"], row["P"], row["R"], row["exact"]) == (2, 1, 0.5, 0.5)
