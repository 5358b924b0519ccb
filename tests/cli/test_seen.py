"""``seen``: which references of any text the library knows, as an import would decide."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.formats.base import TextDocument
from readlist.formats.lists.annotated import FORMAT as ANNOTATED
from readlist.identity.absorb import AbsorbOptions
from readlist.library.imports.import_file import ImportOptions, import_document
from readlist.library.imports.save import absorb_records
from readlist.library.manuscripts.seen import look, mentions
from readlist.model import Identifier, Record
from readlist.store.connection import open_library
from readlist.store.journal import transaction
from readlist.store.papers import titles
from support.effort import assert_linear
from support.paths import DATA, EXAMPLE_LIST, golden
from support.program import NOW, Run, runner

ARXIV = Identifier("arxiv", "1706.03762")

BIB = """@misc{vaswani2017, title={Attention Is All You Need}, eprint={1706.03762}, year={2017},
  archivePrefix={arXiv}}
@article{again, title={Attention is all you need}, author={Vaswani, A.}, year={2017}}
@article{new, title={A Paper That Nobody Has}, doi={10.1000/xyz}, year={2020}}
@article{titled, title={Another One That Nobody Has}, year={2021}}
"""


@pytest.fixture
def run(environment, tmp_path, monkeypatch, capsys) -> Run:
    """The program in this process, without a library."""
    return runner(environment, tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A library with the example list in it."""
    path = tmp_path_factory.mktemp("made") / "library.db"
    opened = open_library(path, "ada", write=True)
    with transaction(opened, command="import", at=NOW) as tx:
        absorb = AbsorbOptions(NOW, "ada")
        document = TextDocument(Path(EXAMPLE_LIST).read_text(encoding="utf-8"), "annotated.txt")
        import_document(tx, document, ANNOTATED, ImportOptions(absorb), lambda _: None)
        said = Record(title="Attention Is All You Need", identifiers=(ARXIV,))
        absorb_records(tx, [said], absorb)
    opened.close()
    return path


@pytest.fixture
def filled(run, made, tmp_path) -> Run:
    """The program with the example list in its library."""
    shutil.copy(made, tmp_path / "library.db")
    return run


def rows(run: Run, *words: str, code: int = 0, stdin: str = "") -> list[list[str]]:
    """Return the columns that ``seen`` prints."""
    said = run("seen", *words, code=code, stdin=stdin).stdout
    return [line.split("\t") for line in said.splitlines()]


@pytest.mark.parametrize(
    ("name", "words"), [("seen.tsv", []), ("seen.json", ["--json"]), ("seen.txt", ["--quiet"])]
)
def test_output_is_a_promise(filled, tmp_path, name, words):
    (tmp_path / "refs.bib").write_text(BIB)
    golden(f"cli/{name}", filled("seen", "refs.bib", *words, code=1).stdout)


def test_each_paper_once(filled):
    """Whatever it is called by, with the first line and how often it was mentioned."""
    text = (
        "See arXiv:1706.03762v5 and 10.1000/xyz.\nAgain https://arxiv.org/abs/1706.03762 and "
        "doi:10.1000/XYZ;\nonce more 1706.03762."
    )
    found = rows(filled, "-", stdin=text, code=1)
    assert [(row[0], row[1], row[3], row[6], row[7]) for row in found] == [
        ("arxiv:1706.03762", "known", "vaswani2017attention", "1", "3"),
        ("doi:10.1000/xyz", "new", "", "1", "2"),
    ]


def test_exit_codes(filled, tmp_path):
    """As a script asks: is everything known?"""
    filled("seen", EXAMPLE_LIST)
    filled("seen", stdin="1706.03762")
    filled("seen", stdin="10.1000/xyz", code=1)
    said = filled("seen", stdin="", code=1)
    assert said.stdout == ""
    assert "No references were found." in said.stderr
    filled("seen", "absent.txt", code=2)
    filled("seen", "--known", "--unknown", code=2)


def test_what_is_new_goes_to_add(filled):
    text = "Attention 1706.03762\nOther papers: 10.1000/xyz and https://arxiv.org/abs/2005.14165"
    for words in (["--unknown"], ["--unknown", "--quiet"]):
        new = filled("seen", *words, stdin=text, code=1).stdout
        filled("add", "-", stdin=new)
        assert len(rows(filled, stdin=text)) == 3
        filled("undo")
    assert [row[3] for row in rows(filled, "--known", stdin=text, code=1)] == [
        "vaswani2017attention"
    ]


def test_titles_are_seen_where_a_format_has_them(filled, tmp_path):
    (tmp_path / "list.md").write_text(
        "# Reading\n\n## Basics\n\n- [Attention Is All You Need](https://example.org/a.pdf)\n"
        "- [Deep Residual Learning for Image Recognition](https://example.org/b.pdf)\n"
        "- [A Paper That Nobody Has](https://arxiv.org/abs/2401.00001)\n"
    )
    assert [row[1] for row in rows(filled, "list.md", code=1)] == ["known", "known", "new"]


def test_bibliographies_are_judged_by_identity_and_not_by_key(filled, tmp_path):
    (tmp_path / "a.bib").write_text(
        "@article{vaswani2017attention, title={Something Else Altogether}, year={2017}}\n"
        "@article{x, title={Attention is all you need}, year={2017}}\n"
    )
    assert [row[1] for row in rows(filled, "a.bib", code=1)] == ["new", "known"]


def test_latex_by_keys_and_identifiers(filled, tmp_path):
    filled("edit", "he2015deep", "--key", "he2016")
    (tmp_path / "p.tex").write_text(
        "\\cite{vaswani2017attention} \\cite{he2015deep,he2016}\n% \\cite{no} 10.1000/hidden\n"
        "50\\% \\cite{lost} \\url{https://arxiv.org/abs/1706.03762} \\cite{vaswani2017attention}\n"
    )
    found = rows(filled, "p.tex", code=1)
    assert [(row[1], row[3], row[6], row[7]) for row in found] == [
        ("known", "vaswani2017attention", "1", "3"),
        ("known", "he2016", "1", "2"),
        ("new", "lost", "3", "1"),
    ]
    said = filled("seen", "p.tex", "--unknown", "--quiet", code=1)
    assert said.stdout == ""
    assert "readlist cited FILE" in said.stderr


def test_a_formatted_bibliography(filled, tmp_path):
    (tmp_path / "p.bbl").write_text(
        "\\begin{thebibliography}{1}\n\\bibitem{a}\nA.~Vaswani.\n\\newblock Attention is all you "
        "need.\n\\newblock 2017.\n\\bibitem{b}\nNobody. \\newblock Unknown things. "
        "\\newblock 2020.\n\\end{thebibliography}\n"
    )
    assert [(row[0], row[1]) for row in rows(filled, "p.bbl", code=1)] == [
        ("Attention is all you need", "known"), ("Unknown things", "new"),
    ]  # fmt: skip


def test_a_web_page_that_is_no_list(filled, tmp_path):
    (tmp_path / "post.html").write_text(
        "<!doctype html><html><head><title>A post</title>\n"
        '<meta name="citation_doi" content="10.1000/meta">\n'
        '<script>var x = "2301.12345";</script></head><body><p>I read\n'
        '<a href="https://arxiv.org/abs/1706.03762v5">this one</a> and 10.1000/xyz today,\n'
        'and <a href="https://arxiv.org/pdf/1706.03762">again</a>.</p></body></html>\n'
    )
    found = {row[0]: row[1] for row in rows(filled, "post.html", code=1)}
    assert found == {
        "doi:10.1000/meta": "new", "arxiv:1706.03762": "known", "doi:10.1000/xyz": "new",
    }  # fmt: skip


def test_several_files(filled, tmp_path):
    (tmp_path / "a.txt").write_text("See 1706.03762 there.")
    (tmp_path / "b.txt").write_text("See 1706.03762 here.")
    assert [row[5] for row in rows(filled, "a.txt", "b.txt")] == ["a.txt", "b.txt"]


def test_nothing_is_written(run, tmp_path):
    """A library that is not there is an empty one, and is not made."""
    assert rows(run, stdin="1706.03762", code=1)[0][1] == "new"
    assert not (tmp_path / "library.db").exists()
    run("import", EXAMPLE_LIST)
    before = (tmp_path / "library.db").read_bytes()
    run("seen", EXAMPLE_LIST)
    assert (tmp_path / "library.db").read_bytes() == before
    assert len(run("history").stdout.splitlines()) == 1


def test_json_says_all(filled):
    shape = json.loads(filled("seen", "--json", "--unknown", stdin="1706.03762 10.1/x\n"
                              "10.1000/xyz", code=1).stdout)  # fmt: skip
    assert (shape["version"], shape["known"], shape["new"]) == (1, 1, 1)
    assert [one["reference"] for one in shape["references"]] == ["doi:10.1000/xyz"]
    assert shape["references"][0]["paper"] is None


TITLES = ["Attention Is All You Need", "Deep Learning", "Deep Learning II", "Editorial", ""]
RECORDS = st.builds(
    Record,
    title=st.sampled_from(TITLES),
    year=st.sampled_from([None, 2017, 2018, 2020]),
    identifiers=st.lists(
        st.sampled_from(
            [Identifier("arxiv", "1706.03762"), Identifier("arxiv", "2005.14165"),
             Identifier("doi", "10.1000/a"), Identifier("doi", "10.1000/b")]
        ),
        max_size=2, unique_by=lambda found: found.scheme,
    ).map(tuple),
).filter(lambda record: record.title or record.identifiers)  # fmt: skip


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    opened = open_library(tmp_path_factory.mktemp("seen") / "l.db", "ada", write=True)
    yield opened
    opened.close()


@given(st.lists(RECORDS, max_size=4), st.lists(RECORDS, min_size=1, max_size=4))
def test_seen_is_what_an_import_decides(scratch, held, said):
    """The papers that an import gives records to are known or new as it was said."""
    options = AbsorbOptions(NOW, "ada")
    with transaction(scratch, command="test", at=NOW, dry_run=True) as tx:
        absorb_records(tx, held, options)
        found = look(scratch, said)
        before = {number for number, *_ in titles(tx.db)}
        outcomes = absorb_records(tx, said, options)
        became = {outcome.paper_id for outcome in outcomes}
        assert {one.paper.id for one in found if one.paper} == became & before
        assert sum(one.paper is None for one in found) == len(became - before)
        assert sum(one.times for one in found) == len(said)
        # Two papers that became one have one year: a record of the other year is a stranger then.
        if not any("duplicate" in outcome.added for outcome in outcomes):
            assert all(one.paper for one in look(scratch, said))


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["lists/Awesome-LLM.md", "lists/applied-ml.md", "bib/top100papers.bib",
             "seeds/003_b07c26ed9722b578.txt"]
)  # fmt: skip
def test_real_files_are_seen_as_they_are_imported(run, name):
    path = str(DATA / name)
    new = json.loads(run("seen", path, "--json", code=1).stdout)
    imported = json.loads(run("import", path, "--json").stdout)
    assert (new["known"], new["new"]) == (0, imported["new"])
    run("seen", path)


@given(st.text(alphabet=st.sampled_from("<>ahref=\"'/htmlbody 10.1234/x\n\\cite{}1706.03762"),
               max_size=300))  # fmt: skip
@pytest.mark.parametrize("name", ["", "a.html", "a.tex", "a.aux", "a.bbl", "a.txt"])
def test_nothing_makes_it_fail(name, text):
    head = "<html><body>" if name == "a.html" else ""
    list(mentions(TextDocument(head + text, name)).items)


def test_large_texts_cost_as_much_a_line_as_small_ones():
    line = "The quick brown fox \\cite{a} of 12.5 and Sec. 3 jumps over 1706.03762.\n"

    def read(number: int) -> None:
        items = mentions(TextDocument(line * number, "a.tex")).items
        assert sum(1 for _ in items) == 2 * number

    assert_linear(read, 1_000)
