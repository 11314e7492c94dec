"""Durable replay: a feed for each archive, by several processes, whatever happens to them on the way."""
