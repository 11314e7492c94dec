"""Check distributions: a wheel that is small and stripped, and a source distribution that is whole."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from email import message_from_string
from pathlib import Path

MAX_WHEEL_BYTES = 3_000_000
# Of these the wheel's code is made; it has no use for them.
SOURCES_OF_COMPILED_CODE = {".c", ".cpp", ".pyx", ".pxi", ".pxd", ".h"}
NEEDED = {
    "LICENSE", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "README.md", "SECURITY.md", "mkdocs.yml",
    "pyproject.toml", "setup.py", "docs/plugin.md", "docs/terminal.svg", "examples/README.md",
    "benchmarks/public.py", "conftest.py", "tests/docs/blocks.py",
    "seeds/pages.warc.gz", "newsspider/_native/compiled.pyx", "newsspider/body/models/html.model",
}  # fmt: skip


def faults_of_wheel(path: Path) -> list[str]:
    """Return what is wrong with a wheel."""
    faults = []
    if path.stat().st_size > MAX_WHEEL_BYTES:
        faults.append(f"{path.stat().st_size:,} bytes")
    with zipfile.ZipFile(path) as wheel, tempfile.TemporaryDirectory() as folder:
        names = wheel.namelist()
        faults += [f"holds {name}" for name in names if Path(name).suffix in SOURCES_OF_COMPILED_CODE]
        faults += [f"holds {name}" for name in names if not name.startswith(("newsspider/", "newsspider-"))]
        compiled = [name for name in names if name.endswith(".so")]
        if len(compiled) != 1:
            faults.append(f"compiled modules: {compiled}")
        for name in compiled:
            sections = subprocess.run(
                ["readelf", "-S", wheel.extract(name, folder)], check=True, capture_output=True, text=True
            ).stdout
            faults += [f"{name} has {section}" for section in (".debug_info", ".symtab") if section in sections]
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        faults += faults_of_metadata(wheel.read(metadata).decode())
    return faults


def faults_of_metadata(text: str) -> list[str]:
    """Return what is wrong with the page that a package index makes of the metadata."""
    message = message_from_string(text)
    description = str(message.get_payload())
    faults = [] if "# newsspider" in description else ["no README"]
    faults += ["a relative link in the README"] * ("](docs/" in description)
    return faults + [
        f"no {name}" for name in ("Classifier", "License-File", "Summary") if not message.get_all(name)
    ]


def faults_of_source(path: Path) -> list[str]:
    """Return what is wrong with a source distribution."""
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    faults = [f"lacks {name}" for name in sorted(NEEDED - names)]
    return faults + [f"holds {name}" for name in names if name.endswith((".c", ".cpp", ".so", ".pyc"))]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    faults = [f"{wheel.name}: {fault}" for fault in faults_of_wheel(wheel)]
    faults += [f"{source.name}: {fault}" for fault in faults_of_source(source)]
    print(f"{wheel.name}: {wheel.stat().st_size:,} bytes; {source.name}: {source.stat().st_size:,} bytes")
    sys.exit("\n".join(faults) or 0)
