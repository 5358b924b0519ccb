"""The format ``refs``: lists of references, prose with identifiers, titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.bib.names import display
from readlist.formats import refs
from readlist.model import Rank, Record, Skipped
from readlist.text import visible
from support.effort import assert_linear
from support.formats import ids_of, load, records
from support.paths import DATA
from support.properties import examples

A = "https://arxiv.org/abs/1706.03762"


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return title and identifiers of each record."""
    found = [item for item in load(refs, text) if isinstance(item, Record)]
    return [(record.title, tuple(map(str, record.identifiers))) for record in found]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (A, ""),
        (f"Attention is all you need, {A}", "Attention is all you need"),
        (f"Attention Is All You Need ({A}).", "Attention Is All You Need"),
        (f"- [Attention Is All You Need]({A})", "Attention Is All You Need"),
        (
            f"* **Attention Is All You Need** [[pdf]]({A}) [[abs]]({A}v2)",
            "Attention Is All You Need",
        ),
        (f"1. “Attention Is All You Need”, {A}", "Attention Is All You Need"),
        (f"[3] {A} - Attention Is All You Need", "Attention Is All You Need"),
        (f"Paper: Attention Is All You Need: {A}", "Attention Is All You Need"),
        (f"Attention Is All You Need | arXiv | {A}", "Attention Is All You Need"),
        ("arXiv:1706.03762 [cs.CL] Attention Is All You Need", "Attention Is All You Need"),
        (f"We Are What We Read: {A}", "We Are What We Read"),
        (f"<{A}>", ""),
        (f"{A}%20({A})", ""),
        (f"{A} https://arxiv.org/pdf/1706.03762v5.pdf", ""),
        (f"see also {A}", ""),
        (f"I read {A}", ""),
        (f"Vaswani et al. Attention is all you need. {A}, 2017.", ""),
        (f"[paper]({A})", ""),
        (f"[x] {A} \x1b[2J", ""),
    ],
)
def test_line_with_one_paper(line: str, title: str) -> None:
    """A line with one identifier is one paper, with the rest as its title where it is one."""
    assert told(line) == [(title, ("arxiv:1706.03762",))]


def test_year_behind_a_title_is_a_fact() -> None:
    """A year in brackets behind a title is the year, no part of the title."""
    (record,) = load(refs, f"Attention Is All You Need (2017) {A}")
    assert isinstance(record, Record)
    assert (record.title, record.year, record.source) == ("Attention Is All You Need", 2017, "refs")
    assert (record.rank, record.line) == (Rank.LIST, 1)


def test_different_identifiers_are_different_papers() -> None:
    """Two identifiers on a line are two papers, and a title beside them is nobody's."""
    assert told(f"Some Title {A} 10.1145/3292500.3330701") == [
        ("", ("arxiv:1706.03762",)),
        ("", ("doi:10.1145/3292500.3330701",)),
    ]
    assert told(f"[One Title]({A}), [Another One](https://arxiv.org/abs/1810.04805)") == [
        ("One Title", ("arxiv:1706.03762",)),
        ("Another One", ("arxiv:1810.04805",)),
    ]


def test_acl_doi_is_one_paper_with_two_identifiers() -> None:
    """A DOI of the ACL Anthology brings the Anthology's identifier along."""
    assert told("10.18653/v1/P18-1001") == [("", ("doi:10.18653/v1/p18-1001", "acl:P18-1001"))]


def test_identifier_is_one_record_in_a_document() -> None:
    """An identifier that comes again gives no second record, but may bring the title."""
    text = f"{A}\n10.1145/1\nAttention Is All You Need, arXiv:1706.03762v2\n"
    assert told(text) == [
        ("Attention Is All You Need", ("arxiv:1706.03762",)),
        ("", ("doi:10.1145/1",)),
    ]


def test_titles_stand_above_their_addresses() -> None:
    """The address has a line of its own, and authors may have one; with blank lines or not."""
    text = (
        "Reading list\n\nCounting Sheep with Networks\nhttps://arxiv.org/abs/2101.00001\n\n"
        "Herding Gradients Up a Hill\nAnn Lee, Bo Ray, et al.\narXiv:2101.00002\n\n"
        "Grass and Its Growth\nAnn Lee and Bo Ray\narXiv:2101.00003\n\n"
        "Wool as a Prior\nhttps://doi.org/10.5555/wool.1\n"
    )
    records = [item for item in load(refs.FORMAT, text, "list.txt") if isinstance(item, Record)]
    assert [(r.title, len(r.identifiers), len(r.authors)) for r in records] == [
        ("Counting Sheep with Networks", 1, 0),
        ("Herding Gradients Up a Hill", 1, 2),
        ("Grass and Its Growth", 1, 2),
        ("Wool as a Prior", 1, 0),
    ]
    close = text.replace("\n\n", "\n").removeprefix("Reading list\n")
    assert [item.title for item in load(refs.FORMAT, close, "list.txt")] == [
        record.title for record in records
    ]


def test_titles_stand_above_pages_without_identifiers() -> None:
    """A paper's file or page will do; known identifiers stay what they are."""
    text = (
        "Counting Sheep with Networks\nhttps://arxiv.org/abs/2101.00001\n"
        "Herding Gradients Up a Hill\nhttps://lab.example/papers/herding.pdf\n"
        "Wool as a Prior for Vision\nhttps://lab.example/papers/wool.pdf\n"
    )
    records = [item for item in load(refs.FORMAT, text, "list.txt") if isinstance(item, Record)]
    assert [(r.title, [i.scheme for i in r.identifiers]) for r in records] == [
        ("Counting Sheep with Networks", ["arxiv"]),
        ("Herding Gradients Up a Hill", ["url"]),
        ("Wool as a Prior for Vision", ["url"]),
    ]
    pages = "Sheep of the Week\nhttps://sheep.example\nWool for Everybody\nhttps://wool.example\n"
    items = load(refs.FORMAT, pages, "list.txt")
    assert not any(item.identifiers for item in items if isinstance(item, Record))


def test_list_of_titles() -> None:
    """In a document of short lines each line is a title; comments and blank lines are none."""
    text = "# mine\n\n- Attention is all you need\n2) What is this?\n> 3D gaussian splatting\n"
    assert [title for title, _ in told(text)] == [
        "Attention is all you need",
        "What is this?",
        "3D gaussian splatting",
    ]


def test_markdown_page_gives_links_only() -> None:
    """In a page of Markdown with chapters, headings and bare bullets are no titles."""
    text = f"# Page\n\n## Agents\n\nSome Words\n- [Attention Is All You Need]({A})\n- Surveys\n"
    assert told(text) == [("Attention Is All You Need", ("arxiv:1706.03762",))]


def test_prose_gives_identifiers_only() -> None:
    """In running prose only what has an identifier is a paper, and it gets no title."""
    text = (
        "We build on the transformer (arXiv:1706.03762), which was introduced long ago and\n"
        "has been improved since. The method of 10.1145/3292500.3330701 is similar; it\n"
        "differs in one point. Nothing else compares with hep-th/9901001\n"
        "\n"
        "This paragraph has none, and so it gives nothing at all. It ends here.\n"
    )
    assert told(text) == [
        ("", ("arxiv:1706.03762",)),
        ("", ("doi:10.1145/3292500.3330701",)),
        ("", ("arxiv:hep-th/9901001",)),
    ]


def test_other_addresses_are_skipped_with_a_reason() -> None:
    """An address that names no paper is reported with its line."""
    text = f"{A}\n[blog](https://example.org/blog).\n"
    (skipped,) = (item for item in load(refs, text) if isinstance(item, Skipped))
    assert skipped.line == 2
    assert skipped.reason.startswith("https://example.org/blog names no paper")


@pytest.mark.parametrize(
    ("head", "score"),
    [
        (f"{A}\n10.1145/1\n", 0.5),
        (f"Attention is all you need, {A}\nBERT, arXiv:1810.04805\n", 0.5),
        (f"We like {A}. It is good.\nSo we do, and more.\nIt was seen in a dream.\n", 0.4),
        ("Attention is all you need\nDeep residual learning\n", 0.2),
        ("https://example.org/\n", 0.1),
        ("This is prose. It has sentences.\nNobody would list it, would they.\n", 0),
        ('{"title": "x"}', 0),
        ('[{"id": "1706.03762"}]', 0),
        ('["1706.03762"]', 0),
        ("% comment\n@article{x,\n  eprint = {1706.03762}}\n", 0),
        ("TY  - JOUR\nDO  - 10.1145/1\n", 0),
        ("<?xml version='1.0'?><feed/>", 0),
        (f"<!DOCTYPE html><a href='{A}'>x</a>", 0),
        ("\x89PNG\0\x01", 0),
        ("\ufffd\x01\ufffd" * 9, 0),
        ("", 0),
        (f"[3] Some Title, {A}", 0.5),
        (f"<{A}>\n", 0.5),
    ],
)
def test_sniff(head: str, score: float) -> None:
    """References, prose and titles are told apart, and other formats are left to their readers."""
    assert refs.sniff(head, "list.txt") == score


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.03762", [("", "arxiv:1706.03762")]),
        ("openreview:rJXMpikCZ", [("", "openreview:rJXMpikCZ")]),
        ("https://example.org/paper", [("", "url:https://example.org/paper")]),
        (f"Attention is all you need {A}", [("Attention is all you need", "arxiv:1706.03762")]),
        ("Attention is all you need.", [("Attention is all you need", "")]),
        ("“Attention is all you need”", [("Attention is all you need", "")]),
        ("Is Attention All You Need? A Study of 12 Models. Part Two", None),
        ("ResNet", [("ResNet", "")]),
        (f"{A} 10.1145/1", [("", "arxiv:1706.03762"), ("", "doi:10.1145/1")]),
        (" ", []),
    ],
)
def test_reference_given_by_a_person(text: str, expected: list[tuple[str, str]] | None) -> None:
    """One reference on the command line is the papers that it identifies, otherwise a title."""
    found = refs.records_of(text, source="person", rank=Rank.PERSON)
    named = [(r.title, str(r.identifiers[0]) if r.identifiers else "") for r in found]
    assert named == ([(text, "")] if expected is None else expected)
    assert all(r.source == "person" and r.rank is Rank.PERSON for r in found)


LINES = st.lists(
    st.sampled_from(
        ["[", "](", ")", A, " ", "\n", "# ", "- ", "**", "1. ", "10.1145/1", "Title", "The", ".",
         "\x1b[2J", "\u202e", "https://", "é", "“", "(2017)", "%20", "arXiv", "[cs.CL]"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(), LINES))
@examples(150)
def test_no_text_raises(text: str) -> None:
    """No text makes the reader fail, and titles hold no control characters."""
    assert 0 <= refs.sniff(text, "") <= 0.5
    for item in [*load(refs, text), *refs.records_of(text)]:
        assert not isinstance(item, Record) or visible(item.title) == item.title
        assert not isinstance(item, Record) or item.title or item.identifiers


@pytest.mark.parametrize(
    "unit",
    ["[", "![a](", "[](", "[[]", "( ", "- ", "** ", "a. A", "A\n", f"{A} ", f"[t]({A})", "“", "_"],
)
def test_hostile_text_is_linear(unit: str) -> None:
    """Half a megabyte of Markdown's beginnings is read in time proportional to its length."""
    assert_linear(lambda size: load(refs, unit * (size // len(unit))), 15_000)


@pytest.mark.shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("CVPR2025-Papers-with-Code.md", 60),
        ("LLM-Agent-Paper-List.md", 230),
        ("awesome-RLHF.md", 100),
        ("ML-Papers-of-the-Week.md", 900),
    ],
)
def test_real_list(name: str, least: int) -> None:
    """Real lists give their identifiers, each once."""
    text = (DATA / "lists" / name).read_text("utf-8")
    named = [identifiers for _, identifiers in told(text) if identifiers]
    assert len(named) == len(set(named)) >= least
    assert refs.sniff(text[:16_384], name) >= 0.1


@pytest.mark.parametrize("pipe", ["| ", ""])
def test_a_table_of_commands_has_no_papers(pipe):
    """Its cells of code are no titles; an identifier in one still names a paper."""
    text = f"{pipe}Option | Meaning\n{pipe}--- | ---\n{pipe}`--title` | Deep sleep\n"
    text += f"{pipe}`run.py` | arXiv:2101.00001\n"
    found = records(refs, text)
    assert [ids_of(record) for record in found] == [["arxiv:2101.00001"]]


@pytest.mark.parametrize(
    ("line", "title", "names", "year"),
    [
        ("Fox, C., Jr., & Roe, M. (in press). Dreams of seals. Polar Biology.",
         "Dreams of seals", ["C. Fox Jr.", "M. Roe"], None),
        ("Lee, Dora (Hrsg.): Handbuch der Wale. Stuttgart: Thieme, 2010.",
         "Handbuch der Wale", ["Dora Lee"], 2010),
        ("Lee, Dora, and Flo Moe, eds. 2005. The Handbook of Whales. Boston: Academic Press.",
         "The Handbook of Whales", ["Dora Lee", "Flo Moe"], 2005),
        ("Fox, C.: The Whale Book, 2nd edn. Springer, Heidelberg (2005)",
         "The Whale Book", ["C. Fox"], 2005),
        ("Carl Fox. 2005. The Whale Book (3rd. ed.). Oxford University Press, Oxford, UK.",
         "The Whale Book", ["Carl Fox"], 2005),
        ("ROE A, POE B C. Deep sleep of whales[J]. Letters, 1999, 12(3): 45-67.",
         "Deep sleep of whales", ["A Roe", "B C Poe"], 1999),
        ("佐藤花子 (2005). 『鯨の本』 岩波書店.", "鯨の本", ["佐藤花子"], 2005),
        ("田中次郎：「海豹の夢」，極地生物学，Vol.3，No.1，pp.1-9，2010．",
         "海豹の夢", ["田中次郎"], 2010),
        ("D. Lee and E. Kim. Dreams of seals. arXiv preprint, 2021.",
         "Dreams of seals", ["D. Lee", "E. Kim"], 2021),
    ],
)  # fmt: skip
def test_one_reference_of_a_section(line, title, names, year):
    """Suffixes, editors, editions and quotation marks of several countries."""
    others = "Kim, E. (2010). Brain waves of seals. Letters, 13, 1-9."
    found = records(refs, f"{line}\n\n{others}\n\n{others.replace('waves', 'spikes')}\n")
    assert (found[0].title, found[0].year) == (title, year)
    assert [display(author) for author in found[0].authors] == names
