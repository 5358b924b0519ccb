"""Which format a document is in: few are asked, and the answer is as if all had been."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.errors import FormatError
from readlist.formats.base import TextDocument
from support.paths import DATA, EXAMPLES, GOLDEN

NAMES = (
    "", "x.txt", "x.md", "x.bib", "x.csv", "x.tsv", "x.json", "x.org", "x.ris", "x.nbib", "x.HTML",
)  # fmt: skip
BEGINNINGS = (
    "@article{doe2020, title = {A Title}, year = {2020}}", "% a comment", "TY  - JOUR",
    "TI  - A Title", "AU  - Doe, Jane", "PMID- 12345678", "Title,Authors,Year", "Title\tYear\tDOI",
    "A Title,Jane Doe,2020", '"Key","Item Type","Publication Title","Date Added"', "# Papers",
    "## 2020", "- [A Title](https://arxiv.org/abs/1706.03762) is good", "1706.03762",
    "- A Title, Jane Doe, 2020", "* Papers", "* [[https://arxiv.org/abs/1706.03762][A Title]]",
    "#+TITLE: Papers", ":PROPERTIES:", '[{"type": "article", "title": "A Title"}]',
    '{"title": "A Title"}', '{"type":"readlist","version":1}', '[{"href": "x", "toread": "no"}]',
    '{"items": [{"itemType": "book"}]}', "<html><body><p>A</p>", "<p>A</p><li>B</li>",
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>", '<opml version="2.0">', "<xml><records><record>",
    "<!-- readlist list 1 -->", "# readlist list 1", "Summary: what it says.", "8 authors", "",
    "Jan 2, 2024", "url,title,time_added,tags,status", "\ufeff", "A Title of a Paper", "10.1000/x",
)  # fmt: skip
texts = st.lists(st.sampled_from(BEGINNINGS) | st.text(max_size=8), max_size=6).map("\n".join)


def chosen(text, name):
    """Return the name of the format that is chosen, None where there is none."""
    try:
        return formats.sniff(TextDocument(text, name)).name
    except FormatError:
        return None


def surest(text, name):
    """Return the name of the surest of all formats, the first among equals; none for no text."""
    if not text.strip("\ufeff \t\r\n"):
        return None
    readers = [formats.get(one) for one in formats.READS]
    scored = [(one.sniff(text[:16_384], name), one.name) for one in readers]
    score, found = max(scored, key=lambda pair: pair[0])
    return found if score > 0 else None


@given(texts, st.sampled_from(NAMES))
def test_the_surest_format_is_chosen(text, name):
    """Whatever is not asked could not have been surer."""
    assert chosen(text, name) == surest(text, name)


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_chosen_as_if_all_were_asked(name):
    """The files of this project, under every kind of name."""
    for path in (*GOLDEN.rglob("*.*"), *EXAMPLES.glob("*.*")):
        text = path.read_text("utf-8", "replace")
        assert chosen(text, name or path.name) == surest(text, name or path.name), path


@pytest.mark.shared
@pytest.mark.parametrize("name", ["", "x.txt"])
def test_real_files_are_chosen_as_if_all_were_asked(name):
    """Lists, bibliographies, feeds and pages as they are found."""
    for path in DATA.rglob("*.*"):
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as file:
                text = file.read(16_384)
            assert chosen(text, name or path.name) == surest(text, name or path.name), path


@pytest.mark.parametrize("name", ["x.txt", "x.bib", "x.ris", "x.nbib"])
@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_an_empty_document_is_said_to_be_empty(text: str, name: str) -> None:
    """Whatever it is called: its format cannot be told, and naming one would not help."""
    with pytest.raises(FormatError, match=rf"^{name} is empty"):
        formats.choice(TextDocument(text, name))
