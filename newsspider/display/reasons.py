"""Why pages and addresses gave no article, in plain words: for reports and the documentation."""

from __future__ import annotations

from collections.abc import Mapping

# By what became of them, as tables and reports group them.
REASONS: Mapping[str, Mapping[str, str]] = {
    "dropped": {
        "not-article": "probably not an article: its probability is below NEWSSPIDER_MIN_PROBABILITY",
        "front-page": "the front page of a site or a section",
        "list": "a list of links to other pages",
        "not-found": "says that there is nothing at this address, though the server answered 200",
        "own-page": "a page of the site about itself: imprint, terms, a form",
        "no-article": "has no article of its own",
        "no-item": "a page of a project's own spider that gave no item: it leads to others only, or to nothing",
        "not-html": "is not HTML: a picture, a PDF, JSON",
        "copy": "the same page under another address: a redirect, an AMP or print version, a later page",
        "duplicate": "the address or the text of an article that is in the feed already (NEWSSPIDER_DUPLICATES)",
        "language": "in none of the languages that were asked for (NEWSSPIDER_LANGUAGES)",
        "too-short": "has fewer words than were asked for (NEWSSPIDER_MIN_WORDS)",
        "older": "published before the date that was asked for (--since)",
    },
    "rejected": {
        "time-out": "the host did not answer in time",
        "unknown-name": "the host has no address",
        "refused": "the host refused the connection",
        "cut-off": "the host closed the connection before its answer was complete",
        "certificate": "the host's certificate is not valid",
        "tls": "the host has a faulty TLS configuration",
        "broken-off": "the host broke off the connection",
        "not-fetched": "could not be fetched for another reason, which the list of rejects has",
        "consent-page": "the site asks for consent before it shows the page",
        "needs-javascript": "has hardly any text until its scripts have run (NEWSSPIDER_JAVASCRIPT)",
        "empty": "holds no text",
        "not-html": "is something other than its headers or its name say: a picture, a PDF",
        "too-large": "larger than NEWSSPIDER_MAX_PAGE_BYTES",
        "too-many-elements": "has more than 200,000 elements",
        "too-many-lines": "has more than 200,000 lines",
        "too-deep": "its elements are nested too deep",
        "too-slow": "took longer to read than NEWSSPIDER_MAX_PAGE_CPU_S",
        "encoding": "its compression is broken or not known",
        "truncated": "ends too early",
        "damaged": "a record that is cut or broken",
        "digest": "a record whose content does not match its digests",
        "segmented": "a record in segments, which are not joined",
        "no-content": "was saved in a HAR without its content",
        "no-text": "a row without HTML or text",
        "url": "its URL is not valid",
        "unreadable": "a file that is of no known format, encrypted or damaged, or that may not be read",
        "missing-package": "a file that needs a package which is not installed",
        "gone": "a rejected page that is not in its archive any more",
        "not-archived": "not in the archive from which the crawl is answered",
        "no-archive": "there is no archive from which the crawl can be answered",
        "unresolved": "in the archive only as a reference to a page that is not there",
        "invalid": "an article that does not match the schema",
        "not-stored": "could not be written into the database (NEWSSPIDER_STORE)",
        "error": "an error in the program, here or in a project's own code; the list of rejects says where",
    },
    "skipped": {
        "off-site": "on another site",
        "known": "a known article, with parameters that make no difference on its site",
        "older": "announced as published before the date that was asked for (--since)",
        "section": "in none of the sections that were asked for (--sections)",
        "door": "found where the crawl was told not to look (--doors)",
        "depth": "more links away from the start than DEPTH_LIMIT says: 20, unless you set it",
        "site-limit": "beyond the limit on pages of its site (--max-pages-per-site); the next run continues",
        "asset": "a picture, a script or another file by its name",
        "trap": "looks like one of an endless number of pages: a calendar, a filter, a path that repeats itself",
        "too-long": "a URL that is too long",
        "too-many-parameters": "a URL with too many parameters",
        "not-http": "neither http nor https",
        "dead-links": "named by a feed or sitemap whose last 50 pages were all gone",
        "robots": "robots.txt does not allow it",
        "robots-unreachable": "the site's robots.txt could not be read",
        "noindex": "the page asks not to be indexed",
        "noarchive": "the page asks not to be stored",
        "tdm-reserved": "the site reserves its pages from text and data mining",
        "host-failing": "the host has failed too often; the next run tries again",
        "private-address": "the host is on a private network",
        "redirect-off-site": "redirects to another site",
        "redirect-loop": "redirects without end",
        "handed-over": "redirects to another site of this crawl, with which it is requested",
        "ignored": "left out by a middleware of the project",
        "date": "captured outside the dates that were asked for",
        "no-date": "captured at an unknown time, and dates were asked for",
        "domain": "of a domain that was not asked for",
        "url-pattern": "its URL does not match the pattern that was asked for",
        "mime-type": "of a type that was not asked for",
        "status": "an answer with a status other than those asked for (200)",
        "content-type": "a picture, script, style or another file, by its Content-Type",
        "content": "by its bytes neither HTML nor text, or empty",
        "no-page-field": "a row without a known field for HTML or text",
        "no-web-address": "a note of the archiving program, not a page",
        "unresolved-revisit": "a repeat of a page that is not in the archive",
        "wet-beside-warc": "the text of a page whose HTML is in the archive beside it",
        "index": "an index of an archive",
        "robots.txt": "a robots.txt that a crawl has recorded",
        "warcinfo": "a record about the archive itself",
        "request": "the request for a page, not the page",
        "metadata": "a record about another record",
        "continuation": "a later segment of a record",
        "unknown": "a record of a type that is not in the standard",
    },
    "unchanged": {
        "not-modified": "has not changed since it was last read, as its server or its bytes say",
        "same-text": "an article that was announced as changed and has the same text",
    },
}


def in_words(kind: str, reason: str) -> str:
    """Return a reason in plain words; `""` for one of a project's own pipelines.

    >>> in_words("skipped", "robots"), in_words("rejected", "status-404"), in_words("dropped", "price")
    ('robots.txt does not allow it', 'the server answered with this status', '')
    """
    if reason.startswith("status-"):
        return "the server answered with this status"
    return REASONS[kind].get(reason, "")
