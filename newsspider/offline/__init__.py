"""Offline crawls: any spider's responses from an archive, and no connection opened."""
