"""What a file of one format spells in its own way comes out in the other ones."""

import json

import pytest

from readlist.bib import rich_titles
from readlist.formats import biblatex, bibtex, ris
from readlist.formats import csl as csl_json
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
