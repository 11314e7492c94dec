from __future__ import annotations

import time

import pytest

from newsspider.fields.agency.rule import dateline, dateline_agency
from tests.fields.made_bodies import EMPTY, around

HEADLINE = "Harbour town talks about its sea wall"


@pytest.mark.parametrize(
    ("start", "place", "agencies"),
    [
        ("LONDON (Reuters) - ", "LONDON", ["Reuters"]),
        ("LONDON, March 3 (Reuters) - ", "LONDON", ["Reuters"]),
        ("(AP) — ", None, ["AP"]),
        ("SÃO PAULO (AP) — ", "SÃO PAULO", ["AP"]),
        ("Berlin (dpa/AFP) – ", "Berlin", ["dpa", "AFP"]),
        ("ДАМАСК, 3 марта. /ТАСС/. ", "ДАМАСК", ["TASS"]),
        ("【共同】", None, ["Kyodo"]),
        ("القاهرة (رويترز) - ", "القاهرة", ["Reuters"]),
        ("МОСКВА, 4 мая - РИА Новости. ", "МОСКВА", ["RIA Novosti"]),
        ("Москва. 4 мая. INTERFAX.RU - ", None, ["Interfax"]),
        ("المرفأ - واس : ", "المرفأ", ["SPA"]),
        ("新华社北京5月4日电（记者王小明）", None, ["Xinhua"]),
        ("據中央社台北4日電 ", None, ["CNA"]),
        ("【ワシントン共同】", None, ["Kyodo"]),
        ("القاهرة ـ رويترز ـ ", "القاهرة", ["Reuters"]),
        ("【北京＝時事】", None, ["Jiji Press"]),
    ],
)
def test_openings(start: str, place: str | None, agencies: list[str]) -> None:
    found = dateline(around([HEADLINE], first=start))
    assert found is not None
    assert (found.place, found.agencies) == (place, agencies)
    assert start.strip().startswith(found.text)


@pytest.mark.parametrize(
    "start",
    [
        "",
        "On Monday (4 May) ",
        "All polls show the Alternative Apple Party (AAP) ahead, ",
        "The AP of old - a sea captain's pub - ",
        "The vote - Reuters saw it. ",
        "Ferry - AP and others say so: ",
        "本报北京5月4日电（记者王小明）",
        "【国際政治】",
        "港口5月4日电动汽车展，",
    ],
)
def test_no_dateline(start: str) -> None:
    assert dateline(around([HEADLINE], first=start)) is None


@pytest.mark.parametrize("line", ["(APA)", "Quelle: dpa", "© AFP"])
def test_signature_below(line: str) -> None:
    assert len(dateline_agency(around([HEADLINE], [line]))) == 1


def test_none() -> None:
    assert dateline_agency(around([HEADLINE], ["More stories"])) == []
    assert dateline_agency(EMPTY) == []


@pytest.mark.parametrize("part", ["(", "a (", "/ ", "— "])
def test_linear_time(part: str) -> None:
    start = time.process_time()
    dateline_agency(around([HEADLINE], first=part * 100_000))
    assert time.process_time() - start < 5
