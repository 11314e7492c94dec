# distutils: language = c++
"""newsspider.page.marked in compiled code, on libxml2's own nodes; a test holds the two equal."""

from libc.string cimport strcmp
from libcpp.utility cimport pair
from libcpp.vector cimport vector
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Document, _Element, elementFactory, import_lxml__etree

from newsspider.page.marked import MARKS, Marked

import_lxml__etree()

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


def marked(_Element root):
    """Return the elements under `root` that have one of MARKS."""
    cdef _Document doc = root._doc
    cdef tree.xmlNode* top = root._c_node
    cdef tree.xmlNode* node = top
    cdef vector[pair[size_t, Py_ssize_t]] open_  # node, and its index
    cdef list elements = [], ends = []
    while True:
        if node.type == tree.XML_ELEMENT_NODE:
            if node != top and is_marked(node):
                open_.push_back(pair[size_t, Py_ssize_t](<size_t> node, len(ends)))
                elements.append(elementFactory(doc, node))
                ends.append(0)
            if node.children is not NULL:
                node = node.children
                continue
        while True:  # it has been read
            if not open_.empty() and open_.back().first == <size_t> node:
                ends[open_.back().second] = len(ends)
                open_.pop_back()
            if node == top:
                return Marked(elements, ends)
            if node.next is not NULL:
                node = node.next
                break
            node = node.parent
