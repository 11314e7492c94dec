"""The spiders: replay reads archives, news crawls live sites."""
