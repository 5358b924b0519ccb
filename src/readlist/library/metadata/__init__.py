"""What services say of papers: adding, completing, refreshing, and the questions that remain."""
