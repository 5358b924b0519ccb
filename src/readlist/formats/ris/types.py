"""The types of RIS and what BibTeX calls them, in both directions."""

from typing import NamedTuple

TAG = "ris"
"""The name in ``extra`` of what is kept by tag: values that the library has no words for."""

KINDS = {
    "ABST": "article", "AGGR": "dataset", "BLOG": "online", "BOOK": "book", "CHAP": "incollection",
    "CLSWK": "book", "COMP": "software", "CONF": "inproceedings", "CPAPER": "inproceedings",
    "DATA": "dataset", "DBASE": "dataset", "DICT": "incollection", "EBOOK": "book",
    "ECHAP": "incollection", "EDBOOK": "collection", "EJOUR": "article", "ELEC": "online",
    "ENCYC": "incollection", "GEN": "misc", "GOVDOC": "techreport", "INPR": "article",
    "JFULL": "article", "JOUR": "article", "MANSCPT": "unpublished", "MGZN": "article",
    "NEWS": "article", "PAMP": "booklet", "PAT": "patent", "RPRT": "techreport", "SER": "book",
    "STAND": "techreport", "THES": "phdthesis", "UNPB": "unpublished", "UNPD": "unpublished",
    "WEB": "online",
}  # fmt: skip
TYPES = {
    "article": "JOUR", "book": "BOOK", "booklet": "PAMP", "collection": "EDBOOK",
    "dataset": "DATA", "inbook": "CHAP", "incollection": "CHAP", "inproceedings": "CONF",
    "manual": "RPRT", "mastersthesis": "THES", "misc": "GEN", "online": "ELEC", "patent": "PAT",
    "phdthesis": "THES", "proceedings": "EDBOOK", "report": "RPRT", "software": "COMP",
    "techreport": "RPRT", "thesis": "THES", "unpublished": "UNPB",
}  # fmt: skip
AT_PUBLISHER = frozenset(
    {
        "book", "collection", "proceedings", "booklet", "manual", "phdthesis", "mastersthesis",
        "thesis", "techreport", "report",
    }
)  # fmt: skip
"""Kinds whose venue is who published them, ``PB``: publisher, school or institution."""


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
