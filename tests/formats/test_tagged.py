"""Tagged text of databases: Refer, Web of Science, RefWorks, Ovid, ERIC; no lists of titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.errors import FormatError
from readlist.formats.base import TextDocument
from readlist.model import NOTICES, Note, Problem
from support.formats import ids_of, load, one, records

REFER = """%0 Journal Article
%T Deep sleep of whales
%A Roe, Anna
%A Poe, Ben
%J Marine Letters
%V 8
%N 1
%P 1-9
%D 2021
%X First paragraph.

Second paragraph.
%U https://doi.org/10.5555/whale.1
%K whales
deep sleep
%Z read it twice
%F roe2021

%0 Conference Proceedings
%T A second paper about lunch
%A Poe, Ben
%B Lunch Conference
%D 2020
%I ACM
"""
WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Roe, A
   Poe, B
AF Roe, Anna
   Poe, Ben
TI Deep sleep of
   whales
SO MARINE LETTERS
LA English
DT Article
DE whales; deep sleep
AB We watched whales
   sleep.
CR Doe J, 2001, J SLEEP, V1, P2, DOI 10.1000/1
   Foe J, 2001, J SLEEP, V1, P2, DOI 10.1000/2
TC 7
PD MAR 12
PY 2021
VL 8
IS 1
BP 1
EP 9
DI 10.5555/whale.1
PM 31234567
ER

PT S
AU Poe, B
TI A second paper
SO LUNCH 2020
SE Lecture Notes in Lunch
DT Proceedings Paper
PY 2020
ER

EF
"""
REFWORKS = """RT Journal Article
SR Electronic(1)
ID 12
A1 Roe,Anna
A1 Poe,Ben
T1 Deep sleep of whales
JF Marine Letters
YR 2021
FD Mar 12
VO 8
IS 1
SP 1
OP 9
K1 whales
AB We watched.
NO mine

RT Book, Section
A1 Poe,Ben
T1 A second
T2 Lunch Book
A2 Doe,Jane
PB Press
PP Oslo
YR 2020
"""
OVID = """<1. >
VN  - Ovid Technologies
DB  - Ovid MEDLINE(R)
UI  - 31234567
AU  - Roe A
AU  - Poe BC
TI  - Deep sleep of whales. [Review].
SO  - Marine Letters. 8(1):186-9, 2020 Jan.
AB  - We watched
  whales.
MH  - *Sleep/ph [Physiology]

<2. >
VN  - Ovid Technologies
DB  - PsycINFO
AN  - 2020-1
AU  - Doe, Jane MD, PhD [Author]
TI  - A second paper.
SO  - Lunch Quarterly. Vol.12(3), 2021, pp. 1-9.
KW  - lunch; sleep
YR  - 2021
"""
ERIC = """OWN - ERIC
TI  - Sleep tests in school
AU  - Roe, Anna
OT  - Sleep
OID - EJ1234567
JT  - Journal of School Sleep
DP  - 2020
AB  - First abstract.

OWN - ERIC
TI  - A second paper about lunch
AU  - Poe, Ben
JT  - Lunch Quarterly
ISSN- ISSN-0034-0553
DP  - 2021
"""
SAMPLES = {"refer": REFER, "wos": WOS, "refworks": REFWORKS, "ovid": OVID, "pubmed": ERIC}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_content_is_recognised(name):
    """By its content alone, whatever the file is called; two records are two papers."""
    found = formats.sniff(TextDocument(SAMPLES[name], "export.txt"))
    assert found.name == name
    assert [record.kind != "" for record in load(found, SAMPLES[name])] == [True, True]


def test_refer():
    """Google Scholar's and the ACM's link "EndNote"."""
    first, second = records(formats.get("refer"), REFER)
    assert (first.title, first.venue, first.year) == (
        "Deep sleep of whales", "Marine Letters", 2021,
    )  # fmt: skip
    assert [author.name for author in first.authors] == ["Anna Roe", "Ben Poe"]
    assert ids_of(first) == ["doi:10.5555/whale.1"]
    assert first.extra["bibtex"] == {"pages": "1--9", "volume": "8", "number": "1"}
    assert first.abstract == "First paragraph.\n\nSecond paragraph."
    assert (first.tags, first.key) == (("whales", "deep-sleep"), "roe2021")
    assert first.notes == (Note("read it twice"),)
    assert (second.kind, second.venue) == ("inproceedings", "Lunch Conference")


def test_refer_as_old_programs_write_it():
    """Without types records are parted by blank lines; some write the title above the type."""
    old = "%A Roe, Anna\n%T One\n%J Letters\n%D 2001\n\n%A Poe, Ben\n%T Two\n%B Talks\n%D 2002\n"
    assert [(r.title, r.kind) for r in records(formats.get("refer"), old)] == [
        ("One", "article"), ("Two", "inproceedings"),
    ]  # fmt: skip
    turned = "%T One\n%0 Journal Article\n%A Roe, Anna\n%T Two\n%0 Book\n%A Poe, Ben\n"
    assert [(r.title, r.kind) for r in records(formats.get("refer"), turned)] == [
        ("One", "article"), ("Two", "book"),
    ]  # fmt: skip


def test_web_of_science():
    """Names in full, wrapped lines, the cited works as words and not as papers."""
    first, second = records(formats.get("wos"), WOS)
    assert (first.title, first.published) == ("Deep sleep of whales", "2021-03-12")
    assert [author.name for author in first.authors] == ["Anna Roe", "Ben Poe"]
    assert ids_of(first) == ["doi:10.5555/whale.1", "pmid:31234567"]
    assert first.abstract == "We watched whales sleep."
    assert first.tags == ("whales", "deep-sleep")
    assert [line[:5] for line in first.extra["wos"]["CR"]] == ["Doe J", "Foe J"]
    assert "TC" not in first.extra["wos"]
    assert (second.kind, second.venue) == ("inproceedings", "LUNCH 2020")
    assert second.extra["bibtex"]["series"] == "Lecture Notes in Lunch"


def test_refworks():
    first, second = records(formats.get("refworks"), REFWORKS)
    assert (first.published, first.key, first.notes) == ("2021-03-12", "", (Note("mine"),))
    assert first.extra["bibtex"]["pages"] == "1--9"
    assert (second.kind, second.venue) == ("incollection", "Lunch Book")
    assert second.extra["bibtex"] == {
        "publisher": "Press",
        "address": "Oslo",
        "editor": "Doe, Jane",
    }


def test_ovid():
    """What no tag names is read in the line of the source; names without roles and degrees."""
    first, second = records(formats.get("ovid"), OVID)
    assert (first.title, first.venue, first.year) == (
        "Deep sleep of whales",
        "Marine Letters",
        2020,
    )
    assert [(a.family, a.given) for a in first.authors] == [("Roe", "A"), ("Poe", "BC")]
    assert first.extra["bibtex"] == {"volume": "8", "number": "1", "pages": "186--189"}
    assert (ids_of(first), first.tags) == (["pmid:31234567"], ("Sleep",))
    assert second.authors[0].name == "Jane Doe"
    assert (second.venue, ids_of(second)) == ("Lunch Quarterly", [])
    assert second.extra["bibtex"] == {"volume": "12", "number": "3", "pages": "1--9"}


def test_eric():
    """ERIC's records have no PMID, and that is no fault."""
    first, second = load(formats.get("pubmed"), ERIC)
    assert (first.title, first.abstract) == ("Sleep tests in school", "First abstract.")
    assert first.extra["ris"]["AN"] == ["EJ1234567"]
    assert (second.authors[0].name, second.year) == ("Ben Poe", 2021)
    assert second.extra["bibtex"]["issn"] == "0034-0553"


def test_what_was_published_about_a_paper_is_kept():
    """Retractions and errata are told; a general note is a note."""
    text = (
        "PMID- 30000009\nTI  - Deep sleep.\nPT  - Retracted Publication\nGN  - Look here.\n"
        "RIN - Marine Letters. 2020 Jan;8(1):1\nEIN - Marine Letters. 2019;7:2\n"
    )
    found = one(formats.get("pubmed"), text)
    assert found.extra[NOTICES] == [
        "retraction in: Marine Letters. 2020 Jan;8(1):1", "erratum in: Marine Letters. 2019;7:2",
    ]  # fmt: skip
    assert found.notes == (Note("Look here."),)


def test_a_record_of_ris_without_its_end_begins_the_next():
    untyped = "TI  - One\nAU  - Roe, A.\nAU  - Poe, B.\nTI  - Two\nAU  - Doe, J.\n"
    blank = "TY  - JOUR\nTI  - One\nAU  - Roe, A.\n\nAU  - Poe, B.\nTI  - Two\nER  - \n"
    for text in (untyped, blank):
        found = load(formats.get("ris"), text)
        assert [record.title for record in found if not isinstance(record, Problem)] == [
            "One",
            "Two",
        ]


@pytest.mark.parametrize(
    "text",
    [
        "%Q Deep sleep\n%Z Roe\n%Q Deep lunch\n%Z Poe\n",
        "Title: Deep sleep\nAuthor: Roe, Anna\nYear: 2020\n\nTitle: Lunch\nAuthor: Poe\n",
        "TI Deep sleep\nAU Roe, Anna\nPY 2020\n\nTI Deep lunch\nAU Poe, Ben\nPY 2021\n",
    ],
)
def test_tags_that_nobody_knows_are_no_titles(text):
    with pytest.raises(FormatError, match="begin with tags"):
        formats.sniff(TextDocument(text, "export.txt"))


@pytest.mark.parametrize(
    "text",
    [
        "AI for Science\nDL Models of Sleep\nML in Practice\nAI and Law\n",
        "BERT: Pre-training\nGPT: A Model\nTitle: What Is in a Name\nT5: Text to Text\n",
        "DOI: 10.1000/1\nDOI: 10.1000/2\nDOI: 10.1000/3\n",
    ],
)
def test_titles_with_capitals_and_colons_are_titles(text):
    assert formats.sniff(TextDocument(text, "titles.txt")).name == "refs"


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ('<mets xmlns="http://www.loc.gov/METS/"><mods:mods>', "METS"),
        ('<collection xmlns="http://www.loc.gov/MARC21/slim"><record>', "MARCXML"),
        ('<rdf:RDF xmlns:bibo="http://purl.org/ontology/bibo/">', "RDF"),
        ('<rdf:RDF xmlns:link="http://purl.org/rss/1.0/modules/link/">', "RDF"),
        ('<mets xmlns="http://www.loc.gov/METS/">', "METS"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_by_its_name(head, named):
    """With what to export instead."""
    with pytest.raises(FormatError, match=rf"(?s){named}.*port"):
        formats.sniff(TextDocument('<?xml version="1.0"?>\n' + head, "x.xml"))


def test_the_choice_has_a_reason():
    found = formats.choice(TextDocument(REFER, "gs.enw"))
    assert found.why == "read as refer (0.95: most lines begin with tags such as %T)"


@pytest.mark.parametrize("name", SAMPLES)
@given(text=st.text(alphabet="%TAUI0XPRE \n-<1>.", max_size=80))
def test_any_text(name, text):
    """No text whatever raises, and lines are lines of the text."""
    found = formats.get(name)
    for item in load(found, text):
        assert 1 <= item.line <= text.count("\n") + 1
    found.sniff(text, "x")


@pytest.mark.parametrize("mark", [" MD", " 1", "[a", "A. "])
def test_long_names_cost_little(mark):
    """A line of the length of a book is no name."""
    text = f"VN  - Ovid Technologies\nTI  - T\nAU  - Roe{mark * 100_000}\n"
    assert len(records(formats.get("ovid"), text)) == 1


def test_meetings_suffixes_stressed_words_and_numbers_as_notes():
    """Web of Science's meeting has fields in biblatex; PubMed stars words and ends in Jr."""
    found = one(
        formats.get("wos"),
        "FN Clarivate\nVR 1.0\nPT C\nAU Roe, A\nTI Deep sleep\nCT WhaleCon\nCL Paris, FRANCE\n"
        "PY 2020\nER\n\nEF\n",
    )
    assert found.extra["bibtex"] == {"eventtitle": "WhaleCon", "venue": "Paris, FRANCE"}
    found = one(
        formats.get("pubmed"),
        "PMID- 30000001\nTI  - Deep sleep.\nFAU - King, Martin Luther Jr\nOT  - *sleep\nGN  - 42\n",
    )
    assert found.authors[0][1:] == ("King", "Martin Luther", "Jr")
    assert (found.tags, found.notes) == (("sleep",), (Note("42"),))
