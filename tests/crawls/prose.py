"""News of places that do not exist, in four languages: the same seed gives the same text."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "de", "fr", "es")
NEWEST = datetime(2026, 11, 20, 8, tzinfo=UTC)

_SYLLABLES = [
    "bar",
    "ben",
    "cor",
    "dal",
    "dun",
    "el",
    "fen",
    "gar",
    "hal",
    "ist",
    "kel",
    "lor",
    "mar",
    "nor",
    "os",
    "pel",
    "quin",
    "ras",
    "sel",
    "tor",
    "ul",
    "ven",
    "wes",
    "yar",
    "zan",
]
_TOWN_ENDINGS = ["ford", "ham", "by", "wick", "mouth", "stad", "berg", "ville", "ton", "sund"]
_FIRST_NAMES = [
    "Ada",
    "Bruno",
    "Clara",
    "Daniel",
    "Edda",
    "Frank",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Karla",
    "Lukas",
    "Marta",
    "Nils",
    "Olga",
    "Paul",
    "Rosa",
    "Sven",
]


@dataclass(frozen=True, slots=True)
class Story:
    """An article's content."""

    number: int
    language: str
    headline: str
    paragraphs: tuple[str, ...]
    author: str
    published: datetime

    @property
    def slug(self) -> str:
        """The headline as a part of an address."""
        plain = unicodedata.normalize("NFKD", self.headline.lower()).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]{1,40}", "-", plain).strip("-")

    @property
    def summary(self) -> str:
        """The first sentence: what teasers and feeds show."""
        return self.paragraphs[0].split(". ")[0] + "."


def stories(seed: int, languages: tuple[str, ...] = ("en",)) -> Iterator[Story]:
    """Yield stories without end, each with a headline of its own, the languages in turns, newest first."""
    headlines: set[str] = set()
    number = 0
    while True:
        number += 1
        story = story_of(seed, number, languages[number % len(languages)])
        if story.headline not in headlines:
            headlines.add(story.headline)
            yield story


@cache
def _parts(language: str) -> Mapping[str, list[str]]:
    parts: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("prose.toml").read_text("utf-8")
    )
    return parts[language]


def story_of(seed: int, number: int, language: str = "en") -> Story:
    """Return one story of a seed; its headline may be another's too."""
    chance = random.Random(seed * 1_000_003 + number)
    headline = _filled(chance.choice(_parts(language)["headlines"]), language, chance)
    paragraphs = tuple(_paragraph(language, chance) for _ in range(chance.randint(5, 9)))
    published = NEWEST - timedelta(hours=3 * number, minutes=chance.randint(0, 59))
    return Story(number, language, _capital(headline), paragraphs, _name(chance), published)


def _paragraph(language: str, chance: random.Random) -> str:
    return " ".join(_sentence(language, chance) for _ in range(chance.randint(3, 5)))


def _sentence(language: str, chance: random.Random) -> str:
    parts = _parts(language)
    subject, predicate, ending = (chance.choice(parts[kind]) for kind in ("subjects", "predicates", "endings"))
    return _capital(_filled(f"{subject} {predicate}, {ending}.", language, chance))


def _filled(text: str, language: str, chance: random.Random) -> str:
    """Return the text with a value of its own for each gap."""
    return re.sub(r"\{([a-z]{1,10})2?\}", lambda gap: _value(gap[1], language, chance), text)


def _value(kind: str, language: str, chance: random.Random) -> str:
    match kind:
        case "name":
            return _name(chance)
        case "place":
            return _town(chance)
        case "number":
            return str(chance.randint(3, 900))
        case "day":
            return chance.choice(_parts(language)["days"])
        case "body":
            return chance.choice(_parts(language)["bodies"])
        case _:
            return chance.choice(_parts(language)["things"])


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST_NAMES)} {_syllables(chance, 2)}"


def _town(chance: random.Random) -> str:
    return _syllables(chance, chance.randint(1, 2)) + chance.choice(_TOWN_ENDINGS)


def _syllables(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(count)).capitalize()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
