"""A WordPress of Debian's packages with MariaDB: `python -m tests.crawls.wordpress` shows it until it is interrupted.

Installs wordpress, mariadb-server and php-cli where they are missing and packages may be installed. Database and
files are in a temporary folder, MariaDB has no port, and PHP's own server listens on 127.0.0.1.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.crawls.packages import RealSite, forwarding, free_port, need, running, wait_for
from tests.crawls.prose import LANGUAGES, Story, stories
from tests.crawls.servers import serving

HOST = "127.0.3.2"
# The forms of addresses that its settings page offers: dated, numeric, plain.
PERMALINKS = {"dated": "/%year%/%monthnum%/%day%/%postname%/", "numeric": "/archives/%post_id%", "plain": ""}
_PACKAGES = ("wordpress", "wordpress-theme-twentytwentythree", "mariadb-server", "php-cli", "php-mysql", "php-xml")
_SOURCE = Path("/usr/share/wordpress")
_FILL = Path(__file__).with_name("wordpress.php")
_CATEGORIES = ("Harbour", "Weather", "Events", "Jobs")
# PHP's server gives what is no file to index.php, also where the address ends like a file: wp-sitemap.xml.
_ROUTER = """<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && file_exists(__DIR__ . $path) && !is_dir(__DIR__ . $path)) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
"""
_CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{
    define('ABSPATH', __DIR__ . '/');
}}
require_once ABSPATH . 'wp-settings.php';
"""


@dataclass(frozen=True, slots=True)
class WordPress:
    """A running WordPress, whose permalinks can be given another form."""

    folder: Path
    url: str
    stories: dict[int, Story]

    def fill(self, permalinks: str, posts: Path | None = None) -> dict[str, Story]:
        """Give the posts addresses of a form (see PERMALINKS), and return its articles by them, from its database."""
        command = [
            "php",
            str(_FILL),
            str(self.folder),
            self.url,
            PERMALINKS[permalinks],
            *([str(posts)] if posts else []),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        if done.returncode or not done.stdout.startswith("{"):
            raise RuntimeError(f"WordPress was not filled: {done.stdout[-500:]} {done.stderr[-500:]}")
        return {url: self.stories[number] for url, number in json.loads(done.stdout).items()}


@contextmanager
def wordpress_site(permalinks: str = "dated", posts: int = 200) -> Iterator[tuple[RealSite, WordPress]]:
    """Run a WordPress while the block runs; raises MissingSoftwareError where it cannot be installed."""
    need(*_PACKAGES)
    began_s = time.monotonic()
    port = free_port()
    with tempfile.TemporaryDirectory() as name, serving({HOST: forwarding(port)}) as server:
        folder = Path(name)
        with _database(folder) as socket:
            site = folder / "site"
            shutil.copytree(_SOURCE, site, ignore=shutil.ignore_patterns("wp-config.php"))
            (site / "wp-config.php").write_text(_CONFIG.format(socket=socket), "utf-8")
            (site / "router.php").write_text(_ROUTER, "utf-8")
            told = {story.number: story for story in itertools.islice(stories(40, LANGUAGES), posts)}
            press = WordPress(site, server.url(HOST), told)
            articles = press.fill(permalinks, _written(folder / "posts.json", told))
            command = ["php", "-S", f"127.0.0.1:{port}", "-t", str(site), str(site / "router.php")]
            with running(command, site, {"PHP_CLI_SERVER_WORKERS": "2"}) as process:
                wait_for(port, process)
                yield RealSite(press.url, articles, server, time.monotonic() - began_s), press


@contextmanager
def _database(folder: Path) -> Iterator[Path]:
    """Run a MariaDB with an empty database in a folder of its own, and yield its socket."""
    data, socket = folder / "data", folder / "db.sock"
    user = f"--user={Path.home().owner()}"
    options = ["--no-defaults", f"--datadir={data}"]
    install = ["mariadb-install-db", *options, user, "--auth-root-authentication-method=normal", "--skip-test-db"]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    server = [
        "mariadbd",
        *options,
        user,
        f"--socket={socket}",
        "--skip-networking",
        f"--pid-file={folder / 'db.pid'}",
    ]
    server += ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M"]
    with running(server, folder) as process:
        create = [
            "mariadb",
            "--no-defaults",
            f"--socket={socket}",
            "-u",
            "root",
            "-e",
            "create database wordpress",
        ]
        end_s = time.monotonic() + 60
        while subprocess.run(create, capture_output=True, timeout=300, check=False).returncode:
            if time.monotonic() > end_s or process.poll() is not None:
                raise TimeoutError(f"MariaDB does not start: {(folder / 'server.log').read_text('utf-8')[-500:]}")
            time.sleep(0.1)
        yield socket


def _written(path: Path, told: dict[int, Story]) -> Path:
    rows = [
        {
            "number": story.number,
            "headline": story.headline,
            "paragraphs": story.paragraphs,
            "published": f"{story.published:%Y-%m-%d %H:%M:%S}",
            "category": _CATEGORIES[story.number % len(_CATEGORIES)],
        }
        for story in told.values()
    ]
    path.write_text(json.dumps(rows), "utf-8")
    return path


if __name__ == "__main__":
    with wordpress_site() as (running_site, _):
        print(
            f"{running_site.url} after {running_site.started_s:.1f} s, {len(running_site.articles)} posts",
            flush=True,
        )
        try:
            time.sleep(3600)
        except KeyboardInterrupt:
            print(f"{len(running_site.server.log.requests)} requests")
