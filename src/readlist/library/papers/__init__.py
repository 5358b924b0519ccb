"""Papers one by one: named, searched, marked, edited, merged, keyed; and undo."""
