import re
from collections.abc import Sequence

from lxml.etree import _Element

def suspects(root: _Element, naming: re.Pattern[str], addresses: Sequence[str] = ()) -> list[_Element]: ...
