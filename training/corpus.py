"""The corpus as samples: a page's blocks, and which of them its gold text consists of."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from newsspider.blocks import Blocks, read_blocks
from newsspider.errors import PageError
from newsspider.page import Page, html_page, text_page
from newsspider.page.decode import decode
from training.gold import Alignment, align

Form = Literal["html", "text"]
Folds = frozenset[int]

FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page of the corpus in one form."""

    id: str
    source: str
    is_article: bool
    site: str
    gold: str | None  # the body
    page: Page  # without its tree
    blocks: Blocks  # without their elements
    alignment: Alignment | None  # of articles whose body is known
    weight: float = 1.0  # how much it counts in learning
    kind: str = "article"  # else what the page is: "listing", "forum" ...

    @property
    def fold(self) -> int:
        """Return the fold that the site belongs to; pages of one site are never apart."""
        return fold_of(self.site)


def fold_of(site: str) -> int:
    """Return the fold that a site belongs to."""
    return zlib.crc32(site.encode()) % FOLDS


def read_cases(corpus: Path) -> Iterator[dict[str, Any]]:
    """Yield the cases of a corpus."""
    with (corpus / "cases.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_samples(corpus: Path, form: Form) -> list[Sample]:
    """Return the pages of the corpus that exist in this form and hold any text."""
    samples = (_sample(corpus, case, form) for case in read_cases(corpus) if case.get(form))
    return [sample for sample in samples if sample is not None and len(sample.blocks)]


def _sample(corpus: Path, case: dict[str, Any], form: Form) -> Sample | None:
    raw = gzip.decompress((corpus / case[form]).read_bytes())
    try:
        page = (
            html_page(decode(raw), url=case["url"]) if form == "html" else text_page(raw.decode(), url=case["url"])
        )
    except PageError:
        return None
    return sample_of(case, page)


def sample_of(case: dict[str, Any], page: Page) -> Sample:
    """Return the sample that a page of a case makes."""
    blocks = read_blocks(page)
    is_article = case["kind"] == "article"
    gold = case["gold"].get("articleBody") if is_article else None
    return Sample(
        id=case["id"],
        source=case["source"],
        is_article=is_article,
        kind=case["kind"],
        site=site_of(case["id"], case["url"]),
        gold=gold,
        page=replace(page, root=None, elements={}, hinted={}),
        blocks=_without_elements(blocks),
        alignment=align(blocks.texts, gold) if gold else None,
    )


def site_of(case_id: str, url: str | None) -> str:
    """Return the site of a case: its host, else its id without the number that tells pages of one site apart.

    >>> site_of("a-1", "https://www.example.org/x"), site_of("storm-2", "http://fakehost/x")
    ('example.org', 'storm')
    """
    host = urlsplit(url or "").netloc.lower().removeprefix("www.")
    return host if "." in host else re.sub(r"[-_]?\d+$", "", case_id)


def _without_elements(blocks: Blocks) -> Blocks:
    """Return the blocks without their elements, which would hold every page's tree in memory."""
    markup = blocks.markup
    if markup is not None:
        containers, images = replace(markup.containers, elements=()), replace(markup.images, elements=())
        markup = replace(markup, containers=containers, images=images)
    return replace(blocks, elements=[None] * len(blocks), markup=markup)
