"""The ranking: how likely a reader keeps a paper, learned from what was kept, and why."""
