"""The model files from a corpus: `python -m training --corpus ../shared/corpus`.

Cross-validates by site with several seeds, prints a table for each, and writes the files of newsspider/body/models
with the best.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from newsspider.body.model import Model, Origin, read_model, write_model
from newsspider.body.types import Body
from training.corpus import FOLDS, Form, Sample, read_samples
from training.dumps import copies_to_learn, read_dumps, shortened
from training.fit_html import HtmlLearner
from training.fit_text import TextLearner
from training.labels import usable
from training.made_pages import made_samples
from training.origin import origin_of
from training.pages import body_by, learn_pages
from training.report import Scores, block_report, block_scores, mean_f1, page_report
from training.trees import SEED

MODELS = Path(__file__).parents[1] / "newsspider" / "body" / "models"


def main() -> int:
    """Return the exit code after writing the model files."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--out", type=Path, default=MODELS, help="folder of the model files")
    parser.add_argument("--folds", type=Path, help="also write the model of each fold into this folder/<fold>/")
    parser.add_argument("--form", choices=("html", "text"), help="only the models of this form of pages")
    parser.add_argument(
        "--seeds",
        type=int,
        default=2,
        metavar="N",
        help="learn the last pass with so many seeds and take the best",
    )
    parser.add_argument(
        "--pages", action="store_true", help="only the page models, from bodies by the block models in --folds"
    )
    args = parser.parse_args()
    if not (args.corpus / "cases.jsonl").is_file():
        print(f"{args.corpus}: no corpus here (cases.jsonl is missing)", file=sys.stderr)
        return 1
    if args.pages and args.folds is None:
        print("--pages needs --folds FOLDER: the block models that an earlier run has kept", file=sys.stderr)
        return 1
    args.out.mkdir(parents=True, exist_ok=True)
    forms: tuple[Form, ...] = ("html", "text")
    seeds = [] if args.pages else range(SEED, SEED + max(1, args.seeds))
    with nullcontext(args.folds) if args.folds else TemporaryDirectory() as folds:
        for form in forms if args.form is None else (args.form,):
            _train(args.corpus, form, args.out, Path(folds), seeds)
    return 0


def _train(corpus: Path, form: Form, out: Path, folds: Path, seeds: Sequence[int]) -> None:
    """Write the models of a form: of blocks, unless there are no seeds, and of pages."""
    start = time.monotonic()
    origin = origin_of(corpus, SEED)  # before learning: files may change meanwhile
    samples = read_samples(corpus, form)
    copies = read_dumps(corpus) if form == "text" else []
    print(f"{form}: {len(samples)} pages, {len(usable(samples))} to learn from", flush=True)
    if seeds:
        learner = HtmlLearner(samples) if form == "html" else _dumps_learner(samples, copies)
        by_fold = [learner.passes_by_seed(frozenset((fold,)), seeds) for fold in range(FOLDS)]
        seed, scores = _best_seed(samples, by_fold, seeds)
        print(f"chosen: seed {seed}\n{block_report(scores)}", flush=True)
        for fold in range(FOLDS):
            _write(folds / str(fold), origin, seed, *by_fold[fold][seed])
        _write(out, origin, seed, *learner.passes_by_seed(frozenset(), (seed,))[seed])
    _train_pages(copies or samples, form, out, folds, origin)
    print(f"{form}: {time.monotonic() - start:.0f} s", flush=True)


def _train_pages(pages: Sequence[Sample], form: Form, out: Path, folds: Path, origin: Origin) -> None:
    """Write the page models, from bodies that the block models of the folds choose once written, as in use."""
    passes = [
        [read_model(folds / str(fold) / f"{name}.model") for name in (form, f"{form}_context")]
        for fold in range(FOLDS)
    ]
    made = made_samples(form)
    bodies = {page.id: body_by(passes[page.fold], page) for page in (*pages, *made)}
    models = [_page_model((*pages, *made), form, bodies, fold) for fold in range(FOLDS)]
    print(page_report(pages, bodies, models), flush=True)
    print(f"made pages alone: {page_report(made, bodies, models)}", flush=True)
    for fold in range(FOLDS):
        _write(folds / str(fold), origin, SEED, models[fold])
    _write(out, origin, SEED, _page_model((*pages, *made), form, bodies, None))


def _best_seed(
    samples: Sequence[Sample], by_fold: Sequence[Mapping[int, Sequence[Model]]], seeds: Sequence[int]
) -> tuple[int, Scores]:
    """Return the seed whose models score best on sites that they have not seen, and these scores.

    The mean F1 of the sources decides, so that none rules by the number of its pages.
    """
    scores = {seed: block_scores(samples, [passes[seed] for passes in by_fold]) for seed in seeds}
    for seed in seeds:
        print(f"seed {seed}: mean F1 of the sources {mean_f1(scores[seed]):.4f}", flush=True)
    best = max(seeds, key=lambda seed: (mean_f1(scores[seed]), -seed))
    return best, scores[best]


def _dumps_learner(dumps: Sequence[Sample], copies: Sequence[Sample]) -> TextLearner:
    short = [copy for dump in (*dumps, *copies) if (copy := shortened(dump)) is not None]
    return TextLearner(dumps, [*copies_to_learn(copies), *short])


def _page_model(pages: Sequence[Sample], form: Form, bodies: Mapping[str, Body], left_out: int | None) -> Model:
    """Return the page model of all folds but one; `bodies` are by models that have not seen the page's site."""
    known = [page for page in pages if page.fold != left_out]
    return learn_pages(known, form, lambda page: bodies[page.id])


def _write(folder: Path, origin: Origin, context_seed: int, *models: Model) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for model in models:
        seed = context_seed if model.name.endswith("_context") else SEED
        size_bytes = write_model(folder / f"{model.name}.model", replace(model, origin=replace(origin, seed=seed)))
        print(f"{folder / model.name}.model: {size_bytes:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
