from __future__ import annotations

import doctest
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsspider import _native, extract
from newsspider.body import BlockKind
from newsspider.corrections import Corrections, read_corrections
from newsspider.errors import PageError
from newsspider.explain import Explanation, explain
from newsspider.explain import explanation as module
from newsspider.explain.explanation import field_named, known_fields
from newsspider.explain.types import FieldAttempts, Verdict
from newsspider.http import Announcement, TextDumpResponse
from newsspider.items import Publisher, Source
from tests.explain.made_pages import HTML, page

SOURCE = Source(kind="html", path="walk.html", offset=0)
CAPTURED = datetime(2024, 5, 4, tzinfo=UTC)
GOLDEN = Path(__file__).parents[1] / "golden"


def explained(html: str = HTML, field: str | None = None, corrections: Corrections | None = None) -> Explanation:
    return explain(
        page(html), source=SOURCE, captured=CAPTURED, only=[field] if field else [], corrections=corrections
    )


def attempts_at(field: str, html: str = HTML, corrections: Corrections | None = None) -> FieldAttempts:
    (found,) = explained(html, field, corrections).fields
    return found


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module).failed == 0


def test_all_candidates_are_there_with_what_became_of_each() -> None:
    found = attempts_at("publisher")
    assert [
        (attempt.source, attempt.raw.name, attempt.cleaned, attempt.verdict) for attempt in found.attempts[:2]
    ] == [
        ("json-ld", "https://quaypost.example/", None, Verdict.EMPTY),
        ("meta:og:site_name", "Quay Post", Publisher(name="Quay Post"), Verdict.WON),
    ]
    assert (found.value, found.source) == (Publisher(name="Quay Post"), "meta:og:site_name")
    assert all(attempt.verdict is not Verdict.WON for attempt in found.attempts[2:])


def test_what_a_row_says_of_a_page_is_a_candidate() -> None:
    told = Announcement(source="row", publisher="The Quay Post")
    (found,) = explain(page(HTML), source=SOURCE, announcement=told, only=["publisher"]).fields
    assert [one.verdict for one in found.attempts if one.source == "row:publisher"] == [Verdict.LATER]


def test_authors_of_a_row_of_which_nothing_is_left_are_told() -> None:
    for name, notes in (
        ("Row Writer", ["row:authors has no name of a person or an organization: Row Writer"]),
        ("Ben Kurz", []),
    ):
        told = Announcement(source="row", authors=(name,))
        (found,) = explain(page(HTML), source=SOURCE, announcement=told, only=["authors"]).fields
        assert found.notes == notes


def test_each_step_that_changed_a_value_is_named() -> None:
    author = '<meta name="author" content="By Ana Ruiz QUAYPOST Staff">'
    (attempt, *_) = attempts_at("authors", author + HTML.replace('"author"', '"nobody"')).attempts
    steps = [(step, [author.name for author in value]) for step, value in attempt.steps]
    assert (attempt.source, attempt.raw[0].name) == ("meta:author", "By Ana Ruiz QUAYPOST Staff")
    assert steps == [("clean_authors", ["Ana Ruiz QUAYPOST Staff"]), ("without_site", ["Ana Ruiz"])]
    title = HTML.replace("<h1", "<i").replace("</h1", "</i").replace("<title>", "<title>Quay Post | ")
    attempt = next(attempt for attempt in attempts_at("headline", title).attempts if attempt.source == "title")
    assert [step for step, _ in attempt.steps] == ["without_site"]


def test_what_would_have_come_next_is_shown_too() -> None:
    found = attempts_at("headline", HTML.replace("<title>", "<title>Another thing than "))
    assert [attempt.verdict for attempt in found.attempts[:2]] == [Verdict.WON, Verdict.LATER]
    assert len({attempt.source for attempt in found.attempts}) > 1


@pytest.mark.parametrize(
    "case", sorted((GOLDEN / "fields").glob("*/input.html")), ids=lambda path: path.parent.name
)
def test_it_says_what_extraction_does(case: Path) -> None:
    response = page(case.read_text("utf-8"))
    article = extract(response, source=SOURCE, captured=CAPTURED)
    assert article.metadata is not None
    sources = article.metadata.fieldSources or {}
    explanation = explain(response, source=SOURCE, captured=CAPTURED)
    assert [found.field for found in explanation.fields] == known_fields()
    for found in explanation.fields:
        winners = [attempt for attempt in found.attempts if attempt.verdict is Verdict.WON]
        assert found.value == getattr(article, found.field)
        assert [attempt.source for attempt in winners] == (
            [sources[found.field]] if found.field in sources else []
        )
        assert [attempt.cleaned for attempt in winners] == ([found.value] if found.field in sources else [])
    assert explanation.probability == article.metadata.probability


def test_blocks_are_those_of_the_body_with_their_probabilities() -> None:
    blocks = explained().blocks
    assert [block.number for block in blocks] == list(range(1, len(blocks) + 1))
    assert all(0 <= block.probability <= 1 for block in blocks)
    kept = "\n\n".join(block.text for block in blocks if block.is_kept)
    assert kept == extract(page()).articleBody
    assert any(block.text == "Home" and not block.is_kept for block in blocks)
    kinds = {block.kind for block in blocks}
    assert {BlockKind.TEXT, BlockKind.REST} <= kinds


def test_blocks_are_there_only_where_the_body_is_asked_for() -> None:
    assert not explained(field="headline").blocks
    assert explained(field="articleBody").blocks
    several = explain(page(HTML), source=SOURCE, only=["headline", "articleBodyHtml"])
    assert [found.field for found in several.fields] == ["headline", "articleBodyHtml"]
    assert several.blocks


def test_what_is_known_of_the_page_is_told() -> None:
    facts = dict(explained().facts)
    assert facts["source"] == "html walk.html at byte 0"
    assert facts["og:type"] == "article"
    assert facts["linked data"] == "NewsArticle"
    assert facts["read by"] == str(_native.state())
    assert facts["body"].endswith("found by blocks")
    assert facts["text quality"].endswith(" expected (1.00: the whole text and nothing else)")
    assert "JSON-LD" in dict(
        explained(HTML.replace("<nav>", "<script type='application/ld+json'>{]</script>")).facts
    )


def test_corrections_are_candidates_like_others_and_what_fails_in_them_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        '[[corrections]]\nsite = "quaypost.example"\nfields.headline = { css = [".gone", ".byline"] }\n'
        'fields.authors.drop = true\ndrop_css = "article p:last-child"\n'
    )
    corrections = read_corrections(path)
    headline = attempts_at("headline", corrections=corrections)
    assert (headline.attempts[0].source, headline.attempts[0].verdict) == (
        "correction:quaypost.example",
        Verdict.WON,
    )
    assert headline.attempts[1].verdict is Verdict.LATER
    assert headline.notes == ["correction:quaypost.example: '.gone' selects nothing on this page"]
    authors = attempts_at("authors", corrections=corrections)
    assert (authors.value, list(authors.attempts)) == (None, [])
    assert authors.notes == ["correction:quaypost.example: what the rules find is ignored"]
    facts = dict(explained(corrections=corrections).facts)
    assert "found by correction:quaypost.example" in facts["body"]


def test_a_correction_that_selects_pictures_for_a_text_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text('[[corrections]]\nsite = "quaypost.example"\nfields.mainImage = { css = "img" }\n')
    page = HTML.replace("<nav>", "<img src=/a.jpg><nav>", 1)
    corrections = read_corrections(path)
    image = attempts_at("mainImage", page, corrections=corrections)
    assert list(image.notes) == [
        "correction:quaypost.example: 'img' selects elements without text; ::attr(name) takes an attribute"
    ]


def test_candidates_are_bounded() -> None:
    many = "".join(f"<h1>Heading {i}</h1>" for i in range(30))
    names = "".join(
        f"<span class='byline'>By Ana Ruiz{chr(97 + i % 26)}{chr(97 + i // 26)}</span>" for i in range(200)
    )
    for field in ("headline", "authors"):
        found = attempts_at(field, f"<body>{many}{names}")
        assert len(found.attempts) <= 50


def test_a_dump_is_explained_as_well() -> None:
    text = (
        "Storm hits coast\n\nBy Ana Ruiz\n\nThe storm came at night and took the roof of the old harbour office."
    )
    explanation = explain(TextDumpResponse("", body=text.encode(), encoding="utf-8"), source=Source(kind="text"))
    assert explanation.blocks
    assert "linked data" not in dict(explanation.facts)


def test_what_cannot_be_read_raises() -> None:
    with pytest.raises(PageError):
        explained(" ")
    with pytest.raises(KeyError):
        explained(field="nothing")
    with pytest.raises(KeyError):
        field_named("nothing")
    assert [field_named(name) for name in known_fields()] == known_fields()
