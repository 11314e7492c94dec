from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from scrapy.http import HtmlResponse

from newsspider import extract
from newsspider.corrections import read_corrections, unused_lines
from tests.explain.made_pages import HTML

FILE = """[[corrections]]
site = "quaypost.example"
drop_css = ".newsletter"
fields.authors = { css = [".byline", ".nothere"] }

[[corrections]]
site = "localhost"
fields.headline.css = "h1"
"""
UNUSED = "c.toml: no correction of these sites was for a page of this run: localhost (line 6)"


def lines_after(folder: Path, text: str, *urls: str, html: str = HTML) -> list[str]:
    (folder / "c.toml").write_text(text)
    corrections, counts = read_corrections(folder / "c.toml"), Counter[str]()
    counting = replace(corrections, count=lambda key: counts.update((key,)))
    for url in urls:
        extract(HtmlResponse(url, body=html.encode(), encoding="utf-8"), corrections=counting)
    return [line.removeprefix(f"{folder}/") for line in unused_lines(corrections, counts)]


def test_selectors_that_matched_on_no_page_are_told_with_their_line(tmp_path: Path) -> None:
    urls = ("https://quaypost.example/a", "https://www.quaypost.example/b")
    assert lines_after(tmp_path, FILE, *urls) == [
        UNUSED,
        "c.toml:4: '.nothere' matched on none of 2 pages of quaypost.example",
        "c.toml:3: '.newsletter' matched on none of 2 pages of quaypost.example",
    ]
    whole = HTML.replace("</article>", "<p class=newsletter>Sign up</p><p class=nothere>Ana Ruiz</p></article>")
    assert lines_after(tmp_path, FILE, *urls, html=whole) == [UNUSED]


def test_corrections_in_one_line_are_counted_one_by_one(tmp_path: Path) -> None:
    site = 'site = "quaypost.example", '
    text = f'corrections = [ {{ {site}drop_css = ".byline" }}, {{ {site}drop_css = ".nothere" }} ]\n'
    assert lines_after(tmp_path, text, "https://quaypost.example/a") == [
        "c.toml:1: '.nothere' did not match on the one page of quaypost.example"
    ]


def test_sites_without_pages_are_told_where_no_correction_was_for_a_page(tmp_path: Path) -> None:
    second = FILE[FILE.rindex("[[") :]
    assert lines_after(tmp_path, second, "http://127.0.0.1:8000/a") == [
        "c.toml: applied to no page: none was of localhost (line 1)"
    ]
    many = "".join(f'[[corrections]]\nsite = "s{i}.example"\nbody_css = "p"\n' for i in range(7))
    assert lines_after(tmp_path, many, "http://127.0.0.1:8000/a")[0].endswith("s4.example (line 13) and 2 more")


def test_sites_without_pages_are_told_where_they_are_not_the_most_of_the_file(tmp_path: Path) -> None:
    sites = ["s1.example", "s2.example", "s3.exmaple"]
    text = "".join(f'[[corrections]]\nsite = "{site}"\nbody_css = "p"\n' for site in [*sites, *sites])
    pages = ["https://s1.example/a", "https://www.s2.example/a"]
    (line,) = lines_after(tmp_path, text, *pages)
    assert line == "c.toml: no correction of these sites was for a page of this run: s3.exmaple (line 7)"
    assert lines_after(tmp_path, text, *pages[:1]) == []  # a crawl of one site, with a file for many


def test_who_reads_a_part_of_the_pages_says_nothing_of_sites(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(FILE)
    corrections = read_corrections(tmp_path / "c.toml")
    assert list(unused_lines(corrections, {"pages": 3}, is_part=True)) == []
    assert len(list(unused_lines(corrections, {"pages": 3}))) == 1
    counts = {"pages": 3, "1": 2, "1 articles": 2}
    assert len(list(unused_lines(corrections, counts, is_part=True))) == 1
    assert len(list(unused_lines(corrections, counts))) == 2


def test_pages_that_are_no_articles_speak_against_no_selector_and_none_against_nothing(tmp_path: Path) -> None:
    front = "<body><a href=/a>A</a><a href=/b>B</a></body>"
    assert lines_after(tmp_path, FILE, "https://quaypost.example/", html=front) == [UNUSED]
    assert lines_after(tmp_path, FILE) == []


def test_a_file_without_corrections_is_told(tmp_path: Path) -> None:
    assert lines_after(tmp_path, "# soon\n", "https://quaypost.example/a") == ["c.toml: holds no [[corrections]]"]
    assert lines_after(tmp_path, "# soon\n") == []
