"""What bibliographies say, once: identifiers, names, dates, types, markup, LaTeX, keys; pure."""
