"""The formats of archives, one a file, and the table of them."""
