"""Lists as Hypothesis draws them, and what of a list must come back when it is read again."""

from hypothesis import strategies as st

from readlist.bib.names import display, parse_authors
from readlist.formats.base import DumpOptions
from readlist.model import (
    MORE_AUTHORS,
    Identifier,
    Link,
    ListEntry,
    ListInfo,
    Paper,
    Reading,
    Record,
    Status,
)
from readlist.text import clean, clean_block
from support.paper_strategies import blocks, letters, many

MARKUP = st.text(alphabet="ab *_`[]()<>#|$~!&;:-+=.\\\"'›1\u200b北", max_size=25)
ODD = st.sampled_from(
    [
        "[x] done", "**bold** and _it_", "<script>alert(1)</script>", "`code` | $x_1$", "Code",
        "TODO this", "DONE", "[#A] first", "C#", "C #", "Title.", "Papers with Code", "GPT-4 2023",
        "License", "Contents", "# x", "- x", "1. x", "=====", "---", "&amp; &copy;", "a]b[c",
        "(2017)",
        "https://example.org/a_b*c", "[[elisp:(shell)][x]]", ":tag:", ":PROPERTIES:", "::", "\\",
        "et al.", "See https://example.org/x_(y), or not", "</details>", "{{{macro(1)}}}", "*",
    ]
)  # fmt: skip


def _stable(cleaner, text):
    while (found := cleaner(text)) != text:
        text = found
    return text


lines = (letters | MARKUP | ODD).map(lambda text: _stable(clean, text))
some = lines.filter(bool)
remarks = blocks | st.lists(
    st.tuples(st.sampled_from(["", "- ", "    - ", "  ", "# ", "* ", "> ", "1) ", "| "]), lines),
    max_size=6,
).map(lambda rows: _stable(clean_block, "\n".join("".join(row) for row in rows)))
people = st.sampled_from(
    [
        "", "OpenAI", "Ashish Vaswani, Noam Shazeer", "Yann Le Cun", "Ludwig van Beethoven",
        "Martin Luther King Jr.", "Łukasz Kaiser, J. R. R. Tolkien", "Kimi Team", "王小明, 李雷",
        "Müller_x, *A*", "Jane Doe, D.",
    ]
).map(parse_authors)  # fmt: skip
urls = st.sampled_from(
    [
        "https://example.org/", "https://github.com/a/b_c", "https://example.org/a(b)/c",
        "https://example.org/?a=1&copy=2&amp;x", "https://example.org/*x*_y_[z]",
        "https://arxiv.org/pdf/1706.03762",
    ]
)  # fmt: skip
identifiers = st.lists(
    st.sampled_from(
        [
            Identifier("arxiv", "1706.03762"), Identifier("arxiv", "cs/9901002"),
            Identifier("doi", "10.1000/a_b%c"), Identifier("doi", "10.1002/(sici)1<1::a>2.0;2-x"),
            Identifier("acl", "2020.acl-main.447"), Identifier("openreview", "abc_DEF-1"),
            Identifier("isbn", "9780201134476"), Identifier("pmid", "123"),
            Identifier("url", "https://example.org/a(b)"), Identifier("url", "https://x.org/?a=b&c"),
        ]
    ),
    max_size=3,
    unique_by=lambda one: one.scheme,
).map(tuple)  # fmt: skip
names = st.sampled_from(["code", "project", "pdf", "a video", "数据集", "x]y"])
entries = st.builds(
    ListEntry,
    section=many(some, 8),
    position=st.integers(0, 9),
    remark=remarks,
    list=st.sampled_from(["deep", "deep", "other"]),
)
listed = st.lists(
    st.builds(
        Paper,
        id=st.integers(1, 9),
        key=st.sampled_from(["a2020b", "c2021d", "e"]),
        title=some,
        authors=people,
        extra=st.sampled_from([{}, {MORE_AUTHORS: True}]),
        year=st.none() | st.integers(1900, 2030),
        venue=lines,
        organization=st.sampled_from(["", "Lab & Co"]),
        abstract=remarks,
        identifiers=identifiers,
        links=many(st.builds(Link, name=names, url=urls)),
        reading=st.builds(Reading, status=st.none() | st.sampled_from(Status)),
        lists=many(entries),
    ),
    max_size=4,
)
OPTIONS = DumpOptions(
    lists=(ListInfo("*Deep* <learning>", "deep"),), list="deep", extras=frozenset({"abstract"})
)


def expected(papers, name="deep"):
    """Return what is said of each place of a list, in its order."""
    places = [
        (entry.position, n, paper, entry)
        for n, (paper, entry) in enumerate((p, e) for p in papers for e in p.lists)
        if entry.list == name
    ]
    others = [p for p in papers if all(entry.list != name for entry in p.lists)]
    told = [_told(paper, entry) for _, _, paper, entry in sorted(places, key=lambda one: one[:2])]
    return told + [_told(paper, ListEntry()) for paper in others]


def _told(paper, entry):
    more = bool(paper.extra and paper.authors)
    return (
        paper.title, tuple(map(display, paper.authors)), more, paper.year, paper.venue,
        paper.organization, paper.abstract, paper.identifiers, paper.links, entry.section,
        entry.remark,
    )  # fmt: skip


def read(items):
    """Return what the records of a list say, in their order."""
    found = [one for one in items if isinstance(one, Record)]
    assert [one.entries[0].position for one in found] == list(range(1, len(found) + 1))
    return [
        (
            one.title, tuple(map(display, one.authors)), bool(one.extra), one.year, one.venue,
            one.organization, one.abstract, one.identifiers, one.links, one.entries[0].section,
            one.entries[0].remark,
        )
        for one in found
    ]  # fmt: skip
