"""What came in goes out: fields are written as an entry had them until the library knows other."""

import re
from dataclasses import replace

import pytest

from readlist.formats import biblatex, bibtex
from readlist.formats.base import DumpOptions
from readlist.model import Author, Identifier, Link, Note
from support.bibtex_texts import field, load_text, one
from support.formats import records, rewritten
from support.paper_strategies import as_paper

KEPT = [
    ("title", r"Etching of {{GaN}}{$\slash$}sapphire by \LaTeX{} users"),
    ("title", r"CO\textsubscript{2} in \emph{Drosophila}, {\it E. coli}, \textsc{Adl}"),
    ("title", r"$\mathring{A}$ngström and \unknown[x]{y}"),
    ("author", r"G{\"o}del, Kurt and {\L}ukasiewicz, Jan"),
    ("author", "Jane Roe and others"),
    ("journal", r"Phys.~Rev. {B}"),
    ("journal", r"\prd"),
    ("volume", r"189\textendash{}190"),
    ("pages", r"1\,--\,5"),
    ("note", r"See \href{https://ex.org/~a}{here}, pp.\,12, \doi{10.1/a_b}, \copyright\ 2001"),
    ("howpublished", r"\url{https://www.math.org/~gaehler/x_y.php}"),
    ("publisher", r"O'Reilly \& Sons\textsuperscript{\textregistered}"),
    ("editor", r"M{\"u}ller, Max~P. and {Acme \& Co}"),
    ("month", 'dec # "~4--9"'),
    ("month", '"10~" # jan'),
    ("year", "1960--1961"),
    ("year", r"{\noopsort{1973b}}1973"),
    ("doi", "10.1103/PhysRevA.12.1"),
    ("doi", "{10.1016/j.buildenv.2018.07.033}"),
    ("url", "http://johnmacfarlane.net/pandoc/README.html#citations"),
    ("url", "http://arxiv.org/pdf/1706.03762v5"),
    ("keywords", "1,2-diol; propargyl alcohol, reaction of; triphosgene"),
    ("keywords", "machine learning, Vulcanian eruptions"),
    ("mendeley-tags", "machine learning"),
    ("isbn", "0-306-40615-2"),
    ("language", "en"),
    ("eprint", "arXiv:1706.03762v5"),
    ("adsurl", "http://adsabs.harvard.edu/abs/2013A%26A...558A..33A"),
    ("sorttitle", "Computers & Typesetting"),
    ("slaccitation", "%%CITATION = ARXIV:1403.3399;%%"),
    ("key", r"Kn{\printfirst{v}{1987}}"),
    ("year", "1992-05-20"),
    ("year", "[1993]"),
    ("year", r"1989\unskip--"),
    ("type", "NASA No.\\ "),
    ("url", "http://a.org/x; http://b.org/ y"),
    ("eprint", "A.V. Club"),
    ("class", "a_b & c"),
    ("arxivid", "1706.03762"),
    ("title", r"Using \verb|a_b| and \verb+\special+"),
    ("title", r"\textgreek{ἀμοιβή}"),
    ("author", r"AT{\&T} and Roe, Ann"),
    ("author", "Roediger III, Henry L"),
    ("keywords", "a;b;c;"),
    ("year", "forthcoming"),
    ("day", "01"),
    ("doi", "10.48550/ARXIV.1910.00204"),
    ("doi", "10.1002/(sici)1097-0258(19990830)18:16<2147::aid-sim179>3.0.co;2-i"),
    ("date", "2021-05-31T21:30:00"),
    ("review", "MR 40-7102"),
    ("pubstate", "inpress"),
    ("entrysubtype", "Album~by Roe"),
    ("booktitle", "A Book of a Book"),
]


def _exported(paper, written=bibtex):
    return _fields(_text(paper, written))


def _text(paper, written=bibtex):
    return "".join(written.dump([paper], DumpOptions()))


def _fields(text):
    return {m[1].lower(): m[2] for m in re.finditer(r"(?m)^  ([\w-]+) *= (.*?),?$", text)}


def _value(name, text):
    return text if name == "month" else f"{{{text}}}"


@pytest.mark.parametrize(("name", "text"), KEPT)
def test_goes_out_as_it_came(name, text):
    """A field of an entry is written as it stood there, whatever LaTeX is in it."""
    other = "" if name == "year" else ", year = {2015}"
    whole = f"@book{{k, {name} = {_value(name, text)}{other}"
    record = one(whole + ("}" if name == "title" else ", title = {A title}}"))
    _exported(as_paper(record), biblatex)
    assert _exported(as_paper(record))[name] == _value(name, text)


@pytest.mark.parametrize("name", ["annotation", "annote", "review", "abstract"])
def test_notes_and_abstracts_go_out_as_they_came(name):
    """Their LaTeX stays, where they are asked for; what the person adds stands behind."""
    text = r"An \texttt{article} by M{\"u}ller"
    paper = as_paper(field(f"{name} = {{{text}}}"))
    asked = DumpOptions(extras=frozenset({"abstract", "notes"}))
    [written] = re.findall(rf"{name} += {{(.*)}}", "".join(bibtex.dump([paper], asked)))
    assert written == text
    assert name not in "".join(bibtex.dump([paper], DumpOptions()))
    more = replace(paper, notes=(*paper.notes, Note("Read twice.")), abstract="")
    again = one("".join(bibtex.dump([more], asked)))
    assert {note.body for note in again.notes} == {note.body for note in more.notes}


def test_a_preprint_stays_the_article_that_its_file_calls_it():
    """Google Scholar's journal, and DBLP's, are printed as before, until the paper has another."""
    scholar = field("journal = {arXiv preprint arXiv:1706.03762}, year = {2017}")
    dblp = field("journal = {CoRR}, volume = {abs/1706.03762}, year = {2017}")
    for record, journal in ((scholar, "arXiv preprint arXiv:1706.03762"), (dblp, "CoRR")):
        paper = as_paper(record)
        assert (paper.kind, paper.venue) == ("preprint", "")
        written = "".join(bibtex.dump([paper], DumpOptions()))
        assert written.startswith("@article{")
        assert _exported(paper)["journal"] == f"{{{journal}}}"
        assert _exported(paper)["eprint"] == "{1706.03762}"
        published = replace(paper, venue="NeurIPS", kind="inproceedings")
        assert "journal" not in _exported(published)
    assert _exported(as_paper(dblp))["volume"] == "{abs/1706.03762}"


def test_files_go_out_where_they_are_asked_for():
    """Where somebody keeps a PDF is nobody's business, however its path is written."""
    file = r":C$\backslash$:/Users/ada/Papers/B{\_}1.pdf:pdf"
    paper = as_paper(one(f"@misc{{a, title = {{T}}, file = {{{file}}}}}"))
    assert "file" not in _exported(paper)
    written = "".join(bibtex.dump([paper], DumpOptions(extras=frozenset({"file"}))))
    assert file in written


def test_keywords_of_several_fields_stay_in_each():
    """Mendeley has its tags beside the keywords; a tag of the person stands behind the first."""
    said = "keywords = {deep learning,neural networks}, mendeley-tags = {deep learning}"
    paper = as_paper(field(said))
    found = _exported(replace(paper, tags=(*paper.tags, "new")))
    assert found["keywords"] == "{deep learning,neural networks, new}"
    assert found["mendeley-tags"] == "{deep learning}"


def test_the_page_of_a_preprint_stays():
    """biblatex does without it where nobody wrote it, because the eprint says the same."""
    said = "eprint = {1706.03762}, archiveprefix = {arXiv}"
    page = "https://arxiv.org/abs/1706.03762"
    assert _exported(as_paper(field(f"{said}, url = {{{page}}}")), biblatex)["url"] == f"{{{page}}}"
    assert "url" not in _exported(as_paper(field(said)), biblatex)


def test_a_type_of_a_style_of_ones_own_stays():
    """``@conversation`` is in no dialect, and the file's own style prints it."""
    paper = as_paper(one("@conversation{k, title = {A talk}, author = {Roe, Jane}}"))
    assert "".join(bibtex.dump([paper], DumpOptions())).startswith("@conversation{k,")


@pytest.mark.parametrize("name", ["howpublished", "note"])
@pytest.mark.parametrize(
    "text",
    [r"\url{https://www.math.org/~gaehler/x_y.php}", "https://www.math.org/~gaehler/x_y.php.",
     r"See \href{https://www.math.org/~gaehler/x_y.php}{here}"],
)  # fmt: skip
def test_a_printed_address_is_a_link_as_well(name, text):
    """It is not printed twice for that."""
    paper = as_paper(one(f"@misc{{k, title = {{A title}}, {name} = {{{text}}}, year = {{2001}}}}"))
    assert paper.links == (Link("url", "https://www.math.org/~gaehler/x_y.php"),)
    assert "url" not in _exported(paper)
    assert "url" not in _exported(paper, biblatex)


def test_what_changed_is_written_anew():
    """A fact that the library has otherwise by now is not written in the old words."""
    record = field(
        r"author = {Roe, J.~A.}, journal = {Phys.~Rev.}, volume = {1\,a}, doi = {10.1000/ABC},"
        r" keywords = {machine learning, deep nets}, year = {1960--1961}"
    )
    paper = as_paper(record)
    changed = replace(
        paper, title="Other", authors=(Author("Ed Poe", "Poe", "Ed"),), venue="Nature", year=1999,
        identifiers=(Identifier("doi", "10.1000/other"),), tags=("deep-nets", "new"),
        extra=paper.extra | {"bibtex": {"volume": "2"}},
    )  # fmt: skip
    found = _exported(changed)
    assert {name: found[name] for name in ("author", "journal", "volume", "doi", "year")} == {
        "author": "{Poe, Ed}", "journal": "{Nature}", "volume": "{2}", "doi": "{10.1000/other}",
        "year": "{1999}",
    }  # fmt: skip
    assert found["keywords"] == "{deep nets, new}"


def test_commands_that_run_something_are_shown():
    r"""``\input`` and its like come out as text, wherever they came from."""
    record = field(r"note = {\input{/etc/passwd} and \write18{x}}")
    assert _exported(as_paper(record))["note"].startswith(r"{\textbackslash{}input")


def test_ranges_are_dates_in_biblatex():
    """A range of years or days is one for biblatex, and as it was written for BibTeX."""
    paper = as_paper(field("year = {1960--1961}"))
    assert _exported(paper, biblatex)["date"] == "{1960/1961}"
    paper = as_paper(field("year = {2005--}"))
    assert _exported(paper, biblatex)["date"] == "{2005/}"
    assert field("year = {[1850] 1999}").year == field("year = {1999 [1850]}").year == 1999
    paper = as_paper(field('year = {2015}, month = dec # "~4--9"'))
    assert _exported(paper, biblatex)["date"] == "{2015-12-04/2015-12-09}"
    assert "date" not in _exported(paper)


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Jane Roe & Ed Poe", "Roe, Jane and Poe, Ed"),
        (r"Jane Roe \& Ed Poe", "Roe, Jane and Poe, Ed"),
        ("Jane Roe et al.", "Roe, Jane and others"),
        ("Roe, Jane et al", "Roe, Jane and others"),
        ("Jane Roe, Ed Poe, Al Fox", "Roe, Jane and Poe, Ed and Fox, Al"),
        ("Jane Roe, Ed Poe & Al Fox", "Roe, Jane and Poe, Ed and Fox, Al"),
        ("Roe, J., Poe, E., Fox, A.", "Roe, J. and Poe, E. and Fox, A."),
        ("Roe, J. & Poe, E.", "Roe, J. and Poe, E."),
        ("{Barnes & Noble}", r"{Barnes \& Noble}"),
        ("Roe, Jane and Poe, Ed, et al.", "Roe, Jane and Poe, Ed and others"),
    ],
)
def test_authors_that_bibtex_cannot_part(written, people):
    """Lists with ``&``, commas or "et al." are people, written as BibTeX parts them."""
    assert _exported(as_paper(field(f"author = {{{written}}}")))["author"] == f"{{{people}}}"


@pytest.mark.parametrize(
    ("language", "langid"),
    [("en-US", "american"), ("en_GB", "british"), ("de", "german"), ("pt-BR", "brazilian"),
     ("fr-LU", "french"), ("eng", "english"), ("tlh", "tlh")],
)  # fmt: skip
def test_codes_of_languages_are_for_hyphenation(language, langid):
    """A code that CSL or Zotero gives is ``langid`` for biblatex and nothing for BibTeX."""
    paper = replace(
        as_paper(one("@book{k, title = {T}}")), extra={"bibtex": {"language": language}}
    )
    found = _exported(paper, biblatex)
    assert (found.get("langid"), found.get("language")) == (f"{{{langid}}}", None)
    assert not {"langid", "language"} & _exported(paper).keys()


def test_names_of_languages_are_printed():
    """A language that is a word stays what a reference prints."""
    paper = as_paper(field("language = {English}"))
    assert _exported(paper, biblatex)["language"] == "{English}"
    assert _exported(paper)["language"] == "{English}"


def test_a_journal_of_mathscinet_goes_by_its_full_name():
    """It is found under both names, printed as before, and given up with the journal."""
    entry = (
        "@article{a, title={Rings}, year=2001, journal={Adv. Math.}, fjournal={Advances in Math}}"
    )
    record = one(entry)
    assert record.venue == "Advances in Math"
    assert record.extra["bibtex"] == {"shortjournal": "Adv. Math."}
    paper = as_paper(record)
    again = _exported(paper)
    assert (again["journal"], again["fjournal"]) == ("{Adv. Math.}", "{Advances in Math}")
    assert "shortjournal" not in again
    again = _exported(paper, biblatex)
    assert (again["journaltitle"], again["shortjournal"]) == ("{Advances in Math}", "{Adv. Math.}")
    assert _exported(replace(paper, venue="Nature"))["journal"] == "{Nature}"


def test_comments_of_jabref_are_notes_that_stay():
    """What a file's writers say of an entry is read as notes, and goes out once."""
    entry = "@misc{a, title={T}, comment={I liked it}, comment-anna={me too}, comments={12 pages}}"
    record = one(entry)
    assert [note.body for note in record.notes] == ["I liked it", "me too"]
    paper = as_paper(record)
    text = "".join(bibtex.dump([paper], DumpOptions(extras=frozenset({"notes"}))))
    assert text.count("I liked it") == text.count("me too") == 1
    assert "comment-anna = {me too}" in text


def test_numbers_of_pubmed_are_eprints_of_biblatex():
    """biblatex prints ``eprinttype = {pubmed}``; what an entry calls it itself stays."""
    paper = replace(
        as_paper(one("@article{a, title={T}, year=2001}")),
        identifiers=(Identifier("pmid", "123456"),),
    )
    again = _exported(paper, biblatex)
    assert (again["eprint"], again["eprinttype"]) == ("{123456}", "{pubmed}")
    assert "pmid" not in again
    assert _exported(paper)["pmid"] == "{123456}"
    with_arxiv = replace(paper, identifiers=(*paper.identifiers, Identifier("arxiv", "1706.03762")))
    again = _exported(with_arxiv, biblatex)
    assert (again["eprint"], again["pmid"]) == ("{1706.03762}", "{123456}")
    for said in ("pmid={123456}", "eprint={123456}, eprinttype={pubmed}"):
        paper = as_paper(one(f"@article{{a, title={{T}}, {said}}}"))
        names = re.findall(r"(\w+)=", said)
        assert [name for name in _exported(paper, biblatex) if name in names] == names[::-1]


def test_a_chapter_goes_out_with_the_doi_of_its_book():
    """What an entry states stays its own to say, though it names the book in the library."""
    paper = as_paper(one("@incollection{b, title={Rivers}, booktitle={Handbook}}"))
    paper = replace(paper, extra={**paper.extra, "stated": {"doi:10.1007/978-3-540": "title"}})
    assert _exported(paper)["doi"] == "{10.1007/978-3-540}"
    assert _exported(paper, biblatex)["doi"] == "{10.1007/978-3-540}"


@pytest.mark.parametrize("month", ["29 July", "Jan.-March", "April 23--26", "Winter"])
@pytest.mark.parametrize("written", [bibtex, biblatex])
def test_a_month_that_says_more_is_not_only_a_month(month, written):
    """Classic styles know no day, so ``29 July`` stays where it was; biblatex has a date for it."""
    paper = as_paper(one(f"@article{{k, title = {{T}}, year = 2004, month = {{{month}}}}}"))
    if written is bibtex:
        assert _exported(paper)["month"] == f"{{{month}}}"
        assert "day" not in _exported(paper)
    again = one("".join(written.dump([paper], DumpOptions())))
    assert (again.year, again.published) == (paper.year, paper.published)


@pytest.mark.parametrize(
    "year", ["c1991", "[1993]", "1992-05-20", "5 July 2004", "1845(清同治四年)"]
)
def test_a_year_that_is_none_is_printed_by_biblatex_too(year):
    """It stays in ``year``, with its month, because a date beside it would be printed instead."""
    text = f"@article{{k, title = {{T}}, year = {{{year}}}, month = mar, journal = {{J}}}}"
    fields = _exported(as_paper(one(text)), biblatex)
    assert fields["year"] == f"{{{year}}}"
    assert "date" not in fields


@pytest.mark.parametrize("written", [bibtex, biblatex])
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("letter", "journal"),
        ("misc", "booktitle"),
        ("inproceedings", "eventtitle"),
        ("legislation", "journaltitle"),
        ("unpublished", "howpublished"),
    ],
)
def test_a_venue_stays_in_its_field(kind, name, written):
    """Not only in that which the type has by rule; where the kind changes, it moves."""
    paper = as_paper(one(f"@{kind}{{k, title = {{T}}, {name} = {{Nano Lett.}}, year = 2001}}"))
    fields = _exported(paper, written)
    same = {"journal": "journaltitle"} if written is biblatex else {"journaltitle": "journal"}
    assert fields[same.get(name, name)] == "{Nano Lett.}"
    assert ("howpublished" in fields) is (name == "howpublished")
    moved = _exported(replace(paper, kind="techreport"), written)
    assert moved["institution"] == "{Nano Lett.}"


EXPRESSIONS = [
    ("publisher", 'pub-Springer # ", " # pub-Springer:adr-B'),
    ("journal", "IEEE_J_PAMI # { Letters}"),
    ("note", '"Revised. To appear in " # j-SISC'),
    ("author", 'Roe # " and " # {Doe, J.}'),
    ("monthfiled", "feb"),
    ("month", 'mar # "~" # suffix'),
]


@pytest.mark.parametrize(("name", "expression"), EXPRESSIONS)
def test_what_is_put_together_with_macros_stays_so(name, expression):
    """Macros of another file among text: their names would be printed as text."""
    text = f"@book{{k, title = {{T}}, year = 1, {name} = {expression}}}"
    for _ in range(2):
        paper = as_paper(load_text(text)[-1])
        assert _exported(paper)[name] == expression
        text = _text(replace(paper, title="U"))


def test_a_macro_of_the_file_is_what_it_stands_for():
    """Beside one of another file too: the library has no file of definitions."""
    text = '@string{s = "Notes"}\n@book{k, title = {T}, series = s # " in " # LNCS, year = 2001}'
    assert _exported(as_paper(load_text(text)[-1]))["series"] == '{Notes} # " in " # LNCS'


BOTH = [
    (biblatex, "@book", {"date": "{1996-01-01}", "year": "{1998}"}),
    (biblatex, "@article", {"date": "{2001-05-03}", "year": "{2001}", "month": "{5}"}),
    (bibtex, "@software", {"date": "{2001-05-03}", "year": "{2001}"}),
    (biblatex, "@article", {"journal": "{J. Short}", "journaltitle": "{Journal Long}"}),
    (bibtex, "@article", {"journal": "{J. Short}", "journaltitle": "{Journal Long}"}),
    (bibtex, "@inproceedings", {"address": "{New York}", "location": r"{Qu\'{e}bec}"}),
    (biblatex, "@inproceedings", {"address": "{New York}", "location": r"{Qu\'{e}bec}"}),
]


@pytest.mark.parametrize(("written", "kind", "fields"), BOTH)
def test_two_fields_of_one_meaning_both_go_out(written, kind, fields):
    """Some other program reads the one of them, and some the other."""
    said = ", ".join(f"{name} = {text}" for name, text in fields.items())
    found = _exported(as_paper(one(f"{kind}{{k, title = {{T}}, {said}}}")), written)
    assert {name: found.get(name) for name in fields} == fields


def test_acm_says_where_people_met_in_location():
    """``address`` is the publisher's place to its styles; biblatex's places are BibTeX's."""
    acm = as_paper(one("@inproceedings{k, title = {T}, location = {Rome}, year = 2001}"))
    assert _exported(acm)["location"] == "{Rome}"
    book = as_paper(one("@book{k, title = {T}, location = {Rome}, year = 2001}"))
    assert _exported(book)["address"] == "{Rome}"
    assert _exported(book, biblatex)["location"] == "{Rome}"


def test_the_series_of_a_meeting_stays_a_series():
    """``series = {KDD '19}`` names the meeting where nothing else does."""
    paper = as_paper(one("@inproceedings{k, title = {T}, series = {KDD '19}, year = 2019}"))
    for written in (bibtex, biblatex):
        fields = _exported(paper, written)
        assert (fields["series"], "booktitle" in fields) == ("{KDD '19}", False)
    assert _exported(replace(paper, venue="KDD"))["booktitle"] == "{KDD}"


@pytest.mark.parametrize(
    ("month", "written"), [("März", "{März}"), ("mars", "{mars}"), ("March", "mar"), ("3", "mar")]
)
def test_months_of_other_languages_stay(month, written):
    """Styles print ``mar`` in English."""
    record = field(f"journal = {{J}}, year = 2001, month = {{{month}}}")
    assert record.published == "2001-03"
    assert _exported(as_paper(record))["month"] == written


def test_names_in_biblatexs_own_format_are_written_for_bibtex():
    """Which takes them for names with too many commas."""
    said = "family=Deursen, given=Alexander, prefix=van, useprefix=true and Roe, Ann"
    firm = '"family={Robert and Sons, Inc.}"'
    paper = as_paper(field(f"author = {{{said}}}, editor = {{{firm}}}, date = 2010"))
    kept = _exported(paper, biblatex)
    assert (kept["author"], kept["editor"]) == (f"{{{said}}}", f"{{{firm}}}")
    fields = _exported(paper)
    assert fields["author"] == "{van Deursen, Alexander and Roe, Ann}"
    assert fields["editor"] == "{{Robert and Sons, Inc.}}"


def test_marks_of_reading_go_out_as_they_came():
    """BibDesk's ``rating = {4}`` is JabRef's ``rank4`` once it is changed."""
    said = "rating = {4}, read = {1}, priority = {prio1}"
    paper = as_paper(field(said))
    asked = DumpOptions(extras=frozenset({"reading"}))
    fields = _fields("".join(bibtex.dump([paper], asked)))
    assert {name: fields.get(name) for name in ("rating", "read", "ranking", "readstatus")} == {
        "rating": "{4}", "read": "{1}", "ranking": None, "readstatus": None,
    }  # fmt: skip
    both = as_paper(field("readstatus = {skimmed}, read = {1}"))
    fields = _fields("".join(bibtex.dump([both], asked)))
    assert (fields["readstatus"], fields["read"]) == ("{skimmed}", "{1}")
    assert _exported(both).keys().isdisjoint(("readstatus", "read"))  # nobody asked for them
    better = replace(paper, reading=replace(paper.reading, rating=5))
    fields = _fields("".join(bibtex.dump([better], asked)))
    assert (fields.get("rating"), fields["ranking"], fields["read"]) == (None, "{rank5}", "{1}")


SET = r"""@set{s, entryset = {b, a}, annotation = {A \texttt{set}}, presort = {zs},
  shorthand = {SM}}
@article{a, title = {On rain}, author = {Roe, A.}, date = {2001}}
@article{b, title = {On snow}, author = {Roe, B.}, date = {2002}}
"""


def test_a_set_keeps_what_it_says_itself():
    """Beside its entries: how it is sorted, and its annotation where notes are asked for."""
    papers = [as_paper(item, at) for at, item in enumerate(load_text(SET)) if item.line > 1]
    asked = DumpOptions(extras=frozenset({"notes"}))
    [text] = re.findall(r"(?s)@set.*", "".join(biblatex.dump(papers, asked)))
    assert _fields(text) == {
        "entryset": "{b,a}", "annotation": r"{A \texttt{set}}", "presort": "{zs}",
        "shorthand": "{SM}",
    }  # fmt: skip
    assert "annotation" not in "".join(biblatex.dump(papers, DumpOptions()))
    assert "@set" not in "".join(bibtex.dump(papers, asked))


def test_a_comma_in_a_group_of_jabref_parts_nothing():
    """JabRef writes it with a backslash."""
    paper = as_paper(field(r"groups = {Thesis, Imported\, old}"))
    assert paper.tags == ("Thesis", "Imported-old")
    assert _exported(paper)["groups"] == r"{Thesis, Imported\, old}"
    more = _exported(replace(paper, tags=(*paper.tags, "new")))
    assert more["groups"] == r"{Thesis, Imported\, old, new}"


@pytest.mark.parametrize("written", [bibtex, biblatex])
def test_a_macro_of_another_file_stays_a_macro(written):
    """``IEEE_J_PAMI`` is defined in IEEEabrv.bib, which stands beside the file in LaTeX."""
    text = "@article{k, title = {T}, journal = IEEE_J_PAMI, year = 2001, publisher = acm}"
    problem, record = load_text(text)
    assert "IEEE_J_PAMI is not defined" in problem.message
    paper = as_paper(record)
    out = "".join(written.dump([paper], DumpOptions()))
    assert re.search(r"journal(title)? += IEEE_J_PAMI,", out)
    assert re.search(r"publisher += acm[,\n]", out)
    assert paper.venue == "IEEE_J_PAMI"
    changed = "".join(written.dump([replace(paper, venue="Nature")], DumpOptions()))
    assert re.search(r"journal(title)? += {Nature}", changed)


def test_entities_of_html_are_what_they_name():
    """``&amp;`` stops LaTeX wherever it stands, and ``\\&amp;`` prints "amp;"."""
    text = (
        "@article{k, title = {A \\&amp; \\textit{B} &lt; C}, publisher = {Wiley &amp; Sons}, "
        "author = {Garc&iacute;a, J. and O&#39;Neil, P.}, journal = {Science &amp; Art}}"
    )
    paper = as_paper(one(text))
    assert (paper.title, paper.venue) == ("A & B < C", "Science & Art")
    assert [author.family for author in paper.authors] == ["García", "O'Neil"]
    fields = _exported(paper)
    assert fields["title"] == "{A \\& \\textit{B} < C}"
    assert fields["publisher"] == "{Wiley \\& Sons}"
    assert fields["journal"] == "{Science \\& Art}"
    assert fields["author"] == "{Garc{\\'\\i}a, J. and O'Neil, P.}"


@pytest.mark.parametrize(
    ("said", "links"),
    [
        ("https://a.org/x https://b.org/y", ["https://a.org/x", "https://b.org/y"]),
        ("http://a.org/x; http://b.org/y", ["http://a.org/x", "http://b.org/y"]),
        ("http:// www.a.org/ b/c.html", ["http://www.a.org/b/c.html"]),
    ],
)
def test_several_addresses_and_broken_ones(said, links):
    """Each is a link of its own; blanks behind a slash are those of a broken line."""
    record = one(f"@article{{k, title = {{T}}, url = {{{said}}}}}")
    assert [link.url for link in record.links] == links


@pytest.mark.parametrize(
    ("name", "said", "written"),
    [
        ("editor", "L. M. Le Cam & J. Neyman", "Le Cam, L. M. and Neyman, J."),
        ("editor", "Doe, J. et al.", "Doe, J. and others"),
        ("translator", "Roe, A.; Poe, B.", "Roe, A. and Poe, B."),
        ("author", "Anderson, E. and ten others", "Anderson, E. and others"),
        ("author", "Roe, J. and Poe, P. an others", "Roe, J. and Poe, P. and others"),
        ("author", "Roe, Ann u. a.", "Roe, Ann and others"),
        ("author", "Roe, Ann / Poe, Ed", "Roe, Ann and Poe, Ed"),
        ("author", "Roe, Ann (Ed.) and Poe, Ed", "Roe, Ann and Poe, Ed"),
        ("author", "Roe, Ann (ORCID: 0000-0001-2345-6789)", "Roe, Ann"),
        ("holder", r"Acme \& Co.", r"{Acme \& Co.}"),
        ("author", r"Wiley \& Sons and Roe, Ann", r"{Wiley \& Sons} and Roe, Ann"),
    ],
)
def test_people_that_bibtex_cannot_part(name, said, written):
    """Editors and translators as well as authors."""
    paper = as_paper(one(f"@book{{k, title = {{T}}, {name} = {{{said}}}}}"))
    assert _exported(paper)[name] == f"{{{written}}}"


def test_a_number_may_be_a_note():
    """What ``annote`` holds is the reader's; a number in ``note`` is what another program left."""
    assert [note.body for note in field("annote = {42}").notes] == ["42"]
    assert field("note = {42}").notes == ()


@pytest.mark.parametrize("mark", ["--", "``a''", "a & b", "~", "50%"])
def test_abstracts_with_signs_go_out_as_they_came(mark):
    """Each sign that LaTeX reads in its own way."""
    paper = as_paper(field(f"abstract = {{One {mark} two.}}"))
    asked = DumpOptions(extras=frozenset({"abstract"}))
    assert f"{{One {mark} two.}}" in "".join(bibtex.dump([paper], asked))


PREAMBLE = r"""@preamble{ "\newcommand{\noopsort}[1]{} " # "\def\switchargs#1#2{#2#1}
  \newcommand{\outside}[1]{\switchargs{#1}{x}} \newcommand{\unused}{A}" }
@preamble{{\newcommand{\evil}{\input{/etc/passwd}}}}
@book{a, title = {A {\outside{x}}}, year = {{\noopsort{1973b}}1973}}
@book{b, title = {B \evil}, year = {{\noopsort{1973c}}1974}}
"""


@pytest.mark.parametrize("written", [bibtex, biblatex])
def test_commands_of_the_preamble_go_with_the_entries_that_use_them(written):
    """Each once and before the first of them; nobody else's, and none that reads files."""
    papers = [as_paper(record, number) for number, record in enumerate(load_text(PREAMBLE))]
    text = "".join(written.dump(papers, DumpOptions()))
    assert re.findall(r"@preamble{{\\providecommand{(.*?)}", text) == [
        r"\switchargs", r"\noopsort", r"\outside",
    ]  # fmt: skip
    assert r"@preamble{{\providecommand{\switchargs}[2]{#2#1}}}" in text
    assert text.index("@preamble") < text.index("@book")
    again = [as_paper(record, number) for number, record in enumerate(load_text(text))]
    kept = [r"\switchargs", r"\outside", *([r"\noopsort"] if written is bibtex else [])]
    back = "".join(written.dump(again, DumpOptions()))
    assert set(re.findall(r"@preamble{{\\providecommand{(.*?)}", back)) == set(kept)


@pytest.mark.parametrize("written", [bibtex, biblatex])
@pytest.mark.parametrize(
    "said",
    ["year = {in press}", 'year = 2004, month = "16." # jan', 'year = 2004, month = "1~" # mar'],
)
def test_a_date_that_is_known_by_now_takes_the_place_of_what_was_said(said, written):
    """Whatever the entry had in its fields, understood or not."""
    paper = as_paper(one(f"@article{{k, title = {{T}}, journal = {{J}}, {said}}}"))
    known = replace(paper, year=1988, published="1988-03-04")
    again = one("".join(written.dump([known], DumpOptions())))
    assert (again.year, again.published) == (1988, "1988-03-04")
    moved = replace(paper, year=2004, published="2004-03-02")
    assert one("".join(written.dump([moved], DumpOptions()))).published == "2004-03-02"


def test_a_type_of_ones_own_keeps_its_venue_where_it_stands():
    """``@lecture`` is a style's, which knows where to look."""
    venue = "Symposium conducted at the Congress of Medicine"
    paper = as_paper(one(f"@lecture{{k, title = {{T}}, howpublished = {{{venue}}}}}"))
    assert _exported(paper)["howpublished"] == f"{{{venue}}}"


def test_the_resolver_of_a_doi_goes_and_its_capitals_stay():
    """Every style puts a resolver of its own before it."""
    for before in ("https://doi.org/", "http://dx.doi.org/", "doi:"):
        assert (
            _exported(as_paper(field(f"doi = {{{before}10.1000/ABC}}")))["doi"] == "{10.1000/ABC}"
        )


def test_what_is_no_name_of_a_macro_is_not_kept_as_one():
    """A damaged number is written as a value, and nothing in it commands a terminal."""
    [record] = records(bibtex, "@book{a, title = {T}, year = 194\x7f2, volume = a\x7fb}")
    assert "\x7f" not in repr(record)
    assert _exported(as_paper(record))["volume"] == "{a b}"


def test_a_comma_within_a_keyword_of_jabref():
    """It is escaped there, and is written so again."""
    lines = "keywords = {x, b\\, c}", "groups   = {x, b\\, c}"
    text = rewritten(bibtex, f"@misc{{a, title = {{T}}, {lines[0]}, {lines[1]}}}")
    assert all(line in text for line in lines)
