# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
# distutils: language = c++
"""The compiled part: what the modules beside it do in Python, on libxml2's own nodes and on plain numbers.

What a function returns is said there, and a test holds the two equal.
"""

from html import escape
from unicodedata import is_normalized

import numpy as np

from cpython cimport array
from cpython.pyport cimport PY_SSIZE_T_MAX
from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISDECIMAL,
    Py_UNICODE_ISPRINTABLE,
    Py_UNICODE_TOLOWER,
    PyUnicode_DATA,
    PyUnicode_DecodeASCII,
    PyUnicode_DecodeUTF8,
    PyUnicode_KIND,
    PyUnicode_New,
    PyUnicode_READ,
    PyUnicode_Substring,
)
from cython.operator cimport dereference
from libc.math cimport sqrt
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memchr, memcmp, memcpy, memset, strcmp, strcspn, strlen, strncmp
from libcpp.algorithm cimport sort, unique
from libcpp.string cimport string
from libcpp.unordered_map cimport unordered_map
from libcpp.utility cimport pair
from libcpp.vector cimport vector
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport (
    _Document,
    _Element,
    attributeValue,
    attributeValueFromNsName,
    elementFactory,
    import_lxml__etree,
)

from newsspider._native import block_features, container_features, group_features, markup, page_blocks
from newsspider._native.index import (
    INDEXED_TAGS,
    MACHINE_DATE,
    MARKS,
    NAME_CHARS,
    NAME_HINTS,
    OWN_CONTENT_TAGS,
    TEXT_TAGS,
    Index,
    Marked,
    indexed_as,
)
from newsspider._native.inline import DROPPED, KEPT, MOST_OPEN, TRANSPARENT, escaped, image_html, link_url
from newsspider._native.markup import (
    NAMING, TAG_FLAGS, TELLING, TOKEN_CHARS, TOKENS_PER_NAME, Flag, Role, is_shadow_root, kind_of,
)
from newsspider._native.values import Kind
from newsspider._native.walk import Columns

import_lxml__etree()

cdef extern from *:
    const char* NEWSSPIDER_SOURCES
    const char* NEWSSPIDER_LXML

SOURCES = NEWSSPIDER_SOURCES.decode()  # "name digest" of each file that this was built from, one a line
LXML = NEWSSPIDER_LXML.decode()  # the version that it was built for

include "nodes.pxi"
include "walk.pxi"
include "index.pxi"
include "byte_checks.pxi"
include "written_html.pxi"
include "inline.pxi"
include "repeats.pxi"
include "texts.pxi"
include "words.pxi"
include "char_classes.pxi"
include "block_features.pxi"
include "container_features.pxi"
include "group_features.pxi"
include "page_blocks.pxi"
include "scoring.pxi"
