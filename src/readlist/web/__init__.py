"""The only HTTP of the program: polite, patient, bounded."""
