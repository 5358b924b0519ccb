"""What speaks for a part of an entry, and how entries in many forms are read."""

import pytest

from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.lists.evidence import RULES
from readlist.formats.markdown import load
from readlist.model import Record

ARXIV = "https://arxiv.org/abs/2301.00001"


def records(text):
    items = load(TextDocument(text, "list.md"), LoadOptions())
    return [item for item in items if isinstance(item, Record)]


def one(line):
    (record,) = records(f"# List\n\n## Animals\n\n{line}\n")
    return record


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.role}: {rule.example}")
def test_rules(rule):
    """Each rule meets its example and does not meet its counter-example."""
    assert rule.meets(rule.example, rule.example.lower())
    assert not rule.meets(rule.counter, rule.counter.lower())


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("- Counting Sheep in Deep Fields [[7 Jun 2021]]({})", "Counting Sheep in Deep Fields"),
        ("- Counting Sheep in Deep Fields [[Farming 2018]]({})", "Counting Sheep in Deep Fields"),
        (
            "* Counting Sheep Quickly ([FARM 2024](../x/)) \\[[My Notes](../n.md)] \\[[arXiv]({})]",
            "Counting Sheep Quickly",
        ),
        (
            '* **SN**: "Counting Sheep Quickly", ICCV, 2019. [[Paper]({})][[Code (ann)](https://g.io)]',
            "Counting Sheep Quickly",
        ),
        ("- **Sheep, Cows, and Hens: Who Counts?** *Ann Lee et al.* [[p]({})]",
         "Sheep, Cows, and Hens: Who Counts?"),
        ("- Ann Lee, Bo Ray, Counting Sheep in Fields, ICML, 2015. [[pdf]]({})",
         "Counting Sheep in Fields"),
        ("- Lee, A., & Ray, B. (2019). *Counting Sheep: A History*. Farm Press. [{0}]({0})",
         "Counting Sheep: A History"),
        ("- Counting Sheep in the Fields\n  of Others. Ann Lee and Bo Ray. [[pdf]]({})",
         "Counting Sheep in the Fields of Others"),
        ("- **Counting sheep** - a model that counts. [[pdf]]({})", "Counting sheep"),
    ],
)  # fmt: skip
def test_title(line, title):
    """A title is what has the most evidence, whatever labels stand beside it."""
    assert one(line.format(ARXIV)).title == title


@pytest.mark.parametrize(
    ("line", "venue", "year"),
    [
        ("- <b>Counting Sheep Well (FARM 2014)</b> [[Link]]({})", "FARM", 2014),
        ("- Counting Sheep Well ([OSDI 2022](../x/)) [[Paper]({})]", "OSDI", 2022),
        ("- Counting Sheep Well, Humanoids, 2011 [[Paper]({})]", "Humanoids", 2011),
        ("- [Counting Sheep Well]({}). *Nature Methods, March 2019.*", "Nature Methods", 2019),
        ("- Counting Sheep Well, arXiv, 2022. [[Paper]({})]", "arXiv", 2022),
    ],
)
def test_venue_and_year(line, venue, year):
    """A venue is the whole of a name, and a year stands in labels and brackets as well."""
    record = one(line.format(ARXIV))
    assert (record.title, record.venue, record.year) == ("Counting Sheep Well", venue, year)


def test_entries_without_a_link():
    """Lines without a link are papers where those around them look alike, one alone is none."""
    lines = [f"- Counting {name} in Large Fields (FARM 201{n})" for n, name in enumerate(
        ("Sheep", "Cows", "Hens", "Bees", "Pigs"))]  # fmt: skip
    found = records("# List\n\n## Animals\n\n" + "\n".join(lines) + "\n")
    assert [(r.title, r.venue, r.year) for r in found][:2] == [
        ("Counting Sheep in Large Fields", "FARM", 2010),
        ("Counting Cows in Large Fields", "FARM", 2011),
    ]
    assert len(found) == 5
    assert records("# List\n\n## Animals\n\n" + lines[0] + "\n- Nothing\n") == []


def test_several_papers_in_one_item():
    """Papers in the list's own folder are papers, and two joined by "and" are two."""
    gfs, big = records("- [The File Farm](papers/ff.pdf) (2003) and [Bigfield](big.pdf) (2006)\n")
    assert (gfs.title, gfs.year, big.title, big.year) == ("The File Farm", 2003, "Bigfield", 2006)


def test_labels_below():
    """What stands below a bullet by a label is what the label says."""
    record = one(
        "- [My notes on sheep](https://github.com/me/notes)\n  - 论文：Counting Sheep in Fields\n"
        f"  - 发表会议：acl2021\n  - 论文地址：{ARXIV}\n  - 作者单位：Farm University\n"
    )
    assert (record.title, record.venue, record.year) == ("Counting Sheep in Fields", "acl", 2021)
    assert record.organization == "Farm University"
    assert "arxiv:2301.00001" in map(str, record.identifiers)


def test_a_please_cite_block_is_no_bibliography():
    """A block of BibTeX in a page does not make the page BibTeX."""
    from readlist import formats

    text = (
        "# Sheep\n\n```bibtex\n@article{x,\n title={Y}}\n```\n\n## Papers\n\n"
        f"- [Counting sheep]({ARXIV})\n- [Counting cows]({ARXIV[:-1]}2)\n"
    )
    assert formats.sniff(TextDocument(text, "README.md")).name == "markdown"
