"""Articles as plain values, as lines of a feed, and as items of zyte-common-items; and back."""
