"""``import`` of several files, folders and tables, its plan, and the feeds that files name."""

import json

import pytest

BIB = """
@article{doe2020thing, title={A Thing of Beauty}, author={Doe, Jane}, year={2020},
  doi={10.1000/thing}}
@article{roe2021other, title={Another Thing}, author={Roe, Richard}, year={2021}}
"""
LIST = """# Fine Papers

## First

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805)
"""
OTHER = """# Other Papers

## Second

- [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980)
- [Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385)
"""


def statuses(run):
    return {p["status"] for p in json.loads(run("list", "id:>0", "--json").stdout)["papers"]}


def test_a_plan_shows_what_is_new_what_it_adds_and_what_contradicts(run, tmp_path):
    """A dry run is data in a pipe; the sentences go to standard error."""
    (tmp_path / "a.bib").write_text(BIB)
    run("import", "a.bib")
    (tmp_path / "b.bib").write_text(
        "@article{x, title={A Thing of Beauty}, author={Poe, Jane}, year={2020},"
        " doi={10.1000/thing}, journal={Journal of Things}}\n"
        "@article{y, title={Quite New}, author={Roe, Richard}}\n"
    )
    done = run("import", "b.bib", "--dry-run")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == ["merged", "contradiction", "new"]
    assert "venue" in rows[0][3]
    assert rows[0][2] == "doe2020thing"
    assert "'Jane Doe' is kept, the file says 'Jane Poe'" in rows[1][3]
    assert rows[2][4] == "Quite New"
    assert "1 would be new, 1 would be merged" in done.stderr
    shape = json.loads(run("import", "b.bib", "--dry-run", "--json").stdout)
    assert [step["kind"] for step in shape["plan"]] == [row[0] for row in rows]
    assert len(run("list").stdout.splitlines()) == 2


def test_a_folder_is_read_only_when_asked(run, tmp_path):
    """Every recognised file, by name; hidden ones, links and strangers are left alone."""
    inner = tmp_path / "papers" / "deep"
    inner.mkdir(parents=True)
    (tmp_path / "papers" / "a.bib").write_text(BIB)
    (inner / "README.md").write_text(LIST)
    (inner / "code.py").write_text("# https://arxiv.org/abs/1810.04805\n")
    (inner / ".hidden.bib").write_text("@article{h, title={Hidden Paper}}")
    (tmp_path / "outside.bib").write_text("@article{o, title={Outside Paper}}")
    (inner / "link.bib").symlink_to(tmp_path / "outside.bib")
    refused = run("import", "papers", code=2)
    assert "--recursive" in refused.stderr
    done = run("import", "papers", "--recursive")
    assert "1 file not recognised" in done.stderr
    titles = {p["title"] for p in json.loads(run("list", "--json").stdout)["papers"]}
    assert titles >= {"A Thing of Beauty", "Another Thing", "Attention Is All You Need"}
    assert not titles & {"Hidden Paper", "Outside Paper"}


def test_papers_arrive_where_they_are_sent(run, tmp_path):
    """``--into inbox`` leaves the decision for later."""
    (tmp_path / "a.bib").write_text(BIB)
    assert (
        "give one" in run("import", "a.bib", "--into", "inbox", "--status", "read", code=2).stderr
    )
    run("import", "a.bib", "--into", "inbox")
    assert statuses(run) == {"inbox"}
    assert run("list", code=0).stdout == ""


def test_two_lists_called_readme_are_two_lists(run, tmp_path):
    """The second does not take the place of the first; each is known again."""
    for name, text in (("one", LIST), ("two", OTHER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text(text)
    run("import", "one/README.md")
    run("import", "two/README.md")
    again = run("import", "one/README.md").stdout
    assert "List fine-papers: as it was." in again
    lists = json.loads(run("lists", "--json").stdout)["lists"]
    assert [(x["name"], x["papers"]) for x in lists] == [("fine-papers", 2), ("other-papers", 2)]


def test_two_lists_of_one_title_and_file_name_are_two_lists(run, tmp_path):
    """What no paper of the one is in, is not the one; it is said how to make it that."""
    for name, text in (("one", LIST), ("two", OTHER)):
        (tmp_path / name).mkdir()
        heading = text.replace("# Fine Papers", "# Papers").replace("# Other Papers", "# Papers")
        (tmp_path / name / "README.md").write_text(heading)
    run("import", "one/README.md")
    second = run("import", "two/README.md").stdout
    assert "List papers-2: 2 added." in second
    assert "--list papers" in second
    for name, known in (("one", "papers"), ("two", "papers-2")):
        assert f"List {known}: as it was." in run("import", f"{name}/README.md").stdout


@pytest.mark.parametrize("name", ["list.md", "list.html", "list.org"])
def test_a_list_that_went_out_is_the_same_list_when_it_comes_in(run, tmp_path, name):
    """Whatever the name of the file."""
    (tmp_path / "fine.md").write_text(LIST)
    run("import", "fine.md")
    run("lists", "export", "fine-papers", "--out", name)
    assert "List fine-papers: as it was." in run("import", name).stdout


def test_a_list_whose_title_changed_is_still_the_list(run, tmp_path):
    """Where the file's own name says which list it is."""
    (tmp_path / "fine.md").write_text(LIST)
    run("import", "fine.md")
    (tmp_path / "fine.md").write_text(LIST.replace("# Fine Papers", "# The Finest Papers"))
    assert "List fine-papers: as it was." in run("import", "fine.md").stdout


@pytest.mark.parametrize("said", ["title", "=Name", "title="])
def test_a_map_has_two_sides(run, tmp_path, said):
    """What is no ``field=Header`` is refused before anything is read."""
    (tmp_path / "a.bib").write_text(BIB)
    assert "title=Name" in run("import", "a.bib", "--map", said, code=2).stderr


def test_a_map_is_for_tables(run, tmp_path):
    """A bibliography has no columns."""
    (tmp_path / "a.bib").write_text(BIB)
    assert "is read as bibtex" in run("import", "a.bib", "--map", "title=Name", code=2).stderr


OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Subscriptions</title></head><body>
<outline text="Labs"><outline type="rss" text="A Lab's Blog" title="A Lab's Blog"
  xmlUrl="https://lab.example.org/feed.xml" htmlUrl="https://lab.example.org/"/></outline>
</body></opml>
"""


def test_feeds_are_stored_shown_removed_and_come_back(run, tmp_path):
    """OPML gives feeds; they are part of a full export, and undo brings them back."""
    (tmp_path / "feeds.opml").write_text(OPML)
    assert "1 feed: 1 new" in run("import", "feeds.opml").stdout
    assert "1 feed: 0 new" in run("import", "feeds.opml").stdout
    run("export", "--format", "jsonl", "--out", "whole.jsonl")
    shape = json.loads(run("feed", "list", "--json").stdout)["feeds"]
    assert [(f["title"], f["address"], f["tags"]) for f in shape] == [
        ("A Lab's Blog", "https://lab.example.org/feed.xml", ["Labs"])
    ]
    name = shape[0]["name"]
    assert "the feeds are" in run("feed", "rm", "none", code=3).stderr.lower()
    run("feed", "rm", name)
    assert run("feed", "list").stdout == ""
    run("undo")
    assert run("feed", "list").stdout.split("\t")[0] == name
    second = {"READLIST_DB": str(tmp_path / "second.db")}
    run("import", "whole.jsonl", **second)
    assert json.loads(run("feed", "list", "--json", **second).stdout)["feeds"] == [
        {**shape[0], "added": shape[0]["added"]}
    ]


def test_a_line_is_explained_and_nothing_imported(run, tmp_path):
    """Only entries of lists have something to explain; a bibliography is refused."""
    (tmp_path / "list.md").write_text(
        "# Sheep\n\n- [Counting Sheep](https://arxiv.org/abs/1706.03762), Ann Lee et al., 2017\n"
    )
    said = run("import", "list.md", "--explain", "3").stdout
    assert "Title: Counting Sheep (by the best reading" in said
    assert "people 3.0: Ann Lee et al." in said
    shape = json.loads(run("import", "list.md", "--explain", "3", "--json").stdout)
    assert shape["entries"][0]["segments"][1]["role"] == "people"
    assert json.loads(run("list", "id:>0", "--json").stdout)["papers"] == []
    (tmp_path / "b.bib").write_text("@book{a, title={T}}")
    refused = run("import", "b.bib", "--explain", "1", code=2)
    assert "read as bibtex" in refused.stderr


def test_what_has_a_place_is_not_told_as_kept_aside(run, tmp_path):
    """CSL's wording of a title stays beside it; its archive has no place."""
    (tmp_path / "one.json").write_text(
        '[{"type":"article-journal","title":"On <i>E. coli</i>","archive":"JSTOR",'
        '"author":[{"family":"von Hicks","given":"Michael, III"}]}]'
    )
    said = run("import", "one.json").stdout
    assert "archive (1)" in said
    assert "title (1)" not in said
    assert "author (1)" not in said


def test_an_address_is_shown_once(run, tmp_path):
    """The address of a page that is the paper's identifier, and that of a page in a note."""
    (tmp_path / "two.bib").write_text(
        "@online{p, title={A page}, url={http://x.org/a#top},"
        " note={See \\\\url{http://x.org/~b--c}}}"
    )
    run("import", "two.bib")
    said = run("show", "p").stdout
    assert said.count("http://x.org/a") == 1
    assert said.count("http://x.org/~b--c") == 2


def test_what_is_said_of_several_lines_is_said_once(run, tmp_path):
    """A list that names one paper wrongly in three places tells it once, with the first line."""
    (tmp_path / "a.bib").write_text(
        "@article{a, title={Counting Sheep}, author={Lee, A}, year=2001, doi={10.5555/sheep.1}}\n"
    )
    run("import", "a.bib")
    entry = "@article{a, title={Counting Sheep}, author={Lee, A}, year=2003, doi={10.5555/sheep.1}}"
    (tmp_path / "b.bib").write_text(f"{entry}\n{entry}\n{entry}\n")
    said = run("import", "b.bib").stdout
    assert said.count("has year '2001'") == 1
    assert "b.bib:1 and 2 other lines: paper 1 has year '2001', the file says '2003'." in said
