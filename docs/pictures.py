"""Draws docs/explain.png and docs/report.png: what a browser shows of the page of `explain` and of a run's report.

Run `python docs/pictures.py` after a change of these pages; it needs Chromium. `--in FOLDER` writes the pages
there, and how they look in the light, in the dark and on a phone.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scrapy.settings import BaseSettings

from newsspider.archives import ReadOptions
from newsspider.explain.browser import Neighbours, html_page
from newsspider.explain.configured import configured_explainer
from newsspider.explain.pages import nth_page
from newsspider.report.figures import Figures, PageToCheck, SiteFigures
from newsspider.report.history import EarlierRun, EarlierSite, RunReport
from newsspider.report.page import report_page
from newsspider.report.pages_to_check import Explained
from newsspider.report.retry_command import ListedRejects

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "seeds" / "html" / "ferry-timetable.html"
BEGAN = datetime(2026, 11, 28, 19, 2, tzinfo=UTC)
# Each site with its language and how many articles it has.
SITES = {
    "quay-post.example": ("en", 801), "harbour-times.example": ("en", 763), "la-voix.example": ("fr", 331),
    "okaz.example": ("ar", 294), "tagesblatt.example": ("de", 290), "el-faro.example": ("es", 273),
    "asahi.example": ("ja", 154), "gazeta.example": ("pl", 69), "northcoast.example": ("en", 18),
    "silent.example": ("", 0),
}  # fmt: skip
SHARES = {
    "headline": 1.0, "articleBody": 1.0, "datePublished": 0.97, "authors": 0.82, "mainImage": 0.91,
    "inLanguage": 1.0, "publisher": 0.95, "description": 0.88, "articleSection": 0.87, "keywords": 0.6,
    "dateModified": 0.7,
}  # fmt: skip
LOST = {"northcoast.example": ("datePublished", "articleSection"), "el-faro.example": ("keywords",)}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page as a browser shows it."""

    name: str
    page: str
    width: int
    height: int
    is_dark: bool = False


OF_DOCS = (Picture("explain", "explain", 1400, 1000), Picture("report", "report", 1100, 1100))
TO_LOOK_AT = tuple(
    Picture(f"{page}-{look}", page, width, 3600 if width > 1000 else 6000, look == "dark")
    for page in ("explain", "report")
    for look, width in (("light", 1280), ("dark", 1280), ("phone", 390))
)


def explained() -> bytes:
    """Return the page that explains a page of the seeds."""
    page = nth_page(str(PAGE), 1, ReadOptions())
    neighbours = Neighbours(number=2, previous="page-1.html", following="page-3.html")
    return html_page(configured_explainer(BaseSettings()).explanation(page), neighbours)


def report() -> bytes:
    """Return the report of a made-up crawl, the tenth of ten."""
    chance = random.Random(7)
    figures, earlier = Figures(), [_earlier(chance, BEGAN - timedelta(hours=6 * n)) for n in range(9, 0, -1)]
    for name, (language, articles) in SITES.items():
        _fill(figures.site(name), name, language, articles, chance)
        for seconds in (chance.expovariate(3.0) for _ in range(articles)):
            figures.add_response_time(f"www.{name}", seconds)
    worst = figures.total()
    places = {
        page.key: Explained(f"report-explain/page-{n}.html", page) for n, page in enumerate(worst.unlikely, 1)
    }
    rejects = ListedRejects("feeds/_run/rejects.jsonl", ("--out", "feeds"))
    whole = RunReport(
        title="Crawl",
        began=BEGAN,
        seconds=203.0,
        figures=figures,
        earlier=earlier,
        explained=places,
        rejects=rejects,
    )
    return report_page(whole)


def _fill(site: SiteFigures, name: str, language: str, articles: int, chance: random.Random) -> None:
    site.rejected["status-404" if articles else "refused"] = 1 + articles // 90
    site.found = 1 + articles * 2
    if not articles:
        return
    site.articles, site.fetched, site.new = (
        articles,
        round(articles * 1.4),
        round(articles * chance.uniform(0.2, 0.9)),
    )
    site.dropped.update({"not-article": articles // 4, "duplicate": articles // 20})
    site.skipped.update({"off-site": articles, "robots": articles // 9, "asset": articles // 5})
    site.languages[language] = articles
    site.doors.update(
        {"sitemaps": articles // 2, "feeds": articles // 3, "links": articles - articles // 2 - articles // 3}
    )
    for field, share in SHARES.items():
        site.fields[field] = (
            0 if field in LOST.get(name, ()) else round(articles * min(1.0, share * chance.uniform(0.94, 1.06)))
        )
    for _ in range(articles):
        day = date(2026, 11, 28) - timedelta(days=min(60, int(chance.expovariate(0.08))))
        site.published.add(f"{day}T08:00:00Z")
    url = f"https://www.{name}/2026/11/"
    site.unlikely.append(PageToCheck(0.55, f"{url}tide-tables", "", f"probability {chance.uniform(0.5, 0.7):.2f}"))
    site.nearly.append(PageToCheck(-0.4, f"{url}letters", "", f"probability {chance.uniform(0.3, 0.49):.2f}"))
    site.failed.append(PageToCheck(0.0, f"{url}gone", "", "status-404"))


def _earlier(chance: random.Random, began: datetime) -> EarlierRun:
    sites = {}
    for name, (_, articles) in SITES.items():
        fields = {field: round(articles * share) for field, share in SHARES.items()}
        sites[name] = EarlierSite(articles, round(articles * chance.uniform(0.2, 0.9)), fields)
    new = sum(site.new for site in sites.values())
    return EarlierRun(began.isoformat(), sum(site.articles for site in sites.values()), new, sites)


def drawn(folder: Path, pictures: tuple[Picture, ...]) -> Iterator[Path]:
    """Write the pages into a folder, and yield each picture of them."""
    for name, content in (("explain", explained()), ("report", report())):
        (folder / f"{name}.html").write_bytes(content)
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        sys.exit("The pictures need Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as profile:
        for picture in pictures:
            path = folder / f"{picture.name}.png"
            dark = ["--blink-settings=preferredColorScheme=0"] if picture.is_dark else []
            command = [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                f"--user-data-dir={profile}", f"--window-size={picture.width},{picture.height}",
                f"--screenshot={path}", *dark, (folder / f"{picture.page}.html").as_uri(),
            ]  # fmt: skip
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            yield path


def main() -> None:
    """Draw the pictures of the documentation, or those to look at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--in", dest="folder", metavar="FOLDER", type=Path, help="write all looks of the pages there"
    )
    folder = parser.parse_args().folder
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for path in drawn(folder, TO_LOOK_AT):
            print(path)
        return
    with tempfile.TemporaryDirectory() as made:
        for path in drawn(Path(made), OF_DOCS):
            shutil.copy(path, ROOT / "docs" / path.name)


if __name__ == "__main__":
    main()
