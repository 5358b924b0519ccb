"""Tables as programs write them: shelves and highlights, exports of databases, odd cells."""

import pytest

from readlist import formats
from readlist.formats.base import TextDocument
from readlist.model import Note, Status
from support.formats import ids_of, load, one, records

csv = formats.get("csv")
READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,"
    "Highlighted at,Document tags\n"
    "whales sleep deeply,The Whale Book,Anna Roe,B1,really?,yellow,,page,3,"
    "2024-03-06 10:30:00+00:00,favorites\n"
    "second,The Whale Book,Anna Roe,B1,,,,page,4,2024-03-07 10:30:00+00:00,favorites\n"
)
READER = (
    "Title,URL,Document tags,Saved date,Reading progress,Location,Seen\n"
    "No sleep of sharks,https://arxiv.org/pdf/2101.00003,['sharks'],2024-03-06 10:30:00+00:00,1.0,"
    "archive,True\n"
    "Another,https://arxiv.org/pdf/2101.00004,,2024-03-06 10:30:00+00:00,0.4,new,True\n"
)
GOODREADS = (
    "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Average Rating,"
    "Publisher,Year Published,Date Read,Date Added,Bookshelves,Exclusive Shelf,My Review,"
    "Private Notes\n"
    '1,The Whale Book,Anna Roe,"Roe, Anna","Ben Poe, Cy Doe","=""""","=""9780136042594""",5,4.47,'
    'Press,2001,2024/02/03,2024/01/01,"whales, read",read,Great<br/>book,mine\n'
    '2,Lunch,Ben Poe,"Poe, Ben",,"=""""","=""""",0,4,Press,2001,,2024/01/01,,to-read,,\n'
)
STORYGRAPH = (
    "Title,Authors,Contributors,ISBN/UID,Format,Read Status,Star Rating,Review,Last Date Read,"
    "Dates Read,Read Count,Moods,Tags,Owned?\n"
    "The Whale Book,Anna Roe,,9780136042594,paperback,read,4.25,Good,,2024/01/01-2024/02/03,1,dark,"
    '"sf, classic",Yes\n'
    "Lunch,Ben Poe,,,digital,did-not-finish,,,,,0,,,No\n"
)
OPENALEX = (
    "id,doi,display_name,authorships.author.display_name,publication_year,publication_date,type,"
    "primary_location.source.display_name,biblio.volume,biblio.issue,biblio.first_page,"
    "biblio.last_page,cited_by_count\n"
    "https://openalex.org/W1,https://doi.org/10.5555/oa.1,Deep sleep,Anna Roe|Ben Poe,2021,"
    "2021-03-12,article,Marine Letters,8,1,1,9,42\n"
)
DIMENSIONS = (
    "Rank,Publication ID,DOI,Title,Source title,Anthology title,Book editors,Publisher,"
    "Publication date,PubYear,Volume,Pagination,Publication Type,Authors\n"
    '1,pub.1,10.5555/d.1,Deep sleep,Lecture Notes in Whales,Whale Handbook,"Doe, Jane",Press,'
    '2021-03-12,2021,8,1-9,Chapter,"Roe, Anna; Poe, Ben"\n'
)
EBSCO = (
    "Article Title,Author,Journal Title,ISSN,Publication Date,Volume,Issue,First Page,Page Count,"
    "Accession Number,DOI,Publisher,Doctype,Keywords\n"
    'Deep sleep,"Roe, Anna; Poe, Ben",Marine Letters,12345678,20210304,8,1,12,9,1234,10.5555/e.1,'
    "Press,Article,sleep\n"
    'Lunch,"Roe, Anna",Marine Letters,,Spring 2021,8,1,12,9,1235,,Press,Article,\n'
)


def test_readwise():
    """Highlights are notes of the paper with what was said of them, from all rows."""
    first, second = records(csv, READWISE)
    assert (first.title, first.authors[0].name) == ("The Whale Book", "Anna Roe")
    assert first.notes == (Note("> whales sleep deeply\n\nreally?", "2024-03-06T10:30:00Z"),)
    assert second.notes == (Note("> second", "2024-03-07T10:30:00Z"),)
    assert first.tags == ("favorites",)
    assert "bibtex" not in first.extra  # "3" is no publisher's address


def test_readwise_reader():
    """The shelf is a status, how far is a share; neither is a publisher's address."""
    first, second = records(csv, READER)
    assert (first.reading.status, first.tags) == (Status.READ, ("sharks",))
    assert (second.reading.status, second.reading.progress) == (Status.INBOX, "40%")
    assert first.added == "2024-03-06T10:30:00Z"
    assert first.extra == {"csv": {"Seen": "True"}}


def test_goodreads():
    """The shelf is the status, the others tags; both notes, all authors, the number of a book."""
    first, second = records(csv, GOODREADS)
    assert [author.name for author in first.authors] == ["Anna Roe", "Ben Poe", "Cy Doe"]
    assert (first.reading.status, first.reading.finished) == (Status.READ, "2024-02-03")
    assert (first.reading.rating, first.tags, first.kind) == (5, ("whales",), "book")
    assert [note.body for note in first.notes] == ["Great\n\nbook", "mine"]
    assert ids_of(first) == ["isbn:9780136042594"]
    assert (second.reading.status, second.reading.rating) == (Status.TO_READ, None)


def test_storygraph():
    """Quarters of a star are rounded and kept; what was not finished is dropped."""
    first, second = records(csv, STORYGRAPH)
    assert (first.reading.rating, first.extra["csv"]["Star Rating"]) == (4, "4.25")
    assert (first.reading.started, first.reading.finished) == ("2024-01-01", "2024-02-03")
    assert (first.notes, first.tags) == ((Note("Good"),), ("sf", "classic"))
    assert second.reading.status is Status.DROPPED


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"Date Read": "2024/02/03"}, Status.READ),
        ({"Started": "2024-02-03"}, Status.READING),
        ({"Progress": "100%"}, Status.READ),
        ({"Date Read": "2024/02/03", "Status": "skimmed"}, Status.SKIMMED),
    ],
)
def test_a_day_of_reading_means_a_status(said, status):
    """Where nobody says another one."""
    text = f"Title,{','.join(said)}\nThe Whale Book,{','.join(said.values())}\n"
    assert one(csv, text).reading.status is status


def test_databases():
    """OpenAlex, Dimensions and EBSCO have names of their own for venue, pages and dates."""
    found = one(csv, OPENALEX)
    assert [author.name for author in found.authors] == ["Anna Roe", "Ben Poe"]
    assert (found.venue, found.published) == ("Marine Letters", "2021-03-12")
    assert found.extra["bibtex"] == {"volume": "8", "number": "1", "pages": "1--9"}
    chapter = one(csv, DIMENSIONS)
    assert (chapter.kind, chapter.venue) == ("incollection", "Whale Handbook")
    assert chapter.extra["bibtex"]["pages"] == "1--9"
    assert chapter.extra["bibtex"]["editor"] == "Doe, Jane"
    first, second = records(csv, EBSCO)
    assert (first.venue, first.published, second.year) == ("Marine Letters", "2021-03-04", 2021)
    assert first.extra["bibtex"]["pages"] == "12"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("\"['Anna Roe', 'Ben Poe']\"", ["Anna Roe", "Ben Poe"]),
        ("\"['Anna Roe' 'Ben Poe']\"", ["Anna Roe", "Ben Poe"]),
        ('"[""Brian O\'Neil"", \'Ben Poe\']"', ["Brian O'Neil", "Ben Poe"]),
        ("\"[{'name': 'Anna Roe', 'id': '1'}, {'name': 'Ben Poe'}]\"", ["Anna Roe", "Ben Poe"]),
        ("Anna Roe|Ben Poe", ["Anna Roe", "Ben Poe"]),
        ('"Anna Roe1, Ben Poe2, Cy Doe1,2"', ["Anna Roe", "Ben Poe", "Cy Doe"]),
        ('"Anna Roe*, Ben Poe†"', ["Anna Roe", "Ben Poe"]),
        ('"Anna Roe, PhD; Ben Poe, MD"', ["Anna Roe", "Ben Poe"]),
        ('"Anna Roe PhD, Ben Poe MSc, MPH"', ["Anna Roe", "Ben Poe"]),
        ("Sanghyun Son 0003", ["Sanghyun Son 0003"]),
        ("Louis XIV; Anna Roe", ["Louis XIV", "Anna Roe"]),
    ],
)
def test_cells_of_names(cell, names):
    """Lists of Python, pipes, marks of footnotes and degrees are no parts of names."""
    found = one(csv, f"Title,Authors,Year\nDeep sleep,{cell},2021\n")
    assert [author.name for author in found.authors] == names


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("\"['whales', 'deep sleep']\"", ("whales", "deep-sleep")),
        ("whales|deep sleep", ("whales", "deep-sleep")),
        ('"whales; Alzheimer\'s"', ("whales", "Alzheimer's")),
    ],
)
def test_cells_of_tags(cell, tags):
    assert one(csv, f"Title,Tags,Year\nDeep sleep,{cell},2021\n").tags == tags


@pytest.mark.parametrize("text", [READWISE, READER, GOODREADS, STORYGRAPH, OPENALEX, DIMENSIONS])
def test_they_are_tables(text):
    """Known without a name that says so, and each row is a paper."""
    assert formats.sniff(TextDocument(text, "x.csv")).name == "csv"
    assert len(load(csv, text)) == text.count("\n") - 1


def test_hostile_cells():
    """What is opened and never closed takes linear time."""
    for cell in ("['" * 50_000, "[{'name': '" * 20_000, "a1," * 50_000, "x PhD " * 30_000):
        load(csv, f'Title,Authors,Tags\nT,"{cell}","{cell}"\n')


def test_annotations_of_hypothesis_and_tags_of_diigo():
    """A row is a quotation with a comment; a tag with a blank stands in quotes."""
    text = (
        "Created at,Author,Page URL,Page title,Group,Annotation/Reply Type,Quote,Comment,Tags\n"
        "2024-03-05,me,https://arxiv.org/abs/1706.03762,Attention,Public,Annotation,to be,or,a\n"
    )
    found = one(csv, text)
    assert (found.title, found.authors, found.tags) == ("Attention", (), ("a",))
    assert [note.body for note in found.notes] == ["> to be\n\nor"]
    found = one(csv, 'title,url,tags\nA,https://arxiv.org/abs/1706.03762,"nlp,""deep nets"""\n')
    assert found.tags == ("nlp", "deep-nets")
