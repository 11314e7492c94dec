"""Values that scripts assign, as JavaScript writes them: read as data, nothing is executed."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from newsspider.page.json_ld import Json

_DECODER = json.JSONDecoder(strict=False)
# What a literal is made of. No comments: each that is not closed would be looked through to the end of the script.
_TOKEN = re.compile(
    r"""(?P<skipped>\s+)
    |(?P<string>"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"|'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'
    |`[^`\\]*(?:\\[\s\S][^`\\]*)*`)
    |(?P<constant>!0|!1|void\s0|new\sDate\([^()\n]{0,60}\))
    |(?P<number>-?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?)
    |(?P<name>[A-Za-z_$][\w$]{0,200})
    |(?P<sign>[{}\[\],:()])""",
    re.VERBOSE | re.ASCII,
)
_COLON = re.compile(r"\s{0,20}:")
_CONSTANTS = {"!0": "true", "!1": "false", "true": "true", "false": "false"}  # any other becomes null
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_FUNCTION = re.compile(r"\(?\s{0,5}function\s{0,5}\(([\w$,\s]{0,100000})\)\s{0,5}\{\s{0,5}return\s{0,5}(?=[{\[])")
_CALL = re.compile(r"\s{0,5};?\s{0,5}\}\s{0,5}\)?\s{0,5}(?=\()")
_MOST_GROWTH = 2  # an argument may stand in many places


class _Written(NamedTuple):
    """A literal as pieces of JSON, and where names stand whose value is not known yet."""

    pieces: list[str]
    names: list[tuple[int, str]]
    end: int


class Literals:
    """Reads values of scripts; of what is no JSON as many tokens in all as it is told, at 2 µs each."""

    def __init__(self, most_tokens: int = 100_000) -> None:
        self.left = most_tokens

    def read(self, text: str, start: int) -> tuple[Json, int] | None:
        """Return the JSON or literal that begins at `start`, as a value, and where it ends; None where none does.

        A function that returns a literal and is called at once gives that, with what it is called with. Names of
        other things are null.

        >>> Literals().read("x = {a: 'b', c: [!0, undefined,],};", 4)
        ({'a': 'b', 'c': [True, None]}, 34)
        >>> Literals().read("(function(a,b){return {x:a,y:b}}('one',2))", 0)
        ({'x': 'one', 'y': 2}, 41)
        """
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            pass
        else:
            return value, end
        function = _FUNCTION.match(text, start)
        written = self._written(text, function.end() if function else start)
        if written is None:
            return None
        pieces, end = written.pieces, written.end
        if function:
            call = _CALL.match(text, end)
            given = self._written(text, call.end()) if call else None
            if given is None or not _fill(written, function[1], _loaded(given.pieces)):
                return None
            end = given.end
        if sum(map(len, pieces)) > _MOST_GROWTH * len(text):
            return None
        value = _loaded(pieces)
        return None if value is None else (value, end)

    def _written(self, text: str, start: int) -> _Written | None:
        """Return the literal that begins at `start`, from its first bracket to the one that closes it."""
        pieces: list[str] = []
        names: list[tuple[int, str]] = []
        depth, at = 0, start
        while self.left > 0 and (token := _TOKEN.match(text, at)) is not None:
            self.left -= 1
            at, kind, found = token.end(), token.lastgroup, token.group()
            if kind == "sign":
                depth += (found in "{[(") - (found in "}])")
                if found in "}])" and pieces and pieces[-1] == ",":
                    pieces.pop()
                pieces.append({"(": "[", ")": "]"}.get(found, found))
            elif kind in {"name", "number"} and pieces and pieces[-1] in {"{", ","} and _COLON.match(text, at):
                pieces.append(json.dumps(found))
            elif kind == "name" and found not in _CONSTANTS:
                names.append((len(pieces), found))
                pieces.append("null")
            elif kind != "skipped":
                pieces.append(_json_of(str(kind), found))
            if depth == 0 and kind != "skipped":
                return _Written(pieces, names, at)
        return None


def _loaded(pieces: list[str]) -> Json:
    try:
        value: Json = json.loads("".join(pieces), strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def _fill(written: _Written, parameters: str, arguments: Json) -> bool:
    """Put the arguments of a call where their names stand; return whether that is possible."""
    if not isinstance(arguments, list):
        return False
    values = dict(zip((name.strip() for name in parameters.split(",")), map(json.dumps, arguments), strict=False))
    for at, name in written.names:
        written.pieces[at] = values.get(name, "null")
    return True


def _json_of(kind: str, found: str) -> str:
    if kind == "string":
        return json.dumps(_ESCAPE.sub(_character, found[1:-1]))
    if kind == "number":
        return json.dumps(float(found)) if not found.isdigit() else str(int(found))
    return _CONSTANTS.get(found, "null")


def _character(match: re.Match[str]) -> str:
    long, short, byte, other = match.groups()
    if other is not None:
        return _ESCAPED.get(other, str(other))
    code = int(long or short or byte, 16)
    return chr(code) if code <= 0x10FFFF else ""
