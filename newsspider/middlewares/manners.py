"""The components and settings that make a crawl polite, put together for a spider."""

from __future__ import annotations

from typing import Any

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from scrapy.utils.misc import load_object

from newsspider.middlewares.addresses import PrivateAddressMiddleware
from newsspider.middlewares.cookies import BundledSuffixCookiesMiddleware
from newsspider.middlewares.downloads import BoundedCompressionMiddleware, polite_handler
from newsspider.middlewares.host_delays import HostDelayMiddleware
from newsspider.middlewares.redirects import SiteMetaRefreshMiddleware, SiteRedirectMiddleware
from newsspider.middlewares.robots import RobotsMiddleware
from newsspider.settings import CONTACT, NEWSSPIDER_DEFAULTS
from newsspider.version import __version__

# Each with its place, and Scrapy's own component whose place it takes.
_SCRAPYS = "scrapy.downloadermiddlewares."
COMPONENTS: tuple[tuple[type, int, str | None], ...] = (
    (RobotsMiddleware, 100, f"{_SCRAPYS}robotstxt.RobotsTxtMiddleware"),
    # Nearer to the downloader than Scrapy's retries at 550: busy hosts are its own affair.
    (HostDelayMiddleware, 560, None),
    (SiteMetaRefreshMiddleware, 580, f"{_SCRAPYS}redirect.MetaRefreshMiddleware"),
    (BoundedCompressionMiddleware, 590, f"{_SCRAPYS}httpcompression.HttpCompressionMiddleware"),
    (SiteRedirectMiddleware, 600, f"{_SCRAPYS}redirect.RedirectMiddleware"),
    (BundledSuffixCookiesMiddleware, 700, f"{_SCRAPYS}cookies.CookiesMiddleware"),
    # After Scrapy's HttpProxyMiddleware at 750, which says whether a proxy is asked.
    (PrivateAddressMiddleware, 760, None),
)
# A project's own settings win over these, and these win over Scrapy's.
SETTINGS: dict[str, Any] = {
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    # Hosts that do not answer hold one request each.
    "CONCURRENT_REQUESTS": 128,
    "AUTOTHROTTLE_ENABLED": False,  # HostDelayMiddleware does it
    # Of a whole download; what brings nothing is broken off sooner.
    "DOWNLOAD_TIMEOUT": 180,
    "DNS_TIMEOUT": 20,
    "REDIRECT_MAX_TIMES": 10,
    # A page that shows itself for longer than this before it leads on is a page.
    "METAREFRESH_MAXDELAY": 10,
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",  # the spider tells of it
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}
_ROBOTS_NAME = "newsspider"


def polite_settings(settings: BaseSettings) -> None:
    """Enable in `settings` everything that makes a crawl polite; what a project or a user has set stays.

    For a spider's `update_settings`. Values that cannot be used count as not set: the spider reports them.
    """
    for name, value in SETTINGS.items():
        settings.set(name, value, priority="addon")
    if (settings.getpriority("USER_AGENT") or 0) <= SETTINGS_PRIORITIES["addon"]:
        settings.set("USER_AGENT", user_agent(str(settings.get("NEWSSPIDER_CONTACT") or "")), priority="addon")
        settings.set("ROBOTSTXT_USER_AGENT", _ROBOTS_NAME, priority="addon")
    settings.set("DOWNLOAD_MAXSIZE", _max_page_bytes(settings), priority="addon")
    _enable_components(settings)
    own = settings.getdict("DOWNLOAD_HANDLERS")
    handlers = {scheme: polite_handler(scheme, own.get(scheme)) for scheme in ("http", "https")}
    kept = {scheme: None for scheme in handlers if scheme in own and own[scheme] is None}
    _set_for_spider(settings, "DOWNLOAD_HANDLERS", {**own, **handlers, **kept})


def user_agent(contact: str) -> str:
    """Return the crawler's name for hosts, with a contact where there is one that can stand in a header.

    >>> user_agent("https://example.org/crawler").partition(" ")[2]
    '(news crawler; Scrapy; +https://example.org/crawler)'
    """
    is_sound = CONTACT.fullmatch(contact) is not None
    return f"newsspider/{__version__} (news crawler; Scrapy{f'; +{contact}' if is_sound else ''})"


def contact_hint(settings: BaseSettings) -> str | None:
    """Return the line that asks for a contact where the user agent has none."""
    if settings.get("NEWSSPIDER_CONTACT") or not str(settings.get("USER_AGENT")).startswith("newsspider/"):
        return None
    return (
        "Webmasters cannot tell who is crawling them: "
        "set NEWSSPIDER_CONTACT to the address of a page about your crawl, or of a mailbox"
    )


def _enable_components(settings: BaseSettings) -> None:
    """Add our components, each in place of Scrapy's; those that the project mentions stay as it wants them."""
    components = settings.getdict("DOWNLOADER_MIDDLEWARES")
    known = {load_object(component) for component in components}
    for component, order, replaced in COMPONENTS:
        if replaced and load_object(replaced) in known:
            continue  # the project has moved it or switched it off
        if component not in known:
            components[component] = order
        if replaced:
            components[replaced] = None
    _set_for_spider(settings, "DOWNLOADER_MIDDLEWARES", components)


def _max_page_bytes(settings: BaseSettings) -> int:
    default: int = NEWSSPIDER_DEFAULTS["NEWSSPIDER_MAX_PAGE_BYTES"]
    try:
        return settings.getint("NEWSSPIDER_MAX_PAGE_BYTES", default)
    except (ValueError, TypeError, OverflowError):
        return default


def _set_for_spider(settings: BaseSettings, name: str, value: dict[Any, Any]) -> None:
    """Set a dictionary at a spider's priority at least: a runner overwrites settings of the same priority."""
    settings.set(name, value, max(settings.getpriority(name) or 0, SETTINGS_PRIORITIES["spider"]))
