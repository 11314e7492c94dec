"""Settings of the project."""

SPIDER_MODULES = ["beacon.spiders"]
ADDONS = {"newsspider.addon.NewsspiderAddon": 100, "scrapy_poet.Addon": 300}
SCRAPY_POET_DISCOVER = ["beacon.pages"]
