"""Refer and BibIX, ``.enw``: what Google Scholar, the ACM and publishers call EndNote's format.

The tags are those of EndNote's import filter; refer, from 1978, has the letters of them.
"""

import re
from collections.abc import Iterator

from readlist.formats.base import Format
from readlist.formats.endnote import KEY, TYPES
from readlist.formats.ris.tagged import Field
from readlist.formats.tagged import Dialect, Said

_LINE = r"(%[0-9A-Z?@!#$\[\]&()*+^<>=~])(?:[ \t]+(.*)|$)"


def _kind(said: Said) -> str:
    """Return the type that ``%0`` names; refer itself told it from what else is there."""
    if named := next(iter(said.get("%0", ())), ""):
        return TYPES.get(named.lower(), "GEN")
    if "%J" in said:
        return "JOUR"
    if "%B" in said:
        return "CHAP" if "%E" in said else "CPAPER"
    if "%R" in said:
        return "RPRT"  # in refer the number of a report
    return "BOOK" if "%I" in said else "GEN"


def _more(said: Said) -> Iterator[Field]:
    """Yield what a tag says by its form: a label that is a key, a journal's short name, a date."""
    for text in said.get("%F", ()):
        yield Field("ID" if re.fullmatch(KEY, text) else "LB", text)
    # EndNote's filters put a journal's other name here; in refer it is any remark.
    other = "J2" if "%0" in said and "%J" in said else "N1"
    yield from (Field(other, text) for text in said.get("%O", ()))
    numbered = "DO" if "%0" in said else "IS"
    for text in said.get("%R", ()):
        yield Field("DO" if "10." in text[:30] else numbered, text)


DIALECT = Dialect(
    name="refer",
    line=_LINE,
    kind=_kind,
    begins=frozenset({"%0"}),
    sure=False,  # the AIS writes %T above %0
    once=frozenset({"%0", "%T"}),
    same={
        "%A": "AU", "%B": "T2", "%C": "CY", "%D": "PY", "%E": "A2", "%G": "LA", "%H": "A4",
        "%I": "PB", "%J": "JF", "%K": "KW", "%L": "CN", "%M": "AN", "%N": "IS", "%P": "SP",
        "%Q": "TT", "%S": "T3", "%T": "TI", "%U": "UR", "%V": "VL", "%W": "DP", "%X": "AB",
        "%Y": "A3", "%Z": "N1", "%1": "C1", "%2": "C2", "%3": "C3", "%4": "C4", "%#": "C5",
        "%$": "C6", "%]": "C7", "%6": "NV", "%7": "ET", "%8": "DA", "%9": "M3", "%?": "A4",
        "%@": "SN", "%!": "ST", "%&": "SE", "%(": "OP", "%)": "RP", "%*": "RI", "%+": "AD",
        "%^": "CA", "%>": "L1", "%<": "RN", "%[": "Y2", "%~": "DB",
    },
    lists=frozenset({"%A", "%E", "%Y", "%?", "%@", "%U", "%>"}),
    blocks=frozenset({"%X", "%Z", "%<", "%K"}),
    more=_more,
    left=frozenset({"%0", "%F", "%O", "%R", "%="}),
)  # fmt: skip


def sniff(head: str, name: str) -> float:
    """Return how much a text looks like refer: most of its lines have tags such as ``%T``."""
    tags = re.findall(r"(?m)^[ \ufeff]?(%[0-9A-Z@])[ \t]+\S", head)
    if len(set(tags)) > 1 and "%T" in tags and 3 * len(tags) > head.count("\n"):
        return 0.95
    return 0.6 if tags and name.lower().endswith(".enw") else 0.0


FORMAT = Format(
    name="refer",
    summary="Refer and BibIX, .enw: EndNote's tagged format, of Google Scholar and the ACM",
    suffixes=(".enw",),
    sniff=sniff,
    load=DIALECT.load,
)
