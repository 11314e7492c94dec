"""Downloader middlewares, one in each file."""
