from lxml.etree import _Element

from newsspider.page.index import Index

def index_tree(root: _Element) -> Index: ...
