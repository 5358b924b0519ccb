"""``let-go``: what has least hope goes first, in one stroke that can be undone."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.program import Run


@pytest.fixture
def heap(run: Run) -> Run:
    """Six papers that came in three years; two of them were read before older ones."""
    for number, year in enumerate((2023, 2023, 2024, 2025, 2026, 2026), 1):
        at = f"{year}-03-0{number}T09:00:00Z"
        run("add", "--title", f"Paper {number}", "--status", "to-read", READLIST_NOW=at)
    run("status", "4", "5", "read")
    return run


def let_go(run: Run, *words: str, code: int = 0) -> list[tuple[int, int]]:
    """Return the papers that would go, and how often each was passed over."""
    found = json.loads(run("let-go", "--dry-run", "--json", *words, code=code).stdout)
    return [(paper["id"], paper["passed_over"]) for paper in found["papers"]]


def test_least_hope_comes_first(heap: Run):
    """What waits longest and saw others pass; what came last was passed over by nobody."""
    assert let_go(heap) == [(1, 2), (2, 2), (3, 2), (6, 0)]
    assert let_go(heap, "--limit", "2") == [(1, 2), (2, 2)]
    assert let_go(heap, "added:2024..") == [(3, 2), (6, 0)]


def test_a_word_for_a_paper_is_hope(heap: Run):
    """A priority, a rating, a note, a due day, and a paper that is put off."""
    heap("priority", "1", "high")
    heap("rate", "2", "3")
    heap("note", "3", "ask Ben")
    heap("due", "6", "2027-01-01")
    assert let_go(heap) == []
    assert "nobody said a word for" in heap("let-go").stdout


def test_it_is_one_stroke(heap: Run):
    """One entry of the history, which undo takes back; nothing goes without a yes."""
    assert "Let 2 papers go? Add --yes" in heap("let-go", "--limit", "2", code=2).stderr
    assert len(heap("list", "status:dropped").stdout) == 0
    said = heap("let-go", "--limit", "2", "--yes").stdout
    assert said.splitlines() == [
        "Let 2 papers go; 'readlist undo' brings them back.",
        "2 more wait that nobody said a word for.",
    ]
    assert heap("list", "dropped:today", "--quiet").stdout.split() == ["1", "2"]
    heap("undo")
    assert len(let_go(heap)) == 4


def test_what_goes_can_be_piped(heap: Run):
    """Numbers for other commands; columns for people."""
    assert heap("let-go", "--dry-run", "-q").stdout.split() == ["1", "2", "3", "6"]
    line = heap("let-go", "--dry-run", "--limit", "1").stdout.split("\t")
    assert line[0] == "1"
    assert line[-1] == "Paper 1\n"
    assert json.loads(heap("let-go", "--json", "--yes").stdout)["dropped"] == 4


def test_by_forecast(run: Run, tmp_path: Path):
    """All but what is read within a year at the pace of the last weeks."""
    assert "too little history" in run("let-go", "--forecast", code=2).stderr
    titles = (json.dumps({"title": f"Paper {number}"}) for number in range(1, 141))
    (tmp_path / "list.jsonl").write_text("\n".join(titles))
    run("import", "list.jsonl", READLIST_NOW="2026-01-05T09:00:00Z")
    for week in range(12):
        at = datetime(2026, 11, 20, 9, tzinfo=UTC) - timedelta(weeks=week)
        run("status", str(week + 1), "read", READLIST_NOW=f"{at:%Y-%m-%dT%H:%M:%SZ}")
    # One a week, so that 52 of the 128 that are left are read.
    found = json.loads(run("let-go", "--forecast", "--dry-run", "--json").stdout)
    assert (found["dropped"], found["waiting"]) == (76, 128)
