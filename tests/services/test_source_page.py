"""The page of a paper, in whatever it is written: only what is meant for programs counts."""

import pytest

from readlist.services.page import parse

TITLE = '<meta name="citation_title" content="Loops of cats in graphs">'


def page(*tags: str, encoding: str = "utf-8") -> bytes:
    return f"<html><head>{''.join(tags)}</head><body>x</body></html>".encode(encoding)


@pytest.mark.parametrize(
    ("says", "encoding", "title"),
    [
        ("<meta charset=utf-8>", "utf-8", "Poincaré und die Katzen"),
        ('<meta charset="iso-8859-1">', "latin-1", "Poincaré und die Katzen"),
        ('<meta charset="iso-8859-1">', "utf-8", "Poincaré und die Katzen"),
        ("", "cp1252", "Poincaré und die Katzen"),
        ('<meta charset="gb2312">', "gbk", "猫的循环"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "cp932",
         "猫のループ"),
        ("<meta charset=EUC-KR>", "euc-kr", "고양이"),
        ("<meta charset=windows-1251>", "cp1251", "Кошки и графы"),
        ("<meta charset=x-unknown>", "cp1252", "Poincaré und die Katzen"),
        ("", "utf-16", "Poincaré und die Katzen"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding(says, encoding, title):
    """UTF-8 where it is that, else as it says, else as browsers read what says nothing."""
    body = page(says, f'<meta name="citation_title" content="{title}">', encoding=encoding)
    assert parse(body).title == title


def test_a_page_that_ends_within_a_letter():
    body = page(TITLE) + "é".encode()[:1]
    assert parse(body).title == "Loops of cats in graphs"


@pytest.mark.parametrize(
    "tags",
    [
        ['<meta property="citation_title" content="Loops of cats in graphs">'],
        ['<meta name="dc_title" content="Loops of cats in graphs">'],
        ["""<script>x = '<meta name="citation_title" content="Wrong">'</script>""", TITLE],
        ['<meta name="citation_reference" content="citation_title=Other">'] * 3_000 + [TITLE],
    ],
)
def test_where_the_title_may_stand(tags):
    assert parse(page(*tags)).title == "Loops of cats in graphs"


def test_the_first_date_and_venue_that_say_something():
    found = parse(
        page(
            TITLE,
            '<meta name="citation_publication_date" content="0000/00/00">',
            '<meta name="citation_year" content="2011">',
            '<meta name="citation_journal_abbrev" content="J. Cats">',
        )
    )
    assert (found.year, found.venue) == (2011, "J. Cats")
