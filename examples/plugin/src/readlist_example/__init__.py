"""A format, a service and a command for readlist."""
