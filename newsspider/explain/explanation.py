"""The explanation of a response: extraction once more, with every candidate asked for and none skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from scrapy.http import TextResponse

from newsspider import _native
from newsspider.body import block_kinds
from newsspider.corrections import Corrections
from newsspider.corrections.types import CorrectedRule
from newsspider.explain.page_view import page_view
from newsspider.explain.types import Attempt, ExplainedBlock, Explanation, FieldAttempts, Verdict
from newsspider.extraction import Reading, in_utc, load_article, read_response
from newsspider.fields import FIELDS, Candidate, Field
from newsspider.http import Announcement, StandfirstUse
from newsspider.items import Article, Source, feed_form
from newsspider.loaders import ArticleLoader

BODY_FIELDS = frozenset(("articleBody", "articleBodyHtml"))
_COUNTED = {"parquet": "row", "mhtml": "part"}  # what offsets are, where they are no bytes
# The pages with most have some 20 a field; bylines in five hundred elements need not all be read.
_MAX_CANDIDATES = 50


def explain(  # noqa: PLR0913  (what extract() takes, and the fields)
    response: TextResponse,
    *,
    source: Source,
    captured: datetime | None = None,
    corrections: Corrections | None = None,
    announcement: Announcement | None = None,
    loader: ArticleLoader | None = None,
    only: Sequence[str] = (),
    standfirst: StandfirstUse = "auto",
) -> Explanation:
    """Return why the fields of a response's article, or `only` some of them, and its body are what they are.

    Raises PageError as extract() does, and KeyError for a name that is no field.
    """
    loader = ArticleLoader() if loader is None else loader
    reading = read_response(response, captured, corrections, loader.fields, announcement, standfirst=standfirst)
    article = load_article(reading, loader, source)
    names = only or known_fields(reading.fields)
    address = article.url or " ".join(filter(None, (source.kind, source.path)))
    metadata = article.metadata
    blocks = list(_blocks(reading)) if not only or BODY_FIELDS.intersection(only) else []
    root = reading.facts.page.root
    return Explanation(
        title=article.headline or address,
        address=address,
        probability=(metadata.probability if metadata else None) or 0.0,
        facts=list(_facts(reading, source, captured)),
        fields=[_field_attempts(name, reading, loader, article) for name in names],
        blocks=blocks,
        view=page_view(root, reading.facts.body.blocks.elements, blocks) if blocks and root is not None else None,
        article=article,
    )


def field_named(name: str, fields: Mapping[str, Field] = FIELDS) -> str:
    """Return which of `fields` is explained by this name, whatever its case; KeyError where none is.

    >>> field_named("DATEPUBLISHED"), field_named("datePublishedRaw"), field_named("body")
    ('datePublished', 'datePublished', 'articleBody')
    """
    known = {name.lower(): name for name in known_fields(fields)}
    known |= {field.raw_field.lower(): name for name, field in fields.items() if field.raw_field}
    known["body"] = "articleBody"
    return known[name.lower()]


def _field_attempts(name: str, reading: Reading, loader: ArticleLoader, article: Article) -> FieldAttempts:
    rule, source = reading.fields[name].rule, loader.sources.get(name)
    candidates = list(islice(rule(reading.facts) if rule else (), _MAX_CANDIDATES + 1))
    attempts: list[Attempt] = []
    is_won = False
    for candidate in _distinct(candidates[:_MAX_CANDIDATES]):
        # A loader of its own, of the same making and context: the cleaning is that of the article's loader.
        context = {key: value for key, value in loader.context.items() if key != "item"}
        fresh = type(loader)(fields=loader.fields, **context)
        is_left = fresh.add_candidates(name, [candidate]) is not None
        verdict = _verdict(is_left=is_left, is_held=source == "loader", is_won=is_won)
        is_won = is_won or verdict is Verdict.WON
        cleaned = fresh.get_output_value(name) if is_left else None
        steps = list(_steps(name, candidate, fresh))
        attempts.append(
            Attempt(source=candidate.source, raw=candidate.raw, steps=steps, cleaned=cleaned, verdict=verdict)
        )
    return FieldAttempts(
        field=name,
        value=getattr(article, name),
        source=source,
        attempts=attempts,
        notes=[*_notes(rule, reading), *_messages(name, article), *_unused(name, attempts, reading)],
        is_cut=len(candidates) > _MAX_CANDIDATES,
    )


def _distinct(candidates: Iterable[Candidate[Any]]) -> Iterator[Candidate[Any]]:
    """Yield candidates without those that another one of the same source was already, with the same value.

    >>> [found.value for found in _distinct([Candidate("a", "h1"), Candidate("a", "h1"), Candidate("a", "title")])]
    ['a', 'a']
    """
    seen: list[tuple[str, Any]] = []
    for candidate in candidates:
        what = (candidate.source, candidate.raw)
        if what not in seen:
            seen.append(what)
            yield candidate


def _notes(rule: object, reading: Reading) -> Iterable[str]:
    return rule.notes(reading.facts.page) if isinstance(rule, CorrectedRule) else ()


def _unused(name: str, attempts: Sequence[Attempt], reading: Reading) -> Iterable[str]:
    """Return a note on announced authors of which the rule made no candidate."""
    told = reading.facts.announcement
    if name != "authors" or told is None or not told.authors:
        return ()
    source = f"{told.source}:authors"
    is_used = any(attempt.source == source for attempt in attempts)
    return () if is_used else (f"{source} has no name of a person or an organization: {', '.join(told.authors)}",)


def _messages(name: str, article: Article) -> Iterable[str]:
    messages = article.metadata.validationMessages if article.metadata else None
    return (messages or {}).get(name, ())


def _steps(name: str, candidate: Candidate[Any], loader: ArticleLoader) -> Iterator[tuple[str, Any]]:
    """Yield each step that changed a candidate's value, its rule's before those of cleaning, and what it made."""
    values = [*(change.before for change in candidate.changes[1:]), candidate.value]
    yield from ((change.step, value) for change, value in zip(candidate.changes, values, strict=False))
    before = candidate.value
    for step, value in loader.cleaning_steps(name, candidate.value):
        if feed_form(value) != feed_form(before):
            yield step, value
        before = value


def _verdict(*, is_left: bool, is_held: bool, is_won: bool) -> Verdict:
    if is_held:
        return Verdict.HELD
    if not is_left:
        return Verdict.EMPTY
    return Verdict.LATER if is_won else Verdict.WON


def _blocks(reading: Reading) -> Iterator[ExplainedBlock]:
    body = reading.facts.body
    kept = frozenset(body.chosen)
    kinds = block_kinds(reading.facts.page, body)
    for i, text in enumerate(body.blocks.texts):
        yield ExplainedBlock(
            number=i + 1,
            text=text,
            tag=body.blocks.tags[i],
            kind=kinds[i],
            probability=float(body.probabilities[i]),
            is_kept=i in kept,
        )


def _facts(reading: Reading, source: Source, captured: datetime | None) -> Iterator[tuple[str, str]]:
    page, body = reading.facts.page, reading.facts.body
    chars = sum(len(body.blocks.texts[i]) for i in body.chosen)
    yield "source", places_in(source)
    if captured:
        yield "captured", in_utc(captured) or captured.isoformat()
    yield (
        "body",
        f"{len(body.chosen)} of {len(body.blocks)} blocks kept, {chars:,} characters, found by {body.rule}",
    )
    # F1 of words, as the model of bodies expects it.
    yield "text quality", f"{body.confidence:.2f} expected (1.00: the whole text and nothing else)"
    yield "read by", str(_native.state())
    if page.root is not None:
        yield "linked data", ", ".join(sorted(page.linked_data.types)) or "none"
        yield "og:type", page.first_meta("og:type") or "none"
    for error in page.linked_data.errors:
        yield "JSON-LD", error


def places_in(source: Source) -> str:
    """Return where a page is, in words.

    >>> places_in(Source(kind="warc", path="a.warc", offset=7)), places_in(Source(kind="parquet", offset=7))
    ('warc a.warc at byte 7', 'parquet row 7')
    """
    offset = "" if source.offset is None else f"{_COUNTED.get(source.kind or '', 'at byte')} {source.offset}"
    record = f"record {source.recordId}" if source.recordId is not None else ""
    return " ".join(filter(None, (source.kind, source.path, offset, record)))


def known_fields(fields: Mapping[str, Field] = FIELDS) -> Sequence[str]:
    """Return the names of those of `fields` that can be explained, in the order of the rules."""
    return [name for name, field in fields.items() if field.rule]
