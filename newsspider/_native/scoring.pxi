# newsspider._native.scoring in compiled code: the same sums in the same order.

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


cdef struct NamePair:
    uint64_t key  # of the name, as in WordTable; 0 where a place is empty
    double first
    double second


cdef class NamePairs:
    cdef vector[NamePair] places
    cdef uint64_t mask

    def __cinit__(self, pairs):
        cdef uint64_t size = 16
        cdef NamePair* place
        while 2 * size < 3 * <uint64_t> len(pairs):
            size *= 2
        self.places.resize(size)
        self.mask = size - 1
        for name, (first, second) in pairs.items():
            key = fed_text(BASIS, name) or 1
            place = self.place_of(key)
            place.key, place.first, place.second = key, first, second

    cdef NamePair* place_of(self, uint64_t key) noexcept nogil:
        """Return where a key stands, or the empty place where it would, whose weights are 0."""
        cdef uint64_t at = (key ^ key >> 32) & self.mask
        while self.places[at].key and self.places[at].key != key:
            at = (at + 1) & self.mask
        return &self.places[at]

    def sums(self, kinds):
        cdef Py_ssize_t i, count = len(kinds)
        cdef NamePair* place
        cdef str tag, name
        sums = np.zeros((count, 2))
        cdef double[:, ::1] rows = sums
        for i in range(count):
            tag, _, tokens = kinds[i]
            place = self.place_of(fed(fed_text(fed(BASIS, 60), tag), 62) or 1)  # "<" and ">"
            rows[i, 0] += place.first
            rows[i, 1] += place.second
            for name in <tuple?> tokens:
                place = self.place_of(fed_text(BASIS, name) or 1)
                rows[i, 0] += place.first
                rows[i, 1] += place.second
        return sums
