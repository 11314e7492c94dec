"""What newsspider and its peers make of a page, and the table of how good that is.

Peers stand beside newsspider where they are installed (extra `benchmark`), each on the same bytes.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib import metadata
from typing import Any, TypeAlias

from benchmarks.corpus import Case
from newsspider import Article, extract_html, extract_text
from newsspider.errors import PageError
from newsspider.items import Image

Prediction = dict[str, Any]
Rows: TypeAlias = Mapping[str, Mapping[str, float]]  # measures by source, or source and convention
NAME_CHARS = 34


def newsspider_html(case: Case) -> Prediction:
    """Return what newsspider makes of a page."""
    return _prediction(lambda: extract_html(case.html(), case.url))


def newsspider_text(case: Case) -> Prediction:
    """Return what newsspider makes of a page's text dump, which names no address."""
    return _prediction(lambda: extract_text(case.text() or ""))


def _prediction(extract: Callable[[], Article]) -> Prediction:
    try:
        article = extract()
    except PageError:
        return {"probability": 0.0}
    return {
        "headline": article.headline,
        "authors": [author.name for author in article.authors or ()],
        "datePublished": article.datePublished,
        "articleBody": article.articleBody,
        "description": article.description,
        "keywords": article.keywords,
        "mainImage": _picture(article.mainImage) if article.mainImage else None,
        "images": [_picture(image) for image in article.images or ()],
        "probability": article.metadata.probability if article.metadata else None,
    }


def _picture(image: Image) -> dict[str, str | None]:
    return {"url": image.url, "caption": image.caption, "credit": image.credit}


def trafilatura_html(case: Case) -> Prediction:
    """Return what trafilatura makes of a page."""
    import trafilatura  # noqa: PLC0415  # an extra

    found = trafilatura.bare_extraction(case.html(), url=case.url, with_metadata=True)
    if found is None:
        return {}
    form = found if isinstance(found, dict) else found.as_dict()
    authors = [name.strip() for name in (form.get("author") or "").split(";") if name.strip()]
    return {
        "headline": form.get("title"),
        "authors": authors,
        "datePublished": form.get("date"),
        "articleBody": form.get("text"),
    }


def newspaper_html(case: Case) -> Prediction:
    """Return what newspaper4k makes of a page."""
    import newspaper  # noqa: PLC0415  # an extra

    # It reads nothing without an address, and would ask the network for the size of each image.
    article = newspaper.Article(case.url or "https://example.org/", fetch_images=False)
    try:
        article.download(input_html=case.html().decode("utf-8", "replace"))
        article.parse()
    except (newspaper.ArticleException, ValueError, ImportError):  # some languages need packages of their own
        return {}
    date = article.publish_date
    return {
        "headline": article.title,
        "authors": article.authors,
        "datePublished": date.isoformat() if isinstance(date, datetime) else date,
        "articleBody": article.text,
    }


def peers() -> Mapping[str, Callable[[Case], Prediction]]:
    """Return the peers that are installed, by name and version."""
    found = {}
    if importlib.util.find_spec("trafilatura"):
        found[f"trafilatura {metadata.version('trafilatura')}"] = trafilatura_html
    if importlib.util.find_spec("newspaper"):
        found[f"newspaper4k {metadata.version('newspaper4k')}"] = newspaper_html
    return found


def table(results: Mapping[str, Rows], columns: Sequence[str]) -> str:
    """Return the results as lines: a block for each extractor, a row for each source and convention."""
    lines = []
    for name, rows in results.items():
        lines.append(f"{name:<{NAME_CHARS}}" + "".join(f"{column:>8}" for column in columns))
        for source, row in rows.items():
            cells = (row.get(column, "") for column in columns)
            lines.append(f"  {source:<{NAME_CHARS - 2}}" + "".join(_cell(cell) for cell in cells))
    return "\n".join(lines)


def _cell(value: float | str) -> str:
    return f"{value:>8.3f}" if isinstance(value, float) else f"{value:>8}"
