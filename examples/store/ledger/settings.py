"""Settings of the project."""

SPIDER_MODULES = ["ledger.spiders"]
ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
NEWSSPIDER_STORE = "articles.sqlite"
