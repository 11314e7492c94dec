"""Response to Page: everything that is read off a page, read once."""

from newsspider.page.read import address_of, html_page, read_page, text_page
from newsspider.page.types import LinkedAgent, LinkedArticle, LinkedData, LinkedImage, LinkedUpdate, Page

__all__ = [
    "LinkedAgent",
    "LinkedArticle",
    "LinkedData",
    "LinkedImage",
    "LinkedUpdate",
    "Page",
    "address_of",
    "html_page",
    "read_page",
    "text_page",
]
