"""What services answer in JSON about works: read once, from the wire and from saved files."""
