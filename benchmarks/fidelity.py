"""How faithfully curated lists are read: ``python benchmarks/fidelity.py [--misses] [NAME …]``.

Prints a row for each of the ten lists in ``../shared/data/lists``, labelled in ``tests/labels``,
and the seventeen in ``../shared/data/lists-labelled``: F1 of the entries, and the share of titles,
identifiers, sections, authors, years and venues that is right of the entries found. Each is
read as it is, and then *left out*: without any word of the tables of ``formats.lists.words``
(labels, columns, headings, hosts, venues, houses) that stands in no other of these lists. Nothing
is learnt, so there are no weights to leave out; and a rule's form (``Names, title, venue year``)
belongs to no list, so that what a rule owes to the list by which it was found stays in both runs.

``--syntaxes`` reads the ten also as the HTML that a forge shows and as Org, rendered so that
every line keeps its number.
"""

import argparse
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from markdown_it import MarkdownIt

from readlist import formats
from readlist.errors import FormatError
from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.lists import commonmark, words
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
FIGURES = ("F1", "title", "ids", "section", "author", "year", "venue")


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
    for block in commonmark.blocks(text):
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


@cache
def records(name: str, syntax: str) -> tuple[Record, ...]:
    """Return what is read in a list that is rendered in a syntax."""
    text = rendered((LISTS / name).read_text(encoding="utf-8"), syntax)
    load = formats.reader(syntax).load
    assert load
    items = load(TextDocument(text, name), LoadOptions())
    return tuple(item for item in items if isinstance(item, Record))


def score(label: dict[str, Any], syntax: str = "markdown") -> Score:
    first, last = label["lines"]
    read = [one for one in records(label["file"], syntax) if first <= one.line <= last]
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


# The table


def labelled_lists() -> dict[str, Path]:
    """Return the files of all labelled lists by the names of their labels."""
    found: dict[str, Path] = {}
    for path in sorted(LABELS.glob("*.json")):
        found[path.stem] = LISTS / json.loads(path.read_text(encoding="utf-8"))["file"]
    if UNSEEN.exists():
        window = _module("window")
        for path in sorted((UNSEEN / "labels").glob("*.json")):
            truth = json.loads(path.read_text(encoding="utf-8"))
            found[path.stem] = window.original(UNSEEN / "files", truth["file"])
    return {name: path for name, path in found.items() if path.exists()}


def owed() -> dict[str, dict[str, list[str]]]:
    """Return for each list the words, by table, that stand in it and in no other list."""
    texts = {name: path.read_text(encoding="utf-8") for name, path in labelled_lists().items()}
    texts = {name: text.lower() for name, text in texts.items()}
    only: dict[str, dict[str, list[str]]] = {name: {} for name in texts}
    for table, rows in tables().items():
        for word in {word for row in rows.values() for word in row.split()}:
            # Headings are folded: ``howtocite`` is "How to cite".
            shape = r"\W*".join(word) if table in ("CONTENTS", "OWN") else word.lower()
            pattern = re.compile(rf"(?<![^\W_]){shape}(?![^\W_])")
            literal = word.isalnum() and table not in ("CONTENTS", "OWN")
            near = [n for n, text in texts.items() if not literal or word.lower() in text]
            holding = [name for name in near if pattern.search(texts[name])]
            if len(holding) == 1:
                only[holding[0]].setdefault(table, []).append(word)
    return only


def tables() -> dict[str, dict[str, str]]:
    """Return the tables of words by which lists are read; one without rows has a row of no name."""
    named = {name: value for name, value in vars(words).items() if name.isupper()}
    found = {name: value for name, value in named.items() if isinstance(value, dict)}
    plain = {"FILLERS", "PUBLISHERS", "CONTENTS", "OWN", "VENUES", "VENUE_WORDS", "HOUSE_WORDS"}
    return found | {name: {"": named[name]} for name in plain}


def figures_of(name: str, *, misses: bool = False) -> dict[str, float | None]:
    """Return the figures of one list, and print what was wrong."""
    if (LABELS / f"{name}.json").exists():
        ((_, found),) = scores([name])
        figures = dict[str, float | None](found.figures())
        figures |= {
            one: found.right.get(what, 0) / found.judged[what] if what in found.judged else None
            for one, what in zip(
                FIGURES[1:],
                ("titles", "identifiers", "sections", "authors", "years", "venues"),
                strict=True,
            )
        }
        said = found.misses
    else:
        scorer, window = _module("score"), _module("window")
        truth = json.loads((UNSEEN / "labels" / f"{name}.json").read_text(encoding="utf-8"))
        source = window.original(UNSEEN / "files", truth["file"])
        text = window.cut(truth, source.read_text(encoding="utf-8"), source.suffix == ".org")
        figures, notes = scorer.score(truth, _printed(text, name + source.suffix))
        said = [f"{kind}: {item}" for kind, items in notes.items() for item in items]
    if misses:
        print("".join(f"    {miss}\n" for miss in said), end="", file=sys.stderr)
    precision, recall = figures["precision"] or 0.0, figures["recall"] or 0.0
    figures["F1"] = 2 * precision * recall / (precision + recall) if recall else 0.0
    return {one: figures[one] for one in FIGURES}


def left_out(name: str, without: dict[str, list[str]]) -> dict[str, float | None]:
    """Return the figures of a list that is read without some words, by a process of its own."""
    asked = [sys.executable, __file__.replace("fidelity.py", "left_out.py"), name]
    said = subprocess.run(
        asked, input=json.dumps(without), capture_output=True, text=True, check=True
    )
    found: dict[str, float | None] = json.loads(said.stdout)
    return found


def side_by_side(names: list[str], *, misses: bool) -> None:
    """Print each list as it is and left out, and the means, which every list enters alike."""
    lists = [name for name in labelled_lists() if not names or name in names]
    without = owed()
    head = "".join(f"{one:>9}" for one in FIGURES)
    print(f"{'as it is, and left out':36}{head}  |{head}  words left out")
    pairs = []
    for name in lists:
        print(f"{name:36}", end="", flush=True)
        seen = figures_of(name, misses=misses)
        unseen = left_out(name, without[name]) if without[name] else seen
        pairs.append((seen, unseen))
        count = sum(map(len, without[name].values()))
        print(f"{_row(seen)}  |{_row(unseen)}  {count}")
    means = [_means([pair[side] for pair in pairs]) for side in (0, 1)]
    print(f"{'mean':36}{_row(means[0])}  |{_row(means[1])}")


def _means(rows: list[dict[str, float | None]]) -> dict[str, float | None]:
    means: dict[str, float | None] = {}
    for one in FIGURES:
        known = [value for row in rows if (value := row[one]) is not None]
        means[one] = sum(known) / len(known) if known else None
    return means


def _row(figures: dict[str, float | None]) -> str:
    values = [figures[one] for one in FIGURES]
    return "".join(f"{'-':>9}" if value is None else f"{value:9.3f}" for value in values)


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, UNSEEN / "labels" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
    parser.add_argument("--syntaxes", action="store_true", help="the ten as HTML and Org as well")
    options = parser.parse_args()
    side_by_side(options.names, misses=options.misses)
    for syntax in SYNTAXES if options.syntaxes else ():
        print(f"\n{syntax:40}{'entries':>8}" + "".join(f"{name:>12}" for name in COLUMNS))
        for name, found in scores(options.names, syntax):
            row = found.figures()
            print(f"{name:40}{found.labelled:8}" + "".join(f"{row[one]:12.3f}" for one in COLUMNS))


if __name__ == "__main__":
    main()
