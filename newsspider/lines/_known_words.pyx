# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""newsspider.lines.known_words in compiled code: only words that have the hash of a known one become strings."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring
from libc.stdint cimport uint32_t
from libc.string cimport memset

cdef enum:
    TABLE = 1 << 14

cdef unsigned char[128] IN_WORD
for code in range(128):
    IN_WORD[code] = chr(code).isalnum() or chr(code) == "_"


cdef inline bint is_in_word(Py_UCS4 letter) noexcept:
    return IN_WORD[<int> letter] if letter < 128 else letter == 0xA9 or letter.isalnum()


cdef class KnownWords:
    cdef frozenset words
    cdef unsigned char[TABLE] hashes

    def __init__(self, words):
        self.words = frozenset(words)
        memset(self.hashes, 0, TABLE)
        for word in self.words:
            self.scan(word, None)

    def found(self, str text):
        cdef set found = set()
        self.scan(text, found)
        return found

    cdef scan(self, str text, set found):
        """Add the known words that stand in the text to `found`; where that is None, learn the text's words."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), i = 0, start
        cdef uint32_t hashed
        cdef Py_UCS4 letter
        while i < size:
            if not is_in_word(PyUnicode_READ(kind, data, i)):
                i += 1
                continue
            start = i
            hashed = 2166136261
            while i < size:
                letter = PyUnicode_READ(kind, data, i)
                if not is_in_word(letter):
                    break
                hashed = (hashed ^ <uint32_t> letter) * 16777619
                i += 1
            hashed = (hashed ^ (hashed >> 15)) % TABLE
            if found is None:
                self.hashes[hashed] = 1
            elif self.hashes[hashed]:
                word = PyUnicode_Substring(text, start, i)
                if word in self.words:
                    found.add(word)
