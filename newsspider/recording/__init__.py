"""Recording: what a live crawl fetches, as WARC files."""
