# newsspider._native.walk in compiled code, on libxml2's own nodes: the same columns, in a fifth of the time.

cdef array.array NO_INTS = array.array("i")
NEW = tuple.__new__  # of a named tuple, without its call in Python

cdef int BLOCK = Role.BLOCK, LINK = Role.LINK, STRONG = Role.STRONG, BREAK = Role.BREAK
cdef int SKIP = Role.SKIP, IMAGE = Role.IMAGE, SHADOW = Role.SHADOW
cdef int LINK_FLAG = Flag.LINK
cdef vector[string] TELLING_NAMES = [name.encode() for name in (*sorted(NAMING), *(TELLING - NAMING))]
cdef int NAMING_COUNT = len(NAMING)  # the first of them
cdef int MOST_CHARS = NAME_CHARS, MOST_TOKENS = TOKENS_PER_NAME
cdef int FEWEST_TOKEN_CHARS = min(TOKEN_CHARS), MOST_TOKEN_CHARS = max(TOKEN_CHARS)


cdef struct Place:
    tree.xmlNode* node
    Py_ssize_t document


cdef class Elements:
    """A sequence of elements, each of which becomes an object of Python's where somebody asks for it."""

    cdef list documents
    cdef vector[Place] nodes

    def __len__(self):
        return self.nodes.size()

    def __getitem__(self, at):
        cdef Py_ssize_t i, count = self.nodes.size()
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(count))]
        i = at + count if at < 0 else at
        if not 0 <= i < count:
            raise IndexError("no such element")
        return elementFactory(<_Document> self.documents[self.nodes[i].document], self.nodes[i].node)

    cdef add(self, tree.xmlNode* node):
        """Add an element of the last document."""
        self.nodes.push_back(Place(node, len(self.documents) - 1))

    cdef Elements at(self, vector[int]* indices):
        cdef Elements found = Elements()
        cdef size_t i
        found.documents = self.documents
        found.nodes.reserve(indices.size())
        for i in range(indices.size()):
            found.nodes.push_back(self.nodes[indices.at(i)])
        return found


cdef struct Frame:
    tree.xmlNode* node
    int place
    bint in_link
    bint in_strong
    bint is_block


cdef int append_folded(const char* text, size_t size, string* folded) noexcept nogil:
    """Append `text` with each run of whitespace as one space, none at its ends; return its number of characters."""
    cdef const unsigned char* at = <const unsigned char*> text
    cdef const unsigned char* end = at + size
    cdef const unsigned char* start
    cdef int chars = 0, width
    cdef bint is_begun = False
    while at < end:
        width = white_at(at, end - at)
        if width:
            at += width
            continue
        if is_begun:
            folded.push_back(32)
            chars += 1
        is_begun = True
        start = at
        while at < end and not white_at(at, end - at):
            chars += (at[0] & 0xC0) != 0x80
            at += 1
        folded.append(<const char*> start, at - start)
    return chars


cdef int folded_chars(const char* text, size_t size, string* room) noexcept nogil:
    """Return the number of characters of `text` once it is folded; of texts of one or two characters all count."""
    cdef int chars = 0
    cdef size_t i
    for i in range(size):
        chars += (text[i] & 0xC0) != 0x80
        if chars > 2:
            room.clear()
            return append_folded(text, size, room)
    return chars


cdef class Walk:
    cdef dict roles, kinds_by_token
    cdef Tokens tokens
    cdef list texts, kind_table, documents
    cdef Elements containers, images
    cdef vector[int] places, link_chars, link_counts, emphasis_chars
    cdef vector[int] parents, ends, kinds, flags, depths, image_positions, image_places, kind_flags
    cdef unordered_map[size_t, int] roles_by_name  # libxml2 keeps each name once: its address stands for it
    cdef unordered_map[string, int] kind_ids
    cdef string pieces, folded, room, key, last_key
    cdef bint has_pieces
    cdef int linked, links, emphasised

    def __cinit__(self, dict roles):
        self.roles, self.kinds_by_token, self.tokens = roles, {}, Tokens()
        self.texts, self.kind_table, self.documents = [], [], []
        self.containers, self.images = Elements(), Elements()
        self.containers.documents = self.images.documents = self.documents
        self.has_pieces = False
        self.linked = self.links = self.emphasised = 0

    cdef read(self, _Element body):
        cdef _Document doc = body._doc
        cdef tree.xmlNode* node = body._c_node.children
        cdef vector[Frame] frames
        cdef Frame frame
        cdef int role, inner
        cdef bint in_link = False, in_strong = False, after_break = False
        self.documents.append(doc)
        cdef int place = self.open(body._c_node, -1 if self.parents.empty() else 0, False)
        while True:
            while node is not NULL:
                if is_text(node):
                    node = self.text(node, in_link, in_strong, &after_break)
                    continue
                if node.type != tree.XML_ELEMENT_NODE:  # comments, processing instructions
                    node = node.next
                    continue
                role = self.role_of(node)
                if role == SHADOW:
                    role = BLOCK if is_shadow_root(elementFactory(doc, node)) else SKIP
                if role == BREAK:
                    if after_break and self.has_pieces:
                        self.flush(place)
                    self.pieces.push_back(10)
                    self.has_pieces = after_break = True
                elif role == IMAGE:
                    self.image_positions.push_back(len(self.texts))
                    self.image_places.push_back(place)
                    self.images.add(node)
                    after_break = False
                elif role != SKIP and not (
                    role != BLOCK and may_be_unseen(node) and markup.is_unseen(elementFactory(doc, node))
                ):
                    frames.push_back(Frame(node, place, in_link, in_strong, role == BLOCK))
                    after_break = False
                    if role == BLOCK:
                        if self.has_pieces or self.links:
                            self.flush(place)
                        place = self.open(node, place, in_link)
                    elif role == LINK:
                        self.links += 1
                        in_link = True
                    elif role == STRONG:
                        in_strong = True
                    node = node.children
                    continue
                node = node.next
            if frames.empty():
                break
            frame = frames.back()
            frames.pop_back()
            inner, place, in_link, in_strong = place, frame.place, frame.in_link, frame.in_strong
            if frame.is_block:
                self.ends[inner] = <int> self.ends.size()
                if self.has_pieces or self.links:
                    self.flush(inner)
                    after_break = False
            node = frame.node.next
        self.flush(place)
        self.ends[0] = self.ends[place] = <int> self.ends.size()  # what a second body holds lies in the first

    cdef tree.xmlNode* text(self, tree.xmlNode* node, bint in_link, bint in_strong, bint* after_break):
        """Add the text that begins with `node`; return the node behind it."""
        cdef size_t start = self.pieces.size()
        cdef size_t size
        cdef int chars
        while node is not NULL and is_text(node):
            if node.content is not NULL:
                self.pieces.append(<const char*> node.content)
            node = node.next
        size = self.pieces.size() - start
        if not size:
            return node
        if is_blank(self.pieces.data() + start, size):
            if not self.has_pieces:
                self.pieces.resize(start)
                return node
        else:
            after_break[0] = False
        self.has_pieces = True
        if in_link or in_strong:
            chars = folded_chars(self.pieces.data() + start, size, &self.room)
            if in_link:
                self.linked += chars
            if in_strong:
                self.emphasised += chars
        return node

    cdef flush(self, int place):
        cdef int chars
        self.folded.clear()
        chars = append_folded(self.pieces.data(), self.pieces.size(), &self.folded)
        self.pieces.clear()
        self.has_pieces = False
        if chars:
            self.texts.append(PyUnicode_DecodeUTF8(self.folded.data(), self.folded.size(), NULL))
            self.places.push_back(place)
            self.link_chars.push_back(min(self.linked, chars))
            self.link_counts.push_back(self.links)
            self.emphasis_chars.push_back(min(self.emphasised, chars))
        self.linked = self.links = self.emphasised = 0

    cdef int role_of(self, tree.xmlNode* node) except -1:
        cdef size_t name = <size_t> node.name
        cdef int role
        if node.ns is not NULL:
            return self.roles.get(tag_of(node), BLOCK)
        found = self.roles_by_name.find(name)
        if found != self.roles_by_name.end():
            return dereference(found).second
        role = self.roles.get(tag_of(node), BLOCK)
        self.roles_by_name[name] = role
        return role

    cdef int open(self, tree.xmlNode* node, int parent, bint in_link) except -1:
        cdef int kind = self.kind(node)
        cdef int flags = self.kind_flags[kind]
        if parent >= 0:
            flags |= self.flags[parent]
        if in_link:
            flags |= LINK_FLAG
        self.containers.add(node)
        self.parents.push_back(parent)
        self.ends.push_back(0)
        self.kinds.push_back(kind)
        self.flags.push_back(flags)
        self.depths.push_back(self.depths[parent] + 1 if parent >= 0 else 0)
        return <int> self.parents.size() - 1

    cdef int kind(self, tree.xmlNode* node) except -1:
        cdef tree.xmlAttr* attribute = node.properties
        cdef int number
        self.key.assign(<const char*> node.name)
        if node.ns is not NULL and node.ns.href is not NULL:
            self.key.push_back(32)  # no name holds a space
            self.key.append(<const char*> node.ns.href)
        while attribute is not NULL:
            if telling_index(attribute) >= 0:
                self.key.push_back(0)
                self.key.append(<const char*> attribute.name)
                self.key.push_back(0)
                if attribute.children is not NULL:
                    if attribute.children.next is NULL and attribute.children.content is not NULL:
                        self.key.append(<const char*> attribute.children.content)
                    else:
                        self.key.append(<string> attributeValue(node, attribute).encode())
            attribute = attribute.next
        if self.key == self.last_key:  # as the element before it
            return self.kinds.back()
        self.last_key = self.key
        found = self.kind_ids.find(self.key)
        if found != self.kind_ids.end():
            return dereference(found).second
        number = len(self.kind_table)
        self.kind_ids[self.key] = number
        tag = tag_of(node)
        flags = self.flags_of(tag, node)
        tokens = tokens_of(node, self.tokens)
        self.kind_table.append(NEW(Kind, (tag, flags, tuple(tokens))))
        for token in tokens:
            kinds = self.kinds_by_token.get(token)
            if kinds is None:
                self.kinds_by_token[token] = [number]
            else:
                (<list> kinds).append(number)
        self.kind_flags.push_back(flags)
        return number

    cdef flags_of(self, str tag, tree.xmlNode* node):
        """Return what the tag and the attributes that are no names mean; most elements have none."""
        cdef tree.xmlAttr* attribute = node.properties
        cdef list found = []
        while attribute is not NULL:
            if telling_index(attribute) >= NAMING_COUNT and may_mean(attribute):
                found.append((text_of(attribute.name), attributeValue(node, attribute)))
            attribute = attribute.next
        return kind_of(tag, found).flags if found else TAG_FLAGS.get(tag, 0)

    cdef columns(self):
        cdef list tags = [kind[0] for kind in self.kind_table]
        cdef size_t i
        return Columns(
            self.texts, [tags[self.kinds[self.places[i]]] for i in range(self.places.size())],
            self.containers.at(&self.places), ints(&self.places), ints(&self.link_chars), ints(&self.link_counts),
            ints(&self.emphasis_chars), ints(&self.parents), ints(&self.ends), ints(&self.kinds),
            self.kind_table, self.kinds_by_token, ints(&self.flags), ints(&self.depths), self.containers,
            ints(&self.image_positions), ints(&self.image_places), self.images,
        )


cdef array.array ints(vector[int]* numbers):
    cdef array.array found = array.clone(NO_INTS, numbers.size(), False)
    if not numbers.empty():
        memcpy(found.data.as_ints, numbers.data(), numbers.size() * sizeof(int))
    return found


cdef int telling_index(tree.xmlAttr* attribute) noexcept nogil:
    """Return which of TELLING_NAMES an attribute has; -1 for any other."""
    cdef size_t i
    if attribute.ns is not NULL:
        return -1
    for i in range(TELLING_NAMES.size()):
        if TELLING_NAMES[i][0] == attribute.name[0] and not strcmp(TELLING_NAMES[i].c_str(), <const char*> attribute.name):
            return <int> i
    return -1


cdef bint may_mean(tree.xmlAttr* attribute) noexcept nogil:
    """Return whether kind_of() has to be asked about an attribute: of most styles it is clear that they hide nothing."""
    cdef const char* value
    if attribute.name[0] != 115 or attribute.children is NULL or attribute.children.next is not NULL:  # "s"
        return True
    value = <const char*> attribute.children.content
    return value is NULL or may_hide(value, True, False)


cdef class Tokens:
    """The words of a page's names in the order in which they first stand there, each as one string."""

    cdef list words
    cdef string word
    cdef unordered_map[string, int] numbers

    def __cinit__(self):
        self.words = []

    cdef str lower(self, const char* letters, size_t size):
        """Return letters in lower case, as the string that stands for them."""
        cdef size_t i
        self.word.assign(letters, size)
        for i in range(size):
            self.word[i] |= 0x20
        found = self.numbers.find(self.word)
        if found == self.numbers.end():
            self.numbers[self.word] = <int> len(self.words)
            self.words.append(PyUnicode_DecodeASCII(self.word.data(), size, NULL))
            return <str> self.words[len(self.words) - 1]
        return <str> self.words[dereference(found).second]


cdef list tokens_of(tree.xmlNode* node, Tokens known):
    """Return the words of an element's names, each once; `known` keeps those of the page."""
    cdef tree.xmlAttr* attribute = node.properties
    cdef list tokens = []
    while attribute is not NULL:
        if 0 <= telling_index(attribute) < NAMING_COUNT:
            if attribute.children is not NULL:
                if attribute.children.next is NULL and attribute.children.content is not NULL:
                    add_tokens(<const char*> attribute.children.content, tokens, known)
                else:
                    add_tokens(attributeValue(node, attribute).encode(), tokens, known)
        attribute = attribute.next
    return tokens


cdef add_tokens(const char* name, list tokens, Tokens known):
    """Add the words of one name, lower-case: [A-Z]?[a-z]+|[A-Z]+ as long as they are neither short nor long."""
    cdef int chars = 0, count = 0
    cdef size_t start = 0, at = 0
    cdef size_t size
    while name[at] and chars < MOST_CHARS and count < MOST_TOKENS:
        if not (is_lower(name[at]) or is_upper(name[at])):
            chars += (name[at] & 0xC0) != 0x80
            at += 1
            continue
        start = at
        if is_upper(name[at]) and not (chars + 1 < MOST_CHARS and is_lower(name[at + 1])):
            while is_upper(name[at]) and chars < MOST_CHARS:
                at += 1
                chars += 1
        else:
            at += 1
            chars += 1
            while is_lower(name[at]) and chars < MOST_CHARS:
                at += 1
                chars += 1
        count += 1
        size = at - start
        if FEWEST_TOKEN_CHARS <= <int> size <= MOST_TOKEN_CHARS:
            token = known.lower(name + start, size)
            for one in tokens:
                if one is token:
                    break
            else:
                tokens.append(token)


cdef inline bint is_lower(char letter) noexcept nogil:
    return 97 <= letter <= 122


cdef inline bint is_upper(char letter) noexcept nogil:
    return 65 <= letter <= 90


cdef str tag_of(tree.xmlNode* node):
    name = text_of(node.name)
    if node.ns is NULL or node.ns.href is NULL:
        return name
    return f"{{{text_of(node.ns.href)}}}{name}"


cdef str text_of(const tree.xmlChar* text):
    return PyUnicode_DecodeUTF8(<const char*> text, strlen(<const char*> text), NULL)


def read_columns(bodies, roles):
    """Return the columns of the blocks in some <body> elements: newsspider._native.walk.read_columns."""
    cdef Walk walk = Walk(dict(roles))
    cdef _Element body
    for body in bodies:
        walk.read(body)
    return walk.columns()
