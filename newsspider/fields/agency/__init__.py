"""The news agencies that the text came from: the list of them, and where a page names one."""
