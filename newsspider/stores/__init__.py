"""Articles in a database: one table with all their versions, a view of the latest, full-text search."""
