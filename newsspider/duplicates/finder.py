"""Tells whether an article was seen before, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsspider.duplicates.generation import Generation, Seen
from newsspider.duplicates.records import Record
from newsspider.duplicates.types import Finding, Match, Subject
from newsspider.processors.urls import canonical_url

_SUREST_FIRST = tuple(Match)


class DuplicateFinder:
    """Compares articles with those that it was asked about before.

    A cluster is an article and all later ones that have its address or its wording. Each is compared with the
    first of its cluster alone, so that a chain of small changes never joins what has nothing in common.

    It keeps about 1 kB of each cluster. Of more than `max_articles` it forgets the older half, except those
    clusters of which an article was found since.
    """

    def __init__(self, max_articles: int) -> None:
        self.max_articles = max_articles
        self._generations = (Generation(), Generation())  # the newer one, the older one

    def find(self, subject: Subject) -> tuple[Finding, Record]:
        """Return what is known of an article, and what is remembered of it from now on."""
        seen = Seen(subject)
        generations = [generation for generation in self._generations if generation]
        shared = any(generation.shares_canonical(seen) for generation in generations)
        each = (found for generation in generations if (found := generation.find(seen)) is not None)
        found = min(each, key=lambda found: _SUREST_FIRST.index(found.match), default=None)
        # A duplicate was noted before its original, and then the run was killed: this is that original.
        if found is None or (found.match is not Match.PAGE and found.cluster == seen.cluster):
            own_url = canonical_url(subject.url) if shared and subject.url else None
            name = own_url or subject.name
            record = seen.record(seen.cluster, name, subject.place, with_signature=True)
            finding = Finding(match=None, original=name, place=subject.place)
        else:
            named = (found.cluster, found.original, found.place)
            record = seen.record(*named, with_signature=not found.has_wording)
            is_longest = record.letters > found.letters
            match = Match.PAGE if seen.differs_in_case_alone(found.original) else found.match
            finding = Finding(match=match, original=found.original, place=found.place, is_longest=is_longest)
        self.remember(record)
        return replace(finding, shares_canonical=shared), record

    def forget(self, record: Record, *, is_first: bool) -> None:
        """Forget an article that came to nothing, with its cluster if it is the first of that.

        A later one like it is not its duplicate.
        """
        for generation in self._generations:
            generation.forget(record, with_cluster=is_first)

    def remember(self, record: Record) -> None:
        """Remember an article from its record."""
        self._add(record, builds_index=True)

    def remember_all(self, records: Iterable[Record]) -> None:
        """Remember many articles, in the order in which they were found."""
        for record in records:
            self._add(record, builds_index=False)
        for generation in self._generations:
            generation.build_index()

    def _add(self, record: Record, *, builds_index: bool) -> None:
        newer, older = self._generations
        if newer.is_full(max(1, self.max_articles // 2)):
            newer, older = self._generations = Generation(), newer
        if newer.record(record.cluster) is None and (first := older.record(record.cluster)) is not None:
            newer.add(first, builds_index=builds_index)
        newer.add(record, builds_index=builds_index)
