import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.bib import latex_decode, latex_encode, types
from readlist.bib.details import details
from readlist.formats import biblatex, bibtex
from readlist.formats.base import DumpOptions
from readlist.model import Author, Identifier, Link, Paper
from support.effort import calls
from support.formats import dump
from support.golden_papers import PAPERS
from support.paper_strategies import TEX, papers
from support.paths import GOLDEN


@pytest.mark.parametrize(("name", "options"), [("papers", {}), ("papers-latex", {"latex": True})])
def test_golden(name, options):
    """Entries are the same bytes as the golden file, in Unicode and in ASCII."""
    assert dump(bibtex, PAPERS, **options) == (GOLDEN / f"{name}.bib").read_bytes().decode()


def test_golden_biblatex():
    """Entries for biber are the same bytes as the golden file."""
    written = "".join(biblatex.dump(PAPERS, DumpOptions()))
    assert written == (GOLDEN / "papers-biblatex.bib").read_bytes().decode()


def test_golden_extras():
    """What only the person knows is written where it is asked for, and nowhere else."""
    extras = frozenset({"abstract", "notes", "reading", "file"})
    assert (
        dump(bibtex, PAPERS[:2], extras=extras)
        == (GOLDEN / "papers-extras.bib").read_bytes().decode()
    )


def test_a_plain_entry_takes_few_steps():
    """What needs no LaTeX is looked at once: an export is made of such entries."""
    few = [
        Paper(
            id=number, key=f"doe{number}", title=f"Learning to Read BERT {number}", venue="ICML",
            authors=(Author("Jane Doe", "Doe", "Jane"), Author("Ed Roe", "Roe", "Ed")),
            year=2020, published="2020-03-02",
            identifiers=(Identifier("arxiv", f"2003.{number:05}"), Identifier("doi", "10.1000/x")),
        )
        for number in range(50)
    ]  # fmt: skip
    for written in (bibtex, biblatex):
        dump(written, few)  # what is compiled and remembered once
        assert calls(lambda written=written: dump(written, few)) / len(few) < 60


def test_people_with_an_and_in_their_names_stand_in_braces():
    """One look at all names may not take a name's own "and" for the one between two people."""
    for name in (("And", "Jo"), ("Jo", "And"), ("Rock and Roll", "Ed"), ("Ed", "Roe and")):
        people = (Author("Ann Poe", "Poe", "Ann"), Author("x", *name))
        for authors in (people, people[::-1]):
            written = dump(bibtex, [Paper(id=1, key="a", title="T", authors=authors)])
            said = next(line for line in written.split("\n") if "author" in line)
            assert said.lower().count("{") == 2
            assert re.sub(r"\{[^{}]*\}", "", said[said.index("{") + 1 :]).count(" and ") == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("BERT: Pre-training", "{BERT}: Pre-training"),
        ("Scaling GPT-4 with LoRA", "Scaling {GPT-4} with {LoRA}"),
        ("A 3D Vision-Language Model", "A {3D} Vision-Language Model"),
        ("Q-Learning on X-rays", "{Q}-Learning on {X}-rays"),
        ("{BERT} and {GSR4B}", "{BERT} and {GSR4B}"),
        ("When $p<0.05$ fails", "When {$p<0.05$} fails"),
        (r"Super-Resolution ($\times$4)", r"Super-Resolution ({$\times$}4)"),
        ("From $5 to $10", r"From \$5 to \$10"),
        ("From $5-$10", r"From \$5-\$10"),
        (r"\'Ecole {\'e}cole", r"\'Ecole {\'e}cole"),
        ("50% of a_b & c #1", r"50\% of a\_b \& c \#1"),
        (r"already \& \% fine", r"already \& \% fine"),
        ("x^2 ~ y", r"x\textasciicircum{}2 \textasciitilde{} y"),
        (r"\input{x}", r"\textbackslash{}input{x}"),
        (r"$\input{x}$", r"\$\textbackslash{}input\textbraceleft{}x\textbraceright{}\$"),
        (r"\textit{Rule}sual", r"\textit{Rule}sual"),
        ("open { brace", r"open \textbraceleft{} brace"),
        ("ATTENTION IS ALL YOU NEED", "ATTENTION IS ALL YOU NEED"),
    ],
)
def test_title(text, written):
    """Capitals and mathematics are protected, TeX stays TeX, and what could harm is escaped."""
    assert latex_encode.title(text) == written


@given(st.text() | st.text(alphabet=TEX))
def test_escaped_text_closes_every_brace(text):
    """No text leaves a brace open, counted as BibTeX counts and as TeX counts."""
    for written in (
        latex_encode.title(text),
        latex_encode.escape(text),
        latex_encode.ascii_only(latex_encode.escape(text)),
    ):
        for pattern in (r"[{}]", r"(?<!\\)[{}]"):
            assert _closes(re.findall(pattern, written)), written
        assert not re.search(r"(?<!\\)(?:\\\\)*[%#&]", re.sub(r"\\.", "", written))


def _closes(braces):
    depth = 0
    for brace in braces:
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


@given(st.text(alphabet=TEX))
def test_no_command_is_smuggled(text):
    """Only commands known to be harmless come out of a title."""
    for command in re.findall(r"\\[A-Za-z]+", latex_encode.title(text + r"\input{x}")):
        assert not command.startswith((r"\input", r"\write", r"\def"))


@given(st.lists(papers, max_size=2), st.booleans())
def test_any_paper_is_an_entry(found, ascii_only):
    """A BibTeX parser reads one entry for each paper, with its title, whatever the paper holds."""
    bibtexparser = pytest.importorskip("bibtexparser")
    unique = {paper.key.lower(): paper for paper in found}.values()
    for paper in unique:
        library = bibtexparser.parse_string(dump(bibtex, [paper], latex=ascii_only))
        assert not library.failed_blocks
        [entry] = library.entries
        assert ("title" in entry) == bool(latex_encode.title(paper.title))
        assert entry.key


@pytest.mark.parametrize(
    ("kind", "venue", "expected"),
    [
        ("", "", "misc"),
        ("", "Nature", "article"),
        ("", "CVPR 2016", "inproceedings"),
        ("", "International Conference on Computer Science", "inproceedings"),
        ("", "Proceedings of the IEEE", "article"),
        ("", "Transactions of the ACL", "article"),
        ("", "IEEE Trans. Inf. Theory", "article"),
        ("", "Transformers for Everybody", "misc"),
        ("", "Somewhere", "misc"),
        ("article", "arXiv preprint arXiv:1706.03762", "misc"),
        ("preprint", "ICML", "inproceedings"),
        ("misc", "ICML", "misc"),
        ("journal-article", "Somewhere", "article"),
        ("phdthesis", "ETH", "phdthesis"),
    ],
)
def test_entry_type(kind, venue, expected):
    """The type is what the source said, otherwise what the venue looks like."""
    paper = Paper(
        id=1, key="k", kind=kind, venue=venue, identifiers=(Identifier("arxiv", "1706.03762"),)
    )
    assert types.entry_type(paper) == expected


def test_publication_keeps_the_eprint():
    """A published paper has the publisher's DOI and still its arXiv number, not arXiv's DOI."""
    names = (("arxiv", "1706.03762"), ("doi", "10.48550/arxiv.1706.03762"), ("doi", "10.1/x"))
    entry = dump(
        bibtex,
        [Paper(id=1, key="k", venue="ICML", identifiers=tuple(Identifier(*n) for n in names))],
    )
    assert "eprint        = {1706.03762}" in entry
    assert "doi           = {10.1/x}" in entry
    assert "48550" not in entry


def test_same_input_same_bytes():
    """Writing twice gives the same bytes."""
    assert dump(bibtex, PAPERS) == dump(bibtex, PAPERS)


def test_authors_beyond_the_list_are_others():
    """Where more authors are known to exist than are named, the list ends with others."""
    paper = Paper(
        id=1, key="k", authors=(Author("Ada Lovelace", "Lovelace", "Ada"),), author_count=2
    )
    assert "author = {Lovelace, Ada and others}" in dump(bibtex, [paper])


def test_address_of_a_link():
    """An address that another format gave is written, unless it only repeats an identifier."""
    paper = Paper(
        id=1, key="k", title="T", identifiers=(Identifier("doi", "10.1000/x"),),
        links=(Link("file", "/a.pdf"), Link("url", "https://doi.org/10.1000/x"),
               Link("url", "https://example.org/a_b")),
    )  # fmt: skip
    for found in (bibtex, biblatex):
        written = "".join(found.FORMAT.dump([paper], DumpOptions()))
        assert re.findall(r"url += \{(.*)\}", written) == ["https://example.org/a_b"]


def test_braces_of_a_detail_are_escaped_once():
    """A lone brace in a volume of another format is one command, and reads as the brace again."""
    paper = Paper(id=1, key="k", title="T", extra=details({"volume": "3 } x"}))
    assert r"{3 \textbraceright{} x}" in dump(bibtex, [paper])
    assert (
        latex_decode.plain(latex_encode.escape(latex_encode.escape("a ~ } \\ {{ ^")))
        == "a ~ } \\ {{ ^"
    )


def test_what_was_written_into_the_library_by_hand_runs_nothing():
    """A terminal that shows an entry gets no command."""
    paper = Paper(id=1, key="k", title="A \x1b[31mTitle\x9b2J", tags=("a\x07b",))
    written = dump(bibtex, [paper])
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f]", written) == []
    assert "keywords = {ab}" in written
