"""Records of tagged lines, ``XX  - value``: which lines belong together, what one says tag by tag.

RIS is written so; PubMed and EndNote say the same in other forms and are put into its tags. The
tables say what BibTeX calls its types and tags, for both directions. Linear in the text, and a
record is bounded.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from readlist.text import BLOCK_LIMIT, FIELD_LIMIT, clean, clean_block

RECORD_LIMIT = 4_000_000
"""Characters of one record."""
FIELDS_LIMIT = 30_000
"""Lines with a tag in one record; the longest real list of authors known to us has 5,154."""
KEPT_LIMIT = 500
"""Values that are kept of one record beside what the library has words for."""
# EndNote, Reference Manager and Zotero; only these are believed where the blanks are not right.
_KNOWN = frozenset(
    "A1 A2 A3 A4 A5 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DI DO DP ED "  # noqa: SIM905
    "EP ER ET ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PA PB PP PY RI RN "
    "RP SE SN SP ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO Y1 Y2".split()
)
_LINE = re.compile(r"([A-Z][A-Z0-9])([ \t\xa0]{0,4})[-–](?:([ \t\xa0])?(.*))?", re.DOTALL)
_UNTYPED = "The record that begins here has no type (TY)."
_TITLES = frozenset({"TI", "T1"})
_BEGINS = _TITLES | {"AU", "A1", "ID", "OWN", "JF", "JO", "PY", "Y1", "DA"}
_FIRST = re.compile(r"[ \t\ufeff]*+(?=(?:TY[ \t\xa0]{0,4}|[Tt][Yy]  )-)")
# "ti  - Title" in a record that begins with "ty  - JOUR"; not "ti - Title".
_SMALL = re.compile(r"[A-Za-z][A-Za-z0-9](?=  -(?: |$))")

TAG = "ris"
"""The name in ``extra`` of what is kept by tag: values that the library has no words for."""

ONLINE = "/online"
"""Ends a date that is not in the year of ``PY``: the work was there before it was printed."""

KINDS = {
    "ABST": "article", "AGGR": "dataset", "BLOG": "online", "BOOK": "book", "CHAP": "incollection",
    "CLSWK": "book", "COMP": "software", "CONF": "inproceedings", "CPAPER": "inproceedings",
    "DATA": "dataset", "DBASE": "dataset", "DICT": "incollection", "EBOOK": "book",
    "ECHAP": "incollection", "EDBOOK": "collection", "EJOUR": "article", "ELEC": "online",
    "ENCYC": "incollection", "GEN": "misc", "GOVDOC": "techreport", "INPR": "article",
    "JFULL": "article", "JOUR": "article", "MANSCPT": "unpublished", "MGZN": "article",
    "NEWS": "article", "PAMP": "booklet", "PAT": "patent", "RPRT": "techreport", "SER": "book",
    "STAND": "techreport", "THES": "phdthesis", "UNPB": "unpublished", "UNPD": "unpublished",
    "WEB": "online", "ADVS": "video", "ART": "artwork", "BILL": "legislation",
    "CASE": "jurisdiction", "CHART": "image", "FIGURE": "image", "HEAR": "jurisdiction",
    "ICOMM": "letter", "LEGAL": "legislation", "MAP": "map", "MPCT": "movie", "MUSIC": "music",
    "PCOMM": "letter", "SLIDE": "presentation", "SOUND": "audio", "STAT": "legislation",
    "UNBILL": "legislation", "VIDEO": "video",
}  # fmt: skip
TYPES = {
    "article": "JOUR", "book": "BOOK", "booklet": "PAMP", "collection": "EDBOOK",
    "dataset": "DATA", "inbook": "CHAP", "incollection": "CHAP", "inproceedings": "CONF",
    "manual": "RPRT", "mastersthesis": "THES", "misc": "GEN", "online": "ELEC", "patent": "PAT",
    "phdthesis": "THES", "proceedings": "EDBOOK", "report": "RPRT", "software": "COMP",
    "techreport": "RPRT", "thesis": "THES", "unpublished": "UNPB", "artwork": "ART",
    "audio": "SOUND", "bookinbook": "CHAP", "image": "FIGURE", "inreference": "ENCYC",
    "jurisdiction": "CASE", "legislation": "STAT", "letter": "PCOMM", "map": "MAP",
    "movie": "MPCT", "music": "MUSIC", "mvbook": "BOOK", "mvcollection": "EDBOOK",
    "mvproceedings": "EDBOOK", "mvreference": "BOOK", "presentation": "SLIDE",
    "reference": "BOOK", "review": "JOUR", "standard": "STAND", "suppbook": "CHAP",
    "suppcollection": "CHAP", "suppperiodical": "JOUR", "video": "VIDEO",
}  # fmt: skip
"""What RIS calls each kind; which of several it was, a line of ``OWN`` says."""
OWN = "U5"
"""The tag of what RIS has no tag for, a tag of the user's: ``U5  - titleaddon = {Raw data}``."""
NAMED = "link-"
"""Begins the names of addresses among them, for which RIS has one tag: ``link-code = {https://…}``."""
OWN_LINE = re.compile(r"([a-z][a-z0-9+_-]{0,40}) = \{(.*)\}", re.DOTALL)
AT_PUBLISHER = frozenset(
    {
        "book", "collection", "proceedings", "booklet", "manual", "phdthesis", "mastersthesis",
        "thesis", "techreport", "report",
    }
)  # fmt: skip
"""Kinds whose venue is who published them, ``PB``: publisher, school or institution."""
HELD = frozenset({"dataset", "software"})
"""Kinds whose venue is the archive that holds them, which stands in ``PB`` as well."""


class Detail(NamedTuple):
    """A detail under its names in BibTeX, the first of which it is read into, and its tag."""

    names: tuple[str, ...]
    tag: str


# Endnote's and Zotero's reading of the tags agree on these.
DETAILS = (
    Detail(("series",), "T3"), Detail(("shortjournal",), "J2"), Detail(("shorttitle",), "ST"),
    Detail(("volume",), "VL"), Detail(("volumes",), "NV"), Detail(("number", "issue"), "IS"),
    Detail(("eid",), "C7"), Detail(("edition",), "ET"), Detail(("address", "location"), "CY"),
    Detail(("language", "langid"), "LA"), Detail(("note",), "M2"),
)  # fmt: skip


def kind_of(said: str) -> str:
    """Return what BibTeX calls a type."""
    return KINDS.get(said.strip().upper()[:10], "misc")


class Field(NamedTuple):
    """A tag and its value; a value of several lines has line breaks in it."""

    tag: str
    value: str


class Entry(NamedTuple):
    """One record as it stands, and the line that it begins in.

    ``fault`` is what is wrong with a record that could be read all the same.
    """

    fields: list[Field]
    line: int
    fault: str = ""


class Building:
    """A record while its lines come in."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.fault = ""
        self.tags: set[str] = set()
        self._fields: list[tuple[str, list[str]]] = []
        self._size = 0

    def add(self, tag: str, value: str) -> None:
        """Begin a value."""
        if self._fits(value) and len(self._fields) < FIELDS_LIMIT:
            self._fields.append((tag, [value]))
            self.tags.add(tag)

    def go_on(self, line: str) -> None:
        """Continue the latest value with another line."""
        if self._fields and self._fits(line):
            self._fields[-1][1].append(line)

    def _fits(self, text: str) -> bool:
        self._size += len(text) + 1
        if self._size > RECORD_LIMIT:
            self.fault = "The record that begins here is too large; its end is left out."
        return self._size <= RECORD_LIMIT

    def done(self, fault: str = "") -> Entry:
        """Return the record; the first thing that was wrong with it is told."""
        fields = [Field(tag, "\n".join(lines)) for tag, lines in self._fields]
        return Entry(fields, self.line, self.fault or fault)


def entries(lines: Iterable[str]) -> Iterator[Entry]:
    """Yield the records of a file; text before and between them is passed over.

    ``TY`` begins a record and ``ER`` ends it. A record without either comes in with a fault. Where
    it begins with ``ty``, all its tags may be in small letters.
    """
    building: Building | None = None
    indent, blank, small = "", False, False
    for number, raw in enumerate(lines, 1):
        line = raw.removesuffix("\r")
        if building is None:
            first = _FIRST.match(line)
            indent = first[0].strip("\ufeff") if first else ""
            line = line.lstrip("\ufeff \t" if first else "\ufeff")
            small = small or (first is not None and not line.startswith("TY"))
        line = line.removeprefix(indent)
        if small and _SMALL.match(line):
            line = line[:2].upper() + line[2:]
        tag, value = _split(line)
        if building and tag == "ER":
            yield building.done(_UNTYPED if "TY" not in building.tags else "")
            building = None
        elif building and _begins_next(tag, building.tags, blank=blank):
            yield building.done(f"The record has no end (ER); the next begins in line {number}.")
            building = None
        if tag and tag != "ER":
            building = building or Building(number)
            building.add(tag, value)
        elif building:
            building.go_on(value)
        blank = not line.strip()
    if building:
        yield building.done("The record has no end (ER); the file may have been cut off.")


def _begins_next(tag: str, tags: set[str], *, blank: bool) -> bool:
    """Say whether a tag begins the next record although this one, with these tags, has no end.

    ``TY`` does, but where programs write it behind the title; so does a second title where the
    record has no type, and behind a blank line anything that stands at the beginning of a record:
    several ``AU`` in a row are one record's.
    """
    if tag == "TY":
        whole = "TY" in tags or (blank and bool(tags & _TITLES))
        return whole and bool(tags - {"TY", "ID"})
    if not tags & _TITLES or tag not in tags:
        return False
    return (blank and tag in _BEGINS) or (tag in _TITLES and "TY" not in tags)


def _split(line: str) -> tuple[str, str]:
    """Return tag and value, or no tag and the line where it goes on with the value before it."""
    tag = line[:2]
    if line[2:6] == "  - " and tag[0].isalpha() and tag.isalnum() and tag.isupper():
        return tag, line[6:]
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
    # "TI - Title" and "TI  -Title" are tags that someone typed; "AB-testing" is text.
    return found if found[1] in _KNOWN and (blanks or blank) else None


class Tags:
    """The values of one record by tag, from which each reader takes those that it understands.

    ``spelled`` are the words of some of these, as the record has them.
    """

    def __init__(self, fields: Iterable[Field]) -> None:
        self.spelled: dict[str, list[str]] = {}
        self._values: dict[str, list[str]] = {}
        for tag, value in fields:
            if value and not value.isspace():
                self._values.setdefault(tag, []).append(value)

    def see(self, *tags: str) -> list[str]:
        """Return all values of these tags as clean lines, and leave them."""
        found = (clean(value) for tag in tags for value in self._values.get(tag, ()))
        return [value for value in found if value]

    def take_all(self, *tags: str) -> list[str]:
        """Take all values of these tags, in the order of the tags, as they stand."""
        return [value for tag in tags for value in self._values.pop(tag, ())]

    def take(self, *tags: str, limit: int = FIELD_LIMIT) -> str:
        """Take the first value, as a clean line, and what merely repeats it under these tags."""
        present = [tag for tag in tags if tag in self._values]
        for tag in present:
            values = self._values[tag]
            for value in values:
                if found := clean(value, limit):
                    if len(present) == len(values) == 1:
                        del self._values[tag]
                    else:
                        self.drop(found, *present, limit=limit)
                    return found
        return ""

    def take_block(self, *tags: str) -> str:
        """Take the first value as clean text of several lines, and what merely repeats it."""
        for tag in tags:
            for value in self._values.get(tag, ()):
                if found := clean_block(value):
                    self.drop(clean(value), *tags)
                    return found
        return ""

    def drop(self, value: str, *tags: str, limit: int = FIELD_LIMIT) -> None:
        """Drop the values of these tags that are this clean line."""
        for tag in tags:
            if tag in self._values:
                left = [other for other in self._values[tag] if clean(other, limit) != value]
                self._values[tag] = left

    def put(self, tag: str, value: str) -> None:
        """Put a value back that is to be kept."""
        self._values.setdefault(tag, []).append(value)

    def spell(self, tag: str, value: str) -> None:
        """Keep the words of a value that was understood, where they would be written otherwise."""
        if sum(map(len, self.spelled.values())) < KEPT_LIMIT:
            self.spelled.setdefault(tag, []).append(clean(value))

    def rest(self) -> dict[str, list[str]]:
        """Return what nobody took, clean, by tag."""
        kept: dict[str, list[str]] = {}
        room = KEPT_LIMIT
        for tag, values in self._values.items():
            texts = (clean_block(value, BLOCK_LIMIT) for value in values)
            if found := list(islice(filter(None, texts), room)):
                kept[tag] = found
                room -= len(found)
        return kept
