"""Curated lists: which papers a page of headings, bullets and tables names, and in which order."""
