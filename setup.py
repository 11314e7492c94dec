"""The compiled part; all else stands in pyproject.toml.

It is optional: where there is no compiler the package installs without it, and is slower. See newsspider/_native.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
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


# [text](docs/fields.md), ![text](docs/explain.png): links to files of the repository.
_RELATIVE_LINK = re.compile(r"(!?)\[([^\]\n]{1,400})\]\((?!https?://|#)([^)\s]{1,200})\)")


def _description() -> str:
    """Return README.md for a package index, where links relative to the repository lead nowhere.

    They become absolute by the project's Repository address; where it has none, their text is left.
    """
    urls = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"].get("urls", {})

    def absolute(link: re.Match[str]) -> str:
        mark, text, path = link.groups()
        if "Repository" not in urls:
            return "" if mark else text
        return f"{mark}[{text}]({urls['Repository']}/{'raw' if mark else 'blob'}/main/{path})"

    return _RELATIVE_LINK.sub(absolute, Path("README.md").read_text("utf-8"))


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

setup(ext_modules=[built], long_description=_description(), long_description_content_type="text/markdown")
