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
        "newsspider.blocks._walk",
        ["newsspider/blocks/_walk.pyx"],
        include_dirs=lxml.get_include(),
        language="c++",
        optional=True,
    ),
    Extension("newsspider.body._forest", ["newsspider/body/_forest.pyx"], optional=True),
]

setup(ext_modules=cythonize(_EXTENSIONS, language_level=3))
