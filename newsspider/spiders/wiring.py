"""What our spiders bring along, so that they work the same in every project and outside of one."""

from __future__ import annotations

from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

# By name: the add-on stands above the spiders and knows the pipelines that they feed.
ADDON = "newsspider.addon.NewsspiderAddon"


def mount_addon(settings: BaseSettings) -> None:
    """Enable the add-on in `settings`, unless the project mentions it itself, if only to switch it off."""
    settings.setdefault_in_component_priority_dict("ADDONS", load_object(ADDON), 100)
