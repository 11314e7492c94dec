"""What a run did, for people: figures by site, a progress line, a table at the end, a page for a browser."""
