"""The words of bibliographies mean the same in whatever format they are written."""

import json
from xml.sax.saxutils import escape

import pytest

from readlist import formats
from readlist.formats import (
    bibtex,
    bookmarks,
    csl,
    csv,
    endnote,
    jsonl,
    ris,
    tsv,
    zotero,
)
from readlist.model import MORE_AUTHORS, Author, Status
from support.formats import load

JANE = ("Doe", "Jane")


def _bibtex(people, **said):
    names = " and ".join(p if isinstance(p, str) else ", ".join(p) for p in people)
    fields = {"author": names, **said}
    kind = fields.pop("kind", "article")
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{k,\n{lines}\n}}\n"


def _csl(people, **said):
    people = [{"literal": p} if isinstance(p, str) else {"family": p[0], "given": p[1]}
              for p in people]  # fmt: skip
    item = {"type": said.get("kind", "article-journal"), "title": said["title"], "author": people}
    if "date" in said:
        item["issued"] = {"raw": said["date"]}
    return json.dumps([item])


def _tagged(names, people, said):
    """Return the lines of a record; ``names`` are the tags, as wide as the format has them."""
    people = [p if isinstance(p, str) else ", ".join(p) for p in people]
    lines = [f"{names[name]}- {value}" for name, value in said.items() if name in names]
    return "\n".join([*lines, *(f"{names['author']}- {p}" for p in people)])


def _ris(people, **said):
    names = {"author": "AU  ", "title": "TI  ", "date": "DA  "}
    return f"TY  - {said.get('kind', 'JOUR')}\n{_tagged(names, people, said)}\nER  - \n"


def _pubmed(people, **said):
    names = {"author": "FAU ", "title": "TI  ", "date": "DP  "}
    return f"PMID- 1\n{_tagged(names, people, said)}\n"


def _table(mark):
    def written(people, **said):
        names = "; ".join(p if isinstance(p, str) else ", ".join(p) for p in people)
        cells = {"authors": names, **said}
        quoted = ['"' + value.replace('"', '""') + '"' for value in cells.values()]
        return f"{mark.join(cells)}\n{mark.join(quoted)}\n"

    return written


def _jsonl(people, **said):
    people = [p if isinstance(p, str) else {"family": p[0], "given": p[1]} for p in people]
    return json.dumps({"authors": people, **said}, ensure_ascii=False)


def _endnote(people, **said):
    people = [p if isinstance(p, str) else ", ".join(p) for p in people]
    authors = "".join(f"<author>{escape(p)}</author>" for p in people)
    return (
        f'<xml><records><record><ref-type name="{said.get("kind", "Journal Article")}">0</ref-type>'
        f"<contributors><authors>{authors}</authors></contributors>"
        f"<titles><title>{escape(said['title'])}</title></titles><dates><pub-dates>"
        f"<date>{said.get('date', '')}</date></pub-dates></dates></record></records></xml>"
    )


def _zotero(people, **said):
    creators = [{"creatorType": "author"} | ({"name": p} if isinstance(p, str) else
                {"lastName": p[0], "firstName": p[1]}) for p in people]  # fmt: skip
    item = {"itemType": said.get("kind", "journalArticle"), "title": said["title"]}
    item |= {"creators": creators, "date": said.get("date", "")}
    if "status" in said:
        item["extra"] = f"Read_Status: {said['status']}"
    return json.dumps({"items": [item]})


FORMATS = {
    "bibtex": (bibtex, _bibtex), "csl-json": (csl, _csl), "ris": (ris, _ris),
    "csv": (csv, _table(",")), "tsv": (tsv, _table("\t")), "jsonl": (jsonl, _jsonl),
    "endnote-xml": (endnote, _endnote), "pubmed": (formats.get("pubmed"), _pubmed),
    "zotero": (zotero, _zotero),
}  # fmt: skip
MARKED = {"bibtex": "readstatus", "csv": "status", "tsv": "status", "jsonl": "status",
          "zotero": "status"}  # fmt: skip


def read(name, people=(JANE,), **said):
    module, written = FORMATS[name]
    [record] = load(module, written(people, **{"title": "A Title", **said}))
    return record


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("12 March 2020", "2020-03-12"),
        ("12.03.2020", "2020-03-12"),
        ("mars 2020", "2020-03"),
        ("2020/3/12", "2020-03-12"),
        ("Spring 2020", "2020"),
        ("2020-09-31", "2020-09"),
        ("March 12, 2020", "2020-03-12"),
        ("2020-03", "2020-03"),
        ("2020年3月12日", "2020-03-12"),
        ("2020-03-12T10:00:00Z", "2020-03-12"),
        ("3/2020", "2020-03"),
        ("27-30 June 2016", "2016-06-27"),
        ("2021-02-29", "2021-02"),
        ("3/4/2020", "2020"),
    ],
)
def test_dates(name, written, found):
    """A date is the same date, of a range its beginning, and never a day that does not exist."""
    record = read(name, date=written)
    assert (record.published or str(record.year)) == found
    assert record.year == int(found[:4])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("others", ["et al.", "et. al.", "al.", "and others", "others", "et al"])
def test_and_others(name, others):
    """Authors who are not named are nobody's name, and are known to exist."""
    record = read(name, [JANE, others])
    assert record.authors == (Author("Jane Doe", "Doe", "Jane"),)
    assert record.extra[MORE_AUTHORS] is True


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "person",
    [
        ("van der Berg", "Jan"), ("García Márquez", "Gabriel"), ("O'Neil", "Cathy"),
        ("Müller", "Karl-Heinz"), ("Li", "Fei-Fei"), ("Knuth", "D. E."), ("Łukasiewicz", "Jan"),
        ("Al", "Gore"),
    ],
)  # fmt: skip
def test_names(name, person):
    """A person is the same person, split where the source splits the name."""
    family, given = person
    record = read(name, [person, JANE])
    assert record.authors[0] == Author(f"{given} {family}", family, given)
    assert MORE_AUTHORS not in record.extra


KINDS = {
    "article": {"csl-json": "article-journal", "ris": "JOUR", "endnote-xml": "Journal Article",
                "zotero": "journalArticle", "": "Journal Article"},
    "inproceedings": {"csl-json": "paper-conference", "ris": "CPAPER", "zotero": "conferencePaper",
                      "endnote-xml": "Conference Paper", "": "Conference Paper"},
    "book": {"csl-json": "book", "ris": "BOOK", "endnote-xml": "Book", "zotero": "book",
             "": "Book"},
    "incollection": {"csl-json": "chapter", "ris": "CHAP", "endnote-xml": "Book Section",
                     "zotero": "bookSection", "": "Book Chapter"},
    "phdthesis": {"csl-json": "thesis", "ris": "THES", "endnote-xml": "Thesis", "zotero": "thesis",
                  "bibtex": "thesis", "": "Thesis"},
    "techreport": {"csl-json": "report", "ris": "RPRT", "endnote-xml": "Report",
                   "zotero": "report", "bibtex": "report", "": "Report"},
    "dataset": {"csl-json": "dataset", "ris": "DATA", "endnote-xml": "Dataset",
                "zotero": "dataset", "": "Dataset"},
    "software": {"csl-json": "software", "ris": "COMP", "endnote-xml": "Computer Program",
                 "zotero": "computerProgram", "": "Software"},
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pubmed"])
@pytest.mark.parametrize("kind", KINDS)
def test_types(name, kind):
    """A sort of work is one kind, whatever the format calls it."""
    said = KINDS[kind].get(name) or (kind if name == "bibtex" else KINDS[kind][""])
    column = "type" if name in ("csv", "tsv", "jsonl") else "kind"
    assert read(name, **{column: said}).kind == kind


@pytest.mark.parametrize("name", MARKED)
@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("to-read", Status.TO_READ), ("To read", Status.TO_READ), ("unread", Status.TO_READ),
        ("in progress", Status.READING), ("reading", Status.READING),
        ("skimmed", Status.SKIMMED), ("Done", Status.READ), ("finished", Status.READ),
        ("read", Status.READ), ("dropped", Status.DROPPED),
    ],
)  # fmt: skip
def test_statuses(name, written, status):
    """A word for what was done with a paper is one status."""
    if name == "zotero" and not written.replace(" ", "").isalpha():
        pytest.skip("The plugin writes letters and blanks alone.")
    assert read(name, **{MARKED[name]: written}).reading.status is status


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Deep <i>Learning</i> of A &amp; B", "Deep Learning of A & B"),
        ("Twice A &amp;amp; B, &lt;b&gt;bold&lt;/b&gt;", "Twice A & B, bold"),
        ("Water: H<sub>2</sub>O <scp>and</scp> all", "Water: H2O and all"),
        ("Where p < 0.05 and R&D; Q&A", "Where p < 0.05 and R&D; Q&A"),
        ("On $a<b>c$ in space", "On $a<b>c$ in space"),
        ("The caf&eacute; problem", "The café problem"),
    ],
)
def test_titles(name, written, title):
    """Markup leaves a title, signs of the text and of formulas stay."""
    assert read(name, title=written).title == title


def test_titles_of_bookmarks():
    """A browser escapes a title once, whatever was in it."""
    [record] = load(
        bookmarks,
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
        '<DT><A HREF="https://arxiv.org/abs/1706.03762">Deep &lt;i&gt;Words&lt;/i&gt; of A '
        "&amp;amp; B</A>\n</DL>\n",
    )
    assert record.title == "Deep Words of A & B"


@pytest.mark.parametrize("name", ["bibtex"])
def test_latex(name):
    r"""``\&`` and accents are LaTeX's, not HTML's."""
    assert read(name, title=r"A \& B of Poincar\'e").title == "A & B of Poincaré"
