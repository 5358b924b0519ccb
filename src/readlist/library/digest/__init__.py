"""The digest: what is new, what changed, what is due; and sending it once."""
