import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readlist.bib import latex_decode, latex_encode, types
from readlist.bib.keywords import as_tags
from readlist.bib.names import parse_author
from readlist.bib.program_notes import is_by_program
from readlist.files.read import open_document
from readlist.formats import biblatex, bibtex
from readlist.formats.base import DumpOptions, LoadOptions
from readlist.formats.bibtex.entry import Entry
from readlist.formats.bibtex.fields import _WHOLE
from readlist.formats.bibtex.read import load, sniff
from readlist.formats.bibtex.scan import ENTRY_LIMIT, scan
from readlist.model import (
    Identifier,
    Note,
    Paper,
    Record,
    Skipped,
)
from readlist.text import clean_block
from support.bibtex_texts import GOOD, counts, field, load_text, one
from support.paper_strategies import TEX, as_paper, papers
from support.paths import DATA

BIB = DATA / "bib"


def _is_kept(text):
    """Say whether a note has no blanks in a row and no math, which TeX reads in its own way.

    Nor is it one that programs leave behind, such as a bare number, which is no note when read.
    """
    if not text or is_by_program(text):
        return False
    return not re.search(r"\S {2,}|[ \t]\n|\n{3}|\$", text)


@pytest.mark.parametrize(
    ("head", "name", "score"),
    [
        (GOOD, "", 0.95),
        ("% comment\n\n  @Article{a,", "", 0.95),
        ("\ufeff@book(b,", "x.txt", 0.95),
        ("", "refs.bib", 0.6),
        ("# A list\n\n```\n@article{a,\n```\n", "README.md", 0.3),
        ("@someone said {x}", "", 0.0),
        ("@dataclass(frozen=True)\nclass A:", "", 0.0),
        ("plain text", "", 0.0),
    ],
)
def test_sniff(head, name, score):
    """A file that begins with an entry is BibTeX; one with an entry somewhere may be."""
    assert sniff(head, name) == score


def test_unknown_fields_are_kept():
    """What the library has no word for stays, as LaTeX that comes out again."""
    record = field(r"editor = {M{\"u}ller, {Max} and {A \& B}}, pages = {1--2}, X-y = 3 # {~a}")
    kept = {"editor": "Müller, {Max} and {A & B}", "pages": "1--2", "x-y": "3 a"}
    assert record.extra["bibtex"] == kept
    assert _exported(record).extra["bibtex"] == kept


def test_hostile_sizes():
    """Growing macros, endless entries and open braces cost neither memory nor much time."""
    text = "@string{a = {" + "x" * 20_000 + "}}\n"
    text += "".join(f"@string{{a{n} = a # a}}\n" for n in range(3000))
    text += "@misc{m, title = {M}, note = " + "a1 # " * 5000 + "a}\n"
    text += "@misc{open, title = {" + "y" * (ENTRY_LIMIT + 5) + "\n" + GOOD
    text += "@x{y={\n" * 20_000 + "@misc{p, title = {" + r"\( " * 20_000 + "}}"
    records, problems, _ = counts(load_text(text))
    assert records == 4
    assert 1 < problems < 50


soup = st.text(alphabet='@{}()",=#%\\$~ \n\t-abArticle{k,title={é&_^', max_size=80)


@given(st.text() | soup | st.lists(soup | st.just("@article{a, title = {A}}\n")).map("\n".join))
def test_any_text(text):
    """No text whatever raises, and lines are lines of the text."""
    for item in load_text(text):
        assert 1 <= item.line <= text.count("\n") + 1
    sniff(text, "x.bib")


@given(st.text() | st.text(alphabet=TEX))
def test_latex_of_any_text(text):
    """Reading LaTeX never raises, gives no control characters, and escapes come back."""
    for read in (
        latex_decode.plain,
        latex_decode.kept,
        latex_decode.protected,
        latex_decode.verbatim,
    ):
        found = read(text)
        assert "\x02" not in found
        assert "\x03" not in found
    latex_decode.block(text)
    latex_decode.name(text)


@given(st.text(alphabet=" aBé&%#_^.:'(北", max_size=20))
def test_escapes_come_back(text):
    """What ``latex`` escapes reads as it was."""
    text = " ".join(re.sub("'+", "'", text).split())
    assert latex_decode.plain(latex_encode.title(text)) == text
    assert latex_decode.kept(latex_encode.escape(text)) == text
    assert latex_decode.plain(latex_encode.ascii_only(latex_encode.title(text))) == text


words = st.text(alphabet="aBcé北&%#_1.", min_size=1, max_size=8).filter(lambda w: w.strip(".&%#_"))
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join)
people = st.sampled_from(
    ["Ashish Vaswani", "Ludwig van Beethoven", "Knuth, Jr., Donald E.", "Kimi Team", "OpenAI",
     "李 明", "de la Cruz García, Juan", "{Barnes and Noble}", "Øystein Å. Løken", "Smith, {A, B}"]
).map(parse_author)  # fmt: skip
known = st.sampled_from(
    [Identifier("arxiv", "1706.03762"), Identifier("arxiv", "hep-th/9901001"),
     Identifier("doi", "10.1000/x_(1)"), Identifier("openreview", "Abc_12345-"),
     Identifier("acl", "2020.acl-main.447"), Identifier("isbn", "9780226104034")]
)  # fmt: skip
plain_papers = st.builds(
    lambda paper, **said: replace(paper, key="key:1", extra={}, published="", **said),
    papers,
    title=phrases,
    authors=st.lists(people, max_size=3).map(tuple),
    author_count=st.none(),
    venue=st.just("") | phrases,
    organization=st.just(""),
    kind=st.sampled_from(["article", "inproceedings", "book", "phdthesis", "misc", "techreport"]),
    identifiers=st.lists(known, max_size=2, unique_by=lambda one: one.scheme).map(tuple),
    tags=st.lists(st.text("aBé北-/+", min_size=1, max_size=6), max_size=3).map(
        lambda tags: as_tags(tag.lower() for tag in tags)
    ),
)


@given(plain_papers, st.booleans(), st.sampled_from([bibtex, biblatex]))
def test_round_trip(paper, ascii_only, written):
    """What the program exports it reads again, in Unicode and in ASCII."""
    options = DumpOptions(latex=ascii_only)
    record = one("".join(written.dump([paper], options)))
    same = ("title", "authors", "year", "venue", "key", "tags")
    assert {n: getattr(record, n) for n in same} == {n: getattr(paper, n) for n in same}
    kind = types.entry_type(paper)
    named = {i for i in paper.identifiers if i.scheme != "isbn" or kind in _WHOLE}
    if len(named & {i for i in paper.identifiers if i.scheme in ("acl", "openreview")}) < 2:
        assert named == set(record.identifiers)


@given(papers, st.sampled_from([bibtex, biblatex]))
def test_any_export_is_read(paper, written):
    """Whatever a paper says, its entry is one that comes in without a problem."""
    items = load_text("".join(written.dump([paper], ALL)))
    assert len(items) == 1
    assert isinstance(items[0], Record | Skipped)


markdown = st.text(alphabet=TEX + "*`[]()!\n", max_size=40)


@given(st.lists(markdown.map(lambda text: clean_block(text, 100)).filter(_is_kept), max_size=3))
@example(["a `code` -- 'x''", "* * *\n\n- one\n  - two\n\n@article{a, b}", "$x_1$ \\emph{x}"])
def test_notes_come_back(bodies):
    """Notes are written as annotations that read as they were, Markdown, lines and all."""
    notes = tuple(Note(body) for body in dict.fromkeys(bodies))
    for written in (bibtex, biblatex):
        paper = Paper(id=1, key="k", title="T", notes=notes)
        assert one("".join(written.dump([paper], ALL))).notes == notes


def _exported(record):
    return one("".join(bibtex.dump([as_paper(record)], DumpOptions())))


# Papers, problems and what is no paper, verified by reading the files; for the two with 90 and
# more papers by counting the lines that begin with @.
COUNTED = {
    "top100papers.bib": (101, 0, 0),
    "assorted/2.bib": (1, 0, 0),
    "assorted/bibtex-biblatex-examples.bib": (90, 0, 2),
    "assorted/empty.bib": (0, 0, 0),
    "assorted/entry-with-parentheses.bib": (2, 0, 0),
    "assorted/example.bib": (36, 0, 0),
    "assorted/example1.bib": (5, 0, 0),
    "assorted/example2.bib": (5, 0, 0),
    "assorted/jabref.bib": (0, 0, 0),
    "assorted/orcid-citation.bib.bib": (0, 0, 0),
    "assorted/orcid-comment.bib": (0, 0, 0),
    "assorted/orcid-jan_month.bib": (2, 0, 0),
    "assorted/orcid-russian-citations.bib": (7, 0, 0),
    "parser-samples/article_comma_first.bib": (2, 0, 0),
    "parser-samples/article_missing_coma.bib": (4, 0, 0),
    "parser-samples/comments_only.bib": (0, 0, 0),
    "parser-samples/comments_percentage.bib": (2, 0, 0),
    "parser-samples/crossref_cascading_cycle.bib": (2, 0, 0),
    "parser-samples/crossref_entries.bib": (14, 0, 0),
    "parser-samples/features2.bib": (1, 0, 0),
    "parser-samples/multiple_entries_and_comments.bib": (3, 0, 0),
    "parser-samples/wrong.bib": (2, 0, 0),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", COUNTED)
def test_real_files(name):
    """Real files give as many papers and problems as their readers counted."""
    with open_document(str(BIB / name)) as document:
        assert counts(load(document, LoadOptions())) == COUNTED[name]


ALL = DumpOptions(extras=frozenset({"abstract", "notes", "reading", "file"}))


def _well_formed(items):
    """Return what is read of entries that are a work: with a title or an identifier, and closed.

    All others are told to the person as a problem or as skipped, and nothing of them is exported.
    """
    return [item for item in items if isinstance(item, Record)]


def _without_wording(record, line):
    """Return what a record means; how its fields were written stays where the dialect has them.

    Which sets it is in is said by them alone (``@set``), not by the entry.
    """
    left_out = ("verbatim", "sets", "set_fields")
    extra = {name: value for name, value in record.extra.items() if name not in left_out}
    aliases = tuple(key for key in record.aliases if key not in record.part("sets"))
    return replace(record, line=line, extra=extra, aliases=aliases)


@pytest.mark.shared
@pytest.mark.parametrize("written", [bibtex, biblatex])
def test_identity_on_real_entries(written):
    """Parse, export, parse gives the same record for every well-formed entry of every file."""
    checked = 0
    differing = set()
    for path in sorted(BIB.rglob("*.bib")):
        with open_document(str(path)) as document:
            records = _well_formed(load(document, LoadOptions()))
        for record in records:
            again = one("".join(written.dump([as_paper(record)], ALL)))
            if _without_wording(again, record.line) != _without_wording(record, record.line):
                differing.add(record.key)
            checked += 1
    assert differing == set()
    assert checked == 533


def test_scan_gives_fields_as_latex():
    """The scanner alone gives types and names in lower case and values as they stand."""
    [entry] = scan(["@ArTicle{K:1,", "  Title = {A {B} \\'c}", "  # jan,", "}"])
    macros = (("title", "{A {B} \\'c} # jan"),)
    assert entry == Entry("article", "K:1", {"title": "A {B} \\'cjan"}, 1, macros=macros)
