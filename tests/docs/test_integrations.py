"""The examples of docs/integrations.md that need no crawl."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from tldextract import tldextract

from newsspider import Article, extract_html
from tests.middlewares.test_page_context import PAGE

ROOT = Path(__file__).parents[2]
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = _PYTHON.findall((ROOT / "docs" / "integrations.md").read_text("utf-8"))


def example(*words: str) -> str:
    (found,) = (text for text in EXAMPLES if all(word in text for word in words))
    return str(found)


def test_a_feed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = extract_html(PAGE, "https://n.example/quay")
    (tmp_path / "feed.jsonl").write_text(json.dumps(article.to_dict()))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(example("from_dict", "feed.jsonl"), names)
    assert names["articles"] == [article]


def test_the_page_class_of_a_site_works(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("scrapy_poet", reason="the extra `poet`")
    # Rules ask it for domains, and it would fetch the list of public suffixes.
    monkeypatch.setattr(tldextract.TLD_EXTRACTOR, "suffix_list_urls", ())
    from web_poet import HttpResponse, RulesRegistry

    registry = RulesRegistry()
    code = example("class NorthwaterPostPage").replace(
        "from web_poet import field, handle_urls", "from web_poet import field"
    )
    names: dict[str, object] = {"handle_urls": registry.handle_urls}
    exec(code, names)
    page_class = names["NorthwaterPostPage"]
    page = PAGE.replace("</article>", "<p class='story-end'>Words: Eva Lind</p></article>")
    response = HttpResponse("https://northwaterpost.example/quay", page.encode())
    article = asyncio.run(page_class(response).to_item())  # type: ignore[operator]  # a page class
    assert isinstance(article, Article)
    assert (article.headline, article.description) == ("A walk along the quay", None)
    assert [author.name for author in article.authors or ()] == ["Eva Lind"]
    assert [rule.use for rule in registry.get_rules()] == [page_class]


def test_the_settings_for_spidermon_name_what_there_is() -> None:
    pytest.importorskip("spidermon", reason="the extra `spidermon`")
    from scrapy.utils.misc import load_object

    names: dict[str, object] = {}
    exec(example("SPIDERMON_ENABLED"), names)
    for path in (*names["EXTENSIONS"], *names["SPIDERMON_SPIDER_CLOSE_MONITORS"], names["STATS_CLASS"]):  # type: ignore[misc]  # dict and list
        assert load_object(path)
    exec(example("FailRun"), names)
    assert names["Monitors"]
