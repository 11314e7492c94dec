cimport cython

cdef double _KEPT, _SURE
cdef int _LONG, _NEAR


@cython.locals(headings="const float[::1]", given="const double[::1]", chance="const double[::1]",
               rows="double[::1]", latest=double, i="Py_ssize_t")
cpdef heading_scores(in_heading, scores, chances, double least)

@cython.locals(own="const int[::1]", parents="const int[::1]", ends="const int[::1]", length="const double[::1]",
               hoped="const double[::1]", kind="const float[::1]", containers="Py_ssize_t", total=double,
               rows="float[:, ::1]", group="int[:, ::1]", of="double[:, ::1]", before="double[:, ::1]",
               i="Py_ssize_t", place=int, level="Py_ssize_t", kin=int, branch=double)
cpdef kin_columns(markup, alike, chars, expected)

@cython.locals(chance="const double[::1]", length="const double[::1]", hoped="const double[::1]",
               count="Py_ssize_t", likeliest="Py_ssize_t", total=double, rows="double[:, ::1]", first="Py_ssize_t",
               last="Py_ssize_t", kept=int, sure=double, is_any=bint, is_kept=bint, earlier=double, junk=double,
               before=int, i="Py_ssize_t")
cpdef kept_columns(chances, chars, expected)

@cython.locals(hoped="const double[::1]", count="Py_ssize_t", seen=set, rows="double[::1]", before="double[::1]",
               i="Py_ssize_t")
cpdef repeat_columns(texts, expected)
