"""The images of articles."""

from typing import Any

from scrapy import Request
from scrapy.pipelines.images import ImagesPipeline

from newsspider import Article


class ArticleImagesPipeline(ImagesPipeline):
    """Downloads an article's images, and notes the `path` of each in IMAGES_STORE."""

    def get_media_requests(self, item: Article, info: Any) -> list[Request]:
        """Ask for the images."""
        return [Request(image.url) for image in item.images or () if image.url]

    def item_completed(self, results: list[Any], item: Article, info: Any) -> dict[str, Any]:
        """Return the article's line of the feed, with the paths."""
        paths = {file["url"]: file["path"] for was_saved, file in results if was_saved}
        line = item.to_dict()
        for image in line.get("images", ()):
            if image.get("url") in paths:
                image["path"] = paths[image["url"]]
        return line
