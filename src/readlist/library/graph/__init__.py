"""What papers cite and who cites them: gaps, neighbours, the order to read in."""
