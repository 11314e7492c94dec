cimport cython

cdef int _FAR, _NO_H1, _NO_IMAGE, _MOST_STEPS, _NEAR, _HEADING, _H1
cdef float _GOOD_LINK_SHARE  # as numpy compares a float32 with a number of Python's

@cython.locals(length="const float[::1]", links="const int[::1]", rows="double[::1]", share=float,
               i="Py_ssize_t")
cpdef good_text(chars, link_chars, int least)


@cython.locals(own="const int[::1]", kinds="const int[::1]", parents="const int[::1]", flags="const int[::1]",
               links="const int[::1]", emphasis="const int[::1]", length="const float[::1]", bits="const int[::1]",
               ranks="const float[::1]", positions="const int[::1]", image_places="const int[::1]",
               rows="float[:, ::1]", i="Py_ssize_t", k="Py_ssize_t", place=int, parent=int, h1=int, heading=int)
cpdef markup_columns(markup, chars)

@cython.locals(own="const int[::1]", kinds="const int[::1]", parents="const int[::1]", links="const int[::1]",
               length="const float[::1]", sentence="const float[::1]", worth="const double[::1]", total=double,
               names="const int[::1]", group="int[::1]", of="double[:, ::1]", rows="float[:, ::1]",
               i="Py_ssize_t", parent=int, kin=int, ids=dict, group_of=dict, width="Py_ssize_t")
cpdef alike_columns(markup, letters, good)

@cython.locals(worth="const double[::1]", main="const float[::1]", rows="float[:, ::1]", before="double[::1]",
               count="Py_ssize_t", i="Py_ssize_t", is_main=bint, blocks=int, main_blocks=int, following=int,
               to_next=int, total=double)
cpdef order_columns(good, in_half)

@cython.locals(rows="float[:, ::1]", own="const float[::1]", row="Py_ssize_t", step="Py_ssize_t", i="Py_ssize_t",
               count="Py_ssize_t")
cpdef neighbour_columns(columns)

@cython.locals(is_marked="const float[::1]", rows="float[::1]", last="Py_ssize_t", i="Py_ssize_t")
cpdef blocks_since(marked)
