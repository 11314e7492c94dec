"""Articles that were seen, by their keys and by their signatures."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from hashlib import blake2b

from newsspider.duplicates.fingerprints import Fingerprint, Signature, fingerprint, similarity
from newsspider.duplicates.near_index import NearIndex
from newsspider.duplicates.records import Record
from newsspider.duplicates.types import Match, Subject
from newsspider.processors.urls import url_key

# Shares of shingles in common. benchmarks/duplicates.py, 1,128 articles: of 635,600 pairs of different ones none
# has more than .28; copies of an agency's text with a lead of their own, the last quarter cut and 2% of the words
# changed have .61 (median), and .979 of them are found at .5, .866 at .55. At .45 it is .987, and three times as
# many pairs (.061 against .020) of articles of which one half is the same and the other is not.
NEAR_SHARE = 0.5
# Of pages that are one by what one of them says itself: a version that ends early has as much of the whole. Above
# what different articles have (.28), and those of one template (.23 in the stories of tests/crawls/prose.py).
_AGREEING_SHARE = 0.35
# Keys of an article: its address, its canonical URL, its text; a duplicate has two or three of its own.
_KEYS_EACH = 4


class Seen:
    """An article's keys and fingerprint."""

    def __init__(self, subject: Subject) -> None:
        self.own = own = url_key(subject.url) if subject.url else subject.name
        named = url_key(subject.canonical) if subject.canonical and subject.canonical != subject.url else own
        self.page = _key("page", own)
        self.cluster = _key("cluster", own)
        self.claimed_by = _key("canonical", own)
        self.other_page = None if named == own else _key("page", named)
        self.claim = None if named == own else _key("canonical", named)
        self.headline = _key("headline", subject.headline.casefold()) if subject.headline else 0
        self.text_key: int | None = None
        self.path_key: int | None = None
        self.print: Fingerprint | None = None
        if subject.text and not subject.text.isspace():
            self.print = fingerprint(subject.text)
            self.text_key = _text_key(self.print, self.headline)
            self.path_key = _key("path", f"{_path(own)} {self.text_key} {self.headline}")

    def is_another_view_of(self, other_name: str, other_headline: int) -> bool:
        """Return whether the address is another's but for its parameters.

        If their texts agree, it is one page: its print version, or the same again with what says who linked to it.
        """
        return self.headline == other_headline and _path(self.own) == _path(url_key(other_name))

    def differs_in_case_alone(self, other_name: str) -> bool:
        """Return whether the address is another's in other letter case.

        If their texts agree, their host ignores case.
        """
        return self.own.lower() == url_key(other_name).lower()

    @property
    def signature(self) -> Signature | None:
        """The text's signature, if it has one."""
        return self.print.signature if self.print else None

    def record(self, cluster: int, original: str, place: str, *, with_signature: bool) -> Record:
        """Return what is to be kept of the article; name and place are those of the first of its cluster."""
        # The first of a cluster is told by its name; of another one, other views are found by a key.
        path_key = None if cluster == self.cluster else self.path_key
        keys = (self.page, self.claim, self.text_key, path_key)
        return Record(
            cluster=cluster,
            original=original,
            keys=tuple(key for key in keys if key is not None),
            headline=self.headline,
            letters=self.print.letters if self.print else 0,
            signature=self.signature if with_signature else None,
            place=place,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The cluster that an article belongs to, and why."""

    match: Match
    cluster: int
    original: str
    place: str
    letters: int  # of its longest text so far
    has_wording: bool  # whether an article with this wording would be found by it


class Generation:
    """Clusters of articles. Each has a number, from 0 on."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}  # by key
        self._clusters = array("Q")  # their own keys
        self._originals: list[str] = []
        self._places: list[str] = []
        self._headlines = array("Q")
        self._letters = array("I")
        self._index = NearIndex()
        self._indexed = array("I")  # the clusters that signatures belong to
        self._signatures = array("i")  # the first signature of each cluster, -1 if it has none

    def __len__(self) -> int:
        return len(self._originals)

    def is_full(self, clusters: int) -> bool:
        """Return whether it holds as much as `clusters` clusters with their keys and signatures."""
        return (
            max(len(self._originals), len(self._index)) >= clusters or len(self._numbers) >= _KEYS_EACH * clusters
        )

    def add(self, record: Record, *, builds_index: bool = True) -> None:
        """Add an article to its cluster; make the cluster, if it is not there.

        Without `builds_index` it is found by its wording from the next `build_index` on.
        """
        number = self._numbers.get(record.cluster)
        if number is None:
            number = len(self._originals)
            self._clusters.append(record.cluster)
            self._originals.append(record.original)
            self._places.append(record.place)
            self._headlines.append(record.headline)
            self._letters.append(0)
            self._signatures.append(-1)
        for key in (record.cluster, *record.keys):
            self._numbers.setdefault(key, number)
        self._letters[number] = max(self._letters[number], record.letters)
        if record.signature is not None:
            entry = self._index.add(record.signature) if builds_index else self._index.append(record.signature)
            self._indexed.append(number)
            if self._signatures[number] < 0:
                self._signatures[number] = entry

    def build_index(self) -> None:
        """Let all articles be found by their wording."""
        self._index.build()

    def forget(self, record: Record, *, with_cluster: bool) -> None:
        """Forget an article that was added; `with_cluster` what later articles find of its cluster too."""
        number = self._numbers.get(record.cluster)
        if number is None:
            return
        for key in record.keys:
            if self._numbers.get(key) == number:
                del self._numbers[key]
        if with_cluster:
            del self._numbers[record.cluster]
            if self._signatures[number] >= 0:
                self._index.remove(self._signatures[number])

    def record(self, cluster: int) -> Record | None:
        """Return a record of a cluster as a whole."""
        number = self._numbers.get(cluster)
        if number is None:
            return None
        return Record(
            cluster=cluster,
            original=self._originals[number],
            keys=(),
            headline=self._headlines[number],
            letters=self._letters[number],
            signature=self._signature(number),
            place=self._places[number],
        )

    def find(self, seen: Seen) -> Found | None:
        """Return the cluster that an article belongs to."""
        near = self._near(seen)
        text = None if seen.text_key is None else self._numbers.get(seen.text_key)
        addresses = self._addresses(seen)
        for match, number in (
            (Match.PAGE, self._numbers.get(seen.page)),
            (Match.PAGE, self._other_view(seen, text)),
            (Match.CANONICAL, next((each for each in addresses if self._agrees(each, seen)), None)),
            (Match.TEXT, text),
            (Match.NEAR_TEXT, near),
        ):
            if number is not None:
                has_wording = number in (text, near)
                return Found(
                    match,
                    self._clusters[number],
                    self._originals[number],
                    self._places[number],
                    self._letters[number],
                    has_wording,
                )
        return None

    def shares_canonical(self, seen: Seen) -> bool:
        """Return whether the article's canonical URL is that of another article with another text."""
        own = self._numbers.get(seen.page)
        numbers = [self._numbers.get(key) for key in (seen.other_page, seen.claim) if key is not None]
        return any(number not in (None, own) and not self._agrees(number, seen) for number in numbers)

    def _addresses(self, seen: Seen) -> list[int]:
        """Return the clusters with which the article has a canonical URL in common."""
        keys = (seen.other_page, seen.claim, seen.claimed_by)
        numbers = [self._numbers.get(key) for key in keys if key is not None]
        return list(dict.fromkeys(number for number in numbers if number is not None))

    def _agrees(self, number: int, seen: Seen) -> bool:
        """Return whether the article may be another version of a cluster's first."""
        signature = self._signature(number)
        if signature is not None and seen.signature is not None:
            return similarity(signature, seen.signature) >= _AGREEING_SHARE
        has_text = seen.text_key is not None and self._numbers.get(seen.text_key) == number
        return has_text or (seen.headline != 0 and seen.headline == self._headlines[number])

    def _other_view(self, seen: Seen, text: int | None) -> int | None:
        """Return the cluster of the article that the same address with other parameters showed."""
        if text is None or seen.path_key is None:
            return None
        is_first = seen.is_another_view_of(self._originals[text], self._headlines[text])
        return text if is_first else self._numbers.get(seen.path_key)

    def _near(self, seen: Seen) -> int | None:
        if seen.print is None or seen.print.signature is None:
            return None
        nearest = self._index.nearest(seen.print.signature, NEAR_SHARE)
        if nearest is None:
            return None
        number = self._indexed[nearest[0]]
        return None if seen.print.is_brief and seen.headline != self._headlines[number] else number

    def _signature(self, number: int) -> Signature | None:
        entry = self._signatures[number]
        return None if entry < 0 else self._index.signature(entry)


def _key(kind: str, value: str) -> int:
    data = f"{kind} {value}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def _path(key: str) -> str:
    """Return an address, as `url_key` gives it, without its parameters."""
    return key.partition("?")[0]


def _text_key(found: Fingerprint, headline: int) -> int:
    """Return the key of a text, of a brief one together with its headline."""
    return _key("text", f"{found.digest.hex()} {headline if found.is_brief else ''}")
