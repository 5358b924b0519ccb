"""The files of people: read, written whole, locked, in folders; PDFs in a process of their own."""
