"""Runs `scrapy` with its deprecations as errors: run as a script, with scrapy's own arguments."""

import warnings

from scrapy.cmdline import execute
from scrapy.exceptions import ScrapyDeprecationWarning

if __name__ == "__main__":
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    execute()
