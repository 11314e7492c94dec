"""The results of the benchmark of quality, as they are kept."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.day_results import kept


def test_results_of_one_form_stand_beside_those_of_the_other(tmp_path: Path) -> None:
    kept({"newsspider html": {"all": 1}}, {"newsspider html": {}}, tmp_path)
    path = kept({"newsspider text": {"all": 2}}, {"newsspider text": {}}, tmp_path)
    kept({"newsspider text": {"all": 3}}, {"newsspider text": {}}, tmp_path)
    found = json.loads(path.read_text("utf-8"))
    assert found["results"] == {"newsspider html": {"all": 1}, "newsspider text": {"all": 3}}
    assert found["paragraphs"].keys() == found["results"].keys()
