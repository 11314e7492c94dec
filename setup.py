"""The compiled part; all else stands in pyproject.toml.

It is optional: where there is no compiler the package installs without it, and is slower. See newsspider/_native.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup

_FOLDER = Path("newsspider/_native")
# No debug symbols; of -O3, which takes a third more time, loops over several numbers at once; and no a * b + c in
# one step where the processor could: the same sums on every machine.
_COMPILING = ["-g0", "-O2", "-ftree-vectorize", "-fvect-cost-model=dynamic", "-ffp-contract=off"]
_LINKING = ["-s"]


def _sources() -> str:
    """Return "name digest" of each file that the compiled part is made of or is the equal of, one a line.

    newsspider._native.loading compares them with what stands beside it.
    """
    files = sorted(path for suffix in ("py", "pxi", "pyx") for path in _FOLDER.glob(f"*.{suffix}"))
    return "\n".join(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:12]}" for path in files)


def _quoted(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'


extension = Extension(
    "newsspider._native.compiled",
    [str(_FOLDER / "compiled.pyx")],
    depends=sorted(map(str, _FOLDER.glob("*.p*"))),
    include_dirs=lxml.get_include(),  # libxml2's nodes: see lxml's "The public C-API of lxml.etree"
    define_macros=[("NEWSSPIDER_SOURCES", _quoted(_sources())), ("NEWSSPIDER_LXML", _quoted(lxml.__version__))],
    language="c++",
    extra_compile_args=[] if os.name == "nt" else _COMPILING,
    extra_link_args=[] if os.name == "nt" else _LINKING,
)
[built] = cythonize([extension], build_dir="build")
built.optional = True  # cythonize() drops it from what it is given

setup(ext_modules=[built])
