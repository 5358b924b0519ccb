"""What programs write by themselves is no note of the reader."""

import pytest

from readlist import formats
from readlist.bib.program_notes import is_by_program, screened
from readlist.model import Link, Note
from support.formats import one

RAYYAN = (
    'RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: whales,deep sleep | '
    'USER-NOTES: {"Ann"=>["mine", "again"]}'
)


@pytest.mark.parametrize(
    "note",
    ["Covidence #45", "Record Number: 320", "From Duplicate 1 (Deep sleep - Roe)", "10.5555/x.1",
     "doi: 10.5555/x.1", "Cited By :12", RAYYAN],
)  # fmt: skip
def test_by_programs(note):
    assert is_by_program(note)


@pytest.mark.parametrize(
    "note",
    ["Covidence is what we used", "Record numbers of whales", "10.5555/x.1 is the erratum",
     "References are good", "Cited by many", "1", "320 pages of whales"],
)  # fmt: skip
def test_by_people(note):
    assert is_by_program(note) is (note == "1")


def test_rayyan():
    """Labels and what a person noted while screening are the reader's."""
    assert screened(RAYYAN) == (("whales", "deep sleep"), ("mine", "again"))
    assert screened("a note") == ((), ())
    text = f"TY  - JOUR\nTI  - T\nN1  - Covidence #45\nN1  - {RAYYAN}\nKW  - sea\nER  - \n"
    found = one(formats.get("ris"), text)
    assert found.notes == (Note("mine"), Note("again"))
    assert found.tags == ("sea", "whales", "deep-sleep")
    assert found.extra["ris"]["N1"] == ["Covidence #45", RAYYAN]


def test_mendeley():
    found = one(
        formats.get("bibtex"),
        "@article{a, title={T}, annote={From Duplicate 1 (T - Roe, Anna)}, year={2020}}",
    )
    assert found.notes == ()
    mine = one(formats.get("bibtex"), "@article{a, title={T}, annote={mine}, year={2020}}")
    assert mine.notes == (Note("mine"),)


def test_books_and_theses_of_endnote():
    """Editors of a book beside those of its series, a degree under the volume, several files."""
    book = one(
        formats.get("ris"),
        "TY  - BOOK\nTI  - T\nA2  - Series, Ed\nA3  - Editor, Ed\n"
        "L1  - internal-pdf://1/Poe 2020.pdf\ninternal-pdf://2/more.pdf\nER  - \n",
    )
    assert book.extra["bibtex"]["editor"] == "Editor, Ed"
    assert book.links == (
        Link("file", "internal-pdf://1/Poe 2020.pdf"), Link("file", "internal-pdf://2/more.pdf"),
    )  # fmt: skip
    thesis = one(formats.get("ris"), "TY  - THES\nTI  - T\nVL  - M.Sc.\nER  - \n")
    assert thesis.kind == "mastersthesis"
    assert thesis.extra["bibtex"] == {"type": "M.Sc."}
