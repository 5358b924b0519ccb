"""Columns of a listing on a screen: what tells something stays, what is typed comes first."""

from readlist.views.rows import telling


def paper(number: int, **more: object) -> tuple[object, ...]:
    """Return a row of the widest listing."""
    said = {
        "id": number, "key": f"doe{number}paper", "state": "to-read", "year": 2020,
        "byline": "Doe and Roe", "title": f"A Title That Has Some Length, Number {number}",
        "tags": "", "lists": "",
    }  # fmt: skip
    return tuple((said | more).values())


def test_a_column_that_says_the_same_of_all_goes():
    """The status of a queue, the year of a year, tags that nobody has."""
    names, rows = telling([paper(1), paper(2, byline="Lee")], 80)
    assert names == ("id", "key", "byline", "title")
    assert [row[0] for row in rows] == [1, 2]
    names, _ = telling([paper(1), paper(2, state="read", year=None)], 80)
    assert names == ("id", "key", "state", "year", "title")


def test_key_and_authors_come_before_tags():
    """Where there is no room for all, what is typed stays; a wide screen has room."""
    papers = [paper(1, tags="nlp,vision", lists="one"), paper(2, byline="Lee", tags="speech")]
    assert telling(papers, 50)[0] == ("id", "key", "title")
    assert telling(papers, 72)[0] == ("id", "key", "byline", "title", "tags")
    assert telling(papers, 200)[0] == ("id", "key", "byline", "title", "tags", "lists")


def test_one_paper_tells_all_that_it_has():
    """Of a single row nothing is the same as elsewhere."""
    assert telling([paper(1)], 120)[0] == ("id", "key", "state", "year", "byline", "title")
    assert telling([], 80)[0] == ("id", "key", "title")
