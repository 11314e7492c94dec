cimport cython

cdef int _FAR


@cython.locals(sums="double[::1]", before="double[::1]", i="Py_ssize_t", place="Py_ssize_t", count="Py_ssize_t")
cpdef held(const int[::1] places, const int[::1] ends, const double[::1] amounts)

@cython.locals(parents="const int[::1]", kinds="const int[::1]", spine="int[::1]", first=int, last=int,
               place="Py_ssize_t", count="Py_ssize_t")
cpdef spine_of(markup, const int[::1] is_leaf, const double[::1] sums, double amount)

@cython.locals(rows="int[:, ::1]", i="Py_ssize_t", row="Py_ssize_t", place=int)
cpdef ancestors_of(const int[::1] places, const int[::1] parents)

@cython.locals(inside="float[::1]", i="Py_ssize_t")
cpdef lies_in(const int[::1] places, int start, int end)

@cython.locals(own="const int[::1]", ends="const int[::1]", good="const double[::1]", total=double,
               links="const double[::1]", text="const double[::1]", blocks="const double[::1]",
               ancestors="const int[:, ::1]", branch="const int[::1]", rows="float[:, ::1]",
               i="Py_ssize_t", step="Py_ssize_t", row="Py_ssize_t", place=int)
cpdef share_columns(markup, places, chars)

@cython.locals(parents="const int[::1]", depths="const int[::1]", last="const int[::1]", branch="int[::1]",
               place="Py_ssize_t")
cpdef branches_of(markup, spine)

@cython.locals(own="const int[::1]", parents="const int[::1]", kinds="const int[::1]",
               weights="const double[:, ::1]", spine="const int[::1]", ancestors="const int[:, ::1]",
               sums="const double[::1]", lowest="double[::1]", below="double[::1]", rows="float[:, ::1]",
               i="Py_ssize_t", step="Py_ssize_t", place="Py_ssize_t", above=int, kind=int, weight=double)
cpdef weight_columns(markup, places, const double[:, ::1] by_kind, const double[::1] summed)

@cython.locals(parents="const int[::1]", kinds="const int[::1]", weights="const double[:, ::1]", sums="double[::1]",
               place="Py_ssize_t", above=int, weight=double)
cpdef summed_weights(markup, const double[:, ::1] by_kind)

@cython.locals(own="const int[::1]", parents="const int[::1]", depths="const int[::1]",
               kinds="const int[::1]", parent="const int[::1]", worth="const double[::1]", total=double, half=int,
               direct="double[::1]", articles="int[::1]", article_kinds="const int[::1]", modal=int, above=int,
               first=int, last=int, rows="float[:, ::1]", i="Py_ssize_t", place="Py_ssize_t")
cpdef direct_columns(markup, places, good)
