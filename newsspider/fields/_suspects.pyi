from collections.abc import Sequence

from lxml.etree import _Element

def suspects(root: _Element, names: Sequence[str], addresses: Sequence[str] = ()) -> list[_Element]: ...
