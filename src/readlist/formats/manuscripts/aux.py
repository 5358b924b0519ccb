r"""What LaTeX wrote down while it ran: ``.aux`` for BibTeX and biblatex, ``.bcf`` for biber."""

import re
from html import unescape

from readlist.formats.manuscripts.said import Cited, Lines, Named, Said, keys_in, names_in

_COMMAND = re.compile(
    r"\\(?:(?P<keys>citation|abx@aux@cite)|(?P<bibs>bibdata)|(?P<part>@input))\s*+"
    r"(?:\{[^{}\n]*+\}\s*+(?=\{))?+\{([^{}\n]{0,20000}+)\}"
)
_ELEMENT = re.compile(
    r"<bcf:(?P<name>citekey|datasource)(?P<with>[^<>]{0,500}+)>([^<>]{0,1000}+)</bcf:"
)


def read(text: str) -> Said:
    """Return what an ``.aux`` file says was cited."""
    line = Lines(text)
    keys: list[Cited] = []
    includes: list[Named] = []
    bibs: list[Named] = []
    for command in _COMMAND.finditer(text):
        at = line(command.start())
        if command["keys"]:
            keys += keys_in(command[4], at)
        elif command["part"]:
            includes += names_in(command[4], at)
        else:
            # biblatex and REVTeX name files of their own, which hold settings and notes.
            bibs += [
                name
                for name in names_in(command[4], at)
                if not name.name.endswith(("-blx", "Notes"))
            ]
    return Said(tuple(keys), tuple(includes), tuple(bibs))


def read_bcf(text: str) -> Said:
    """Return what a ``.bcf`` file asks of biber."""
    line = Lines(text)
    keys: list[Cited] = []
    bibs: list[Named] = []
    for element in _ELEMENT.finditer(text):
        at, said = line(element.start()), unescape(element[3]).strip()
        if element["name"] == "citekey":
            keys += keys_in(said, at)
        elif 'datatype="bibtex"' in element["with"] and said:
            bibs.append(Named(said, at))
    return Said(tuple(keys), (), tuple(bibs))
