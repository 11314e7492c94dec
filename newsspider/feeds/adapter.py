"""How ItemAdapter sees our items: a field that is not known is absent, as in a dict."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

from itemadapter import ItemAdapter
from itemadapter.adapter import DataclassAdapter

from newsspider.fields.parts import PARTS
from newsspider.items import Article

_CLASSES = (Article, *PARTS)


class ArticleAdapter(DataclassAdapter):
    """Shows the fields of an article, or of a part of one, that are known; `del` makes a field absent.

    So spider contracts, Spidermon's validation and exporters find no field that the feed does not have. The names
    of all fields are in `field_names()`.

    >>> adapter = ArticleAdapter(Article(headline="Storm"))
    >>> dict(adapter), "url" in adapter, adapter.get("url"), "url" in adapter.field_names()
    ({'headline': 'Storm'}, False, None, True)
    """

    @classmethod
    def is_item(cls, item: Any) -> bool:
        """Return whether `item` is an article or a part of one."""
        return isinstance(item, _CLASSES)

    @classmethod
    def is_item_class(cls, item_class: type) -> bool:
        """Return whether the class is that of articles, or of a part of one."""
        return issubclass(item_class, _CLASSES)

    def __getitem__(self, field_name: str) -> Any:
        value = super().__getitem__(field_name)
        if value is None:
            raise KeyError(field_name)
        return value

    def __delitem__(self, field_name: str) -> None:
        if field_name not in self:
            raise KeyError(field_name)
        setattr(self.item, field_name, None)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._fields_dict if getattr(self.item, name) is not None)


def register_adapter() -> None:
    """Let every ItemAdapter of this process see our items so; asking twice changes nothing."""
    classes = ItemAdapter.ADAPTER_CLASSES  # a deque, of which the add-on of zyte-common-items makes a tuple
    if ArticleAdapter not in classes:
        ItemAdapter.ADAPTER_CLASSES = deque((ArticleAdapter, *classes))
