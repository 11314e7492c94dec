# newsspider._native.inline in compiled code, on libxml2's own nodes; addresses and images are left to the Python there.

cdef enum:
    ENDING, SKIPPED, A_BREAK, AN_IMAGE, WALKED, A_LINK, NAMED  # NAMED and above: in the output, as INLINE_NAMES[role - NAMED]

cdef vector[string] INLINE_NAMES = [name.encode() for name in sorted(set(KEPT.values()))]
cdef unordered_map[string, int] INLINE_ROLES = {
    **{tag.encode(): SKIPPED for tag in DROPPED},
    **{tag.encode(): WALKED for tag in TRANSPARENT},
    **{tag.encode(): NAMED + sorted(set(KEPT.values())).index(name) for tag, name in KEPT.items()},
    b"br": A_BREAK,
    b"img": AN_IMAGE,
    b"a": A_LINK,
}
cdef size_t MOST_INLINE = MOST_OPEN


cdef class Inline:
    """The parts of one element as they grow."""

    cdef object base_url
    cdef _Document doc
    cdef list parts
    cdef string piece, name
    cdef vector[string] starts, ends  # of the elements that are open
    cdef bint has_text, after_break

    cdef read(self, _Element element):
        cdef tree.xmlNode* parent = element._c_node
        cdef tree.xmlNode* node = parent.children
        cdef vector[bint] is_open  # of each element that the walk is in
        cdef int role
        self.doc = element._doc
        while True:
            if node is NULL:
                if is_open.empty():
                    break
                node = parent.next
                parent = parent.parent
                if is_open.back():
                    self.piece.append(self.ends.back())
                    self.starts.pop_back()
                    self.ends.pop_back()
                is_open.pop_back()
                continue
            if is_text(node):
                self.text(node)
            elif node.type == tree.XML_ELEMENT_NODE:
                role = self.role_of(node)
                if role >= WALKED and may_be_unseen(node) and markup.is_unseen(elementFactory(self.doc, node)):
                    node = node.next
                    continue
                if role >= WALKED:
                    is_open.push_back(self.start(node, role))
                    parent = node
                    node = node.children
                    continue
                self.leaf(node, role)
            node = node.next
        self.flush()

    cdef int role_of(self, tree.xmlNode* node):
        if node.ns is not NULL and node.ns.href is not NULL:
            return ENDING
        self.name.assign(<const char*> node.name)
        found = INLINE_ROLES.find(self.name)
        return dereference(found).second if found != INLINE_ROLES.end() else ENDING

    cdef bint start(self, tree.xmlNode* node, int role) except -1:
        """Open the inline element; return whether there is an end tag to write."""
        self.after_break = False
        if role == WALKED or self.starts.size() >= MOST_INLINE:
            return False
        if role == A_LINK and self.starts_plainly(node):
            self.ends.push_back(b"</a>")
        elif role == A_LINK:
            url = link_url(attributeValueFromNsName(node, NULL, <const unsigned char*> b"href"), self.base_url)
            if not url:
                return False
            self.starts.push_back(f'<a href="{escape(url)}">'.encode("utf-8", "surrogatepass"))
            self.ends.push_back(b"</a>")
        else:
            self.starts.push_back(b"<" + INLINE_NAMES[role - NAMED] + b">")
            self.ends.push_back(b"</" + INLINE_NAMES[role - NAMED] + b">")
        self.piece.append(self.starts.back())
        return True

    cdef bint starts_plainly(self, tree.xmlNode* node):
        """Begin a link whose address stays as it is written, as most; return whether it is such a one."""
        cdef const char* url = value_of(node, b"href")
        if url is NULL or not is_plain_url(url):
            return False
        self.starts.push_back(b'<a href="')
        self.starts.back().append(url)
        self.starts.back().append(b'">')
        return True

    cdef leaf(self, tree.xmlNode* node, int role):
        """Read an element whose inside is not walked."""
        if role == A_BREAK:
            if self.after_break:
                self.flush()
            self.piece.push_back(10)
            self.after_break = True
        elif role == AN_IMAGE:
            self.after_break = False
            self.piece.append(<string> image_html(elementFactory(self.doc, node), self.base_url).encode("utf-8", "surrogatepass"))
        elif role == ENDING:
            self.flush()
            self.after_break = False

    cdef void text(self, tree.xmlNode* node):
        """Add a piece of text."""
        cdef const char* at = <const char*> node.content
        cdef size_t plain
        if at is NULL or not at[0]:
            return
        if not is_blank(at, strlen(at)):
            self.has_text, self.after_break = True, False
        while True:
            plain = strcspn(at, b"&<>")
            self.piece.append(at, plain)
            at += plain
            if not at[0]:
                break
            self.piece.append(b"&amp;" if at[0] == 38 else b"&lt;" if at[0] == 60 else b"&gt;")
            at += 1

    cdef flush(self):
        """End a part, and go on in the next with the same elements open."""
        cdef size_t i
        cdef string ends
        if self.has_text:
            for i in range(self.ends.size(), 0, -1):
                ends.append(self.ends[i - 1])
            part = PyUnicode_DecodeUTF8(self.piece.data(), self.piece.size(), "surrogatepass").strip()
            self.parts.append(part + PyUnicode_DecodeUTF8(ends.data(), ends.size(), NULL) if ends.size() else part)
        self.piece.clear()
        for i in range(self.starts.size()):
            self.piece.append(self.starts[i])
        self.has_text = False


cdef const char* value_of(tree.xmlNode* node, const char* name) noexcept nogil:
    """Return the value of an attribute where it is one text; NULL elsewhere."""
    cdef tree.xmlAttr* attribute = node.properties
    while attribute is not NULL:
        if attribute.ns is NULL and not strcmp(<const char*> attribute.name, name):
            if attribute.children is NULL or attribute.children.next is not NULL:
                return NULL
            return <const char*> attribute.children.content
        attribute = attribute.next
    return NULL


cdef bint is_plain_url(const char* url) noexcept nogil:
    """Return whether link_url() and escape() leave an address as it is: one without "&" that is plain there."""
    cdef const unsigned char* at = <const unsigned char*> url
    cdef const unsigned char* begun
    if strncmp(url, b"http", 4):
        return False
    at += 5 if at[4] == 115 else 4  # "s"
    if strncmp(<const char*> at, b"://", 3):
        return False
    at = begun = at + 3
    while at[0] == 45 or at[0] == 46 or 48 <= at[0] <= 57 or 97 <= at[0] | 0x20 <= 122:  # "-" and "."
        at += 1
    if not 1 <= at - begun <= 255:
        return False
    if at[0] == 47:  # "/"
        at = begun = at + 1
        while IN_URL[at[0]] and at[0] != 39:  # "'"
            at += 1
        if at - begun > 3000:
            return False
    return not at[0]


def inline_parts(_Element element, base_url):
    """Return the HTML of each block that lies directly in `element`, in the order of the blocks."""
    cdef Inline inline = Inline()
    inline.base_url, inline.parts = base_url, []
    inline.read(element)
    return inline.parts


def blocks_html(texts, const int[::1] places, elements, chosen, base_url):
    """Return the inline HTML of each of the `chosen` blocks; `places` are the indices of the blocks' elements."""
    cdef Py_ssize_t i, next_chosen = 0, count = len(chosen)
    cdef vector[int] numbers = vector[int](len(elements), -1)  # of the blocks that each element has held so far
    cdef dict parts = {}
    cdef list html = [], own
    cdef int place, number
    for i in chosen:
        numbers[places[i]] = 0
    for i in range(<Py_ssize_t> chosen[count - 1] + 1 if count else 0):
        place = places[i]
        number = numbers[place]
        if number < 0:
            continue
        numbers[place] = number + 1
        if i != <Py_ssize_t> chosen[next_chosen]:
            continue
        next_chosen += 1
        own = parts.get(place)
        if own is None:
            own = parts[place] = inline_parts(elements[place], base_url)
        html.append(own[number] if number < len(own) else escaped(texts[i]))
    return html
