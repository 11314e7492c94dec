from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import replace

import pytest
from lxml.html import HtmlElement, document_fromstring
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from newsspider.middlewares.failures import InvalidCertificateError, failure_of
from newsspider.report.figures import NO_SITE, Figures, PageToCheck, SiteFigures
from newsspider.report.history import EarlierRun, EarlierSite
from newsspider.report.page import report_page
from newsspider.report.pages_to_check import Explained, command_of, pages_to_check
from newsspider.report.retry_command import ListedRejects
from tests.report.made_figures import HOSTILE, hostile_figures, made_figures, made_report

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "footer", "section", "h1", "h2", "h3", "p", "b", "i",
    "div", "table", "thead", "tbody", "tr", "th", "td", "code", "span", "details", "summary", "ul", "li", "a", "svg",
    "rect",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "http-equiv", "class", "style", "scope", "title", "href", "rel", "id",
    "viewbox", "preserveaspectratio", "role", "aria-label", "x", "y", "width", "height",
}  # fmt: skip
STYLES = re.compile(r"--share:[01]\.\d\d|max-width:\d{1,3}rem")


def tree(figures: Figures) -> HtmlElement:
    content = report_page(made_report(figures))
    assert content.startswith(b"<!DOCTYPE html>")
    return document_fromstring(content.decode("utf-8"))


def test_all_figures_are_on_the_page() -> None:
    root = tree(made_figures())
    assert root.xpath("string(//h1)") == "20 articles from 2 sites"
    tiles = {tile.xpath("string(span)"): tile.xpath("string(b)") for tile in root.xpath("//*[@class='tiles']/div")}
    assert tiles == {
        "found": "60", "fetched": "40", "articles": "20", "new": "20", "dropped": "8", "rejected": "4", "skipped": "14",
    }  # fmt: skip
    (row,) = root.xpath("//section[@class='sites']//tr[th='example.org']")
    assert [cell.text_content() for cell in row.xpath("td")][1:] == ["30", "20", "10", "10", "4", "2", "7"]
    (row,) = root.xpath("//section[@class='coverage']//tr[th='example.net']")
    assert [cell.text_content() for cell in row.xpath("td")] == ["100%"] * 4 + ["0%"] * 7
    text = " ".join(root.text_content().split())
    assert "https://example.org/gone status-404" in text
    assert "www.example.org0.30 s0.30 s1" in text
    assert len(root.xpath("//details")) == 2


def test_a_replay_has_neither_found_nor_fetched_pages() -> None:
    figures = made_figures()
    for site in figures.sites.values():
        site.found = site.fetched = 0
    figures.hosts.clear()
    text = tree(figures).text_content()
    assert "fetched" not in text
    assert "Response times" not in text


def test_every_reason_is_said_in_plain_words() -> None:
    figures = made_figures()
    figures.site("example.org").unchanged["not-modified"] = 5
    figures.site("example.org").dropped["no-price"] = 1
    text = " ".join(tree(figures).text_content().split())
    assert "not-article8probably not an article: its probability is below NEWSSPIDER_MIN_PROBABILITY" in text
    assert "not-modified5has not changed since it was last read" in text
    assert "no-price1" in text
    assert "5unchanged" in text


@pytest.mark.parametrize("figures", [made_figures(), hostile_figures(), Figures()])
def test_nothing_runs_and_nothing_is_loaded(figures: Figures) -> None:
    root = tree(figures)
    assert {element.tag for element in root.iter()} <= TAGS
    assert {name.lower() for element in root.iter() for name in element.attrib} <= ATTRIBUTES
    assert all(STYLES.fullmatch(style) for style in root.xpath("//@style"))
    assert all(re.match(r"https?://|#site-\d+$", href) for href in root.xpath("//@href"))
    (sheet,) = root.xpath("//style/text()")
    assert "url(" not in sheet
    assert "@import" not in sheet
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_hostile_text_is_shown_as_text_and_commands_are_quoted() -> None:
    root = tree(hostile_figures())
    text = root.text_content()
    assert HOSTILE[:40] in text
    assert not set(text) & set("\x1b\u202e")
    commands = [code.text_content() for code in root.xpath("//code")]
    assert "newsspider explain 'https://x.example/'\"'\"'$(reboot)'\"'\"'\"><script>'" in commands


def test_a_page_of_many_sites_is_bounded() -> None:
    began_s = time.process_time()
    content = report_page(made_report(made_figures(f"{n}.example" for n in range(5_000))))
    assert time.process_time() - began_s < 15
    assert len(content) < 3_000_000
    assert b"and 4,700 more sites" in content


def test_the_shares_of_fields_are_drawn_over_the_runs() -> None:
    figures = made_figures(["example.org"])
    sites = {"example.org": EarlierSite(4, 4, {"headline": 4, "authors": 1})}
    earlier = [EarlierRun("2026-11-26T10:00:00+00:00", 4, 4, sites), EarlierRun("2026-11-27T10:00:00+00:00", 0, 0)]
    root = document_fromstring(report_page(made_report(figures, earlier)).decode())
    (section,) = root.xpath("//section[@class='coverage']")
    cells = section.xpath(".//tbody/tr/td")
    titles = [cell.get("title") for cell in cells]
    assert "example.org: authors in 10 of 10 articles; in earlier runs 25%" in titles
    assert cells[0].xpath("string(.//polyline/@points)") == "0,0.0 1,0.0"
    (line,) = [cell for cell in cells if "authors" in cell.get("title")]
    assert line.xpath("string(.//polyline/@points)") == "0,7.5 1,0.0"
    alone = document_fromstring(report_page(made_report(figures)).decode())
    assert not alone.xpath("//polyline")


def test_the_names_of_fields_may_be_parted_so_that_their_table_fits_narrow_windows() -> None:
    text = report_page(made_report(made_figures(["example.org"]))).decode()
    assert '<th scope="col">date<span>Published</span></th>' in text
    assert '<th scope="col">headline</th>' in text
    assert ".coverage thead th { white-space: nowrap" not in text


def test_the_doors_of_articles_are_said_to_be_the_first() -> None:
    figures = made_figures(["example.org", "example.net"])
    figures.site("example.org").doors = Counter(links=9, feeds=1)
    text = document_fromstring(report_page(made_report(figures)).decode()).text_content()
    assert text.count("found first through") == 3  # in all, and site by site
    assert "a link named the address first: the front page is read before feeds and sitemaps" in text


def test_a_page_of_an_archive_has_the_command_that_explains_it() -> None:
    site = SiteFigures()
    place = ("https://example.org/a", "a.warc.gz at byte 7", "probability 0.30")
    site.unlikely += [PageToCheck(0.3, *place, "/my dumps/a.warc.gz", 7), PageToCheck(0.4, *place, "", 7)]
    (section,) = pages_to_check(site)
    assert section.xpath("//code/text()") == ["newsspider explain '/my dumps/a.warc.gz' --at 7"]


@pytest.mark.parametrize(("rejected", "more"), [(2, []), (7, ["and 5 more"]), (1_237, ["and 1,235 more"])])
def test_rejects_that_are_not_shown_are_counted(rejected: int, more: list[str]) -> None:
    site = SiteFigures(rejected=Counter({"status-404": rejected}))
    site.failed += [PageToCheck(0.0, f"https://example.org/{n}", "", "status-404") for n in range(2)]
    (section,) = pages_to_check(site)
    assert [line for line in section.xpath(".//li/text()") if line.strip()] == more


@pytest.mark.parametrize("code", ["damaged", "truncated", "unreadable", "digest", "missing-package"])
def test_a_record_without_a_page_has_its_reason_and_no_command(code: str) -> None:
    site, where = SiteFigures(), ("/dumps/a.warc", 7)
    site.failed += [
        PageToCheck(0.0, "", "a.warc at byte 7", code, *where, f"{HOSTILE} the record is cut"),
        PageToCheck(0.1, "", "a.warc at byte 9", "empty", *where, "no text"),  # a page, which can be explained
    ]
    (section,) = pages_to_check(site)
    damaged, empty = section.xpath(".//li")
    assert not damaged.xpath("code")
    assert damaged.xpath("string(*[@class='reason'])").endswith("the record is cut")
    assert empty.xpath("code")
    assert not empty.xpath("*[@class='reason']")


def test_what_a_line_says_of_a_page_is_apart_where_it_is_copied_as_text() -> None:
    site, url = SiteFigures(), "https://example.org/a"
    site.unlikely += [
        PageToCheck(0.4, "", "dates.txt at byte 0", "probability 0.43", offset=0),
        PageToCheck(0.5, url, "a.warc at byte 7", "probability 0.50", "/a.warc", 7),
    ]
    (section,) = pages_to_check(site)
    first, second = (line.xpath("string()") for line in section.xpath(".//li"))
    assert first == "dates.txt at byte 0 probability 0.43"
    assert second == f"{url} probability 0.50 a.warc at byte 7 newsspider explain /a.warc --at 7"


def test_a_page_that_never_came_has_no_command() -> None:
    def command(note: str) -> str:
        return command_of(PageToCheck(0.0, "https://example.org/a", "", note))

    errors = (
        DownloadTimeoutError(), CannotResolveHostError(), DownloadConnectionRefusedError(), ResponseDataLossError(),
        InvalidCertificateError(), OSError("OpenSSL.SSL.Error"), OSError(),
    )  # fmt: skip
    assert [command(failure_of(error).kind) for error in errors] == [""] * len(errors)
    assert command("status-503") == command("not-fetched") == ""
    assert command("not-html") == command("probability 0.30") == "newsspider explain https://example.org/a"


def test_a_replay_that_skipped_nothing_has_no_column_for_it() -> None:
    def heads(figures: Figures) -> list[str]:
        found: list[str] = tree(figures).xpath("//section[h2='Sites']//th[@scope='col']/text()")
        return found

    figures = Figures()
    site = figures.site("example.org")
    site.articles = 3
    assert heads(figures) == ["site", "published", "articles", "dropped", "rejected"]
    site.fetched = 4
    assert "skipped" in heads(figures)


def test_a_run_with_nothing_new_is_no_alarm() -> None:
    figures = Figures()
    figures.site("example.org").unchanged["not-modified"] = 3
    root = tree(figures)
    assert root.xpath("string(//h1)") == "Nothing new from 1 site"
    assert root.xpath("string(//title)") == "Nothing new from 1 site · newsspider"
    assert "Fields" not in root.xpath("//h2/text()")
    tiles = {tile.xpath("string(span)"): tile.get("class") for tile in root.xpath("//*[@class='tiles']/div")}
    assert tiles.pop("unchanged") == "tile quiet"
    assert set(tiles.values()) == {"tile"}
    (row,) = root.xpath("//section[@class='sites']//tr[th='example.org']")
    assert row.xpath("string(td[last()])") == "3"
    assert root.xpath("string(//section[@class='sites']//thead/tr/th[last()])") == "unchanged"


def test_a_site_without_pages_is_not_said_to_have_nothing_new() -> None:
    figures = Figures()
    figures.site("example.org").skipped["robots"] = 1
    assert tree(figures).xpath("string(//h1)") == "0 articles from 1 site"


def test_a_page_that_is_explained_leads_there_and_names_where_it_was_found() -> None:
    site, url = SiteFigures(), "https://example.org/a"
    live, other = PageToCheck(0.3, url, "", "five-links"), PageToCheck(0.4, f"{url}/b", "", "copy")
    site.nearly += [live, other]
    found = replace(live, place="crawl.warc.gz at byte 9", archive="/record/crawl.warc.gz", offset=9)
    (section,) = pages_to_check(site, {live.key: Explained("report-explain/page-1.html", found)})
    first, second = section.xpath(".//li")
    assert first.xpath("a[@class='explained']/@href") == ["report-explain/page-1.html"]
    assert first.xpath("code/text()") == ["newsspider explain /record/crawl.warc.gz --at 9"]
    assert not second.xpath("a[@class='explained']")
    assert second.xpath("code/text()") == ["newsspider explain https://example.org/a/b"]


def test_a_field_is_an_alarm_only_where_earlier_runs_had_it() -> None:
    figures = made_figures()
    report = made_report(figures)
    before = EarlierRun(
        began="2026-11-01T00:00:00",
        articles=10,
        new=10,
        sites={"example.net": EarlierSite(articles=10, new=10, fields={"keywords": 9})},
    )
    root = document_fromstring(report_page(replace(report, earlier=[before])).decode())
    (row,) = root.xpath("//section[@class='coverage']//tr[th='example.net']")
    kinds = dict(
        zip((cell.get("title").split()[1] for cell in row.xpath("td")), row.xpath("td/@class"), strict=True)
    )
    assert (kinds["keywords"], kinds["dateModified"], kinds["headline"]) == ("share lost", "share none", "share")


def test_pages_without_an_address_are_no_site() -> None:
    figures = Figures()
    figures.site(NO_SITE).articles = 2
    assert tree(figures).xpath("string(//h1)") == "2 articles from pages without an address"
    figures.site("example.org").articles = 1
    assert tree(figures).xpath("string(//h1)") == "3 articles from 1 site"


def test_what_was_rejected_has_a_command_to_try_it_again() -> None:
    def said(figures: Figures, rejects: ListedRejects | None) -> str:
        page = document_fromstring(report_page(made_report(figures, rejects=rejects)).decode())
        return str(page.xpath("string(//section[h2='Left out, and why']/p)")).partition("reasons, in ")[2]

    folder = ListedRejects("my feeds/_run/rejects.jsonl", ("--out", "my feeds"))
    command = "newsspider crawl --urls-file 'my feeds/_run/rejects.jsonl' --out 'my feeds'"
    assert said(made_figures(), folder) == f"{folder.path}. To try them again: {command}"
    assert said(made_figures(), None) == ""
    assert said(made_figures(), ListedRejects("s3://news/_run/rejects.jsonl")) == "s3://news/_run/rejects.jsonl."
    one = ListedRejects("rejects.jsonl", ("-O", "again.jsonl"))
    figures = Figures()
    figures.site("example.org").articles = 1
    assert said(figures, one) == ""
    figures.site("example.org").rejected["damaged"] = 1
    command = "newsspider replay rejects.jsonl -O again.jsonl"
    assert said(figures, one) == f"rejects.jsonl. To try them again: {command}"
