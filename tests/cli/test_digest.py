"""The digest: what it holds, that it is the same for the same library, and each of its forms."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from readlist.bib.simple_math import with_unicode
from readlist.errors import UsageError
from readlist.library.digest.digest import Digest, FeedPart, Item, Topic, digest, topic_of, window
from readlist.model import Identifier, Link, Paper, Status
from readlist.store import digests
from readlist.store.digests import Mark
from readlist.store.journal import transaction
from readlist.views.digest import words
from readlist.views.digest.html import LIMIT, page
from readlist.views.digest.screen import drawn
from readlist.views.wrap import cells, wrapped
from support.digest_papers import BEFORE, DAY, HOSTILE, LONG, bring, fill, record, score
from support.paths import golden
from support.program import HANG_S, NOW, runner


@pytest.fixture
def run(library, environment, tmp_path, monkeypatch, capsys):
    """The program over a library in which two mornings' papers have arrived."""
    fill(library)
    return runner(environment, tmp_path, monkeypatch, capsys)


def composed(library, since="1d", limit=0):
    return digest(library, window(library, since), limit)


def titles(found):
    return [item.paper.title for item in found.items]


# What it holds


def test_papers_stand_by_feed_and_topic_the_best_first(library):
    fill(library)
    found = composed(library)
    shape = [
        (part.name, [(topic.name, [i.paper.id for i in topic.items]) for topic in part.topics])
        for part in found.feeds
    ]
    assert shape == [
        ("arxiv-cl", [("Computation and Language (cs.CL)", [4]), ("moe", [5])]),
        ("hf", [("Computer Vision and Pattern Recognition (cs.CV)", [6])]),
        ("lab", [("Other", [7])]),
    ]
    ranks = {item.paper.id: item.rank for item in found.items}
    assert ranks == {4: 1, 6: 2, 5: 3, 7: 4}  # by score, the one without a score last


def test_a_paper_of_several_feeds_stands_once_and_names_the_others(library):
    fill(library)
    item = composed(library).items[0]
    assert item.feeds == ("arxiv-cl", "hf")
    assert words.also_in(item) == "hf"
    assert words.why(item) == "author you read 4 times"


def test_what_is_decided_is_counted_and_not_shown(library):
    fill(library)
    found = composed(library)
    assert "Read at Once" not in titles(found)
    assert (found.arrived, found.decided) == (4, 1)
    assert "1 other is decided already" in words.lead(found)


def test_a_limit_takes_the_best_and_says_what_it_leaves_out(library):
    fill(library)
    found = composed(library, limit=2)
    assert sorted(item.paper.id for item in found.items) == [4, 6]
    assert (found.arrived, len(found.feeds)) == (4, 2)
    assert words.left_out(found) == "2 more papers wait in the inbox: readlist inbox"


def test_news_is_of_papers_that_were_read_and_of_the_time(library):
    fill(library)
    (change,) = composed(library).changes
    assert (change[0].title, change[1].what) == ("What I Have Read", "version")
    assert composed(library, "2026-11-23").changes == ()
    with transaction(library, command="x", at=DAY) as tx:
        tx.db.execute("UPDATE readings SET status = 'to-read' WHERE paper_id = 1")
    assert composed(library).changes == ()


def test_what_is_due_is_being_read_or_urgent(library):
    fill(library)
    assert [one.title for one in composed(library).due] == ["What Is Urgent"]
    with transaction(library, command="x", at=DAY) as tx:
        tx.db.execute("UPDATE readings SET priority = 1 WHERE paper_id = 2")
        tx.db.execute("UPDATE readings SET status = 'reading' WHERE paper_id = 1")
    assert [one.title for one in composed(library).due] == ["What I Have Read"]


def test_a_paper_without_a_feed_is_not_lost(library):
    """Put into the inbox by hand, it stands under words of its own, behind the feeds."""
    fill(library)
    bring(library, (), [record("2611.00009", "By Hand")], DAY)
    part = composed(library).feeds[-1]
    assert (part.name, [item.paper.title for item in part.items]) == ("", ["By Hand"])
    assert words.heading(part) == "Not from a feed"


def test_topics_of_papers():
    paper = Paper(id=1, key="a", extra={"primary_class": "cs.LG"}, tags=("own", "zoo"))
    assert topic_of(paper) == "own"
    assert topic_of(replace(paper, tags=())) == "Machine Learning (cs.LG)"
    assert topic_of(Paper(id=1, key="a", extra={"primary_class": "new.XX"})) == "new.XX"
    assert (
        topic_of(Paper(id=1, key="a", extra={"arxiv": "no object", "primary_class": 7})) == "Other"
    )


# Since when


@pytest.mark.parametrize(
    ("since", "number"),
    [("1d", 4), ("24h", 4), ("25h", 5), ("1w", 5), ("2026-11-22", 4), ("2026-11", 5),
     ("2026-11-23", 0), ("yesterday", 5), ("today", 4), ("sat", 5), ("22 Nov", 4), ("1y", 5)],
)  # fmt: skip
def test_times_are_reckoned_from_the_last_pull(library, since, number):
    """Two pulls a day apart: a day holds one of them, whatever the clock says."""
    fill(library)
    assert composed(library, since).arrived == number


@pytest.mark.parametrize("since", ["tomorrow", "soon", "2026-13-01", "-1d", "", "1d\x1b[31m"])
def test_a_time_that_makes_no_sense_is_explained(library, since):
    with pytest.raises(UsageError, match="--since takes a time such as 1d") as error:
        window(library, since)
    assert "\x1b" not in str(error.value)


def test_last_goes_on_where_the_last_mail_ended(library):
    """Not by time: a paper of the same second that another process wrote later is not lost."""
    fill(library)
    assert composed(library, "last").arrived == 4  # a day, where none was sent
    found = composed(library)
    with transaction(library, command="x", at=DAY) as tx:
        number = digests.claim(library, "a", DAY, found.through, {"mark": list(found.mark)})
        assert window(library, "last").bounds.mark == Mark()  # not before it was sent
        digests.finish(tx.db, number, DAY)
    assert composed(library, "last").is_empty
    bring(library, ["hf"], [record("2611.00007", "Late"), record("2611.00002", "Caches")], BEFORE)
    bring(library, (), [record("2611.00008", "By Hand")], BEFORE)
    assert titles(composed(library, "last")) == ["Late", "By Hand"]


def test_a_paper_that_a_second_feed_brings_later_is_not_new_again(library):
    fill(library)
    bring(library, ["lab"], [record("2611.00002", "Caches")], "2026-11-23T06:00:00Z")
    assert composed(library).is_empty


def test_a_paper_known_before_is_new_when_a_feed_brings_it(library):
    """Somebody else's library: the paper was there, this reader had not seen it."""
    bring(library, (), [record("2611.00001", "Old")], "2025-01-01T00:00:00Z")
    bring(library, ["hf"], [record("2611.00001", "Old")], DAY)
    assert titles(composed(library)) == ["Old"]
    assert words.lead(composed(library)).endswith("is undecided.")  # no score: no claim of order


# The same library, the same bytes


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json", "terminal"])
def test_neither_clock_nor_chance_is_in_it(library, environment, form):
    fill(library)
    library.close()
    answers = set()
    for seed, now in ("1", NOW), ("2", "2027-03-01T00:00:00Z"):
        done = subprocess.run(
            [sys.executable, "-m", "readlist", "digest", "--format", form],
            env={**environment, "PYTHONHASHSEED": seed, "READLIST_NOW": now},
            capture_output=True, check=True, timeout=HANG_S,
        )  # fmt: skip
        answers.add(done.stdout)
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("digest.tsv", []),
        ("digest.txt", ["--format", "text"]),
        ("digest.md", ["--format", "markdown"]),
        ("digest.html", ["--format", "html"]),
        ("digest.json", ["--json"]),
        ("digest.xml", ["--feed", "-"]),
    ],
)
def test_forms_are_a_promise(run, name, options):
    golden(f"digest/{name}", run("digest", *options).stdout)


@pytest.mark.parametrize("width", [80, 120, 200])
def test_a_terminal_of_any_width(library, width):
    fill(library)
    text = drawn(composed(library), width, colour=False)
    assert max(map(cells, text.splitlines())) <= min(width, 100)
    golden(f"digest/terminal-{width}.txt", text)


# The command


def test_a_file_is_written_in_the_form_of_its_name(run, tmp_path):
    for name, start in {
        "a.md": "# 4 new",
        "a.html": "<!DOCTYPE",
        "a.json": "{",
        "a.txt": "4 new",
    }.items():
        done = run("digest", "--out", name)
        assert done.stdout == ""
        assert "Wrote 4 papers" in done.stderr
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert "does not say the form" in run("digest", "--out", "a.doc", code=2).stderr
    assert "no form 'rtf'" in run("digest", "--format", "rtf", code=2).stderr


def test_an_empty_digest_is_not_written_over_a_file(environment, tmp_path, monkeypatch, capsys):
    """The last news stay readable; a program's file says that there are none."""
    run = runner(environment, tmp_path, monkeypatch, capsys)
    (tmp_path / "a.md").write_text("# 4 new\n", encoding="utf-8")
    done = run("digest", "--out", "a.md")
    assert "Nothing has arrived yet." in done.stderr
    assert "a.md stays as it was." in done.stderr
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "# 4 new\n"
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    run("digest", "--out", "a.json")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["feeds"] == []
    run("digest", "--out", "b.md")
    assert (tmp_path / "b.md").exists()


def test_what_is_due_is_written_on_a_quiet_day(run, tmp_path):
    """A digest without news says what is due, over the one of yesterday."""
    (tmp_path / "a.md").write_text("# 4 new\n", encoding="utf-8")
    run("digest", "--since", "2026-11-30", "--out", "a.md")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") != "# 4 new\n"


def test_a_feed_is_written_beside_what_is_asked_for(run, tmp_path):
    assert run("digest", "--feed", "papers.xml").stdout == ""
    assert "<title>A Second Paper</title>" in (tmp_path / "papers.xml").read_text()
    assert run("digest", "--feed", "papers.xml", "--format", "text").stdout.startswith("4 new")


def test_an_empty_library_says_what_to_do(environment, tmp_path, monkeypatch, capsys):
    done = runner(environment, tmp_path, monkeypatch, capsys)("digest")
    assert done.stdout == ""
    assert "Nothing has arrived yet. 'readlist feed add'" in done.stderr


def test_a_quiet_day_says_since_when(run):
    done = run("digest", "--since", "2026-11-30")
    assert "Nothing new since 2026-11-30; the last pull was at 2026-11-22" in done.stderr
    assert json.loads(run("digest", "--since", "2026-11-30", "--json").stdout)["feeds"] == []


def test_json_gives_everything(run):
    shape = json.loads(run("digest", "--json").stdout)
    assert (shape["version"], shape["arrived"], shape["shown"]) == (1, 4, 4)
    first = shape["feeds"][0]["topics"][0]["papers"][0]
    assert (first["id"], first["score"], first["feeds"]) == (4, 0.91, ["arxiv-cl", "hf"])
    assert first["why"][0] == {"text": "author you read 4 times", "weight": 0.9}
    assert first["abstract"].strip() == LONG.strip()
    assert shape["changes"][0]["what"] == "version"
    assert shape["due"][0]["title"] == "What Is Urgent"


# Words


def test_abstracts_end_with_a_sentence():
    text = "We cite Smith et al. (2020), e.g. Fig. 2. It works. " + "More words follow here " * 30
    assert words.shortened(text, 60) == "We cite Smith et al. (2020), e.g. Fig. 2. It works."
    assert words.shortened("Short.", 60) == "Short."
    assert words.shortened("word " * 50, 22) == "word word word word…"
    assert len(words.shortened("x" * 5_000, 100)) <= 100


def test_simple_mathematics_becomes_letters():
    shown = {
        r"$\alpha_1$ and $O(n^2)$": "α₁ and O(n²)",
        r"$\tau^2$-Bench in $10^{-3}$ s": "τ²-Bench in 10⁻³ s",
        r"$\mathcal{O}(\log n)$": "O(log n)",
        r"it costs $5 and $10": "it costs $5 and $10",
        r"$\frac{1}{2}$ and $a_b$": r"$\frac{1}{2}$ and $a_b$",
        r"$\{x\}$": "{x}",
        r"la $4^{\textrm{\`eme}}$ and SO$_{\mathrm{4}}$": "la 4ème and SO₄",
        r"the $2^{\text{nd}}$, $T_{\mathrm{eff}}$": "the 2nd, Teff",
    }
    for written, wanted in shown.items():
        assert with_unicode(written) == wanted


@pytest.mark.parametrize(
    "text", ["字" * 100, "word " * 40, "a" * 100, "e\u0301" * 60, "", "x 字字 y"]
)
def test_lines_fit_and_lose_nothing(text):
    lines = list(wrapped(text, 20, "- ", "  "))
    assert all(cells(line) <= 20 for line in lines)
    assert "".join(line[2:] for line in lines).replace(" ", "") == text.replace(" ", "")


# HTML and Markdown


class _Score(NamedTuple):
    score: float

    def why(self, most):
        return ()


def _many(number):
    papers = [
        Paper(id=n, key=f"k{n}", title=f"Paper {n} with a title of a usual length, as they are",
              abstract=f"So it begins. {LONG}", identifiers=(Identifier("arxiv", f"2611.{n:05}"),))
        for n in range(1, number + 1)
    ]  # fmt: skip
    items = tuple(Item(paper, paper.id, _Score(0.5), ("hf",), DAY) for paper in papers)
    part = FeedPart("hf", "", (Topic("Other", items),))
    return Digest(BEFORE, DAY, (part,), (), (), number, 0, Mark())


def test_a_large_digest_stays_below_what_mail_clients_cut_off():
    """First the abstracts of the last papers go, then the papers; it says so."""
    small, large, huge = (page(_many(number)) for number in (20, 150, 3_000))
    assert "To keep this page short" not in small
    for shown in (large, huge):
        assert 0.95 * LIMIT < len(shown.encode()) <= LIMIT
    best = int(re.search(r"only the best (\d+) papers come with an abstract", large)[1])
    assert large.count("So it begins") == best
    assert large.count("arxiv.org/abs/") == 150
    more = int(re.search(r"([\d,]+) more papers in the inbox", huge)[1].replace(",", ""))
    assert huge.count("arxiv.org/abs/") == 3_000 - more
    assert "So it begins" not in huge


def test_hostile_text_is_text_in_html(library):
    fill(library)
    tree = LexborHTMLParser(page(composed(library)))
    assert tree.css("script, img, iframe, link, b, form") == []
    assert all(a.attributes["href"].startswith("https://") for a in tree.css("a"))
    assert "<script>document.title" in tree.body.text()
    assert "\x1b" not in tree.body.text()
    assert "\u202e" not in tree.body.text()


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", 'https://a.b/"><script>', "file:///etc/passwd"],
)
def test_only_addresses_of_the_web_become_links(url):
    assert words.address(Paper(id=1, key="a", links=(Link("x", url),))) == ""


def test_hostile_text_is_text_in_markdown(run):
    shown = LexborHTMLParser(
        MarkdownIt("commonmark").render(run("digest", "-f", "markdown").stdout)
    )
    assert shown.css("script, img, em, code") == []
    assert all(a.attributes["href"].startswith("https://") for a in shown.css("a"))


def test_the_first_words_of_a_mail_are_the_best_papers(library):
    fill(library)
    hidden = LexborHTMLParser(page(composed(library))).css_first("body > div")
    assert hidden.text().startswith(
        "Caches: O(n²) Is Too Much for Poincaré; A Paper about Pictures"
    )
    assert len(hidden.text()) <= 90


def test_no_terminal_is_obeyed(run):
    for form in ("terminal", "text", ""):
        said = run("digest", *(["--format", form] if form else [])).stdout
        assert "\x1b" not in said
        assert HOSTILE.partition(" ")[0] in said


def test_colour_is_for_terminals(library):
    fill(library)
    found = composed(library)
    assert "\x1b[1m" in drawn(found, 80, colour=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", drawn(found, 80, colour=True))
    assert plain == drawn(found, 80, colour=False)


def test_many_papers_of_a_reader_who_shares_the_library(library):
    """Another reader's inbox and scores are nobody else's."""
    fill(library)
    other = replace(library, reader="bob", reader_id=0)
    bring(other, ["hf"], [record("2611.00099", "For Bob")], DAY, Status.INBOX)
    score(other, {})
    assert titles(composed(other)) == ["For Bob"]
    assert "For Bob" not in titles(composed(library))
