# distutils: language = c++
"""newsspider.page.index in compiled code: the same elements, in a fifth of the time.

A test holds the two equal.
"""

from cython.operator cimport dereference
from libc.stdint cimport uint64_t
from libc.string cimport strcmp, strlen
from libcpp.string cimport string
from libcpp.unordered_map cimport unordered_map
from libcpp.vector cimport vector
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Document, _Element, attributeValue, elementFactory, import_lxml__etree

from newsspider.page.index import INDEXED_TAGS, NAME_CHARS, SUSPECTS, TEXT_TAGS, Index

import_lxml__etree()

cdef enum:  # what an element may be
    INDEXED = 1
    TEXT = 2
    LINK = 4
    HEADING = 8

cdef size_t MOST_CHARS = NAME_CHARS
cdef uint64_t ALL = <uint64_t> -1
cdef dict ROLES = {}
for tag in INDEXED_TAGS:
    ROLES[tag] = INDEXED
for tag in TEXT_TAGS:
    ROLES[tag] = ROLES.get(tag, 0) | (LINK if tag == "a" else HEADING if tag == "h1" else TEXT)

# Each part of a name has a bit. Those of the parts that begin with a letter, and of those that it comes second and
# third in, leave hardly any to be compared at a place: a look takes a sixth of the time of looking for each part.
cdef vector[string] PARTS
cdef uint64_t[3][256] BITS
cdef vector[uint64_t] NAMES, ADDRESSES  # the parts' bits of each kind of suspect


cdef add_part(str part):
    cdef uint64_t bit = <uint64_t> 1 << PARTS.size()
    cdef bytes letters = part.encode()
    cdef int place, letter
    if PARTS.size() == 64:
        raise ValueError("more parts of names than bits")
    PARTS.push_back(letters)
    for place in range(3):
        for letter in range(256):
            if place >= len(letters) or lower(letter) == letters[place]:
                BITS[place][letter] |= bit
    return bit


cdef uint64_t bits_of(parts, dict known) except? 0:
    cdef uint64_t bits = 0
    for part in parts:
        if part not in known:
            known[part] = add_part(part)
        bits |= <uint64_t> known[part]
    return bits


cdef inline unsigned char lower(unsigned char letter) noexcept nogil:
    return letter | 0x20 if 65 <= letter <= 90 else letter


cdef learn():
    cdef dict known = {}
    for suspicion in SUSPECTS.values():
        NAMES.push_back(bits_of(suspicion.names, known))
        ADDRESSES.push_back(bits_of(suspicion.addresses, known))


learn()


cdef uint64_t parts_in(const char* value) noexcept nogil:
    """Return the bits of the parts that the beginning of `value`, lower-case, holds."""
    cdef const unsigned char* text = <const unsigned char*> value
    cdef uint64_t found = 0, may_begin
    cdef size_t at, size = head_size(value)
    for at in range(size):
        may_begin = BITS[0][text[at]] & BITS[1][text[at + 1]]  # at its end a text has a 0
        if may_begin and text[at + 1]:
            may_begin &= BITS[2][text[at + 2]]
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
            if lower(text[i]) != <unsigned char> PARTS[number][i]:
                break
        else:
            found |= <uint64_t> 1 << number
    return found


cdef size_t head_size(const char* value) noexcept nogil:
    """Return the size of the first NAME_CHARS characters."""
    cdef size_t size = strlen(value), at = 0, chars = 0
    if size <= MOST_CHARS:
        return size
    while at < size:
        if (value[at] & 0xC0) != 0x80:
            chars += 1
            if chars > MOST_CHARS:
                return at
        at += 1
    return size


cdef class Pass:
    cdef dict elements
    cdef list suspects
    cdef _Document doc
    cdef unordered_map[size_t, int] roles  # libxml2 keeps each name once: its address stands for it
    cdef uint64_t names, addresses  # bits of the parts that the last element's names and its address hold
    cdef bint is_authors

    def __cinit__(self, _Element root):
        self.doc = root._doc
        self.elements = {tag: [] for tag in INDEXED_TAGS}
        self.suspects = [[] for _ in SUSPECTS]

    cdef int role_of(self, tree.xmlNode* node) except -1:
        cdef size_t name = <size_t> node.name
        cdef int role
        if node.ns is not NULL:
            return 0
        found = self.roles.find(name)
        if found != self.roles.end():
            return dereference(found).second
        role = ROLES.get((<bytes> node.name).decode(), 0)
        self.roles[name] = role
        return role

    cdef look_at(self, tree.xmlNode* node):
        cdef int role = self.role_of(node)
        cdef size_t kind
        element = None
        if role & INDEXED:
            element = elementFactory(self.doc, node)
            (<list> self.elements[element.tag]).append(element)
        if not role & (TEXT | LINK | HEADING):
            return
        self.read(node, role)
        for kind in range(NAMES.size()):
            if role & HEADING or self.is_authors or self.names & NAMES[kind] or self.addresses & ADDRESSES[kind]:
                if element is None:
                    element = elementFactory(self.doc, node)
                (<list> self.suspects[kind]).append(element)

    cdef read(self, tree.xmlNode* node, int role):
        """Read what an element's class, and its itemprop or address, say."""
        cdef tree.xmlAttr* attribute = node.properties
        cdef const char* name
        self.names = self.addresses = 0
        self.is_authors = False
        while attribute is not NULL:
            name = <const char*> attribute.name
            if attribute.ns is not NULL:
                pass
            elif name[0] == 99 and not strcmp(name, "class"):
                self.names |= self.parts_of(node, attribute)
            elif name[0] == 105 and not role & LINK and not strcmp(name, "itemprop"):
                self.names |= self.parts_of(node, attribute)
            elif name[0] == 104 and role & LINK and not strcmp(name, "href"):
                self.addresses = self.parts_of(node, attribute)
            elif name[0] == 114 and role & LINK and not strcmp(name, "rel"):
                self.is_authors = attributeValue(node, attribute) == "author"
            attribute = attribute.next

    cdef uint64_t parts_of(self, tree.xmlNode* node, tree.xmlAttr* attribute) except? 0:
        if attribute.children is NULL:
            return 0
        if attribute.children.next is NULL and attribute.children.content is not NULL:
            return parts_in(<const char*> attribute.children.content)
        value = attributeValue(node, attribute).encode()
        return parts_in(value)

    cdef over(self, tree.xmlNode* top):
        cdef tree.xmlNode* node = top
        while True:
            if node.type == tree.XML_ELEMENT_NODE:
                self.look_at(node)
                if node.children is not NULL:
                    node = node.children
                    continue
            while node is not top and node.next is NULL:
                node = node.parent
            if node is top:
                return
            node = node.next


def index_tree(_Element root not None):
    """Return the elements that newsspider.page.index.index_tree() does."""
    cdef Pass found = Pass(root)
    found.over(root._c_node)
    return Index(found.elements, dict(zip(SUSPECTS, found.suspects)))
