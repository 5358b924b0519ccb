"""How it goes, drawn: on a terminal, as lines and JSON, as a picture and as a page."""
