"""``site``: complete without a script, inert, private by default, the same bytes each time."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import html5lib
import pytest
from selectolax.lexbor import LexborHTMLParser

from readlist.formats.list_export.arrange import Arranged, Place
from readlist.library.site import Site, Wanted
from readlist.model import Author, Identifier, Link, Note, Paper, Reading, Status
from readlist.views.site import pages

RUNS = '</title></style></script><script>parent.ran = 1</script><img src=x onerror="parent.ran=1">'
LIST = """# What we read

## Attention

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - Start here:
- [Neural Machine Translation](https://arxiv.org/abs/1409.0473) - Where it began.

## Vision

- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
"""


@pytest.fixture
def filled(run, tmp_path):
    """The program with a list of three papers, of which one is read, tagged and has a note."""
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    run("import", "list.md")
    run("status", "1", "read")
    run("rate", "1", "5")
    run("tag", "1", "+nlp/attention")
    run("note", "1", "A thought of my own.")
    return run


def page(tmp_path, name: str = "index.html") -> LexborHTMLParser:
    return LexborHTMLParser((tmp_path / "out" / name).read_text(encoding="utf-8"))


def titles(found) -> list[str]:
    return [node.text(deep=True) for node in found.css("li.paper .title")]


def test_a_list_is_a_page_in_the_curators_order(filled, tmp_path):
    done = json.loads(filled("site", "out", "--list", "what-we-read", "--json").stdout)
    assert done["written"] == [".nojekyll", "feed.atom", "index.html", "papers.bib", "year.html"]
    found = page(tmp_path)
    assert found.css_first("h1").text() == "What we read"
    assert [node.text() for node in found.css("h2")] == ["Attention", "Vision"]
    assert [title[:9] for title in titles(found)] == ["Attention", "Neural Ma", "Deep Resi"]
    assert "Where it began" in found.css("li.paper")[1].text()
    assert [node.text() for node in found.css(".status")] == ["read"]
    assert found.css_first("progress").attributes["value"] == "1"
    assert "5 of 5 · nlp/attention" in found.css_first(".tags").text()
    anchors = {node.attributes["id"] for node in found.css("[id]")}
    for link in found.css("a[href^='#']"):
        assert link.attributes["href"][1:] in anchors
    for link in found.css("a:not([href^='#'], [href^='http'])"):
        assert (tmp_path / "out" / link.attributes["href"]).is_file()
    html5lib.HTMLParser(strict=True).parse(
        (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    )


def test_what_is_private_is_shown_where_it_is_asked_for_alone(filled, tmp_path):
    def text(*words: str) -> str:
        filled("site", "out", "--list", "what-we-read", *words)
        return "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())

    assert "A thought" not in text()
    assert "A thought" in text("--notes")
    bare = text("--no-status")
    assert "A thought" not in bare
    for said in ("5 of 5", 'data-s="', "<progress", 'name="status"', 'class="status"'):
        assert said not in bare, said
    filled("status", "3", "dropped")
    filled("site", "out")
    assert len(titles(page(tmp_path))) == 2


def test_the_same_library_gives_the_same_bytes_and_only_changes_are_written(filled, tmp_path):
    site = ("site", "out", "--list", "what-we-read")
    dry = json.loads(filled(*site, "--dry-run", "--json").stdout)
    assert len(dry["written"]) == 5
    assert not (tmp_path / "out").exists()
    filled(*site)
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    assert "as it should be" in filled(*site).stdout
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == before
    filled("note", "2", "Not shown.")
    done = json.loads(filled(*site, "--json").stdout)
    assert done["written"] == []
    filled("tag", "2", "+nlp")
    done = json.loads(filled(*site, "--json").stdout)
    assert (done["written"], done["unchanged"]) == (["feed.atom", "index.html"], 3)


def test_the_year_is_a_page_that_names_nothing_the_site_does_not_show(filled, tmp_path):
    filled("lists", "add", "secret-list", "1")
    filled("site", "out", "--list", "what-we-read")
    link = page(tmp_path).css_first("a[href='year.html']")
    assert link.text() == "2026 in reading"
    year = page(tmp_path, "year.html")
    assert year.css_first("h1").text() == "A year of reading: 2026 so far"
    assert year.css_first("a[href='index.html']").text() == "What we read"
    assert "Attention Is All You Need" in year.css_first("ul").text()
    text = (tmp_path / "out" / "year.html").read_text(encoding="utf-8")
    assert "nlp/attention" in text
    for said in ("secret-list", "list:"):
        assert said not in text, said
    html5lib.HTMLParser(strict=True).parse(text)
    filled("status", "1", "dropped")
    filled("site", "out")
    assert not (tmp_path / "out" / "year.html").exists()
    filled("status", "2", "read")
    filled("site", "out", "id:2")
    text = (tmp_path / "out" / "year.html").read_text(encoding="utf-8")
    assert "Attention Is All You Need" not in text
    done = json.loads(filled("site", "out", "id:2", "--no-status", "--json").stdout)
    assert done["removed"] == ["year.html"]


def test_each_paper_names_those_of_the_site_that_are_like_it(run, tmp_path, monkeypatch):
    about = ["graph attention networks", "graph attention layers", "whales of the north sea"]
    papers = [{"title": f"On {words}", "abstract": f"We study {words}."} for words in about]
    papers.append({"title": "Graph attention elsewhere", "abstract": "Graph attention."})
    text = "".join(json.dumps(paper) + "\n" for paper in papers)
    (tmp_path / "papers.jsonl").write_text(text, encoding="utf-8")
    run("import", "papers.jsonl")

    def near(name: str = "index.html") -> list[list[tuple[str, str]]]:
        return [
            [(a.text(), a.attributes["href"]) for a in paper.css(".near a")]
            for paper in page(tmp_path, name).css("li.paper")
        ]

    run("site", "out", "id:1..3")
    assert near() == [[], [], []]
    run("site", "out", "id:1..3", "--similar")
    keys = [node.attributes["id"] for node in page(tmp_path).css("li.paper")]
    layers, networks = (f"On {about[1]}", f"#{keys[1]}"), (f"On {about[0]}", f"#{keys[0]}")
    assert near() == [[layers], [networks], []]
    monkeypatch.setattr("readlist.library.site.ONE_PAGE", 1)
    run("site", "out", "id:1..3", "--similar")
    assert near("without-a-year.html")[0] == [(layers[0], f"without-a-year.html{layers[1]}")]


def test_what_it_needs_no_more_goes_and_nothing_of_others(filled, tmp_path, monkeypatch):
    monkeypatch.setattr("readlist.library.site.ONE_PAGE", 1)
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.html").write_text("mine", encoding="utf-8")
    filled("site", "out", "--list", "what-we-read")
    assert {"attention.html", "vision.html", "index.html"} <= {p.name for p in out.iterdir()}
    (out / "vision.html").write_text("by hand", encoding="utf-8")
    done = json.loads(filled("site", "out", "list:what-we-read", "--json").stdout)
    assert done["removed"] == ["attention.html"]
    assert (out / "vision.html").read_text(encoding="utf-8") == "by hand"
    assert (out / "mine.html").read_text(encoding="utf-8") == "mine"
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("somebody's", encoding="utf-8")
    assert "was not written by readlist" in filled("site", "other", code=2).stderr
    assert [path.name for path in other.iterdir()] == ["index.html"]


def test_what_cannot_be_written_is_said(filled):
    assert "No papers" in filled("site", "out", "tag:nothing", code=3).stderr
    assert "no list" in filled("site", "out", "--list", "nothing", code=3).stderr
    assert "no address" in filled("site", "out", "--base-url", "me/here", code=2).stderr
    filled("site", "list.md", code=2)


def made(papers: list[Paper], section: str = "One", **wanted) -> dict[str, str]:
    places = tuple(Place(paper, (section,), RUNS) for paper in papers)
    site = Site(Arranged(RUNS, places), "2026-11-22", "2026-10-23", Wanted(**wanted))
    return dict(pages.files(site, RUNS + "</style>", lambda _: None))


HOSTILE = Paper(
    id=1, key=f'k"{RUNS}', title=RUNS, venue=RUNS, abstract=RUNS, tags=(RUNS,), year=2020,
    authors=(Author(RUNS),), identifiers=(Identifier("url", "javascript:alert(1)"),),
    links=(Link(RUNS, "javascript:alert(1)"), Link("x", "https://example.org/'\"><b>")),
    reading=Reading(status=Status.READ), notes=(Note(RUNS),), added="2026-11-01T00:00:00Z",
)  # fmt: skip


@pytest.mark.parametrize("one_file", [True, False])
def test_text_is_data_wherever_it_stands(monkeypatch, one_file):
    if not one_file:
        monkeypatch.setattr("readlist.library.site.ONE_PAGE", 0)
    found = made([HOSTILE, replace(HOSTILE, id=2, added="2026-01-01")], section=RUNS)
    shown = {name: LexborHTMLParser(text) for name, text in found.items() if "html" in name}
    assert len(shown) == (1 if one_file else 2)
    for name, parsed in shown.items():
        scripts = [node.text() for node in parsed.css("script:not([type])")]
        assert len(scripts) == (name == "index.html")
        policy = parsed.css_first("meta[http-equiv]").attributes["content"]
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
        for text in scripts:
            hashed = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"script-src 'sha256-{hashed}'" in policy
        assert not parsed.css("img, iframe, link[rel=stylesheet], [onerror], [src]")
        assert len(parsed.css("style")) == 1
        for link in parsed.css("a"):
            assert re.match(r"#|https://|[\w-]+\.(?:html|bib|atom)", link.attributes["href"])
    ET.fromstring(found["feed.atom"])


def test_a_large_library_is_pages_with_a_searchable_index():
    papers = [
        Paper(id=n, key=f"key{n}", title=f"Paper {n}", year=2020 + n % 2, tags=("t",))
        for n in range(2_001)
    ]
    sections = [Place(paper, (str(paper.year),), "") for paper in papers]
    site = Site(Arranged("All", tuple(sections)), "2026-11-22", "2026-10-23", Wanted())
    found = dict(pages.files(site, "", lambda _: None))
    names = [name for name in found if name.endswith(".html")]
    assert names == [
        "2020.html", "2020-2.html", "2020-3.html", "2021.html", "2021-2.html", "index.html",
    ]  # fmt: skip
    data = json.loads(LexborHTMLParser(found["index.html"]).css_first("#data").text())
    assert len(data["papers"]) == 2_001
    for said in data["papers"][::200]:
        parsed = LexborHTMLParser(found[data["pages"][said[6]]])
        assert parsed.css_first(f"#{said[7]}") is not None
    one = made(papers, one_file=True)
    assert [name for name in one if name.endswith(".html")] == ["index.html"]
    assert one["papers.bib"].count("@misc{") == 2_001


@pytest.mark.parametrize("one_page", [2, 0])
def test_what_came_in_the_last_thirty_days_is_named_first(monkeypatch, one_page):
    monkeypatch.setattr("readlist.library.site.ONE_PAGE", one_page)
    old = Paper(id=1, key="old", title="Old", added="2026-10-22T23:59:59Z")
    new = Paper(id=2, key="new", title="New", added="2026-10-23T00:00:00Z")
    found = made([old, new])
    part = "" if one_page else "one.html"
    index = LexborHTMLParser(found["index.html"])
    said = index.css_first("header ~ .contents")
    assert said.css_first("summary").text() == "New since 23 October 2026: 1 paper"
    assert [a.attributes["href"] for a in said.css("a")] == [f"{part}#paper-new"]
    marks = LexborHTMLParser(found[part or "index.html"]).css("li.paper:has(.new-mark)")
    assert [one.attributes["id"] for one in marks] == ["paper-new"]
    # Where everything is new, nothing is.
    assert "New since" not in made([new])["index.html"]


def test_what_tells_of_the_person_is_in_no_bibtex():
    kept = {"bibtex": {"file": "/home/ada/x.pdf", "annote": "my view", "pages": "1--9"}}
    found = made([Paper(id=1, key="a", title="T", kind="article", extra=kept, tags=("mine",))])
    assert "pages" in found["papers.bib"]
    for said in ("/home/ada", "my view"):
        assert all(said not in text for text in found.values())
