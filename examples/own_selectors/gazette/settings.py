"""Settings of the project."""

SPIDER_MODULES = ["gazette.spiders"]
ADDONS = {"newsspider.addon.NewsspiderAddon": 100}
