"""What programs write where a reader's notes stand: of their own export, of screening, of doubles.

Nobody wrote ``Covidence #45`` or ``From Duplicate 1 (…)``; of Rayyan's line the labels and what a
person noted are the reader's.
"""

import re
from typing import NamedTuple

# "Cited By :12", "10.1000/182", "RAYYAN-INCLUSION: {…}"; not "Cited by many", "References are
# good".
_BY_PROGRAMS = re.compile(
    r"(?:cited by|times cited|cited references count|export date|doi|caplus|references|"
    r"language of original document|correspondence address|funding|isi document|copyright|"
    r"accession number|mr|zbl|from duplicate|exported from|imported|issn|isbn|pmid|pmcid|\d+$)\b"
    r"\s*(?:[:;\d(]|an \d|$)|"
    r"covidence #?\s?\d+$|record number:?\s?\d+$|rayyan-[a-z-]+:|"
    r"(?:doi:?\s?)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+$",
    re.IGNORECASE,
)
# "RAYYAN-LABELS: a,b"; not "LABELS: a".
_RAYYAN = re.compile(r"(RAYYAN-[A-Z-]+|USER-NOTES):\s*([^|]{0,20000})")
# '"mine"' is mine; not a word without marks.
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')


class Screened(NamedTuple):
    """What a reader said while screening in Rayyan."""

    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def is_by_program(note: str) -> bool:
    """Say whether a program wrote a note by itself."""
    return bool(_BY_PROGRAMS.match(note.strip()))


def screened(note: str) -> Screened:
    """Return labels and notes of Rayyan's line, nothing of any other note.

    ``RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: a,b | USER-NOTES: {"Ann"=>["mine"]}``.
    """
    if "RAYYAN-" not in note and "USER-NOTES" not in note:
        return Screened()
    parts = dict(_RAYYAN.findall(note))
    labels = [word.strip() for word in parts.get("RAYYAN-LABELS", "").split(",")]
    # {"Ann"=>["mine", "again"], "Ben"=>["his"]}: what stands in brackets was noted.
    lists = re.findall(r"\[([^\[\]]*)\]", parts.get("USER-NOTES", ""))
    notes = [text for inside in lists for text in _QUOTED.findall(inside)]
    return Screened(
        tuple(filter(None, labels)),
        tuple(text.replace("\\n", "\n").replace('\\"', '"').strip() for text in notes if text),
    )
