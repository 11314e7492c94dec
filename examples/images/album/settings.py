"""Settings of the project."""

SPIDER_MODULES = ["album.spiders"]
ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
# After those of the add-on, so that only articles that are kept cost downloads.
ITEM_PIPELINES = {"album.pipelines.ArticleImagesPipeline": 950}
IMAGES_STORE = "pictures"
