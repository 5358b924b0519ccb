r"""What LaTeX wrote down: ``.aux`` for BibTeX and biblatex, ``.bcf`` for biber, and ``.bbl``.

The references of a ``.bbl`` are formatted already: ``\bibitem`` of BibTeX, ``\entry`` of
biblatex. A formatted reference has its title in one of a few places that the common styles agree
on; where none of them is found, its identifiers speak for it.
"""

import re
from collections.abc import Iterator
from html import unescape

from readlist.bib import ids, latex_decode
from readlist.bib.citekeys import LONGEST
from readlist.formats.manuscripts import Cited, Named, Said, keys_in, located, names_in
from readlist.model import Identifier, Rank, Record
from readlist.text import TITLE_LIMIT, clean

_COMMAND = re.compile(
    r"\\(?:(?P<keys>citation|abx@aux@cite)|(?P<bibs>bibdata)|(?P<part>@input))\s*+"
    r"(?:\{[^{}\n]*+\}\s*+(?=\{))?+\{([^{}\n]{0,20000}+)\}"
)
# '<bcf:citekey order="1">roe</bcf:'; not "<bcf:section>".
_ELEMENT = re.compile(
    r"<bcf:(?P<name>citekey|datasource)(?P<with>[^<>]{0,500}+)>([^<>]{0,1000}+)</bcf:"
)


# 'type="set" members="roe,poe"', of \defbibentryset.
_MEMBERS = re.compile(r'\bmembers="([^"]{1,2000})"')


def read_aux(text: str) -> Said:
    """Return what an ``.aux`` file says was cited."""
    keys: list[Cited] = []
    includes: list[Named] = []
    bibs: list[Named] = []
    for command, at in located(_COMMAND, text):
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
    keys: list[Cited] = []
    bibs: list[Named] = []
    sets: dict[str, tuple[str, ...]] = {}
    for element, at in located(_ELEMENT, text):
        said = unescape(element[3]).strip()
        if element["name"] == "citekey":
            keys += keys_in(said, at)
            if found := _MEMBERS.search(element["with"]):
                sets[said] = tuple(unescape(found[1]).split(","))
        elif 'datatype="bibtex"' in element["with"] and said:
            bibs.append(Named(said, at))
    return Said(tuple(keys), (), tuple(bibs), sets=sets)


# LyX: 'key "roe,poe"' of a citation, 'bibfiles "refs"' of the bibliography,
# 'filename "chapter.lyx"' of a part.
_LYX = re.compile(r'(?P<name>key|bibfiles|filename) "(?P<said>[^"]{1,20000}+)"')
_LYX_INSETS = tuple(
    f"\\begin_inset CommandInset {name}" for name in ("citation", "bibtex", "include")
)


def read_lyx(text: str) -> Said:
    """Return what a LyX document cites."""
    keys: list[Cited] = []
    parts: list[Named] = []
    bibs: list[Named] = []
    is_citing = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(("\\begin_inset", "\\end_inset")):
            is_citing = line.rstrip() in _LYX_INSETS
        elif is_citing and (said := _LYX.fullmatch(line.rstrip())):
            if said["name"] == "key":
                keys += keys_in(said["said"], number)
            elif said["name"] == "bibfiles":
                bibs += names_in(said["said"], number)
            elif said["said"].endswith((".lyx", ".tex")):  # not "code.py", which it lists
                parts += names_in(said["said"], number)
    return Said(tuple(keys), tuple(parts), tuple(bibs))


ITEM_LIMIT = 10_000
"""Characters of one formatted reference."""

_LABEL = r"\[(?:[^\[\]{}]++|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\})*+\]"
_GROUP = r"\{(?:[^{}]++|\{[^{}]*+\})*+\}"
# "\bibitem{roe}", "\bibitem[Roe(2020)]{roe}", "\harvarditem[Roe]{Roe \& Poe}{2020}{roe}"; not
# "\bibitem" in a line of text.
_ITEM = re.compile(
    rf"(?m)^[ \t]*+\\(?:bibitem(?:\s|%\n)*+(?:{_LABEL}(?:\s|%\n)*+)?+"
    rf"|harvarditem\s*+(?:{_LABEL}\s*+)?+(?:{_GROUP}\s*+){{2}}+)\{{([^{{}}]{{1,1000}})\}}"
)
# "\bibitem{poe}", "\end{thebibliography}"; not "\bibitemfont".
_ITEM_END = re.compile(r"\\(?:bib|harvard)item(?![A-Za-z])|\\end\s*+\{thebibliography\}")
_ARGUMENT = r"\{((?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+)\}"
# "\bibinfo{title}{On Graphs}", "\showarticletitle{On Graphs}"; not "\emph{On Graphs}".
_NAMED_TITLE = re.compile(
    rf"\\(?:bibinfo\s*+\{{(?:article)?title\}}|bibfield\s*+\{{title\}}|showarticletitle"
    rf"|showtitle|bibtitle|natexlabtitle)\s*+{_ARGUMENT}"
)
# The title in "Doe, ``On graphs,'' 2020".
_QUOTED_TITLE = re.compile(r"(?:``|“)((?:[^`'”]|'(?!'))++)(?:''|”)")
# "\newblock On"; not "\newblocks".
_NEWBLOCK = re.compile(r"\\newblock(?![A-Za-z])")
_SETTING = re.compile(r"\\(?:BIB\w+|href(?:\s*+\{[^{}]*+\})?+|natexlab|penalty\d*+)")
# "\entry{doe2020}{article}".
_ENTRY = re.compile(r"\\entry\{([^{}]{1,1000})\}\{([^{}]{1,60})\}")
# "\field{title}{On Graphs}"; not "\field{note}{x}".
_FIELD = re.compile(rf"\\field\{{(title|subtitle|year|eprinttype)\}}{_ARGUMENT}")
# "\verb{doi}" and on the next line "\verb 10.1000/xyz", as biblatex writes a .bbl.
_VERB = re.compile(r"\\verb\{(doi|eprint|url)\}\s*+\\verb ([^\n]*+)")
_FAMILY = re.compile(
    r"\\name\{author\}\{\d++\}[\s\S]{0,300}?family\s*+=\s*+\{([^\n]{1,200}?)\},?\n"
)


def bibitem(key: str, text: str, start: int, line: int) -> Record:
    r"""Return the reference of a ``\bibitem`` whose text begins at a place."""
    end = _ITEM_END.search(text, start, start + ITEM_LIMIT)
    said = text[start : end.start() if end else start + ITEM_LIMIT]
    said = said if end else said.partition("\n\n")[0]
    # The identifiers of a reference, which TeX may have broken over lines.
    joined = re.sub(r"%\n\s*|\\(?:penalty\d*\s?|allowbreak\s?|-)", "", said).replace("\\_", "_")
    identifiers = tuple(dict.fromkeys(found.identifier for found in ids.find(joined)))
    if named := _NAMED_TITLE.search(said):
        title = _plain(named[1])
    else:
        blocks = _NEWBLOCK.split(said)
        if len(blocks) > 2:
            title = _plain(blocks[1])
        else:
            quoted = _QUOTED_TITLE.search(said)
            title = _plain(quoted[1]) if quoted else ""
    return Record(
        source="bbl",
        rank=Rank.GUESS,
        title=title,
        identifiers=identifiers,
        key=clean(key, LONGEST),
        line=line,
    )


def _plain(text: str) -> str:
    text = latex_decode.plain(_SETTING.sub(" ", text), TITLE_LIMIT)
    return clean(text.strip(" .,"), TITLE_LIMIT)


def read_bbl(text: str) -> Said:
    """Return the references of a ``.bbl``; all of them are cited."""
    if items := [bibitem(found[1], text, found.end(), at) for found, at in located(_ITEM, text)]:
        return _said(items)
    heads = list(located(_ENTRY, text))
    ends = [head.start() for head, _ in heads[1:]] + [len(text)] * bool(heads)
    return _said(
        [
            _entry(head, text[head.end() : min(end, head.end() + ITEM_LIMIT)], at)
            for (head, at), end in zip(heads, ends, strict=True)
        ]
    )


def _said(entries: list[Record]) -> Said:
    cited = tuple(Cited(entry.key, entry.line) for entry in entries)
    return Said(cited, (), (), tuple(entries))


def _entry(head: re.Match[str], said: str, line: int) -> Record:
    from readlist.bib.names import parse_authors  # the names of people, for this format alone

    fields = {match[1]: match[2] for match in _FIELD.finditer(said)}
    title = ": ".join(filter(None, (fields.get("title"), fields.get("subtitle"))))
    year = fields.get("year", "")
    family = _FAMILY.search(said)
    return Record(
        source="bbl",
        rank=Rank.FILE,
        title=latex_decode.plain(title, TITLE_LIMIT),
        authors=parse_authors(f"{latex_decode.plain(family[1])}, X")[:1] if family else (),
        year=int(year) if re.fullmatch(r"[12][0-9]{3}", year) else None,
        identifiers=tuple(dict.fromkeys(_verbs(said, fields.get("eprinttype", "")))),
        key=clean(head[1], LONGEST),
        line=line,
    )


def _verbs(said: str, archive: str) -> Iterator[Identifier]:
    for match in _VERB.finditer(said):
        value = match[2].strip()
        if match[1] == "url":
            found = ids.from_url(value)
        else:
            found = ids.normalise("doi" if match[1] == "doi" else archive or "arxiv", value)
        if found:
            yield found
            yield from ids.implied(found)
