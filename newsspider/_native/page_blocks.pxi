# newsspider._native.page_blocks in compiled code.

cdef double SURE_OF_BLOCK = page_blocks.SURE
cdef int LI_FLAG = Flag.LI, TABLE_FLAG = Flag.TABLE


def body_values(texts, probabilities, chosen):
    cdef Py_ssize_t count = len(texts), kept_count = len(chosen), i, k
    cdef double total = 0, expected = 0, sure = 0, kept = 0, squares = 0, longest = 0, chances = 0, span = 0
    cdef double mean, off, chance
    cdef vector[double] chars = vector[double](count), chance_of = vector[double](count)
    for i in range(count):
        chars[i] = len(texts[i])
        chance = chance_of[i] = probabilities[i]
        total += chars[i]
        expected += chars[i] * chance
        if chance > SURE_OF_BLOCK:
            sure += chars[i]
    for k in range(kept_count):
        i = chosen[k]
        kept += chars[i]
        longest = max(longest, <double> chars[i])
        chances += chance_of[i]
    mean = kept / max(kept_count, 1)
    for k in range(kept_count):
        i = chosen[k]
        off = chars[i] - mean
        squares += off * off
    if kept_count:
        for i in range(<Py_ssize_t> chosen[0], <Py_ssize_t> chosen[kept_count - 1] + 1):
            span += chars[i]
    total = max(total, 1.0)
    return {
        "blocks": <double> count,
        "page_chars": total,
        "body_blocks": <double> kept_count,
        "body_chars": kept,
        "body_share": kept / total,
        "expected_chars": expected,
        "expected_share": expected / total,
        "sure_chars": sure,
        "longest": longest,
        "mean_chars": mean,
        "spread": sqrt(squares / max(kept_count, 1)),
        "mean_probability": chances / max(kept_count, 1),
        "span_share": kept / max(span, 1.0),
    }


def markup_values(texts, markup, chosen):
    containers = markup.containers
    cdef const int[::1] places = markup.places, flags = containers.flags, kinds = containers.kinds
    cdef const int[::1] links = markup.link_chars, counts = markup.link_counts, emphasis = markup.emphasis_chars
    cdef Py_ssize_t count = len(texts), i, k
    cdef double chars, total = 0, kept = 0, linked = 0, kept_links = 0, kept_emphasis = 0
    cdef double headings = 0, items = 0, tables = 0, kept_headings = 0, kept_items = 0
    cdef long long link_count = 0, articles = 0
    cdef int flag
    cdef vector[char] is_kept = vector[char](count), is_article
    if not count:
        return dict.fromkeys(page_blocks.MARKUP_VALUES, -1.0)
    for k in range(len(chosen)):
        is_kept[<Py_ssize_t> chosen[k]] = 1
    for kind in containers.kind_table:
        is_article.push_back(kind[0] == "article")
    for i in range(count):
        chars = len(texts[i])
        flag = flags[places[i]]
        total += chars
        linked += links[i]
        link_count += counts[i]
        if flag & HEADING_FLAG:
            headings += chars
        if flag & LI_FLAG:
            items += chars
        if flag & TABLE_FLAG:
            tables += chars
        if is_kept[i]:
            kept += chars
            kept_links += links[i]
            kept_emphasis += emphasis[i]
            if flag & HEADING_FLAG:
                kept_headings += chars
            if flag & LI_FLAG:
                kept_items += chars
    for i in range(kinds.shape[0]):
        articles += is_article[kinds[i]]
    kept = max(kept, 1.0)
    values = (
        <double> link_count, linked / total, kept_links / kept, kept_emphasis / kept, headings / total, items / total,
        tables / total, kept_headings / kept, kept_items / kept, <double> articles,
    )
    return dict(zip(page_blocks.MARKUP_VALUES, values, strict=True))
