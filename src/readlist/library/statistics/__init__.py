"""How it goes: what comes, what is read, what waits, and for how long."""
