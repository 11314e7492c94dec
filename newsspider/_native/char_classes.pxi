# newsspider._native.char_classes in compiled code.

cdef enum:
    MOST_CLASSES = 16
    OTHER = 0  # class of both halves of a character beyond the basic plane, which count as two


def read_chars(list texts, const unsigned char[::1] table, Py_ssize_t classes, Py_ssize_t most, Py_ssize_t end):
    """Return counts [class, block], read characters, and classes of the first, the last and the last but one.

    Of texts longer than `most` characters the last `end` and the first, `most` in all, are read.
    """
    cdef Py_ssize_t count = len(texts), block, i, size, units
    counts_array, row_array = np.zeros((classes, count), np.float32), np.zeros((4, count), np.float32)
    cdef float[:, ::1] counts = counts_array, rows = row_array
    cdef unsigned char found = OTHER, last = OTHER, before = OTHER
    cdef int[2][MOST_CLASSES] own  # of one block, in turns: adding twice to one number has to wait for the first
    cdef Py_UCS4 letter
    cdef int kind, k
    cdef void* data
    if classes > MOST_CLASSES:
        raise ValueError("too many classes")
    for block in range(count):
        text = <str> texts[block]
        kind, data, size = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
        units = 0
        i = 0
        memset(own, 0, sizeof(own))
        while i < size:
            letter = PyUnicode_READ(kind, data, i)
            before = last
            if letter < 0x10000:
                found = table[letter]
                units += 1
                own[i & 1][found] += 1
            else:
                found = before = OTHER
                units += 2
                own[0][OTHER] += 2
            if i == 0:
                rows[1, block] = found
                before = found if letter < 0x10000 else OTHER
            last = found
            i += 1
            if size > most and i == most - end:
                i = size - end
        for k in range(classes):
            counts[k, block] = own[0][k] + own[1][k]
        rows[0, block] = units
        rows[2, block] = last
        rows[3, block] = before
    return counts_array, row_array
