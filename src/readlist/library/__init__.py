"""The use cases: what a command means, decided as values and applied in one transaction."""
