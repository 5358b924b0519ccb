"""Web of Science's tagged text: ``savedrecs.txt``, ``.ciw``.

Tags: Clarivate, Web of Science Core Collection Field Tags. What a tag says goes on in the lines
below it, which are indented: of a title the text, of the authors one in each line.
"""

import re
from collections.abc import Iterator

from readlist.bib.latex_encode import escape
from readlist.formats.base import Format
from readlist.formats.ris.tagged import OWN, Field
from readlist.formats.tagged import Dialect, Said, group

_NOTICES = ("Retracted", "Retraction", "Withdrawn", "Correction", "Expression of Concern")


def _kind(said: Said) -> str:
    """Return the type of ``PT`` (journal, book, series, patent, conference) and of ``DT``."""
    where = next(iter(said.get("PT", ())), "J")[:1]
    what = " ".join(said.get("DT", ())).lower()
    if where == "P":
        return "PAT"
    if where == "J":
        return "JOUR"
    if "proceedings paper" in what or "meeting" in what or where == "C":
        return "CPAPER"
    return "CHAP" if "chapter" in what or {"SO", "BN"} <= said.keys() else "BOOK"


def _more(said: Said) -> Iterator[Field]:
    """Yield the book's own editors, where no other tag names them, and the meeting."""
    if "BE" not in said:
        yield from (Field("A2", name) for name in said.get("ED", ()))
    for tag, name in _MEETING.items():
        yield from (Field(OWN, f"{name} = {{{escape(value)}}}") for value in said.get(tag, ()))


_MEETING = {"CT": "eventtitle", "CL": "venue"}
"""Tags that biblatex has a field for and RIS no tag."""

DIALECT = Dialect(
    name="wos",
    line=r"([A-Z][A-Z0-9])(?: (.*)|$)",
    kind=_kind,
    begins=frozenset({"PT"}),
    ends=frozenset({"ER", "EF"}),
    once=frozenset({"TI", "UT", "SO"}),
    same={
        "AU": "AU", "AF": "AU", "BE": "A2", "TI": "TI", "SO": "T2", "SE": "T3", "LA": "LA",
        "DE": "KW", "AB": "AB", "PU": "PB", "PI": "CY", "SN": "SN", "BN": "SN", "JI": "J2",
        "PY": "PY", "PD": "DA", "VL": "VL", "IS": "IS", "BP": "SP", "EP": "EP", "AR": "C7",
        "DI": "DO", "UT": "AN",
    },
    changed={"CA": ("AU", group), "PM": ("U1", "{}[pmid]".format)},
    instead={"AU": "AF"},
    lists=frozenset({"AU", "AF", "BA", "BF", "CA", "BE", "ED", "GP", "C1", "CR"}),
    more=_more,
    left=frozenset(
        {"FN", "VR", "PT", "DT", "ED", "ER", "EF", "J9", "GA", "NR", "TC", "Z9", "Z8", "ZB", "ZS",
         "ZR", "U1", "U2", "PG", "DA", "HC", "HP", "EI", *_MEETING}
    ),
)  # fmt: skip


def sniff(head: str, name: str) -> float:
    """Return how much a text looks like Web of Science's: a type, and tags without a hyphen."""
    named = re.search(r"(?m)^\ufeff?FN (?:Clarivate|Thomson|ISI|Web of)", head)
    typed = re.search(r"(?m)^PT [JBSPC][ \t\r]*$", head)
    if (named or typed) and re.search(r"(?m)^(?:AU|TI|SO) \S", head):
        return 0.95
    return 0.6 if typed and name.lower().endswith(".ciw") else 0.0


FORMAT = Format(
    name="wos",
    summary="Web of Science's tagged text (savedrecs.txt, .ciw)",
    suffixes=(".ciw",),
    sniff=sniff,
    load=DIALECT.load,
)
