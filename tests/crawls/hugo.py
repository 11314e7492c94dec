"""A site that Hugo makes and serves: `python -m tests.crawls.hugo` shows it until it is interrupted."""

from __future__ import annotations

import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crawls.packages import RealSite, forwarding, free_port, need, running, wait_for
from tests.crawls.prose import Story, stories
from tests.crawls.servers import serving

HOST = "127.0.3.1"
SECTIONS = ("news", "culture", "sport")
TAGS = ("harbour", "schools", "weather", "trains")
# What a theme has at the least; sitemap and feeds are made by Hugo's own templates.
_LAYOUTS = {
    "_default/baseof.html": """<!DOCTYPE html>
<html lang="{{ .Site.LanguageCode }}"><head><meta charset="utf-8">
<title>{{ .Title }}{{ if not .IsHome }} | {{ .Site.Title }}{{ end }}</title>
{{ range .AlternativeOutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">
{{ end }}<link rel="canonical" href="{{ .Permalink }}">
{{ template "_internal/opengraph.html" . }}{{ template "_internal/schema.html" . }}</head>
<body><header><a href="/">{{ .Site.Title }}</a><nav>{{ range .Site.Sections }}<a href="{{ .Permalink }}">{{ .Title }}</a> {{ end }}</nav></header>
<main>{{ block "main" . }}{{ end }}</main><footer>Made with Hugo</footer></body></html>
""",
    "_default/list.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ range .Paginator.Pages }}<article><h2><a href="{{ .Permalink }}">{{ .Title }}</a></h2><p>{{ .Summary }}</p></article>
{{ end }}{{ template "_internal/pagination.html" . }}{{ end }}
""",
    "_default/single.html": """{{ define "main" }}<article><h1>{{ .Title }}</h1>
<p>By {{ .Params.author }}, <time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2 January 2006" }}</time></p>
{{ .Content }}</article>
<ul>{{ range .Params.tags }}<li><a href="{{ "tags/" | absURL }}{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul>
{{ with .NextInSection }}<a href="{{ .Permalink }}">{{ .Title }}</a>{{ end }}{{ end }}
""",
}


@contextmanager
def hugo_site(articles: int = 300, name: str = HOST) -> Iterator[RealSite]:
    """Make and serve a site while the block runs; raises MissingSoftwareError where there is no Hugo.

    Its addresses begin with `name`, which the client has to know; it listens on HOST.
    """
    need("hugo")
    began_s = time.monotonic()
    port = free_port()
    with tempfile.TemporaryDirectory() as temporary, serving({HOST: forwarding(port)}) as server:
        folder = Path(temporary)
        url = f"http://{name}:{server.port}/"
        found = _write_source(folder, url, articles)
        command = [
            "hugo",
            "server",
            "--bind",
            "127.0.0.1",
            "--port",
            str(port),
            "--baseURL",
            url,
            "--appendPort=false",
        ]
        command += [
            "--watch=false",
            "--disableLiveReload",
            "--environment",
            "production",
            "--cacheDir",
            str(folder / "cache"),
        ]
        with running(command, folder) as process:
            wait_for(port, process)
            yield RealSite(url, found, server, time.monotonic() - began_s)


def _write_source(folder: Path, url: str, count: int) -> dict[str, Story]:
    """Write the site's source, and return its articles by the address that Hugo will give them."""
    config = {"languageCode": "en", "title": "Hugo Herald", "paginate": 10, "rssLimit": 17, "timeZone": "UTC"}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    for path, layout in _LAYOUTS.items():
        target = folder / "layouts" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(layout, "utf-8")
    found = {}
    for number, story in enumerate(itertools.islice(stories(seed=30), count)):
        section = SECTIONS[number % len(SECTIONS)]
        name = f"{story.slug}-{story.number}"
        head = {
            "title": story.headline,
            "date": story.published.isoformat(),
            "author": story.author,
            "tags": [TAGS[number % len(TAGS)]],
        }
        target = folder / "content" / section / f"{name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(head, indent=1) + "\n\n" + "\n\n".join(story.paragraphs) + "\n", "utf-8")
        found[f"{url}{section}/{name}/"] = story
    return found


if __name__ == "__main__":
    with hugo_site() as site:
        print(f"{site.url} after {site.started_s:.1f} s, {len(site.articles)} articles", flush=True)
        try:
            time.sleep(3600)
        except KeyboardInterrupt:
            print(f"{len(site.server.log.requests)} requests")
