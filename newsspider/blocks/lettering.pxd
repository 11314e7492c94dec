cimport cython

cdef int _SPACE, _UNSPACED, _QUOTE, _BRACKET, _STOP


@cython.locals(length="const float[::1]", of="const float[:, ::1]", read="const float[::1]", end="const float[::1]",
               before_end="const float[::1]", rows="float[:, ::1]", breaks=float, is_closing=bint, i="Py_ssize_t")
cpdef words_and_sentences(chars, counts, read_chars, last, before)
