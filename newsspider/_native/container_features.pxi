# newsspider._native.container_features in compiled code.
#
# Entries of vectors are cast in conditional expressions: without it Cython keeps a reference to a value that is gone.

cdef int FAR_IN_MODAL = container_features.FAR


def held(const int[::1] places, const int[::1] ends, const double[::1] amounts):
    found = np.empty(ends.shape[0])
    cdef double[::1] sums = found
    cdef vector[double] before = vector[double](ends.shape[0] + 1)
    cdef Py_ssize_t i
    for i in range(places.shape[0]):
        before[places[i] + 1] += amounts[i]
    for i in range(ends.shape[0]):
        before[i + 1] += before[i]
    for i in range(ends.shape[0]):
        sums[i] = before[ends[i]] - before[i]
    return found


def spine_of(markup, const int[::1] is_leaf, const double[::1] sums, double amount):
    cdef const int[::1] parents = markup.containers.parents, kinds = markup.containers.kinds
    found = np.empty(parents.shape[0], np.intc)
    cdef int[::1] spine = found
    cdef int first = -1, last = 0, place
    for place in range(parents.shape[0]):
        if sums[place] > amount and not is_leaf[kinds[place]]:
            if first < 0:
                first = place
            last = place
            spine[place] = place
        else:
            spine[place] = spine[parents[place]] if parents[place] >= 0 else -1
    for place in range(parents.shape[0]):
        if spine[place] < 0:  # beside the first
            spine[place] = first if first >= 0 else 0
    return last, found


def ancestors_of(const int[::1] places, const int[::1] parents):
    found = np.empty((3, places.shape[0]), np.intc)
    cdef int[:, ::1] rows = found
    cdef Py_ssize_t i, row
    cdef int place
    for i in range(places.shape[0]):
        place = places[i]
        for row in range(3):
            place = parents[place] if parents[place] >= 0 else 0
            rows[row, i] = place
    return found


def lies_in(const int[::1] places, int start, int end):
    found = np.empty(places.shape[0], np.float32)
    cdef float[::1] inside = found
    cdef Py_ssize_t i
    for i in range(places.shape[0]):
        inside[i] = start <= places[i] < end
    return found


def summed_weights(markup, const double[:, ::1] by_kind):
    cdef const int[::1] parents = markup.containers.parents, kinds = markup.containers.kinds
    found = np.empty(parents.shape[0])
    cdef double[::1] sums = found
    cdef Py_ssize_t place
    for place in range(parents.shape[0]):
        sums[place] = by_kind[kinds[place], 0]
        if parents[place] >= 0:
            sums[place] += sums[parents[place]]
    return found


def share_columns(markup, places, const float[::1] chars):
    containers = markup.containers
    cdef const int[::1] own = markup.places, ends = containers.ends, links = markup.link_chars
    cdef const int[::1] parents = containers.parents, depths = containers.depths, spine = places.spine
    cdef const int[:, ::1] ancestors = places.ancestors
    cdef const double[::1] good = places.good_held
    cdef double total = places.good_total
    cdef Py_ssize_t containers_count = ends.shape[0], count = own.shape[0], i, step, row
    cdef int place
    cdef vector[double] linked = vector[double](containers_count + 1)  # running sums
    cdef vector[double] text = vector[double](containers_count + 1), blocks = vector[double](containers_count + 1)
    cdef vector[int] branch = vector[int](containers_count)
    for i in range(count):
        linked[own[i] + 1] += links[i]
        text[own[i] + 1] += chars[i]
        blocks[own[i] + 1] += 1
    for i in range(containers_count):
        linked[i + 1] += linked[i]
        text[i + 1] += text[i]
        blocks[i + 1] += blocks[i]
        branch[i] = <int> i if parents[i] < 0 or depths[i] - depths[spine[i]] <= 1 else <int> branch[parents[i]]
    for i in range(containers_count):  # what is held: the sum up to its end, less the one before it
        linked[i] = linked[ends[i]] - linked[i]
        text[i] = text[ends[i]] - text[i]
        blocks[i] = blocks[ends[i]] - blocks[i]
    table = np.zeros((len(container_features.SHARES), count), np.float32)
    cdef float[:, ::1] rows = table
    for i in range(count):
        rows[0, i] = linked[own[i]] / max(<double> text[own[i]], 1.0)
        for step in range(4):
            place = ancestors[step, i] if step < 3 else branch[own[i]]
            row = 1 + 4 * step
            rows[row, i] = good[place] / total
            rows[row + 1, i] = linked[place] / max(<double> text[place], 1.0)
            rows[row + 2, i] = blocks[place]
            if step < 3:
                rows[row + 3, i] = text[place] / max(<double> blocks[place], 1.0)
    return columns_of(container_features.SHARES, table)


def weight_columns(markup, places, weights):
    cdef const int[::1] own = markup.places, parents = markup.containers.parents, kinds = markup.containers.kinds
    cdef const double[:, ::1] by_kind = weights.by_kind
    cdef const double[::1] sums = weights.summed
    cdef const int[::1] spine = places.spine
    cdef const int[:, ::1] ancestors = places.ancestors
    cdef Py_ssize_t i, step
    cdef int place, above, kind
    cdef double weight
    cdef vector[double] lowest = vector[double](parents.shape[0]), below = vector[double](parents.shape[0])
    table = np.zeros((len(container_features.WEIGHTS), own.shape[0]), np.float32)
    cdef float[:, ::1] rows = table
    for place in range(parents.shape[0]):
        weight = by_kind[kinds[place], 0]
        above = parents[place]
        lowest[place] = min(weight, <double> lowest[above]) if above >= 0 else weight
        if spine[place] != place:
            below[place] = min(weight, <double> below[above]) if above >= 0 else weight
    for i in range(own.shape[0]):
        place = own[i]
        rows[0, i] = sums[place]
        rows[1, i] = sums[place] - sums[spine[place]]
        rows[2, i] = lowest[place]
        rows[3, i] = below[place]
        rows[4, i] = by_kind[kinds[place], 0] + by_kind[kinds[place], 1]
        for step in range(2):
            kind = kinds[ancestors[step, i]]
            rows[5 + step, i] = by_kind[kind, 0] + by_kind[kind, 1]
    return columns_of(container_features.WEIGHTS, table)


def direct_columns(markup, places, const double[::1] good):
    containers = markup.containers
    cdef const int[::1] own = markup.places, parents = containers.parents, depths = containers.depths
    cdef const int[::1] kinds = containers.kinds, parent = places.ancestors[0]
    cdef const unsigned char[::1] is_article = bytes([kind[0] == "article" for kind in containers.kind_table])
    cdef double total = places.good_total
    cdef int main = places.main_container, modal = 0, first = -1, last = -1, place, above
    cdef Py_ssize_t count = own.shape[0], i
    cdef vector[double] direct = vector[double](parents.shape[0])
    cdef vector[int] articles = vector[int](parents.shape[0])  # the nearest that each is or lies in
    for i in range(count):
        direct[parent[i]] += good[i]
    for place in range(parents.shape[0]):
        above = parents[place]
        articles[place] = place if is_article[kinds[place]] else <int> articles[above] if above >= 0 else -1
        if direct[place] > direct[modal]:
            modal = place
    for i in range(count):
        if parent[i] == modal and good[i] > 0:
            if first < 0:
                first = <int> i
            last = <int> i
    first, last = max(first, 0), max(last, 0)
    table = np.zeros((len(container_features.DIRECT), count), np.float32)
    cdef float[:, ::1] rows = table
    for i in range(count):
        place = own[i]
        rows[0, i] = depths[place]
        rows[1, i] = depths[place] - depths[main]
        rows[2, i] = direct[parent[i]] / total
        rows[3, i] = direct[parent[i]] / max(<double> direct[modal], 1.0)
        rows[4, i] = depths[place] - depths[modal] - 1
        rows[5, i] = min(max(<int> i - first, -FAR_IN_MODAL), FAR_IN_MODAL)
        rows[6, i] = min(max(last - <int> i, -FAR_IN_MODAL), FAR_IN_MODAL)
        rows[7, i] = 0 if articles[place] < 0 else 1 if articles[place] == articles[modal] else 2
    return columns_of(container_features.DIRECT, table)
