"""When the article was published and when it was changed."""
