"""RefWorks' tagged format, which ProQuest and many databases write for it.

Tags: RefWorks, Tagged Format. ``RT`` begins a record, and a blank line ends it.
"""

import re
from collections.abc import Iterator

from readlist.formats.base import Format
from readlist.formats.endnote import KEY
from readlist.formats.ris.tagged import Field
from readlist.formats.tagged import Dialect, Said

_TYPES = {
    "abstract": "ABST", "journal": "JOUR", "journal article": "JOUR",
    "journal, electronic": "EJOUR", "magazine article": "MGZN", "newspaper article": "NEWS",
    "book, whole": "BOOK", "book, section": "CHAP", "book, edited": "EDBOOK",
    "conference proceedings": "CPAPER", "dissertation/thesis": "THES",
    "dissertation/thesis, unpublished": "THES", "report": "RPRT", "patent": "PAT",
    "web page": "ELEC", "unpublished material": "UNPB", "computer program": "COMP",
    "online discussion forum": "ELEC", "monograph": "BOOK", "preprint": "UNPB",
}  # fmt: skip


def _kind(said: Said) -> str:
    return _TYPES.get(next(iter(said.get("RT", ())), "").lower(), "GEN")


def _more(said: Said) -> Iterator[Field]:
    """Yield a label that is a key; RefWorks numbers its records itself."""
    yield from (
        Field("ID", text)
        for text in said.get("ID", ())
        if re.fullmatch(KEY, text) and not text.isdecimal()
    )
    in_journal = "JF" in said
    yield from (Field("J2" if in_journal else "JF", text) for text in said.get("JO", ()))


DIALECT = Dialect(
    name="refworks",
    line=r"([A-Z][A-Z0-9])(?: (.*)|$)",
    kind=_kind,
    begins=frozenset({"RT"}),
    ends=frozenset({"ER"}),
    once=frozenset({"RT", "T1"}),
    same={
        "A1": "AU", "A2": "A2", "A3": "A3", "A4": "A4", "T1": "TI", "T2": "T2", "T3": "T3",
        "JF": "JF", "YR": "PY", "FD": "DA", "VO": "VL", "IS": "IS", "SP": "SP", "OP": "EP",
        "K1": "KW", "AB": "AB", "NO": "N1", "PB": "PB", "PP": "CY", "SN": "SN", "DO": "DO",
        "UL": "UR", "LK": "UR", "LA": "LA", "ED": "ET", "AN": "AN", "DB": "DB", "RD": "Y2",
        "AD": "AD", "TT": "TT", "ST": "ST", "CL": "CN",
    },
    blocks=frozenset({"AB", "NO", "K1"}),
    more=_more,
    left=frozenset({"RT", "SR", "ID", "JO", "ER", "OL"}),
)  # fmt: skip


def sniff(head: str, _name: str) -> float:
    """Return how much a text looks like RefWorks': a line gives a type, another has a title."""
    typed = re.search(r"(?m)^\ufeff?RT [A-Z][A-Za-z/, ]{3,40}\r?$", head)
    return 0.95 if typed and re.search(r"(?m)^(?:T1|A1) \S", head) else 0.0


FORMAT = Format(
    name="refworks",
    summary="RefWorks' tagged format",
    sniff=sniff,
    load=DIALECT.load,
)
