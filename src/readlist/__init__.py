"""A reading list for people who read papers."""

__version__ = "0.1.0"
