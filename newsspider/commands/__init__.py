"""Commands that newsspider adds to every scrapy."""
