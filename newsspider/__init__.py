"""News in, clean articles out: live or archived pages through the same Scrapy pipelines."""

from newsspider.extract import extract, extract_html, extract_text
from newsspider.items import Article
from newsspider.loaders import ArticleLoader
from newsspider.version import __version__

__all__ = ["Article", "ArticleLoader", "__version__", "extract", "extract_html", "extract_text"]
