"""Pulling feeds: which days and when, what was announced, rules, and keeping it; see ``run``."""
