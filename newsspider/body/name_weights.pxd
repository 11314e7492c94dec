cimport cython


@cython.locals(pairs=dict, pair=tuple, rows="double[:, ::1]", i="Py_ssize_t")
cpdef name_weights(kinds, weights)
