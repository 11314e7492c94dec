from collections.abc import Iterable, Mapping

from lxml.etree import _Element

from newsspider.blocks.walk import Columns

def read_columns(bodies: Iterable[_Element], roles: Mapping[object, int]) -> Columns: ...
