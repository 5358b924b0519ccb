"""Citation keys stay: what a file calls a paper is what it is called here, or one is told."""

import json
import re

import pytest

FOREIGN = {
    "10.1145/3290605.3300233": "ACM",
    "7780459": "IEEE Xplore",
    "2013A&A...558A..33A": "NASA ADS",
    "9.14:1": "a number",
    "Smith'99": "an apostrophe",
    "MÜLLER99": "letters beyond ASCII",
    "a(b)": "brackets",
    "1706.03762": "an identifier of the arXiv",
    "arXiv:1706.03763": "another one",
    "DBLP:conf/nips/V17": "DBLP",
    "Knuth:1986*rev!": "signs",
}


@pytest.fixture
def library(run, tmp_path):
    """Return the program with a library of papers under keys of other programs."""
    entries = (f"@misc{{{key}, title={{Of {name}}}}}" for key, name in FOREIGN.items())
    (tmp_path / "foreign.bib").write_text("\n".join(entries), encoding="utf-8")
    run("import", "foreign.bib")
    return run


def keys_of(run, *query: str) -> list[str]:
    return [paper["key"] for paper in json.loads(run("list", *query, "--json").stdout)["papers"]]


def test_keys_of_other_programs_are_kept(library, tmp_path):
    """They name their papers everywhere, and leave as they came."""
    assert keys_of(library) == list(FOREIGN)
    for key, name in FOREIGN.items():
        assert f"title: Of {name}" in library("show", key).stdout
        assert keys_of(library, f'key:"{key}"') == [key]
    for form in ("bibtex", "biblatex"):
        written = library("export", form).stdout
        assert all(f"{{{key},\n" in written for key in FOREIGN)
    cites = "".join(f"\\cite{{{key}}}" for key in FOREIGN)
    (tmp_path / "paper.tex").write_text(cites, encoding="utf-8")
    assert library("export", "--keys", "paper.tex").stdout.count("@misc{") == len(FOREIGN)
    library("tag", "7780459", "+seen")
    assert keys_of(library, "tag:seen") == ["7780459"]


def test_a_number_that_a_paper_has_is_that_paper(library):
    """A key of digits comes after the row numbers."""
    library("key", "Smith'99", "other")
    assert library("show", "2").stdout.startswith("title: Of IEEE Xplore")


@pytest.mark.parametrize("key", ["foo bar", "Smith#1", "a%b"])
def test_a_key_that_cannot_be_cited_is_told_and_finds_its_paper(run, tmp_path, key):
    """With its line and the new key, in text, as JSON and before it is done."""
    (tmp_path / "a.bib").write_text(f"\n@misc{{{key}, title={{Deep things}}, author={{Roe, J}}}}")
    said = f"a.bib:2: The key {key} cannot be cited; this one is roedeep."
    assert said in run("import", "a.bib", "--dry-run", code=1).stderr
    shape = json.loads(run("import", "a.bib", "--json", code=1).stdout)
    assert shape["renamed"] == [
        {"paper": 1, "line": 2, "key": key, "new_key": "roedeep", "why": "cannot be cited"}
    ]
    assert "title: Deep things" in run("show", key).stdout
    run("import", "a.bib")


CATS = "@article{smith2011, title={First work on cats}, author={Smith, A.}, year=2011}"
DOGS = "@article{smith2011, title={Second work on dogs}, author={Smith, B.}, year=2011}"


def test_a_key_that_no_entry_can_have_is_told_where_it_is_cited(run, tmp_path):
    """The entry has the paper's key."""
    (tmp_path / "a.bib").write_text("@misc{Roe et al, title={Deep things}, author={Roe, J}}")
    (tmp_path / "m.tex").write_text("\\cite{Roe et al}")
    run("import", "a.bib", code=1)
    done = run("export", "--keys", "m.tex")
    assert "@misc{roedeep,\n" in done.stdout
    assert done.stderr == "The key Roe et al cannot be cited; cite roedeep.\n"


def test_a_key_of_another_paper_is_told(run, tmp_path):
    """The manuscript beside the file gets its own paper under its own key."""
    (tmp_path / "a.bib").write_text(CATS)
    (tmp_path / "b.bib").write_text(DOGS)
    (tmp_path / "x.tex").write_text("\\cite{smith2011}\\bibliography{b}")
    run("import", "a.bib")
    told = "b.bib:1: The key smith2011 belongs to another paper; this one is smith2011a."
    assert told in run("import", "b.bib", code=1).stderr
    assert "First work on cats" in run("show", "smith2011").stdout
    entry = run("export", "--keys", "x.tex").stdout
    assert "@article{smith2011,\n" in entry
    assert "dogs" in entry
    assert "was one of paper 2" in run("keys", "--check", code=1).stdout
    assert "ids" not in run("export", "biblatex").stdout


def test_within_one_file_too(run, tmp_path):
    """Two entries of one key, of which biber and BibTeX take one."""
    (tmp_path / "a.bib").write_text(f"{CATS}\n{DOGS}")
    assert "a.bib:2: The key smith2011 belongs to another" in run("import", "a.bib", code=1).stderr


def test_a_freed_key_is_not_given_again(run):
    """Only to the same work, which old manuscripts cite."""
    run("add", "--title", "Deep thing", "--author", "Smith, A", "--year", "2011")
    run("rm", "1", "--yes")
    run("add", "--title", "Deep dive", "--author", "Smith, A", "--year", "2011")
    run("add", "--title", "Deep thing", "--author", "Smith, A", "--year", "2011")
    assert keys_of(run) == ["smith2011deepa", "smith2011deep"]
    for _ in range(3):
        run("undo")
    assert keys_of(run) == ["smith2011deep"]


def test_a_file_does_not_give_a_freed_key_again(run, tmp_path):
    """A manuscript that cites it means the removed paper, unless its own bibliography says else."""
    (tmp_path / "a.bib").write_text(CATS)
    (tmp_path / "b.bib").write_text(DOGS)
    (tmp_path / "old.tex").write_text("\\cite{smith2011}")
    (tmp_path / "own.tex").write_text("\\cite{smith2011}\\bibliography{b}")
    run("import", "a.bib")
    run("rm", "smith2011", "--yes")
    why = "was that of 'First work on cats', which was removed"
    told = f"b.bib:1: The key smith2011 {why}; this one is smith2011a."
    assert told in run("import", "b.bib", "--dry-run", code=1).stderr
    assert f"Line 1: smith2011 {why}." in run("keys", "--check", "b.bib", code=1).stdout
    shape = json.loads(run("import", "b.bib", "--json", code=1).stdout)
    assert [(one["key"], one["new_key"]) for one in shape["renamed"]] == [
        ("smith2011", "smith2011a")
    ]
    assert "dogs" in run("show", "smith2011").stdout
    done = run("export", "--keys", "old.tex", code=1)
    assert "@article{smith2011,\n" in done.stdout
    assert f"The key smith2011 {why}; what is written is smith2011a." in done.stderr
    assert run("cited", "old.tex", "--only", "freed", code=1).stdout == (
        "freed\tsmith2011\told.tex\t1\tFirst work on cats\tSecond work on dogs\n"
    )
    assert run("export", "--keys", "own.tex").stderr == ""
    run("cited", "own.tex", "--only", "freed")
    assert "ids" not in run("export", "biblatex").stdout
    assert "unchanged" in run("import", "b.bib").stdout
    run("import", "a.bib")  # the removed paper comes back
    assert keys_of(run, "cats") == ["smith2011"]
    assert "cats" in run("show", "smith2011").stdout


def test_the_same_work_gets_its_freed_key_again(run, tmp_path):
    """With a slip corrected, and by a title that it had before."""
    slip = CATS.replace("cats", "transfomers")
    (tmp_path / "a.bib").write_text(slip)
    (tmp_path / "b.bib").write_text(CATS.replace("cats", "transformers"))
    run("import", "a.bib")
    run("rm", "1", "--yes")
    run("import", "b.bib")
    run("edit", "2", "--title", "Quite another")
    run("rm", "2", "--yes")
    run("import", "b.bib")
    assert keys_of(run) == ["smith2011"]


@pytest.mark.parametrize(
    "words",
    [
        ("key", "2", "smith2011"),
        ("edit", "2", "--key", "smith2011"),
        ("add", "--title", "Zebras", "--key", "smith2011"),
    ],
)
def test_a_person_may_give_a_freed_key(run, tmp_path, words):
    """Who does so is told; from then on it is the key of that paper."""
    (tmp_path / "a.bib").write_text(CATS)
    (tmp_path / "m.tex").write_text("\\cite{smith2011}")
    run("import", "a.bib")
    run("add", "--title", "On snow")
    run("rm", "1", "--yes")
    said = "The key smith2011 was that of 'First work on cats', which was removed; a manuscript"
    assert said in run(*words).stderr
    assert run("export", "--keys", "m.tex").stderr == ""


def test_each_key_that_cites_a_paper_gets_its_entry(run, tmp_path):
    """BibTeX knows no other names of an entry, biber does."""
    (tmp_path / "a.bib").write_text(CATS)
    (tmp_path / "b.bib").write_text(CATS.replace("smith2011", "SMITH11dup"))
    (tmp_path / "x.tex").write_text("\\cite{SMITH11dup}\\cite{smith2011}")
    run("import", "a.bib", "b.bib")
    written = run("export", "--keys", "x.tex").stdout
    assert [line for line in written.splitlines() if line.startswith("@")] == [
        "@article{SMITH11dup,", "@article{smith2011,",
    ]  # fmt: skip
    written = run("export", "biblatex", "--keys", "x.tex").stdout
    assert written.count("@article{") == 1
    assert "ids    = {smith2011}" in written


def test_everything_is_everything(run, tmp_path):
    r"""``\nocite{*}`` without a bibliography is the library; nothing overwrites a file."""
    (tmp_path / "all.tex").write_text("\\nocite{*}\\bibliography{refs}")
    (tmp_path / "all.aux").write_text("\\citation{*}\n\\bibdata{refs}\n")
    (tmp_path / "none.tex").write_text("\\cite{unknown}")
    run("export", "--keys", "all.tex", "--out", "refs.bib", code=3)
    assert not (tmp_path / "refs.bib").exists()
    (tmp_path / "a.bib").write_text(CATS)
    run("import", "a.bib")
    for name in ("all.tex", "all.aux"):
        run("export", "--keys", name, "--out", "refs.bib")
        assert "@article{smith2011," in (tmp_path / "refs.bib").read_text()
        (tmp_path / "refs.bib").write_text("")
    (tmp_path / "refs.bib").write_text(CATS)
    said = run("export", "--keys", "none.tex", "--out", "refs.bib", code=3).stderr
    assert "unknown" in said
    run("rm", "1", "--yes")
    run("export", "--out", "refs.bib", code=3)
    assert (tmp_path / "refs.bib").read_text() == CATS


def test_keys_that_differ_by_case_name_their_own_papers(run, tmp_path):
    """The second is told its new key, and the old one, written just so, still means it."""
    entry = "@article{{{0}, title={{Work number {1} on rain}}, author={{Roe, A.}}, year={1}}}\n"
    bib = entry.format("rain2001", 2001) + entry.format("RAIN2001", 2002)
    said = run("import", "-", "--format", "bibtex", stdin=bib, code=1)
    assert "RAIN2001 belongs to another paper; this one is RAIN2001a" in said.stderr
    for key, year in (("rain2001", "2001"), ("RAIN2001", "2002"), ("Rain2001", "2001")):
        assert f"Work number {year}" in run("show", key).stdout
        (tmp_path / "m.aux").write_text(f"\\citation{{{key}}}\n")
        written = run("export", "--keys", "m.aux").stdout
        assert f"@article{{{key}," in written
        assert f"Work number {year}" in written


def test_another_key_of_a_known_paper_is_said(run, tmp_path):
    """Once: who gave it another key in his own file cites that from now on."""
    (tmp_path / "a.bib").write_text(CATS)
    (tmp_path / "b.bib").write_text(CATS.replace("smith2011", "Smith:2011"))
    run("import", "a.bib")
    said = "1 paper keeps its key, and that of the file names it as well: Smith:2011 is smith2011."
    assert said in run("import", "b.bib", "--dry-run").stderr
    assert said in run("import", "b.bib").stdout
    assert "names it as well" not in run("import", "b.bib").stdout


def test_what_a_key_cannot_be_is_told(run, tmp_path):
    """Twins for BibTeX, a format; a check of nothing is no good news."""
    twins = CATS.replace("smith2011", "Smith2011") + DOGS + "@misc{text, title={On letters}}"
    (tmp_path / "a.bib").write_text(twins)
    (tmp_path / "m.tex").write_text("\\cite{Smith2011,smith2011}")
    run("import", "a.bib", code=1)
    said = "BibTeX takes Smith2011 and smith2011 for one key; biber does not.\n"
    assert run("export", "--keys", "m.tex").stderr == said
    assert run("export", "biblatex", "--keys", "m.tex").stderr == ""
    assert "text is a format here; key:text is the paper." in run("export", "text").stderr
    run("keys", "--check", "nosuch2020", code=3)


def test_a_key_that_begins_with_0_is_no_row(run):
    """The 1 in "0001" is not paper 1."""
    run(
        "import",
        "-",
        "--format",
        "bibtex",
        stdin="@misc{a, title={First}}@misc{0001, title={Second}}",
    )
    assert "Second" in run("show", "0001").stdout
    assert "First" in run("show", "1").stdout


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("https://huggingface.co/papers/1706.03762", "1"),
        ("https://ar5iv.org/abs/1706.03762", "1"),
        ("https://www.alphaxiv.org/overview/1706.03762v7", "1"),
        ("https://www.aclweb.org/anthology/N19-1423.pdf", "2"),
        ("N19-1423", "2"),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "3"),
        ("pmid:31452104", "3"),
        ("PMID: 31452104", "3"),
        ("proceedings.mlr.press/v97/roe19a/roe19a.pdf", "4"),
    ],
)
def test_an_address_or_number_of_a_paper_is_that_paper_in_every_query(run, name, number):
    """Also those that the language of queries has no words for."""
    run(
        "import", "-", "--format", "bibtex",
        stdin="@misc{a, title={First}, eprint={1706.03762}, archiveprefix={arXiv}}"
        "@misc{b, title={Second}, url={https://aclanthology.org/N19-1423/}}"
        "@article{c, title={Third}, pmid={31452104}}"
        "@misc{d, title={Fourth}, url={https://proceedings.mlr.press/v97/roe19a.html}}",
    )  # fmt: skip
    for command in ("list", "search"):
        assert run(command, "--columns", "id", name).stdout.strip() == number
    assert run("export", "--format", "keys", name).stdout == f"{' abcd'[int(number)]}\n"
    assert f"id: {number}\n" in run("show", name).stdout


@pytest.mark.parametrize("length", [255, 1_000])
def test_a_long_key_is_kept(run, tmp_path, length):
    """Programs make some of whole titles; two may differ in their last letter alone."""
    keys = ["k" * (length - 1) + end for end in "ab"]
    entries = (f"@misc{{{key}, title={{Work {key[-1]}}}}}\n" for key in keys)
    (tmp_path / "a.bib").write_text("".join(entries))
    run("import", "a.bib")
    assert keys_of(run) == keys
    for name, cite in (("m.tex", "\\cite{%s}"), ("m.aux", "\\citation{%s}\n"), ("m.md", "@%s")):
        (tmp_path / name).write_text(cite % keys[1])
        assert run("export", "--format", "keys", "--keys", name).stdout == f"{keys[1]}\n"


def test_other_keys_of_an_entry_are_told_as_well(run, tmp_path):
    """One that is another paper's, and one that cannot be cited: both name the paper."""
    (tmp_path / "a.bib").write_text(CATS)
    (tmp_path / "b.bib").write_text(
        "@article{roe12, title={On rain}, author={Roe, J}, ids={smith2011,roe2012,Roe 2012}}"
    )
    run("import", "a.bib")
    said = run("import", "b.bib", code=1).stderr
    assert "b.bib:1: The key smith2011 belongs to another paper; this one is roe12." in said
    assert "b.bib:1: The key Roe 2012 cannot be cited; this one is roe12." in said
    assert run("import", "b.bib").stderr == ""
    for key in ("roe2012", "Roe 2012"):
        assert "title: On rain" in run("show", key).stdout
    assert "cats" in run("show", "smith2011").stdout


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '[{"id": "roe 2010", "type": "book", "title": "On rain"}]'),
        ("a.csv", "key,title,author\nroe 2010,On rain,Ann Roe\n"),
        ("a.jsonl", '{"citekey": "roe 2010", "title": "On rain"}\n'),
        ("a.ris", "TY  - BOOK\nID  - roe 2010\nTI  - On rain\nER  - \n"),
    ],
)
def test_a_key_of_any_format_that_cannot_be_cited_is_told(run, tmp_path, name, text):
    """It names the paper, whatever program it comes from."""
    (tmp_path / name).write_text(text)
    assert "The key roe 2010 cannot be cited" in run("import", name, code=1).stderr
    assert "title: On rain" in run("show", "roe 2010").stdout


def test_a_key_made_anew_is_none_that_was_freed(run):
    """Old manuscripts cite the paper that had it."""
    run("add", "--title", "Deep thing", "--author", "Smith, A", "--year", "2011")
    run("rm", "1", "--yes")
    run("add", "--title", "Deep dive")
    run("edit", "deepdive", "--author", "Smith, A", "--year", "2011")
    run("keys", "--renew")
    assert keys_of(run) == ["smith2011deepa"]


SETS = """@article{roe1, title={On rain}, author={Roe, A.}, year=2001}
@set{both, entryset = {roe1, poe2}}
@article{poe2, title={On snow}, author={Poe, B.}, year=2002, related={old3}}
@article{old3, title={On hail}, author={Old, C.}, year=1950}
@article{far4, title={On wind}, author={Far, D.}, year=2004}
"""


def test_the_key_of_a_set_finds_its_entries(run, tmp_path):
    r"""biblatex cites them as one; what they refer to goes along. BibTeX knows no sets."""
    (tmp_path / "refs.bib").write_text(SETS)
    (tmp_path / "own.tex").write_text("\\cite{both}\\addbibresource{refs.bib}")
    (tmp_path / "bare.tex").write_text("\\cite{both}")
    run("import", "refs.bib")
    for name in ("own.tex", "bare.tex"):
        written = run("export", "biblatex", "--keys", name).stdout
        assert re.findall(r"(?m)^@\w+\{([^,]*),", written) == ["roe1", "poe2", "old3", "both"]
        assert "entryset = {roe1,poe2}" in written
        assert "  ids" not in written
        done = run("export", "--keys", name)
        assert re.findall(r"(?m)^@\w+\{([^,]*),", done.stdout) == ["roe1", "poe2", "old3"]
        assert "both is a set, which bibtex does not know: roe1, poe2 in its place." in done.stderr
        assert run("cited", name, "--only", "missing,no-entry").stdout == ""
    assert keys_of(run, "both") == ["roe1", "poe2"]
    (tmp_path / "again.bib").write_text(run("export", "biblatex").stdout)
    assert "0 merged, 4 unchanged" in run("import", "again.bib").stdout
    run("rm", "roe1", "--yes")
    assert "@set" not in run("export", "biblatex").stdout


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", "\\defbibentryset{s}{roe1,far4}\\cite{s}"),
        ("a.bcf", '<bcf:citekey order="1" type="set" members="roe1,far4">s</bcf:citekey>'),
    ],
)
def test_a_set_of_the_manuscript_itself(run, tmp_path, name, text):
    """Its entries are written, and the set for biber."""
    (tmp_path / "refs.bib").write_text(SETS)
    (tmp_path / name).write_text(text)
    run("import", "refs.bib")
    written = run("export", "biblatex", "--keys", name).stdout
    assert re.findall(r"(?m)^@\w+\{([^,]*),", written) == ["roe1", "far4", "s"]


PROCEEDINGS = "@proceedings{p10, title={Proc. of X}, year=2010, editor={Ed, I.}}\n"
TALK = "@inproceedings{talk, title={On rain}, author={Roe, A.}, crossref={p10}}\n"


def test_what_an_entry_refers_to_stands_behind_it(run, tmp_path):
    """BibTeX finds it there alone; it may have come from another file, before or under a key."""
    (tmp_path / "p.bib").write_text(PROCEEDINGS)
    (tmp_path / "t.bib").write_text(TALK)
    run("import", "p.bib")
    run("import", "t.bib")
    assert re.findall(r"(?m)^@\w+\{([^,]*),", run("export").stdout) == ["talk", "p10"]
    run("key", "p10", "mine")
    written = run("export").stdout
    assert re.findall(r"(?m)^@\w+\{([^,]*),", written) == ["talk", "mine"]
    assert "crossref = {mine}" in written
    assert "crossref = {mine}" in run("export", "biblatex").stdout
    (tmp_path / "m.tex").write_text("\\cite{talk}")
    written = run("export", "--keys", "m.tex").stdout
    assert re.findall(r"(?m)^@\w+\{([^,]*),", written) == ["talk", "p10"]
    assert "crossref = {p10}" in written


def test_an_entry_refers_to_those_of_its_own_file(run, tmp_path):
    """Not to the paper that had the key before."""
    (tmp_path / "a.bib").write_text("@book{b2, title={Quite another}, author={Far, D.}}")
    (tmp_path / "b.bib").write_text(
        "@book{b1, title={Rain}, author={Roe, A.}, related={b2}, relatedtype={reprintof}}\n"
        "@book{b2, title={Snow}, author={Poe, B.}}"
    )
    (tmp_path / "m.tex").write_text("\\cite{b1}")
    run("import", "a.bib")
    assert "this one is b2a" in run("import", "b.bib", code=1).stderr
    assert re.search(r"related += \{b2a\}", run("export", "biblatex").stdout)
    written = run("export", "biblatex", "--keys", "m.tex").stdout
    assert re.findall(r"(?m)^@\w+\{([^,]*),", written) == ["b1", "b2a"]
    assert re.search(r"related += \{b2a\}", written)


def test_entries_that_the_library_lacks_are_not_overwritten(run, tmp_path):
    """Not those that the manuscript cites from the very file."""
    (tmp_path / "a.bib").write_text(CATS)
    (tmp_path / "refs.bib").write_text(f"{CATS}\n{DOGS.replace('smith2011', 'dogs2011')}")
    (tmp_path / "m.tex").write_text("\\cite{smith2011,dogs2011}\\bibliography{refs}")
    run("import", "a.bib")
    said = run("export", "--keys", "m.tex", "--out", "refs.bib", code=3).stderr
    assert "refs.bib has what the library lacks: dogs2011. Nothing was written." in said
    assert "dogs" in (tmp_path / "refs.bib").read_text()
    run("import", "refs.bib")
    run("export", "--keys", "m.tex", "--out", "refs.bib")


def test_a_manuscript_is_not_overwritten(run, tmp_path):
    """By the bibliography that it cites."""
    (tmp_path / "refs.bib").write_text(SETS)
    (tmp_path / "m.tex").write_text("\\cite{roe1}")
    run("import", "refs.bib")
    run("export", "--format", "bibtex", "--keys", "m.tex", "--out", "m.tex", code=2)
    assert (tmp_path / "m.tex").read_text() == "\\cite{roe1}"
