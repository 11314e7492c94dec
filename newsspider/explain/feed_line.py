"""A line of one of our own feeds, explained: it is an article already, of which nothing is extracted again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newsspider.conversions.plain import from_plain
from newsspider.explain.explanation import known_fields, places_in
from newsspider.explain.types import Attempt, Explanation, FieldAttempts, Verdict
from newsspider.fields import FIELDS, Field
from newsspider.fields.registry import article_class
from newsspider.items import Article, Source

_AS_IT_IS = "a line of a feed: a replay takes it as it is"
_UNKNOWN = "feed line"  # the source of a field of which the line does not say which rule gave it


def explain_line(
    line: Mapping[str, Any], source: Source, *, fields: Mapping[str, Field] = FIELDS, only: Sequence[str] = ()
) -> Explanation:
    """Return the fields of a feed's line, or `only` some of them, each with the rule that once gave it.

    Raises ValueError for a line that is no article.
    """
    article = from_plain(article_class(fields), line)
    metadata = article.metadata
    return Explanation(
        title=article.headline or article.url or places_in(source),
        address=article.url or places_in(source),
        probability=metadata.probability if metadata else None,
        facts=list(_facts(article, source)),
        fields=[_field(name, article) for name in only or known_fields(fields)],
        blocks=(),
        article=article,
    )


def _facts(article: Article, source: Source) -> Iterator[tuple[str, str]]:
    yield "source", places_in(source)
    yield "article", _AS_IT_IS
    metadata = article.metadata
    if metadata is not None and metadata.source is not None:
        yield "made from", f"{places_in(metadata.source)}; explain that page to see why its fields are as they are"
    if metadata is not None and metadata.extractor:
        yield "made by", metadata.extractor


def _field(name: str, article: Article) -> FieldAttempts:
    metadata, value = article.metadata, getattr(article, name)
    messages = ((metadata.validationMessages if metadata else None) or {}).get(name, ())
    if value is None:
        return FieldAttempts(field=name, value=None, source=None, attempts=(), notes=messages)
    source = ((metadata.fieldSources if metadata else None) or {}).get(name, _UNKNOWN)
    attempt = Attempt(source=source, raw=value, steps=(), cleaned=value, verdict=Verdict.WON)
    return FieldAttempts(field=name, value=value, source=source, attempts=[attempt], notes=messages)
