"""The version, alone, so that building and every layer can read it without importing more."""

__version__ = "0.1.0"
