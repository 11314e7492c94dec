"""Words and sentences of texts in any script, for datatrove's blocks that count or compare them.

datatrove's own tokenizers are spaCy's, Stanza's and others, one for each language, to be installed and named for
each part of a corpus. Its filters and its MinHash take one of another kind in their place: `language=NewsWords()`.
Requires datatrove, the extra `datatrove`.
"""

from __future__ import annotations

import re
from functools import cache

from newsspider.language.scripts import UNSPACED

try:
    from datatrove.utils.word_tokenizers import WordTokenizer
except ImportError as error:
    raise ImportError(
        "newsspider.clusters.datatrove_words needs the extra: pip install 'newsspider[datatrove]'"
    ) from error

# What ends a sentence, with closing quotes behind it; in Latin script a space follows ("3.5" is none).
_SENTENCE_END = re.compile(r"(?<=[.!?…؟।])[\"'”’»)]{0,3}\s+|(?<=[。！？])[」』”]{0,3}|\n+")


@cache
def _words() -> re.Pattern[str]:
    """Return what finds words, the marks that are written on their letters, and signs between them."""
    return re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+(?:[’'-][^\W{UNSPACED}]+)*|[^\w\s]+")


class NewsWords(WordTokenizer):
    """Words as newsspider counts them: runs of letters and digits; in scripts without spaces each character.

    Signs are tokens of their own, as in datatrove's tokenizers.

    >>> NewsWords().word_tokenize("Don’t panic: 東京で雨")
    ['Don’t', 'panic', ':', '東', '京', 'で', '雨']
    """

    def __init__(self) -> None:
        super().__init__()

    def __str__(self) -> str:
        return type(self).__name__

    def word_tokenize(self, text: str) -> list[str]:
        """Return the words of a text, and the signs between them."""
        return _words().findall(text)

    def sent_tokenize(self, text: str) -> list[str]:
        """Return the sentences of a text.

        >>> NewsWords().sent_tokenize("It rose by 3.5%. “Why?” she asked.\\n東京で雨。明日は晴れ。")
        ['It rose by 3.5%.', '“Why?', 'she asked.', '東京で雨。', '明日は晴れ。']
        """
        return [text[start:end] for start, end in self.span_tokenize(text)]

    def span_tokenize(self, text: str) -> list[tuple[int, int]]:
        """Return where each sentence begins and ends, without the space and the quotes around its end."""
        spans, start = [], 0
        for found in _SENTENCE_END.finditer(text):
            spans.append((start, found.start()))
            start = found.end()
        return [(first, last) for first, last in (*spans, (start, len(text))) if text[first:last].strip()]
