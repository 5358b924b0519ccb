"""RIS in every dialect that its writers use, and out so that it comes back."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.bib.dates import read
from readlist.bib.details import bibtex_pages
from readlist.bib.names import author
from readlist.files.read import open_document
from readlist.formats import ris
from readlist.formats.base import DumpOptions, LoadOptions
from readlist.model import (
    MORE_AUTHORS,
    Author,
    Link,
    Note,
    Paper,
    Problem,
    Record,
    Skipped,
)
from support.formats import dump, load, one, records, rewritten
from support.paper_strategies import as_paper
from support.paths import DATA

NOTES = DumpOptions(extras=frozenset({"notes"}))


def ris_record(*lines, kind="JOUR"):
    [record] = load(ris, "\n".join([f"TY  - {kind}", *lines, "ER  - ", ""]))
    assert isinstance(record, Record), record
    return record


def _ids(record):
    return [str(identifier) for identifier in record.identifiers]


def _details(record):
    return record.extra.get("bibtex", {})


IEEE = """TY  - CONF
TI  - Deep Residual Learning for Image Recognition
T2  - 2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)
SP  - 770
EP  - 778
AU  - K. He
AU  - X. Zhang
PY  - 2016
KW  - Training
KW  - Degradation
DO  - 10.1109/CVPR.2016.90
JO  - 2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)
IS  -\x20
SN  - 1063-6919
VO  -\x20
VL  -\x20
JA  -\x20
Y1  - 27-30 June 2016
ER  -\x20
"""
SPRINGER = """TY  - CHAP
AU  - Ronneberger, Olaf
AU  - Fischer, Philipp
ED  - Navab, Nassir
PY  - 2015
DA  - 2015//
TI  - U-Net: Convolutional Networks for Biomedical Image Segmentation
BT  - Medical Image Computing and Computer-Assisted Intervention
SP  - 234
EP  - 241
PB  - Springer International Publishing
CY  - Cham
SN  - 978-3-319-24574-4
UR  - https://doi.org/10.1007/978-3-319-24574-4_28
DO  - 10.1007/978-3-319-24574-4_28
ID  - Ronneberger2015
ER  -\x20
"""
ACM = """TY  - CONF
TI  - Attention is all you need
AU  - Vaswani, Ashish
T3  - NIPS'17
BT  - Proceedings of the 31st International Conference on Neural Information Processing Systems
SP  - 6000\u20136010
PY  - 2017
DA  - 2017/12/04/
SN  - 9781510860964
PB  - Curran Associates Inc.
CY  - Red Hook, NY, USA
ER  -\x20
"""


def test_ieee():
    """IEEE Xplore writes the meeting twice, empty tags, and days of a meeting as a date."""
    [record] = load(ris, IEEE)
    assert record.kind == "inproceedings"
    assert record.venue.endswith("(CVPR)")
    assert (record.year, record.published) == (2016, "2016-06-27")
    assert _details(record) == {"pages": "770--778", "issn": "1063-6919"}
    assert "ris" not in record.extra
    assert record.authors[0] == Author("K. He", "He", "K.")
    assert record.tags == ("Training", "Degradation")


def test_springer():
    """Springer names the book in BT and its own key; the ISBN is the book's, not the chapter's."""
    [record] = load(ris, SPRINGER)
    assert record.kind == "incollection"
    assert record.key == "Ronneberger2015"
    assert _ids(record) == ["doi:10.1007/978-3-319-24574-4_28"]
    assert _details(record)["isbn"] == "9783319245744"
    assert _details(record)["editor"] == "Navab, Nassir"
    assert record.links == ()


def test_acm():
    """The ACM writes pages with a dash and the series in T3."""
    [record] = load(ris, ACM)
    assert record.published == "2017-12-04"
    assert _details(record)["pages"] == "6000--6010"
    assert _details(record)["series"] == "NIPS'17"
    assert record.venue.startswith("Proceedings of the 31st")


def test_what_bibtex_has_no_name_for_is_written_again():
    """Unknown tags stay with all their values, and come out again."""
    record = ris_record(
        "TI  - T", "AD  - Rome", "AD  - Oslo", "C1  - own", "M3  - Article", "XX  - ?"
    )
    kept = {"AD": ["Rome", "Oslo"], "C1": ["own"], "M3": ["Article"], "XX": ["?"]}
    assert record.extra["ris"] == kept
    assert "AD  - Rome\nAD  - Oslo\nC1  - own\nM3  - Article\nXX  - ?\nER  - " in rewritten(
        ris, dump(ris, [as_paper(record)], NOTES), NOTES
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2017", "2017"),
        ("2017///", "2017"),
        ("2017/06/12/", "2017-06-12"),
        ("2017/6/1", "2017-06-01"),
        ("2017/06/12/Spring", "2017-06-12"),
        ("2017-06-12", "2017-06-12"),
        ("2017-06-12T00:00:00Z", "2017-06-12"),
        ("2017/00/00/", "2017"),
        ("June 2017", "2017-06"),
        ("12 June 2017", "2017-06-12"),
        ("June 12, 2017", "2017-06-12"),
        ("2017 Jun 12", "2017-06-12"),
        ("2017 Jan-Feb", "2017-01"),
        ("27-30 June 2016", "2016-06-27"),
        ("2016 Spring", "2016"),
        ("JUN 12", ""),
        ("2013/02/15/received", ""),
        ("YEAR/MONTH/DAY/", ""),
        ("///", ""),
        ("99", ""),
        ("2017/99/99", "2017"),
    ],
)
def test_dates(written, said):
    """Dates in all the forms that programs write, and nothing that is not one."""
    assert read(written) == said


def test_year_and_date():
    """DA gives the date and its year, as Zotero reads them; one without its year takes PY's."""
    found = ris_record("TI  - T", "PY  - 2018", "DA  - 2017/12/01")
    assert (found.year, found.published) == (2017, "2017-12-01")
    assert found.extra["ris"] == {"PY": ["2018"]}
    found = ris_record("TI  - T", "PY  - 2018", "DA  - 2017/12/01/online")
    assert (found.year, found.published, found.extra) == (2018, "2017-12-01", {})
    assert ris_record("TI  - T", "Y1  - 2021", "DA  - 2020").year == 2020
    assert ris_record("TI  - T", "PY  - 2018", "DA  - JUN 12").published == "2018-06-12"
    assert ris_record("TI  - T", "Y1  - 2013/04//", "PY  - 2013").published == "2013-04"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2014/05/02", None),
        ("2014///", None),
        ("2 May 2014", None),
        ("2014/05//Spring", ["2014/05//Spring"]),
        ("1960-1961", ["1960-1961"]),
        ("c. 1960", ["c. 1960"]),
        ("2013/02/15/received", ["2013/02/15/received"]),
    ],
)
def test_what_a_date_does_not_tell_is_kept(written, kept):
    """A range, a season and the day of receipt come out again as they came in."""
    found = ris_record("TI  - T", f"PY  - {written}")
    assert found.extra.get("ris", {}).get("PY") == kept


def test_pages_of_a_whole_work_are_counted():
    """SP of a book or a thesis is how many pages it has; of a chapter it is where it begins."""
    for code, counted in (("BOOK", True), ("THES", True), ("CHAP", False), ("JOUR", False)):
        found = ris_record("TI  - T", "SP  - 775", kind=code).extra["bibtex"]
        assert found == ({"pagetotal": "775"} if counted else {"pages": "775"})
    assert ris_record("TI  - T", "SP  - 1", "EP  - 9", kind="BOOK").extra["bibtex"] == {
        "pages": "1--9"
    }
    assert ris_record("TI  - T", "SP  - 1-9", kind="BOOK").extra["bibtex"] == {"pages": "1--9"}


def test_addresses_and_numbers_of_a_paper_stay_as_written():
    """A page in the words of its file comes out so, once, and goes with what it names."""
    page = "http://www.ncbi.nlm.nih.gov/pmc/articles/PMC3654245/"
    found = ris_record("TI  - T", f"UR  - {page}", "AN  - PMC3654245", "U2  - 3654245[pmcid]")
    paper = as_paper(found)
    text = "".join(ris.FORMAT.dump([paper], DumpOptions()))
    assert [line for line in text.splitlines() if line[:2] in ("UR", "AN", "U2")] == [
        "AN  - PMC3654245",
        "U2  - 3654245[pmcid]",
        f"UR  - {page}",
    ]
    other = replace(paper, identifiers=())
    assert page not in "".join(ris.FORMAT.dump([other], DumpOptions()))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Vaswani, Ashish", Author("Ashish Vaswani", "Vaswani", "Ashish")),
        ("King, Martin, Jr.", Author("Martin King Jr.", "King", "Martin", "Jr.")),
        ("King, Jr., Martin", Author("Martin King Jr.", "King", "Martin", "Jr.")),
        ("Smith,J.A.", Author("J.A. Smith", "Smith", "J.A.")),
        ("Knuth, D., Dr", Author("D. Knuth Dr", "Knuth", "D.", "Dr")),
        ("Labs of Words,", Author("Labs of Words")),
        ("OpenAI", Author("OpenAI")),
        ("Catarina Barata", Author("Catarina Barata", "Barata", "Catarina")),
    ],
)  # fmt: skip
def test_authors(written, found):
    """One author a line, a group behind whose name stands a comma."""
    assert author(written) == found


def test_people_in_one_line():
    """Some put all authors in one line, or leave the others out."""
    record = ris_record("TI  - T", "AU  - Doe, J.; Roe, R.", "AU  - et al.")
    assert [one.family for one in record.authors] == ["Doe", "Roe"]
    assert record.extra[MORE_AUTHORS] is True
    assert "AU  - Roe, R.\nAU  - et al.\n" in dump(ris, [as_paper(record)], NOTES)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["DO  - https://doi.org/10.1000/A1"], ["doi:10.1000/a1"]),
        (["DI  - doi:10.1000/a1"], ["doi:10.1000/a1"]),
        (["DO  - 10.48550/arXiv.1706.03762"], ["arxiv:1706.03762"]),
        (["UR  - http://dx.doi.org/10.1000/a1"], ["doi:10.1000/a1"]),
        (["M3  - 10.1000/a1"], ["doi:10.1000/a1"]),
        (["N1  - doi: 10.1000/a1"], ["doi:10.1000/a1"]),
        (["UR  - https://arxiv.org/abs/1706.03762v5"], ["arxiv:1706.03762"]),
        (["AN  - arXiv:1706.03762 [cs.CL]"], ["arxiv:1706.03762"]),
        (["JO  - arXiv preprint arXiv:1706.03762"], ["arxiv:1706.03762"]),
        (["T2  - CoRR", "VL  - abs/1706.03762"], ["arxiv:1706.03762"]),
        (["M1  - arXiv:1706.03762"], ["arxiv:1706.03762"]),
        (["AN  - 26957754", "DB  - PubMed"], ["pmid:26957754"]),
        (["AN  - 26957754"], []),
        (["AN  - PMC3654245"], ["pmcid:PMC3654245"]),
        (["U1  - 23690738[pmid]"], ["pmid:23690738"]),
        (["L1  - https://arxiv.org/pdf/1706.03762"], ["arxiv:1706.03762"]),
        (["UR  - https://x.org/a; https://aclanthology.org/P19-1001/"], ["acl:P19-1001"]),
        (["DO  - none", "SN  - 978-1-4822-5326-9"], []),
    ],
)
def test_identifiers(lines, found):
    """Identifiers are found wherever programs put them."""
    assert _ids(ris_record("TI  - T", *lines)) == found


def test_preprints():
    """A preprint of the arXiv is one whatever its type, and says its category."""
    lines = ("TI  - T", "AN  - arXiv:1706.03762 [cs.CL]", "PB  - arXiv", "M3  - Preprint")
    for kind in ("UNPB", "JOUR", "GEN", "ELEC"):
        record = ris_record(*lines, kind=kind)
        assert record.kind == "preprint"
        assert record.extra["primary_class"] == "cs.CL"
        assert "bibtex" not in record.extra
        written = "GEN" if kind == "GEN" else "UNPB"
        assert dump(ris, [as_paper(record)], NOTES).startswith(f"TY  - {written}\n")


def test_isbn_of_a_book():
    """The first ISBN is a book's identifier, the others and an ISSN are details."""
    numbers = ["SN  - 978-1-4822-5326-9 (print), 0-306-40615-2", "SN  - 0302-9743"]
    record = ris_record("TI  - T", *numbers, kind="BOOK")
    assert _ids(record) == ["isbn:9781482253269"]
    assert _details(record) == {"isbn": "9780306406157", "issn": "0302-9743"}


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        (["KW  - deep learning", "KW  - AI, really"], ("deep-learning", "AI-really")),
        (["KW  - deep learning; AI"], ("deep-learning", "AI")),
        (["KW  - deep learning, AI"], ("deep-learning", "AI")),
        (["KW  - deep learning", "AI"], ("deep-learning", "AI")),
    ],
)
def test_keywords(lines, tags):
    """Keywords stand one a line, or parted by semicolons, commas or line breaks."""
    assert ris_record("TI  - T", *lines).tags == tags


def test_notes():
    """Notes are the reader's, but what a program says of its export stays where it was."""
    record = ris_record("TI  - T", "N1  - Read this.", "twice", "N1  - Cited By :44", "RN  - Mine")
    assert record.notes == (Note("Read this.\ntwice"), Note("Mine"))
    assert record.extra["ris"] == {"N1": ["Cited By :44"]}
    assert "N1  - Read" not in dump(ris, [as_paper(record)], options=DumpOptions())
    assert "N1  - Read this.\ntwice\nN1  - Mine\n" in dump(ris, [as_paper(record)], NOTES)


def test_links_and_files():
    """Addresses, PDFs and attached files are links."""
    record = ris_record(
        "TI  - T",
        "UR  - https://x.org/a",
        "L1  - file:///home/a/b.pdf",
        "L1  - https://x.org/a.pdf",
    )
    assert record.links == (
        Link("url", "https://x.org/a"),
        Link("file", "file:///home/a/b.pdf"),
        Link("pdf", "https://x.org/a.pdf"),
    )


def test_blanks_that_are_wrong():
    """Too few blanks, tabs, indented records, CR LF and a BOM are read; text is not cut by them."""
    text = "\ufeff  TY - JOUR\r\n  TI  -No blank\r\n  AU  - Doe, J.\r\n  ER -\r\n"
    [record] = load(ris, text)
    assert (record.title, record.authors[0].family) == ("No blank", "Doe")
    abstract = "AB  - We use CT-guided\nCT-guided biopsies\nAI-driven: yes\n  - a point"
    assert ris_record("TI  - T", abstract).abstract == abstract.removeprefix("AB  - ")


@pytest.mark.parametrize(
    ("text", "titles", "problems"),
    [
        ("TY  - JOUR\nTI  - A\n\nTY  - JOUR\nTI  - B\nER  - \n", ["A", "B"], [(1, "line 4")]),
        ("TY  - JOUR\nTI  - A\nER  - \nTY  - JOUR\nTI  - B\n", ["A", "B"], [(4, "cut off")]),
        ("Provider: X\n\nTY  - JOUR\nTI  - A\nER  - \n", ["A"], []),
        ("JF  - J\nTI  - A\nER  - \n", ["A"], [(1, "no type")]),
        ("TY  - JOUR\nTY  - CHAP\nTI  - A\nER  -", ["A"], []),
    ],
)
def test_broken_records(text, titles, problems):
    """A record without its end or type comes in, with one problem that has its line."""
    items = load(ris, text)
    assert [item.title for item in items if isinstance(item, Record)] == titles
    found = [item for item in items if isinstance(item, Problem)]
    assert [item.line for item in found] == [line for line, _ in problems]
    for item, (_, words) in zip(found, problems, strict=True):
        assert words in item.message


def test_nothing_to_say():
    """A record that names no paper is passed over with a reason."""
    assert load(ris, "TY  - JOUR\nAB  - x\nER  - \n") == [Skipped(1, "nothing is said in it")]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "records", "problems"),
    [
        ("Corrupted", 1, 1), ("Test1", 3, 2), ("Test3", 1, 0), ("Test4a", 1, 0), ("Test5a", 1, 0),
        ("Test6", 1, 0), ("TestDOI", 1, 0), ("TestScopus", 1, 0),
    ],
)  # fmt: skip
def test_real_files(name, records, problems):
    """Every real file is recognised by its name or content and comes in, broken ones too."""
    with open_document(str(DATA / "ris" / f"RisImporter{name}.ris")) as document:
        assert formats.sniff(document).name == "ris"
        items = list(ris.load(document, LoadOptions()))
    found = [item for item in items if isinstance(item, Record)]
    assert len(found) == records
    assert sum(isinstance(item, Problem) for item in items) == problems
    written = dump(ris, map(as_paper, found), NOTES)
    assert rewritten(ris, written, NOTES) == written


def test_text_cannot_end_a_record():
    """An abstract or a note that looks like RIS stays one."""
    evil = "One.\nER  - \n\nTY  - JOUR\n TI  - Other\nTI  -x\nEnd"
    paper = Paper(id=1, key="k", title="ER - x", abstract=evil, notes=(Note(evil),))
    [record] = load(ris, dump(ris, [paper], NOTES))
    assert (record.title, record.abstract, record.notes) == ("ER - x", evil, (Note(evil),))


def test_hostile_sizes():
    """A record that never ends, and one of a million lines, are bounded and told once."""
    text = "TY  - JOUR\nTI  - A\n" + "AB  - " + "xxxxx\n" * 1_000_000
    items = load(ris, text)
    assert [type(item) for item in items] == [Problem, Record]
    assert "too large" in items[0].message
    assert len(load(ris, "TY  - JOUR\n" * 20_000 + "TI  - A\nER  - \n")) == 1
    [record] = load(ris, "TY  - JOUR\nTI  - A\n" + "KW  - a;b\n" * 40_000 + "ER  - \n")
    assert record.tags == ("a", "b")


soup = st.text(alphabet="TYERIAU -\n\t\r12/;,[]{}\ufeffx", max_size=120)


@given(st.text() | soup | st.lists(soup | st.just("TY  - JOUR\nTI  - A\nER  - ")).map("\n".join))
def test_any_text(text):
    """No text whatever raises, and lines are lines of the text, in order."""
    items = load(ris, text)
    for item in items:
        assert 1 <= item.line <= text.count("\n") + 1
    assert all(one.line <= other.line for one, other in pairwise(items))
    ris.sniff(text, "x.ris")


def test_pages():
    """Pages come from two fields or one, and stay as they are where they are no range."""
    assert bibtex_pages("1", "12") == "1--12"
    assert bibtex_pages("1-12") == bibtex_pages("1–12") == "1--12"
    assert bibtex_pages("193-194", "194") == "193--194"
    assert bibtex_pages("e17, e19-e20") == "e17, e19-e20"


@pytest.mark.parametrize(
    ("lines", "venue", "short"),
    [
        (("T2  - Nat. Commun.", "JF  - Nature Communications"), "Nature Communications",
         "Nat. Commun."),
        (("JA  - Nat Commun", "JF  - Nature Communications"), "Nature Communications",
         "Nat Commun"),
        (("T2  - Nature Communications", "JO  - Nat Commun"), "Nature Communications",
         "Nat Commun"),
        (("T2  - Nature", "JF  - Nature"), "Nature", ""),
    ],
)  # fmt: skip
def test_full_name_of_a_journal(lines, venue, short):
    """The full name is the venue, and the short one a detail, in whatever tags they stand."""
    record = ris_record("TI  - T", *lines)
    assert (record.venue, _details(record).get("shortjournal", "")) == (venue, short)
    assert "ris" not in record.extra


def test_second_title_that_is_no_abbreviation():
    """The title of an issue stays under its tag, and is written again."""
    record = ris_record("TI  - T", "T2  - Special Issue on X", "JF  - Nature")
    assert record.venue == "Nature"
    assert record.extra["ris"] == {"T2": ["Special Issue on X"]}


def test_two_issns():
    """The first ISSN is the detail; the other one comes out in RIS again."""
    record = ris_record("TI  - T", "SN  - 1476-4687 0028-0836")
    assert _details(record)["issn"] == "1476-4687"
    assert "SN  - 1476-4687\nSN  - 0028-0836\n" in dump(ris, [as_paper(record)], NOTES)


def test_initials_behind_names_without_a_comma():
    """Where all names have them so; one alone may have a short family name."""
    text = "TY  - JOUR\nTI  - Deep sleep\n%sER  - \n"
    found = one(ris, text % "AU  - Roe AB\nAU  - van der Berg J\n").authors
    assert [author[1:3] for author in found] == [("Roe", "AB"), ("van der Berg", "J")]
    assert one(ris, text % "AU  - Weinan E\n").authors[0][1:3] == ("E", "Weinan")
    found = one(ris, text % "AU  - WHO\nAU  - Roe, A\n").authors
    assert [author.name for author in found] == ["WHO", "A Roe"]


def test_advisors_pages_and_remarks_of_programs():
    """A thesis has no translators; "pp." is no page; a program's remark may be marked up."""
    text = "TY  - THES\nTI  - Deep sleep\nA4  - Poe, Ben\nER  - \n"
    assert "A4  - Poe, Ben\n" in rewritten(ris, text)
    assert one(ris, text).extra.get("bibtex") is None
    found = one(
        ris, "TY  - JOUR\nTI  - Deep\nSP  - pp. 12-15\nN1  - <b>From Duplicate 1</b> (x)\nER  - \n"
    )
    assert (found.extra["bibtex"], found.notes) == ({"pages": "12--15"}, ())
    for kept in ("p12", "S12", "p. xii"):
        assert bibtex_pages(kept) == kept


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("PY  - 2020///Spring", "PY  - 2020\nDA  - 2020///Spring\n"),
        ("PY  - in press", "PY  - in press\n"),
        ("TI  - On <i>E. coli</i> &amp; A", "TI  - On <i>E. coli</i> &amp; A\n"),
        ("TI  - A < B", "TI  - A < B\n"),
    ],
)
def test_seasons_words_for_dates_and_italics_come_out_once(line, written):
    """What is a detail is not kept beside it; a title keeps its tags while it is the title."""
    title = "" if line.startswith("TI") else "TI  - T\n"
    text = f"TY  - JOUR\nID  - k\n{title}{line}\nER  - \n"
    again = rewritten(ris, text)
    assert written in again
    assert [tag[:2] for tag in again.split("\n") if tag].count("PY") <= 1
    assert rewritten(ris, again) == again
    paper = as_paper(one(ris, text))
    assert "<i>" not in dump(ris, [replace(paper, title="Another")])
    assert paper.extra.get("ris") is None


def test_the_type_may_stand_behind_the_title() -> None:
    """Programs for systematic reviews write the tags of a record in the order of their tables."""
    text = (
        "DB  - Scopus\nTI  - Counting Sheep\nTY  - JOUR\nAU  - Lee, Ann\nJO  - Wool\nER  - \n"
        "TI  - Wool\nAU  - Ray, Bo\nTY  - CHAP\nER  - \n\n"
        "TI  - Cut off\n\nTY  - BOOK\nTI  - Whole\nER  - \n"
    )
    found = records(ris, text)
    assert [(r.title, r.kind, len(r.authors)) for r in found] == [
        ("Counting Sheep", "article", 1), ("Wool", "incollection", 1), ("Cut off", "misc", 0),
        ("Whole", "book", 0),
    ]  # fmt: skip


def test_names_of_addresses():
    """RIS has one tag for addresses; what each is called stands under the user's."""
    links = (Link("url", "https://example.org/a"), Link("code", "https://example.org/b"))
    paper = replace(as_paper(one(ris, "TY  - JOUR\nID  - k\nTI  - T\nER  - \n")), links=links)
    text = dump(ris, [paper])
    assert "UR  - https://example.org/b\nU5  - link-code = {https://example.org/b}\n" in text
    assert one(ris, text).links == links


def test_tags_in_small_letters():
    """Where a record begins with them, all its tags may be."""
    [first] = load(ris, "ty  - JOUR\nti  - A Title\nau  - Roe, Ann\npy  - 2020\ner  - \n")
    assert (first.title, first.year, first.kind) == ("A Title", 2020, "article")
    assert first.authors == (Author("Ann Roe", "Roe", "Ann"),)


def test_a_text_without_records_is_a_problem():
    """A file that is called so and has none is not an empty one."""
    [problem] = load(ris, "hello\n")
    assert problem.message == "No record was found; each begins with a line such as 'TY  - JOUR'."


@pytest.mark.parametrize(
    ("said", "people"),
    [
        (["Fanning E."], [("Fanning", "E.")]),
        (["van der Berg A.B.", "Poe B."], [("van der Berg", "A.B."), ("Poe", "B.")]),
        (["Anna Roe and Ben Poe"], [("Roe", "Anna"), ("Poe", "Ben")]),
        (["Johnson and Johnson"], [("", "")]),
        (["Centers for Disease Control and Prevention"], [("", "")]),
        (["Food and Agriculture Organization"], [("", "")]),
    ],
)
def test_names_of_databases(said, people):
    """Embase has initials behind family names; some have two people in one line."""
    record = ris_record("TI  - Deep sleep", *[f"A1  - {name}" for name in said])
    assert [(author.family, author.given) for author in record.authors][: len(people)] == people
    assert len(record.authors) == len(people) or not people[0][0]


def test_stressed_headings_lose_their_star():
    """Embase's star is no part of the word; words that all have one keep it."""
    assert ris_record("TI  - T", "KW  - *athlete", "KW  - bone").tags == ("athlete", "bone")
    assert ris_record("TI  - T", "KW  - *mine").tags == ("*mine",)


def test_an_archive_holds_data_and_software():
    """Zenodo is the publisher of a data set in RIS, and where it appeared here."""
    record = ris_record("TI  - Whale calls", "PB  - Zenodo", kind="DATA")
    assert (record.kind, record.venue) == ("dataset", "Zenodo")
    text = dump(ris, [as_paper(record)])
    assert "PB  - Zenodo\n" in text
    assert "T2  - " not in text
