"""BibTeX out: one entry a paper, which BibTeX, biber and the styles that know eprints all read."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from readlist import ids, names
from readlist.formats import kinds, latex
from readlist.formats.base import DumpOptions
from readlist.model import MORE_AUTHORS, VENUE_YEAR, Author, Paper

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_WHERE = {
    "article": "journal", "inproceedings": "booktitle", "incollection": "booktitle",
    "inbook": "booktitle", "phdthesis": "school", "mastersthesis": "school",
    "thesis": "institution", "techreport": "institution", "report": "institution",
    "book": "publisher", "proceedings": "publisher", "collection": "publisher",
    "manual": "organization",
}  # fmt: skip

_KEY_UNSAFE = re.compile(r"[^A-Za-z0-9_:./+-]")
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_CATEGORY = re.compile(r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?")
_RAW = frozenset({"url", "doi", "eprint", "pdf", "ee", "biburl", "bibsource"})
# biblatex, 2.2.5: other names of fields that are written here, which would contradict them.
_ALIASES = {
    "date": "year", "journaltitle": "journal", "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}  # fmt: skip


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield one entry a paper, in the order given, with a blank line between them.

    Unicode unless ``options.latex``; abstracts and the person's notes are never written.
    """
    text = latex.ascii_only if options.latex else str
    for number, paper in enumerate(papers):
        yield ("\n" if number else "") + entry(paper, text)


def entry(paper: Paper, text: Callable[[str], str] = str) -> str:
    """Return one entry; ``text`` is applied to every value, for a smaller alphabet."""
    kind = kinds.entry_type(paper)
    fields = {"title": _title(paper), "author": _authors(paper)}
    fields |= _dates(paper, kind) | _place(paper, kind)
    last = _identifiers(paper, kind) | {"keywords": latex.escape(", ".join(paper.tags))}
    fields |= _kept(paper, fields | last) | {name: value for name, value in last.items() if value}
    return _laid_out(kind, _key(paper), {name: text(fields[name]) for name in fields})


def _title(paper: Paper) -> str:
    """Return the title with its capitals protected: as its own entry did, where there was one."""
    fields = paper.extra.get("bibtex")
    said = fields.get("title") if isinstance(fields, Mapping) else None
    if isinstance(said, str):
        from readlist.formats.latex_read import plain

        if plain(said) == paper.title:
            return latex.escape(said)
    return latex.title(paper.title)


def _authors(paper: Paper) -> str:
    named: list[Author] = [author for author in paper.authors if names.display(author).strip()]
    if not named:
        return f"{{{latex.escape(paper.organization)}}}" if paper.organization else ""
    written = [names.bibtex_name(author, latex.escape) for author in named]
    if (paper.author_count or 0) > len(written) or paper.extra.get(MORE_AUTHORS):
        written.append("others")
    return " and ".join(written)


def _dates(paper: Paper, kind: str) -> dict[str, str]:
    """Return the year, and the month where the date is of that year: a preprint may be older."""
    year = str(paper.year or "") or paper.published[:4]
    if kind != "misc" and paper.extra.get(VENUE_YEAR):
        year = str(paper.extra[VENUE_YEAR])
    month = paper.published[5:7]
    same = paper.published[:4] == year and month.isdecimal() and 1 <= int(month) <= 12
    return {"year": year, "month": _MONTHS[int(month) - 1] if same else ""}


def _place(paper: Paper, kind: str) -> dict[str, str]:
    if kind not in _WHERE and kinds.PREPRINTS.match(paper.venue) and kinds.first(paper, "arxiv"):
        return {}
    school = kind.endswith(("thesis", "report"))
    where = paper.venue or (paper.organization if school else "")
    return {_WHERE.get(kind, "howpublished"): latex.escape(where)}


def _identifiers(paper: Paper, kind: str) -> dict[str, str]:
    """Return the fields that name the paper elsewhere; the eprint stays after publication."""
    arxiv = kinds.first(paper, "arxiv")
    found = {"eprint": arxiv}
    if arxiv:
        found |= {"archivePrefix": "arXiv", "primaryClass": _category(paper)}
    found["doi"] = _doi(paper, kind)
    found["url"] = _url(paper)
    found["isbn"] = kinds.first(paper, "isbn")
    return {name: latex.address(value) for name, value in found.items()}


def _category(paper: Paper) -> str:
    found = paper.extra.get("primary_class") or paper.extra.get("categories")
    if isinstance(found, list | tuple):
        found = found[0] if found else ""
    return found if isinstance(found, str) and _CATEGORY.fullmatch(found) else ""


def _doi(paper: Paper, kind: str) -> str:
    """Return the publisher's DOI; the one that arXiv gives only while there is no other."""
    found = [one.value for one in paper.identifiers if one.scheme == "doi"]
    other = next((doi for doi in found if not doi.startswith("10.48550/")), "")
    return other or (found[0] if found and kind == "misc" else "")


def _url(paper: Paper) -> str:
    for scheme in ("acl", "openreview", "arxiv", "url"):
        for identifier in paper.identifiers:
            if identifier.scheme == scheme:
                return ids.address(identifier)
    return ""


def _kept(paper: Paper, written: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of an imported entry that the library has no words for, by name."""
    fields = paper.extra.get("bibtex")
    if not isinstance(fields, Mapping):
        return {}
    taken = {name.lower() for name, value in written.items() if value} | {"abstract"}
    kept = {}
    for name, value in sorted(fields.items(), key=lambda field: str(field[0])):
        lower = str(name).lower()
        if lower in taken or _ALIASES.get(lower) in taken or not _FIELD_NAME.fullmatch(lower):
            continue
        taken.add(lower)
        if isinstance(value, str | int):
            write = latex.address if lower in _RAW else latex.escape
            kept[str(name)] = write(str(value))
    return kept


def _key(paper: Paper) -> str:
    return _KEY_UNSAFE.sub("-", paper.key) or f"paper{paper.id}"


def _laid_out(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Return the entry with its equals signs in one column; fields without a value are left out."""
    filled = {name: value for name, value in fields.items() if value}
    width = max(map(len, filled), default=0)
    lines = [f"  {name:<{width}} = {_value(name, value)}" for name, value in filled.items()]
    body = ",\n".join(lines) + "\n" if lines else ""
    return f"@{kind}{{{key},\n{body}}}\n"


def _value(name: str, value: str) -> str:
    return value if name == "month" and value in _MONTHS else f"{{{value}}}"
