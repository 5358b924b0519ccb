"""PubMed's own format, ``.nbib`` or MEDLINE, which ERIC writes too.

Tags and their meaning: NLM, MEDLINE/PubMed Data Element (Field) Descriptions.
"""

import re
from collections.abc import Iterator

from readlist.bib.names import family_first
from readlist.formats.base import Format
from readlist.formats.ris.tagged import Field
from readlist.formats.tagged import (
    Dialect,
    Said,
    bare_title,
    full_pages,
    group,
    heading,
)

_TYPES = (
    ("Preprint", "UNPB"), ("Dataset", "DATA"), ("Academic Dissertation", "THES"),
    ("Dissertations/Theses", "THES"), ("Technical Report", "RPRT"), ("Congress", "CONF"),
    ("Speeches/Meeting Papers", "CONF"), ("Book", "BOOK"), ("Books", "BOOK"),
    ("Monograph", "BOOK"),
)  # fmt: skip
_REPORTS = "Reports - "
NOTICES = {
    "RIN": "retraction in", "ROF": "retraction of", "EIN": "erratum in", "EFR": "erratum for",
    "CRI": "corrected and republished in", "CRF": "corrected and republished from",
    "ECI": "expression of concern in", "ECF": "expression of concern for", "UIN": "update in",
    "UOF": "update of", "RPI": "republished in", "RPF": "republished from",
}  # fmt: skip


def _kind(said: Said) -> str:
    if "BTI" in said and "TI" in said:
        return "CHAP"
    types = {value.strip() for value in said.get("PT", ())}
    for name, code in _TYPES:
        if name in types:
            return code
    # Of ERIC's "Reports - Research" those that no journal printed.
    if "JT" not in said and any(name.startswith(_REPORTS) for name in types):
        return "RPRT"
    return "BOOK" if "BTI" in said else "JOUR"


def _more(said: Said) -> Iterator[Field]:
    """Yield what ``10.1038/nature14539 [doi]`` and ``arXiv:1706.03762 [pii]`` name, and a notice.

    ERIC has the address of its own page there.
    """
    for text in (*said.get("LID", ()), *said.get("AID", ())):
        value, _, scheme = text.rpartition(" [")
        if scheme.startswith("doi"):
            yield Field("DO", value)
        elif value.lower().startswith("arxiv"):
            yield Field("AN", value)
        elif text.startswith(("http://", "https://")):
            yield Field("UR", text)


def _full_name(text: str) -> str:
    """Return ``King, Martin Luther Jr`` with its suffix behind a comma."""
    found = re.fullmatch(
        r"([^,]{1,200}, [^,]{1,200}) (Jr|Sr|[1-4](?:st|nd|rd|th)|II|III|IV)\.?", text
    )
    return f"{found[1]}, {found[2]}" if found else text


def _fault(tags: set[str]) -> str:
    return "" if tags & {"PMID", "OWN"} else "The record that begins here has no PMID."


DIALECT = Dialect(
    name="pubmed",
    line=r"([A-Z][A-Z0-9]{1,4}) {0,2}-(?: (.*)|$)",
    kind=_kind,
    begins=frozenset({"PMID"}),
    once=frozenset({"TI", "OWN", "BTI"}),
    same={
        "AB": "AB", "VI": "VL", "IP": "IS", "LA": "LA", "PB": "PB", "PL": "CY", "EN": "ET",
        "AD": "AD", "FED": "A2", "ISBN": "SN", "CTI": "T3", "DP": "PY", "CIN": "C5",
        "GR": "C4", "GN": "RN",
    },
    changed={
        "OT": ("KW", lambda text: text.removeprefix("*")),  # what the authors stress
        "FAU": ("AU", _full_name), "AU": ("AU", family_first), "ED": ("A2", family_first),
        "CN": ("AU", group),
        "TI": ("TI", bare_title), "BTI": ("TI", bare_title), "JT": ("T2", str), "TA": ("T2", str),
        "DEP": ("ET", lambda text: f"{text[:4]}/{text[4:6]}/{text[6:8]}"),  # 20190731
        "PG": ("SP", full_pages), "MH": ("KW", heading),
        "IS": ("SN", lambda text: text.partition(" (")[0]),  # 1476-4687 (Electronic)
        "ISSN": ("SN", lambda text: text.upper().removeprefix("E").removeprefix("ISSN-")),
        "PMID": ("U1", "{}[pmid]".format), "PMC": ("U2", "{}[pmcid]".format),
        "OID": ("AN", lambda text: text if re.fullmatch(r"E[DJ][0-9]{4,9}", text) else ""),
    },
    instead={"AU": "FAU", "ED": "FED"},
    beside={"BTI": ("TI", "BT"), "TA": ("JT", "J2")},
    more=_more,
    left=frozenset(
        {
            "OWN", "STAT", "DCOM", "LR", "PT", "SO", "PHST", "CRDT", "EDAT", "MHDA", "PST", "JID",
            "SB", "OTO", "LID", "AID", "AUID", "IRAD", "CI", "PUBM", "DA", "RN", "IR", "FIR",
            "COIS", "CTDT", "DRDT", "STATUS", "TT", "RF", "PS", "FPS", "SI", "OAB", "OABL", "OCI",
            "NM", "VTI", "SPIN", "OID",
        }
    ),
    notices=NOTICES,
    fault=_fault,
)  # fmt: skip


def sniff(head: str, name: str) -> float:
    """Return how much a text looks like PubMed's format: a line gives a PMID, or ERIC owns it."""
    if re.search(r"(?m)^\ufeff?(?:PMID ?- ?[0-9]{1,9}|OWN {1,2}- ERIC)[ \t\r]*$", head):
        return 0.95
    return 0.6 if name.lower().endswith(".nbib") else 0.0


FORMAT = Format(
    name="pubmed",
    summary="PubMed's .nbib files (MEDLINE), and ERIC's",
    suffixes=(".nbib",),
    sniff=sniff,
    load=DIALECT.load,
)
