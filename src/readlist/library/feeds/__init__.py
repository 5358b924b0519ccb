"""The feeds that a person follows, and when each is due."""
