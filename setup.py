"""What is compiled; all else stands in pyproject.toml.

Extensions are optional: where there is no compiler the package installs without them, and is slower. One that is
written in Cython does what a module of the package does in Python; one that is such a module itself takes the
types of its numbers from the .pxd file beside it, and goes before it where both are found.
"""

from __future__ import annotations

import os

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup

_WRITTEN = {
    "newsspider.blocks._lettering": "c",
    "newsspider.blocks._repeats": "c++",
    "newsspider.blocks._walk": "c++",
    "newsspider.body._forest": "c",
    "newsspider.body._inline": "c++",
    "newsspider.lines._known_words": "c",
    "newsspider.body._word_table": "c++",
    "newsspider.page._byte_checks": "c",
    "newsspider.page._index": "c++",
    "newsspider.page._marked": "c++",
    "newsspider.processors._words": "c",
}
_TYPED = (
    "newsspider.blocks.columns",
    "newsspider.blocks.lettering",
    "newsspider.blocks.places",
    "newsspider.body.kin",
    "newsspider.body.name_weights",
    "newsspider.body.page_blocks",
)
_DIRECTIVES = {
    "annotation_typing": False,
    "boundscheck": False,
    "cdivision": True,
    "initializedcheck": False,
    "wraparound": False,
}
_SAME_SUMS = ["-ffp-contract=off"]  # no a * b + c in one step where the processor could: the same on every machine


def _extension(module: str, suffix: str, language: str = "c") -> Extension:
    return Extension(
        module,
        [f"{module.replace('.', '/')}{suffix}"],
        include_dirs=lxml.get_include(),  # libxml2's nodes: see lxml's "The public C-API of lxml.etree"
        language=language,
        extra_compile_args=[] if os.name == "nt" else _SAME_SUMS,
        optional=True,
    )


_written = [_extension(module, ".pyx", language) for module, language in _WRITTEN.items()]
_typed = [_extension(module, ".py") for module in _TYPED]

setup(
    ext_modules=[
        *cythonize(_written, language_level=3),
        *cythonize(_typed, language_level=3, compiler_directives=_DIRECTIVES),
    ]
)
