"""Curated lists: shown, edited, checked, compared with a file."""
