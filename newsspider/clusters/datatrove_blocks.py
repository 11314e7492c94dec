"""Blocks for datatrove's pipelines: a reader of archives, and an extractor of documents that hold HTML.

Requires datatrove, the extra `datatrove`. A block is what its executors (local, Slurm, Ray) take as it is: shards,
limits, stats and the list of tasks that are done are datatrove's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from newsspider.archives import Skipped, list_files
from newsspider.archives.json_fields import time_of
from newsspider.archives.locations import is_url, name_below
from newsspider.archives.recognition import RUN_FOLDER, is_hidden
from newsspider.clusters.archive_articles import ArchiveArticles, Dropped, Found
from newsspider.errors import printable
from newsspider.items import Article, Reject, Source, feed_form
from newsspider.spiders.base import place

try:
    from datatrove.data import Document
    from datatrove.io import DataFileLike, DataFolder, DataFolderLike, get_datafolder
    from datatrove.pipeline.extractors.base import BaseExtractor, ExtractorSandbox
    from datatrove.pipeline.readers.base import BaseDiskReader
    from datatrove.pipeline.writers.disk_base import DiskWriter
    from datatrove.pipeline.writers.jsonl import JsonlWriter
    from datatrove.utils.logging import logger
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    needed = "newsspider.clusters.datatrove_blocks needs the extra: pip install 'newsspider[datatrove]'"
    raise ImportError(needed) from error

# Longer than our own bound on a page's processor time, so that this one is told first, with its reason.
_TIMEOUT_S = 60.0
_SECRETS = frozenset({
    "NEWSSPIDER_STORAGE_OPTIONS", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
})  # fmt: skip


class _Settings:
    """Settings as datatrove writes them into its record of a run: without keys and passwords."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        ArchiveArticles(given)  # raises for what is wrong, before any task starts
        self.given = dict(given)

    def __str__(self) -> str:
        return str({name: "..." if name in _SECRETS else value for name, value in self.given.items()})


class _Outcomes:
    """Counts what becomes of pages, names what is lost in the task's log, and writes it where asked."""

    def __init__(self, exclusion_writer: DiskWriter | None, rejects: DataFolderLike | None) -> None:
        self.excluded = exclusion_writer
        self.rejects = None
        if rejects is not None:
            self.rejects = JsonlWriter(rejects, "${rank}.jsonl", compression=None, adapter=_reject_row)

    def opened(self, stack: ExitStack) -> None:
        for writer in (self.excluded, self.rejects):
            if writer is not None:
                stack.enter_context(writer)

    def exclude(self, document: Document, reason: str, rank: int) -> None:
        if self.excluded is not None:
            document.metadata["filter_reason"] = reason
            self.excluded.write(document, rank)

    def reject(self, reject: Reject, rank: int) -> None:
        source = Source(kind=reject.url or "a page", path=reject.path, offset=reject.offset)
        logger.warning(f"{place(source)}: {reject.code}: {printable(reject.reason)}")
        if self.rejects is not None:
            self.rejects.write(Document(text=reject.reason, id=reject.url or "", metadata=feed_form(reject)), rank)


def _reject_row(_writer: JsonlWriter, document: Document) -> Mapping[str, Any]:
    """Return a reject's row as `newsspider replay` writes and reads it."""
    return dict(document.metadata)


class _SourceFolder(DataFolder):
    """A folder whose files are those that `newsspider replay` reads of it."""

    def list_files(self, *args: Any, **options: Any) -> list[str]:
        """Return the files by name, without hidden ones and those that are only a part of another."""
        found = super().list_files(*args, **options)
        if not self.is_local():
            return [name for name in found if not is_hidden(name) and RUN_FOLDER not in name.split("/")]
        root = Path(self.resolve_paths(""))
        read = {name_below(file, root) for file in list_files(root)} if root.is_dir() else set()
        return [name for name in found if name in read]


class ArticleReader(BaseDiskReader):
    """Reads archives of every format that `newsspider replay` reads, and yields their articles as documents.

    A document's `text` and `id` are the article's `articleBody` and `id`, all its other fields are in `metadata`
    as in a line of the feed. `settings` are those of docs/settings.md that say how archives and pages are read.
    Pages without an article are in the stats (`skipped_*`, `dropped_*`, `rejected_*`), rejects also in the log.
    `exclusion_writer` takes the articles that are dropped, `rejects` is a folder for lists of rejects that
    `newsspider replay` reads again. All else is as for datatrove's other readers of files.
    """

    name = "🗞 Newsspider"

    def __init__(
        self,
        data_folder: DataFolderLike,
        paths_file: DataFileLike | None = None,
        *,
        settings: Mapping[str, Any] | None = None,
        exclusion_writer: DiskWriter | None = None,
        rejects: DataFolderLike | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data_folder, paths_file, **{"add_file_path": False, **options})
        given = get_datafolder(data_folder)
        self.data_folder = _SourceFolder(given.path, given.fs, given.auto_mkdir)
        self.settings = _Settings(settings or {})
        self.outcomes = _Outcomes(exclusion_writer, rejects)
        self._articles: ArchiveArticles | None = None
        self._rank = 0

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the documents of this task's files."""
        self._articles, self._rank = ArchiveArticles(self._settings_with_storage()), rank
        with ExitStack() as stack:
            self.outcomes.opened(stack)
            yield from super().run(data, rank, world_size)

    def read_file(self, filepath: str) -> Iterator[Document]:
        """Yield the articles of a file.

        A folder of files is one source, in which revisits find their payloads; files of a list are one each.
        """
        if self._articles is None:
            self._articles = ArchiveArticles(self._settings_with_storage())
        file = self.data_folder.resolve_paths(filepath)
        root = file if self.paths_file else self.data_folder.resolve_paths("")
        steps = self._articles.of_file(file, root)
        number = 0
        while True:
            with self.track_time():
                found = next(steps, None)
                document = self._document(found, filepath, number) if found is not None else None
            if found is None:
                return
            number += 1
            if document is not None:
                yield document

    def _document(self, found: Found, filepath: str, number: int) -> Document | None:
        """Return an article's document; of all else None, counted."""
        if isinstance(found, Skipped):
            self.stat_update(f"skipped_{found.reason}")
            return None
        self.stat_update("pages")
        if isinstance(found, Reject):
            self.stat_update("rejected", f"rejected_{found.code}")
            self.outcomes.reject(found, self._rank)
            return None
        article = found.article if isinstance(found, Dropped) else found
        reason = found.reason if isinstance(found, Dropped) else None if article.articleBody else "no-text"
        if reason is None:
            return self.get_document_from_dict(article.to_dict(), filepath, number)
        self.stat_update(StatHints.dropped, f"{StatHints.dropped}_{reason}")
        document = Document(**self._default_adapter(article.to_dict(), filepath, number))
        self.outcomes.exclude(document, reason, self._rank)
        return None

    def _default_adapter(self, data: dict[str, Any], path: str, id_in_file: int | str) -> dict[str, Any]:
        """Return the parts of a document of a line of the feed."""
        text, name = data.pop("articleBody", ""), data.pop("id", f"{path}/{id_in_file}")
        return {"text": text, "id": name, "metadata": data}

    def _settings_with_storage(self) -> Mapping[str, Any]:
        """Return the settings, with the options by which datatrove reaches its folder."""
        folder = self.data_folder.resolve_paths("")
        known = getattr(self.data_folder.fs, "storage_options", None)
        if not is_url(folder) or not known:
            return self.settings.given
        scheme = folder.partition("://")[0]
        by_scheme = self.settings.given.get("NEWSSPIDER_STORAGE_OPTIONS") or {}
        own = {scheme: {**known, **by_scheme.get(scheme, {})}}
        return {**self.settings.given, "NEWSSPIDER_STORAGE_OPTIONS": {**by_scheme, **own}}


class ArticleExtractor(BaseExtractor):
    """Makes articles of documents whose text is HTML, as datatrove's WarcReader and readers of tables give them.

    A document keeps its `id`; its `text` becomes the article's, and the article's other fields are added to its
    `metadata`, above those of the same name. `url` and `date` in `metadata`, where they are, say where and when
    the page was fetched (`captured_key=None`: nothing says when). Each page is read in a process beside the task,
    which is replaced if it dies or takes longer than `timeout` seconds. The other arguments are as for
    ArticleReader.
    """

    name = "🗞 Newsspider"

    def __init__(
        self,
        timeout: float = _TIMEOUT_S,
        *,
        settings: Mapping[str, Any] | None = None,
        exclusion_writer: DiskWriter | None = None,
        rejects: DataFolderLike | None = None,
        captured_key: str | None = "date",
    ) -> None:
        super().__init__(timeout)
        self.settings = _Settings(settings or {})
        self.outcomes = _Outcomes(exclusion_writer, rejects)
        self.captured_key = captured_key
        self._articles: ArchiveArticles | None = None

    def extract(self, text: str) -> str:
        """Return the text of the article of an HTML page, `""` if there is none."""
        found = self._read(text, None, None)
        return (found.articleBody or "") if isinstance(found, Article) else ""

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        """Yield those documents that are articles."""
        self.extract("<p>What the first page loads is loaded before the process forks.</p>")
        warm_up = ("", None, None)
        with ExtractorSandbox(timeout=self.timeout, warmup_text=warm_up) as sandbox, ExitStack() as stack:
            self.outcomes.opened(stack)
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    found = self._result(sandbox, document)
                    is_article = self._is_article(found, document, rank)
                if is_article:
                    self.stat_update(StatHints.forwarded)
                    self.update_doc_stats(document)
                    yield document

    def _result(self, sandbox: ExtractorSandbox, document: Document) -> Article | Dropped | Reject:
        url = document.metadata.get("url")
        url = url if isinstance(url, str) else None
        captured = time_of(document.metadata.get(self.captured_key)) if self.captured_key else None
        try:
            found: Article | Dropped | Reject = sandbox.process_document(
                (document.text, url, captured), self._read
            )
        except TimeoutError:
            reason = f"reading the page took longer than {self.timeout:g} s"
            return Reject(url=url, recordId=document.id, code="timeout", reason=reason)
        except EOFError:
            reason = "the process that read the page died"
            return Reject(url=url, recordId=document.id, code="broken_process", reason=reason)
        if isinstance(found, Reject):
            found.recordId = found.recordId or document.id
        return found

    def _read(self, html: str, url: str | None, captured: Any) -> Article | Dropped | Reject:
        if self._articles is None:
            self._articles = ArchiveArticles(self.settings.given)
        return self._articles.of_html(html, url, captured)

    def _is_article(self, found: Article | Dropped | Reject, document: Document, rank: int) -> bool:
        """Make the document one of the article, and return whether it is to be kept."""
        if isinstance(found, Reject):
            self.stat_update("rejected", f"rejected_{found.code}")
            self.outcomes.reject(found, rank)
            return False
        article = found.article if isinstance(found, Dropped) else found
        fields = article.to_dict()
        document.text = fields.pop("articleBody", "")
        fields.pop("id", None)
        document.metadata.update(fields)
        reason = found.reason if isinstance(found, Dropped) else None if document.text else "no-text"
        if reason is not None:
            self.stat_update(StatHints.dropped, f"{StatHints.dropped}_{reason}")
            self.outcomes.exclude(document, reason, rank)
        return reason is None


def feed_line(_writer: JsonlWriter, document: Document) -> dict[str, Any]:
    """Return a document of ours as a line of the feed: `JsonlWriter(folder, adapter=feed_line)`.

    What other blocks have added to `metadata` is kept behind the article's fields.
    """
    form = {**document.metadata, "id": document.id, "articleBody": document.text}
    known = {name: form[name] for name in Article.__dataclass_fields__ if name in form}
    return {**known, **form}
