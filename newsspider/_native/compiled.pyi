from newsspider._native.reference import *  # noqa: F403

SOURCES: str
LXML: str
