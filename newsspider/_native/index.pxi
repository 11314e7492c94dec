# newsspider._native.index in compiled code, on libxml2's own nodes: the same elements, in a tenth of the time.

cdef enum:  # what an element may be
    IS_INDEXED = 1
    IS_TEXT = 2
    IS_LINK = 4
    IS_HEADING = 8
    HAS_OWN_CONTENT = 16
    TAG_SHIFT = 5  # above it stands which of INDEXED_TAGS it is

cdef size_t MOST_NAME_CHARS = NAME_CHARS
cdef uint64_t ALL = <uint64_t> -1
cdef dict INDEX_ROLES = {}
for number, tag in enumerate(INDEXED_TAGS):
    INDEX_ROLES[tag] = IS_INDEXED | number << TAG_SHIFT | (HAS_OWN_CONTENT if tag in OWN_CONTENT_TAGS else 0)
for tag in TEXT_TAGS:
    INDEX_ROLES[tag] = INDEX_ROLES.get(tag, 0) | (IS_LINK if tag == "a" else IS_HEADING if tag == "h1" else IS_TEXT)

# Each part of a name has a bit. Those of the parts that begin with a letter, and of those that it comes second and
# third in, leave hardly any to be compared at a place: a look takes a sixth of the time of looking for each part.
cdef vector[string] PARTS
cdef uint64_t[3][256] PART_BITS
cdef vector[uint64_t] NAME_BITS, ADDRESS_BITS  # the parts' bits of each kind of hints
cdef vector[bint] TELLS_DATE  # whether attributes with a date count for it


cdef add_part(str part):
    cdef uint64_t bit = <uint64_t> 1 << PARTS.size()
    cdef bytes letters = part.encode()
    cdef int place, letter
    if PARTS.size() == 64:
        raise ValueError("more parts of names than bits")
    PARTS.push_back(letters)
    for place in range(3):
        for letter in range(256):
            if place >= len(letters) or lower_byte(letter) == letters[place]:
                PART_BITS[place][letter] |= bit
    return bit


cdef uint64_t bits_of(parts, dict known) except? 0:
    cdef uint64_t bits = 0
    for part in parts:
        if part not in known:
            known[part] = add_part(part)
        bits |= <uint64_t> known[part]
    return bits


cdef inline unsigned char lower_byte(unsigned char letter) noexcept nogil:
    return letter | 0x20 if 65 <= letter <= 90 else letter


cdef learn():
    cdef dict known = {}
    for hints in NAME_HINTS.values():
        NAME_BITS.push_back(bits_of(hints.names, known))
        ADDRESS_BITS.push_back(bits_of(hints.addresses, known))
        TELLS_DATE.push_back(hints.tells_date)


learn()


cdef uint64_t parts_in(const char* value) noexcept nogil:
    """Return the bits of the parts that the beginning of `value`, lower-case, holds."""
    cdef const unsigned char* text = <const unsigned char*> value
    cdef uint64_t found = 0, may_begin
    cdef size_t at, size = head_size(value)
    for at in range(size):
        may_begin = PART_BITS[0][text[at]] & PART_BITS[1][text[at + 1]]  # at its end a text has a 0
        if may_begin and text[at + 1]:
            may_begin &= PART_BITS[2][text[at + 2]]
        if may_begin & ~found:
            found |= parts_at(text + at, size - at, may_begin & ~found)
    return found


cdef uint64_t parts_at(const unsigned char* text, size_t size, uint64_t bits) noexcept nogil:
    """Return those of `bits` whose parts `text` begins with."""
    cdef uint64_t found = 0
    cdef size_t number, i
    for number in range(PARTS.size()):
        if not bits >> number & 1 or PARTS[number].size() > size:
            continue
        for i in range(PARTS[number].size()):
            if lower_byte(text[i]) != <unsigned char> PARTS[number][i]:
                break
        else:
            found |= <uint64_t> 1 << number
    return found


cdef size_t head_size(const char* value) noexcept nogil:
    """Return the size of the first NAME_CHARS characters."""
    cdef size_t size = strlen(value), at = 0, chars = 0
    if size <= MOST_NAME_CHARS:
        return size
    while at < size:
        if (value[at] & 0xC0) != 0x80:
            chars += 1
            if chars > MOST_NAME_CHARS:
                return at
        at += 1
    return size


cdef inline bint may_tell_date(const char* value) noexcept nogil:
    """Return whether a value begins as MACHINE_DATE does: with the digits of a year, or of seconds since 1970."""
    return (value[0] == 49 or value[0] == 50) and 48 <= value[1] <= 57 and 48 <= value[2] <= 57 and 48 <= value[3] <= 57


cdef bytes PROP = MARKS[0].encode(), SCOPE = MARKS[1].encode(), TYPE = MARKS[2].encode()


cdef bint is_marked(tree.xmlNode* node):
    cdef tree.xmlAttr* attribute = node.properties
    cdef const char* name
    while attribute is not NULL:
        name = <const char*> attribute.name
        if attribute.ns is NULL and name[0] == 105 and (  # "i"
            not strcmp(name, PROP) or not strcmp(name, SCOPE) or not strcmp(name, TYPE)
        ):
            return True
        attribute = attribute.next
    return False


cdef list elements_of(_Document doc, int count):
    """Return `count` empty Elements of a document."""
    cdef list documents = [doc], found = []
    cdef Elements elements
    for _ in range(count):
        elements = Elements()
        elements.documents = documents
        found.append(elements)
    return found


cdef class Indexing:
    cdef list elements, hinted  # Elements of each of INDEXED_TAGS and of NAME_HINTS
    cdef list marked, ends
    cdef _Document doc
    cdef unordered_map[size_t, int] roles  # libxml2 keeps each name once: its address stands for it
    cdef uint64_t names, addresses  # bits of the parts that the last element's names and its address hold
    cdef bint is_authors, tells_date

    def __cinit__(self, _Element root):
        self.doc = root._doc
        self.elements = elements_of(self.doc, len(INDEXED_TAGS))
        self.hinted = elements_of(self.doc, len(NAME_HINTS))
        self.marked, self.ends = [], []

    cdef int role_of(self, tree.xmlNode* node) except -1:
        cdef size_t name = <size_t> node.name
        cdef int role
        if node.ns is not NULL:
            return 0
        found = self.roles.find(name)
        if found != self.roles.end():
            return dereference(found).second
        tag = (<bytes> node.name).decode()
        listed = indexed_as(tag)
        role = INDEX_ROLES.get(listed, 0) if listed == tag else INDEX_ROLES[listed] & ~IS_TEXT
        self.roles[name] = role
        return role

    cdef look_at(self, tree.xmlNode* node):
        cdef int role = self.role_of(node)
        cdef size_t kind
        if role & IS_INDEXED:
            (<Elements> self.elements[role >> TAG_SHIFT]).add(node)
        if not role & (IS_TEXT | IS_LINK | IS_HEADING):
            return
        self.read(node, role)
        for kind in range(NAME_BITS.size()):
            if (
                role & IS_HEADING
                or self.is_authors
                or self.names & NAME_BITS[kind]
                or self.addresses & ADDRESS_BITS[kind]
                or (self.tells_date and TELLS_DATE[kind])
            ):
                (<Elements> self.hinted[kind]).add(node)

    cdef read(self, tree.xmlNode* node, int role):
        """Read what an element's class, its itemprop or address, and what it tells machines say."""
        cdef tree.xmlAttr* attribute = node.properties
        cdef const char* name
        self.names = self.addresses = 0
        self.is_authors = self.tells_date = False
        while attribute is not NULL:
            name = <const char*> attribute.name
            if attribute.ns is not NULL:
                pass
            elif name[0] == 99 and not strcmp(name, "class"):
                self.names |= self.parts_of(node, attribute)
            elif name[0] == 105 and not role & IS_LINK and not strcmp(name, "itemprop"):
                self.names |= self.parts_of(node, attribute)
            elif name[0] == 104 and role & IS_LINK and not strcmp(name, "href"):
                self.addresses = self.parts_of(node, attribute)
            elif name[0] == 114 and role & IS_LINK and not strcmp(name, "rel"):
                self.is_authors = attributeValue(node, attribute) == "author"
            elif name[0] == 116 and not strcmp(name, "title") or name[0] == 100 and not strncmp(name, "data-", 5):
                self.tells_date = self.tells_date or self.is_date(node, attribute)
            elif name[0] == 99 and not role & HAS_OWN_CONTENT and not strcmp(name, "content"):
                self.tells_date = self.tells_date or self.is_date(node, attribute)
            attribute = attribute.next

    cdef bint is_date(self, tree.xmlNode* node, tree.xmlAttr* attribute) except -1:
        cdef tree.xmlNode* value = attribute.children
        if value is NULL or (value.next is NULL and value.content is not NULL and not may_tell_date(<const char*> value.content)):
            return False
        return MACHINE_DATE.match(attributeValue(node, attribute)) is not None

    cdef uint64_t parts_of(self, tree.xmlNode* node, tree.xmlAttr* attribute) except? 0:
        if attribute.children is NULL:
            return 0
        if attribute.children.next is NULL and attribute.children.content is not NULL:
            return parts_in(<const char*> attribute.children.content)
        value = attributeValue(node, attribute).encode()
        return parts_in(value)

    cdef over(self, tree.xmlNode* top):
        cdef tree.xmlNode* node = top
        cdef vector[pair[size_t, Py_ssize_t]] open_  # node, and its index among those that are marked
        while True:
            if node.type == tree.XML_ELEMENT_NODE:
                self.look_at(node)
                if node is not top and is_marked(node):
                    open_.push_back(pair[size_t, Py_ssize_t](<size_t> node, len(self.ends)))
                    self.marked.append(elementFactory(self.doc, node))
                    self.ends.append(0)
                if node.children is not NULL:
                    node = node.children
                    continue
            while True:  # it has been read
                if not open_.empty() and open_.back().first == <size_t> node:
                    self.ends[open_.back().second] = len(self.ends)
                    open_.pop_back()
                if node is top:
                    return
                if node.next is not NULL:
                    node = node.next
                    break
                node = node.parent


def index_tree(_Element root not None):
    """Return the elements that newsspider._native.index.index_tree() does."""
    cdef Indexing found = Indexing(root)
    found.over(root._c_node)
    return Index(
        dict(zip(INDEXED_TAGS, found.elements)), dict(zip(NAME_HINTS, found.hinted)), Marked(found.marked, found.ends)
    )


def attributes_of(elements, names):
    """Return for each element its attributes of these names, None for those that it has not."""
    cdef list found = [], keys = [name.encode() for name in names]
    cdef size_t i
    if isinstance(elements, Elements):  # none of which has to become an object of Python's
        for i in range((<Elements> elements).nodes.size()):
            found.append(attributes_of_node((<Elements> elements).nodes[i].node, keys))
    else:
        for element in elements:
            found.append(attributes_of_node((<_Element?> element)._c_node, keys))
    return found


cdef tuple attributes_of_node(tree.xmlNode* node, list keys):
    cdef bytes key
    return tuple([attributeValueFromNsName(node, NULL, <const unsigned char*> key) for key in keys])
