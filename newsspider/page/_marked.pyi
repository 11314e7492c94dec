from lxml.etree import _Element

from newsspider.page.marked import Marked

def marked(root: _Element) -> Marked: ...
