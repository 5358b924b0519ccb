"""Tables of papers as people and services keep them: rows, headers, cells, records."""
