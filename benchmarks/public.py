"""A benchmark that anyone can repeat: `python -m benchmarks.public [--fetch FOLDER] [--pages FOLDER]`.

Without options it needs no network: it scores newsspider, and the peers that are installed (extra `benchmark`), on
the pages that ship with the project's tests. The tests hold newsspider to these values, so it is nearly perfect on
them by construction: they show what other tools make of such pages, and that the scoring works. How good an
extractor is, sets say that others have made: `--fetch` clones them into a folder. `--pages` scores pages of your
own in the same form.

Columns: pages with a body (n); precision, recall and F1 of its shingles of four words, averaged over pages, and
the share of bodies with exactly the right words, as article-extraction-benchmark measures them; the shares of
headlines, sets of authors and days that are right once case, punctuation and spacing are dropped. Where a page has
no such value, only none is right.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any, TypeAlias

from benchmarks.corpus import Case
from benchmarks.extractors import Prediction, newsspider_html, peers, table

OWN_PAGES = Path(__file__).parents[1] / "tests" / "golden" / "fields"
COLUMNS = ("n", "P", "R", "F1", "exact", "head", "auth", "day")
_VALUES = {"headline": "head", "authors": "auth", "datePublished": "day"}  # field: its column
_WORD = re.compile(r"\w+")
_SHINGLE = 4
_DAY_CHARS = len("2026-01-31")

Row: TypeAlias = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set of pages that others have published: a git repository in the form that `read_pages` reads."""

    name: str
    address: str
    licence: str


PUBLIC_SETS = (
    PublicSet(
        "article-extraction-benchmark", "https://github.com/scrapinghub/article-extraction-benchmark.git", "MIT"
    ),
)


def own_cases() -> Iterator[Case]:
    """Yield the pages of the project's tests. Those that need to be told when they were fetched are left out."""
    for path in sorted(OWN_PAGES.glob("*/input.html")):
        expected = json.loads((path.parent / "expected.json").read_text("utf-8"))
        gold = dict(expected["article"])
        if gold.get("authors"):
            gold["authors"] = [author["name"] for author in gold["authors"]]
        if "captured" not in expected and gold.keys() & {"articleBody", *_VALUES}:
            yield Case(path.parent.name, "own", "article", expected["url"] or "", gold, path, None)


def fetched(public: PublicSet, folder: Path) -> Path:
    """Return the set's folder, cloned from its address unless it is there. Raises SystemExit with one line."""
    target = folder / public.name
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["git", "clone", "--quiet", "--depth", "1", "--", public.address, str(target)]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise SystemExit("git is not installed, and public sets are fetched with it") from error
        except subprocess.CalledProcessError as error:
            reason = error.stderr.strip().rpartition("\n")[2]
            raise SystemExit(f"{public.address} could not be cloned: {reason}") from error
    return target


def commit(folder: Path) -> str:
    """Return the commit of a clone, so that scores can be repeated, or "unknown"."""
    command = ["git", "-C", str(folder), "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip() or "unknown"


def read_pages(folder: Path) -> Iterator[Case]:
    """Yield the pages of a folder in the form of article-extraction-benchmark.

    `ground-truth.json` maps ids to `articleBody` and `url` (optional); `html/ID.html.gz` is the page. `headline`,
    `authors` (names) and `datePublished` are scored where they are given. Raises SystemExit with one line.
    """
    try:
        truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    except OSError as error:
        raise SystemExit(f"{folder}: no ground-truth.json here ({error.strerror})") from error
    for key, gold in truth.items():
        path = folder / "html" / f"{key}.html.gz"
        if not path.is_file():
            raise SystemExit(f"{path}: not here, but named in ground-truth.json")
        yield Case(key, folder.name, "article", gold.get("url") or "", gold, path, None)


def summary(pairs: Iterable[tuple[Mapping[str, Any], Prediction]]) -> Row:
    """Return the measures of pairs of right values and predictions.

    >>> summary([({"articleBody": "a b c d e"}, {"articleBody": "a b c d"})])
    {'n': 1, 'P': 1.0, 'R': 0.5, 'F1': 0.6666666666666666, 'exact': 0.0}
    """
    pairs = list(pairs)
    bodies = [
        (_WORD.findall(gold["articleBody"]), _WORD.findall(found.get("articleBody") or ""))
        for gold, found in pairs
        if gold.get("articleBody") is not None
    ]
    row: dict[str, float] = _body_measures(bodies) if bodies else {}
    for name, column in _VALUES.items():
        right = [_key(name, gold[name]) == _key(name, found.get(name)) for gold, found in pairs if name in gold]
        if right:
            row[column] = mean(map(float, right))
    return row


def _body_measures(bodies: Sequence[tuple[Sequence[str], Sequence[str]]]) -> dict[str, float]:
    counts = [(_shingles(gold), _shingles(found)) for gold, found in bodies]
    hits = [(gold & found).total() for gold, found in counts]
    # A page of which nothing was extracted has no precision, and one without a text has no recall.
    precision = _mean(hit / found.total() for hit, (_, found) in zip(hits, counts, strict=True) if found)
    recall = _mean(hit / gold.total() for hit, (gold, _) in zip(hits, counts, strict=True) if gold)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    exact = mean(float(gold == found) for gold, found in bodies)
    return {"n": len(bodies), "P": precision, "R": recall, "F1": f1, "exact": exact}


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return mean(values) if values else 0.0


def _shingles(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    starts = range(max(1, len(words) - _SHINGLE + 1) if words else 0)
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)


def _key(name: str, value: Any) -> frozenset[str] | str:
    """Return what is compared of a value; of none the same as of an empty one."""
    if name == "authors":
        return frozenset(_folded(author) for author in value or ())
    return (value or "")[:_DAY_CHARS] if name == "datePublished" else _folded(value or "")


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def scores(sets: Mapping[str, Sequence[Case]]) -> Mapping[str, Mapping[str, Row]]:
    """Return the measures of each extractor on each set."""
    extractors: dict[str, Callable[[Case], Prediction]] = {"newsspider": newsspider_html, **peers()}
    return {
        name: {source: summary((case.gold, predict(case)) for case in cases) for source, cases in sets.items()}
        for name, predict in extractors.items()
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Score the sets and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fetch", type=Path, metavar="FOLDER", help="clone public sets to here, and score them")
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="score pages of your own")
    args = parser.parse_args(argv)
    sets = {"own": list(own_cases())}
    for public in PUBLIC_SETS if args.fetch else ():
        folder = fetched(public, args.fetch)
        print(f"{public.name} (licence {public.licence}), commit {commit(folder)}")
        sets[public.name] = list(read_pages(folder))
    if args.pages:
        sets[args.pages.resolve().name] = list(read_pages(args.pages))
    print(table(scores(sets), COLUMNS))


if __name__ == "__main__":
    main()
