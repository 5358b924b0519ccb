"""How faithfully curated lists are read: ``python benchmarks/fidelity.py [--misses] [NAME …]``.

Compares what ``markdown`` makes of the lists in ``../shared/data/lists`` with labels in
``tests/labels``, which people made by reading: precision and recall of entries, titles that are
exact, identifiers and sections that are right. The same lists are also read as the HTML that a
forge shows of them and as Org, rendered so that every line keeps its number.

Then the lists in ``../shared/data/lists-labelled`` by the score that stands beside their labels;
their format is found as an import finds it. No rule mentions one list and no weight is learnt, so
there is no run that leaves one list out: it would be the same.
"""

import argparse
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from markdown_it import MarkdownIt

from readlist import formats
from readlist.errors import FormatError
from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.lists import tree
from readlist.formats.lists.pieces import (
    BREAK,
    Block,
    Bullet,
    Bullets,
    Heading,
    Paragraph,
    Pieces,
    Table,
)
from readlist.model import Record

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "tests" / "labels"
LISTS = ROOT.parent / "shared" / "data" / "lists"
UNSEEN = ROOT.parent / "shared" / "data" / "lists-labelled"
SYNTAXES = ("markdown", "html", "org")
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


def scores(names: list[str] | None = None, syntax: str = "markdown") -> Iterator[tuple[str, Score]]:
    for path in sorted(LABELS.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        if (LISTS / label["file"]).exists() and (not names or path.stem in names):
            yield path.stem, score(label, syntax)


def rendered(text: str, syntax: str) -> str:
    """Return a list in Markdown in another syntax, every block on the line where it was."""
    if syntax == "html":
        return f'<!DOCTYPE html><main><article class="markdown-body">{html(text)}</article></main>'
    return org(text) if syntax == "org" else text


def html(text: str) -> str:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    out: list[str] = []
    line = 0
    for token in parser.parse(text):
        if token.type in ("fence", "code_block"):
            continue
        if token.map and token.nesting >= 0:
            out.append("\n" * (token.map[0] - line))
            line = max(line, token.map[0])
        shown = parser.renderer.render([token], parser.options, {})
        shown = shown if token.type in ("inline", "html_block") else shown.replace("\n", "")
        line += shown.count("\n")
        out.append(shown)
    return "".join(out).rstrip("\n")


def org(text: str) -> str:
    """Return a list in Org, which has nothing that unfolds: a line above such a part is dropped."""
    out: list[str] = []
    for block in tree.blocks(text):
        if isinstance(block, Heading):
            if block.level < 7:
                _put(out, block.line, f"{'*' * int(block.level)} {_org(block.pieces)}")
        else:
            _org_block(out, block)
    return "\n".join(out)


def _put(out: list[str], line: int, text: str) -> None:
    out += [""] * (line - 1 - len(out))
    out.append(text)


def _org_block(out: list[str], block: Block) -> None:
    if isinstance(block, Paragraph):
        _put(out, block.line, _org(block.pieces))
    elif isinstance(block, Bullets):
        for item in block.items:
            _org_item(out, item, 0)
    elif isinstance(block, Table):
        if block.header:
            _put(out, block.line, _org_row(block.header))
            out.append("|-")
        for row in block.rows:
            _put(out, row.line, _org_row(row.cells))


def _org_item(out: list[str], item: Bullet, depth: int) -> None:
    _put(out, item.line, f"{'  ' * depth}- {_org(item.pieces)}")
    for below in item.below:
        _org_item(out, below, depth + 1)


def _org_row(cells: list[Pieces]) -> str:
    return "| " + " | ".join(_org(cell).replace("|", "\\vert{}") for cell in cells) + " |"


def _org(pieces: Pieces) -> str:
    """Return words in Org; a picture in a link is a file."""
    out = ""
    for piece in pieces:
        shown = piece.text
        if piece == BREAK:
            out += " \\\\ "
            continue
        if piece.url:
            words = f"file:{'-'.join(shown.split()) or 'x'}.svg" if piece.badge else shown
            shown = f"[[{piece.url.replace('[', '%5B').replace(']', '%5D')}][{words}]]"
        bare = shown.strip()
        for mark, worn in (("=", piece.code), ("/", piece.italic), ("*", piece.bold)):
            bare = f"{mark}{bare}{mark}" if worn and bare else bare
        out += shown.replace(shown.strip(), bare, 1) if bare else shown
    return out


def score(label: dict[str, Any], syntax: str = "markdown") -> Score:
    text = rendered((LISTS / label["file"]).read_text(encoding="utf-8"), syntax)
    load = formats.reader(syntax).load
    assert load
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


# The lists that nobody had seen


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, UNSEEN / "labels" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unseen(names: list[str], *, misses: bool) -> None:
    """Print the figures of each labelled list, and their means, which every list enters alike."""
    scorer, window = _module("score"), _module("window")
    columns = ("F1", "precision", "recall", "title", "ids", "section", "author", "year", "venue")
    print(f"{'unseen lists':24}" + "".join(f"{name:>10}" for name in columns))
    rows: list[dict[str, float | None]] = []
    for path in sorted((UNSEEN / "labels").glob("*.json")):
        if names and path.stem not in names:
            continue
        truth = json.loads(path.read_text(encoding="utf-8"))
        source = window.original(UNSEEN / "files", truth["file"])
        text = window.cut(truth, source.read_text(encoding="utf-8"), source.suffix == ".org")
        figures, notes = scorer.score(truth, _printed(text, path.stem + source.suffix))
        precision, recall = figures["precision"] or 0, figures["recall"] or 0
        figures["F1"] = 2 * precision * recall / (precision + recall) if recall else 0.0
        rows.append(figures)
        print(f"{path.stem:24}" + "".join(_figure(figures[name]) for name in columns))
        if misses:
            for kind, items in notes.items():
                print("".join(f"    {kind}: {item}\n" for item in items), end="")
    means = {}
    for name in columns:
        known = [row[name] for row in rows if row[name] is not None]
        means[name] = sum(known) / len(known) if known else None
    print(f"{'mean':24}" + "".join(_figure(means[name]) for name in columns))


def _figure(value: float | None) -> str:
    return f"{'-':>10}" if value is None else f"{value:10.3f}"


def _printed(text: str, name: str) -> list[dict[str, Any]]:
    """Return what an import takes, as ``list --json`` prints it; equal titles are one paper."""
    document = TextDocument(text, name)
    try:
        load = formats.sniff(document).load
    except FormatError:
        return []
    assert load
    papers: dict[object, dict[str, Any]] = {}
    for item in load(document, LoadOptions()):
        if not isinstance(item, Record):
            continue
        paper = papers.setdefault(
            item.title.casefold() or item.identifiers,
            {
                "title": item.title,
                "identifiers": {one.scheme: one.value for one in item.identifiers},
                "authors": [{"family": author.family or author.name} for author in item.authors],
                "year": item.year,
                "venue": item.venue,
                "lists": [],
            },
        )
        paper["lists"] += [{"section": list(entry.section)} for entry in item.entries]
    return list(papers.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="labels to compare, without .json")
    parser.add_argument("--misses", action="store_true", help="print what was wrong")
    parser.add_argument("--unseen", action="store_true", help="only the lists that were not seen")
    options = parser.parse_args()
    if UNSEEN.exists():
        unseen(options.names, misses=options.misses)
    for syntax in () if options.unseen else SYNTAXES:
        print(f"{syntax:40}{'entries':>8}" + "".join(f"{name:>12}" for name in COLUMNS))
        rows: list[dict[str, float]] = []
        for name, found in scores(options.names, syntax):
            rows.append(found.figures())
            print(f"{name:40}{found.labelled:8}" + "".join(f"{rows[-1][c]:12.3f}" for c in COLUMNS))
            if options.misses:
                print("".join(f"    {miss}\n" for miss in found.misses), end="")
        if rows:
            means = (sum(row[c] for row in rows) / len(rows) for c in COLUMNS)
            print(f"{'mean':48}" + "".join(f"{mean:12.3f}" for mean in means))


if __name__ == "__main__":
    main()
