"""The images of articles."""

from typing import Any

from itemadapter import ItemAdapter
from scrapy import Request
from scrapy.pipelines.images import ImagesPipeline

from newsspider.fields import Field
from newsspider.fields.forms import Form

# Where an article says which file holds which image; `images` itself holds captions and credits.
IMAGE_FILES = Field(
    name="imageFiles", form=Form(schema={"type": "array"}, is_list=True), doc_form="the files of `images`"
)


class ArticleImages(ImagesPipeline):
    """Downloads the images that an article shows."""

    def get_media_requests(self, item: Any, info: Any) -> list[Request]:
        """Ask for the images."""
        return [Request(image.url) for image in ItemAdapter(item).get("images") or [] if image.url]
