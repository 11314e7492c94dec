# newsspider._native.written_html in compiled code: one look at each byte, in a twentieth of the pattern's time.

ctypedef const unsigned char* Bytes  # in UTF-8, with a NUL behind the last

# Bytes that need no further look. NUL is in none, and of U+0080 to U+00A0 the first, C2, is in none.
cdef unsigned char[256] IN_TEXT, IN_ALT, IN_URL
for code in range(256):
    IN_ALT[code] = code >= 32 and code not in b"<>&\"\x7f\xc2"
    IN_TEXT[code] = IN_ALT[code] or code in b"\t\n\""
    IN_URL[code] = code < 128 and (chr(code).isalnum() or code in b"_/.,~%+=;:@!$*()'?#-")

cdef vector[string] IN_TEXT_ENTITIES = [b"amp;", b"lt;", b"gt;", b"nbsp;"], IN_ALT_ENTITIES = [b"amp;", b"nbsp;", b"quot;"]
cdef vector[string] IN_LINK_TAGS = [b"strong>", b"/strong>", b"em>", b"/em>", b"code>", b"/code>",
                                    b"sub>", b"/sub>", b"sup>", b"/sup>"]
cdef vector[string] PLAIN_TAGS = [
    slash + name + b">"
    for name in (b"p", b"strong", b"em", b"li", b"h2", b"h3", b"figure", b"figcaption", b"ul", b"ol", b"blockquote",
                 b"tr", b"td", b"th", b"table", b"h4", b"h5", b"h6", b"code", b"sub", b"sup", b"pre")
    for slash in (b"", b"/")
]
cdef string PRE = b"pre>", LINK_TAG = b'a href="', LINK_BEGUN = b'">', LINK_END = b"/a>", IMAGE_TAG = b'img src="'
cdef string ALT = b'" alt="', WIDTH = b'" width="', HEIGHT = b'" height="', IMAGE_END = b'">', AMPERSAND = b"&amp;"
cdef string HTTP = b"http://", HTTPS = b"https://"


cdef inline Bytes behind(Bytes at, const string& part) noexcept nogil:
    """Return what stands behind `part` where `at` begins with it, else NULL, as where `at` is NULL."""
    if at is NULL or strncmp(<const char*> at, part.c_str(), part.size()):
        return NULL
    return at + part.size()


cdef Bytes behind_one(Bytes at, const vector[string]& parts) noexcept nogil:
    cdef size_t i
    for i in range(parts.size()):
        if parts[i][0] == <char> at[0] and not strncmp(<const char*> at, parts[i].c_str(), parts[i].size()):
            return at + parts[i].size()
    return NULL


cdef inline Bytes behind_letters(Bytes at, const unsigned char* known) noexcept nogil:
    while known[at[0]] or (at[0] == 0xC2 and at[1] > 0xA0 and known != IN_URL):
        at += 1
    return at


cdef Bytes behind_url(Bytes at) noexcept nogil:
    """Return what stands behind an address whose host is a name to any parser; NULL where none is."""
    cdef int labels = 0, chars = 0
    cdef bint has_digit = False
    cdef Bytes begun
    begun = at = behind(at, HTTPS) or behind(at, HTTP)
    if at is NULL:
        return NULL
    while at[0] not in b'/?#"':
        if at[0] == 45 or at[0] == 46:  # "-" and "."
            if not 1 <= chars <= 30:
                return NULL
            labels, chars, has_digit = labels + 1, 0, False
        elif 48 <= at[0] <= 57:
            chars, has_digit = chars + 1, True
        elif 97 <= at[0] | 0x20 <= 122:
            chars += 1
        else:
            return NULL
        at += 1
    if not (1 <= labels <= 9 and 2 <= chars <= 20) or has_digit or at - begun > 60:
        return NULL
    if at[0] == 34:
        return at
    at = behind_letters(at + 1, IN_URL)
    while behind(at, AMPERSAND) is not NULL:
        at = behind_letters(behind(at, AMPERSAND), IN_URL)
    return at


cdef Bytes behind_image(Bytes at) noexcept nogil:
    """Return what stands behind the rest of an image's tag; NULL where that is not plain."""
    at = behind(behind_url(at), ALT)
    if at is NULL:
        return NULL
    at = behind_letters(at, IN_ALT)
    while at[0] == 38:  # "&"
        at = behind_one(at + 1, IN_ALT_ENTITIES)
        if at is NULL:
            return NULL
        at = behind_letters(at, IN_ALT)
    at = behind_size(at, WIDTH)
    at = behind_size(at, HEIGHT)
    return behind(at, IMAGE_END)


cdef Bytes behind_size(Bytes at, const string& name) noexcept nogil:
    """Return the quotation mark behind a width or height; `at` itself where none is."""
    cdef Bytes found = behind(at, name)
    cdef int digits = 0
    if found is NULL:
        return at
    while digits < 5 and 48 <= found[digits] <= 57:
        digits += 1
    return found + digits if digits else NULL


cdef Bytes behind_tag(Bytes at, bint* in_link) noexcept nogil:
    cdef Bytes found = behind(at, IMAGE_TAG)
    if found is not NULL:
        return behind_image(found)
    if in_link[0]:
        found = behind(at, LINK_END)
        if found is NULL:
            return behind_one(at, IN_LINK_TAGS)
        in_link[0] = False
        return found
    found = behind(at, LINK_TAG)
    if found is not NULL:
        in_link[0] = True
        return behind(behind_url(found), LINK_BEGUN)
    found = behind(at, PRE)
    if found is not NULL and found[0] == 10:
        return NULL
    return behind_one(at, PLAIN_TAGS)


def is_plain_html(given):
    held = utf8(plain_text(given))
    cdef Bytes at = bytes_of(held)
    cdef Bytes end = at + len(held)
    cdef bint in_link = False
    while True:
        at = behind_letters(at, IN_TEXT)
        if at[0] == 38:  # "&"
            at = behind_one(at + 1, IN_TEXT_ENTITIES)
        elif at[0] == 60:  # "<"
            at = behind_tag(at + 1, &in_link)
        else:
            return at == end and not in_link
        if at is NULL:
            return False
