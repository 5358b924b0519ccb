"""Ovid's tagged text, of its Medline, Embase, PsycINFO and BIOSIS.

Each database has tags of its own. Where none names them, the journal, volume and pages stand in the
line of the source: ``Marine Letters. 8(1):1-9, 2020 Jan.``
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
    ("chapter", "CHAP"), ("dissertation", "THES"), ("book", "BOOK"), ("patent", "PAT"),
    ("report", "RPRT"), ("conference", "CPAPER"), ("preprint", "UNPB"),
)  # fmt: skip
_SOURCE = re.compile(
    r"(?P<venue>[^.]{2,200}(?:\.(?!\s?(?:[Vv]ol\.? ?)?[0-9])[^.]{1,100}){0,3}?)"
    r"\.\s?(?:[Vv]ol\.? ?)?"
    r"(?P<volume>[0-9]{1,5})?\s?(?:\((?P<issue>[^()]{1,20})\))?\s?"
    r"(?::\s?(?P<pages>[\w.-]{1,20}))?"
)
_PAGES = re.compile(r"\bpp\.? ?([\w-]{1,20})")  # "(pp 1-9)", ", 2021, pp. 1-9."
# "Roe, Anna MD, PhD", "Roe A. [Author, Reprint Author]", "Poe, Ben 1,2".
_DEGREES = re.compile(
    r"(?:,?\s+(?:MD|Ph\.? ?D\.?|[BM]Sc|[BM]A|MPH|RN|DO|MBBS|MB|FRCP|PharmD))+[.,]?$"
)
_NAME_LIMIT = 500
"""Characters of a name; with all roles and marks of Embase it has 150."""
# What goes of "Roe A. [Author]" and "Poe, Ben 1,2"; "Roe, Anna" has none.
_MARKS = re.compile(r"\s*\[[^\[\]]{0,300}\]|[\s,]+[0-9*+][0-9,*+ ]*$")


def _name(text: str) -> str:
    """Return a name without role, mark and degree."""
    text = text[:_NAME_LIMIT]
    bare = _DEGREES.sub("", _MARKS.sub("", text)).rstrip(" ,.")
    if re.search(r"[^\W\d_]\.", text) and re.search(r" [^\W\d_a-z]$|\.[^\W\d_a-z]$", bare):
        bare += "."  # of the last initial
    return family_first(bare)


def _kind(said: Said) -> str:
    named = " ".join([*said.get("PT", ()), *said.get("DT", ())]).lower()
    if "journal" in named or "review" in named:
        return "JOUR"
    return next((code for word, code in _TYPES if word in named), "JOUR")


def _more(said: Said) -> Iterator[Field]:
    """Yield what the line of the source says where no tag does, and identifiers by their form."""
    source = next(iter(said.get("SO", ())), "")
    years = re.findall(r"\b[12][0-9]{3}\b", source)
    parts: list[tuple[tuple[str, ...], str, str]] = [(("YR", "DP"), "PY", "".join(years[-1:]))]
    if found := _SOURCE.match(source[:600]):
        behind = _PAGES.search(source)
        pages = found["pages"] or (behind[1] if behind else "")
        parts += [
            (("JN", "JT", "BT"), "T2", found["venue"]), (("VI",), "VL", found["volume"]),
            (("IP",), "IS", found["issue"]), (("PG",), "SP", full_pages(pages.rstrip("."))),
        ]  # fmt: skip
    for tags, name, text in parts:
        if text and said.keys().isdisjoint(tags):
            yield Field(name, text)
    # Numbers of Embase and BIOSIS look like those of PubMed.
    if "PM" in said or "MEDLINE" in " ".join(said.get("DB", ())).upper():
        numbers = (re.match(r"[0-9]{1,9}", text) for text in _texts(said, "UI", "PM"))
        yield from (Field("U1", f"{number[0]}[pmid]") for number in numbers if number)
    yield from (Field("DO", text) for text in _texts(said, "DO", "DI") if "10." in text)


def _texts(said: Said, *tags: str) -> list[str]:
    return [text for tag in tags for text in said.get(tag, ())]


DIALECT = Dialect(
    name="ovid",
    line=r"([A-Z][A-Z0-9]) {1,2}- ?(.*)",
    kind=_kind,
    begins=frozenset({"VN"}),
    once=frozenset({"TI", "SO"}),
    between=r"<[0-9]{1,7}\. ?>|<[0-9]{1,7}>",
    same={
        "VI": "VL", "IP": "IS", "PB": "PB", "PL": "CY", "BT": "T2", "JT": "T2", "JN": "T2",
        "TA": "J2", "IB": "SN", "LG": "LA", "LA": "LA", "EN": "ET", "AB": "AB", "YR": "PY",
        "KW": "KW", "DB": "DB", "AN": "AN", "DP": "PY",
    },
    changed={
        "AU": ("AU", _name), "FA": ("AU", _name), "ED": ("A2", _name), "CA": ("AU", group),
        "TI": ("TI", lambda text: bare_title(re.sub(r"(?: \[[A-Z][a-z ]{3,20}\])?\.?$", "", text))),
        "PG": ("SP", full_pages), "MH": ("KW", heading),
        "IS": ("SN", lambda text: text.partition(" (")[0]),
    },
    instead={"AU": "FA"},
    more=_more,
    left=frozenset({"VN", "SO", "PT", "DT", "UI", "PM", "DO", "DI", "XL", "UP", "RO", "ST", "CY"}),
)  # fmt: skip


def sniff(head: str, _name: str) -> float:
    """Return how much a text looks like Ovid's: it says so, or records are numbered in angles."""
    if re.search(r"(?m)^VN {1,2}- Ovid", head):
        return 0.96
    numbered = r"(?m)^\ufeff?<[0-9]{1,7}(?:\. ?)?>[ \t\r]*\n[A-Z][A-Z0-9] {1,2}- "
    return 0.95 if re.search(numbered, head) else 0.0


FORMAT = Format(
    name="ovid",
    summary="Ovid's tagged text (Medline, Embase, PsycINFO)",
    suffixes=(".ovd",),
    sniff=sniff,
    load=DIALECT.load,
)
