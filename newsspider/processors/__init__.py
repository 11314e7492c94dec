"""Cleaning of values: pure functions, one family a file."""
