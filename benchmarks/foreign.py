"""How exactly files of other programs are imported: ``python benchmarks/foreign.py FOLDER``.

Every file of the folder that has its expected papers beside it is imported into a library of its
own, and what the library has is compared field by field. ``export.enw`` has them in
``export.enw.expected.json`` or in ``export.json``, as

- ``{"format": "refer", "papers": [{"title": …}]}`` or the list of papers alone, with the names of
  ``readlist list --json``; ``authors`` are texts (``Roe, Anna``), ``identifiers`` an object by
  scheme, ``notes`` the texts, ``details`` an object by the names of BibTeX (``volume``, ``pages``);
- or a list of CSL-JSON items.

Only what is expected is judged. The table has a line for each field, ``--misses`` what was wrong.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import readlist
from readlist import formats
from readlist.bib import types
from readlist.bib.details import detail, people
from readlist.errors import ReadlistError
from readlist.files.read import open_document
from readlist.model import Author, Paper
from readlist.text import fold

_CSL = {
    "container-title": "venue", "abstract": "abstract", "title": "title", "volume": "volume",
    "issue": "number", "page": "pages", "publisher": "publisher", "ISSN": "issn",
    "collection-title": "series", "edition": "edition", "publisher-place": "address",
}  # fmt: skip
_PLAIN = (
    "title", "year", "published", "venue", "abstract", "kind", "key", "added", "author_count",
    "organization",
)  # fmt: skip
_READING = ("status", "rating", "priority", "progress", "started", "finished")
_FACTS = frozenset({"title", "venue", "abstract"})


def expected_of(path: Path) -> tuple[str, list[dict[str, Any]]] | None:
    """Return the format that a file is, where it is said, and the papers that are in it."""
    for place in (path.with_name(f"{path.name}.expected.json"), path.with_suffix(".json")):
        if place != path and place.is_file():
            said = json.loads(place.read_text(encoding="utf-8"))
            papers = said if isinstance(said, list) else said.get("papers", [])
            name = "" if isinstance(said, list) else said.get("format", "")
            return name, [_from_csl(one) if _is_csl(one) else one for one in papers]
    return None


def _is_csl(said: Mapping[str, Any]) -> bool:
    return not said.keys().isdisjoint({"container-title", "issued", "author", "DOI"})


def _from_csl(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item of CSL-JSON in the shape of a paper."""
    found: dict[str, Any] = {"details": {}}
    for name, field in _CSL.items():
        if value := item.get(name):
            place = found if field in _FACTS else found["details"]
            place[field] = str(value[0] if isinstance(value, list) else value)
    if parts := (item.get("issued") or {}).get("date-parts"):
        found["year"] = int(parts[0][0])
    found["authors"] = [
        one.get("literal") or ", ".join(filter(None, (one.get("family"), one.get("given"))))
        for one in item.get("author", ())
    ]
    named = {"doi": item.get("DOI"), "isbn": item.get("ISBN"), "pmid": item.get("PMID")}
    found["identifiers"] = {scheme: value for scheme, value in named.items() if value}
    if kind := types.kind_of(item.get("type", "")):
        found["kind"] = kind
    return found


def _name(author: Author) -> str:
    return f"{author.family}, {author.given}" if author.family else author.name


def _pages(text: str) -> str:
    return text.replace("--", "-").replace("–", "-")


_GOT = {
    "authors": lambda paper, _: [_name(author) for author in paper.authors],
    "tags": lambda paper, _: sorted(paper.tags),
    "notes": lambda paper, _: [note.body for note in paper.notes],
    "notices": lambda paper, _: paper.extra.get("notices", []),
    "links": lambda paper, wanted: {one.name: one.url for one in paper.links if one.name in wanted},
    "identifiers": lambda paper, wanted: {
        one.scheme: one.value for one in paper.identifiers if one.scheme in wanted
    },
}


def got(paper: Paper, field: str, wanted: Any) -> Any:
    """Return what a paper has in a field, in the shape in which it is expected."""
    if field in _PLAIN:
        return getattr(paper, field)
    if field in _READING:
        value = getattr(paper.reading, field)
        return str(value) if field == "status" and value else value
    return _GOT[field](paper, wanted)


def pairs(paper: Paper | None, said: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield each field that is expected with what is expected and what is there."""
    for field, wanted in said.items():
        if field == "details":
            for name, value in wanted.items():
                if name == "editor":
                    have = "; ".join(map(_name, people(paper, name))) if paper else None
                else:
                    have = detail(paper, name) if paper else None
                yield name, _pages(str(value)), _pages(have) if have is not None else None
        elif paper is None:
            yield field, wanted, None
        else:
            yield field, sorted(wanted) if field == "tags" else wanted, got(paper, field, wanted)


def _matched(papers: Sequence[Paper], said: Sequence[Mapping[str, Any]]) -> list[Paper | None]:
    """Return the paper of each expected one: that of its title, else the one in its place."""
    by_title = {fold(paper.title): paper for paper in papers}
    found = [by_title.get(fold(str(one.get("title", "")))) for one in said]
    left = [paper for paper in papers if paper not in found]
    return [one or (left.pop(0) if left else None) for one in found]


def judged(path: Path, folder: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield the comparisons of one file; an import that fails has no papers."""
    expected = expected_of(path)
    if expected is None:
        return
    name, said = expected
    papers: list[Paper] = []
    format_name = "none"
    try:
        with open_document(str(path)) as document:
            format_name = formats.sniff(document).name
        with readlist.open(Path(folder) / f"{path.name}.db") as library:
            library.import_file(str(path))
            papers = sorted(library.papers(), key=lambda paper: paper.id)
    except ReadlistError as error:
        print(f"{path.name}: {error}", file=sys.stderr)
    if name:
        yield "format", name, format_name
    yield "papers", len(said), len(papers)
    for one, paper in zip(said, _matched(papers, said), strict=True):
        yield from pairs(paper, one)


def main() -> int:
    """Print a line for each field; the answer is 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="also what was wrong, a line each")
    chosen = parser.parse_args()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    files = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(chosen.folder.iterdir()):
            comparisons = list(judged(path, folder)) if path.is_file() else []
            files += bool(comparisons)
            for field, wanted, have in comparisons:
                total[field] += 1
                right[field] += wanted == have
                if chosen.misses and wanted != have:
                    print(f"{path.name}: {field}: {wanted!r} was read as {have!r}")
    print(f"{'field':14}{'right':>7}{'of':>7}{'exact':>9}")
    for field in sorted(total, key=lambda name: -total[name]):
        print(f"{field:14}{right[field]:7}{total[field]:7}{right[field] / total[field]:9.1%}")
    whole, all_of = sum(right.values()), sum(total.values())
    print(f"{'all':14}{whole:7}{all_of:7}{whole / max(1, all_of):9.1%}  in {files} files")
    return int(whole < all_of)


if __name__ == "__main__":
    sys.exit(main())
