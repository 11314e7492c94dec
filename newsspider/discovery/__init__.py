"""Where articles are announced."""
