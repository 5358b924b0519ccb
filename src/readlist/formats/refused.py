"""Files of bibliographies that are not read: what they are called, and what to export instead.

A file that is refused by its name is of help; one that is taken for a list of titles fills a
library with lines such as ``%A Roe, Anna``.
"""

import re
from typing import NamedTuple

_CITATIONS = "Export the references as RIS or BibTeX there, and import that file."


class _Refused(NamedTuple):
    """A format by its name, what its head has, and the way out."""

    name: str
    pattern: str
    instead: str = _CITATIONS


_XML = (
    _Refused("MARCXML", r"loc\.gov/MARC21/slim"),
    _Refused("METS XML", r"<(?:\w{1,20}:)?mets[\s>]|loc\.gov/METS/"),
    _Refused("BibTeX in XML", r"<bibtex:(?:file|entry)[\s>]"),
    _Refused("TEI", r"<(?:TEI|listBibl|biblStruct)[\s>]"),
    _Refused("ONIX", r"<ONIXMessage[\s>]"),
    _Refused("Citavi's XML", r"<CitaviExchangeData[\s>]"),
    _Refused(
        "RDF", r"<rdf:RDF(?![^<>]{0,4000}(?:purl\.org/rss/1\.0/[^m]|zotero\.org/namespaces))[\s>]",
        "Export it from Zotero as 'Better BibTeX JSON', 'CSV' or 'BibTeX', which keep notes and "
        "tags, and import that file.",
    ),
)  # fmt: skip
_TEXTS = (
    _Refused("a library of SQLite", r"SQLite format 3\0",
             "Import an export of the program that keeps it, not its own file."),
    _Refused("MARC", r"[0-9]{5}[acdnp][a-z]{2}[ a-z][ a]22[0-9]{5}"),
    _Refused("Endnote's reference manager format (RMF)", r"RMF[ \t]"),
)  # fmt: skip
_TAGGED = (
    r"(?m)^(?:"
    r"(?P<percent>%[0-9A-Z@?!])[ \t]\S"  # %T A title
    r"|(?P<hyphen>[A-Z][A-Z0-9]{1,3}) {0,4}-(?: |$)"  # TI  - A title
    r"|(?P<bare>[A-Z][A-Z0-9]) \S"  # TI A title
    r"|(?P<named>[A-Za-z][A-Za-z ]{1,20}):[ \t]"  # Title: A title
    r")"
)
# Of a line that may be a title as well ("AI for Science", "BERT - a model", "GPT: A Model") the tag
# must be one that bibliographies have.
_KNOWN = frozenset(
    "TI T1 AU A1 AF FAU PY YR DP SO JF JT JO T2 AB DO DI UR VL IS SP EP PT DT RT KW DE SN LA TY ER "  # noqa: SIM905
    "title author authors year journal date abstract doi keywords publisher volume issue pages "
    "source issn isbn url".split()
)


_OF_TITLES = frozenset({"ti", "t1", "title", "au", "a1", "authors"})


def is_tagged(head: str) -> bool:
    """Say whether most lines of a text begin with the same kind of tag: it is no list of titles.

    Lines that go on are indented. ``AI for Science`` has no tag, ``DOI: 10.1000/1`` alone is a
    list of references.
    """
    lines = [line for line in head.splitlines()[:2_000] if line.strip()]
    if len(lines) < 3:
        return False
    indented = sum(line[:2].isspace() for line in lines)
    kinds: dict[str, list[str]] = {}
    for found in re.finditer(_TAGGED, head):
        kind = found.lastgroup or ""
        tag = found[kind].strip()
        word = tag.lower() if kind == "named" else tag
        if kind == "percent" or not _KNOWN.isdisjoint((tag, word)):
            kinds.setdefault(kind, []).append(tag.lower())
    most = [kind for kind, tags in kinds.items() if 2 * (len(tags) + indented) > len(lines)]
    return any(_are_records(kind, kinds[kind]) for kind in most)


def _are_records(kind: str, tags: list[str]) -> bool:
    """Say whether there are several tags, and one of them is that of a title or of an author."""
    if len(set(tags)) < 2:
        return False
    return kind == "percent" or not _OF_TITLES.isdisjoint(tags)


def reason(head: str, *, xml: bool) -> str:
    """Return why a text is not read and what to do instead; nothing where it has no known name.

    ``xml`` asks about the formats in XML, which other formats would take for a page.
    """
    start = head.lstrip("\ufeff \t\r\n")
    for refused in _XML if xml else _TEXTS:
        # XML has its names somewhere near the top; of others the first bytes tell.
        if re.search(refused.pattern, head) if xml else re.match(refused.pattern, start):
            return f"This is {refused.name}, which is not read. {refused.instead}"
    if not xml and is_tagged(head):
        return (
            "Most of its lines begin with tags, as in the export of a database, but of none that "
            f"is known here. {_CITATIONS}"
        )
    return ""
