import csv
import io
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from readlist import formats
from readlist.bib import names
from readlist.bib.details import detail, details
from readlist.errors import UsageError
from readlist.formats import csv as csv_format
from readlist.formats import keys, tsv
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.formats.tables.cells import NOTHING
from readlist.formats.tables.rows import rows
from readlist.formats.tables.write import COLUMNS, DEFAULT_COLUMNS, guarded, unguarded
from readlist.model import (
    MORE_AUTHORS,
    Author,
    Identifier,
    Link,
    Note,
    Paper,
    Problem,
    Record,
    Skipped,
    Status,
)
from readlist.text import clean_block
from support.formats import dump
from support.golden_papers import PAPERS
from support.paper_strategies import as_paper, papers
from support.paths import GOLDEN

FULL = DumpOptions(columns=tuple(COLUMNS))


def table(text, *, found=csv_format, **columns):
    return list(found.load(TextDocument(text), LoadOptions(columns=columns)))


def table_row(text, **columns):
    [record] = table(text, **columns)
    assert isinstance(record, Record), record
    return record


def test_golden():
    """The table is the same bytes as the golden file."""
    assert dump(csv_format, PAPERS) == (GOLDEN / "papers.csv").read_bytes().decode()


def test_columns_are_chosen():
    """The columns asked for come in the order asked for."""
    assert (
        dump(csv_format, PAPERS[:1], columns=("year", "key"))
        == "year,key\n2017,vaswani2017attention\n"
    )


def test_unknown_column():
    """A column that does not exist is refused with the names of those that do."""
    with pytest.raises(UsageError, match=r"no column 'colour'.*title"):
        dump(csv_format, PAPERS, columns=("colour",))


@pytest.mark.parametrize(
    "title", ["=cmd()", "+1+1", "-2+3", "@SUM(1)", " =1", "\t=1", "\rx", "＝1", "- a list"]
)
def test_formula_is_disarmed(title):
    """A cell that a spreadsheet would run begins with an apostrophe."""
    [_, [cell]] = csv.reader(
        io.StringIO(
            dump(csv_format, [Paper(id=1, key="k", title=title)], columns=("title",)), newline=""
        )
    )
    assert cell == f"'{title}".replace("\r", "\n")


@pytest.mark.parametrize("title", ["-1", "+2.5", "a=b", "1-2"])
def test_number_is_left_alone(title):
    """Plain numbers and signs inside a cell stay."""
    assert (
        dump(csv_format, [Paper(id=1, key="k", title=title)], columns=("title",))
        == f"title\n{title}\n"
    )


@given(st.text(alphabet="'=+-@1.\t x") | st.text())
def test_guard_comes_off(text):
    """The apostrophe that is put before a formula is taken off again, and no other."""
    assume(not text.startswith('="'))
    assert unguarded(guarded(text)) == text


@given(st.lists(papers, max_size=3))
def test_every_reader_sees_the_same_table(found):
    """Any paper is one row that a CSV reader splits into the cells that were written."""
    read = list(csv.reader(io.StringIO(dump(csv_format, found), newline=""), strict=True))
    assert len(read) == len(found) + 1
    for row, paper in zip(read[1:], found, strict=True):
        assert len(row) == len(DEFAULT_COLUMNS)
        assert unguarded(row[1]) == paper.title


@given(st.lists(st.lists(st.text(alphabet='ab,;"\n\t '), min_size=2), min_size=1))
def test_rows_as_the_standard_library_writes_them(cells):
    """Whatever is in the cells of a well-formed table, the same cells are read."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(cells)
    read = [row.cells for row in rows(out.getvalue().split("\n"), ",")]
    assert [row for row in read if any(map(str.strip, row))] == [
        row for row in cells if any(map(str.strip, row))
    ]


def _as_written(paper):
    """Return a paper as a library holds it, within what a table can say."""
    found = []
    for scheme, value in (("arxiv", "1706.03762"), ("doi", "10.1000/x"), ("acl", "P19-1001")):
        if any(one.scheme == scheme for one in paper.identifiers):
            found.append(Identifier(scheme, value))
    authors = tuple(
        name for author in paper.authors if (name := names.parse_author(names.display(author))).name
    )
    return replace(
        paper,
        authors=authors,
        author_count=None,
        year=paper.year if paper.year and 1000 <= paper.year < 2200 else None,
        identifiers=tuple(found),
        links=(),
        tags=("nlp/words", "a_b") if paper.tags else (),
        lists=(),
        added=paper.added,
        reading=replace(paper.reading, reader=""),
        others=(),
        notes=tuple(paper.notes[:1]),
        published=paper.published if not paper.year else "",
    )


def test_own_table_comes_back():
    """What is written of papers is read again as the same facts, in both kinds of tables."""
    for writer, source in ((csv_format, "csv"), (tsv, "tsv")):
        found = [paper for paper in PAPERS if paper.title]
        text = "".join(writer.dump(found, FULL))
        assert formats.sniff(TextDocument(text)).name == source
        for record, paper in zip(table(text, found=writer), found, strict=True):
            assert (record.title, record.year, record.venue) == (
                paper.title, paper.year, paper.venue,
            )  # fmt: skip
            assert list(map(names.display, record.authors)) == list(
                map(names.display, paper.authors)
            )
            assert set(paper.identifiers) == set(record.identifiers)
            assert record.key == paper.key
            assert record.tags == paper.tags
            assert record.abstract == paper.abstract
            assert record.published == paper.published
            assert [entry.list for entry in record.entries] == [e.list for e in paper.lists]
            assert [entry.remark for entry in record.entries] == [e.remark for e in paper.lists]
            assert [note.body for note in record.notes] == [note.body for note in paper.notes]
            reading = record.reading or paper.reading
            assert replace(paper.reading, reader="") == replace(reading, reader="")


@given(st.lists(papers.map(_as_written), min_size=1, max_size=3))
def test_any_paper_comes_back(found):
    """Any paper that the library holds is the same after a table, as far as tables can say."""
    found = [paper for paper in found if paper.title]
    text = "".join(csv_format.dump(found, FULL))
    if not found:
        return
    for record, paper in zip(table(text), found, strict=True):
        assert isinstance(record, Record)
        assert record.title == paper.title
        assert (record.year, record.published) == (
            paper.year or (int(paper.published[:4]) if paper.published else None),
            paper.published,
        )
        for name in ("organization", "tags", "abstract", "added"):
            value = getattr(paper, name)
            if isinstance(value, str) and value.lower() in NOTHING:
                continue  # what a cell says that says nothing, such as NULL
            assert getattr(record, name) == getattr(paper, name), name
        assert set(record.identifiers) == set(paper.identifiers)
        notes = "\n\n".join(clean_block(n.body) for n in paper.notes)
        if notes.lower() not in NOTHING:
            assert "\n\n".join(n.body for n in record.notes) == notes


# Tables of people


def test_spreadsheet_with_a_line_above():
    """A semicolon, a mark, a line above the header, quotes and line breaks do no harm."""
    text = (
        "\ufeffMy papers 2024;;;;\n\nPaper Title;Author(s);Jahr;Link;Gelesen?\n"
        '"Words; and ""deeds""\nagain";Doe, Jane and Roe, Rita;2017.0;'
        "https://arxiv.org/abs/1706.03762v5;x\n\n;;;;\nOnly a title;;;;\n"
    )
    above, first, second = table(text)
    assert isinstance(above, Skipped)
    assert first.title == 'Words; and "deeds" again'
    assert [author.family for author in first.authors] == ["Doe", "Roe"]
    assert first.year == 2017
    assert first.identifiers == (Identifier("arxiv", "1706.03762"),)
    assert first.reading.status is Status.READ
    assert (first.line, second.line) == (4, 8)
    assert second.title == "Only a title"


def test_excel_names_the_delimiter():
    """The line ``sep=;`` is no row."""
    assert table_row("sep=;\nTitle;Jahr\nA, B; 2010\n").title == "A, B"


def test_too_many_cells_are_one_problem():
    """A row with more cells than the header is told, and the others come in."""
    first, problem, last = table("title,year\nA,2001\nB, or not,2002\nC,2003,,\n")
    assert (first.title, last.title) == ("A", "C")
    assert problem.line == 3
    assert "quotes" in problem.message


def test_lone_quote_is_one_problem():
    """A quote that is never closed spoils its own row, not the rest of the file."""
    found = table('title,year\n"A,2001\nB,2002\n5" disks,2003\n"C, ""D""",2004\n')
    assert isinstance(found[0], Problem)
    assert [item.title for item in found[1:]] == ["B", '5" disks', 'C, "D"']


def test_row_of_an_address_is_a_paper():
    """An identifier or an address alone names a paper; nothing at all is told."""
    found = table("Name,Link,Remark\n,10.1000/x,\n,https://a.org/b.pdf,good\n,,what?\n")
    assert found[0].identifiers == (Identifier("doi", "10.1000/x"),)
    assert found[1].identifiers == (Identifier("url", "https://a.org/b.pdf"),)
    assert found[1].notes[0].body == "good"
    assert isinstance(found[2], Problem)


def test_unknown_columns_are_kept():
    """What no field takes stays under its header; a status of one's own as well."""
    record = table_row("Title,Status,Datasets,\nA,for Bob,MNIST,x\n")
    assert record.extra == {"csv": {"Status": "for Bob", "Datasets": "MNIST"}}
    assert record.reading is None


def test_no_column_of_papers():
    """Without a title the problem names the headers and how to say which is which."""
    [problem] = table("Foo,Bar\n1,2\n")
    assert "“Foo”, “Bar”" in problem.message
    assert "--map title=" in problem.message


def test_map():
    """The person says what headers mean, and that wins over what they look like."""
    record = table_row("Was,Title,Ref\nA,B,1706.03762\n", title="was", arxiv="Ref")
    assert record.title == "A"
    assert record.identifiers == (Identifier("arxiv", "1706.03762"),)
    assert record.extra == {"csv": {"Title": "B"}}


def test_map_of_what_is_not_there():
    """An unknown field or header is refused with the near ones."""
    with pytest.raises(UsageError, match=r"no field 'titel'.*title"):
        table("What,Ref\nA,1\n", titel="What")
    with pytest.raises(UsageError, match=r"no column 'Wat'.*What"):
        table("What,Ref\nA,1\n", title="Wat")


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        ("To read", Status.TO_READ), ("TODO", Status.TO_READ), ("In progress", Status.READING),
        ("Done", Status.READ), ("✓", Status.READ), ("gelesen", Status.READ), ("已读", Status.READ),
        ("Skimmed", Status.SKIMMED), ("dropped", Status.DROPPED),
    ],
)  # fmt: skip
def test_words_for_a_status(status, meant):
    """Plain words say what a reader did."""
    assert table_row(f"Title,Status\nA,{status}\n").reading.status is meant


def test_chinese_headers():
    """Headers in Chinese are known."""
    record = table_row(
        "标题,作者,年份,链接,备注\n注意力,张三; 李四,2017,arxiv.org/abs/1706.03762,好\n"
    )
    assert (record.title, record.year, len(record.authors)) == ("注意力", 2017, 2)
    assert record.identifiers == (Identifier("arxiv", "1706.03762"),)


def test_links_in_cells():
    """Links of spreadsheets and of Markdown are a title and an address."""
    text = 'Paper,Tags\n"=HYPERLINK(""https://arxiv.org/abs/1706.03762"",""A, B"")","x, y"\n'
    record = table_row(text)
    assert (record.title, record.tags) == ("A, B", ("x", "y"))
    assert record.identifiers == (Identifier("arxiv", "1706.03762"),)
    assert table_row("Paper\n[A [B]](https://arxiv.org/abs/1706.03762)\n").title == "A [B]"


# Tables of services


def test_scopus():
    """Scopus: full names before short ones, pages from two columns, the rest kept."""
    record = table_row(
        "Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,"
        "Page start,Page end,Cited by,DOI,Link,Author Keywords,Document Type,ISSN,Source,EID\n"
        '"Doe J.; Roe R.","Doe, Jane (57190000000); Roe, Rita (24000000)","1; 2","Words, deeds",'
        '"2017","Journal of Words","30","2","","59","60","9","10.1000/123",'
        '"https://www.scopus.com/inward/record.uri?eid=2","nlp; deep learning","Conference paper",'
        '"1049-5258","Scopus","2-s2.0-1"\n'
    )
    assert record.authors[0] == Author("Jane Doe", "Doe", "Jane")
    assert record.venue == "Journal of Words"
    assert record.kind == "inproceedings"
    assert record.extra["bibtex"] == {
        "volume": "30", "number": "2", "pages": "59--60", "issn": "1049-5258",
    }  # fmt: skip
    assert record.extra["csv"]["EID"] == "2-s2.0-1"
    assert record.tags == ("nlp", "deep-learning")


@pytest.mark.parametrize("cell", ["Doe J., O'Roe-Poe R.-S.", "Doe J.; O'Roe-Poe R.-S."])
def test_initials_behind_the_name(cell):
    """Names as Scopus and PubMed write them have their family name first."""
    found = table_row(f'Title,Authors\nA,"{cell}"\n').authors
    assert [author.family for author in found] == ["Doe", "O'Roe-Poe"]


def test_pubmed_ieee_scholar():
    """Three more services whose headers differ."""
    pubmed = table_row(
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,PMCID,DOI\n"
        '123456,Foo,"Smith J, Doe AB.",Nature. 2020,Smith J,Nature,2020,PMC7000000,10.1038/x\n'
    )
    assert [author.family for author in pubmed.authors] == ["Smith", "Doe"]
    assert {one.scheme for one in pubmed.identifiers} == {"doi", "pmid", "pmcid"}
    ieee = table_row(
        "Document Title,Authors,Author Affiliations,Publication Title,Publication Year,Start Page,"
        "End Page,ISBNs,DOI,PDF Link,Author Keywords\n"
        "Deep Words,K. He; X. Poe,X; Y,2016 IEEE CVPR,2016,770,778,978-1-4673-8851-1,"
        "10.1109/CVPR.2016.90,https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=7,Training;ReLU\n"
    )
    assert (ieee.title, ieee.venue, ieee.tags) == (
        "Deep Words", "2016 IEEE CVPR", ("Training", "ReLU"),
    )  # fmt: skip
    assert ieee.links == (Link("pdf", "https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=7"),)
    scholar = table_row(
        "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
        '"Doe, Jane; Roe, Rita; ",Words,Journal of Words,3,1,1-9,2019,ACM\n'
    )
    assert len(scholar.authors) == 2
    assert scholar.extra["bibtex"]["pages"] == "1--9"


def test_notion():
    """Notion: a name is the title, the created time is when it came, a tick is a status."""
    record = table_row(
        "Name,Tags,Status,URL,Created,Rating,Notes\n"
        'Words,"nlp, vision",In progress,https://arxiv.org/abs/2001.00001,'
        '"November 5, 2023 3:14 PM",★★★★☆,"one\ntwo"\n'
    )
    assert record.added == "2023-11-05"
    assert (record.reading.status, record.reading.rating) == (Status.READING, 4)
    assert record.notes[0].body == "one\ntwo"


def test_et_al():
    """Authors of whom only the first are named are known to be more."""
    record = table_row("Title,Authors\nA,Devlin et al.\n")
    assert [author.name for author in record.authors] == ["Devlin"]
    assert record.extra[MORE_AUTHORS]


def test_sniffing():
    """A table is known by its headers; prose, other formats and Zotero's table are not taken."""
    assert csv_format.sniff("Title,Authors,Year\nA,B,2001\n", "") > 0.7
    assert csv_format.sniff("Key,Item Type,Publication Year,Author,Title\n", "x.csv") == 0
    assert csv_format.sniff("A title, some authors, and a year.\nMore.\n", "notes.txt") == 0
    assert csv_format.sniff("@article{k,\n title = {a},\n}\n", "x.bib") == 0
    assert csv_format.sniff("| Title | Year |\n|---|---|\n", "") == 0
    assert csv_format.sniff("Papers\n\n|Title|Year|Link|\n| --- | --- | --- |\n", "") == 0


def test_sniffing_unknown_headers():
    """A file called a table is one, unless its first row is a paper already."""
    named = TextDocument("What,Ref\nA,1706.03762\n", "a.csv")
    assert formats.sniff(named).name == "csv"
    headless = TextDocument("A paper of words,1706.03762\nAnother of deeds,1810.04805\n", "a.csv")
    assert formats.sniff(headless).name == "refs"


def test_nothing_is_endless():
    """Quotes without end and very long cells take a bounded time and raise nothing."""
    for line in ('a","b', '"x', '""",', '"""'):
        assert table("title,year\n" + f"{line}\n" * 3_000)
    [record] = table(f'title,abstract\nA,"{"x" * 300_000}"\n')
    assert len(record.abstract) == 300_000


def test_keys():
    """Keys come one a line."""
    assert "".join(keys.dump(PAPERS[:2], DumpOptions())) == "vaswani2017attention\ngpt4\n"


def test_details_are_columns():
    """Volume, pages and the like can be columns, and are read from them again."""
    said = {
        "volume": "3", "number": "2", "pages": "1--9", "publisher": "A & B", "series": "S",
        "edition": "2", "issn": "1476-4687",
        "editor": (Author("Ada Lovelace", "Lovelace", "Ada"),),
    }  # fmt: skip
    paper = Paper(id=1, key="k", title="T", extra=details({**said, "address": "Bonn"}))
    columns = ("key", "title", "priority", *said, "address")
    text = dump(csv_format, [paper], columns=columns)
    assert text.split("\n")[1] == "k,T,0,3,2,1–9,A & B,S,2,1476-4687,Ada Lovelace,Bonn"
    [record] = table(text)
    read = as_paper(record)
    for name in (*said, "address"):
        assert detail(read, name, "location") == detail(paper, name), name


@pytest.mark.parametrize(
    "author",
    [
        Author("Gabriel García Márquez", "García Márquez", "Gabriel"),
        Author("Gabriel José García Márquez", "García Márquez", "Gabriel José"),
        Author("World Health Organization"),
        Author("Jean le Rond d'Alembert", "d'Alembert", "Jean le Rond"),
        Author("Jane Roe", "Roe", "Jane"),
        Author("Zhang San", "Zhang", "San"),
        Author("Martin Luther King Jr.", "King", "Martin Luther", "Jr."),
        Author("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        Author("Barnes & Noble"),
        Author("Google, Inc."),
    ],
)
def test_names_come_back_with_their_parts(author):
    """A name whose parts cannot be told from how it is shown is written with them apart."""
    for authors in ((author,), (author, Author("Ed Poe", "Poe", "Ed"))):
        paper = Paper(id=1, key="k", title="A title", authors=authors)
        text = "".join(csv_format.dump([paper], DumpOptions()))
        [record] = csv_format.load(TextDocument(text), LoadOptions())
        assert [one[1:] for one in record.authors] == [one[1:] for one in authors]
        assert [one.name for one in record.authors[1:]] == ["Ed Poe"][: len(authors) - 1]


def test_everything_with_a_column_comes_back():
    """Several addresses and DOIs, translators, notes, capitals of a DOI, ``et al.``, languages."""
    paper = Paper(
        id=1, key="roe2020deep", title="Deep sleep", authors=(Author("A Roe", "Roe", "A"),),
        identifiers=(Identifier("doi", "10.1000/abc"), Identifier("doi", "10.1000/d;e")),
        links=(Link("url", "https://example.org/a;b"), Link("url", "https://example.org/b"),
               Link("pdf", "https://example.org/a.pdf"), Link("file", "/home/a b.pdf")),
        notes=(Note("42"), Note("two\n\nparagraphs")), tags=("a;b", "nlp/parsing"),
        extra={"more_authors": True, "verbatim": {"doi": "10.1000/Abc"},
               "bibtex": {"translator": "Poe, Ben", "langid": "german", "series": "Sea Books"}},
    )  # fmt: skip
    record = table_row(dump(csv_format, [paper], columns=tuple(COLUMNS)))
    for name in ("identifiers", "links", "tags", "notes", "authors", "extra"):
        assert getattr(record, name) == getattr(paper, name), name
    usual = table_row(dump(csv_format, [paper]))
    assert (usual.links, usual.identifiers) == (paper.links, paper.identifiers)


@pytest.mark.parametrize(
    "cell",
    [
        "Jane Roe\nEd Poe", "Jane Roe / Ed Poe", "Jane Roe (MIT); Ed Poe (ETH Zürich)",
        "Jane Roe (0000-0001-2345-6789), Ed Poe (0000-0002-2345-678X)", "Jane Roe & Ed Poe",
    ],
)  # fmt: skip
def test_what_parts_people_and_what_stands_behind_them(cell):
    """Lines and strokes part names; affiliations and ORCIDs are none."""
    record = table_row(f'Title,Authors\nDeep sleep,"{cell}"\n')
    assert [author.family for author in record.authors] == ["Roe", "Poe"]


def test_signs_of_other_scripts_part_people():
    """An ideographic comma does; brackets within a name stay."""
    for cell in ("王小明、李四", "王小明，李四"):
        record = table_row(f"Title,Authors\nDeep sleep,{cell}\n")
        assert [author.name for author in record.authors] == ["王小明", "李四"]
    record = table_row("Title,Authors\nDeep sleep,William (Bill) Roe\n")
    assert record.authors[0].name == "William (Bill) Roe"


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Roe A, van der Berg J Jr, WHO Group.",
         [("Roe", "A"), ("van der Berg", "J"), ("", "")]),
        ("Smith, John A", [("Smith", "John A")]),
        ("Roe A, Anna Poe", [("A", "Roe"), ("Poe", "Anna")]),
        ("Li J.", [("Li", "J.")]), ("Li J", [("J", "Li")]),
    ],
)  # fmt: skip
def test_initials_behind_names_among_groups(cell, people):
    """PubMed's table has groups and suffixes among them; a name of two words is another way."""
    record = table_row(f'Title,Authors\nDeep sleep,"{cell}"\n')
    assert [author[1:3] for author in record.authors] == people


def test_what_was_written_into_the_library_by_hand_runs_nothing():
    """Neither on a terminal nor, where it hides the sign of a formula, in a spreadsheet."""
    paper = Paper(id=1, key="k", title="\x07=A \x1b[31mTitle\x9b2J")
    written = dump(csv_format, [paper], DumpOptions(columns=("key", "title")))
    assert written == "key,title\nk,'=A [31mTitle2J\n"


@pytest.mark.parametrize("word", ["none", "null", "nil", "unknown", "n/a", "?"])
def test_a_word_for_nothing_is_a_word_in_an_own_table(word):
    """A key, a tag or a venue of another program's table that says ``none`` says nothing."""
    header = "key,title,venue,priority,tags\n"
    own = table_row(f"{header}{word},A Title,{word},0,{word}\n")
    assert (own.venue, own.tags) == (word, (word,))
    other = table_row(f"Cite,{header}x,{word},A Title,{word},,{word}\n")
    assert (other.venue, other.tags) == ("", ())


@pytest.mark.parametrize(
    ("cell", "shown", "more"),
    [
        ("Roe, A., Poe, B.C. & Fox, D.", ["A. Roe", "B.C. Poe", "D. Fox"], False),
        ("Roe, A. &amp; Poe, B.", ["A. Roe", "B. Poe"], False),
        ("Anna Roe¹, Ben Poe²", ["Anna Roe", "Ben Poe"], False),
        ("A Roe, BC Poe, … & D Fox", ["A Roe", "BC Poe", "D Fox"], True),
    ],
)
def test_authors_as_people_copy_them(cell, shown, more):
    """From references, from pages with footnotes, from Google Scholar."""
    [record] = table(f'Title,Authors\nDeep sleep,"{cell}"\n')
    assert [names.display(author) for author in record.authors] == shown
    assert bool(record.extra.get(MORE_AUTHORS)) is more


@pytest.mark.parametrize(
    "header",
    [
        "Título;Autores;Año;Revista", "Titolo;Autori;Anno;Rivista", "Título;Autores;Ano;Periódico",
        "Titel;Auteurs;Jaar;Tijdschrift", "Tytuł;Autorzy;Rok;Czasopismo",
        "Название;Авторы;Год;Журнал", "タイトル;著者;発行年;雑誌",
    ],
)  # fmt: skip
def test_headers_in_other_languages(header):
    """Title, authors and year are known in the languages that people keep lists in."""
    record = table_row(f'{header}\n"Deep sleep";"Roe, A.; Poe, B.";1999;"Letters"\n')
    assert (record.title, record.year, len(record.authors)) == ("Deep sleep", 1999, 2)


@pytest.mark.parametrize(
    ("header", "cells", "published", "year"),
    [
        ("Date", "43586", "2019-05-01", 2019),
        ("Date", "43586.0", "2019-05-01", 2019),
        ("Year", '"2,019"', "", 2019),
        ("Year", "2.019", "", 2019),
        ("Year,Month,Day", "2019,5,2", "2019-05-02", 2019),
        ("Year,Month,Day", "2019,May,31", "2019-05-31", 2019),
        ("Year,Month,Day", "2019,6,31", "2019-06", 2019),
        ("Year,Day", "2019,Monday", "", 2019),
        ("Date", "99999", "", None),
    ],
)
def test_dates_of_spreadsheets(header, cells, published, year):
    """Numbers of days, thousands, and a column each for month and day."""
    record = table_row(f"Title,{header}\nDeep sleep,{cells}\n")
    assert (record.published, record.year) == (published, year)


def test_a_day_read_is_a_number_of_excel_too():
    """What was formatted as a number there is a day all the same."""
    assert table_row("Title,Date Read\nT,43586\n").reading.finished == "2019-05-01"


def test_the_isbn_of_a_part_names_its_whole():
    """Of a book it names the book."""
    head = "Title,ISBN,Document Type\nT,978-0-262-03561-3,"
    part, whole = table_row(head + "Conference Paper\n"), table_row(head + "Book\n")
    assert not part.identifiers
    assert detail(part, "isbn") == "9780262035613"
    assert [str(one) for one in whole.identifiers] == ["isbn:9780262035613"]


@pytest.mark.parametrize(
    "named",
    [
        ["pmid:31234567"],
        ["doi:10.1000/abc", "pmid:31234567", "pmcid:PMC7123456", "isbn:9780262035613"],
        ["url:https://a.org/x?b=c"],
        ["doi:10.1000/abc", "url:https://a.org/x"],
        [],
    ],
)
def test_identifiers_without_a_column_come_back(named):
    """The usual table has them among its links; an address that names the paper still does."""
    found = tuple(Identifier(*one.split(":", 1)) for one in named)
    paper = Paper(
        id=1, key="k", title="T", identifiers=found, links=(Link("url", "https://b.org/y#z"),)
    )
    [record] = table(dump(csv_format, [paper]))
    assert sorted(record.identifiers) == sorted(found)
    assert record.links == paper.links


def test_names_come_back_whose_parts_could_be_initials():
    """Of East Asian letters none is a capital; "3rd" is no given name."""
    authors = (
        Author("小明 王", "王", "小明"),
        Author("华 李", "李", "华"),
        Author("Carl van der Berg 3rd", "van der Berg", "Carl", "3rd"),
    )
    for some in (authors, authors[:2], authors[2:]):
        paper = Paper(id=1, key="k", title="T", authors=some)
        [record] = table(dump(csv_format, [paper]))
        assert [one[1:] for one in record.authors] == [one[1:] for one in some]


def test_one_column_is_a_list_of_titles():
    """Commas part nothing where the header has no other column."""
    first, second = table("Paper\nDeep sleep\nTwo sleeps: a, b and c\n")
    assert (first.title, second.title) == ("Deep sleep", "Two sleeps: a, b and c")


def test_springerlink_glues_its_authors():
    """It has nothing between two people, and names of its own for columns."""
    head = "Item Title,Publication Title,Journal Volume,Item DOI,Authors,Content Type\n"
    row = "Deep sleep,Letters,12,10.1007/s1,Anna RoeBen C. McPoeJosé Núñez,Article\n"
    record = table_row(head + row)
    assert [names.display(one) for one in record.authors] == [
        "Anna Roe", "Ben C. McPoe", "José Núñez",
    ]  # fmt: skip
    assert (record.title, record.kind, detail(record, "volume")) == ("Deep sleep", "article", "12")
