"""WARC: reading records past damage, and writing them."""
