# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""newsspider.processors.words_numpy in compiled code: one pass over the text."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ

cdef enum:  # as in newsspider.processors.words_numpy
    WORD = 1
    MARK = 2
    JOINT = 3
    UNSPACED = 4


def words_in(str text, const unsigned char[::1] table, class_of):
    """Return the number of words; `table` has the class of each character below its size, `class_of` of others."""
    cdef Py_ssize_t i, size = len(text), words = 0
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 letter
    cdef int found, last = 0, before = 0
    for i in range(size):
        letter = PyUnicode_READ(kind, data, i)
        found = table[letter] if <Py_ssize_t> letter < table.shape[0] else class_of(chr(letter))
        if found == UNSPACED:
            words += 1
        elif found == WORD and last != WORD and last != MARK:
            words += not (last == JOINT and (before == WORD or before == MARK))
        before, last = last, found
    return words
