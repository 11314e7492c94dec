"""What a place of the page says the headline is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from newsspider.fields.candidate import Candidate


@dataclass(frozen=True, slots=True)
class HeadlineVote:
    """A text that a place of the page gives as the headline."""

    candidate: Candidate[str]
    group: str  # places that copy one text vote once
    weight: float
    key: str  # newsspider.processors.headlines.folded_key of the text

    @property
    def text(self) -> str:
        """The text that it votes for."""
        return self.candidate.value

    @property
    def source(self) -> str:
        """The place of the page."""
        return self.candidate.source

    def changed(self, step: str, text: str, key: str) -> HeadlineVote:
        """Return the vote for the text that a step made of its own."""
        return replace(self, candidate=self.candidate.changed(step, text), key=key)
