"""Item pipelines, one in each file; all accept items of any type."""
