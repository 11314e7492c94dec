"""The names in a byline: splits lists of authors and drops what is not a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise

from newsspider.language.agencies import agencies_in, is_agency
from newsspider.language.bylines import (
    byline_words,
    conjunction_pattern,
    letter_conjunction_pattern,
    names_writer,
    picture_brackets,
    prefixes,
    words_pattern,
)
from newsspider.language.first_words import FirstWords
from newsspider.language.places import is_city_of_words, is_place
from newsspider.language.scripts import HAN
from newsspider.language.word_lists import any_of, word_set, words_of
from newsspider.processors.agency_mentions import without_mentions
from newsspider.processors.author_names import (
    EDGES,
    author_name,
    is_date,
    is_person_in_place,
    without_prefix,
)
from newsspider.processors.name_joints import FOREIGN_DOT, agencies_apart, in_order, with_commas, with_foreign_dots
from newsspider.processors.name_work import behind_work, is_person
from newsspider.processors.other_work import before_end_words, begins_other_work
from newsspider.processors.text import is_small, one_line, tags_as_blanks, without_entities

_OTHER_WORK = "\ufdd0"  # no character of any text: stands behind who took the pictures, "Ben Kurz (Fotos)"
MAX_BYLINE_CHARS = 2_000  # "500 authors" in one string; whatever is longer is a text
_MAX_ROUNDS = 4
# Marks that turn a line around and blanks without width: around Hebrew and Arabic names in most pages' data.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"\s{2,}")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_AND_OTHERS = re.compile(
    r"[\s,]{1,3}(?:et\sal|u\.\s?a|и\sдр|та\sін|y\sotros|e\soutros|e\saltri|et\sautres|i\sin|m\.\s?fl)\.?\s?$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.])@\w{1,40}")
_URL = re.compile(r"(?:https?:|www\.)\S{1,2000}", re.IGNORECASE)
# "ana@example.org (Ana Ruiz)", "(Reuters)", "[Courier = Ana Ruiz]", "【山田太郎】": the name stands in brackets.
_FROM = re.compile(r"From\s+(?=[A-Z])")
_BEFORE_NAME = re.compile(r"(?P<place>[^\W\d_][^:：\n,|/]{1,30}?)\s?[:：]\s(?P<name>\S[^:：\n|/]{2,60})")
_NAME_WORDS = range(2, 5)
_IN_BRACKETS = re.compile(
    rf"\s*(?:(?:{_EMAIL.pattern}\s*)?[(（](?P<mailer>[^()（）]{{2,80}})[)）]|[\[【](?:[^\]】=]{{1,40}}=)?(?P<name>[^\[\]【】=]{{2,80}})[\]】])\s*"
)
_BRACKETS = re.compile(r"\s*[(（\[【<][^()（）\[\]【】<>]{0,120}[)）\]】>]\s*")
# A maiden or second name in the middle of a name, between one word before it and one behind.
_OTHER_NAME = re.compile(r"\s\((?P<name>[^\W\d_][^\W\d_A-Z]{1,20})\)\s")
_ONE_NAME_BEFORE = re.compile(r"(?:^|[;,]\s?|^\w{2,3}\s)(?P<name>[^\W\d_]{2,20})$")
_ONE_NAME_BEHIND = re.compile(r"[^\W\d_a-z][\w’'-]{1,20}(?:$|\s?[;,]|\s(?:and|und|et|y|og|och)\s)")
_LIST_SEPARATOR = re.compile(
    rf"\s*[;；、•·|｜／]\s*|\s+[/+]\s+|(?<=[{HAN}])/(?=[{HAN}])|\s*[,，،]\s*(?:(?:and|und|et|y|og|och)\s+|و\s*)?"
)
# Who was asked, before who asked: "Z Janem Nowakiem rozmawia Ewa Lis", in Polish, Ukrainian and Russian.
_TALK = re.compile(
    r"(?:Ze?|Зі?|Із|Со?)\s[^\W\d_][^,;|\d]{3,60}\s(?:rozmawia(?:ł|ła|li|ły|ją)?|розмовля(?:в|ла|ли|є)|беседова(?:л|ла|ли))\s"
    r"(?=[A-ZÀ-ÞĄĆĘŁŃÓŚŹŻА-ЯЄІЇҐ])"
)
# Where somebody is, before the name: "Aus Rom berichtet Ana Ruiz".
_REPORT_FROM = re.compile(r"[Aa]us\s(?:[^\W\d_]{2,20}\s){1,3}bericht(?:et|en|ete|eten)\s(?=[A-ZÀ-Þ])")
# Who writes down what another tells: "Ana Ruiz, as told to Eva Gil".
_TOLD_TO = re.compile(r"(?:[^;|\d]{2,80}[\s,])?(?i:as told to):?\s(?=[A-ZÀ-Þ])")
# "Ana Ruiz ’24": the year in which a student leaves, in papers of colleges.
_CLASS_YEAR = re.compile(r"(?<=[^\W\d_])\s['’‘]\d\d(?!\w)")
# "서울=홍길동 기자".
_KOREAN_PLACE = re.compile(r"[가-힣]{2,6}=(?=[가-힣]{2,4}(?:\s|$))")
_ARTICLE = re.compile(r"(?:The|El|La|Las|Los|Le|Les|Il|Lo|O|A|Der|Die|Das|De|Het)\s(?=[A-ZÀ-Þ])")
_PAPERS = ("organizations", "papers")
_BODY_ENDS = frozenset(("report",))  # "Harbour Report"
_FAMILIES = frozenset(("daily", "post", "press", "web"))  # names of people as well: "Emily Post"
_BAR = re.compile(r"\s*[|｜·•]\s*")
_MARK = re.compile(r"\s*[|｜·•,，;；、]\s*|\.\s+|\s+/\s+")
_LEADING_PLACE = re.compile(r"(?:in|at|from|aus|à|en|desde|dal|från|fra|voor|uit|w|v|в|из|у|з)\s+\S", re.UNICODE)
# A degree that is written with dots: "M.D.", "Ph.D.", "B.Sc.".
_DOTTED_DEGREE = re.compile(r"(?:[A-Z][a-z]{0,2}\.\s?){2,4}")
_DOT_BEHIND_LETTERS = re.compile(r"(?<=[A-Z]{2})\.$")  # "DVM.", but not "M.D." or "Jr."
# "Words by Ana Ruiz. Photographs by Ben Kurz", "Ana Ruiz 5 min read".
_LAST_DOT = re.compile(r"(?<=[^\W\d_]{3})\.\s*$")
# "Ana Ruiz/Ben Kurz", "Ana Ruiz/dpa": one side is a full name.
_SLASH = re.compile(r"(?<!\w)([^\W\d_]{2,20}\s[^\W\d_]{2,20})/(?=[^\W\d_])")
_FOR_WHOM = re.compile(
    r"\s(?:of|for|at|in|to|bei|beim|für|der|des|pour|chez|à|de|du|del|para|en|em|da|do|di|presso|per|voor|bij|van|vid|på|ved|hos"
    r"|w|dla|в|для|з|із)\s"
)
_MAX_FOR_CHARS = 6  # of the word behind a role that says for whom
_MAX_WORDS_BEFORE_ROLE = 2  # "Deputy Regional Representative to the Harbour Committee"
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,5}")
_STATEMENT = re.compile(r"[^\W\d_]{2,20}\s?:|\d{1,2}\+?\s\w+\s\w|\d{1,5}\s[^\W\d_A-ZÀ-ÞА-ЯЁ]\w{2,20}$")


def names_in(byline: str, *, language: str = "", whole: bool = False) -> Sequence[str]:
    """Return the names in a byline; `whole` says that it is the name of one organization and not a list."""
    return _names_in(_BLANKS.sub(_one_blank, byline[:MAX_BYLINE_CHARS]), language, whole)


def _one_blank(blanks: re.Match[str]) -> str:
    """Return one blank for many, over which patterns would take long; a line break, if one is among them."""
    return "\n" if "\n" in blanks[0] else " "


# A page's byline is read by its rule and once more by the loader, and who wrote one page of a site wrote others:
# a third of what authors cost. What a byline holds never changes; at most some 5 MB.
@lru_cache(maxsize=4096)
def _names_in(byline: str, language: str, whole: bool) -> Sequence[str]:
    names = []
    pending = [(byline, _MAX_ROUNDS)]
    while pending:
        text, rounds = pending.pop()
        found = list(_names_once(text, language, whole=whole))
        if found == [text]:
            names.append(text)
        elif rounds:  # each result is read as a byline of its own, until nothing changes
            pending.extend((name, rounds - 1) for name in reversed(found))
    return tuple(names)


def _names_once(byline: str, language: str, *, whole: bool) -> Iterator[str]:
    text = _UNSEEN.sub("", tags_as_blanks(without_entities(byline)))
    if wrapped := _IN_BRACKETS.fullmatch(text):
        text = wrapped["mailer"] or wrapped["name"]
    text = _AND_OTHERS.sub("", _behind_place(_introduced(text, language), language))
    text = text if whole else without_mentions(agencies_apart(_without_links(text)))
    text = _SLASH.sub(r"\1 / ", _EMAIL.sub(" ; ", _URL.sub(" ", text)))
    text = _CLASS_YEAR.sub("", _HANDLE.sub(" ", one_line(text.replace("\n", " ; "))))
    bare = without_prefix(_BRACKETS.sub(partial(_without_brackets, language=language), text), language)
    text = before_end_words(text if whole and is_small(bare[:1]) else bare)  # "Contributors to Example"
    segments = (
        [text]
        if whole
        else _LIST_SEPARATOR.split(with_foreign_dots(with_commas(in_order(text), language), language))
    )
    for person in segments if whole else _writers(_joined_names(segments, language)):
        name = author_name(person, language, whole=whole) if person else None
        if name:
            yield name.replace(FOREIGN_DOT, "·")


def _without_links(text: str) -> str:
    """Return a byline without what leads to all that its author has written: "Ana Ruiz View all posts"."""
    pattern, first_words = _of_author()
    return pattern.sub(" ; ", text) if first_words.may_stand_in(text) else text


@cache
def _of_author() -> tuple[re.Pattern[str], FirstWords]:
    phrases = words_of("language/data/bylines", "of_author")
    return re.compile(rf"(?<!\w)(?:{any_of(phrases)})(?!\w)", re.IGNORECASE), FirstWords(phrases)


def _behind_place(text: str, language: str) -> str:
    """Return a byline without a place or a kind of text before a name: "Cape Town: Ana Ruiz", "Talk: Ana Ruiz".

    And without "From", as English papers of Africa and Asia sign: "From Ana Ruiz, Kano".
    """
    if (sent := _FROM.match(text)) and is_person(_LIST_SEPARATOR.split(text[sent.end() :], maxsplit=1)[0].strip()):
        return text[sent.end() :]
    labelled = _BEFORE_NAME.fullmatch(text)
    if labelled is None or prefixes(language).match(text) or _is_work_or_nobody(labelled["place"].strip()):
        return text
    if begins_other_work(text):
        return ""  # "Translation: Ana Ruiz"
    place, name = labelled["place"].strip(), labelled["name"].strip()
    is_name = is_person(name) or (is_place(place, language) and len(name.split()) in _NAME_WORDS)
    return name if is_name and (" " not in place or is_city_of_words(place) or is_place(place, language)) else text


def _is_work_or_nobody(label: str) -> bool:
    """Return whether a label may tell of whom the page speaks: "Director: Ana Ruiz", "Guest: Ana Ruiz"."""
    return (
        label.casefold() in word_set("language/data/bylines", "nobody", "any")
        or words_pattern("roles").fullmatch(label) is not None
    )


def _without_brackets(match: re.Match[str], language: str) -> str:
    """Return what stands in place of brackets: a comma, but within one person's name nothing.

    A name in the middle of the person's name stays, as in "Paula (Gil) Ruiz".
    """
    text = match.string
    before = without_prefix(text[: match.start()], language)
    first = _ONE_NAME_BEFORE.search(before)
    if not (first and first["name"][0].isupper() and _ONE_NAME_BEHIND.match(text, match.end())):
        return f" {_OTHER_WORK} , " if picture_brackets().fullmatch(match[0].strip()) else " , "
    other = _OTHER_NAME.fullmatch(match[0])
    if other is not None and _may_be_name(other["name"], language):
        return match[0]
    is_body = words_pattern("organizations").search(first["name"]) or is_agency(first["name"])
    return " , " if is_body else " "


def _may_be_name(word: str, language: str) -> bool:
    """Return whether a word in brackets may be a name: no role, medium, section or place: "Ben (Video) Kurz"."""
    is_known = (
        word.casefold() in _known_words()
        or is_agency(word)
        or any(words_pattern(kind).search(word) for kind in ("roles", "organizations", "ends"))
        or is_place(word, language)
    )
    return word[:1].isupper() and not is_known


@cache
def _known_words() -> frozenset[str]:
    """Return the words of bylines, pictures and sections in brackets that are no names, in any language."""
    kinds = ("prefixes", "nobody", "asides")
    return frozenset(
        (
            *(word for kind in kinds for word in words_of("language/data/bylines", kind)),
            *words_of("processors/data/credits", "labels"),
        )
    )


def _introduced(text: str, language: str) -> str:
    """Return a byline without what stands before the word for its writer: "Courier | By Ana Ruiz".

    Before a bar that is anything, before another mark other work: "Photos by Ben Kurz, words by Ana Ruiz". Who
    did other work is no writer behind one: "Written by Ana Ruiz | Reviewed by Eva Gil".
    """
    is_other_work = begins_other_work(text)
    place = None if is_other_work else _KOREAN_PLACE.match(text)
    if before := _TALK.match(text) or _REPORT_FROM.match(text) or _TOLD_TO.match(text) or place:
        return text[before.end() :]
    marks = _MARK if is_other_work else _BAR
    if not marks.search(text):
        return text
    labels = prefixes(language)
    is_signed = not is_other_work and labels.match(text) is not None
    parts = (text[cut.end() :] for cut in marks.finditer(text))
    for part in parts:
        label = labels.match(part)
        if (
            label
            and label.end() < len(part)
            and (not is_signed or (names_writer(label[0]) and not begins_other_work(part)))
        ):
            return part
    return text


def _writers(people: Sequence[str]) -> Sequence[str]:
    """Return the people without those who took the pictures, unless there are no others."""
    writers = [person for person in people if _OTHER_WORK not in person]
    return writers or [person.replace(_OTHER_WORK, "").strip() for person in people]


def _joined_names(segments: list[str], language: str) -> list[str]:
    """Return the names in the segments of a list, split at "and", without roles and places."""
    people: list[str] = []
    is_placed = False  # "Ana Ruiz in News": a single word behind the next comma is one more section
    for segment in _before_date(segments, language):
        parts = _split_at_and(segment.strip(EDGES), language)
        parts = [_without_dot(part) for part in parts]
        if people and len(parts) > 1 and " " not in parts[0].strip() and _is_about_previous(parts[-1]):
            continue  # "Ana Ruiz, Privacy & Digital Security Expert"
        for number, part in enumerate(parts):
            if not part:
                continue
            if people and _LEADING_PLACE.match(part):
                return people  # "Ana Ruiz, in News, Portugal, Business": what follows are no names either
            if is_placed and " " not in part and not is_agency(part):
                continue
            if people and _is_credential(part):
                people[-1] += f", {_DOT_BEHIND_LETTERS.sub('', part)}"
            elif people and number == 0 and _is_workplace(part, people[-1]):
                continue
            elif not people or not _is_about_previous(part) or (number and behind_work(part) != part):
                people.append(part)  # "Ana Ruiz and Senior Writer Ben Kurz"
                is_placed = is_person_in_place(part)
    return people


def _before_date(segments: Iterable[str], language: str) -> Iterator[str]:
    """Yield the segments up to a date behind a name: "Ana Ruiz | 4 May 2031 | News" goes on with no names.

    Where somebody does research is left out, whole: "Ana Ruiz, Institute of Winds and Tides".
    """
    is_named = False
    for segment, following in pairwise((*segments, "")):
        is_told = is_date(segment, language)
        if is_named and is_told:
            return
        is_academy = is_named and words_pattern("academies").search(segment) is not None
        yield _next_scholar(segment, following, language) if is_academy else segment
        is_named = is_named or (not is_told and bool(segment.strip(EDGES)))


def _next_scholar(segment: str, following: str, language: str) -> str:
    """Return whom "and" joins to where the last one does research, if where they do follows; else "".

    "Ana Ruiz, University of Lisbon and Eva Gil, University of Porto". "Faculty of Law and Political Science" goes
    on with a university as well: behind "of" stands a subject.
    """
    academies = words_pattern("academies")
    place = academies.search(segment)
    is_of_subject = place is None or re.search(r"\s[a-zß-ÿ]+$", place[0]) is not None
    *before, person = _split_at_and(segment, language)
    return person if before and not is_of_subject and academies.search(following) and is_person(person) else ""


def _split_at_and(segment: str, language: str) -> list[str]:
    parts = conjunction_pattern(language).split(segment)
    letter = letter_conjunction_pattern(language)
    if letter is None:
        return parts
    people: list[str] = []
    for part in parts:
        sides = letter.split(part)
        person = sides[0]
        for joint, side in zip(letter.findall(part), sides[1:], strict=True):
            # "José Ortega y Gasset" is one person, "Ana Ruiz y Eva Gil" are two, and so are "Ana Ruiz y EFE".
            if len(person.split()) > 1 and (len(side.split()) > 1 or is_agency(side)):
                people.append(person)
                person = side
            else:
                person += joint + side
        people.append(person)
    return people


def _without_dot(part: str) -> str:
    """Return a part before an "and" without the dot behind its last word: "Ana Ruiz. Additional reporting by"."""
    is_short_form = part.endswith(byline_words()["credentials"]["any"])  # "Esq."
    return part if is_short_form or words_pattern("organizations").search(part) else _LAST_DOT.sub("", part)


def _is_credential(part: str) -> bool:
    """Return whether a segment after a name is a degree or a title: "Ph.D.", "MD", "RN", "Jr."."""
    known = word_set("language/data/bylines", "credentials", "any")
    words = [word for word in part.split() if not word.isdigit()]  # a number alone is none: "Ana Ruiz, 3 min read"
    return bool(words) and all(
        word in known or word.rstrip(".") in known or _DOTTED_DEGREE.fullmatch(word) for word in words
    )


def _is_about_previous(part: str) -> bool:
    """Return whether a segment after a name is a role, or is about something else.

    "Senior Reporter", "M.A. Journalism", "10+ years in the business", "12 comments", "Categories: Travel".
    """
    first = part.split(maxsplit=1)[0] if part else ""
    if first.endswith(".") and first in word_set("language/data/bylines", "credentials", "any"):
        return True
    if words_pattern("datelines").search(part) or _STATEMENT.match(part):
        return True
    if _is_work_for_body(part):
        return True
    last = part.rsplit(maxsplit=1)[-1] if part else ""
    if words_pattern("roles").fullmatch(last) and not words_pattern("organizations").fullmatch(last):
        return True  # "Courier Staff Writer"
    return not words_pattern("organizations").search(part) and bool(words_pattern("roles").search(part))


def _is_work_for_body(part: str) -> bool:
    """Return whether a segment is a role and says for whom: "Head of Harbour Labs", "Regional Editor at HBC"."""
    role = words_pattern("roles").search(part)
    if role is None or part.count(" ", 0, role.start()) > _MAX_WORDS_BEFORE_ROLE:
        return False
    return _FOR_WHOM.search(part, role.start(), role.end() + _MAX_FOR_CHARS) is not None


def _is_work_of_several(part: str) -> bool:
    """Return whether a segment is words for work alone: "Staff Writers" behind two names."""
    unnamed = word_set("language/data/bylines", "unnamed")
    return " " in part and all(word in unnamed for word in part.casefold().split())


def _is_workplace(part: str, before: str) -> bool:
    """Return whether a segment after a name is a desk, a paper, or capitals alone: an employer or a degree, "HBC".

    The article, or a last word that is nobody's name, tells a paper from a person: "The Star", "Bay Herald",
    "Ben Sun". Agencies are told, and in a byline of capitals those may be a name.
    """
    last = part.rsplit(maxsplit=1)[-1] if part else ""
    if words_pattern("desks").fullmatch(last) or _is_work_of_several(part):
        return True
    is_paper = _ARTICLE.match(part) is not None and any(words_pattern(kind).search(part) for kind in _PAPERS)
    end = last.casefold()
    is_end = end in _BODY_ENDS or (end not in _FAMILIES and words_pattern("organizations").fullmatch(last))
    is_body = " " in part and is_end
    if (is_paper or is_body) and is_person(before):
        return not agencies_in(part)
    return bool(_CAPITALS.fullmatch(part)) and not before.isupper() and not agencies_in(part)
