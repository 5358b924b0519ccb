"""Find the records in a RIS file: where one begins, where it ends, which lines belong together."""

import re
from collections.abc import Iterable, Iterator

from readlist.formats.ris.tagged import Building, Entry

# EndNote, Reference Manager and Zotero; only these are believed where the blanks are not right.
_KNOWN = frozenset(
    "A1 A2 A3 A4 A5 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DI DO DP ED "  # noqa: SIM905
    "EP ER ET ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PA PB PP PY RI RN "
    "RP SE SN SP ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO Y1 Y2".split()
)
_LINE = re.compile(r"([A-Z][A-Z0-9])([ \t\xa0]{0,4})[-–](?:([ \t\xa0])?(.*))?", re.DOTALL)
_FIRST = re.compile(r"[ \t\ufeff]*+(?=TY[ \t\xa0]{0,4}-)")


def entries(lines: Iterable[str]) -> Iterator[Entry]:
    """Yield the records of a file; text before and between them is passed over.

    ``TY`` begins a record and ``ER`` ends it. A record without either comes in with a fault.
    """
    building: Building | None = None
    indent = ""
    for number, raw in enumerate(lines, 1):
        line = raw.removesuffix("\r")
        if building is None:
            first = _FIRST.match(line)
            indent = first[0].strip("\ufeff") if first else ""
            line = line.lstrip("\ufeff \t") if first else line.lstrip("\ufeff")
        elif indent:
            line = line.removeprefix(indent)
        tag, value = _split(line)
        if tag == "ER":
            if building:
                yield building.done(_without_type(building))
            building = None
        elif tag == "TY" and building and building.tags - {"TY", "ID"}:
            yield building.done(f"The record has no end (ER); the next begins in line {number}.")
            building = _begun(number, tag, value)
        elif tag:
            building = building or Building(number)
            building.add(tag, value)
        elif building:
            building.go_on(value)
    if building:
        yield building.done("The record has no end (ER); the file may have been cut off.")


def _begun(line: int, tag: str, value: str) -> Building:
    building = Building(line)
    building.add(tag, value)
    return building


def _without_type(building: Building) -> str:
    return "" if "TY" in building.tags else "The record that begins here has no type (TY)."


def _split(line: str) -> tuple[str, str]:
    """Return tag and value, or no tag and the line where it goes on with the value before it."""
    if line[2:6] == "  - " and line[0].isalpha() and line[:2].isalnum() and line[:2].isupper():
        return line[:2], line[6:]
    if found := is_tagged(line):
        return found[1], found[4]
    if line.startswith(" ") and is_tagged(line.lstrip(" ")):
        return "", line[1:]
    return "", line


def is_tagged(line: str) -> re.Match[str] | None:
    """Return a match where a line begins with a tag: as it should, or nearly so."""
    found = _LINE.match(line)
    if found is None:
        return None
    blanks, blank, value = found[2], found[3], found[4]
    if blanks in (" ", "  ") and (blank or not value):
        return found
    return found if found[1] in _KNOWN and (blanks or blank) and "-" not in blanks else None
