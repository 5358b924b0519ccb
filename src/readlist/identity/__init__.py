"""When two works are one, and which fact stands; pure."""
