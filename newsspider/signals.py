"""Scrapy signals of a run: what became of the addresses that a crawl found, and why a run fails."""

from __future__ import annotations

# An address that is not requested. Arguments: url, reason (short and stable: "off-site", "trap", "robots"), site,
# message (the same in plain words, or empty).
url_skipped = object()

# A page that was fetched and read to its end, with its items written. Arguments: url, outcome (an `Outcome`),
# door (a `Door`), site, new_urls (how many addresses were found on it that the crawl did not know).
page_done = object()

# A page that was fetched and gives no item: a copy of another one, unchanged, no article. Arguments: url, reason
# (short and stable), site, probability (of being an article; None where it was not estimated).
page_refused = object()

# A crawl that keeps going has done all that is due: it waits for the time of the next visit. No arguments.
round_done = object()

# A run will end with exit code 1. Arguments: reason (one line), is_logged (whether the log has it already),
# ends_it (whether the run ends for it). A receiver that will tell the reason itself returns True.
run_failed = object()
