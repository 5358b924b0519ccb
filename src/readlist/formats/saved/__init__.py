"""Saved links: read from each program's file, judged and cleaned alike."""
