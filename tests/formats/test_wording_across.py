"""What a file of one format spells in its own way comes out in the other ones."""

import json
from dataclasses import replace

import pytest

from readlist.bib import rich_titles
from readlist.bib.details import detail
from readlist.formats import biblatex, bibtex, cff, csv, endnote, ris, zotero
from readlist.formats import csl as csl_json
from readlist.formats import json as json_format
from readlist.model import Note
from support.formats import dump, one
from support.paper_strategies import as_paper

SMALL = '<span style="font-variant:small-caps;">'


def _item(**said):
    return {"id": "roe", "type": "article-journal", "title": "A title", **said}


def _read(**said):
    return as_paper(one(csl_json, json.dumps([_item(**said)])))


def _again(paper):
    return json.loads(dump(csl_json, [paper]))[0]


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("On <i>E. coli</i> and CO<sub>2</sub>", r"On \textit{E. coli} and {CO}\textsubscript{2}"),
        ('The <span class="nocase">iPhone</span>', "The {iPhone}"),
        ("The 4<sup>th</sup> <b>bold</b> A&amp;B", r"The 4\textsuperscript{th} \textbf{bold} A\&B"),
        (f"{SMALL}Adl</span> and more", r"\textsc{Adl} and more"),
    ],
)
def test_the_markup_of_titles(title, latex):
    """CSL's tags are LaTeX's commands and come back; the library has the plain title."""
    paper = _read(title=title)
    assert "<" not in paper.title
    assert f"{{{latex}}}" in dump(bibtex, [paper])
    assert _again(paper)["title"] == title
    back = as_paper(one(bibtex, dump(bibtex, [paper])))
    assert back.title == paper.title
    if "nocase" not in title:
        assert _again(back)["title"].replace("&amp;", "&") == title.replace("&amp;", "&")


def test_tags_that_do_not_nest_are_text_alone():
    """What is unclosed, or no tag, makes no LaTeX; nested commands make nested tags."""
    assert rich_titles.to_latex("<i>E. coli") == rich_titles.to_latex("p < 0.05") == ""
    assert rich_titles.of_latex(r"{\it E. \textbf{coli}} \LaTeX") == "<i>E. <b>coli</b></i> LaTeX"
    assert rich_titles.of_latex(r"{\"O}zge") == ""


@pytest.mark.parametrize(
    ("name", "bibtex_name"),
    [
        ({"family": "Hicks", "given": "Michael, III", "non-dropping-particle": "von"},
         "von Hicks, III, Michael"),
        ({"family": "Doe", "given": "Jane,! Jr."}, "Doe, Jr., Jane"),
        ({"family": "Beethoven", "given": "Ludwig van"}, "van Beethoven, Ludwig"),
        ({"family": "d'Alembert", "given": "Jean le Rond"}, "d'Alembert, Jean le Rond"),
    ],
)  # fmt: skip
def test_suffixes_and_particles_of_zotero(name, bibtex_name):
    """Zotero has no field for them; CSL gets its own words back."""
    paper = _read(author=[name])
    assert f"author = {{{bibtex_name}}}" in " ".join(dump(bibtex, [paper]).split())
    assert _again(paper)["author"] == [name]


def test_a_range_of_dates_stays_one():
    """The end of a date goes to biblatex and back."""
    parts = {"date-parts": [[2001, 3, 1], [2001, 4, 2]]}
    paper = _read(issued=parts)
    assert "date  = {2001-03-01/2001-04-02}" in dump(biblatex, [paper])
    back = as_paper(one(bibtex, dump(biblatex, [paper])))
    assert _again(back)["issued"] == parts


def test_numbers_keep_their_form():
    """Capitals of a DOI, both ISBNs, the arXiv's class and JSTOR's number."""
    paper = _read(DOI="10.1103/PhysRevA.1.1")
    assert "doi   = {10.1103/PhysRevA.1.1}" in dump(bibtex, [paper])
    assert "DO  - 10.1103/PhysRevA.1.1" in dump(ris, [paper])
    assert _again(paper)["DOI"] == "10.1103/PhysRevA.1.1"
    tagged = as_paper(one(ris, "TY  - JOUR\nTI  - A title\nDO  - 10.1103/PhysRevA.1.1\nER  - \n"))
    assert _again(tagged)["DOI"] == "10.1103/PhysRevA.1.1"
    both = "0-306-40615-2 978-3-16-148410-0"
    book = _read(type="book", ISBN=both)
    assert f"{{{both}}}" in dump(bibtex, [book])
    assert _again(book)["ISBN"] == both
    preprint = _read(type="article", number="arXiv:1609.03499 [cs]")
    assert preprint.extra["primary_class"] == "cs"
    assert _again(preprint)["number"] == "arXiv:1609.03499 [cs]"
    stored = dump(biblatex, [_read(archive="JSTOR", archive_location="2984875")])
    assert "eprint     = {2984875}" in stored
    assert "eprinttype = {jstor}" in stored


def test_keywords_keep_their_words():
    """RIS and CSL say keywords with blanks and commas, which tags have not."""
    text = "TY  - JOUR\nTI  - A title\nKW  - machine learning\nKW  - propanol, use of\nER  - \n"
    paper = as_paper(one(ris, text))
    assert paper.tags == ("machine-learning", "propanol-use-of")
    assert "{machine learning; propanol, use of}" in dump(bibtex, [paper])
    assert "KW  - machine learning\nKW  - propanol, use of\n" in dump(ris, [paper])
    assert _again(paper)["keyword"] == "machine learning; propanol, use of"
    item = _read(keyword="1,2-diol; machine learning")
    assert item.tags == ("1-2-diol", "machine-learning")
    assert _again(item)["keyword"] == "1,2-diol; machine learning"


def test_a_type_that_nobody_else_has_stays():
    """A letter goes out as one."""
    assert _again(_read(type="personal_communication"))["type"] == "personal_communication"


BIBLATEX = """@{kind}{{k, title={{Deep sleep}}, author={{Roe, Anna}}, date={{2020}},
  titleaddon={{Raw data}}, editora={{Poe, Ben}}, editoratype={{compiler}}, part={{2}},
  maintitle={{All \\emph{{whales}}}}, addendum={{Cited 3 times}}, note={{See \\cite{{poe}}}},
  eventtitle={{WhaleCon}}, langid={{german}}}}"""


@pytest.mark.parametrize("form", [csl_json, ris])
@pytest.mark.parametrize(
    "kind",
    ["article", "artwork", "audio", "book", "bookinbook", "commentary", "dataset", "image",
     "inreference", "jurisdiction", "legal", "legislation", "letter", "misc", "movie", "music",
     "mvbook", "mvcollection", "performance", "periodical", "review", "software", "standard",
     "suppbook", "video"],
)  # fmt: skip
def test_what_a_format_has_no_place_for_comes_back(kind, form):
    """Types and fields of biblatex stand in CSL's ``custom`` and under RIS's tag of the user."""
    paper = as_paper(one(bibtex, BIBLATEX.format(kind=kind)))
    back = as_paper(one(form, dump(form, [paper])))
    # Where it appeared goes into the field of its type: a data set has a publisher.
    words = {name: text for name, text in paper.part("verbatim").items() if name != "howpublished"}
    expected = replace(paper, extra={**paper.extra, "verbatim": words})
    assert dump(biblatex, [back]) == dump(biblatex, [expected])


def test_what_is_said_elsewhere_is_not_said_twice():
    """A paper with the usual fields needs neither; who edits the item is believed."""
    text = "@article{k, title={A}, journal={B}, volume=3, number=4, pages={12-15}, year=2020}"
    paper = as_paper(one(bibtex, text))
    assert "custom" not in _again(paper)
    assert "U5" not in dump(ris, [paper])
    item = _again(as_paper(one(bibtex, r"@misc{k, title={A}, note={On \emph{B}}}")))
    assert item["custom"] == {"biblatex": {"note": r"On \emph{B}"}}
    edited = one(csl_json, json.dumps([{**item, "note": "Another"}]))
    assert detail(edited, "note") == "Another"


@pytest.mark.parametrize(
    ("code", "csl_type", "kind"),
    [("ART", "graphic", "artwork"), ("SOUND", "song", "audio"), ("MPCT", "motion_picture", "movie"),
     ("PCOMM", "personal_communication", "letter"), ("CASE", "legal_case", "jurisdiction"),
     ("STAT", "legislation", "legislation"), ("MAP", "map", "misc"), ("SLIDE", "speech", "misc")],
)  # fmt: skip
def test_types_of_all_formats(code, csl_type, kind):
    """A film of RIS is one of CSL and of biblatex, and of RIS again."""
    paper = as_paper(one(ris, f"TY  - {code}\nTI  - A title\nER  - \n"))
    assert _again(paper)["type"] == csl_type
    assert dump(biblatex, [paper]).startswith(f"@{kind}{{")
    assert dump(ris, [as_paper(one(csl_json, dump(csl_json, [paper])))]).startswith(f"TY  - {code}")


DATES = [
    ("Spring 2020", 2020, "date = {2020-21}"), ("c. 1650", 1650, "date = {1650~}"),
    ("1999-2001", 1999, "date = {1999/2001}"), ("in press", None, "year = {in press}"),
    ("350 BC", None, "year = {-350}"), ("1200 BC", None, "year = {-1200}"),
    ("2020 May-Jun", 2020, "date = {2020-05/2020-06}"), ("n.d.", None, "year = {n.d.}"),
]  # fmt: skip
READ_DATES = {
    "ris": lambda said: one(ris, f"TY  - JOUR\nTI  - A title\nPY  - {said}\nER  - \n"),
    "csv": lambda said: one(csv, f"Title,Year\nA title,{said}\n"),
    "csl": lambda said: one(csl_json, json.dumps([_item(issued={"literal": said})])),
    "json": lambda said: one(json_format, json.dumps([{"title": "A title", "year": said}])),
    "zotero": lambda said: one(
        zotero, json.dumps({"items": [{"itemType": "book", "title": "A title", "date": said}]})
    ),
}


@pytest.mark.parametrize("name", READ_DATES)
@pytest.mark.parametrize(("said", "year", "field"), DATES)
def test_dates_that_are_more_than_a_day(name, said, year, field):
    """A season, a range, ``in press`` reach biblatex whatever file says them, and CSL and RIS."""
    paper = as_paper(READ_DATES[name](said))
    assert paper.year == year
    for again in (paper, *(as_paper(one(f, dump(f, [paper]))) for f in (csl_json, ris))):
        assert field in " ".join(dump(biblatex, [again]).split())


def test_dates_of_csl():
    """CSL has words of its own: ``circa``, seasons by number, years before our era."""
    for issued, field in [
        ({"date-parts": [[1650]], "circa": True}, "{1650~}"),
        ({"date-parts": [[2020]], "season": 2}, "{2020-22}"),
        ({"date-parts": [[-350]]}, "{-350}"),
    ]:
        paper = _read(issued=issued)
        assert field in dump(biblatex, [paper])
        assert _again(paper)["issued"] == issued
        again = _again(as_paper(one(bibtex, dump(biblatex, [paper]))))
        assert again["issued"] == issued
    assert "2020///Summer" in dump(ris, [_read(issued={"date-parts": [[2020]], "season": 2})])


TITLE, WORDS = "On <i>E. coli</i> in CO<sub>2</sub>", ["machine learning", "propanol, use of"]
XML = (
    '<xml><records><record><ref-type name="Journal Article">17</ref-type><titles><title>'
    '<style face="normal">On </style><style face="italic">E. coli</style><style> in CO</style>'
    '<style face="subscript">2</style></title></titles><keywords><keyword>machine learning'
    "</keyword><keyword>propanol, use of</keyword></keywords></record></records></xml>"
)
READ_WORDS = {
    "ris": lambda: one(
        ris,
        f"TY  - JOUR\nTI  - {TITLE}\nKW  - machine learning\nKW  - propanol, use of\nER  - \n",
    ),
    "csv": lambda: one(csv, f'Title,Keywords\n{TITLE},"machine learning; propanol, use of"\n'),
    "json": lambda: one(json_format, json.dumps([{"title": TITLE, "keywords": WORDS}])),
    "zotero": lambda: one(
        zotero,
        json.dumps({"items": [{"itemType": "book", "title": TITLE, "tags": [
            {"tag": word} for word in WORDS]}]}),
    ),
    "endnote": lambda: one(endnote, XML),
    "cff": lambda: one(
        cff, f"cff-version: 1.2.0\ntitle: {TITLE}\nkeywords: {json.dumps(WORDS)}\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ_WORDS)
def test_italics_and_keywords_of_every_format(name):
    """What a file says in its words comes out in them, as LaTeX and as CSL's tags."""
    paper = as_paper(READ_WORDS[name]())
    assert paper.title == "On E. coli in CO2"
    assert paper.tags == ("machine-learning", "propanol-use-of")
    written = " ".join(dump(bibtex, [paper]).split())
    assert r"{On \textit{E. coli} in {CO}\textsubscript{2}}" in written
    assert "keywords = {machine learning; propanol, use of}" in written
    assert _again(paper)["title"] == TITLE


def test_one_keyword_with_a_comma():
    """Alone under its tag it would be read as two; said twice it is one."""
    text = "TY  - JOUR\nTI  - A title\nKW  - propanol, use of\nKW  - whales\nER  - \n"
    paper = as_paper(one(ris, text))
    alone = as_paper(one(ris, dump(ris, [replace(paper, tags=("propanol-use-of",))])))
    assert alone.tags == ("propanol-use-of",)


def test_notes_of_a_person_stay_notes():
    """A note that looks like a program's, ``42``, stands under the tag of research notes."""
    notes = (Note("42"), Note("Cited by: 12"), Note("Read *this*\n\nagain"))
    paper = replace(_read(), notes=notes)
    for form in (ris, csl_json):
        text = dump(form, [paper], extras=frozenset({"notes"}))
        assert {note.body for note in one(form, text).notes} == {note.body for note in notes}


def test_two_addresses_in_one():
    """A variable or a cell may hold several."""
    paper = _read(DOI="10.1000/x", URL="https://example.org/a https://example.org/b")
    assert [link.url for link in paper.links] == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize("form", [csl_json, ris])
def test_a_key_that_another_entry_has_is_no_text(form):
    """``crossref = {cr_m}`` names the entry cr_m, whatever format it went through."""
    entry = "@inbook{a, title={T}, author={Roe, Jane}, year=2001, crossref={cr_m}}"
    there = one(form, dump(form, [as_paper(one(bibtex, entry))]))
    assert "crossref = {cr_m}" in " ".join(dump(bibtex, [as_paper(there)]).split())
