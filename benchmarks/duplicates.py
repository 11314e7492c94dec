"""What is found of duplicates, and what it costs: `python -m benchmarks.duplicates`.

Pairs are made of the articles that newsspider reads from the corpus. Some are real: a page and its text dump, two
captures of one page. The others are made of one real text: edited, cut, with another beginning, and so on. All
pairs of different articles, and those of one site apart, are what must not be found. For each threshold the share
of pairs is told that is found: through the index, as the pipeline does, so that what its bands miss is counted.

With `--articles N` as many made-up articles go through the finder, a tenth of them near-duplicates, for time and
memory.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations, pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np

from benchmarks.corpus import DEFAULT_CORPUS, Case, read_cases
from newsspider import Article, extract_html, extract_text
from newsspider.duplicates import fingerprints
from newsspider.duplicates.finder import DuplicateFinder
from newsspider.duplicates.fingerprints import Signature, fingerprint, similarity
from newsspider.duplicates.near_index import NearIndex
from newsspider.duplicates.types import Subject
from newsspider.errors import PageError
from newsspider.language.scripts import TOUCHING
from newsspider.processors.urls import same_site, url_key

RESULTS = Path(__file__).parent / "results"
THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
# Letters of a shingle: with spaces between words, and where a letter is a syllable or a word.
SHINGLES = ((6, 3), (9, 4), (12, 6), (16, 8), (24, 12))
_SYLLABLES = re.compile(f"[{TOUCHING}]")
_WORD = re.compile(rf"[{TOUCHING}]|\w+|\W")

_TIMED_TOGETHER = 1_000  # articles: the clock is asked seldom, so that it costs nothing

EDITED = "5% of the words changed"
AGENCY = "agency text: own lead, last quarter cut, 2% changed"
DIFFERENT = "different articles: 99th percentile"

Pair: TypeAlias = tuple[str, str]


def texts(corpus: Path) -> Iterator[tuple[Case, str, str | None]]:
    """Yield each article of the corpus with its text as read from the page, and as read from its dump."""
    for case in read_cases(corpus):
        # The test pages of readability are mostly one Latin text.
        if case.kind != "article" or case.source == "readability":
            continue
        page = _text(lambda case=case: extract_html(case.html(), case.url))  # type: ignore[misc]
        if page is None or fingerprint(page).signature is None:
            continue
        dump = case.text()
        yield case, page, _text(lambda dump=dump: extract_text(dump)) if dump else None  # type: ignore[misc]


def _text(extract: Callable[[], Article]) -> str | None:
    try:
        article = extract()
    except PageError:
        return None
    probability = article.metadata.probability if article.metadata else None
    return article.articleBody if (probability or 0.0) >= 0.5 else None


# What is done to a text; another article of a script of the same kind lends what comes from elsewhere.


def _edited(text: str, other: str, share: float) -> str:
    words, others = _WORD.findall(text), [word for word in _WORD.findall(other) if word.strip()]
    lots = random.Random(len(text))
    return "".join(lots.choice(others) if word.strip() and lots.random() < share else word for word in words)


def _cut(text: str, share: float) -> str:
    return text[: round(share * len(text))]


def _beginning(text: str, letters: int) -> str:
    return text[:letters]


def _with_lead(text: str, other: str, letters: int) -> str:
    return f"{_beginning(other, letters)}\n\n{text}"


def _other_standfirst(text: str, other: str) -> str:
    first, _, rest = text.partition("\n\n")
    return f"{_beginning(other, len(first))}\n\n{rest}" if len(rest) > len(first) else _with_lead(text, other, 100)


def _local_copy(text: str, other: str) -> str:
    return _with_lead(_edited(_cut(text, 0.75), other, 0.02), other, len(text) // 10)


def _update(text: str, other: str) -> str:
    return _with_lead(_edited(text, other, 0.01), other, len(text) // 3)


CHANGES: Mapping[str, Callable[[str, str], str]] = {
    "2% of the words changed": lambda text, other: _edited(text, other, 0.02),
    EDITED: lambda text, other: _edited(text, other, 0.05),
    "other standfirst": _other_standfirst,
    "cut to 75%": lambda text, _: _cut(text, 0.75),
    "cut to 60%": lambda text, _: _cut(text, 0.6),
    "cut to 50%": lambda text, _: _cut(text, 0.5),
    AGENCY: _local_copy,
    "update: a third more, 1% changed": _update,
    "half of it, as much of another": lambda text, other: _cut(text, 0.5) + _beginning(other, len(text) // 2),
}


def pairs(articles: Sequence[tuple[Case, str, str | None]]) -> Mapping[str, Sequence[Pair]]:
    """Return pairs that are one article, by kind."""
    found: dict[str, list[Pair]] = defaultdict(list)
    by_script: dict[bool, list[str]] = defaultdict(list)
    by_page: dict[str, list[str]] = defaultdict(list)
    for case, page, dump in articles:
        by_script[_has_syllables(page)].append(page)
        by_page[url_key(case.url)].append(page)
        if dump:
            found["page and its text dump"].append((page, dump))
    found["two captures of a page"] = [pair for same in by_page.values() for pair in combinations(same, 2)]
    for name, change in CHANGES.items():
        for _, page, _ in articles:
            group = by_script[_has_syllables(page)]
            other = group[(group.index(page) + len(group) // 2) % len(group)]
            found[name].append((page, change(page, other)))
    return found


def _has_syllables(text: str) -> bool:
    return 2 * len(_SYLLABLES.findall(text)) > len(re.findall(r"\w", text))


def recall(made: Mapping[str, Sequence[Pair]]) -> Mapping[str, Mapping[str, float]]:
    """Return the share of pairs that the index finds, by kind and threshold, and how many pairs there are."""
    table = {}
    for name, group in made.items():
        shares = [_found_share(*pair) for pair in group]
        row = {f"{least}": sum(share >= least for share in shares) / len(shares) for least in THRESHOLDS}
        table[name] = {"pairs": len(group), "median": statistics.median(shares), **row}
    return table


def _found_share(text: str, other: str) -> float:
    first, second = fingerprint(text).signature, fingerprint(other).signature
    if first is None or second is None:
        return 0.0
    index = NearIndex()
    index.add(first)
    nearest = index.nearest(second, 0.0)
    return nearest[1] if nearest else 0.0


def false_matches(articles: Sequence[tuple[Case, str, str | None]]) -> Mapping[str, Mapping[str, float]]:
    """Return how many pairs of different articles reach each threshold, of one site and of all."""
    signatures: list[Signature] = [
        found for _, page, _ in articles if (found := fingerprint(page).signature) is not None
    ]
    rows = np.stack(signatures)
    shares: dict[str, list[float]] = {"different articles of one site": [], "different articles": []}
    for number, (case, page, _) in enumerate(articles):
        near = (rows[number + 1 :] == rows[number]).mean(axis=1)
        for place, share in enumerate(near.tolist(), number + 1):
            other = articles[place][0]
            if url_key(case.url) == url_key(other.url) or page == articles[place][1]:
                continue
            shares["different articles"].append(share)
            if same_site(case.url, other.url):
                shares["different articles of one site"].append(share)
    return {
        name: {
            "pairs": len(group),
            "highest": max(group),
            **{f"{least}": sum(share >= least for share in group) / len(group) for least in THRESHOLDS},
        }
        for name, group in shares.items()
    }


def shingle_lengths(made: Mapping[str, Sequence[Pair]]) -> Mapping[str, Mapping[str, float]]:
    """Return the median share of common shingles by their length, for some kinds of pairs, by script."""
    made = {**made, DIFFERENT: list(pairwise(page for page, _ in made[EDITED]))}
    usual = fingerprints._SHINGLE_LETTERS, fingerprints._SHINGLE_SYLLABLES
    table: dict[str, dict[str, float]] = defaultdict(dict)
    try:
        for length in SHINGLES:
            fingerprints._SHINGLE_LETTERS, fingerprints._SHINGLE_SYLLABLES = length
            for name in ("page and its text dump", EDITED, AGENCY, DIFFERENT):
                for script, group in _by_script(made[name]).items():
                    shares = [share for pair in group if (share := _share(*pair)) is not None]
                    found = statistics.quantiles(shares, n=100)[98 if name == DIFFERENT else 49]
                    table[f"{name}, {script}"][f"{length[script == 'syllables']}"] = found
    finally:
        fingerprints._SHINGLE_LETTERS, fingerprints._SHINGLE_SYLLABLES = usual
    return table


def _by_script(group: Sequence[Pair]) -> Mapping[str, Sequence[Pair]]:
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in group:
        found["syllables" if _has_syllables(pair[0]) else "letters"].append(pair)
    return found


def _share(text: str, other: str) -> float | None:
    first, second = fingerprint(text).signature, fingerprint(other).signature
    return None if first is None or second is None else similarity(first, second)


def cost(count: int) -> Mapping[str, float]:
    """Return milliseconds an article and megabytes for `count` made-up articles of 3,500 characters."""
    lots = random.Random(1)
    words = ["".join(lots.choices("aeiourstlnmdpbg", k=lots.randint(2, 9))) for _ in range(20_000)]
    sentences = [" ".join(lots.choices(words, k=12)) for _ in range(50_000)]
    finder = DuplicateFinder(max(count, 1_000_000) * 2)  # none is forgotten
    before_mb = _megabytes()
    seconds, duplicates, text = 0.0, 0, ""
    for first in range(0, count, _TIMED_TOGETHER):
        subjects = []
        for number in range(first, min(first + _TIMED_TOGETHER, count)):
            is_copy = number % 10 == 9
            text = text[: 3 * len(text) // 4] if is_copy else " ".join(lots.choices(sentences, k=45))
            path = f"2026/11/28/storm-hits-coast-{number}.html?utm_source=feed"
            url, headline = f"https://www.site-{number % 997}.example/{path}", f"Storm hits coast {number}"
            subjects.append(Subject(name=url, url=url, canonical=url, headline=headline, text=text))
        start = time.process_time()
        duplicates += sum(finder.find(subject)[0].match is not None for subject in subjects)
        seconds += time.process_time() - start
    return {
        "articles": count,
        "ms_each": round(1000 * seconds / count, 4),
        "megabytes": round(_megabytes() - before_mb),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "copies_found_share": round(duplicates / max(1, count // 10), 4),
    }


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables and write them to a file of the day."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument(
        "--articles", type=int, default=0, help="how many made-up articles to measure the cost with"
    )
    parser.add_argument("--limit", type=int, help="only so many articles of the corpus")
    parser.add_argument("--out", type=Path, default=RESULTS / f"duplicates-{datetime.now(UTC):%Y-%m-%d}.json")
    options = parser.parse_args(arguments)
    results: dict[str, object] = json.loads(options.out.read_text()) if options.out.exists() else {}
    if options.articles:
        results["cost"] = cost(options.articles)
    else:
        articles = list(texts(options.corpus))[: options.limit]
        made = pairs(articles)
        results |= {
            "articles": len(articles),
            "one article": recall(made),
            "different": false_matches(articles),
            "shingle lengths": shingle_lengths(made),
        }
    text = json.dumps(_rounded(results), indent=1) + "\n"
    options.out.write_text(text)
    print(text)


def _rounded(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _rounded(part) for key, part in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
