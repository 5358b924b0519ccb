"""What manuscripts and other documents cite, and what the library knows of it."""
