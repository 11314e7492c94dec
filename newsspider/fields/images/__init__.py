"""The article's pictures."""
