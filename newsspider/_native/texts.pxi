# newsspider._native.texts in compiled code: letter by letter, where nothing rare asks for Python.

cdef enum:
    FOLDED_BELOW = 0x600
    NOT_ONE = 0xFFFF

cdef uint16_t[FOLDED_BELOW] FOLDS  # of a letter; NOT_ONE where that is another kind of string's, or several


cdef bint fill_folds() except -1:
    cdef int letter
    for letter in range(FOLDED_BELOW):
        folded = chr(letter).casefold()
        is_one = len(folded) == 1 and kind_of_letter(ord(folded)) == kind_of_letter(letter)
        FOLDS[letter] = <uint16_t> ord(folded) if is_one else NOT_ONE
    return True


cdef inline int kind_of_letter(int letter) noexcept:
    return 0 if letter < 0x80 else 1 if letter < 0x100 else 2


fill_folds()


cdef inline str plain_text(given):
    """Return a text of a subclass of str as a plain one, which is what Cython takes for `str`."""
    return given if type(given) is str else str.__str__(given)


cdef inline bint has_no_case(uint32_t letter) noexcept nogil:
    """Return whether a letter stands in one of the long runs in which nothing has letter case."""
    return (
        0x2000 <= letter < 0x2070 or 0x3000 <= letter < 0xA640 or FOLDED_BELOW <= letter < 0x10A0
        or 0xAC00 <= letter < 0xD7A4
    )


def casefold(given):
    """Return `text.casefold()`."""
    cdef str text = plain_text(given)
    cdef int kind = PyUnicode_KIND(text)
    cdef Py_ssize_t size = len(text), i
    cdef uint32_t letter
    cdef const uint8_t* narrow
    cdef const uint16_t* wide
    cdef uint8_t* narrow_folded
    cdef uint16_t* wide_folded
    cdef str folded
    if kind == 4 or text.isascii():
        return text.casefold()
    folded = PyUnicode_New(size, 0xFF if kind == 1 else 0xFFFF)
    if kind == 1:
        narrow, narrow_folded = <const uint8_t*> PyUnicode_DATA(text), <uint8_t*> PyUnicode_DATA(folded)
        for i in range(size):
            letter = FOLDS[narrow[i]]
            if letter == NOT_ONE:
                return text.casefold()
            narrow_folded[i] = <uint8_t> letter
    else:
        wide, wide_folded = <const uint16_t*> PyUnicode_DATA(text), <uint16_t*> PyUnicode_DATA(folded)
        for i in range(size):
            letter = wide[i]
            if letter < FOLDED_BELOW:
                letter = FOLDS[letter]
                if letter == NOT_ONE:
                    return text.casefold()
            elif not has_no_case(letter):
                return text.casefold()
            wide_folded[i] = <uint16_t> letter
    return folded


def casefold_all(texts, Py_ssize_t least, Py_ssize_t most):
    """Return the first `most` characters of each text, casefolded; "" for texts of fewer than `least`."""
    cdef list folded = []
    cdef str text
    for text in texts:
        folded.append(casefold(text if len(text) <= most else text[:most]) if len(text) >= least else "")
    return folded


cdef inline bint is_composed(uint32_t letter) noexcept nogil:
    """Return whether a letter stands in one of the long runs that NFC leaves as they are, whatever stands beside."""
    return (
        letter < 0x300 or 0x2010 <= letter < 0x2028 or 0x400 <= letter < 0x483 or 0x4E00 <= letter < 0xA000
        or 0xAC00 <= letter < 0xD7A4
    )


cdef fused Letters:  # a string's, of one, two or four bytes each
    uint8_t
    uint16_t
    uint32_t

cdef enum Answer:
    NO, YES, IF_COMPOSED


cdef Answer tidiness(const Letters* text, Py_ssize_t size) noexcept:
    """Return whether a text is tidy, in NFC or not."""
    cdef Py_ssize_t i = 0
    cdef bint after_space = True
    cdef Answer answer = YES
    cdef uint32_t letter
    while i < size:
        letter = text[i]
        i += 1
        if 32 < letter < 127:
            after_space = False
            continue
        if letter == 10:
            if i == size or text[i] != 10:
                return NO
            i += 1
            letter = 32
        if letter == 32:
            if after_space:
                return NO
            after_space = True
            continue
        after_space = False
        if not prints(letter) and not 0x200C <= letter <= 0x200F:
            return NO
        if not is_composed(letter):
            answer = IF_COMPOSED
    return NO if size and after_space else answer


cdef Answer cleanness(const Letters* text, Py_ssize_t size) noexcept:
    cdef Py_ssize_t i
    cdef Answer answer = YES
    cdef uint32_t letter
    for i in range(size):
        letter = text[i]
        if 32 <= letter < 127 or letter == 10:
            continue
        if not prints(letter):
            return NO
        if not is_composed(letter):
            answer = IF_COMPOSED
    return answer


cdef inline bint prints(uint32_t letter) noexcept:
    return letter >= 127 and Py_UNICODE_ISPRINTABLE(letter)


def is_tidy(given):
    """Return whether a text is paragraphs already, without invisible characters and whitespace to be folded."""
    cdef str text = plain_text(given)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Answer answer
    if kind == 1:
        answer = tidiness(<const uint8_t*> data, len(text))
    elif kind == 2:
        answer = tidiness(<const uint16_t*> data, len(text))
    else:
        answer = tidiness(<const uint32_t*> data, len(text))
    return answer == YES or (answer == IF_COMPOSED and is_normalized("NFC", text))


def is_clean(given):
    """Return whether all of a text prints, line ends aside, and stands in NFC."""
    cdef str text = plain_text(given)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Answer answer
    if kind == 1:
        answer = cleanness(<const uint8_t*> data, len(text))
    elif kind == 2:
        answer = cleanness(<const uint16_t*> data, len(text))
    else:
        answer = cleanness(<const uint32_t*> data, len(text))
    return answer == YES or (answer == IF_COMPOSED and is_normalized("NFC", text))


def has_surrogates(given):
    """Return whether a text holds half a character, as no file in UTF-8 can."""
    cdef str text = plain_text(given)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i
    cdef const uint16_t* wide = <const uint16_t*> data
    cdef uint16_t found = 0
    if kind == 1:
        return False
    if kind == 2:
        for i in range(len(text)):
            found |= (wide[i] & 0xF800) == 0xD800
        return found != 0
    for i in range(len(text)):
        if 0xD800 <= PyUnicode_READ(kind, data, i) <= 0xDFFF:
            return True
    return False


def holds_within(given, str ranges):
    """Return whether a text holds a character of the ranges."""
    cdef str text = plain_text(given)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef uint32_t letter, least = min([ord(first) for first in ranges[::3]])
    cdef Py_ssize_t i
    if kind == 1 and least > 0xFF:
        return False
    for i in range(len(text)):
        letter = PyUnicode_READ(kind, data, i)
        if letter >= least and is_within(ranges, letter):
            return True
    return False
