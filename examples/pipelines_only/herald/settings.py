"""Settings of the project."""

SPIDER_MODULES = ["herald.spiders"]
ITEM_PIPELINES = {"newsspider.pipelines.normalize.NormalizePipeline": 150}
FEED_EXPORT_ENCODING = "utf-8"
