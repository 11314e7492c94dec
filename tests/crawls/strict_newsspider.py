"""Runs `newsspider` with Scrapy's deprecations as errors: run as a script, with the command's own arguments."""

import warnings

from scrapy.exceptions import ScrapyDeprecationWarning

from newsspider.cli import main

if __name__ == "__main__":
    warnings.simplefilter("error", ScrapyDeprecationWarning)
    main()
