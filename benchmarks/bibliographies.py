r"""What bibliographies lose on their way through a library.

    python benchmarks/bibliographies.py FOLDER [--show N] [--formats bibtex,ris]

Every bibliography under a folder (BibTeX, RIS, CSL-JSON, as an import recognises them) is imported
into an empty library, exported with all that can be asked for, and the export is imported and
exported once more. Each field of each entry is compared with the text that its file has:

- **kept**: the same text, whatever its blanks; under another name that means the same (``journal``
  and ``journaltitle``), a month as a number or a name, macros resolved, ``R & D`` as ``R \& D``;
- **changed** and **lost**: what nobody was told; **added**: what the file does not have;
- **merged**: the same in entries that an import told to be another one's work;
- **told**: fields of entries that the import says it left out, by line and reason;
- **drift**: fields that the second export has otherwise than the first.

Entries are matched by their keys, others by their titles. What a part takes from its whole
(``crossref``, ``xdata``) is compared with neither. Nothing here writes below the folder.
"""

import argparse
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import readlist
from readlist import formats
from readlist.bib import dates, names
from readlist.bib.details import page_range
from readlist.errors import FileError, FormatError
from readlist.files.read import open_document
from readlist.formats.base import Document, LoadOptions, TextDocument
from readlist.formats.bibtex.entry import Entry
from readlist.formats.bibtex.scan import scan
from readlist.formats.json_objects import Found, objects
from readlist.formats.ris.tagged import entries
from readlist.model import Problem, Skipped
from readlist.text import fold

Fields = Mapping[str, tuple[str, ...]]
"""The values of an entry by the names of its file; BibTeX and CSL have one value a name."""

READ = ("bibtex", "ris", "csl-json")
# What an export has only where it is asked for, and the fields of a file that ask for it.
EXTRAS = {
    "abstract": {"abstract"}, "notes": {"annote", "annotation", "review", "N1", "RN"},
    "file": {"file"},
    "reading": {"readstatus", "read", "ranking", "rating", "priority"},
}  # fmt: skip
# Names of one field, in whatever program or dialect.
SAME = (
    {"journal", "journaltitle", "booktitle"}, {"address", "location"}, {"school", "institution"},
    {"rating", "ranking"}, {"read", "readstatus"},
    {"archiveprefix", "eprinttype"}, {"primaryclass", "eprintclass"}, {"annote", "annotation"},
    {"keywords", "keyword"}, {"author", "authors"}, {"howpublished", "organization", "publisher"},
    {"TI", "T1", "CT", "BT"}, {"AU", "A1"}, {"PY", "Y1", "DA"}, {"AB", "N2"},
    {"T2", "JO", "JF", "JA", "BT", "J1", "J2", "SO"}, {"UR", "L1", "L2", "L3", "LK"},
    {"T2", "T3"}, {"CY", "PP"}, {"M1", "IS", "C7"}, {"N1", "RN"}, {"Y2", "RD"}, {"A2", "ED", "A3"},
)  # fmt: skip
INHERIT = ("crossref", "xdata")
# What only one of the two has: a file goes out in the dialect of most of its entries.
BIBLATEX = {"date", "journaltitle", "location", "eprinttype", "maintitle"}
BIBTEX = {"year", "journal", "address", "archiveprefix"}


@dataclass
class One:
    """An entry of a file: by what it is found again, and what it says."""

    key: str
    title: str
    fields: Fields
    line: int = 0


@dataclass
class Score:
    """What became of fields, by name, and a line for each that did not come back."""

    kept: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    drift: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, what: str, name: str, example: str) -> None:
        """Count one field, and keep how it looked."""
        getattr(self, what)[name] += 1
        if what != "kept":
            self.examples[f"{what} {name}"].append(example)


def read(document: Document, form: str) -> Iterator[One]:
    """Yield the entries of a file as they stand in it."""
    if form == "bibtex":
        for entry in scan(document.lines()):
            if isinstance(entry, Entry):
                said = {name: (value,) for name, value in entry.fields.items() if value.strip()}
                yield One(entry.key, entry.fields.get("title", ""), said, entry.line)
    elif form == "ris":
        for tagged in entries(document.lines()):
            values: dict[str, list[str]] = defaultdict(list)
            for tag, value in tagged.fields:
                several = value.split("\n") if tag in PEOPLE else [value]
                values[tag] += [one for one in several if one.strip()]
            values = {tag: said for tag, said in values.items() if said}
            title = next((values[tag][0] for tag in ("TI", "T1", "CT", "BT") if tag in values), "")
            key = values.get("ID", [""])[0].partition("\n")[0]
            yield One(key, title, {t: tuple(v) for t, v in values.items()}, tagged.line)
    else:
        for item in objects(document):
            if isinstance(item, Found):
                variables = {name: (_json(value),) for name, value in item.value.items() if value}
                title = item.value.get("title")
                yield One(str(item.value.get("id", "")), str(title or ""), variables, item.line)


def _json(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def normal(name: str, value: str) -> str:
    """Return a value as it is compared: blanks, months and line ends apart."""
    text = unicodedata.normalize("NFC", " ".join(value.split()))
    if name == "month" and (number := dates.month(text) or (text.isdecimal() and int(text))):
        return str(number)
    if name in ("archiveprefix", "eprinttype"):
        return text.lower()
    if name in ("rating", "ranking"):
        return "".join(filter(str.isdigit, text))
    if name in ("read", "readstatus"):
        return "read" if text.lower() in ("yes", "true", "1") else text
    if read_tag := TAGS.get(name):
        return read_tag(text)
    if "\\" in text:
        text = re.sub(r"\\([&%#_])", r"\1", text)
    # Every style puts the resolver before a DOI, so that one with its own is printed twice.
    resolver = r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)"
    return re.sub(resolver, "", text) if name == "doi" else text


def _person(text: str) -> str:
    """Return ``Anna Roe`` as RIS has it: ``Roe, Anna``."""
    found = names.author(text)
    return f"{found.family}, {found.given} {found.suffix}".strip() if found.family else found.name


def _day(text: str) -> str:
    """Return ``2001/09/00/`` as 2001/09."""
    return re.sub(r"(?:/(?:00)?)+$", "", text)


PEOPLE = ("AU", "A1", "A2", "A3", "A4", "ED")
TAGS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(PEOPLE, _person), **dict.fromkeys(("PY", "Y1", "DA", "Y2"), _day),
    "DO": lambda text: re.sub(r"(?i)^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", "", text).lower(),
    "SN": lambda text: text.replace("-", ""), "SP": lambda text: page_range(text)[0],
    "ID": lambda text: text.partition(" ")[0],
}  # fmt: skip
"""What the values of RIS mean, by tag: which person, day, number or page is written in its way."""


class Places:
    """Where the entries of an export are found again: by key, by other key, by title."""

    def __init__(self, there: list[One]) -> None:
        self._by_key: dict[str, list[One]] = defaultdict(list)
        self._by_title: dict[str, list[One]] = defaultdict(list)
        for one in there:
            aliases = ",".join(one.fields.get("ids", ())).split(",")
            for key in {one.key, *map(str.strip, aliases)}:
                self._by_key[key.lower()].append(one)
            self._by_title[fold(one.title)].append(one)

    def of(self, one: One) -> One | None:
        """Return the entry that another one became; a key that two have tells less than a title."""
        title = fold(one.title)
        found = self._by_key[one.key.lower()] if one.key else []
        alike = self._by_title[title] if title else []
        same = [other for other in found if fold(other.title) == title]
        return next(iter((*same, *alike, *found)), None)


def values_of(one: One, name: str) -> set[str]:
    """Return what an entry says under a name or one that means the same."""
    alike = {name}.union(*(group for group in SAME if name in group))
    found = {normal(n, value) for n in alike for value in one.fields.get(n, ())}
    return found | set(date_of(one, name))


def date_of(one: One, name: str) -> Iterator[str]:
    """Yield a date as biblatex and as BibTeX have it: ``2001-03`` is ``2001`` and ``mar``."""
    if name not in ("date", "year", "month", "day"):
        return
    date = "".join(one.fields.get("date", ()))
    parts = date.split("-")
    if "/" in date and name == "year":  # ``1960--1961`` is ``1960/1961``
        yield from (date.replace("/", dash) for dash in ("-", "--", "/"))
    elif date and name != "date":
        place = ("year", "month", "day").index(name)
        if place < len(parts):
            yield parts[place].lstrip("0")
            yield parts[place]
    if "year" in one.fields and name == "date":
        month = normal("month", "".join(one.fields.get("month", ())))
        day = "".join(one.fields.get("day", ()))
        pieces = [
            one.fields["year"][0],
            month.zfill(2) if month else "",
            day.zfill(2) if day else "",
        ]
        yield "-".join(piece for piece in pieces if piece)


def compare(before: One, after: One, score: Score, where: str, *, merged: bool) -> None:
    """Count what became of the fields of one entry."""
    changed, lost = ("merged", "merged") if merged else ("changed", "lost")
    inherits = any(name in before.fields for name in INHERIT)
    for name, values in before.fields.items():
        if name in INHERIT or name in ("TY", "ER", "ids"):
            continue
        there = values_of(after, name)
        for value in values:
            text = normal(name, value)
            if text in there:
                score.note("kept", name, "")
            elif there:
                score.note(changed, name, f"{where}: {text} -> {' | '.join(sorted(there))}")
            else:
                score.note(lost, name, f"{where}: {text}")
    for name, values in after.fields.items():
        if not (inherits or merged) and name not in ("TY", "ids") and not values_of(before, name):
            score.note("added", name, f"{where}: {' | '.join(values)}")


def is_biblatex(entries: list[One]) -> bool:
    """Say whether most entries of a file have fields of biblatex alone."""
    newer = sum(not BIBLATEX.isdisjoint(one.fields) for one in entries)
    return newer > sum(not BIBTEX.isdisjoint(one.fields) for one in entries)


def exported(path: Path, form: str, written: str, names: set[str]) -> str:
    """Return a file as the program writes it again, through a library of its own."""
    asked = [f"+{extra}" for extra, asking in EXTRAS.items() if not names.isdisjoint(asking)]
    fields = ",".join(asked) if form in ("bibtex", "ris") else ""
    with tempfile.TemporaryDirectory() as folder, readlist.open(f"{folder}/l.db") as library:
        library.import_file(path, format=form)
        return library.export("", written, sort="added", fields=fields)


def try_file(path: Path, score: Score, wanted: tuple[str, ...]) -> None:
    """Take one file through a library, twice."""
    try:
        with open_document(str(path)) as document:
            found = formats.sniff(document)
            if found.name not in wanted or found.load is None:
                return
            originals = list(read(document, found.name))
            said = [item for item in found.load(document, LoadOptions())
                    if isinstance(item, Problem | Skipped)]  # fmt: skip
    except (FileError, FormatError):
        return
    told = {item.line for item in said}
    form = found.name
    names = {name for one in originals for name in one.fields}
    written = "biblatex" if form == "bibtex" and is_biblatex(originals) else form
    first = exported(path, form, written, names)
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / f"again{path.suffix}"
        again.write_text(first, encoding="utf-8")
        second = exported(again, form, written, names)
    now = list(read(TextDocument(first), form))
    later = list(read(TextDocument(second), form))
    places = Places(now)
    homes = [places.of(one) for one in originals]
    shared = Counter(id(home) for home in homes)
    for one, became in zip(originals, homes, strict=True):
        where = f"{path.name}:{one.line} {one.key}"
        if became is not None:
            compare(one, became, score, where, merged=shared[id(became)] > 1)
        else:
            for name, values in one.fields.items():
                what = "told" if one.line in told else "lost"
                score.note(what, name, f"{where}: {' | '.join(values)}")
    again_places = Places(later)
    for one in now:
        other = again_places.of(one) or One("", "", {})
        for name in one.fields.keys() | other.fields.keys():
            if one.fields.get(name) != other.fields.get(name):
                text = f"{one.fields.get(name)} -> {other.fields.get(name)}"
                score.note("drift", name, f"{path.name} {one.key}: {text}")


def report(score: Score, show: int) -> float:
    """Print the table and return the share of fields kept."""
    columns = ("kept", "changed", "lost", "added", "merged", "told", "drift")
    counters = [getattr(score, name) for name in columns]
    print("field".ljust(24), *(name.rjust(8) for name in columns))
    names = sorted(set().union(*counters), key=lambda name: (-score.kept[name], name))
    for name in names:
        if any(counter[name] for counter in counters[1:]):
            print(name[:24].ljust(24), *(str(counter[name]).rjust(8) for counter in counters))
    print("all".ljust(24), *(str(counter.total()).rjust(8) for counter in counters))
    if show:
        for what, lines in sorted(score.examples.items()):
            print(f"\n{what}")
            for line in lines[:show]:
                print(f"  {line[:300]}")
    whole = score.kept.total() + score.changed.total() + score.lost.total()
    share = score.kept.total() / whole if whole else 1.0
    print(f"\n{share:.4%} of {whole:,} fields kept")
    return share


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="examples of each kind")
    parser.add_argument("--formats", default=",".join(READ), help="formats that are tried")
    chosen = parser.parse_args()
    score = Score()
    paths = [chosen.folder] if chosen.folder.is_file() else sorted(chosen.folder.rglob("*"))
    for path in paths:
        if path.is_file():
            print(path.name, end="\r", file=sys.stderr)
            try_file(path, score, tuple(chosen.formats.split(",")))
    report(score, chosen.show)


if __name__ == "__main__":
    main()
