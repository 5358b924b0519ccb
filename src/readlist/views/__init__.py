"""Values into what a person or a program reads; nothing here prints."""
