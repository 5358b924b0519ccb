"""A digest in every form: what it says, and as text, HTML, Markdown, and for programs."""
