"""What stands around the body in the visible blocks: headline, byline, dates, captions, dateline, section.

Works on blocks alone, so that it serves text dumps as first witness and HTML pages as last.
"""

from __future__ import annotations

from newsspider.fields.neighbourhood.bylines import byline_lines
from newsspider.fields.neighbourhood.captions import CaptionLine, captions
from newsspider.fields.neighbourhood.datelines import Dateline, dateline, dateline_agency
from newsspider.fields.neighbourhood.dates import DateLine, date_lines
from newsspider.fields.neighbourhood.headlines import headline_above
from newsspider.fields.neighbourhood.sections import section_line
from newsspider.fields.neighbourhood.signed_dates import statements

__all__ = [
    "CaptionLine",
    "DateLine",
    "Dateline",
    "byline_lines",
    "captions",
    "date_lines",
    "dateline",
    "dateline_agency",
    "headline_above",
    "section_line",
    "statements",
]
