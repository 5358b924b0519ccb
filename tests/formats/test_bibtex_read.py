import re

import pytest

from readlist.bib import latex_encode
from readlist.formats import bibtex
from readlist.model import (
    MORE_AUTHORS,
    Author,
    Identifier,
    Link,
    Note,
    Problem,
    Reading,
    Record,
    Status,
)
from support.bibtex_texts import GOOD, counts, field, load_text, one
from support.effort import calls
from support.formats import load, records

AFTER = "\n@misc{good3, title = {Three}}\n@article{good4, title = {Four}}\n"


@pytest.mark.parametrize(
    ("bad", "records", "told"),
    [
        ("@article{b, title = {Open, author = {A},\n year = 2000\n}", 4, "a brace in title"),
        ("@article{b, title = {B}\n year = 2000\n}", 5, "a comma is missing before year"),
        ("@article{b\n title = {B},\n year = 2000\n}", 5, "the comma after its key"),
        ("@article{title = {B}, year = 2000}", 5, "no key"),
        ("@article{, title = {B}, year = 2000}", 5, "no key"),
        ("@article{b, title = {B}, journal = nojournal}", 5, "the macro nojournal"),
        ("@article{good1, title = {Another}}", 5, "line 1"),
        ("@article{b, title = {B}, year = 1, year = 2}", 5, "year twice"),
        ("@article{b, title = {B}, year = 2000,", 5, "its last brace is missing"),
        ('@article{b, title = "B, year = 2000}', 4, "the quotes around title"),
        ("@article{b, title = {B}}, year = {2000}}", 5, "closed before its end"),
        ("@article{b, title = , year = {2000}}", 5, "title has no value"),
        ("@article{b, title = Counting sheep, year = {2000}}", 5, "the braces around title"),
        ("@article{b, title = {B}, volume = 3 number = 4}", 5, "a comma is missing before number"),
        ("@article{b, title = {B}, and then some}", 5, "“and then some” is no field"),
        ("@article{b, title = {B} (in press), year = 1}", 5, "“(in press)” is no field"),
        ("@article{b, title = {B}, {and} then}", 4, "a field or its end"),
        ('@article{R{\\"o}e1, title = {B}}', 5, 'its key R{\\"o}e1 is read as Röe1'),
        ("@article{{b, title = {B}, year = 2000}", 5, "its key stands in braces"),
        ("@article{{b}, title = {B}, year = 2000}", 5, "it is read as b"),
        ('@article{"b", title = {B}, year = 2000}', 5, "it is read as b"),
        ("@article{b title = {B}, year = 2000}", 5, "the comma after its key"),
        ("@article{b; title = {B}, year = 2000}", 5, "the comma after its key"),
        ("@article{b, title {B}, year = 2000}", 5, "“title {B}” is no field"),
        ("@article{b, # title = {A},\n title = {B}}", 5, "“# title = {A}” is no field"),
        ("@article{b, title = {B}, author keywords = {x; y}, year = 1}", 5, "author keywords"),
        ("@article(b, title = {B}, year = 2000}", 5, "closed by “}”, not “)”"),
        ("@article b, title = {B}", 4, "no opening brace"),
        ("@string{x}", 4, "a macro is written"),
        ("@string{x = {open", 4, "a brace in x"),
        ("@foo{b, title = {Open", 4, "a brace in title"),
    ],
)
def test_broken_entry_is_one_problem(bad, records, told):
    """Whatever is wrong with one entry, it is one problem with its line, and the others come in."""
    items = load_text(GOOD + bad + AFTER)
    [problem] = [item for item in items if isinstance(item, Problem)]
    found = [item.key for item in items if isinstance(item, Record)]
    assert len(found) == records
    assert [key for key in found if re.fullmatch("good[1-4]", key)][:2] == ["good1", "good2"]
    assert found[-2:] == ["good3", "good4"]
    assert problem.line == 3
    assert told in problem.message
    assert problem.message.endswith(".")


def test_no_problem_where_nothing_is_lost():
    """The same entry twice, a field twice with one value, and an empty file are nothing to tell."""
    entry = "@article{a, title = {A}, year = 2000, year = {2000}}\n"
    assert counts(load_text(entry * 2)) == (2, 0, 0)
    assert load_text("") == []
    assert load_text("nothing here @ all, me@home.org (x)") == []


@pytest.mark.parametrize("cut", range(10, 60, 5))
def test_cut_off(cut):
    """A file that is cut off loses at most its last entry, and that is told."""
    last = "@article{last, title = {A longer title here}, year = {2001}, x = 1}"
    records, problems, skipped = counts(load_text(GOOD + last[:cut]))
    assert records >= 2
    assert problems + skipped >= 1


def test_parentheses_quotes_and_one_line():
    """Parentheses delimit as well, entries follow on one line, and commas may come first."""
    items = load_text(
        '@article(a, title = "A {"}quoted{"} (word)")@book{b\n , title = {B}\n , year = 1\n}'
        "@MISC { c , TITLE={C} , }"
    )
    assert [(i.key, i.kind, i.title) for i in items] == [
        ("a", "article", 'A "quoted" (word)'), ("b", "book", "B"), ("c", "misc", "C"),
    ]  # fmt: skip


def test_comments():
    """Comments are text outside entries, lines with a percent sign, and @comment with entries."""
    text = (
        "free text, @ sign\n% @article{no, title = {No}}\n@comment{@book{no2,\n title = {No}}\n"
        "@article{no3,\n title = {No}}\n}\n@Comment{jabref-meta: databaseType:bibtex;}\n"
        '@preamble{ "\\newcommand{\\x}[1]{#1}" # jan }\n@article{a, title = {A}, % why\n year=2000}'
    )
    assert [(i.key, i.year, i.line) for i in load_text(text)] == [("a", 2000, 10)]


def test_comment_that_is_not_closed_is_one_line():
    """An open comment does not swallow the file."""
    assert counts(load_text("@comment{ open\n" + GOOD)) == (2, 0, 0)
    assert counts(load_text("@comment{ open\n" * 5 + GOOD * 2)) == (4, 0, 0)


def test_macros():
    """Macros are joined, may be made of others, and a later definition counts from there on."""
    text = (
        '@string{acm = "ACM"}\n@STRING(conf = acm # { Conference})\n'
        "@inproceedings{a, title = acm # { } # {Title}, booktitle = CONF, year = 20 # 01}\n"
        "@string{acm = {IEEE}}\n@inproceedings{b, title = acm, booktitle = conf}"
    )
    first, second = load_text(text)
    assert (first.title, first.venue, first.year) == ("ACM Title", "ACM Conference", 2001)
    assert (second.title, second.venue) == ("IEEE", "ACM Conference")


def test_undefined_macro_is_told_once():
    """A macro that is defined elsewhere stands by its name, and one problem tells so."""
    items = load_text("".join(f"@article{{a{n}, title={{T{n}}}, journal=nat}}\n" for n in range(5)))
    assert counts(items) == (5, 1, 0)
    assert items[-1].venue == "nat"


@pytest.mark.parametrize(
    ("written", "title", "protected"),
    [
        ("{BERT}: Pre-training of {D}eep", "BERT: Pre-training of Deep", True),
        ("{BERT}: Pre-training", "BERT: Pre-training", False),
        ("{{Whole Title}}", "Whole Title", True),
        (r"{\'E}tudes \& {\"O}zg{\"u}r's 10\% \#1", "Études & Özgür's 10% #1", False),
        (r"An {$O(n \log n)$} Algorithm", r"An $O(n \log n)$ Algorithm", False),
        (r"Costs \$5 and more", "Costs $5 and more", False),
        ("``Why?'' 1939--1945~x", "“Why?” 1939–1945 x", False),
        (r"\mkbibquote{Intention} \emph{und} \textbf{mehr}", "“Intention” und mehr", False),
        (r"Sets \{a\} and \textbackslash{}x \ldots", r"Sets \{a\} and \x …", False),
        (r"\textonehalf\ of {\ensuremath{\alpha}} \(x^2\)", "½ of α $x^2$", False),
        (r"The \LaTeX\ Companion \unknown{arg}", "The LaTeX Companion arg", False),
        ("Line\n   break", "Line break", False),
    ],
)
def test_title(written, title, protected):
    """LaTeX becomes Unicode, mathematics stays, and protected capitals are remembered."""
    record = one(f"@article{{k, title = {{{written}}}}}")
    assert record.title == title
    kept = record.extra.get("bibtex", {}).get("title", "")
    if protected:
        assert kept
    if kept:
        again = one(f"@article{{k, title = {{{latex_encode.escape(kept)}}}}}")
        assert again.title == title
        assert again.extra["bibtex"] == record.extra["bibtex"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("masterthesis", "mastersthesis"),
        ("doctoralthesis", "phdthesis"),
        ("bachelorthesis", "thesis"),
    ],
)
def test_types_that_people_make_up_for_theses(written, kind):
    """BibTeX knows none of them; a bachelor's thesis says so in its type."""
    record = one(f"@{written}{{k, title = {{T}}, school = {{MIT}}}}")
    assert record.kind == kind
    said = record.extra.get("bibtex", {}).get("type", "")
    assert said == ("Bachelor's thesis" if kind == "thesis" else "")


def test_subtitle_is_part_of_the_title():
    """A subtitle (biblatex) follows the title after a colon, or after its own question mark."""
    assert field("subtitle = {Sub}").title == "T: Sub"
    assert one("@book{k, title = {{Why?}}, subtitle = {So}}").title == "Why? So"


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Vaswani, Ashish and Noam Shazeer", [("Vaswani", "Ashish"), ("Shazeer", "Noam")]),
        ("L. van Beethoven AND\n de la Cruz, A", [("van Beethoven", "L."), ("de la Cruz", "A")]),
        ("Knuth, Jr., Donald E.", [("Knuth", "Donald E.")]),
        ("{OpenAI} and {{Barnes and Noble, Inc.}}", ["OpenAI", "Barnes and Noble, Inc."]),
        (r"{\'E}douard Ma{\ss}, {\relax Ch}. X", [("Édouard Maß", "Ch. X")]),
        (r"{Battisti}, A.~J. and Aks{\i}n, {\"O}zge", [("Battisti", "A. J."), ("Aksın", "Özge")]),
        (r"{Foo \& Bar}", ["Foo & Bar"]),
        ("family=Harman, given=Hans, prefix=von", [("von Harman", "Hans")]),
        ("Smith, A.; Jones, B.", [("Smith", "A."), ("Jones", "B.")]),
        ("Aristotle and and ", ["Aristotle"]),
        ("and Doe, Jane", [("Doe", "Jane")]),
        ("Jane Doe, Ann Roe, and Ed Poe", [("Doe", "Jane"), ("Roe", "Ann"), ("Poe", "Ed")]),
        ("Doe, Jane, Roe, Ann, and Poe, Ed", [("Doe", "Jane"), ("Roe", "Ann"), ("Poe", "Ed")]),
        ("van der Berg, Jan Willem, and Poe, Ed", [("van der Berg", "Jan Willem"), ("Poe", "Ed")]),
        (r"Jane Doe$^{1,2}$\thanks{MIT} \and Ann Roe\textsuperscript{2}",
         [("Doe", "Jane"), ("Roe", "Ann")]),
        (r"Doe, Jane and {\emph{et al.}}", [("Doe", "Jane")]),
        ("J. Roe, A. Poe and B. Fox", [("Roe", "J."), ("Poe", "A."), ("Fox", "B.")]),
        ("J. von Roe, Ann Poe", [("von Roe", "J."), ("Poe", "Ann")]),
        ("Roe J, Poe E and van Fox AB", [("Roe", "J"), ("Poe", "E"), ("van Fox", "AB")]),
        ("Roe J and Poe EF", [("Roe", "J"), ("Poe", "EF")]),
        ("Wei LI and Jun XU", [("LI", "Wei"), ("XU", "Jun")]),
        ("M. Roe, Sister", [("M. Roe", "Sister")]),
    ],
)  # fmt: skip
def test_authors(written, authors):
    """Names are parted at "and" outside braces; particles, suffixes and groups are kept."""
    found = [
        (a.family, a.given) if a.family else a.name
        for a in field(f"author = {{{written}}}").authors
    ]
    assert found == authors


def test_more_authors():
    """The others that are not named are remembered, and are no author."""
    record = field("author = {A, B and others}")
    assert record.extra[MORE_AUTHORS] is True
    assert record.authors == (Author("B A", "A", "B"),)


@pytest.mark.parametrize(
    ("written", "year", "published", "kept"),
    [
        ("year = 2017, month = jun", 2017, "2017-06", {}),
        ("year = {2017}, month = {June}", 2017, "2017-06", {}),
        ("year = 2017, month = 6", 2017, "2017-06", {}),
        ('year = 2017, month = "10~" # jan', 2017, "2017-01-10", {}),
        ("year = 2017, month = {jun-aug}", 2017, "2017-06", {"date": "2017-06/2017-08"}),
        ('year = 2017, month = dec # "--" # jan', 2017, "2017-12", {"date": "2017-12/2018-01"}),
        ("year = 2017, month = {Spring}", 2017, "", {"month": "Spring"}),
        ("date = {2004-10-27}", 2004, "2004-10-27", {}),
        ("date = {2004}, month = oct, day = 3", 2004, "2004-10-03", {}),
        ("date = {2004-10/2005}, month = oct", 2004, "2004-10", {"date": "2004-10/2005"}),
        ("date = {199X}", None, "", {"date": "199X"}),
        ("date = {2004-10}", 2004, "2004-10", {}),
        ("date = 2004, year = 1999", 2004, "", {}),
        ("date = {1984/1986}", 1984, "", {"date": "1984/1986"}),
        ("year = {in press}", None, "", {"year": "in press"}),
        (r"year = {{\noopsort{1973b}}1981}", 1981, "", {}),
        ("urldate = {2020-01-01}", None, "", {"urldate": "2020-01-01"}),
    ],
)  # fmt: skip
def test_dates(written, year, published, kept):
    """Year and month become the date; what is no date stays a field."""
    record = field(written)
    assert (record.year, record.published) == (year, published)
    assert dict(record.extra.get("bibtex", {})) == kept


ARXIV = ["arxiv:1706.03762"]


@pytest.mark.parametrize(
    ("written", "identifiers"),
    [
        ("eprint = {1706.03762}, archiveprefix = {arXiv}, primaryclass = {cs.CL}", ARXIV),
        ("eprint = {1706.03762v5}, eprinttype = {arxiv}, eprintclass = {cs.CL}", ARXIV),
        ("eprint = {arXiv:1706.03762}", ARXIV),
        ("arxivId = {1706.03762}", ARXIV),
        ("journal = {arXiv preprint arXiv:1706.03762}", ARXIV),
        ("journal = {arXiv:1706.03762 [cs]}", ARXIV),
        ("journal = {CoRR}, volume = {abs/1706.03762}", ARXIV),
        ("journal = {ArXiv}, volume = {abs/1706.03762}", ARXIV),
        ("journal = {CoRR}, volume = {hep-th/9901001}", []),
        ("note = {arXiv:1706.03762 [cs]}", ARXIV),
        ("note = {Available at arXiv:1706.03762}", ARXIV),
        ("note = {A comment on arXiv:1706.03762}", []),
        ("howpublished = {\\url{https://arxiv.org/abs/1706.03762}}", ARXIV),
        ("url = {https://arxiv.org/pdf/1706.03762v1.pdf}", ARXIV),
        ("doi = {10.48550/arXiv.1706.03762}", ARXIV),
        ("doi = {https://doi.org/10.1000/A\\_b}", ["doi:10.1000/a_b"]),
        ("doi = {10.1000/x}, url = {https://doi.org/10.1000/x}", ["doi:10.1000/x"]),
        ("url = {https://openreview.net/forum?id=Abc12345}", ["openreview:Abc12345"]),
        ("url = {https://aclanthology.org/P18-1001/}", ["acl:P18-1001"]),
        ("pmid = {12345}", ["pmid:12345"]),
        ("eprint = {12345}, eprinttype = {pubmed}", ["pmid:12345"]),
        ("eprint = {2345}, eprinttype = {jstor}", []),
        ("isbn = {978-0-226-10403-4}", []),
        ("url = {https://example.org/x}", []),
    ],
)
def test_identifiers(written, identifiers):
    """Identifiers come from every place that people and programs write them to."""
    assert [str(one) for one in field(written).identifiers] == identifiers


def test_identifiers_by_type():
    """An ISBN names a book and not a part of it; an address names only what is a web page."""
    assert field("isbn = {0-226-10403-6, x}", "book").identifiers[0].scheme == "isbn"
    page = field("url = {https://example.org/a\\_b}", "online")
    assert page.identifiers == (Identifier("url", "https://example.org/a_b"),)


def test_preprint():
    """What is only on the arXiv is a preprint without a venue, whatever its entry type."""
    record = field("journal = {arXiv preprint arXiv:1706.03762}, primaryclass = {cs.CL}")
    assert (record.kind, record.venue) == ("preprint", "")
    said = {"journal": "arXiv preprint arXiv:1706.03762", "@": "article"}
    assert record.extra == {"primary_class": "cs.CL", "verbatim": said}
    assert field("journal = {Nature}, eprint = {1706.03762}").kind == "article"


@pytest.mark.parametrize(
    ("kind", "written", "venue"),
    [
        ("article", "journal = {J.~Chem. Phys.}", "J. Chem. Phys."),
        ("article", "journaltitle = {{Nature}}", "Nature"),
        ("article", r"journal = {\apj}", "The Astrophysical Journal"),
        ("inproceedings", "booktitle = {Proc. X}, series = {S}", "Proc. X"),
        ("conference", "series = {ICML '09}", "ICML '09"),
        ("phdthesis", "school = {MIT}", "MIT"),
        ("book", "publisher = {Wiley}", "Wiley"),
        ("misc", "howpublished = {Blog}", "Blog"),
        ("misc", r"howpublished = {\url{http://x.org}}", ""),
    ],
)
def test_venue(kind, written, venue):
    """The venue stands where the entry's type has it."""
    assert field(written, kind).venue == venue


def test_crossref():
    """A part takes from its whole what it lacks, never identifiers; the whole comes in as well."""
    text = (
        "@inproceedings{a, title = {A}, crossref = {P}}\n"
        "@incollection{b, title = {B}, crossref = {c}, year = 2001}\n"
        "@proceedings{p, title = {Proc.}, editor = {E, F}, year=2000, doi = {10.1/p}, month=may}\n"
        "@book{c, title = {Whole}, author = {W, X}, date = {1999-05-01}, isbn = {0226104036}}\n"
    )
    a, b, volume, c = load_text(text)
    assert (a.venue, a.year, a.published, a.identifiers) == ("Proc.", 2000, "2000-05", ())
    assert a.extra["bibtex"] == {"editor": "E, F"}
    assert (b.venue, b.year, b.authors, b.identifiers) == ("Whole", 2001, (), ())
    assert (volume.title, volume.kind, volume.key) == ("Proc.", "proceedings", "p")
    assert (c.title, c.kind) == ("Whole", "book")


def test_xdata_and_cycles():
    """Data entries hand down everything and are no papers; a circle ends."""
    text = (
        "@xdata{x, publisher = {Pub}, xdata = {y}}\n@xdata{y, note = {arXiv}, xdata = {x}}\n"
        "@book{a, title = {A}, xdata = {x, missing}}\n@book{b, title = {B}, crossref = {b}}\n"
        "@book{c, title = {C}, crossref = {d}}\n@book{d, crossref = {c}}\n"
        "@misc{e, title={E}, crossref={no}}"
    )
    items = load_text(text)
    assert counts(items) == (5, 0, 2)
    assert (items[2].venue, items[2].extra["bibtex"]["note"]) == ("Pub", "arXiv")
    assert items[-1].extra["bibtex"] == {"crossref": "no"}


def test_jabref():
    """JabRef's groups, marks and files become tags, reading and links."""
    record = field(
        'groups = {To Read, nlp}, keywords = {nlp; deep learning (DL); "x"}, readstatus={skimmed},'
        "priority = {prio1}, ranking = {rank4}, file = {:a b.pdf:PDF;Desc:C\\:/x_y.pdf:PDF}"
    )  # fmt: skip
    assert record.tags == ("nlp", "deep-learning-DL", "x", "To-Read")
    assert record.reading == Reading(status=Status.SKIMMED, priority=3, rating=4)
    assert record.links == (Link("file", "a b.pdf"), Link("file", "C:/x_y.pdf"))
    assert "file" in record.extra["bibtex"]
    assert field("readstatus = {someday}").reading is None


def test_other_programs():
    """Mendeley, BibDesk, Better BibTeX and DBLP write fields of their own."""
    mendeley = field(
        "mendeley-groups = {Phd/Deep}, file = {:home/me/x.pdf:pdf}, annote = {My\n\n words}"
    )
    assert mendeley.tags == ("Phd/Deep",)
    assert mendeley.links == (Link("file", "home/me/x.pdf"),)
    assert mendeley.notes == (Note("My\n\nwords"),)
    assert field("read = {1}, rating = {5}").reading == Reading(status=Status.READ, rating=5)
    assert field("file = {/home/me/a: b.pdf}").links == (Link("file", "/home/me/a: b.pdf"),)
    dblp = field(
        "ee = {https://doi.org/10.1000/x}, biburl = {https://dblp.org/a.bib}, ids = {k2, a b}"
    )
    assert dblp.identifiers == (Identifier("doi", "10.1000/x"),)
    assert dblp.aliases == ("k2", "a b")


@pytest.mark.parametrize(
    "note",
    ["arXiv:1706.03762", "To appear", "Accepted at ICML", "arXiv: 1706.03762 [cs]", "ISSN: 1-2",
     "Publisher: MDPI", "12 pages, 3 figures", "https://x.org", "Version 2", "R package 1.0"],
)  # fmt: skip
def test_printed_note(note):
    """A note that belongs to the reference is no note of the reader's."""
    record = field(f"note = {{{note}}}")
    assert record.notes == ()
    assert record.extra["bibtex"]["note"] == note


def test_note():
    """Any other note is the reader's own, and still goes out with the entry."""
    record = field("note = {Read chapter 3 \\& the appendix}")
    assert record.notes == (Note("Read chapter 3 & the appendix"),)
    assert record.extra["bibtex"] == {"note": "Read chapter 3 & the appendix"}


def test_abstract_and_links():
    """An abstract loses its line breaks; addresses that only repeat an identifier are dropped."""
    record = field(
        "abstract = {One\n  two {\\'e}.\n\n  Three}, url = {https://x.org/a\\%20b},"
        "pdf = {http://x.org/p}"
    )
    assert record.abstract == "One two é.\n\nThree"
    assert record.links == (Link("url", "https://x.org/a%20b"), Link("pdf", "http://x.org/p"))
    assert field("url = {http://arxiv.org/abs/1706.03762}").links == ()


@pytest.mark.parametrize(
    ("written", "doubtful"),
    [
        ("Xin Roe, Hua Poe and Al Fox", "Xin Roe, Hua Poe"),
        ("Jane Roe, Ed Poe and Al Fox", ""),
        ("García Márquez, Gabriel and Jane Roe", ""),
        ("De Souza, Maria Clara and Jane Roe", ""),
        ("Le Cun, Yann A. and Jane Roe", ""),
        ("Roe Poe, Jane Ann and Fox Lee, Al", ""),
        ("J. Roe, A. Poe and B. Fox", ""),
    ],
)
def test_two_people_who_may_be_one_are_told(written, doubtful):
    """Where commas part some names of a list and not its others, BibTeX's reading is said."""
    items = load_text(f"@misc{{k, title = {{T}}, author = {{{written}}}}}")
    told = [item.message for item in items if isinstance(item, Problem)]
    assert len(told) == bool(doubtful)
    assert all(repr(doubtful) in message for message in told)


@pytest.mark.parametrize(
    ("written", "families", "more"),
    [
        ("Jane Roe, Ed Poe and others", ["Roe", "Poe"], True),
        ("Jane Roe, Ed Poe", ["Roe", "Poe"], False),
        ("Jane Roe, Ed Poe and Al Fox", ["Roe", "Poe", "Fox"], False),
        ("García Márquez, Gabriel José and others", ["García Márquez"], True),
        ("van der Berg, Jan Peter and others", ["van der Berg"], True),
        ("Roe Poe, Jane Ann and others", ["Roe Poe"], True),
        ("Ben Salah, Mohamed Amine", ["Ben Salah"], False),
        ("Oliver Ruiz, Luis Alberto", ["Oliver Ruiz"], False),
        ("Jorge Ruiz, Jose M.", ["Jorge Ruiz"], False),
        ("Long, Mary Jane", ["Long"], False),
    ],
)
def test_given_names_tell_two_people_from_one(written, families, more):
    """A given name in front of both halves, and none behind one, is of two people."""
    record = field(f"author = {{{written}}}")
    assert [author.family for author in record.authors] == families
    assert bool(record.extra.get("more_authors")) == more


def test_a_password_in_an_address_is_left_out():
    """The person is told, and it is in no field."""
    items = load_text(
        "@misc{k, title = {T}, url = {https://ann:secret@x.org/a},"
        " note = {See \\url{https://ann:secret@x.org/~b}}}"
    )
    assert [item.line for item in items if isinstance(item, Problem)] == [1]
    assert "secret" not in repr(items)
    assert "https://x.org/~b" in repr(items)


def test_what_is_no_paper_is_skipped():
    """A set is skipped with its reason; an entry that says nothing is a problem with its line."""
    items = load_text("@set{s, entryset = {a, b}}\n@misc{m}\n@misc{d, doi = {10.1000/x}}")
    assert counts(items) == (1, 1, 1)


@pytest.mark.parametrize("drive", [r"C$\backslash$", r"C{\$}\backslash{\$}"])
def test_mendeley_drives(drive):
    """Mendeley writes the backslash before the colon of a drive as mathematics."""
    record = one(f"@article{{k, title = {{T}}, file = {{:{drive}:/Users/me/x.pdf:pdf}}}}")
    assert record.links == (Link("file", "C:/Users/me/x.pdf"),)


def test_entries_without_children_are_read_once():
    """One entry that inherits makes the whole file be looked at twice, not read twice."""
    entries = "".join(
        f"@article{{doe{n},\n  title = {{On Reading {n}}},\n  author = {{Doe, Jane}},\n}}\n"
        for n in range(200)
    )
    child = "@inproceedings{child,\n  title = {A Part},\n  crossref = {whole},\n}\n"
    whole = "@proceedings{whole,\n  title = {A Whole},\n  publisher = {A Press},\n}\n"
    load(bibtex, entries + child + whole)  # what is compiled and remembered once
    alone = calls(lambda: load(bibtex, entries))
    assert calls(lambda: load(bibtex, entries + child + whole)) < 1.15 * alone
    found = records(bibtex, child + entries + whole)[0]
    assert found.venue == "A Whole"


def test_parents_are_found_however_their_entries_are_written():
    """A parent with an unusual head, or behind another entry on its line, is still one."""
    child = "@inproceedings{child, title={A Part of It}, crossref={Whole}}\n"
    macro = '@string{press = "A Press"}\n'
    for parent in (
        "@proceedings{ WHOLE , title={A Whole}, publisher=press}",
        "@misc{other, title={Another}} @Proceedings (whole, title={A Whole}, publisher=press)",
        "@ proceedings\n{whole,\ntitle={A Whole},\npublisher=press}",
    ):
        found = records(bibtex, macro + child + parent)[0]
        assert (found.venue, found.extra["bibtex"]["publisher"]) == ("A Whole", "A Press")


@pytest.mark.parametrize(
    ("field", "added"),
    [
        ("date-added = {2020-01-02 03:04:05 +0000}", "2020-01-02T03:04:05Z"),
        ("creationdate = {2020-01-02T03:04:05}", "2020-01-02T03:04:05Z"),
        ("timestamp = {2020.01.02}", "2020-01-02"),
        ("timestamp = {Mon, 13 Aug 2018 16:48:37 +0200}", ""),
    ],
)
def test_when_another_program_took_an_entry_in(field, added):
    """BibDesk, JabRef; what DBLP says is when it changed its own record."""
    [record] = records(bibtex, f"@misc{{a, title = {{T}}, {field}}}")
    assert record.added == added
