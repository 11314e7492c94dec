"""Replays and articles of archives on engines that people have for other work: what a task is, and who does it."""
