"""Settings of the project."""

SPIDER_MODULES = ["album.spiders"]
ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
NEWSSPIDER_FIELDS = {"imageFiles": "album.pipelines.IMAGE_FILES"}

ITEM_PIPELINES = {"album.pipelines.ArticleImages": 300}
IMAGES_STORE = "pictures"
IMAGES_RESULT_FIELD = "imageFiles"
