"""The item loader of articles: values that a spider adds, and those that rules find, with one cleaning."""

from __future__ import annotations

from newsspider.loaders.article_loader import ArticleLoader

__all__ = ["ArticleLoader"]
