"""Who published the article, and the names that its site goes by."""
