"""Settings of the project, as `scrapy startproject` writes them, and the add-on."""

BOT_NAME = "quay"

SPIDER_MODULES = ["quay.spiders"]
NEWSPIDER_MODULE = "quay.spiders"

ADDONS = {"newsspider.addon.NewsspiderAddon": 100}

ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1

FEED_EXPORT_ENCODING = "utf-8"
