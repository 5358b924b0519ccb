"""``add`` and imports by address: one paper stays one, and what nobody knows is said."""

import json

import pytest

from support.services_server import services, work
from support.web_server import Answer, serving

PAGE = b"""<html><head><title>A Title | Journal</title>
<meta name="citation_title" content="A Title of &amp; Things">
<meta name="citation_author" content="Lovelace, Ada"><meta name="citation_author" content="Ed Poe">
<meta name="citation_publication_date" content="2019/06/12">
<meta name="citation_journal_title" content="Journal of Pages">
<meta name="citation_volume" content="7"><meta name="citation_firstpage" content="1">
<meta name="citation_lastpage" content="9">%s</head><body></body></html>"""


@pytest.fixture
def net():
    with services() as running:
        yield running


@pytest.mark.parametrize(
    "words",
    [
        ("https://www.nature.com/articles/nature14539", "10.1038/nature14539",
         "https://www.nature.com/articles/nature14539.pdf"),
        ("https://proceedings.mlr.press/v97/houlsby19a.html",
         "http://proceedings.mlr.press/v97/houlsby19a/houlsby19a.pdf"),
        ("http://example.org/paper/", "https://www.example.org/paper",
         "https://example.org/paper?utm_source=x"),
        ("https://example.org/p?a=1&b=2", "https://example.org/p?b=2&a=1"),
        ("CorpusID:13756489", "https://www.semanticscholar.org/p/13756489"),
    ],
)  # fmt: skip
def test_addresses_of_one_paper_are_one_paper(run, words):
    """At once, one after the other, and when the paper is named."""
    done = run("add", *words)
    assert done.stdout.count("Added: ") == 1
    for word in words:
        assert "Known already: 1" in run("add", word).stdout
        assert run("show", word, "--json").stdout.count('"key"') == 1


def test_imports_know_the_spellings(run, tmp_path):
    """The fields of a bibliography, bookmarks, and running text that is only looked at."""
    run("add", "https://papers.nips.cc/paper/7181-attention-is-all-you-need")
    pdf = "http://papers.neurips.cc/paper/7181-attention-is-all-you-need.pdf"
    (tmp_path / "a.bib").write_text(f"@misc{{k, title={{Attention}}, url={{{pdf}}}}}\n")
    (tmp_path / "b.html").write_text(
        f'<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF="{pdf}">Attention</A></DL><p>\n'
    )
    (tmp_path / "c.txt").write_text(f"We follow {pdf} here.\n")
    for name in ("a.bib", "b.html"):
        assert "0 new" in run("import", name).stdout
    assert json.loads(run("seen", "c.txt", "--json").stdout)["known"]


def test_a_page_says_what_paper_it_is(net, online, monkeypatch):
    """What its head says for programs; the DOI in it is asked for, and names the paper too."""
    net.works = {"10.1000/one": work("10.1000/one", "One Work")}
    doi = b'<meta name="citation_doi" content="10.1000/one">'
    monkeypatch.setenv("READLIST_PATIENCE", "60")
    with serving(Answer(body=PAGE % doi), Answer(body=PAGE % b"")) as server:
        online("add", f"{server.url}/one")
        assert "Known already: 1" in online("add", "10.1000/one").stdout
        online("add", f"{server.url}/two")
        paper = json.loads(online("show", "2", "--json").stdout)["papers"][0]
    assert paper["title"] == "A Title of & Things"
    assert [one["name"] for one in paper["authors"]] == ["Ada Lovelace", "Ed Poe"]
    assert (paper["year"], paper["published"]) == (2019, "2019-06-12")
    assert paper["venue"] == "Journal of Pages"


@pytest.mark.parametrize(
    "answer", [Answer(404), Answer(body=b"<html><title>Blog</title>x"), Answer(body=b"%PDF-1.5")]
)
def test_what_nobody_knows_is_said_and_not_kept(net, online, answer):
    """Unless a person says what it is."""
    with serving(answer) as server:
        url = f"{server.url}/x"
        done = online("add", url, "--key", "blog", code=1)
        assert f"No service knows url:{url}; is it right? It is not added." in done.stderr
        assert json.loads(online("list", "--json").stdout)["papers"] == []
        server.answers = [answer]
        online("add", url, "--title", "A Blog")
        assert "A Blog" in online("list").stdout


def test_a_bare_word_is_no_paper(run):
    done = run("add", "attention", code=2)
    assert "'attention' is no arXiv id, DOI, address or file" in done.stderr
    assert "readlist add --title attention" in done.stderr
    assert "Added: 1" in run("add", "--title", "attention").stdout
    assert "Added: 2" in run("add", "基于注意力机制的图像描述生成").stdout
    done = run("add", "1706.03762", "bert", code=1)
    assert "Added: 3" in done.stdout
    assert "'bert' is no arXiv id" in done.stderr


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("https://openreview.net/forum?id=XXXX", "a template"),
        ("https://arxiv.org/abs/XXXX.XXXXX", "a template"),
        ("https://doi.org/10.13039/501100001659", "a funder"),
        ("https://dl.acm.org/doi/10.1145/nnnnnnn.nnnnnnn", "a placeholder"),
        ("10.1371/journal.pone.0012345.s001", "a supplement"),
    ],
)
def test_what_names_no_paper_is_not_added(run, word, what):
    """It is said what it is, and not that there is no file of that name."""
    done = run("add", word, code=2)
    assert f"that of {what}" in done.stderr
    assert run("list").stdout == ""


def test_a_template_left_in_two_entries_makes_nothing_one(run, tmp_path):
    """Whichever identifier the template has."""
    entries = [
        f"@misc{{k{n}, title={{{title}}}, {field}}}"
        for n, field in enumerate((
            "doi={10.1109/ACCESS.2017.DOI}", "isbn={978-0-00-000000-2}",
            "eprint={0000.00000}, archiveprefix={arXiv}",
            "url={https://openreview.net/forum?id=XXXX}",
        ))
        for title in (f"Weather of the north {n}", f"Rivers and lakes {n}")
    ]  # fmt: skip
    path = tmp_path / "left.bib"
    path.write_text("\n".join(entries).replace("@misc{k", "@book{k"))
    assert json.loads(run("import", str(path), "--json", code=1).stdout)["new"] == 8


def test_a_login_in_an_address_of_a_paper_is_not_kept(run, tmp_path):
    """Whatever format it came in; the file is the same paper afterwards."""
    (tmp_path / "a.ris").write_text(
        "TY  - JOUR\nTI  - One\nAU  - Doe, Jane\nUR  - https://bob:hush@example.org/a\n"
        "L1  - https://bob:hush@example.org/a.pdf\nER  - \n"
    )
    (tmp_path / "b.json").write_text(
        '[{"id": "x", "title": "Two", "author": [{"family": "Doe"}], '
        '"URL": "https://bob:hush@example.org/b"}]'
    )
    for name in ("a.ris", "b.json"):
        assert "1 new" in run("import", name).stdout
        assert "1 unchanged" in run("import", name).stdout
    links = [one["links"] for one in json.loads(run("list", "--json").stdout)["papers"]]
    assert {"url": "https://example.org/a", "pdf": "https://example.org/a.pdf"} in links
    for words in (["list", "--json"], ["export", "-f", "jsonl"], ["export", "-f", "ris"]):
        assert "hush" not in run(*words).stdout
