"""``stats``: every figure is a list of papers, in every form, whatever the screen and the zone."""

import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from readlist.cli.app import App
from support.program import Run, called, checked

TITLES = (
    "Attention Is All You Need", "Deep Residual Learning", "A Neural Probabilistic Model",
    "<script>alert('hello')</script> & Friends", "Long Short-Term Memory", "Playing Atari",
    "Generative Adversarial Nets", "Mastering Go", "Dropout", "Batch Normalization",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library in which ten papers moved in all ways that there are, in January and February."""
    folder = tmp_path_factory.mktemp("made")
    where = {"READLIST_DB": str(folder / "library.db"), "READLIST_READER": "ada", "TZ": "UTC"}
    (folder / "list.jsonl").write_text(
        "".join(json.dumps({"title": title, "venue": "NeurIPS"}) + "\n" for title in TITLES[:6])
    )
    (folder / "inbox.jsonl").write_text(
        "".join(json.dumps({"title": title}) + "\n" for title in TITLES[6:])
    )
    for at, *words in (
        ("2026-01-05T08:00:00Z", "import", "list.jsonl"),
        ("2026-01-20T08:00:00Z", "import", "inbox.jsonl", "--into", "inbox"),
        ("2026-01-10T23:30:00Z", "status", "1", "read"),
        ("2026-01-11T09:00:00Z", "status", "2", "skimmed"),
        ("2026-01-12T09:00:00Z", "rate", "1", "5"),
        ("2026-02-01T09:00:00Z", "status", "3", "dropped"),
        ("2026-02-02T09:00:00Z", "status", "4", "reading"),
        ("2026-02-03T09:00:00Z", "status", "7", "to-read"),  # kept from the inbox
        ("2026-02-04T09:00:00Z", "status", "8", "dropped"),  # passed over in it
        ("2026-02-05T09:00:00Z", "rate", "9", "3"),  # rated, and still undecided
        ("2026-02-05T09:00:00Z", "status", "7", "read"),
        ("2026-02-20T09:00:00Z", "tag", "1", "7", "+rl/games"),
        ("2026-02-21T09:00:00Z", "snooze", "5", "2026-08-01"),  # waits, though no list shows it
    ):
        environment = {**where, "HOME": str(folder), "READLIST_NOW": at}
        checked(called(environment, folder, *words), 0)
    return folder / "library.db"


@pytest.fixture
def fortnight(made: Path, run: Run, tmp_path: Path) -> Run:
    """Return what runs the program in a library of its own like that."""
    shutil.copy(made, tmp_path / "library.db")
    return at_noon(run)


def at_noon(run: Run) -> Run:
    """Return what runs the program on Monday the 2nd of March."""
    return lambda *words, **more: run(*words, **{"READLIST_NOW": "2026-03-02T09:00:00Z", **more})


def figures(run: Run, *words: str, **more: str) -> dict[str, tuple[str, str]]:
    """Return the figures that a pipe gets, with their queries, by name."""
    lines = run("stats", *words, **more).stdout.splitlines()
    return {name: (count, query) for name, count, query in (line.split("\t") for line in lines)}


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kathmandu"])
@pytest.mark.parametrize("words", [[], ["tag:rl"], ["title:deep OR tag:rl"], ["year", "2026"]])
def test_each_figure_is_what_its_query_lists(fortnight: Run, zone, words):
    """The number is that of the papers which 'list' shows for the query beside it."""
    found = figures(fortnight, *words, TZ=zone)
    assert len(found) > 10
    for name, (count, query) in found.items():
        if query and not query.startswith("key:"):
            listed = fortnight("list", query, "--quiet", TZ=zone).stdout.split()
            assert len(listed) == int(count), (name, query)


def test_what_came_onto_the_list_and_left_it(fortnight: Run):
    """What was passed over in the inbox was never on it; what was only rated there is not yet."""
    found = figures(fortnight)
    told = {name: int(count) for name, (count, query) in found.items() if query}
    assert (told["year arrived"], told["year onto the list"]) == (10, 7)
    assert (told["year finished"], told["year let go"]) == (3, 1)
    assert (told["waiting"], told["to-read"], told["reading"], told["inbox"]) == (3, 2, 1, 2)
    # What was on the list and what left it are what waits now.
    left = told["year finished"] + told["year let go"]
    assert told["year onto the list"] - left == told["waiting"]
    assert sum(told[f"waiting {age}"] for age in ("a week", "a month", "3 months")) == 3


def test_days_are_those_of_the_reader(fortnight: Run):
    """What was finished on the evening of the 10th in UTC was finished on the 11th in Tokyo."""
    days = json.loads(fortnight("stats", "--json").stdout)["days"]
    assert [one["day"] for one in days] == ["2026-01-10", "2026-01-11", "2026-02-05"]
    days = json.loads(fortnight("stats", "--json", TZ="Asia/Tokyo").stdout)["days"]
    assert days[0] == {"day": "2026-01-11", "papers": 2}


def test_undo_takes_a_figure_back(fortnight: Run):
    """Figures are of what stands: what was undone never was."""
    before = fortnight("stats").stdout
    fortnight("status", "5", "dropped")
    assert fortnight("stats").stdout != before
    assert fortnight("list", "dropped:today", "--quiet").stdout == "5\n"
    fortnight("undo")
    assert fortnight("stats").stdout == before
    assert fortnight("list", "dropped:today", "--quiet").stdout == ""


def test_commands_of_one_second_keep_their_order(run: Run):
    """A clock that stands still does not hide that a paper was kept before it was dropped."""
    run("add", "--title", "A Paper", "--status", "inbox")
    run("status", "1", "to-read")
    run("status", "1", "dropped")
    assert figures(run)["year let go"][0] == "1"
    assert run("list", "kept:today dropped:today", "--quiet").stdout == "1\n"


def test_what_came_as_read_was_never_on_the_list(run: Run):
    """An import of what was read years ago is no pace of reading."""
    run("add", "--title", "Read Long Ago", "--status", "to-read")
    run("status", "1", "read", "--on", "2024-05-01")
    found = figures(run)
    assert found["year onto the list"][0] == "0"
    assert found["timed"][0] == "0"


@pytest.fixture
def on_terminal(run: Run) -> Callable[..., str]:
    """Return what a person sees who types a command, as the fixture ``run`` runs it."""

    def call(*words: str, **more: str) -> str:
        with mock.patch.object(App, "on_terminal", new=True):
            return str(at_noon(run)(*words, READLIST_PAGER="cat", **more).stdout)

    return call


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_a_terminal_of_any_width_shows_it(fortnight: Run, on_terminal, width):
    """No line is wider than the screen, and 80 columns take 23 lines: a screen with its prompt."""
    shown = on_terminal("stats", COLUMNS=str(width), NO_COLOR="1").splitlines()
    assert [line for line in shown if len(line) > width] == []
    if width >= 80:
        assert len(shown) <= 23
    year = on_terminal("stats", "year", "2026", COLUMNS=str(width), NO_COLOR="1").splitlines()
    assert max(map(len, year)) <= width
    assert ("is:finished" in "\n".join(shown)) == (width >= 120)


def test_a_terminal_without_unicode_gets_ascii(fortnight: Run, on_terminal):
    """By the locale, or by an option."""
    assert on_terminal("stats", LC_ALL="C", NO_COLOR="1").isascii()
    assert on_terminal("stats", "--ascii", NO_COLOR="1").isascii()
    assert "░" in on_terminal("stats", LC_ALL="C.UTF-8", NO_COLOR="1")
    assert "\x1b[" in on_terminal("stats", LC_ALL="C.UTF-8")


def test_the_picture_is_well_formed_and_always_the_same(fortnight: Run, tmp_path: Path):
    """No script, nothing that is fetched; the days of the map add up to the figure."""
    fortnight("stats", "--out", "a.svg")
    fortnight("stats", "--out", "b.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert text == (tmp_path / "b.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    titles = [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}title")]
    days = [title for title in titles[1:] if title[:2] == "20"]
    # 52 weeks and the Monday of the 53rd, which is today.
    assert len(days) == 52 * 7 + 1
    assert sum(int(title.split(": ")[1].split()[0]) for title in days) == 3
    assert "script" not in text
    assert "prefers-color-scheme:dark" in text


def test_the_year_is_a_page_that_stands_by_itself(fortnight: Run):
    """Titles are data: nothing of them becomes a tag; nothing is fetched."""
    fortnight("status", "4", "read", READLIST_NOW="2026-02-25T09:00:00Z")
    page = fortnight("stats", "year", "2026", "--format", "html").stdout
    assert "&lt;script&gt;alert(&#x27;hello&#x27;)&lt;/script&gt; &amp; Friends" in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "4 papers on 4 days" in page
    assert "Rated highest" in page


def test_a_year_in_json(fortnight: Run):
    """Months add up to the year; the papers to remember are named with the reason."""
    year = json.loads(fortnight("stats", "year", "2026", "--json").stdout)
    assert [month["finished"]["papers"] for month in year["months"]][:3] == [2, 1, 0]
    assert sum(month["kept"]["papers"] for month in year["months"]) == year["all"]["kept"]["papers"]
    assert (year["papers"][0]["said"], year["papers"][0]["id"]) == ("best", 1)
    assert year["tops"]["tag"] == [
        {"name": "rl/games", "papers": 2,
         "query": 'finished:2026-01-01..2026-12-31 is:finished tag:"rl/games" snoozed:yes,no'}
    ]  # fmt: skip
    assert sum(year["weekdays"]) == 3
    assert json.loads(fortnight("stats", "year", "2024", "--json").stdout)["papers"] == []


def test_by_name(fortnight: Run):
    """Lists, tags, venues, authors and feeds, with the same numbers as their queries list."""
    found = json.loads(fortnight("stats", "by", "venue", "--json").stdout)["rows"]
    assert [row["name"] for row in found] == ["NeurIPS"]
    for name in ("inbox", "waiting", "finished", "dropped"):
        figure = found[0][name]
        assert len(fortnight("list", figure["query"], "--quiet").stdout.split()) == figure["papers"]
    assert (found[0]["waiting"]["papers"], found[0]["finished"]["papers"]) == (3, 2)
    assert fortnight("stats", "by", "tags").stdout.startswith("rl/games\t0\t0\t2\t0\t")
    assert "no figures by 'colour'" in fortnight("stats", "by", "colour", code=2).stderr
    assert "By what?" in fortnight("stats", "by", code=2).stderr


def test_what_cannot_be_asked_is_said(fortnight: Run):
    """Forms, years and file names that are none."""
    assert "no form 'png'" in fortnight("stats", "--format", "png", code=2).stderr
    assert "does not say the form" in fortnight("stats", "--out", "a.png", code=2).stderr
    assert "no year of reading" in fortnight("stats", "year", "12", code=2).stderr
    assert "--limit is for" in fortnight("stats", "--limit", "3", code=2).stderr


def test_an_empty_library_has_figures_too(run: Run, on_terminal):
    """All of them nothing, in every form."""
    assert figures(run)["year finished"][0] == "0"
    shown = on_terminal("stats", NO_COLOR="1")
    assert "Nothing finished yet." in shown
    assert "Nothing waits." in shown
    for words in (["stats", "--format", "html"], ["stats", "year", "--format", "svg"]):
        assert run(*words).stdout
