"""How faithfully curated lists are read: ``python benchmarks/fidelity.py [--misses] [NAME …]``.

Compares what ``markdown`` makes of the lists in ``../shared/data/lists`` with labels in
``tests/labels``, which people made by reading: precision and recall of entries, titles that are
exact, identifiers and sections that are right.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.markdown import load
from readlist.model import Record

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "tests" / "labels"
LISTS = ROOT.parent / "shared" / "data" / "lists"
COLUMNS = ("precision", "recall", "titles", "identifiers", "sections", "years")


@dataclass
class Score:
    """What was right in one file, and a line for each thing that was not."""

    labelled: int = 0
    read: int = 0
    matched: int = 0
    right: dict[str, int] = field(default_factory=dict)
    judged: dict[str, int] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def judge(self, what: str, expected: object, got: object, line: int) -> None:
        """Count one comparison, and keep what was wrong."""
        self.judged[what] = self.judged.get(what, 0) + 1
        if expected == got:
            self.right[what] = self.right.get(what, 0) + 1
        else:
            self.misses.append(f"{line}: {what}: {expected!r} was read as {got!r}")

    def figures(self) -> dict[str, float]:
        """Return the share that was right, by column."""
        figures = {
            "precision": self.matched / self.read if self.read else 1.0,
            "recall": self.matched / self.labelled if self.labelled else 1.0,
        }
        for what in COLUMNS[2:]:
            judged = self.judged.get(what, 0)
            figures[what] = self.right.get(what, 0) / judged if judged else 1.0
        return figures


def scores(names: list[str] | None = None) -> Iterator[tuple[str, Score]]:
    for path in sorted(LABELS.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        if (LISTS / label["file"]).exists() and (not names or path.stem in names):
            yield path.stem, score(label)


def score(label: dict[str, Any]) -> Score:
    text = (LISTS / label["file"]).read_text(encoding="utf-8")
    first, last = label["lines"]
    document = TextDocument(text, label["file"])
    items = [item for item in load(document, LoadOptions()) if isinstance(item, Record)]
    read = [record for record in items if first <= record.line <= last]
    found = Score(labelled=len(label["entries"]), read=len(read))
    for entry in label["entries"]:
        match = _matching(entry, read)
        if match is None:
            found.misses.append(f"{entry['line']}: missed: {entry['title']}")
        else:
            read.remove(match)
            _compare(entry, match, found)
    found.misses += [f"{r.line}: no entry: {r.title!r} {r.identifiers}" for r in read]
    return found


def _matching(entry: dict[str, Any], read: list[Record]) -> Record | None:
    """Return the record of the same line; of several, the one with the title or the nearest."""
    here = [record for record in read if record.line == entry["line"]]
    same = [record for record in here if record.title == entry["title"]]
    return next(iter(same or here), None)


def _compare(entry: dict[str, Any], record: Record, found: Score) -> None:
    line = entry["line"]
    found.matched += 1
    found.judge("titles", entry["title"], record.title, line)
    if entry["ids"] is not None:
        got = sorted(map(str, record.identifiers))
        found.judge("identifiers", sorted(entry["ids"]), got, line)
    found.judge("sections", entry["section"], list(record.entries[0].section), line)
    if "year" in entry:
        found.judge("years", entry["year"], record.year, line)
    if entry.get("venue", "arXiv") != "arXiv":
        found.judge("venues", entry["venue"], record.venue, line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="labels to compare, without .json")
    parser.add_argument("--misses", action="store_true", help="print what was wrong")
    options = parser.parse_args()
    print(f"{'list':40}{'entries':>8}" + "".join(f"{name:>12}" for name in COLUMNS))
    rows: list[dict[str, float]] = []
    for name, found in scores(options.names):
        rows.append(found.figures())
        print(f"{name:40}{found.labelled:8}" + "".join(f"{rows[-1][c]:12.3f}" for c in COLUMNS))
        if options.misses:
            print("".join(f"    {miss}\n" for miss in found.misses), end="")
    if rows:
        means = (sum(row[c] for row in rows) / len(rows) for c in COLUMNS)
        print(f"{'mean':48}" + "".join(f"{mean:12.3f}" for mean in means))


if __name__ == "__main__":
    main()
