"""What the state knows of articles."""

from __future__ import annotations

from pathlib import Path

from newsspider.discovery.types import Outcome
from newsspider.state.types import ArticleVersion, Visit
from tests.state.crawls import started, taken


def test_versions_of_an_article_are_known_before_and_after_they_are_written(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    task = taken(frontier)
    for number in (1, 2):
        version = ArticleVersion(id="a", key=task.key, text_digest=f"t{number}", digest="sha256:0")
        frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE), version)
        assert frontier.article("a") == version
        frontier.commit()
        assert frontier.article("a") == version
    assert frontier.article("b") is None


def test_a_version_belongs_to_the_page_that_it_came_from(tmp_path: Path) -> None:
    frontier = started(tmp_path / "state")
    task = taken(frontier)
    for number, key in ((1, task.key), (2, 7)):  # another page names the same canonical URL
        version = ArticleVersion(id="a", key=key, text_digest=f"t{number}")
        frontier.visited(Visit(task=task, outcome=Outcome.ARTICLE), version)
    for _ in range(2):
        latest, own = frontier.article("a"), frontier.article("a", task.key)
        assert latest is not None
        assert own is not None
        assert (latest.text_digest, own.text_digest) == ("t2", "t1")
        assert frontier.article("a", 8) is None
        frontier.commit()
