"""How good articles are: `python -m benchmarks.quality --folds FOLDER`.

The corpus goes through the public functions, each page with models that have not seen its site (made by
`python -m training --folds FOLDER`), and is scored with the corpus's own `metrics.py`, which folds Unicode and
what nobody sees. Peers that are installed stand beside it (extra `benchmark`), each in one process and on the
same bytes.

Below each source stand its pages by convention: whether the gold holds the standfirst, or the description, and
the subheadings to be text. A second table counts the paragraphs that were lost and taken, so that a change shows
what it has moved.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.body_faults import conventions, faults
from benchmarks.corpus import DEFAULT_CORPUS, Case, read_cases
from benchmarks.day_results import RESULTS, kept
from benchmarks.extractors import NAME_CHARS, Prediction, Rows, newsspider_html, newsspider_text, peers, table
from newsspider.body.model import models_from
from training.corpus import fold_of, site_of


def measures(corpus: Path) -> ModuleType:
    """Return the module that scores predictions, which comes with the corpus."""
    spec = importlib.util.spec_from_file_location("metrics", corpus / "metrics.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{corpus}: no metrics.py here")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True, slots=True)
class Scored:
    """The rows of pages by source and convention, and the paragraphs that were lost and taken by source."""

    metrics: ModuleType
    rows: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, case: Case, prediction: Prediction) -> None:
        """Score the prediction for a case."""
        row = self.metrics.scores({"kind": case.kind, "gold": case.gold}, prediction)
        words = self.metrics.words
        held = conventions(case.gold, prediction.get("description"), words) if case.kind == "article" else ()
        for group in ("all", case.source, *(f"{case.source}: {convention}" for convention in held)):
            self.rows[group].append(row)
        if case.gold.get("articleBody"):
            found = faults(case.gold, prediction.get("articleBody"), words)
            self.faults["all"] += found
            self.faults[case.source] += found

    def measures(self) -> Rows:
        """Return the measures of each group."""
        return {group: self.metrics.summary(rows) for group, rows in sorted(self.rows.items())}


def scored(
    cases: Sequence[Case], predict: Callable[[Case], Prediction], metrics: ModuleType, folds: Path | None
) -> Scored:
    """Return the scores of all cases; with `folds`, each page by the models of the fold that its site is in."""
    result = Scored(metrics)
    for fold, group in _by_fold(cases) if folds else [(0, cases)]:
        with models_from(folds / str(fold)) if folds else nullcontext():
            for case in group:
                result.add(case, predict(case))
    return result


def _by_fold(cases: Sequence[Case]) -> Iterator[tuple[int, Sequence[Case]]]:
    groups: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        groups[fold_of(site_of(case.id, case.url))].append(case)
    yield from sorted(groups.items())


def faults_table(results: Mapping[str, Mapping[str, Counter[str]]]) -> str:
    """Return how many paragraphs were lost and taken: a block for each extractor, a row for each source."""
    lines = []
    for name, by_source in results.items():
        lines.append(f"{name}: paragraphs")
        for source, counts in sorted(by_source.items()):
            listed = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
            lines.append(f"  {source:<{NAME_CHARS - 2}}{listed}")
    return "\n".join(lines)


def main() -> None:
    """Score, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument(
        "--folds", type=Path, required=True, help="folder of fold models: python -m training --folds"
    )
    parser.add_argument("--form", choices=("html", "text"), help="only the pages of this form, as in training")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--save", action="store_true", help=f"keep the table in {RESULTS.name}/")
    args = parser.parse_args()
    cases = list(read_cases(args.corpus))
    dumps = [case for case in cases if case.text_path]
    metrics = measures(args.corpus)
    forms = {"html": (cases, newsspider_html), "text": (dumps, newsspider_text)}
    if args.form:
        forms = {args.form: forms[args.form]}
    if missing := [form for form in forms if not (args.folds / "0" / f"{form}.model").is_file()]:
        made = f"make them with python -m training --folds {args.folds}"
        sys.exit(f"{args.folds}: no fold models of {' and '.join(missing)} here; {made}")
    found = {
        f"newsspider {form}": scored(pages, predict, metrics, args.folds)
        for form, (pages, predict) in forms.items()
    }
    if not args.without_peers:
        articles = [case for case in cases if case.kind == "article"]
        found.update({name: scored(articles, predict, metrics, None) for name, predict in peers().items()})
    results = {name: one.measures() for name, one in found.items()}
    moved = {name: one.faults for name, one in found.items()}
    print(table(results, metrics.COLUMNS))
    print(faults_table(moved))
    if args.save:
        print(f"kept in {kept(results, moved)}")


if __name__ == "__main__":
    main()
