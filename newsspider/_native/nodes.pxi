# Nodes of libxml2's trees and their text in UTF-8.

cdef int whitespace_at(const unsigned char* text, size_t left) noexcept nogil:
    """Return how many bytes the whitespace character at `text` has, 0 where none stands: str.isspace() in UTF-8."""
    cdef unsigned char byte = text[0]
    if byte < 0x80:
        return 1 if byte == 32 or 9 <= byte <= 13 or 28 <= byte <= 31 else 0
    if byte == 0xC2:
        return 2 if left > 1 and (text[1] == 0x85 or text[1] == 0xA0) else 0
    if left < 3 or byte < 0xE1 or byte > 0xE3:
        return 0
    if byte == 0xE1:
        return 3 if text[1] == 0x9A and text[2] == 0x80 else 0
    if byte == 0xE2:
        if text[1] == 0x80:
            return 3 if text[2] <= 0x8A or 0xA8 <= text[2] <= 0xA9 or text[2] == 0xAF else 0
        return 3 if text[1] == 0x81 and text[2] == 0x9F else 0
    return 3 if text[1] == 0x80 and text[2] == 0x80 else 0


cdef inline int white_at(const unsigned char* text, size_t left) noexcept nogil:
    """Return what whitespace_at() does, which is asked only where a whitespace character may begin."""
    return 0 if 32 < text[0] < 0xC2 or text[0] > 0xE3 else whitespace_at(text, left)


cdef inline bint is_blank(const char* text, size_t size) noexcept nogil:
    cdef const unsigned char* at = <const unsigned char*> text
    cdef size_t left = size
    cdef int width
    while left:
        width = white_at(at, left)
        if not width:
            return False
        at += width
        left -= width
    return True


cdef inline bint is_text(tree.xmlNode* node) noexcept nogil:
    return node.type == tree.XML_TEXT_NODE or node.type == tree.XML_CDATA_SECTION_NODE


def is_unseen(_Element element not None):
    return may_be_unseen(element._c_node) and markup.is_unseen(element)


cdef inline bint may_be_unseen(tree.xmlNode* node) noexcept nogil:
    """Return whether newsspider._native.markup.is_unseen has to be asked: of most elements it is clear that it says no."""
    cdef tree.xmlAttr* attribute = node.properties
    cdef const char* name
    cdef const char* value
    cdef bint may_be_icon = may_name_icon(node)
    if not strcmp(<const char*> node.name, "sup"):
        return True
    while attribute is not NULL:
        name = <const char*> attribute.name
        if name[0] == 104 and not strcmp(name, "hidden"):
            return True
        if may_be_icon and name[0] == 97 and not strcmp(name, "aria-hidden"):
            return True
        if name[0] == 114 and not strcmp(name, "role"):
            if attribute.children is not NULL and attribute.children.content is not NULL:
                if begins(<const char*> attribute.children.content, "tooltip"):
                    return True
        if name[0] == 99 and not strcmp(name, "class") or name[0] == 115 and not strcmp(name, "style"):
            if attribute.children is not NULL:
                value = <const char*> attribute.children.content
                if attribute.children.next is not NULL or value is NULL or may_hide(value, name[0] == 115, may_be_icon):
                    return True
        attribute = attribute.next
    return False


cdef inline bint may_name_icon(tree.xmlNode* node) noexcept nogil:
    """Return whether an element's text may be the name of an icon; most icons are drawn by style, and empty."""
    cdef const unsigned char* text
    cdef size_t left
    cdef int width
    if node.children is NULL or not is_text(node.children) or not is_text(node.last):
        return False
    if node.children is not node.last or node.children.content is NULL:
        return True
    text = <const unsigned char*> node.children.content
    left = strlen(<const char*> text)
    while left and (width := white_at(text, left)):
        text += width
        left -= width
    return 97 <= text[0] <= 122


cdef inline bint may_hide(const char* value, bint is_style, bint may_be_icon) noexcept nogil:
    """Return whether a style holds what none can be without that hides; whether a class does, in any case."""
    cdef char letter
    while value[0]:
        letter = value[0] | 0x20
        if is_style:
            if letter == 110 and begins(value, "none") or letter == 104 and begins(value, "hidden"):
                return True
        elif letter == 115:
            if begins(value, "sr") or begins(value, "screen") or may_be_icon and begins(value, "symbol"):
                return True
        elif letter == 97:
            if begins(value, "assistive") or begins(value, "a11y"):
                return True
        elif letter == 105:
            if begins(value, "invisible") or may_be_icon and begins(value, "icon"):
                return True
        elif letter == 118 and begins(value, "visually"):
            return True
        elif letter == 116 and begins(value, "tooltip"):
            return True
        elif may_be_icon and letter == 103 and begins(value, "glyph"):
            return True
        value += 1
    return False


cdef inline bint begins(const char* text, const char* part) noexcept nogil:
    while part[0]:
        if (text[0] | 0x20 if 65 <= text[0] <= 90 else text[0]) != part[0]:
            return False
        text += 1
        part += 1
    return True
