"""Who signs in the first words of a text, as newspapers of East Asia do: "本报讯（记者 王小明）"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from newsspider.language.agencies import agencies_in
from newsspider.language.bylines import words_pattern
from newsspider.language.places import is_place
from newsspider.language.scripts import HAN, HANGUL, KANA_AND_HAN
from newsspider.language.word_lists import words_of

_MAX_LEAD_CHARS = 80
_ARABIC = "\u0620-\u063f\u0641-\u064a"  # its letters; the tatweel is none
_BLOCKS = 2  # a standfirst may stand before
_LEADS = (
    # Chinese: "本报讯（记者 王小明 通讯员 李明）", "（記者王小明／台北報導）", "新华社北京5月4日电（记者王小明）".
    re.compile(
        rf"\s{{0,4}}(?:[{HAN}\d]{{2,16}}[讯訊电電]\s?)?[（(〔［\[【](?P<names>(?:本[报報台臺网網])?(?:[{HAN}]{{2,4}})?[记記]者"
        rf"[\s:：]?[{HAN}·、\s]{{2,30}}?)(?:[／/][{HAN}]{{2,8}}[报報][导導道])?[）)〕］\]】]"
    ),
    # Korean: "(항구=항구신문) 홍길동 기자 = ", "[항구=항구신문] 홍길동 김철수 기자 =".
    re.compile(
        rf"\s{{0,4}}[\[(【][{HANGUL}]{{2,6}}\s?=\s?[^()\[\]【】=]{{2,12}}[\])】]\s?"
        rf"(?P<names>[{HANGUL}]{{2,4}}(?:[\s·,]{{1,2}}[{HANGUL}]{{2,4}}){{0,3}}\s(?:기자|특파원))\s?="
    ),
    # "[항구신문 홍길동 기자] 새 부두가 ...".
    re.compile(
        rf"\s{{0,4}}[\[(【](?:[{HANGUL}A-Za-z0-9]{{4,12}}\s)?"
        rf"(?P<names>[{HANGUL}]{{2,4}}(?:[\s·,]{{1,2}}[{HANGUL}]{{2,4}}){{0,3}}\s(?:기자|특파원))[\])】]"
    ),
    # Japanese, from where somebody reports: "【ロンドン=山田太郎】"; "【写真=山田太郎】" tells of a picture.
    re.compile(
        rf"\s{{0,4}}【(?!写真|撮影|提供|画像|動画|速報|資料|出典|聞き手)[^【】=＝]{{1,12}}[=＝](?P<names>[{KANA_AND_HAN}]{{3,8}}(?:、[{KANA_AND_HAN}]{{3,8}})?)】"
    ),
)


# Arabic: "القاهرة - سارة حسن:", "بيروت ـ سارة حسن ـ ", also as a line of its own.
_BEHIND_PLACE = re.compile(
    rf"(?P<place>[{_ARABIC}]{{3,12}})\s?[-–—ـ:]\s(?P<names>[{_ARABIC}]{{2,12}}(?:\s[{_ARABIC}]{{2,12}}){{1,2}})(?:\s?[-–—ـ:]\s|$)"
)


def name_behind_place(text: str) -> str | None:
    """Return whom an Arabic text, or a line, names behind the town from where they report, None without one.

    >>> name_behind_place("القاهرة - سارة حسن"), name_behind_place("أخبار - سارة حسن")
    ('سارة حسن', None)
    """
    found = _BEHIND_PLACE.match(text[:_MAX_LEAD_CHARS])
    if found is None or not is_place(found["place"], "ar") or agencies_in(found["names"]):
        return None
    is_body = any(words_pattern(kind).search(found["names"]) for kind in ("organizations", "bodies"))
    return None if is_body else found["names"]


# Chinese, a wire's: "（中央社記者王小明台東縣15日電）": nothing parts the name from the place.
_WIRED = re.compile(
    rf"\s{{0,4}}[（(]?(?:[{HAN}]{{2,4}}社)?[记記]者(?P<both>[{HAN}]{{4,9}})(?:\d{{1,2}}月)?\d{{1,2}}日[电電]"
)
_DISTRICTS = ("縣", "市", "县", "省", "州", "港")
_FEWEST_OF_LONG = 6  # of a name of three characters and a place of three


def name_before_place(text: str) -> str | None:
    """Return whom a Chinese agency's report names before the place: names have three characters, some two.

    >>> name_before_place("（中央社記者王小明台北4日電）"), name_before_place("（中央社記者李明台東縣15日電）")
    ('王小明', '李明')
    """
    found = _WIRED.match(text)
    if found is None:
        return None
    both = found["both"]
    place = 3 if both.endswith(_DISTRICTS) or len(both) >= _FEWEST_OF_LONG else 2
    name = both[:-place]
    return (
        name
        if 2 <= len(name) <= 4 and name.startswith(words_of("language/data/bylines", "family_names"))
        else None
    )


def lead_names(texts: Iterator[str]) -> Iterator[str]:
    """Yield what the first paragraphs name as their reporters before they begin, as written.

    >>> list(lead_names(iter(["本报讯（记者 王小明）海港市昨日开放新码头。"])))
    ['记者 王小明']
    >>> list(lead_names(iter(["(항구=항구신문) 홍길동 기자 = 새 부두가 열렸다."])))
    ['홍길동 기자']
    """
    for text in islice(texts, _BLOCKS):
        lead = text[:_MAX_LEAD_CHARS]
        if lead.isascii():
            continue
        if placed := name_behind_place(lead) or name_before_place(lead):
            yield placed
            return
        found = next((match for pattern in _LEADS if (match := pattern.match(lead))), None)
        if found and begins_with_name(found["names"]):
            yield found["names"]
            return


def begins_with_name(names: str) -> bool:
    """Return whether a name follows the Chinese word for a reporter: none does in "记者从海港市获悉"."""
    _, word, first = names.partition("者")
    families = words_of("language/data/bylines", "family_names")
    return not word or first.lstrip(" :：").startswith(families)
