"""A site in a real browser: it fits every width, finds what is typed, and asks for nothing."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from support.browser import BROWSER, look_at
from support.web_server import Answer, Answering, listening

pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no chromium")]
AXE = next(
    filter(
        Path.is_file,
        [
            Path(os.environ.get("AXE_CORE", "absent")),
            Path("/usr/local/lib/node_modules/axe-core/axe.min.js"),
            Path("/usr/lib/node_modules/axe-core/axe.min.js"),
            Path("/usr/share/nodejs/axe-core/axe.min.js"),
        ],
    ),
    None,
)
"""What finds faults of accessibility: npm's axe-core, where it is installed or named."""
DARK = "--blink-settings=preferredColorScheme=0"
RUNS = '<img src=x onerror="parent.ran=1"><script>parent.ran = 1</script>'
PAPERS = [
    {"title": "Poincaré Embeddings", "year": 2017, "venue": "NeurIPS", "tags": ["geometry"]},
    {"title": "Łukasiewicz Logic and ﬁne Types", "year": 2019, "tags": ["logic"],
     "abstract": "A very rare zebra."},
    {"title": RUNS, "year": 2020, "abstract": RUNS + "a" * 400},
    {"title": "W" * 300, "year": 2020, "venue": "字" * 200},
]  # fmt: skip


@pytest.fixture
def folder(run, tmp_path):
    """A site of four papers, two of them hostile, in a folder of its own."""
    text = "".join(json.dumps(paper) + "\n" for paper in PAPERS)
    (tmp_path / "papers.jsonl").write_text(text, encoding="utf-8")
    run("import", "papers.jsonl")
    run("tag", "1", "+geometry")
    run("status", "1", "read")
    run("site", "out", "--title", "Ours " + RUNS, "--similar")
    return tmp_path / "out"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_and_nothing_runs_or_is_asked_for(folder, width, dark):
    scheme = [DARK] if dark else []
    found = look_at(
        folder, "index.html",
        "for (const d of page.querySelectorAll('details')) d.open = true; await wait(50);"
        "return win.getComputedStyle(page.body).backgroundColor;",
        *scheme, width=width,
    )  # fmt: skip
    assert found["wide"] == []
    assert found["scroll"] == found["client"] == width
    assert (found["ran"], found["asked"]) == (False, [])
    assert found["said"] == ("rgb(21, 23, 27)" if dark else "rgb(255, 255, 255)")


def test_what_is_typed_is_found(folder):
    """Without accents and ligatures, in abstracts, by facets, in another order, and remembered."""
    found = look_at(
        folder, "index.html",
        "const o = []; await type('q', 'poincare'); o.push(seen());"
        "o.push([win.CSS.highlights.get('hit').size, page.querySelector('output').value]);"
        "o.push(win.location.search);"
        "await type('q', 'lukasiewicz fine'); o.push(seen());"
        "await type('q', 'zebra'); o.push(seen()); await type('q', 'nothing such'); o.push(seen());"
        "await type('q', ''); await type('tag', 'geometry'); o.push(seen());"
        "await type('tag', ''); await type('status', 'read'); o.push(seen());"
        "await type('status', ''); await type('sort', 'title'); o.push(seen().slice(1));"
        "await type('sort', ''); o.push(seen().length); return o;",
    )  # fmt: skip
    poincare, lukasiewicz = PAPERS[0]["title"], PAPERS[1]["title"]
    assert found["said"] == [
        [poincare], [1, "1 of 4 shown"], "?q=poincare", [lukasiewicz], [lukasiewicz], [],
        [poincare], [poincare], [lukasiewicz, poincare, PAPERS[3]["title"]], 4,
    ]  # fmt: skip


def test_an_address_with_a_question_opens_with_its_answer(folder):
    found = look_at(folder, "index.html?q=poincare", "await wait(100); return seen();")
    assert found["said"] == [PAPERS[0]["title"]]


def test_keys_lead_to_the_search_and_through_the_papers(folder):
    found = look_at(
        folder, "index.html",
        "const press = key => page.dispatchEvent(new win.KeyboardEvent('keydown',"
        " {key, bubbles: true, cancelable: true})); const o = [];"
        "press('/'); o.push(page.activeElement.id); page.activeElement.blur();"
        "press('j'); press('j'); o.push(page.activeElement.closest('li.paper') !== null);"
        "return o;",
    )  # fmt: skip
    assert found["said"] == ["q", True]


def test_without_a_script_everything_is_there(folder):
    found = look_at(
        folder, "index.html",
        "return [seen().length, page.querySelector('form').hidden,"
        " page.querySelectorAll('details.bib').length];",
        scripts=False,
    )  # fmt: skip
    assert found["said"] == [4, True, 4]


def test_an_index_of_many_pages_finds_and_leads(run, tmp_path, monkeypatch):
    monkeypatch.setattr("readlist.library.site.ONE_PAGE", 2)
    text = "".join(json.dumps(paper) + "\n" for paper in PAPERS)
    (tmp_path / "papers.jsonl").write_text(text, encoding="utf-8")
    run("import", "papers.jsonl")
    run("site", "out")
    found = look_at(
        tmp_path / "out", "index.html",
        "const before = page.querySelector('#rest').hidden; await type('q', 'poincare');"
        "const a = page.querySelector('#hits a');"
        "return [before, seen(), page.querySelector('#rest').hidden, a.getAttribute('href')];",
        width=320,
    )  # fmt: skip
    before, titles, hidden, address = found["said"]
    assert (before, titles, hidden) == (False, [PAPERS[0]["title"]], True)
    name, _, anchor = address.partition("#")
    assert f'id="{anchor}"' in (tmp_path / "out" / name).read_text(encoding="utf-8")
    assert (found["wide"], found["asked"], found["ran"]) == ([], [], False)


@pytest.mark.parametrize("dark", [False, True])
def test_the_narrowest_phone_shows_each_page_whole_without_a_script(folder, dark):
    scheme = [DARK] if dark else []
    for name in ("index.html", "year.html"):
        found = look_at(
            folder, name,
            "for (const d of page.querySelectorAll('details')) d.open = true; await wait(50);"
            # A map of days is scrolled within its figure.
            "const wide = [...page.querySelectorAll('body *')].filter(one => !one.closest('figure')"
            " && one.getBoundingClientRect().right > 320.5).map(one => one.outerHTML);"
            "return [win.getComputedStyle(page.body).backgroundColor, wide];",
            *scheme, width=320, scripts=False,
        )  # fmt: skip
        assert found["said"] == ["rgb(21, 23, 27)" if dark else "rgb(255, 255, 255)", []], name
        assert found["scroll"] == found["client"] == 320, name
        assert (found["ran"], found["asked"]) == (False, [])


def test_it_works_from_a_server_and_asks_it_for_nothing_more(folder):
    asked: list[str] = []

    class Files(Answering):
        def reply(self, body):
            asked.append(self.path)
            path = folder / self.path.partition("?")[0].lstrip("/")
            found = path.read_bytes() if path.is_file() else b""
            self.send(Answer(200 if found else 404, found, {"Content-Type": "text/html"}))

    with listening(Files) as base:
        found = look_at(
            folder, "index.html",
            "await type('q', 'poincare'); return [seen(), win.location.search];", base=base,
        )  # fmt: skip
    assert found["said"] == [[PAPERS[0]["title"]], "?q=poincare"]
    assert (found["ran"], found["asked"]) == (False, [])
    assert {path for path in asked if path != "/favicon.ico"} == {"/frame.html", "/index.html"}


@pytest.mark.skipif(AXE is None, reason="no axe-core; AXE_CORE names its axe.min.js")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["index.html", "year.html"])
def test_nothing_serious_keeps_anybody_from_reading_it(folder, name, dark):
    """The page is looked at without its policy, which would let no foreign script look."""
    text = (folder / name).read_text(encoding="utf-8")
    text = re.sub(r"<meta http-equiv=.+?>", "", text)
    looked = text.replace("</head>", '<script src="axe.min.js"></script></head>')
    (folder / "looked.html").write_text(looked, encoding="utf-8")
    shutil.copyfile(AXE, folder / "axe.min.js")
    found = look_at(
        folder, "looked.html",
        "for (const d of page.querySelectorAll('details')) d.open = true; await wait(50);"
        "return (await win.axe.run(page)).violations.map(one =>"
        " [one.impact, one.id, one.nodes.slice(0, 3).map(node => node.html.slice(0, 120))]);",
        *([DARK] if dark else []), width=390,
    )  # fmt: skip
    assert isinstance(found["said"], list), found["said"]
    assert [one for one in found["said"] if one[0] in ("serious", "critical")] == []
