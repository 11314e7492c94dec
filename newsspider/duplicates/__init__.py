"""Which articles are one and the same: by address, by canonical URL, by text, and by nearly the same text."""
