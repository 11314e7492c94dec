"""News in, clean articles out: live or archived pages through the same Scrapy pipelines."""

from newsspider.version import __version__

__all__ = ["__version__"]
