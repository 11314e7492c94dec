from __future__ import annotations

import pytest

from newsspider import extract_html

_TEXT = "<p>Ferries stayed in port for the second day, and the bridge to the island was closed to lorries.</p>" * 4


def _authors(byline: str) -> list[str]:
    page = f"<html lang=en><title>Storm hits coast</title><h1>Storm hits coast again</h1>{byline}{_TEXT}</html>"
    return [author.name for author in extract_html(page, "https://www.example.org/storm").authors or ()]


@pytest.mark.parametrize(
    "names", [["Ana Ruiz", "Ben Kurz"], ["Rizal Putra", "Dewi Lestari"], ["Ève Roux", "Léo Gil"]]
)
def test_a_link_for_each_name_with_no_mark_between(names: list[str]) -> None:
    links = " ".join(f"<a href=/p/{number}>{name}</a>" for number, name in enumerate(names))
    assert _authors(f"<p>4 May 2031, 10:15</p><div>{links}</div>") == names


def test_one_link_is_one_name() -> None:
    assert _authors("<p>4 May 2031, 10:15</p><div><a href=/p/1>Ana Ruiz Kurz</a></div>") == ["Ana Ruiz Kurz"]


@pytest.mark.parametrize("code", ["(QNA)", "[HBA]", ", (QNA)"])
def test_an_agency_s_letters_in_brackets_behind_a_name_and_a_place(code: str) -> None:
    name, mark = "Ana Ruiz / LISBON", "" if code.startswith(",") else " "
    assert _authors(f"<p>4 May 2031, 10:15</p><p>{name}{mark}{code}</p>") == _authors(
        f"<p>4 May 2031, 10:15</p><p>{name}</p>"
    )


def test_whom_a_picture_shows_is_no_author() -> None:
    figure = (
        "<figure><img src=/a.jpg width=300><figcaption><span><p>Harold Benning</p></span></figcaption></figure>"
    )
    assert _authors(f"<div><time datetime=2031-05-04>May 4, 2031</time></div>{figure}") == []
