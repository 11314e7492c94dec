# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""newsspider.blocks.repeats in compiled code: one pass over the text tells which parts need not be looked for."""

from libc.stdint cimport uint64_t
from libc.string cimport memcpy, memset

cdef enum:
    WINDOW = 16  # bytes
    TABLE = 1 << 16

cdef uint64_t FIRST = 0x9E3779B97F4A7C15, SECOND = 0xC2B2AE3D27D4EB4F


cdef inline size_t window_hash(const unsigned char* at) noexcept nogil:
    cdef uint64_t first, second
    memcpy(&first, at, 8)
    memcpy(&second, at + 8, 8)
    return ((first * FIRST) ^ ((second ^ (first >> 29)) * SECOND)) >> 48


def standing(str text, parts, int times=1):
    """Return for each of the parts, none empty, whether it stands in `text` once or twice, without overlapping.

    Counts the text's windows of 16 bytes by their hashes: a part stands there no more often than its first and last.
    """
    cdef unsigned char[TABLE] counts
    cdef bytes raw = text.encode("utf-8", "surrogatepass")
    cdef const unsigned char* at = raw
    cdef Py_ssize_t i, size = len(raw)
    cdef size_t found
    cdef list result = []
    if not parts:
        return result
    with nogil:
        memset(counts, 0, TABLE)
        for i in range(size - WINDOW + 1):
            found = window_hash(at + i)
            counts[found] += counts[found] < 2
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        at = raw
        size = len(raw)
        may_stand = size < WINDOW or (
            counts[window_hash(at)] >= times and counts[window_hash(at + size - WINDOW)] >= times
        )
        result.append(may_stand and (part in text if times == 1 else text.count(part) >= times))
    return result
