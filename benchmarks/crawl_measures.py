"""The measures of benchmarks/crawl.py: each runs crawls against local servers and returns figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from benchmarks.crawl_peers import PEERS
from tests.crawls.crawling import Crawl, crawl, feed_of, kill_again_and_again, undamaged
from tests.crawls.hosts import PlainSite, fifty_hosts, many_hosts
from tests.crawls.hugo import HOST as HUGO_HOST
from tests.crawls.hugo import hugo_site
from tests.crawls.news_site.serving import HOST as NEWS_HOST
from tests.crawls.news_site.serving import news_site, score
from tests.crawls.packages import MissingSoftwareError
from tests.crawls.scrapy_process import json_lines
from tests.crawls.servers import Log, serving
from tests.crawls.wordpress import PERMALINKS, wordpress_site

# Only our own cost counts: no pause between two requests to a host.
_NO_DELAYS = ("-s", "DOWNLOAD_DELAY=0")
_ADDRESSES = {"hugo": HUGO_HOST, "traps": NEWS_HOST}
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured, and where others are installed."""

    folder: Path
    peer_python: str
    hosts: int = 1000  # of the measure of speed
    pages: int = 100_000  # of the measure of memory
    seed: int = 1  # of the moments at which a crawl is killed
    timeout_s: float = 7200


def found_share(rows: Iterable[Mapping[str, object]], urls: Iterable[str]) -> float:
    """Return the share of the addresses that the rows have."""
    wanted = set(urls)
    return len(wanted & {str(row["url"]) for row in rows}) / len(wanted)


def hugo(plan: Plan) -> Figures:
    """Return what a crawl of a Hugo site finds, through all doors and by its sitemap, and what others find."""
    figures: Figures = {}
    with hugo_site() as site:
        log = site.server.log
        done = _crawl(plan, "hugo", [site.url])
        figures["hugo_found_share"] = found_share(done.new, site.articles)
        figures["hugo_requests"] = first = len(log.requests)
        figures["hugo_wrong"] = sum(row["url"] not in site.articles for row in done.new)
        log.clear()
        again = _crawl(plan, "hugo", [site.url])
        figures["second_run_hugo_requests_share"] = len(log.requests) / first
        figures["second_run_hugo_articles"] = len(again.new)
        log.clear()
        done = _crawl(plan, "hugo-sitemap", [site.url], "--doors", "sitemaps")
        figures["hugo_sitemap_found_share"] = found_share(done.new, site.articles)
        figures["hugo_sitemap_requests_per_article"] = len(log.requests) / max(1, len(done.new))
    with hugo_site(name="hugo.example.com") as site:
        return figures | _peers(plan, "hugo", site.url, set(site.articles), site.server.log)


def wordpress(plan: Plan) -> Figures:
    """Return what a crawl of a WordPress finds with each form of permalinks."""
    figures: Figures = {}
    try:
        with wordpress_site() as (site, press):
            for form in PERMALINKS:
                articles = press.fill(form)
                site.server.log.clear()
                done = _crawl(plan, f"wordpress-{form}", [site.url])
                figures[f"wordpress_{form}_found_share"] = found_share(done.new, articles)
                figures[f"wordpress_{form}_requests"] = len(site.server.log.requests)
                figures[f"wordpress_{form}_wrong"] = sum(row["url"] not in articles for row in done.new)
    except MissingSoftwareError as error:
        print(f"no WordPress: {error}", file=sys.stderr)
    return figures


def traps(plan: Plan) -> Figures:
    """Return what a crawl of the host with every door and trap finds and asks for, twice, and what others find."""
    with news_site() as (site, server):
        done = _crawl(plan, "traps", [f"{site.base}/"])
        first = score(site, done.new, server.log)
        for what in ("missing", "wrong", "doubled", "trapped"):
            print(f"{what}: {getattr(first, what)}")
        server.log.clear()
        again = _crawl(plan, "traps", [f"{site.base}/"])
        known = [target for target in server.log.targets(site.host) if site.post_at(site.base + target)]
        figures = {
            "traps_articles": first.articles,
            "traps_recall": first.recall,
            "traps_precision": first.precision,
            "traps_requests_per_article": first.requests_per_article,
            "traps_trapped_share": sum(first.trapped.values()) / max(1, first.requests),
            "second_run_known_articles": len(known),
            "second_run_articles": len(again.new),
            "second_run_requests_share": len(server.log.requests) / max(1, first.requests),
            "second_run_conditional_share": len(server.log.conditional()) / max(1, len(server.log.requests)),
        }
    with news_site(name="news.example.com") as (site, server):
        urls = {site.url(post) for post in site.posts.values()}
        return figures | _peers(plan, "traps", f"{site.base}/", urls, server.log)


def fifty(plan: Plan) -> Figures:
    """Return what a crawl of fifty hosts finds of which sixteen never answer, and when it has all."""
    hosts = fifty_hosts()
    healthy = {name: host for name, host in hosts.items() if isinstance(host, PlainSite)}
    with serving(hosts) as server:
        alone = _crawl(plan, "healthy", [server.url(name) for name in healthy], *_NO_DELAYS)
        alone_s = server.log.span_s("/news/")
        server.log.clear()
        done = _crawl(plan, "fifty", [server.url(name) for name in hosts], *_NO_DELAYS)
        urls = {server.url(name, path) for name, host in healthy.items() for path in host.paths()}
        return {
            "fifty_hosts_healthy_alone_s": alone_s,
            "fifty_hosts_healthy_s": server.log.span_s("/news/"),
            "fifty_hosts_times_healthy_alone": server.log.span_s("/news/") / max(0.1, alone_s),
            "fifty_hosts_whole_run_s": done.clock_s,
            "fifty_hosts_healthy_alone_found_share": found_share(alone.new, urls),
            "fifty_hosts_found_share": found_share(done.new, urls),
        }


def speed(plan: Plan) -> Figures:
    """Return the pages a second of a crawl and of Scrapy with extraction alone, on small and on larger sites."""
    figures: Figures = {}
    for articles in (5, 40):
        measured = _speed(plan, many_hosts(plan.hosts, articles), f"speed-{articles}")
        figures |= {f"speed_{articles}_{name}": value for name, value in measured.items()}
    return figures


def _speed(plan: Plan, hosts: Mapping[str, PlainSite], name: str) -> Figures:
    """Return what the sites cost both, whole runs in turns.

    A page is an article or a list of a site, each counted once; both fetch all of them, and extract them. What
    else they ask for (robots.txt, places where feeds and sitemaps may be) is their own cost, named as requests.
    """
    with serving(hosts) as server:
        wanted = {server.url(host, path) for host, site in hosts.items() for path in site.paths()}
        urls = plan.folder / f"{name}.txt"
        urls.write_text("\n".join(server.url(host) for host in hosts) + "\n", "utf-8")
        alone = _alone(plan, urls)
        pages, alone_requests = _pages(server.log), len(server.log.requests)
        server.log.clear()
        done = _crawl(plan, name, ["--urls-file", str(urls)], *_NO_DELAYS)
        if (own := _pages(server.log)) != pages:
            print(f"{name}: not the same pages: {len(own - pages)} more, {len(pages - own)} less", file=sys.stderr)
        requests = len(server.log.requests)
    return {
        "pages": len(pages),
        "requests": requests,
        "alone_requests": alone_requests,
        "pages_per_s": len(pages) / done.clock_s,
        "pages_per_cpu_s": len(pages) / done.cpu_s,
        "alone_pages_per_s": len(pages) / alone.clock_s,
        "alone_pages_per_cpu_s": len(pages) / alone.cpu_s,
        "share": alone.clock_s / done.clock_s,
        "cpu_share": alone.cpu_s / done.cpu_s,
        "found_share": found_share(done.new, wanted),
        "alone_found_share": found_share(alone.rows, wanted),
        "peak_mb": done.peak_mb,
    }


def _pages(log: Log) -> set[tuple[str, str]]:
    """Return the pages that were answered, by host and target; robots.txt is none."""
    answered = (row.asked for row in log.requests if row.status == HTTPStatus.OK)
    return {(asked.host, asked.target) for asked in answered if asked.target != "/robots.txt"}


def memory(plan: Plan) -> Figures:
    """Return the peak memory of a crawl of many pages."""
    hosts = many_hosts(100, plan.pages // 100)
    with serving(hosts) as server:
        done = _crawl(plan, "memory", [server.url(name) for name in hosts], *_NO_DELAYS)
    return {"memory_mb": done.peak_mb, "memory_articles": len(done.new), "memory_clock_s": done.clock_s}


def kills(plan: Plan) -> Figures:
    """Return what a crawl lost and doubled that was killed again and again, against one that was not."""
    with news_site() as (site, server):
        folder = plan.folder / "kills"
        starts = [f"{site.base}/"]
        killed = kill_again_and_again(folder, starts, server.log, kills=20, options=_NO_DELAYS, seed=plan.seed)
        _crawl(plan, "kills", [f"{site.base}/"], *_NO_DELAYS)
        broken = score(site, feed_of(folder), server.log)
        server.log.clear()
        whole = score(site, _crawl(plan, "unbroken", [f"{site.base}/"], *_NO_DELAYS).new, server.log)
    return {
        "kills": killed,
        "kills_lost": whole.found - broken.found,
        "kills_doubled": max(0, len(broken.doubled) - len(whole.doubled)),
        "kills_damaged": float(not undamaged(folder)),
        "kills_requests_to_unbroken": broken.requests / max(1, whole.requests),
    }


MEASURES: Mapping[str, Callable[[Plan], Figures]] = {
    measure.__name__: measure for measure in (traps, hugo, wordpress, fifty, speed, kills, memory)
}


def _crawl(plan: Plan, name: str, urls: Sequence[str], *options: str) -> Crawl:
    quiet = ["-s", "LOG_LEVEL=WARNING", *options]
    done = crawl(plan.folder / name, urls, quiet, timeout_s=plan.timeout_s, is_cold=True)
    if done.exit_code:
        print(f"{name}: exit code {done.exit_code}: {done.log[-800:]}", file=sys.stderr)
    return done


@dataclass(frozen=True, slots=True)
class _Alone:
    """A run of Scrapy with extraction alone."""

    clock_s: float
    cpu_s: float
    rows: list[dict[str, object]]


def _alone(plan: Plan, urls: Path) -> _Alone:
    feed = plan.folder / "alone.jsonl"
    feed.unlink(missing_ok=True)  # which Scrapy would add to
    began_s = time.monotonic()
    with subprocess.Popen([sys.executable, "-m", "benchmarks.scrapy_alone", str(feed), str(urls)]) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return _Alone(time.monotonic() - began_s, usage.ru_utime + usage.ru_stime, json_lines(feed))


def _peers(plan: Plan, site: str, url: str, articles: set[str], log: Log) -> Figures:
    """Return what others find on a site and their requests; those that do not run are named and left out."""
    figures: Figures = {}
    for name in PEERS:
        log.clear()
        script = Path(__file__).with_name("crawl_peers.py")
        command = [plan.peer_python, str(script), name, url, _ADDRESSES[site]]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=180)
            found = set(json.loads(done.stdout.splitlines()[-1]))
        except subprocess.TimeoutExpired:
            print(f"{name} hangs on {site}: {len(log.requests)} requests in 180 s", file=sys.stderr)
            found = set()
        except (subprocess.CalledProcessError, ValueError, IndexError) as error:
            said = getattr(error, "stderr", "") or str(error)
            print(f"{name} does not run on {site}: {said.strip().splitlines()[-1]}", file=sys.stderr)
            continue
        figures[f"{name}_{site}_found"] = len(found & articles)
        figures[f"{name}_{site}_wrong"] = len(found - articles)
        figures[f"{name}_{site}_requests"] = len(log.requests)
    log.clear()
    return figures
