# newsspider._native.repeats in compiled code: one pass over a text for all that is looked for in it.
#
# What is looked for is known by the hash of 16 bytes, a window; what has the hash of one is compared byte by byte.

cdef enum:
    WINDOW = 16  # bytes
    EDGE = 12
    HASHES = 1 << 12
    EDGE_HASHES = 1 << 15
    EDGE_WORDS = EDGE_HASHES >> 6
    MOST_ALIKE = 4  # parts of one hash: more would make a page that repeats itself slow

cdef uint64_t FIRST = 0x9E3779B97F4A7C15, SECOND = 0xC2B2AE3D27D4EB4F


cdef struct Part:
    const unsigned char* at
    Py_ssize_t size
    Py_ssize_t free_from  # where it may stand next without overlapping
    Py_ssize_t number
    int found
    int next  # part of the same hash, -1 for none


cdef inline size_t window_hash(const unsigned char* at) noexcept nogil:
    cdef uint64_t first, second
    memcpy(&first, at, 8)
    memcpy(&second, at + 8, 8)
    return ((first * FIRST) ^ ((second ^ (first >> 29)) * SECOND)) >> 52


cdef inline object utf8(str text):
    """Return an object that holds the text's bytes in UTF-8: `text` itself where it is ASCII, which needs no copy."""
    return text if text.isascii() else text.encode("utf-8", "surrogatepass")


cdef inline const unsigned char* bytes_of(held):
    return <const unsigned char*> PyUnicode_DATA(held) if isinstance(held, str) else <const unsigned char*> <bytes> held


def standing(str text, parts, int times=1):
    """Return for each of the parts, none empty, whether it stands in `text` at least `times`, without overlapping."""
    cdef int[HASHES] first_of
    cdef int[HASHES] alike
    cdef vector[Part] sought
    cdef Part part
    cdef Py_ssize_t number
    cdef size_t slot
    cdef int k
    cdef list result = [False] * len(parts), kept = []
    memset(first_of, 0xFF, sizeof(first_of))
    memset(alike, 0, sizeof(alike))
    for number, one in enumerate(parts):
        held = utf8(one)
        part = Part(bytes_of(held), len(held), 0, number, 0, -1)
        slot = window_hash(part.at) if part.size >= WINDOW else 0
        if part.size < WINDOW or alike[slot] == MOST_ALIKE:
            result[number] = text.count(one) >= times if times > 1 else one in text
            continue
        kept.append(held)
        alike[slot] += 1
        part.next = first_of[slot]
        first_of[slot] = <int> sought.size()
        sought.push_back(part)
    if not sought.empty():
        held = utf8(text)
        count_parts(bytes_of(held), len(held), first_of, sought, times)
    for k in range(<int> sought.size()):
        result[sought[k].number] = sought[k].found >= times
    return result


cdef void count_parts(
    const unsigned char* text, Py_ssize_t size, const int* first_of, vector[Part]& sought, int times
) noexcept nogil:
    """Count how often each part stands in the text, up to `times`."""
    cdef Py_ssize_t i
    cdef int k
    cdef Part* part
    for i in range(size - WINDOW + 1):
        k = first_of[window_hash(text + i)]
        while k >= 0:
            part = &sought[k]
            if part.found < times and part.free_from <= i <= size - part.size and not memcmp(text + i, part.at, part.size):
                part.found += 1
                part.free_from = i + part.size
            k = part.next


def touching(str text, lines):
    """Return the indices of the lines that may begin or end with 12 bytes or more of `text`."""
    cdef uint64_t[EDGE_WORDS] stands  # a bit a hash
    cdef const unsigned char* at
    cdef Py_ssize_t i, size
    cdef size_t slot
    cdef list found = []
    held = utf8(text)
    at = bytes_of(held)
    memset(stands, 0, sizeof(stands))
    for i in range(<Py_ssize_t> len(held) - EDGE + 1):
        slot = edge_hash(at + i)
        stands[slot >> 6] |= <uint64_t> 1 << (slot & 63)
    for i, line in enumerate(lines):
        # Of a long line the ends alone: to encode it takes longer than all the rest.
        held = utf8(line if len(line) <= 2 * EDGE or line.isascii() else line[:EDGE] + line[-EDGE:])
        at, size = bytes_of(held), len(held)
        if size >= EDGE and (is_set(stands, edge_hash(at)) or is_set(stands, edge_hash(at + size - EDGE))):
            found.append(i)
    return found


cdef inline bint is_set(const uint64_t* bits, size_t slot) noexcept nogil:
    return bits[slot >> 6] >> (slot & 63) & 1


cdef inline size_t edge_hash(const unsigned char* at) noexcept nogil:
    cdef uint64_t first, last
    memcpy(&first, at, 8)
    memcpy(&last, at + EDGE - 8, 8)
    return ((first * FIRST) ^ ((last ^ (first >> 29)) * SECOND)) >> 49
