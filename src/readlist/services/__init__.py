"""Outside services: what to ask them and what their answers say; pure, no I/O."""
