"""RIS out: the bytes that are written, and that they come back as they were."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from readlist.bib.types import entry_type
from readlist.formats import ris
from readlist.formats.base import DumpOptions
from readlist.model import Author, Identifier, Link, Note, Paper, Problem, Record
from readlist.text import clean
from support.formats import dump, load, rewritten
from support.golden_papers import PAPERS
from support.paper_strategies import as_paper, blocks, dates, papers
from support.paths import GOLDEN

NOTES = DumpOptions(extras=frozenset({"notes"}))


def test_golden():
    """What is written stays as it is."""
    assert dump(ris, PAPERS, NOTES) == (GOLDEN / "papers.ris").read_text()


@given(papers)
def test_written_twice_is_the_same(paper):
    """Reading what was written and writing it again gives the same bytes, for any paper."""
    written = dump(ris, [paper], NOTES)
    assert written == dump(ris, [paper], NOTES)
    read = load(ris, written)
    assert not any(isinstance(item, Problem) for item in read)
    if paper.title or (read and isinstance(read[0], Record)):
        once = rewritten(ris, written, NOTES)
        assert rewritten(ris, once, NOTES) == once


words = st.text(alphabet="abcé北XY-", min_size=1, max_size=8).filter(lambda text: text.strip("-"))
names = words.map(lambda word: word.replace("-", "").capitalize()).filter(bool)
persons = st.builds(
    lambda family, given_name: Author(f"{given_name} {family}", family, given_name),
    names.filter(lambda name: len(name) > 3), names.filter(lambda name: len(name) > 3),
)  # fmt: skip
identified = st.sampled_from(
    [(), (Identifier("doi", "10.1000/x"),), (Identifier("arxiv", "1706.03762"),),
     (Identifier("doi", "10.1000/x"), Identifier("arxiv", "1706.03762")),
     (Identifier("openreview", "abcDEF_1"), Identifier("pmid", "7"))]
)  # fmt: skip
numbers = st.fixed_dictionaries(
    {},
    optional={
        "volume": names, "number": names, "pages": st.just("1--12"), "series": names,
        "address": names, "issn": st.just("1476-4687"), "language": names, "publisher": names,
        "editor": st.just("Doe, Jane"), "note": names, "urldate": st.just("2020-01-02"),
    },
)  # fmt: skip
carried = st.builds(
    Paper,
    id=st.just(1),
    key=st.just("doe2020words"),
    title=words.map(clean).filter(bool),
    authors=st.lists(persons, max_size=3).map(tuple),
    abstract=blocks,
    year=st.integers(1, 9999),
    published=dates,
    venue=names,
    kind=st.sampled_from(["article", "inproceedings", "incollection", "software", "misc"]),
    identifiers=identified,
    links=st.sampled_from(
        [(), (Link("url", "https://x.org/a"), Link("pdf", "https://x.org/a.pdf")),
         (Link("file", "/home/a/b.pdf"),)]
    ),
    extra=numbers.map(lambda found: {"bibtex": found} if found else {}),
    tags=st.lists(names, max_size=3, unique_by=str.casefold).map(tuple),
    notes=st.lists(
        blocks.filter(lambda text: text and not text[0].isdigit()).map(Note), max_size=2,
        unique=True,
    ).map(tuple),
)  # fmt: skip


@given(carried)
def test_nothing_is_lost(paper):
    """What RIS has a tag for comes back as it was."""
    [record] = load(ris, dump(ris, [paper], NOTES))
    back = as_paper(record)
    assert entry_type(back) == entry_type(paper)
    found = set(back.identifiers)
    assert found - {Identifier("url", "https://x.org/a")} == set(paper.identifiers)
    assert back == replace(paper, kind=back.kind, identifiers=back.identifiers)
