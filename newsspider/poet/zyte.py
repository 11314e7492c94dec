"""zyte-common-items' `Article` of a page, made of ours. Requires zyte-common-items, the extra `zyte`."""

from __future__ import annotations

import attrs
from web_poet import ItemPage, validates_input
from zyte_common_items import Article as ZyteArticle

from newsspider.items import Article


@attrs.define(slots=False)
class ZyteArticlePage(ItemPage[ZyteArticle]):
    """The page of zyte-common-items' article: our article of the page, as the site's page class gives it."""

    article: Article

    @validates_input
    async def to_item(self) -> ZyteArticle:
        """Return the article in the form of zyte-common-items."""
        return self.article.to_zyte()
