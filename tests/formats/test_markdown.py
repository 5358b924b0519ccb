"""Curated lists in Markdown: each construct on a sample of its own, and real lists by labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fidelity
from readlist.bib.paper_addresses import page_of
from readlist.formats.lists.links import is_label, mended, place_of, role_of
from readlist.formats.markdown import FORMAT, sniff
from readlist.model import ListInfo, Record, Skipped
from support.formats import ids_of, load, one, records
from support.properties import examples

ARXIV = "https://arxiv.org/abs/2301.00001"


def links_of(record):
    return {link.name: link.url for link in record.links}


@pytest.mark.parametrize(
    "line",
    [
        f"- [Counting sheep at night]({ARXIV})",
        f"- [**Counting sheep at night**]({ARXIV})",
        f"- **[Counting sheep at night]({ARXIV})**",
        f"- **Counting sheep at night** [[pdf]]({ARXIV})",
        f"- **Counting sheep at night.** [[paper]({ARXIV})]",
        f"- Counting sheep at night (2023), A. Lee et al. [[pdf]]({ARXIV})",
        f"- Counting sheep at night, A. Lee and B. Ray. [[pdf]]({ARXIV})",
        f"- Counting sheep at night, CVPR 2023. [[Paper]]({ARXIV})",
        f"- Counting sheep at night: [arXiv]({ARXIV})",
        f"- [ ] Counting sheep at night, [paper]({ARXIV})",
        f"- [2023/01] **Counting sheep at night** [[paper]({ARXIV})]",
        f"- **[ICLR 2023]** Counting sheep at night [paper]({ARXIV})",
        f"- (*ICCV 2023*) Counting sheep at night [[Paper]({ARXIV})]",
        f"- 🔥 Counting sheep at night [[Paper]({ARXIV})]",
        f"- `[Farm]` [Counting sheep at night]({ARXIV})",
        f"- [Lee et al., 2023]({ARXIV}) Counting sheep at night",
        f'- <a name="x"></a> Counting sheep at night [[Paper]]({ARXIV})',
        f"- Lee, A., & Ray, B. (2023). Counting sheep at night. Journal. [[pdf]]({ARXIV})",
        f'- Ann Lee, Bo Ray, and Cy Dee. "Counting sheep at night." In ICML, 2018. [pdf]({ARXIV})',
        f"- Counting sheep at night\n  - [paper]({ARXIV})\n  - [code](https://github.com/a/b)",
        f"- Counting sheep at night\n  - Paper: {ARXIV}\n",
        f"1) [Counting sheep at night]({ARXIV})",
        f'**[39]** Lee, Ann, et al. "**Counting sheep at night**." Farm (2023). [[pdf]]({ARXIV})',
        f"**Counting sheep at night**\n\n- Paper: {ARXIV}\n- Code: https://github.com/a/b",
        f"**Counting sheep at night**<br>*Ann Lee*<br>[[Paper]({ARXIV})]",
        f"### Counting sheep at night\n*Ann Lee, Bo Ray*\n\n[[Paper]]({ARXIV})",
        f"#### [Counting sheep at night]({ARXIV})",
        f"|Date|Title|Paper|\n|-|-|-|\n|2023|Counting sheep at night|[[pdf]]({ARXIV})|",
        f"|Paper|Links|\n|-|-|\n|1) **Counting sheep at night** - says how|[Paper]({ARXIV})|",
        f"|Paper|Links|\n|-|-|\n|1) Counting sheep at night  This paper says|[Paper]({ARXIV})|",
        f"|Paper|Links|\n|-|-|\n|Counting sheep at night This paper says|[Paper]({ARXIV})|",
        f'<table><tr><td>1</td><td><a href="{ARXIV}">Counting sheep at night</a></td></tr></table>',
        f'<ul><li><a href="{ARXIV}"><b>Counting sheep at night</b></a></li></ul>',
        f"<table>\n<tr><th>A</th></tr>\n\n<tr><td>[Counting sheep at night]({ARXIV})</table>",
        f"- Counting sheep at **night** (**ICLR'24**) [[Paper]]({ARXIV})",
        f"- 2020-EMNLP-Counting sheep at night [[Paper]]({ARXIV})",
        f"- arXiv: [arXiv: Counting sheep at night]({ARXIV})",
    ],
)
def test_title_and_identifier(line):
    """Wherever the title stands, it is the title, and the link beside it the identifier."""
    record = one(FORMAT, f"# List\n\n## Animals\n\n{line}\n", "list.md")
    assert record.title == "Counting sheep at night"
    assert ids_of(record) == ["arxiv:2301.00001"]
    assert record.entries[0].section == ("Animals",)
    assert record.source == "markdown"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://cacm.acm.org/magazines/2012/10/155531-a-few-things/abstract",
         "https://cacm.acm.org/magazines/2012/10/155531-a-few-things/fulltext"),
        ("https://dspace.e.edu/bitstream/handle/1721.1/6913/a.pdf?sequence=1",
         "https://hdl.handle.net/1721.1/6913"),
        ("https://e.edu/cgi/viewcontent.cgi?article=3015&context=law",
         "https://e.edu/cgi/viewcontent.cgi?article=3015&context=law"),
        ("https://reader.elsevier.com/reader/sd/pii/S0893608014002135?token=XX",
         "https://www.sciencedirect.com/science/article/pii/S0893608014002135"),
    ],
)  # fmt: skip
def test_addresses_that_the_table_of_addresses_knows(address, page):
    """What it names is a paper in a list too; what is only one address need not be one."""
    found = records(FORMAT, f"# Papers\n\n- [Counting of the sheep]({address})\n")
    assert [page_of(one.value) for one in found[0].identifiers] == [page]
    assert place_of("https://drive.google.com/open?id=1AbCdEfGhIjKlMnOpQrStUv") == ""


def test_headings_and_nested_bullets_are_sections():
    """Headings (``#X`` as well), bullets without a link and bold lines part a list."""
    text = (
        "---\ntitle: x\n---\n# List\n\n## Contents\n- [A](#a)\n\n### A\n\n- Small\n  - Tiny\n"
        f"    - [Counting ants]({ARXIV})\n\n#B side\n\n**Large**\n\n"
        f"- [Counting cows]({ARXIV[:-1]}9)\n\n# C\n\n<details><summary>Hidden</summary>\n\n"
        f"- [Counting ghosts]({ARXIV[:-1]}2)\n\n</details>\n\n- [Counting owls]({ARXIV[:-1]}3)\n"
    )
    assert [
        (r.title, r.entries[0].section, r.entries[0].position)
        for r in records(FORMAT, text, "list.md")
    ] == [
        ("Counting ants", ("A", "Small", "Tiny"), 1),
        ("Counting cows", ("B side", "Large"), 2),
        ("Counting ghosts", ("C", "Hidden"), 3),
        ("Counting owls", ("C",), 4),
    ]
    assert load(FORMAT, text, "list.md")[0] == ListInfo(title="List")


def test_what_is_no_paper_is_skipped():
    """Code, blogs, videos, courses and the list's own affairs are left out with a reason."""
    text = (
        "# List\n- [A tool](https://github.com/a/b) - a library\n- [A post](https://blog.x.org/p)\n"
        "- [A talk](https://youtu.be/x)\n- [A repo](https://github.com/a/c): see [it](#here)\n"
        f"\n## News\n- [Our paper]({ARXIV})\n\n## Citation\n[Our paper]({ARXIV})\n\n"
        f"## Papers\nAs shown in [A study of things]({ARXIV}) we list things.\n"
    )
    items = load(FORMAT, text, "list.md")
    assert not records(FORMAT, text, "list.md")
    assert [item.line for item in items if isinstance(item, Skipped)] == [2, 3, 4, 5, 8, 11, 14]


def test_facts_around_the_title():
    """Authors, venue, year, house and remark are read where the curator wrote them."""
    record = one(
        FORMAT,
        "- [2023/10] **Counting hens.** *Ann Lee (Farm University) et al. ACL.* "
        f"[[paper]({ARXIV})] [[project page](https://hens.org)] [[code](https://github.com/a/b)]\n"
        "  - It counts hens, and roosters as well.\n",
        "list.md",
    )
    assert (record.year, record.venue, record.organization) == (2023, "ACL", "Farm University")
    assert [author.name for author in record.authors] == ["Ann Lee"]
    assert record.extra["more_authors"] is True
    assert links_of(record) == {"project": "https://hens.org/", "code": "https://github.com/a/b"}
    assert record.entries[0].remark == "- It counts hens, and roosters as well."


@pytest.mark.parametrize(
    ("line", "year", "venue", "organization"),
    [
        (f"[Counting ducks]({ARXIV}) (ECCV 2022) - a survey", 2022, "ECCV", ""),
        (f"[Counting ducks]({ARXIV}) (Meta, 2024) - a survey", 2024, "", "Meta"),
        (f"Counting ducks (**ICLR'24**) [[Paper]]({ARXIV})", 2024, "ICLR", ""),
        (f"[Counting ducks]({ARXIV}) `Farm` `2018`", 2018, "", "Farm"),
        (
            f"[Counting ducks]({ARXIV}) <br> Ann Lee, Bo Ray, Cy Dee <br> AAAI 2021",
            2021,
            "AAAI",
            "",
        ),
        (f"[Counting ducks]({ARXIV}) - 2017 survey of all ducks and geese", None, "", ""),
        (
            f'"Counting ducks." Nature 521.7553 (2015): 436-444. [[pdf]]({ARXIV})',
            2015,
            "Nature",
            "",
        ),
        (f'"Counting ducks." arXiv preprint arXiv:1512.03385. [[pdf]]({ARXIV})', None, "arXiv", ""),
        (f"Counting ducks (Book, Jan 2017), Ann Lee. [[html]]({ARXIV})", 2017, "", ""),
    ],
)
def test_year_venue_and_house(line, year, venue, organization):
    """A year or venue counts where it belongs to the paper, not in the words of a remark."""
    record = one(FORMAT, "- " + line, "list.md")
    assert record.title == "Counting ducks"
    assert (record.year, record.venue, record.organization) == (year, venue, organization)


def test_authors_below_or_before():
    """Authors stand in a bullet below, or before a quoted title in inverted order."""
    below = one(
        FORMAT,
        f"- [Counting bees]({ARXIV})\n  - Ann Lee, Bo Ray, Cy Dee\n  - Keyword: bees\n",
        "list.md",
    )
    assert [author.family for author in below.authors] == ["Lee", "Ray", "Dee"]
    assert below.entries[0].remark == "- Keyword: bees"
    before = one(
        FORMAT,
        f'Lee, Ann, Bo Ray, and Cy Dee. "**Counting bees**." Hive (2015). [[pdf]]({ARXIV})',
        "list.md",
    )
    assert [author.name for author in before.authors] == ["Ann Lee", "Bo Ray", "Cy Dee"]


def test_several_papers_of_an_item():
    """Titles joined by "and" are papers of their own; a title in a remark is only spoken of."""
    both = records(
        FORMAT, f"- [ColA]({ARXIV}) and [ColB]({ARXIV[:-1]}2) - two of a kind", "list.md"
    )
    assert [(r.title, ids_of(r)) for r in both] == [
        ("ColA", ["arxiv:2301.00001"]),
        ("ColB", ["arxiv:2301.00002"]),
    ]
    assert (
        one(FORMAT, f"- [The hive]({ARXIV}) - after [The nest]({ARXIV[:-1]}2)", "list.md").title
        == "The hive"
    )
    assert (
        one(FORMAT, f"- [Tool](https://github.com/a/b) and [Paper on it]({ARXIV})", "list.md").title
        == "Paper on it"
    )


def test_links_of_one_paper_are_one_entry():
    """Doubled links, code, video and a blog beside a labelled paper are all of one entry."""
    record = one(
        FORMAT,
        "- [How we count](https://eng.farm.com/count) ([Paper](https://farm.com/count.pdf), "
        "[Code](https://github.com/a/b), [Video](https://youtu.be/x))",
        "list.md",
    )
    assert ids_of(record) == ["url:https://farm.com/count.pdf"]
    assert list(links_of(record)) == ["blog", "code", "video"]
    twice = one(
        FORMAT, f"- [Counting]({ARXIV}) ([Paper](https://arxiv.org/pdf/2301.00001.pdf))", "list.md"
    )
    assert ids_of(twice) == ["arxiv:2301.00001"]
    assert not twice.links


def test_badges():
    """A picture says nothing; a link around one counts as its label says."""
    cited = one(
        FORMAT,
        "|年份|名字|引用|\n|-|-|-|\n|2014|[GAN](https://x.edu/gan.pdf)|[![citation](https://img."
        "shields.io/x)](https://www.semanticscholar.org/paper/"
        "54e325aee6b2d476bbbb88615ac15e251c6e8214)|",
        "list.md",
    )
    assert (cited.title, cited.year, ids_of(cited)) == ("GAN", 2014, ["url:https://x.edu/gan.pdf"])
    badge = one(
        FORMAT,
        "- **Counting elks** [![arXiv](https://img.shields.io/badge/arXiv-2399.99999-red)]"
        f"({ARXIV}) [![Stars](https://img.shields.io/github/stars/a/b)](https://github.com/a/b)",
        "list.md",
    )
    assert ids_of(badge) == ["arxiv:2301.00001"]
    assert links_of(badge) == {"code": "https://github.com/a/b"}


def test_tables():
    """Columns are known by their names, in Chinese too; a cell may list several papers."""
    text = (
        "|Date|keywords|Institute|Paper|\n|-|-|-|-|\n"
        f"|2017-06|Sheep|Farm|[Counting sheep]({ARXIV})|\n|2018-01|Cows|Barn|[Cows](https://c.io)|\n"
        f"\n|Topic|Papers|\n|-|-|\n|Birds|• [Owls]({ARXIV[:-1]}2)<br>• [Larks]({ARXIV[:-1]}3)|\n"
    )
    sheep, cows, owls, larks = records(FORMAT, text, "list.md")
    assert (sheep.year, sheep.organization, sheep.line) == (2017, "Farm", 3)
    assert sheep.entries[0].remark == "Sheep"
    assert (cows.title, ids_of(cows), links_of(cows)) == ("Cows", [], {"page": "https://c.io/"})
    assert (owls.title, larks.title) == ("Owls", "Larks")


def test_paper_without_a_link():
    """A title with its authors is a paper even if nobody linked it; a line of names is not."""
    text = "- Counting frogs in the pond (2016), A. Lee et al.\n- Ann Lee, Bo Ray, Cy Dee et al.\n"
    record = one(FORMAT, text, "list.md")
    assert (record.title, record.year) == ("Counting frogs in the pond", 2016)


def test_first_of_two_arxiv_identifiers():
    """Two identifiers of one scheme are two papers, so that an entry keeps the first."""
    record = one(FORMAT, f"- **Counting moles** [paper]({ARXIV}) [paper]({ARXIV[:-1]}2)", "list.md")
    assert ids_of(record) == ["arxiv:2301.00001"]


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("http://arxiv.org/pdf/1.pdf%20(http://arxiv.org/pdf/1.pdf)", "http://arxiv.org/pdf/1.pdf"),
        ("https://a.org/1.pdf%5Cnhttp://b.org", "https://a.org/1.pdf"),
        (
            "https://web.archive.org/web/2016/http://a.org/x",
            "https://web.archive.org/web/2016/http://a.org/x",
        ),
        ("http://a.org/1.pdf)", "http://a.org/1.pdf"),
        ("http://a.org/x_(y).pdf", "http://a.org/x_(y).pdf"),
        ("arxiv.org/abs/2301.00001", "https://arxiv.org/abs/2301.00001"),
        (" https://github.com/a/b%20", "https://github.com/a/b"),
    ],
)
def test_mended(url, clean):
    """Doubled and broken addresses are mended, sound ones are left alone."""
    assert mended(url) == clean


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Paper", "paper"), ("[pdf]", "paper"), ("论文", "paper"), ("Official Code", "code"),
        ("project page", "project"), ("Video", "video"), ("explainer blog", "blog"),
        ("A Review of Everything Known", ""), ("Codex", ""), ("", ""),
    ],
)  # fmt: skip
def test_role_of(words, role):
    """A label is made of label words alone."""
    assert role_of(words) == role


@pytest.mark.parametrize(
    "words", ["CVPR 2023", "NeurIPS'22", "arXiv:2301.00001", "Lee et al., 2020"]
)
def test_other_labels(words):
    """Venues, identifiers and authors with a year name a link, they are no titles."""
    assert is_label(words)
    assert not is_label("GPT-4 Technical Report")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://x.edu/~lee/a.pdf", "paper"), ("https://x.org/slides/a.pdf", "slides"),
        ("https://proceedings.mlr.press/v202/a.html", "paper"), ("https://github.com/a/b", "code"),
        ("https://research.lab.com/publications/counting/", "paper"),
        ("https://medium.com/a/b", "blog"), ("https://farm.com/blog/x", "blog"),
        ("https://farm.com/", ""), ("", ""),
    ],
)  # fmt: skip
def test_place_of(url, place):
    """An address tells a paper, code or a blog by its host and its path."""
    assert place_of(url) == place


@pytest.mark.parametrize(
    ("head", "score"),
    [
        (f"# List\n\n## A\n- [a b]({ARXIV})\n- [c d]({ARXIV})\n", 0.8),
        (f"|a|b|\n|---|---|\n|[x]({ARXIV})|[y]({ARXIV})|\n", 0.6),
        ("# A\n\n**T t**\n- Paper: https://x.org\n- Code: https://y.org\n", 0.6),
        (f"{ARXIV}\n{ARXIV}\n", 0.0),
        (f"- [a b]({ARXIV})\n- [c d]({ARXIV})\n", 0.0),
        ("@article{x,\n}\n# [a](https://b) [c](https://d)\n", 0.0),
        ('[{"a": 1}]', 0.0), ("", 0.0), ("Words\n\nMore words.\n", 0.0),
        ("<!DOCTYPE html>\n<a href=x>\n<a href=y>\n---\n", 0.0),
    ],
)  # fmt: skip
def test_sniff(head, score):
    """Only Markdown with structure and links is claimed; bare lines of links are left to refs."""
    assert sniff(head, "list.md") == score
    assert FORMAT.makes_list


PARTS = st.sampled_from(
    [*"#-|*[`\\", "# ", "- ", "  - ", "|-|-|\n", "**", "](", ")", ARXIV, "\n", "\n\n", '"', "<td>",
     "<table>", "</table>", "<li>", "<details>", "<summary>", "<br>", '<a href="', "![", "et al.",
     "(2020)", "Title words here", "A. Lee", "[^1]: ", "---\n", "&amp;", "http://", "1) ", "论文"]
)  # fmt: skip


@examples(150)
@given(st.one_of(st.text(max_size=300), st.lists(PARTS, max_size=40).map("".join)))
def test_any_text_is_read(text):
    """No text makes the format raise, and every record has a place in the list."""
    assert 0 <= sniff(text, "") <= 1
    for record in records(FORMAT, text, "list.md"):
        assert record.entries[0].position > 0
        assert "\n" not in record.title


@pytest.mark.parametrize(
    "text",
    ["[a](http://x.y " * 3_000, "- a" + " - b" * 5_000, "**a b** " * 5_000, "<table>\n\n" * 2_000,
     f"- [T here]({ARXIV}) " + "Ab Cd, " * 5_000, "- " + "A. " * 9_000 + f"[p]({ARXIV})",
     "- " + f"[Some title]({ARXIV}) and " * 1_000, "<div>" * 5_000],
)  # fmt: skip
def test_long_texts(text):
    """Hostile repetitions are read in time that grows with their length."""
    load(FORMAT, text, "list.md")


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(path.stem for path in fidelity.LABELS.glob("*.json")))
def test_fidelity(name):
    """Each labelled part of a real list is read with at least 0.93 in every figure."""
    if not fidelity.LISTS.exists():
        pytest.skip("the real lists are not here")
    ((_, score),) = fidelity.scores([name])
    assert score.labelled >= 60
    assert min(score.figures().values()) >= 0.93, score.misses


def test_a_list_is_called_as_its_front_matter_says():
    """Headings below such a title are parts; contents are no title of anything."""
    matter = "---\ntitle: 'Sheep and Goats'\nlang: en\n---\n\n"
    parts = "# Sheep\n\n- [Counting Sheep Again](https://arxiv.org/abs/2001.00001)\n\n# Goats\n\n"
    items = load(FORMAT, matter + parts)
    assert [one.title for one in items if isinstance(one, ListInfo)] == ["Sheep and Goats"]
    [record] = [one for one in items if isinstance(one, Record)]
    assert (record.line, record.entries[0].section) == (8, ("Sheep",))
    contents = "## Table of Contents\n\n- [Sheep](#sheep)\n\n" + parts.replace("# ", "## ")
    [named] = [one for one in load(FORMAT, contents) if isinstance(one, ListInfo)]
    assert named.title == "Sheep"
