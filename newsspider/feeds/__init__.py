"""The feed: its JSON Schema, and the exporters that write it in each format."""
