# newsspider._native.group_features in compiled code.

cdef double KEPT_CHANCE = group_features.KEPT, SURE_CHANCE = group_features.SURE
cdef int LONG_CHARS = group_features.LONG_CHARS, NEAR_REPEATS = group_features.NEAR
cdef Py_ssize_t GROUPS_COUNT = len(group_features.GROUPS)


def group_columns(markup, const float[::1] alike, const double[::1] chars, expected_chars):
    cdef const int[::1] own = markup.places, parents = markup.containers.parents, ends = markup.containers.ends
    cdef const double[::1] expected = expected_chars
    cdef double total = max(1.0, float(expected_chars.sum())), branch
    cdef Py_ssize_t containers = parents.shape[0], count = own.shape[0], i, level
    cdef Py_ssize_t most = max(containers, count)
    cdef int place, one
    cdef vector[int] group = vector[int](GROUPS_COUNT * count)
    cdef vector[double] hoped = vector[double](most), text = vector[double](most)  # of each group
    cdef vector[double] hoped_before = vector[double](containers + 1), text_before = vector[double](containers + 1)
    table = np.zeros((len(group_features.GROUP_COLUMNS), count), np.float32)
    cdef float[:, ::1] rows = table
    for i in range(count):
        place = own[i]
        group[i] = <int> alike[i]
        for level in range(1, GROUPS_COUNT):
            group[level * count + i] = place
            place = parents[place] if parents[place] >= 0 else 0
        hoped_before[own[i] + 1] += expected[i]
        text_before[own[i] + 1] += chars[i]
    for i in range(containers):
        hoped_before[i + 1] += hoped_before[i]
        text_before[i + 1] += text_before[i]
    for level in range(GROUPS_COUNT):
        for i in range(count):
            one = group[level * count + i]
            hoped[one] = text[one] = 0.0
        for i in range(count):
            one = group[level * count + i]
            hoped[one] += expected[i]
            text[one] += chars[i]
        for i in range(count):
            one = group[level * count + i]
            rows[3 * level, i] = hoped[one] / text[one]
            rows[3 * level + 1, i] = (hoped[one] - expected[i]) / max(text[one] - chars[i], 1.0)
            rows[3 * level + 2, i] = hoped[one] / total
    for i in range(count):
        for level in range(2):
            place = group[(2 + level) * count + i]
            branch = hoped_before[ends[place]] - hoped_before[place]
            rows[12 + level, i] = branch / (total if level else text_before[ends[place]] - text_before[place])
    return columns_of(group_features.GROUP_COLUMNS, table)


def kept_columns(const double[::1] chances, const double[::1] chars, expected_chars):
    cdef const double[::1] expected = expected_chars
    cdef Py_ssize_t count = chars.shape[0], i
    cdef int likeliest = np.argmax(expected_chars), first = -1, last = -1, kept = 0, before = 0
    cdef double total = max(1.0, float(expected_chars.sum())), sure = 0.0, earlier = 0.0, junk = 0.0
    cdef bint is_any, is_kept
    table = np.zeros((len(group_features.KEPT_COLUMNS), count))
    cdef double[:, ::1] rows = table
    for i in range(count):
        if chances[i] >= KEPT_CHANCE and chars[i] >= LONG_CHARS:
            if first < 0:
                first = <int> i
            last = <int> i
            kept += 1
        sure += expected[i] if chances[i] > SURE_CHANCE else 0.0
    is_any = kept > 0
    if not is_any:
        first = last = likeliest
        kept = 1
    for i in range(count):
        is_kept = (chances[i] >= KEPT_CHANCE and chars[i] >= LONG_CHARS) if is_any else i == likeliest
        rows[0, i] = total
        rows[1, i] = sure / total
        rows[2, i] = earlier / total
        rows[4, i] = max(earlier, 0.0)
        rows[6, i] = before
        rows[10, i] = max(junk, 0.0)
        earlier += expected[i]
        rows[5, i] = max(total - earlier, 0.0)
        rows[3, i] = rows[5, i] / total
        before += is_kept
        rows[7, i] = kept - before
        rows[8, i] = i - first
        rows[9, i] = last - i
        junk = 0.0 if is_kept else junk + chars[i] * (1.0 - chances[i])
    for row in (0, 4, 5, 10):  # numpy's logarithm: those of C libraries differ in the last digit
        np.log1p(table[row], out=table[row])
    return columns_of(group_features.KEPT_COLUMNS, table)


def repeat_columns(texts, expected_chars):
    cdef const double[::1] expected = expected_chars
    cdef Py_ssize_t count = len(texts), i
    cdef set seen = set()
    cdef vector[double] before = vector[double](count + 1)
    near, share = np.empty(count), np.empty(count)
    cdef double[::1] rows = near
    for i in range(count):
        before[i + 1] = before[i]
        text = texts[i]
        if text in seen:
            before[i + 1] += expected[i]
        else:
            seen.add(text)
    for i in range(count):
        rows[i] = before[min(i + NEAR_REPEATS + 1, count)] - before[max(i - NEAR_REPEATS, 0)]
    share.fill(before[count] / max(1.0, float(expected_chars.sum())))
    return {"repeated_near": near, "repeated_share": share}
