"""Lists as things of their own: shown, compared with a file, checked, exported, edited."""

import io
import json
import os
import pty
import subprocess
import sys
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from readlist import formats
from readlist.formats.base import Format, TextDocument
from readlist.identity.absorb import AbsorbOptions
from readlist.library.imports.import_file import ImportOptions, import_document, list_diff
from readlist.library.imports.list_sync import longest_rising
from readlist.library.lists import check as list_check
from readlist.library.lists import lists
from readlist.library.lists.check import broken_address, check, contradicts
from readlist.library.papers import undo
from readlist.model import Identifier, Link, ListEntry, Paper, Record
from readlist.store.connection import Library
from readlist.store.lists import find_list, make_list, places, stored_entries, summaries
from readlist.store.papers import load
from readlist.views import lists as views
from readlist.views import paper as paper_views
from readlist.views.answer import Screen
from support.papers import change
from support.paths import EXAMPLES
from support.program import NOW, Run
from support.properties import examples

NUMBERS = count()
FIRST = """# My Reading

## Attention

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - The one.
- [Neural Machine Translation](https://arxiv.org/abs/1409.0473) - Where it began.
- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805)

## Vision

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
"""
SECOND = """# My Reading

## Attention

- [Neural Machine Translation](https://arxiv.org/abs/1409.0473) - Where it all began.
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - The one.

## Vision

- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805)
- [An Image is Worth 16x16 Words](https://arxiv.org/abs/2010.11929)
"""


def options(name: str) -> ImportOptions:
    return ImportOptions(AbsorbOptions(NOW, "ada"), list_name=name)


def curated(rows) -> Format:
    """A format that says these rows: paper, section, remark."""
    records = [
        Record(title=f"The paper about {paper}", entries=(ListEntry(section, place, remark),))
        for place, (paper, section, remark) in enumerate(rows, 1)
    ]
    return Format("made", "", load=lambda _document, _options: iter(records), makes_list=True)


def take_in(library: Library, rows, name: str):
    document = TextDocument("", name)
    step = lambda tx: import_document(tx, document, curated(rows), options(name), lambda _: None)  # noqa: E731
    return change(library, step).list_changes


def compare(library: Library, rows, name: str):
    document = TextDocument("", name)
    step = lambda tx: list_diff(tx, document, curated(rows), options(name), lambda _: None)  # noqa: E731
    return change(library, step, dry_run=True)


def entries(library: Library, name: str):
    number = find_list(library.db, name)[0]
    return [(p.title, p.section, p.remark) for p in places(library, number)]


# What a file would change

rows = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.sampled_from([(), ("One",), ("One", "Two"), ("Three",)]),
        st.sampled_from(["", "Good.", "Better."]),
    ),
    max_size=9,
)


@examples(60)
@given(rows.filter(bool), rows.filter(bool))
def test_a_difference_is_what_the_import_then_does(library, before, after):
    """The same numbers, each entry once, and nothing is left to change afterwards."""
    name = f"list-{next(NUMBERS)}"
    take_in(library, before, name)
    told = compare(library, after, name)
    found = told.differences
    assert entries(library, name) == [(f"The paper about {p}", s, r) for p, s, r in before]
    done = take_in(library, after, name)
    assert views.counts(found) == {
        "added": done.added, "removed": done.removed, "moved": done.moved,
        "reworded": done.reworded,
    }  # fmt: skip
    assert entries(library, name) == [(f"The paper about {p}", s, r) for p, s, r in after]
    assert told.sections == tuple(done.sections)
    again = compare(library, after, name)
    assert (again.differences, again.sections) == ((), ())
    old = Counter((d.title, d.change.before.position) for d in found if d.change.before)
    new = Counter((d.title, d.change.after.position) for d in found if d.change.after)
    assert set(old.values()) | set(new.values()) <= {1}
    assert len(before) + sum(new.values()) - sum(old.values()) == len(after)
    assert all(d.change.kinds for d in found)


@given(st.lists(st.integers(0, 9), max_size=12))
def test_what_stays_is_the_longest_run(numbers):
    """Never falling, in order, and as long as any such run."""
    found = longest_rising(numbers)
    assert found == sorted(set(found))
    picked = [numbers[place] for place in found]
    assert picked == sorted(picked)
    best = [1] * len(numbers)
    for place, number in enumerate(numbers):
        for former in range(place):
            if numbers[former] <= number:
                best[place] = max(best[place], best[former] + 1)
    assert len(found) == max(best, default=0)


@pytest.fixture
def listed(run: Run, tmp_path: Path) -> Run:
    """The program with one list of four papers, and a newer file of it beside."""
    (tmp_path / "first.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.md").write_text(SECOND, encoding="utf-8")
    run("import", "first.md")
    return run


def test_a_difference_tells_each_entry_once(listed):
    """What happened, where from and to, in words of the old and the new remark."""
    done = listed("lists", "diff", "my-reading", "second.md", code=1)
    told = [line.split("\t") for line in done.stdout.splitlines()]
    assert {row[4].split(":")[0]: row[0] for row in told} == {
        "Neural Machine Translation": "moved,reworded",
        "BERT": "moved",
        "Deep Residual Learning": "removed",
        "An Image is Worth 16x16 Words": "added",
    }
    bert = next(row for row in told if row[4].startswith("BERT"))
    assert bert[2:4] == ["Attention", "Vision"]
    assert done.stderr.startswith("List my-reading: 1 added, 1 removed, ")
    assert len(listed("lists", "my-reading").stdout.splitlines()) == 4
    assert len(listed("history").stdout.splitlines()) == 1


def test_a_difference_in_json_has_both_places(listed):
    shape = json.loads(listed("lists", "diff", "my-reading", "second.md", "--json", code=1).stdout)
    assert (shape["added"], shape["removed"], shape["reworded"]) == (1, 1, 1)
    new = next(c for c in shape["changes"] if c["changes"] == ["added"])
    assert (new["id"], new["before"], new["after"]["section"]) == (None, None, ["Vision"])
    gone = next(c for c in shape["changes"] if c["changes"] == ["removed"])
    assert gone["after"] is None
    assert gone["id"]
    said = json.loads(listed("import", "second.md", "--list", "my-reading", "--json").stdout)
    assert {k: shape[k] for k in said["list_changes"]} == said["list_changes"]
    listed("lists", "diff", "my-reading", "second.md")


def test_the_same_file_differs_in_nothing(listed):
    done = listed("lists", "diff", "my-reading", "first.md")
    assert done.stdout == ""
    assert "changes nothing" in done.stderr


def test_words_of_a_remark_are_compared():
    assert views.word_diff("Where it began.", "Where it all began.") == [
        (" ", "Where it"), ("+", "all"), (" ", "began."),
    ]  # fmt: skip
    assert views.word_diff("", "New.") == [("+", "New.")]
    long = "word " * 3_000
    assert [sign for sign, _ in views.word_diff(long, long + "more")] == ["-", "+"]


def test_a_paper_that_two_records_join_is_still_put_into_a_list(library):
    """Joining two papers is no place in a list."""
    arxiv, doi = Identifier("arxiv", "1706.03762"), Identifier("doi", "10.5555/3295222")
    one = Record(title="Attention", identifiers=(arxiv,))
    other = Record(title="Something else", identifiers=(doi,))
    fillers = [Record(title=f"Filler {n}") for n in range(1_000)]
    both = Record(title="Attention", identifiers=(arxiv, doi))
    refs = lambda found: Format("refs", "", load=lambda *_: iter(found))  # noqa: E731
    for found, name in (([one, other], "first"), ([*fillers, both], "second")):
        change(
            library,
            lambda tx, found=found, name=name: import_document(
                tx, TextDocument(""), refs(found), options(name), lambda _: None
            ),
        )
    assert entries(library, "second")[-1][0] == "Attention"
    assert len(entries(library, "second")) == 1_001


# What is shown


def test_a_list_is_shown_with_progress_per_section(listed):
    listed("status", "1", "read")
    shape = json.loads(listed("lists", "show", "my-reading", "--json").stdout)
    assert shape["sections"] == [
        {"section": ["Attention"], "papers": 3, "done": 1, "reading": 0},
        {"section": ["Vision"], "papers": 1, "done": 0, "reading": 0},
    ]
    assert (shape["summary"]["read"], shape["summary"]["done"]) == (1, 1)
    assert listed("lists", "my-reading", "--json").stdout == (
        listed("lists", "--json", "my-reading").stdout
    )
    every = json.loads(listed("lists", "--json").stdout)["lists"][0]
    assert (every["name"], every["papers"], every["done"]) == ("my-reading", 4, 1)
    assert every["next"] == shape["entries"][1]["key"]


def test_parts_of_a_list_are_shown(listed):
    listed("status", "1", "read")
    lines = listed("lists", "show", "my-reading", "--unread", "--section", "atten").stdout
    assert [line.split("\t")[0] for line in lines.splitlines()] == ["2", "3"]
    remarks = listed("lists", "show", "my-reading", "--remarks").stdout.splitlines()
    assert [line.split("\t")[5] for line in remarks] == ["The one", "Where it began", "", ""]
    error = listed("lists", "show", "my-reading", "--section", "Visio n", code=3).stderr
    assert "Did you mean 'Vision'?" in error


def test_a_wrong_name_is_answered_with_the_nearest(listed):
    listed("lists", "add", "read-later", "1")
    assert "Did you mean 'my-reading'?" in listed("lists", "my-readng", code=3).stderr
    assert "Did you mean 'my-reading'?" in listed("lists", "reading", code=3).stderr
    assert "did you mean 'diff'?" in listed("lists", "dif", "my-reading", "x", code=2).stderr


def test_commands_and_names_of_lists_complete(listed):
    def complete(line: str) -> list[str]:
        words = line.split(" ")
        return listed(
            _READLIST_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)
        ).stdout.split()

    assert complete("readlist lists my") == ["my-reading"]
    assert complete("readlist lists di") == ["diff"]
    listed("lists", "add", "addenda", "1")
    assert complete("readlist lists a") == ["add"]
    assert complete("readlist lists adde") == ["addenda"]
    assert complete("readlist lists diff m") == ["my-reading"]
    assert "--unread" in complete("readlist lists my-reading --un")


@pytest.fixture
def example(library: Library) -> Library:
    """A library with the example list, and one paper of it read."""
    document = TextDocument((EXAMPLES / "annotated.txt").read_text(encoding="utf-8"))
    found = formats.get("annotated")
    change(library, lambda tx: import_document(tx, document, found, options("list"), lambda _: 0))
    library.db.execute("UPDATE readings SET status = 'read' WHERE paper_id = 1")
    return library


def drawn(parts, width: int) -> list[str]:
    """Return the lines that parts of a view have on a terminal."""
    file = io.StringIO()
    console = Console(file=file, width=width, markup=False, emoji=False, highlight=False)
    for part in parts:
        console.print(part)
    return [line.rstrip() for line in file.getvalue().splitlines()]


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_a_tree_fits_a_terminal_of_any_width(example, width):
    summary = summaries(example)[0]
    found = places(example, 1)
    progress = lists.progress(found)
    lines = drawn(views.tree(summary, found, progress, width, remarks=True), width)
    assert max(map(cell_len, lines)) <= width
    assert lines[0] == "list  1 of 14 done"
    assert lines[1].strip() == "Start here  1 of 8 done"
    assert any("✓ 1 " in line for line in lines)
    assert ("He et al., 2015" in "".join(lines)) == (width >= 120)
    following = Paper(id=2, key="b", title="A title that goes on " * 20)
    short = list(views.listing([(summary, following)]).parts(Screen(width, colour=False)))
    assert max(map(len, short)) <= width


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("colour", [True, False])
def test_a_difference_fits_a_terminal_of_any_width(library, width, colour):
    """Each entry is named once, text from outside is no markup, and words that came are marked."""
    before = [("a", ("One",), "An old [bold]remark."), ("b", ("One",), ""), ("c", ("One",), "")]
    after = [("a", ("One",), "A [bold]remark."), ("b", ("A section " * 9,), ""), ("d", (), "")]
    take_in(library, before, "l")
    found = compare(library, after, "l").differences
    answer = views.difference("l", found, (), file="f")
    lines = drawn(answer.parts(Screen(width, colour)), width)
    assert max(map(cell_len, lines)) <= width
    said = [line for line in lines if "The paper about" in line]
    assert said == [
        "~  The paper about a", ">  The paper about b", "-  The paper about c",
        "+  The paper about d",
    ]  # fmt: skip
    words = "An old A [bold]remark." if colour else "[-An old-] [+A+] [bold]remark."
    assert f"   {words}" in lines
    assert views.diff_sentence("l", found, ()) == (
        "List l: 1 added, 1 removed, 1 moved, 1 reworded."
    )


def test_a_check_fits_a_terminal(library):
    found = [list_check.Finding("unidentified", (n,), "A link " * 30) for n in range(1, 30)]
    papers = {number: Paper(id=number, key="key", title="Title " * 40) for number in range(1, 30)}
    answer = views.check("l", found, papers, list_check.KINDS, 20)
    lines = drawn(answer.parts(Screen(80)), 80)
    assert max(map(cell_len, lines)) <= 80
    assert lines[0] == "29 entries without any identifier"
    assert "  and 9 more; --all shows them." in lines


@pytest.mark.parametrize("width", [40, 100])
def test_a_long_list_is_folded_on_a_terminal(library, width):
    """Its sections with counts, as deep as there is room; a pipe and --all have every entry."""
    rows = [(f"p{n}", (f"Year {n // 25}", f"Topic {n % 5}"), "") for n in range(500)]
    take_in(library, rows, "long")
    number = find_list(library.db, "long")[0]
    found = places(library, number)
    summary = summaries(library, number)[0]
    answer = views.one_list(summary, found, lists.progress(found), remarks=False, folded=True)
    lines = drawn(answer.parts(Screen(width)), width)
    assert len(lines) == 21
    assert max(map(cell_len, lines)) <= width
    assert lines[1].split() == ["Year", "0", "(5", "sections)", "0", "of", "25", "done"]
    assert "--section NAME" in answer.terminal_note
    assert len(list(answer.lines())) == 500
    whole = views.one_list(summary, found, lists.progress(found), remarks=False)
    assert len(drawn(whole.parts(Screen(width)), width)) > 600


def test_a_terminal_shows_the_tree(listed, environment, tmp_path):
    """The short form of ``lists show``, on a real terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "readlist", "lists", "my-reading"], env=environment, cwd=tmp_path,
        stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65_536):
            said += part
    except OSError:
        pass
    finally:
        os.close(ours)
    assert process.wait() == 0
    assert "Attention" in said.decode()
    assert "0 of 3 done" in said.decode()


# A paper in several lists


def test_several_lists_are_a_recommendation(listed, tmp_path):
    """Every place is shown, queries find the paper, and ``next`` says it."""
    other = "# Other\n\n- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - Again.\n"
    (tmp_path / "other.md").write_text(other, encoding="utf-8")
    listed("import", "other.md", "--format", "markdown")
    shown = listed("show", "1").stdout
    assert "lists: recommended by 2 lists" in shown
    assert "list: my-reading, number 1, Attention\n  The one\n" in shown
    assert "list: other, number 1\n  Again\n" in shown
    assert listed("list", "is:consensus", "--quiet").stdout == "1\n"
    assert listed("list", "NOT", "is:consensus", "--quiet").stdout == "2\n3\n4\n"
    assert listed("list", "sort:lists-,id", "--columns", "id,list_count,lists").stdout == (
        "1\t2\tmy-reading,other\n2\t1\tmy-reading\n3\t1\tmy-reading\n4\t1\tmy-reading\n"
    )
    assert "recommended by 2 lists" in listed("next").stdout


def test_one_list_is_no_recommendation():
    twice = Paper(
        id=1, key="a", lists=(ListEntry(("A",), 1, "", "x"), ListEntry(("B",), 2, "", "x"))
    )
    assert "recommended" not in "\n".join(paper_views.card(twice, {}).lines())


# Export


@pytest.mark.parametrize("out", ["out.jsonl", "out.md"])
def test_an_exported_list_comes_back(listed, tmp_path, out):
    """The same order, sections and remarks, in this library and in an empty one."""
    listed("lists", "export", "my-reading", "--out", out)
    listed("lists", "diff", "my-reading", out)
    before = listed("lists", "show", "my-reading", "--remarks").stdout
    elsewhere = {"READLIST_DB": str(tmp_path / "other.db")}
    listed("import", out, **elsewhere)
    assert listed("lists", "show", "my-reading", "--remarks", **elsewhere).stdout == before


def test_an_exported_list_holds_its_own_places_alone(listed, tmp_path):
    (tmp_path / "other.md").write_text("# Other\n\n- arXiv:1706.03762\n", encoding="utf-8")
    listed("import", "other.md", "--format", "markdown")
    said = listed("lists", "export", "my-reading", "--format", "jsonl").stdout
    assert '"other"' not in said


# Followed


def test_a_list_follows_where_its_keeper_writes_it(listed):
    """It is a feed that keeps this list; both names and the end of it are told."""
    url = "https://github.com/owner/my-papers"
    dry = listed("lists", "follow", "my-reading", url, "--dry-run").stdout
    assert dry.startswith("Would follow: list my-reading, ")
    assert listed("feed").stdout == ""
    added = json.loads(listed("lists", "follow", "MY-READING", url, "--json").stdout)["added"]
    assert [(one["name"], one["kind"], one["list"]) for one in added] == [
        ("my-reading", "list", "my-reading")
    ]
    assert "already" in listed("lists", "follow", "my-reading", url).stdout
    other = listed("lists", "follow", "my-reading", f"{url}-2", code=2).stderr
    assert "'readlist feed rm my-reading' ends that" in other
    listed("lists", "rename", "my-reading", "mine")
    assert json.loads(listed("feed", "--json").stdout)["feeds"][0]["list"] == "mine"
    listed("undo")
    listed("undo")
    assert listed("feed").stdout == ""


def test_only_a_list_can_be_followed_as_one(listed):
    assert "not a list" in listed("lists", "follow", "my-reading", "hf", code=2).stderr
    assert "no list" in listed("lists", "follow", "other", "https://github.com/a/b", code=3).stderr


# What is wrong


def paper(number: int, title: str, **facts) -> Paper:
    return Paper(
        id=number, key=f"key{number}", title=title, lists=(ListEntry((), number),), **facts
    )


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("https://arxiv.org/abs/2313.12345", "no month 13"),
        ("https://arxiv.org/pdf/2001.1234.pdf", "5 digits"),
        ("https://arxiv.org/abs/", "no arXiv identifier"),
        ("https://doi.org/10.1145/", "suffix"),
        ("https://doi.org/10.1145", "suffix"),
        ("http://dx.doi.org/", "no DOI"),
        ("https://openreview.net/forum?id=", "no OpenReview"),
        ("https://aclanthology.org/P18-11/", "no ACL"),
        ("https://huggingface.co/papers/2313.12345", "no month 13"),
        ("https://example.org/a%20(https://example.org/a)", "stands in another"),
        ("https://example.org/https:/example.org/b", "stands in another"),
    ],
)
def test_an_address_that_names_no_paper_is_told(address, wrong):
    assert wrong in broken_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/abs/1706.03762v5", "https://arxiv.org/list/cs.CL/recent",
        "https://arxiv.org/pdf/hep-th/9901001", "https://doi.org/10.1145/3292500.3330701",
        "https://openreview.net/group?id=ICLR.cc", "https://aclanthology.org/P18-1001/",
        "https://aclanthology.org/volumes/2023.acl-long/", "https://github.com/x/y",
        "https://web.archive.org/web/2020/https://example.org/", "https://huggingface.co/papers",
        "https://scholar.google.com/scholar?url=https://example.org", "not an address", "",
    ],
)  # fmt: skip
def test_an_address_that_is_right_is_left_alone(address):
    assert broken_address(address) == ""


@given(st.text() | st.text("htps:/arxivdo.g0123456789()%", max_size=200).map("https://".__add__))
def test_no_address_makes_the_check_fail(address):
    assert isinstance(broken_address(address), str)
    found = check([paper(1, address, links=(Link("page", address),), venue=address)], ())
    assert all(finding.kind in list_check.KINDS for finding in found)


def test_what_a_curator_would_put_right_is_found():
    twice = Paper(
        id=1,
        key="one",
        title="Attention Is All You Need",
        identifiers=(Identifier("arxiv", "1706.03762"),),
        lists=(ListEntry(("A",), 1), ListEntry(("B", "C"), 5)),
    )
    doi = (Identifier("doi", "10.1000/2"),)
    near = paper(2, "Attention is all you needs", identifiers=doi)
    mistaken = paper(
        3, "Toward Language Agent Fine-tuning", identifiers=(Identifier("arxiv", "2310.05915"),),
        titles=("voyageranopenendedembodiedagent", "fireact"), ranks={"title": ("arxiv", 70)},
    )  # fmt: skip
    broken = paper(
        4, "Broken", venue="arXiv preprint arXiv:2313.12345",
        extra={"bibtex": {"doi": "10.1145", "eprint": "2001.12"}},
    )  # fmt: skip
    said: dict[str, list[tuple[tuple[int, ...], str]]] = {}
    for one in check([twice, near, mistaken, broken], ()):
        said.setdefault(one.kind, []).append((one.papers, one.what))
    assert said["twice"] == [((1,), "number 1 in A; number 5 in B / C")]
    assert said["alike"] == [((1, 2), "They have nearly the same title.")]
    assert [papers for papers, _ in said["malformed"]] == [(4,)] * 3
    assert said["contradiction"] == [
        ((3,), "The title comes from arxiv; it was also called 'voyageranopenendedembodiedagent'.")
    ]
    assert said["unidentified"] == [((4,), "")]
    kept_apart = check([twice, near], [(1, 2)])
    assert [finding.kind for finding in kept_apart] == ["twice"]


def test_names_and_parts_of_a_title_contradict_nothing():
    title = "bertpretrainingofdeepbidirectionaltransformers"
    assert not contradicts("bert", title)
    assert not contradicts("pretrainingofdeepbidirectional", title)
    assert not contradicts("bertpretrainingofdeepbidirectionaltransformer", title)
    assert not contradicts("为什么超大的模型泛化性不错为什么", title)
    assert contradicts("voyageranopenendedembodiedagent", title)


def test_a_check_ends_with_its_code(listed, tmp_path):
    assert "Nothing is wrong" in listed("lists", "check", "my-reading").stderr
    bad = FIRST + "- [Month](https://arxiv.org/pdf/2313.12345.pdf)\n"
    (tmp_path / "first.md").write_text(bad, encoding="utf-8")
    listed("import", "first.md")
    lines = listed("lists", "check", "my-reading", code=1).stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["malformed"]
    shape = json.loads(listed("lists", "check", "my-reading", "--json", code=1).stdout)
    assert shape["findings"][0]["papers"][0]["title"] == "Month"


# Edited by hand


def test_a_list_is_edited_and_each_step_undone(listed):
    """Put in, moved, reworded, taken out, renamed, removed; every step comes back."""

    def state() -> str:
        return listed("lists", "show", "my-reading", "--remarks").stdout

    def rows() -> list[list[str]]:
        return [line.split("\t") for line in state().splitlines()]

    before = state()
    listed("add", "2010.11929", "--title", "An Image")
    listed("lists", "add", "my-reading", "5", "--section", "Attention", "--remark", "Odd.")
    assert [(row[0], row[3], row[5]) for row in rows()][3:] == [
        ("4", "Attention", "Odd."), ("5", "Vision", ""),
    ]  # fmt: skip
    assert "already" in listed("lists", "add", "my-reading", "5", "--section", "Attention").stdout
    listed("lists", "add", "my-reading", "5", "--section", "Vision / New")
    assert [row[3] for row in rows()][3:] == ["Vision", "Vision / New"]
    listed("lists", "drop", "my-reading", "5")
    assert [row[1] for row in rows()] == [line.split("\t")[1] for line in before.splitlines()]
    for _ in range(3):
        listed("undo")
    assert state() == before
    listed("lists", "rename", "my-reading", "mine")
    assert listed("lists", "mine").stdout
    listed("lists", "rm", "mine", "--yes")
    assert listed("lists").stdout == ""
    assert len(listed("list").stdout.splitlines()) == 5
    listed("undo")
    listed("undo")
    assert state() == before


def test_a_new_list_is_made_of_papers(listed):
    shape = json.loads(listed("lists", "add", "thesis", "1", "2", "--dry-run", "--json").stdout)
    assert shape["changed"] == 2
    listed("lists", "thesis", code=3)
    assert (
        "new list thesis" in listed("lists", "add", "thesis", "--where", "list:my-reading").stdout
    )
    assert len(listed("lists", "thesis").stdout.splitlines()) == 4
    assert "already" in listed("lists", "rename", "thesis", "MY-READING", code=2).stderr
    assert listed("lists", "rename", "thesis", "Thesis", "--quiet").stdout == "Thesis\n"
    assert "--yes" in listed("lists", "rm", "thesis", code=2).stderr


@pytest.mark.parametrize("command", ["add", "drop", "rename", "rm"])
def test_what_changes_a_list_can_be_scripted(run, command):
    text = run("lists", command, "--help").stdout
    for option in ("--json", "--quiet", "--dry-run"):
        assert option in text, option


wishes = st.tuples(
    st.lists(st.integers(1, 7), min_size=1, max_size=4),
    st.sampled_from([None, (), ("One",), ("One", "Two"), ("Four",)]),
    st.sampled_from([None, "", "Said."]),
)


@examples(60)
@given(rows.filter(bool), wishes)
def test_putting_papers_into_a_list_keeps_the_others(library, before, wish):
    """Who was named stands where it should, nobody else moves, and doing it again is nothing."""
    name = f"edited-{next(NUMBERS)}"
    everybody = [("abcdefg"[n], (), "") for n in range(7)]
    take_in(library, everybody, "all")
    take_in(library, before, name)
    number = find_list(library.db, name)[0]
    papers, section, remark = wish
    step = lambda tx: lists.put(tx, number, papers, lists.Wish(section, remark))  # noqa: E731
    old = stored_entries(library.db, number)
    changed = change(library, step)
    new = stored_entries(library.db, number)
    assert set(changed) <= set(papers)
    others = [(e.id, e.section, e.remark) for e in old if e.paper_id not in papers]
    assert [(e.id, e.section, e.remark) for e in new if e.paper_id not in papers] == others
    for paper_id in papers:
        own = [e for e in new if e.paper_id == paper_id]
        assert any(
            section in (None, e.section) and remark in (None, e.remark) for e in own
        )  # fmt: skip
    assert len({e.position for e in new}) == len(new)
    assert change(library, step) == []
    if changed:
        change(library, lambda tx: undo.undo(tx, 1, None))
        assert stored_entries(library.db, number) == old


def test_a_removed_list_leaves_its_papers(library):
    take_in(library, [("a", (), ""), ("b", ("One",), "Good.")], "short")
    number = find_list(library.db, "short")[0]
    before = entries(library, "short")
    from readlist.store.lists import remove_list

    assert change(library, lambda tx: remove_list(tx, number)) == 2
    assert find_list(library.db, "short") is None
    assert len(list(load(library, [1, 2]))) == 2
    change(library, lambda tx: undo.undo(tx, 1, None))
    assert entries(library, "short") == before


def test_progress_counts_papers_once(library):
    take_in(library, [("a", ("One",), ""), ("a", ("Two",), ""), ("b", ("One",), "")], "twice")
    number = find_list(library.db, "twice")[0]
    found = lists.progress(places(library, number))
    assert found[()] == (2, 0, 0)
    assert found["One",] == (2, 0, 0)
    assert found["Two",] == (1, 0, 0)


def test_an_empty_list_is_shown(run, library):
    from readlist.model import ListInfo

    change(library, lambda tx: make_list(tx, ListInfo(name="empty")))
    assert run("lists", "empty").stdout == ""
    assert run("lists").stdout == "empty\t0\t0\t\t\n"
