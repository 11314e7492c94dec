# newsspider._native.scoring in compiled code: the same sums in the same order.

def add_scores(const float[:, :] matrix, const unsigned char[:, ::1] features, const float[:, ::1] thresholds,
               const float[:, ::1] leaves, double[::1] scores):
    """Add to each of `scores` what the trees give for its column of `matrix` [features, blocks]."""
    cdef Py_ssize_t trees = features.shape[0], depth = features.shape[1], count = matrix.shape[1]
    cdef Py_ssize_t tree, level, block
    cdef const float* row
    cdef float threshold
    cdef unsigned char[::1] leaf = np.empty(max(count, 1), np.uint8)
    if matrix.strides[1] != sizeof(float):
        raise ValueError("a row of the matrix must be contiguous")
    with nogil:
        for tree in range(trees):
            for block in range(count):
                leaf[block] = 0
            for level in range(depth):
                row = &matrix[features[tree, level], 0]
                threshold = thresholds[tree, level]
                for block in range(count):
                    leaf[block] |= (row[block] > threshold) << level
            for block in range(count):
                scores[block] += leaves[tree, leaf[block]]


def sum_name_weights(kinds, dict pairs):
    cdef Py_ssize_t i, count = len(kinds)
    sums = np.zeros((count, 2))
    cdef double[:, ::1] rows = sums
    cdef tuple pair
    for i in range(count):
        tag, _, tokens = kinds[i]
        for name in (f"<{tag}>", *tokens):
            pair = pairs.get(name)
            if pair is not None:
                rows[i, 0] += <double> pair[0]
                rows[i, 1] += <double> pair[1]
    return sums
