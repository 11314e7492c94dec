"""What is compiled; all else stands in pyproject.toml.

Each extension does in compiled code what a module of the package does in Python, and is optional: where there is
no compiler the package installs without it, and is slower.
"""

from __future__ import annotations

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup

_EXTENSIONS = [
    Extension(
        module,
        [f"{module.replace('.', '/')}.pyx"],
        include_dirs=lxml.get_include(),  # libxml2's nodes: see lxml's "The public C-API of lxml.etree"
        language=language,
        optional=True,
    )
    for module, language in (
        ("newsspider.blocks._walk", "c++"),
        ("newsspider.body._forest", "c"),
        ("newsspider.fields._suspects", "c++"),
    )
]

setup(ext_modules=cythonize(_EXTENSIONS, language_level=3))
