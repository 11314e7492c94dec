cimport cython

cdef double _SURE
cdef int _HEADING, _LI, _TABLE


@cython.locals(total=double, expected=double, sure=double, kept=double, squares=double, longest=double,
               chances=double, mean=double, span=double, off=double, chars=double, chance=double, i="Py_ssize_t",
               k="Py_ssize_t", count="Py_ssize_t")
cpdef body_values(body)

@cython.locals(places="const int[::1]", flags="const int[::1]", links="const int[::1]", counts="const int[::1]",
               emphasis="const int[::1]", kinds="const int[::1]", is_chosen="const unsigned char[::1]",
               article_kinds="const unsigned char[::1]", total=double, kept=double, linked=double, kept_links=double,
               kept_emphasis=double, headings=double, items=double, tables=double, kept_headings=double,
               kept_items=double, link_count=double, articles=double, chars=double, heading=double, item=double,
               flag=int, is_kept=bint, i="Py_ssize_t", place="Py_ssize_t")
cpdef markup_values(body, markup)
