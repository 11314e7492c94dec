"""Make a deduplicated corpus of archived news with datatrove: `python cc_news.py ARCHIVES CORPUS`.

The same line again goes on where a run was killed: tasks that are done are left out, others begin anew.
"""

import argparse

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.filters import GopherQualityFilter, GopherRepetitionFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.hashing import HashConfig

from newsspider.clusters.datatrove_blocks import ArticleReader, feed_line
from newsspider.clusters.datatrove_words import NewsWords

# Texts of which three in four runs of five words are the same are found with a probability of 0.77: (14, 8).
MINHASH = MinhashConfig(n_grams=5, num_buckets=14, hashes_per_bucket=8, hash_config=HashConfig(hash_fc="sha1"))


def last_job(args):
    """Return the last of five jobs, each of which starts those before it."""
    corpus = args.corpus

    def job(name, pipeline, tasks=args.tasks, depends=None):
        logs = f"{corpus}/logs/{name}"
        return LocalPipelineExecutor(pipeline, tasks, args.workers, logging_dir=logs, depends=depends)

    def removed(why):
        return JsonlWriter(f"{corpus}/removed/{why}")

    def read_articles():
        return JsonlReader(f"{corpus}/articles", add_file_path=False)

    words = NewsWords()  # of all languages
    articles = job("articles", [
        ArticleReader(
            args.archives,
            args.paths,
            settings={"NEWSSPIDER_LANGUAGES": args.languages, "NEWSSPIDER_MIN_WORDS": 50},
            exclusion_writer=removed("pages"),
            rejects=f"{corpus}/rejects",
        ),
        GopherRepetitionFilter(language=words, exclusion_writer=removed("repetitions")),
        # Its words per text, symbols and bullets; its stop words are English, and its lengths of words Latin.
        GopherQualityFilter(
            min_avg_word_length=None, min_stop_words=None, language=words, exclusion_writer=removed("quality")
        ),
        JsonlWriter(f"{corpus}/articles"),
    ])  # fmt: skip
    signatures = job("signatures", [
        read_articles(), MinhashDedupSignature(f"{corpus}/minhash/signatures", MINHASH, language=words),
    ], depends=articles)  # fmt: skip
    buckets = job("buckets", [
        MinhashDedupBuckets(f"{corpus}/minhash/signatures", f"{corpus}/minhash/buckets", config=MINHASH),
    ], MINHASH.num_buckets, signatures)  # fmt: skip
    clusters = job("clusters", [
        MinhashDedupCluster(f"{corpus}/minhash/buckets", f"{corpus}/minhash/remove", config=MINHASH),
    ], 1, buckets)  # fmt: skip
    return job("corpus", [
        read_articles(),
        MinhashDedupFilter(f"{corpus}/minhash/remove", exclusion_writer=removed("duplicates")),
        JsonlWriter(f"{corpus}/corpus", adapter=feed_line),
    ], depends=clusters)  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archives", help="folder of archives, or a URL of one")
    parser.add_argument("corpus", help="folder to write into, or a URL of one")
    parser.add_argument("--paths", help="file that lists archives, relative to ARCHIVES: all others are left out")
    parser.add_argument("--tasks", type=int, default=8, help="parts of the work, the same in each run (8)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--languages", nargs="*", default=["en", "de", "fr", "es"])
    args = parser.parse_args()
    last_job(args).run()


if __name__ == "__main__":
    main()
