# newsspider._native.scoring in compiled code: the same sums in the same order.

cdef tuple NO_WEIGHTS = (0.0, 0.0)

cdef extern from *:
    """
    // Twice as fast where the processor can compare eight numbers at once; the sums are the same.
    #if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
    #define WIDE_WHERE_POSSIBLE __attribute__((target_clones("avx2", "default")))
    #else
    #define WIDE_WHERE_POSSIBLE
    #endif

    WIDE_WHERE_POSSIBLE static void newsspider_answer(
        const float* row, float threshold, int level, Py_ssize_t count, int* leaf
    ) {
        for (Py_ssize_t block = 0; block < count; block++) leaf[block] |= (row[block] > threshold) << level;
    }
    """
    void newsspider_answer(const float* row, float threshold, int level, Py_ssize_t count, int* leaf) noexcept nogil


def add_scores(const float[:, :] matrix, const unsigned char[:, ::1] features, const float[:, ::1] thresholds,
               const float[:, ::1] leaves, double[::1] scores):
    cdef Py_ssize_t trees = features.shape[0], depth = features.shape[1], count = matrix.shape[1]
    cdef Py_ssize_t tree, level, block
    cdef vector[int] leaf = vector[int](count)
    if matrix.strides[1] != sizeof(float):
        raise ValueError("a row of the matrix must be contiguous")
    with nogil:
        for tree in range(trees):
            memset(leaf.data(), 0, count * sizeof(int))
            for level in range(depth):
                newsspider_answer(
                    &matrix[features[tree, level], 0], thresholds[tree, level], <int> level, count, leaf.data()
                )
            for block in range(count):
                scores[block] += leaves[tree, leaf[block]]


def sum_name_weights(kinds, dict pairs):
    cdef Py_ssize_t i, count = len(kinds)
    cdef dict of_tags = {}, known = {}  # few of all names stand on a page, and each is asked for by many elements
    cdef tuple pair
    sums = np.zeros((count, 2))
    cdef double[:, ::1] rows = sums
    for i in range(count):
        tag, _, tokens = kinds[i]
        pair = of_tags.get(tag)
        if pair is None:
            pair = of_tags[tag] = pairs.get(f"<{tag}>", NO_WEIGHTS)
        rows[i, 0] += <double> pair[0]
        rows[i, 1] += <double> pair[1]
        for name in <tuple?> tokens:
            pair = known.get(name)
            if pair is None:
                pair = known[name] = pairs.get(name, NO_WEIGHTS)
            rows[i, 0] += <double> pair[0]
            rows[i, 1] += <double> pair[1]
    return sums
