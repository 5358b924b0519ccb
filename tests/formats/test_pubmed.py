"""PubMed's own format, as its site saves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats.base import TextDocument
from readlist.model import Author, Problem, Record
from support.formats import load

pubmed = formats.get("pubmed")

NBIB = """PMID- 26957754
OWN - NLM
STAT- PubMed-not-MEDLINE
IS  - 0915-5287 (Print)
IS  - 2187-5626 (Electronic)
VI  - 28
IP  - 1
DP  - 2016 Jan
TI  - The effect of smartphone usage time on posture and respiratory function of
      adults: a survey.
PG  - 186-9
LID - 10.1589/jpts.28.186 [doi]
AB  - [Purpose] To analyze the posture and respiratory
      functions. CONCLUSION: Yes - it is.
FAU - Jung, Sang In
AU  - Jung SI
AD  - Department of Physical Therapy, Daejeon University: 62 Daehakro, Daejeon,
      Republic of Korea.
CN  - Posture Study Group
FAU - Lee, Na Kyung
AU  - Lee NK
LA  - eng
PT  - Journal Article
PL  - Japan
TA  - J Phys Ther Sci
JT  - Journal of physical therapy science
PMC - PMC4756000
OTO - NOTNLM
OT  - Posture
MH  - Humans
MH  - *Smartphone/statistics & numerical data
PHST- 2015/10/05 00:00 [received]
AID - jpts-2015-817 [pii]
SO  - J Phys Ther Sci. 2016 Jan;28(1):186-9. doi: 10.1589/jpts.28.186.

PMID- 7
TI  - [A second paper].
PT  - Preprint
TA  - ArXiv
AID - arXiv:2301.00001v2 [pii]
DP  - 2023 Jan 1
"""


def medline(*lines):
    [record] = load(pubmed, "\n".join(["PMID- 1", *lines, ""]))
    assert isinstance(record, Record), record
    return record


def test_a_saved_search():
    """Facts, numbers, both authors and the group among them, in the order of the file."""
    first, second = load(pubmed, NBIB)
    assert first.source == "pubmed"
    assert first.title.endswith("respiratory function of adults: a survey")
    assert first.abstract.endswith("respiratory functions. CONCLUSION: Yes - it is.")
    assert [one.name for one in first.authors] == [
        "Sang In Jung", "Posture Study Group", "Na Kyung Lee",
    ]  # fmt: skip
    assert [str(one) for one in first.identifiers] == [
        "doi:10.1589/jpts.28.186", "pmid:26957754", "pmcid:PMC4756000",
    ]  # fmt: skip
    assert (first.year, first.published) == (2016, "2016-01")
    assert (first.kind, first.venue) == ("article", "Journal of physical therapy science")
    assert first.tags == ("Posture", "Smartphone")
    assert first.extra["bibtex"] == {
        "pages": "186--189", "volume": "28", "number": "1", "language": "eng", "address": "Japan",
        "shortjournal": "J Phys Ther Sci", "issn": "0915-5287",
    }  # fmt: skip
    assert first.extra["ris"]["AD"][0].endswith("Daejeon, Republic of Korea.")
    assert (second.title, second.kind, second.line) == ("A second paper", "preprint", 36)
    assert [str(one) for one in second.identifiers] == ["arxiv:2301.00001", "pmid:7"]


def test_authors_without_full_names():
    """Older records have short names only: the family name comes first."""
    assert medline("TI  - T", "AU  - van der Berg JA", "AU  - Smith J Jr").authors == (
        Author("JA van der Berg", "van der Berg", "JA"),
        Author("J Smith Jr", "Smith", "J", "Jr"),
    )


def test_books():
    """A book has its title in BTI, a chapter its own in TI."""
    book = medline("BTI - A Book.", "PB  - Press", "ISBN- 9781482253269", "PT  - Book")
    assert (book.title, book.kind, book.venue) == ("A Book", "book", "Press")
    chapter = medline("TI  - A Chapter.", "BTI - A Book.", "FED - Doe, J.")
    assert (chapter.title, chapter.kind, chapter.venue) == ("A Chapter", "incollection", "A Book")
    assert chapter.extra["bibtex"]["editor"] == "Doe, J."


@pytest.mark.parametrize(
    ("written", "said"),
    [("186-9", "186--189"), ("e17", "e17"), ("99-101", "99--101"), ("12-3; 15", "12-3; 15")],
)
def test_pages(written, said):
    """PubMed shortens the last page."""
    assert medline("TI  - T", f"PG  - {written}").extra["bibtex"]["pages"] == said


def test_a_record_without_its_number():
    """A record without a PMID comes in, and one problem says so."""
    problem, record, other = load(pubmed, "TI  - One.\nDP  - 2000\n\nPMID- 2\nTI  - Two.\n")
    assert problem == Problem(1, "The record that begins here has no PMID.")
    assert (record.title, other.title) == ("One", "Two")


def test_sniff():
    """A line with a PMID makes the format; RIS is not taken for it."""
    assert formats.sniff(TextDocument(NBIB, "x.txt")).name == "pubmed"
    assert pubmed.sniff("TY  - JOUR\nTI  - x\nU1  - 1[pmid]\nER  - \n", "x.ris") == 0.0


@given(st.text() | st.text(alphabet="PMIDTAU -\n\t1[]/;", max_size=100))
def test_any_text(text):
    """No text whatever raises, and lines are lines of the text."""
    for item in load(pubmed, text):
        assert 1 <= item.line <= text.count("\n") + 1
    pubmed.sniff(text, "x")
