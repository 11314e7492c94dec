"""Item pipelines, one component a file; each takes any item type."""
