"""What our spiders bring along, so that they work the same in every project and outside of one."""

from __future__ import annotations

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.utils.misc import load_object

# By name: the add-on stands above the spiders and knows the pipelines that they feed.
ADDON = "newsspider.addon.NewsspiderAddon"


def mount_addon(settings: BaseSettings) -> None:
    """Enable the add-on in `settings`, unless the project mentions it itself, if only to switch it off."""
    mount(settings, "ADDONS", load_object(ADDON), 100)


def mount(settings: BaseSettings, name: str, component: type, order: int) -> None:
    """Add `component` to the component dict `name` of `settings`, unless it is mentioned there.

    At a spider's priority: Scrapy's own method keeps the dict's priority, and a runner that is handed a
    crawler writes the project's settings over whatever has the same.
    """
    components = settings.getdict(name)
    if any(load_object(known) == component for known in components):
        return
    priority = max(settings.getpriority(name) or 0, SETTINGS_PRIORITIES["spider"])
    settings.set(name, {**components, component: order}, priority=priority)
