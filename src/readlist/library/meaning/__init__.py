"""What texts mean, as vectors of a small language model: made, kept up to date, compared."""
