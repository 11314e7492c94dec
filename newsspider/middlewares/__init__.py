"""Downloader middlewares, one component a file."""
