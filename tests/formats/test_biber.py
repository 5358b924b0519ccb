"""What the program exports, seen by the programs that people's documents are made with."""

import gzip
import json
import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from readlist.bib.names import parse_author
from readlist.files.read import open_document
from readlist.formats import biblatex, bibtex
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.formats.bibtex.read import load
from readlist.model import Author, Identifier, Note, Paper, Record
from readlist.text import clean, clean_block
from support.golden_papers import PAPERS
from support.paper_strategies import as_paper
from support.paths import DATA

ARXIV = DATA / "papers" / "arxiv-17k.jsonl.gz"
COUNT = 1_000
STYLES = {"plain": COUNT, "unsrt": COUNT, "alpha": COUNT, "plainnat": 30}
"""Styles that are tried where they are installed, and how many papers each is given at once.

plainnat (natbib) counts the papers of one author and year with a letter, and has 31 of them.
"""
EXTRAS = DumpOptions(extras=frozenset({"abstract", "notes"}))

needs_biber = pytest.mark.skipif(not shutil.which("biber"), reason="biber is not installed")
needs_bibtex = pytest.mark.skipif(not shutil.which("bibtex"), reason="bibtex is not installed")

PUBLISHED = (
    ("inproceedings", "Advances in Neural Information Processing Systems", {"pages": "1--12"}),
    ("article", "Journal of Machine Learning Research", {"volume": "3", "pages": "993--1022"}),
    ("phdthesis", "ETH Zürich", {"address": "Zürich"}),
    ("techreport", "AT&T Bell Laboratories", {"number": "TR-17"}),
    ("book", "O'Reilly", {"edition": "2", "address": "Sebastopol, CA"}),
    ("software", "", {"version": "1.0"}),
    ("dataset", "Zenodo", {}),
)


def _biber(text, folder):
    """Return what biber warns of."""
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["biber", "--tool", "--validate-datamodel", "--nolog", "-O", "out.bib", "refs.bib"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [line for line in done.stdout.splitlines() if not line.startswith("INFO")]


def _bibtex(text, folder, style):
    """Return what BibTeX warns of, citing everything."""
    if not _has_style(style):
        pytest.skip(f"{style}.bst is not installed")
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    aux = f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{refs}}\n"
    (folder / "doc.aux").write_text(aux)
    done = subprocess.run(
        ["bibtex", "doc"], cwd=folder, capture_output=True, text=True, check=False
    )
    expected = (
        r"This is BibTeX|The top-level|The style file|Database file|Capacity: |Reallocat|\(There w"
    )
    return [line for line in done.stdout.splitlines() if not re.match(expected, line)]


def _has_style(style):
    if not shutil.which("kpsewhich"):
        return False
    found = subprocess.run(["kpsewhich", f"{style}.bst"], capture_output=True, check=False)
    return bool(found.stdout.strip())


def _arxiv():
    """Return papers of the arXiv, every 17th of the file."""
    with gzip.open(ARXIV, "rt", encoding="utf-8") as lines:
        chosen = [json.loads(line) for n, line in enumerate(lines) if n % 17 == 0][:COUNT]
    return [_preprint(number, said) for number, said in enumerate(chosen, 1)]


def _preprint(number, said):
    return Paper(
        id=number,
        key=f"key{number}",
        title=clean(said["title"]),
        authors=tuple(map(parse_author, said["authors"])),
        abstract=clean_block(said["summary"]),
        year=2000 + int(said["id"][:2]),
        published=f"20{said['id'][:2]}-{said['id'][2:4]}-12",
        identifiers=(
            Identifier("arxiv", said["id"]), Identifier("doi", f"10.48550/arxiv.{said['id']}"),
        ),
        extra={"categories": said["categories"]},
        notes=(Note(said["comment"]),) if said["comment"] else (),
        tags=("to-cite",),
    )  # fmt: skip


def _is_special(paper):
    """Say whether a paper has what LaTeX or biber could stumble over: ``é``, ``$``, ``&``."""
    names = [author.name for author in paper.authors]
    notes = [note.body for note in paper.notes]
    return re.search(r"[^A-Za-z0-9 .,:;()'?!/-]", "".join([paper.title, *names, *notes]))


def _published(paper):
    kind, venue, fields = PUBLISHED[paper.id % len(PUBLISHED)]
    doi = Identifier("doi", f"10.1000/x_({paper.id})")
    return replace(
        paper, kind=kind, venue=venue, extra={**paper.extra, "bibtex": fields},
        identifiers=(*paper.identifiers, doi),
    )  # fmt: skip


@needs_biber
def test_biber_takes_the_samples(tmp_path):
    """Biber has nothing to say of preprints, papers, books and pages without a date but that."""
    for written in (biblatex, bibtex):
        lines = _biber("".join(written.dump(PAPERS, EXTRAS)), tmp_path)
        assert all("'date, year' must be defined" in line or "'empty'" in line for line in lines)


@needs_bibtex
@pytest.mark.parametrize("style", STYLES)
def test_bibtex_takes_the_samples(tmp_path, style):
    """BibTeX warns of nothing, not even where a paper has no author to be sorted by.

    plainnat misses a year in every kind of entry, and says so of the papers that have none.
    """
    papers = PAPERS[:-1]
    undated = [paper.key for paper in papers if not paper.year and style == "plainnat"]
    for options in (DumpOptions(), DumpOptions(latex=True)):
        said = _bibtex("".join(bibtex.dump(papers, options)), tmp_path, style)
        assert said == [f"Warning--empty year in {key}" for key in undated]


# What an entry has where its type needs it (biblatex, 2.1; BibTeXing, 3.1), and fields that both
# BibTeX and biblatex know beside it.
_NEEDS_VENUE = frozenset(
    {"article", "inproceedings", "book", "phdthesis", "mastersthesis", "techreport"}
)
_KNOWN_FIELDS = frozenset(
    {"title", "pages", "volume", "note", "language", "addendum", "langid", "langidopts", "url",
     "shorttitle", "sorttitle", "indextitle", "issn", "urldate"}
)  # fmt: skip


def _published_in_bib():
    """Return the published papers of real files that have what their type requires."""
    found = []
    for path in sorted((DATA / "bib").rglob("*.bib")):
        with open_document(str(path)) as document:
            found += [item for item in load(document, LoadOptions()) if isinstance(item, Record)]
    return [
        replace(as_paper(record, number), key=f"bib{number}", aliases=())
        for number, record in enumerate(found, 1)
        if record.kind in _NEEDS_VENUE and record.venue and record.year and record.authors
        and record.title and set(record.extra.get("bibtex", {})) <= _KNOWN_FIELDS
    ]  # fmt: skip


def _has_plain_year(paper):
    return paper.extra.get("verbatim", {}).get("year", "0").isdecimal()


CUT = ("plain", "abbrv", "plainnat", "abbrvnat", "IEEEtran", "ACM-Reference-Format")
NAMES = [
    ("Borel", "Émile"), ("Çelik", "Öz"), ("李", "明"), ("Kaiser", "Łukasz"), ("Ćirić", "Ána-Íris"),
    ("Иванов", "Иван"), ("Nguyễn", "Thế Ánh"), ("Ångström", "Åsa"), ("García Márquez", "Éa"),
]  # fmt: skip


@needs_bibtex
@pytest.mark.parametrize("style", CUT)
def test_bibtex_cuts_no_letter_in_halves(tmp_path, style):
    """Names beyond ASCII are abbreviated, sorted and printed without a warning or a broken byte."""
    papers = [
        Paper(
            id=number, key=f"k{number}", title="Über alles", year=2000 + number, kind="article",
            authors=(Author(f"{given} {family}", family, given), Author("北京大学")),
            venue="Zeitschrift", extra={"bibtex": {"volume": "1", "number": "2", "pages": "3--4"}},
        )
        for number, (family, given) in enumerate(NAMES, 1)
    ]  # fmt: skip
    written = "".join(bibtex.dump(papers, DumpOptions()))
    said = [
        line for line in _bibtex(written, tmp_path, style) if re.search("Warn|rror|isn't", line)
    ]
    assert said == []
    printed = (tmp_path / "doc.bbl").read_bytes().decode()
    assert r"{\'E}mile" in printed or r"{\'E}." in printed or r"{\'E}.~" in printed
    again = list(load(TextDocument(written), LoadOptions()))
    assert [record.authors for record in again] == [paper.authors for paper in papers]


BAD = "@article{a, title = {T}, publisher = {P}}\n"


@needs_biber
def test_the_check_by_biber_sees(tmp_path):
    """What is wrong with an entry is found, so that a silent check means something."""
    assert len(_biber(BAD, tmp_path)) == 4


@needs_bibtex
def test_the_check_by_bibtex_sees(tmp_path):
    """The same for BibTeX."""
    assert _bibtex(BAD, tmp_path, "plain")


@needs_biber
@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("written", [biblatex, bibtex])
def test_biber_takes_what_is_special_in_a_thousand_papers(tmp_path, written):
    """Biber, with its data model, warns of nothing in real papers and those of real files.

    It takes its time: it is shown those that have more than plain letters in titles, names and
    notes.
    """
    papers = [paper if paper.id % 2 else _published(paper) for paper in _arxiv()]
    assert len(papers) == COUNT
    papers = [paper for paper in papers if _is_special(paper)]
    assert len(papers) > 150
    more = _published_in_bib()
    # One is biblatex's @thesis without a type, which is a doctor's where nobody says otherwise.
    assert len(more) == 101
    whole = "".join(written.dump([*papers, *more], DumpOptions()))
    # A year such as {\noopsort{1973c}}1981, which its entry has for BibTeX, goes out as it came in;
    # biber says of each that it is no date, as it does of the file that it is from.
    for_bibtex = [paper.key for paper in more if written is bibtex and not _has_plain_year(paper)]
    # Its data model misses a date in each set, whatever its members say.
    sets = {name for paper in more for name in paper.part("sets")}
    told = [line for line in _biber(whole, tmp_path) if not any(f"'{s}'" in line for s in sets)]
    assert all(any(f"'{key}'" in line for key in for_bibtex) for line in told), told
    assert all(any(f"'{key}'" in line for line in told) for key in for_bibtex)
    with_abstracts = "".join(written.dump(papers[:100], EXTRAS))
    assert _biber(with_abstracts, tmp_path) == []


@needs_bibtex
@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("style", STYLES)
def test_bibtex_takes_a_thousand_papers(tmp_path, style):
    """BibTeX warns of nothing in 1,000 preprints and the same as published papers."""
    papers = _arxiv()
    for found in (papers, [*map(_published, papers), *_published_in_bib()]):
        for part in batched(found, STYLES[style]):
            written = "".join(bibtex.dump(part, EXTRAS))
            assert _bibtex(written, tmp_path, style) == []


def batched(papers, size):
    return [papers[start : start + size] for start in range(0, len(papers), size)]
