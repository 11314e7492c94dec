"""Settings of the project."""

SPIDER_MODULES = ["courier.spiders"]
ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
