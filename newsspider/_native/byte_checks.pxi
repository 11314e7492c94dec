# newsspider._native.byte_checks in compiled code: in loops that look at many bytes at once.

cdef uint64_t HIGH_BITS = 0x8080808080808080


def is_utf8(raw):
    """Return whether bytes are valid UTF-8 (RFC 3629: shortest form, no surrogates, up to U+10FFFF)."""
    cdef const unsigned char* at = raw
    cdef const unsigned char* end = at + len(raw)
    cdef uint64_t eight
    cdef uint64_t[4] wide
    cdef int width
    while at < end:
        if end - at >= 32:
            memcpy(wide, at, 32)
            if not (wide[0] | wide[1] | wide[2] | wide[3]) & HIGH_BITS:
                at += 32
                continue
        if end - at >= 8:
            memcpy(&eight, at, 8)
            if not eight & HIGH_BITS:
                at += 8
                continue
        if at[0] < 0x80:
            at += 1
            continue
        width = sequence_at(at, end - at)
        if not width:
            return False
        at += width
    return True


cdef inline int sequence_at(const unsigned char* at, Py_ssize_t left) noexcept nogil:
    """Return how many bytes the character has that begins at `at` and is no ASCII, 0 where none does."""
    cdef unsigned char first = at[0]
    cdef unsigned char low = 0x80, high = 0xBF  # of the second byte
    cdef int width = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    cdef int i
    if first < 0xC2 or first > 0xF4 or left < width:
        return 0
    if first == 0xE0:
        low = 0xA0
    elif first == 0xED:
        high = 0x9F
    elif first == 0xF0:
        low = 0x90
    elif first == 0xF4:
        high = 0x8F
    if not low <= at[1] <= high:
        return 0
    for i in range(2, width):
        if at[i] & 0xC0 != 0x80:
            return 0
    return width


def may_be_double_utf8(raw):
    """Return whether text in UTF-8 may have stretches that were encoded twice."""
    cdef const unsigned char* at = raw
    cdef const unsigned char* end = at + len(raw)
    cdef unsigned char second, third
    while True:
        at = <const unsigned char*> memchr(at, 0xC3, end - at)
        if at is NULL or end - at < 3:
            return False
        second, third = at[1], at[2]
        at += 1
        if third < 0xC2 or third > 0xE2:
            continue
        if second == 0x82 or second == 0x83 or second == 0x90 or second == 0x91:
            if third == 0xC2 or third == 0xC5 or third == 0xC6 or third == 0xCB or third == 0xE2:
                return True
        elif second == 0xA2 and (third == 0xCB or third == 0xE2):
            return True
        elif second == 0xB0 and third == 0xC5:
            return True
        if 0x84 <= second <= 0xB4 and third == 0xC2 and end - at > 2 and 0x80 <= at[2] <= 0x9F:
            return True


def is_xml(raw):
    """Return whether text in UTF-8 holds no character that XML forbids."""
    cdef const unsigned char* at = raw
    cdef const unsigned char* end = at + len(raw)
    if has_control(at, end - at):
        return False
    while True:  # U+FFFE and U+FFFF: EF BF BE and EF BF BF
        at = <const unsigned char*> memchr(at, 0xEF, end - at)
        if at is NULL or end - at < 3:
            return True
        if at[1] == 0xBF and 0xBE <= at[2] <= 0xBF:
            return False
        at += 1


cdef bint has_control(const unsigned char* at, Py_ssize_t size) noexcept nogil:
    cdef unsigned char found = 0, byte
    cdef Py_ssize_t i
    for i in range(size):
        byte = at[i]
        found |= (byte < 0x20) & (byte != 0x09) & (byte != 0x0A) & (byte != 0x0D)
    return found


def end_tag(raw):
    """Return where the first </html> begins, in any case; -1 where there is none."""
    cdef const unsigned char* begin = raw
    cdef const unsigned char* at = begin
    cdef const unsigned char* end = at + len(raw)
    while True:
        at = <const unsigned char*> memchr(at, 0x3C, end - at)  # "<"
        if at is NULL or end - at < 6:
            return -1
        if (
            at[1] == 0x2F and at[2] | 0x20 == 0x68 and at[3] | 0x20 == 0x74 and at[4] | 0x20 == 0x6D
            and at[5] | 0x20 == 0x6C
        ):
            return at - begin
        at += 1
