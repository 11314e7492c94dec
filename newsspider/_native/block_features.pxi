# newsspider._native.block_features in compiled code.

cdef const int[::1] FLAG_BITS = np.array([int(flag) for flag in block_features.FLAGS.values()], np.intc)
cdef int NO_H1 = block_features.NO_H1, FAR_BLOCKS = block_features.FAR, NO_IMAGE = block_features.NO_IMAGE
cdef int MOST_STEPS = block_features.MOST_STEPS, NEAR_BLOCKS = block_features.NEAR, H1_RANK = block_features.H1_RANK
cdef int HEADING_FLAG = Flag.HEADING
cdef float GOOD_LINK_SHARE = block_features.GOOD_LINK_SHARE, NO_NEIGHBOUR = block_features.NO_NEIGHBOUR
cdef tuple NEIGHBOUR_COLUMNS = tuple(
    f"{name}{step:+d}" for name, steps in block_features.NEIGHBOURS.items() for step in steps
)
cdef dict TAG_RANKS = block_features.TAG_RANKS
cdef int UNKNOWN_TAG = len(TAG_RANKS)


cdef dict columns_of(tuple names, table):
    """Return the rows of a table by their names."""
    return dict(zip(names, table, strict=True))


def markup_columns(markup, const float[::1] chars):
    containers = markup.containers
    cdef const int[::1] own = markup.places, parents = containers.parents, kinds = containers.kinds
    cdef const int[::1] flags = containers.flags, links = markup.link_chars, emphasis = markup.emphasis_chars
    cdef const int[::1] positions = markup.images.positions, image_places = markup.images.places
    cdef vector[int] ranks
    cdef Py_ssize_t count = own.shape[0], i, k
    cdef int place, parent, h1 = -NO_H1, heading = -FAR_BLOCKS
    for kind in containers.kind_table:
        ranks.push_back(TAG_RANKS.get(kind[0], UNKNOWN_TAG))
    table = np.zeros((len(block_features.MARKUP), count), np.float32)
    cdef float[:, ::1] rows = table
    for i in range(count):
        place = own[i]
        parent = parents[place] if parents[place] >= 0 else 0
        rows[0, i] = links[i] / chars[i]
        rows[1, i] = emphasis[i] / chars[i]
        rows[2, i] = ranks[kinds[place]]
        rows[3, i] = ranks[kinds[parent]]
        if ranks[kinds[place]] == H1_RANK:
            h1 = <int> i
        if flags[place] & HEADING_FLAG:
            heading = <int> i
        rows[4, i] = i - h1
        rows[5, i] = i - heading
        rows[6, i] = NO_IMAGE
        for k in range(FLAG_BITS.shape[0]):
            rows[7 + k, i] = (flags[place] & FLAG_BITS[k]) != 0
    for k in range(positions.shape[0]):
        i = positions[k]
        if i < count:
            rows[6, i] = min(abs(own[i] - image_places[k]), MOST_STEPS)
    return columns_of(block_features.MARKUP, table)


cdef inline long long name_number(list kind_table, int kind, dict ids, vector[int]& names) except -1:
    """Return the number of a kind's tag and tokens, which few of all kinds are asked for."""
    if names[kind] < 0:
        names[kind] = ids.setdefault((kind_table[kind][0], kind_table[kind][2]), len(ids))
    return names[kind]


def alike_columns(markup, const float[::1] chars, const float[::1] is_sentence, good_text):
    containers = markup.containers
    cdef const int[::1] own = markup.places, kinds = containers.kinds, parents = containers.parents
    cdef const int[::1] links = markup.link_chars
    cdef const double[::1] good = good_text
    cdef double total = max(1.0, float(good_text.sum()))
    cdef list kind_table = list(containers.kind_table)
    cdef dict ids = {}
    cdef vector[int] names = vector[int](len(kind_table), -1)
    cdef unordered_map[long long, int] group_of
    cdef Py_ssize_t count = own.shape[0], i
    cdef long long width = len(kind_table), key
    cdef int parent, one
    cdef vector[int] group = vector[int](count)
    cdef vector[double] blocks = vector[double](count), text = blocks, linked = blocks, worth = blocks
    cdef vector[double] sentences = blocks
    for i in range(count):
        parent = parents[own[i]] if parents[own[i]] >= 0 else 0
        key = name_number(kind_table, kinds[own[i]], ids, names) * width + name_number(kind_table, kinds[parent], ids, names)
        found = group_of.find(key)
        if found != group_of.end():
            one = dereference(found).second
        else:
            one = <int> group_of.size()
            group_of[key] = one
        group[i] = one
        blocks[one] += 1
        text[one] += chars[i]
        linked[one] += links[i]
        worth[one] += good[i]
        sentences[one] += is_sentence[i]
    table = np.zeros((len(block_features.ALIKE), count), np.float32)
    cdef float[:, ::1] rows = table
    for i in range(count):
        one = group[i]
        rows[0, i] = one
        rows[1, i] = blocks[one]
        rows[2, i] = text[one] / blocks[one]
        rows[3, i] = linked[one] / text[one]
        rows[4, i] = worth[one] / total
        rows[5, i] = sentences[one] / blocks[one]
        rows[6, i] = i + 1 < count and group[i + 1] == one
    return columns_of(block_features.ALIKE, table)


def order_columns(const double[::1] good, const float[::1] in_main):
    cdef Py_ssize_t count = good.shape[0], i
    cdef bint is_main
    cdef int blocks = 0, main_blocks = 0, following = 0, to_next = FAR_BLOCKS
    cdef double total
    cdef vector[double] before = vector[double](count + 1)
    table = np.zeros((len(block_features.ORDER), count), np.float32)
    cdef float[:, ::1] rows = table
    for i in range(count):
        is_main = good[i] > 0 and in_main[i] > 0
        rows[0, i] = blocks
        rows[1, i] = main_blocks
        blocks += good[i] > 0
        main_blocks += is_main
        before[i + 1] = before[i] + (good[i] if is_main else 0.0)
    total = max(1.0, <double> before[count])
    for i in range(count - 1, -1, -1):
        is_main = good[i] > 0 and in_main[i] > 0
        rows[2, i] = following
        rows[3, i] = before[i] / total
        rows[4, i] = (total - before[i + 1]) / total
        rows[5, i] = to_next
        rows[6, i] = before[min(i + NEAR_BLOCKS + 1, count)] - before[max(i - NEAR_BLOCKS, 0)]
        following += is_main
        to_next = 1 if is_main else min(to_next + 1, FAR_BLOCKS)
    return columns_of(block_features.ORDER, table)


def good_text(const float[::1] chars, link_chars, int least):
    cdef const int[::1] links = link_chars
    found = np.zeros(chars.shape[0])
    cdef double[::1] good = found
    cdef float share
    cdef Py_ssize_t i
    for i in range(chars.shape[0]):
        share = links[i] / chars[i]
        if chars[i] > least and share < GOOD_LINK_SHARE:
            good[i] = <double> chars[i] * (1.0 - <double> share)
    return found


def neighbour_columns(columns):
    cdef Py_ssize_t count = len(columns["tag"]), row = 0, i, step
    table = np.empty((len(NEIGHBOUR_COLUMNS), count), np.float32)
    cdef float[:, ::1] rows = table
    cdef const float[::1] own
    for name, steps in block_features.NEIGHBOURS.items():
        own = columns[name]
        for step in steps:
            for i in range(count):
                rows[row, i] = own[i + step] if 0 <= i + step < count else NO_NEIGHBOUR
            row += 1
    return columns_of(NEIGHBOUR_COLUMNS, table)
