"""BibTeX and biblatex in: one record an entry, whatever dialect its program writes.

What the library has words for becomes a fact; every other field stays in ``extra["bibtex"]`` as
LaTeX and comes out again. ``scan`` reads the syntax, ``latex_read`` the values.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from readlist.bib import bibtex_names, dates, ids, latex_decode, types
from readlist.bib.details import PLACE, SET_FIELDS, SETS, VERBATIM_PLACE
from readlist.bib.details import item as named_item
from readlist.formats.base import Document, LoadOptions
from readlist.formats.bibtex import fields as facts
from readlist.formats.bibtex import marks, verbatim
from readlist.formats.bibtex.dialects import HINT, Details, sort_key
from readlist.formats.bibtex.entry import Entry
from readlist.formats.bibtex.fields import Fields
from readlist.formats.bibtex.personal import one_line
from readlist.formats.bibtex.scan import KNOWN_TYPES, scan
from readlist.model import MORE_AUTHORS, NOTHING, Item, Problem, Rank, Record, Skipped
from readlist.text import visible, without_login

# When the person's program took an entry in: BibDesk and Papers, JabRef, its older versions.
_ADDED = ("date-added", "creationdate", "timestamp")
_ALIASED_TYPES = {
    "conference": "inproceedings", "electronic": "online", "www": "online",
    "masterthesis": "mastersthesis", "mathesis": "mastersthesis", "doctoralthesis": "phdthesis",
    "bachelorthesis": "thesis", "bachelorsthesis": "thesis",
}  # fmt: skip
# What biblatex puts into the field "type" and the kind says already (2.1.2).
_SAID_BY_KIND = frozenset({"phdthesis", "mathesis", "mastersthesis"})
_PREPRINT_TYPES = frozenset({"article", "misc", "online"})
_PARTS = frozenset(
    {"inproceedings", "incollection", "inbook", "bookinbook", "suppbook", "suppcollection",
     "inreference", "conference"}
)  # fmt: skip
_REFERS = re.compile(r"(crossref|xdata)\s*+=\s*+[{\"]?([^{}\"=#]*+)", re.IGNORECASE)
_SET = re.compile(r"@\s*+set\s*+[{(]\s*+([^\s,={}\"()]++)", re.IGNORECASE)
# biblatex, appendix B: what a part takes from the whole under another name.
_OF_THE_WHOLE = {
    "title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon",
}  # fmt: skip
_SAME = (("year", "date"), ("journal", "journaltitle"), ("address", "location"),
         ("school", "institution"))  # fmt: skip
# What says something of the whole alone: above all its identifiers, which would make all of its
# parts one paper.
_NOT_INHERITED = frozenset(
    {
        "crossref", "xref", "xdata", "key", "ids", "keywords", "keyword", "abstract", "note",
        "annote", "annotation", "addendum", "file", "doi", "url", "urldate", "eprint",
        "eprinttype", "eprintclass", "archiveprefix", "primaryclass", "arxivid", "isbn", "pmid",
        "pmcid", "pmc", "related", "relatedtype", "relatedstring", "relatedoptions", "options",
        "entryset", "entrysubtype", "execute", "label", "shorthand", "shorttitle", "sortkey",
        "sorttitle", "sortname", "sortyear", "indextitle", "indexsorttitle", "presort", "pages",
        "pagetotal", "groups", "readstatus", "priority", "ranking", "rating", "read", "pdf", "ee",
        "link", "biburl", "bibsource", "timestamp", "day", "review", "tags", "mendeley-groups",
        "mendeley-tags",
    }
)  # fmt: skip
_PARENTS_LIMIT = 100_000
_INHERITED_LIMIT = 5_000
_FIELDS_LIMIT = 100
_DEPTH_LIMIT = 10
_COMMENTS = re.compile(r"(?:%[^\n]*+\n?)*+")
_ENTRY = re.compile(r"(?m)^(?:[^\S\n]|\ufeff)*+@\s*+([A-Za-z][\w-]*+)\s*+[({]")


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield a record for every entry, a problem for what is wrong, and what is no paper as skipped.

    An entry that can be read in spite of a fault comes in, and the problem says what was assumed.
    """
    del options
    family = _family(document)
    sets = _sets(family.values())
    keys: dict[str, tuple[int, int]] = {}
    former: Entry | None = None
    for found in scan(document.lines()):
        if isinstance(found, Problem):
            yield found
            continue
        if former and found.other_side and former.key == found.key:
            yield _other_side(former, found)
            continue
        former = found
        entry = _public(found)
        called = found.key or "without a key"
        for fault in _faults(entry, keys, is_private=entry is not found):
            yield Problem(found.line, f"In entry {called}: {fault}.")
        item = _item(_inherited(entry, family))
        if sets and isinstance(item, Record) and (places := sets.get(found.key.lower())):
            said = {name: family[name.lower()].fields for name in places}
            item = _in_sets(item, places, said)
        yield item


def _in_sets(record: Record, places: dict[str, int], said: Mapping[str, Details]) -> Record:
    """Return a record with the sets that it is in, and what they say themselves."""
    fields = {
        name: {field: one_line(text) for field, text in own.items() if field != "entryset"}
        for name, own in said.items()
    }
    extra = {**record.extra, SETS: places}
    if told := {name: own for name, own in fields.items() if own}:
        extra[SET_FIELDS] = told
    return replace(record, aliases=(*record.aliases, *places), extra=extra)


def sniff(head: str, name: str) -> float:
    """Answer how surely a document is BibTeX: it begins with an entry, or its name says so."""
    heads = _ENTRY.finditer(head)
    known = [found for found in heads if found[1].lower() in KNOWN_TYPES]
    if name.lower().endswith((".bib", ".bibtex", ".biblatex")):
        return 0.95 if known else 0.6
    if not known:
        return 0.0
    before = head[: known[0].start()].strip()
    if _COMMENTS.fullmatch(before):
        return 0.95
    return 0.7 if len(before) < 500 and len(known) > 1 else 0.3


def _public(entry: Entry) -> Entry:
    """Return an entry without the names and passwords in its addresses, the same if it has none."""
    if not any("@" in value and "://" in value for value in entry.fields.values()):
        return entry
    fields = {
        name: without_login(value) if "://" in value else value
        for name, value in entry.fields.items()
    }
    return entry if fields == entry.fields else entry._replace(fields=fields)


def _faults(entry: Entry, keys: dict[str, tuple[int, int]], *, is_private: bool) -> Iterator[str]:
    """Yield what is wrong with an entry that comes in all the same."""
    yield from [fault for fault in (entry.fault, _repeated(entry, keys)) if fault][:1]
    if is_private:
        yield "a name and password in an address are left out"
    if two := bibtex_names.doubt(entry.fields.get("author", "")):
        yield f"BibTeX takes {visible(two)!r} for one person, because 'and' parts them"


def _item(entry: Entry) -> Item:
    if entry.type == "xdata":
        return Skipped(entry.line, "it only holds data for other entries (@xdata)")
    if entry.type == "set":
        return Skipped(entry.line, "it only names other entries (@set), which its key finds")
    found = named_item(_record(entry))
    if isinstance(found, Skipped):
        return Problem(
            entry.line,
            f"In entry {entry.key or 'without a key'}: {found.reason}, so it is left out.",
        )
    return found


def _other_side(taken: Entry, other: Entry) -> Problem:
    """Return what the other side of a merge conflict says of an entry: facts are never mixed."""
    said = [
        f"{name} {{{visible(other.fields.get(name, '')[:200])}}}"
        for name in dict.fromkeys((*taken.fields, *other.fields))
        if taken.fields.get(name) != other.fields.get(name)
    ]
    return Problem(
        other.line,
        f"In entry {other.key}: one side of a merge conflict is taken; the other says "
        f"{', '.join(said[:10]) or 'the same'}.",
    )


def _repeated(entry: Entry, keys: dict[str, tuple[int, int]]) -> str:
    """Return what is wrong where a key names another entry already; the same entry may repeat."""
    if not entry.key:
        return ""
    title = hash("".join(entry.fields.get("title", "").lower().split()))
    line, former = keys.setdefault(entry.key.lower(), (entry.line, title))
    return "" if title == former else f"the key belongs to another entry, in line {line}"


def _added(fields: Fields) -> str:
    """Return when the person's program took the entry in.

    ``2020-01-02 03:04:05 +0000``; DBLP's ``Mon, 13 Aug 2018`` is when DBLP last changed its own.
    """
    said = (fields.word(name) for name in _ADDED)
    return next(filter(None, (dates.moment(text) for text in said if text[:4].isdecimal())), "")


def _record(entry: Entry) -> Record:
    fields = Fields(entry.fields)
    kind = _kind(entry.type, fields)
    title, source = facts.title(fields)
    authors, more = bibtex_names.authors(fields.take("author", "authors"))
    identifiers, venue = facts.identity(fields, kind)
    year, published = facts.dates(fields)
    on_arxiv = ids.of_scheme(identifiers, "arxiv") is not None
    if kind in _PREPRINT_TYPES and not venue and on_arxiv:
        kind = "preprint"
    if kind == "preprint" and fields.word("pubstate") == "prepublished":
        fields.take("pubstate")
    is_anonymous = not authors and not fields.see("editor")
    if is_anonymous and fields.word("key") == sort_key(title or entry.key):
        fields.take("key")
    tags = marks.tags(fields)
    reading = marks.reading(fields)
    notes = marks.notes(fields)
    links = marks.links(fields, identifiers)
    abstract = latex_decode.block(fields.take("abstract"))
    category = facts.category(fields) if on_arxiv else ""
    aliases = marks.aliases(fields)
    kept = fields.rest()
    if source:
        kept["title"] = source
    beside = {MORE_AUTHORS: more, "primary_class": category, PLACE: kept}
    extra = {name: value for name, value in beside.items() if value}
    record = Record(
        source="bibtex",
        rank=Rank.FILE,
        title=title,
        authors=authors,
        abstract=abstract,
        year=year,
        published=published,
        venue=venue,
        kind=kind,
        identifiers=identifiers,
        links=links,
        extra=extra,
        key=entry.key,
        aliases=aliases,
        reading=reading,
        tags=tags,
        notes=notes,
        added=_added(fields),
        line=entry.line,
    )
    if written := verbatim.wording(entry, record, kept):
        extra[VERBATIM_PLACE] = written
    return record if extra else replace(record, extra=NOTHING)


def _kind(said: str, fields: Fields) -> str:
    """Return what kind of work an entry is, where its type alone does not say it."""
    kind = _ALIASED_TYPES.get(said, said)
    # An entry of biblatex, which has ``date`` alone, means something else by it.
    hint = "" if fields.see("date") and not fields.see("year") else fields.word(HINT).lower()
    is_other = hint in types.OTHERS and kind == "misc"
    if types.CLASSIC.get(hint) == kind or is_other or (hint, kind) == ("thesis", "mastersthesis"):
        fields.take(HINT)
        return hint
    if said.startswith("bachelor") and not fields.see("type"):
        fields.put("type", "Bachelor's thesis")
    if kind == "thesis":
        said = fields.word("type")
        if said.lower() in _SAID_BY_KIND:
            fields.take("type")
        return types.thesis(said)
    if kind == "report":
        if fields.word("type").lower() == "techreport":
            fields.take("type")
        return "techreport"
    if kind == "online" and fields.word("pubstate") == "prepublished":
        return "preprint"
    return kind


def _family(document: Document) -> dict[str, Entry]:
    """Return the entries that others inherit from, and the sets, by key in lower case.

    A parent stands behind its children, so that the file is read once more where there are any.
    """
    family: dict[str, Entry] = {}
    wanted = _parents(document) if _refers(document) else set()
    for entry in scan(document.lines(), wanted) if wanted else ():
        if isinstance(entry, Entry) and entry.key.lower() in wanted:
            family.setdefault(entry.key.lower(), _slim(entry))
    return family


def _sets(entries: Iterable[Entry]) -> dict[str, dict[str, int]]:
    """Return the sets that entries are in, with their places there, by key in lower case.

    biblatex, 3.14.5: ``@set{s, entryset = {a, b}}`` is cited by its key as one reference.
    """
    found: dict[str, dict[str, int]] = {}
    for entry in entries:
        for place, member in enumerate(members(entry), 1):
            found.setdefault(member.lower(), {})[entry.key] = place
    return found


def members(entry: Entry) -> list[str]:
    """Return the keys of the entries of a set; nothing for another entry."""
    said = entry.fields.get("entryset", "") if entry.type == "set" and entry.key else ""
    return [key.strip() for key in said.split(",") if key.strip()]


def _parents(document: Document) -> set[str]:
    """Return the keys of the entries that others inherit from, and of sets."""
    wanted: set[str] = set()
    for line in document.lines():
        for found in _REFERS.finditer(line) if _may_refer(line) else ():
            keys = found[2].split(",") if found[1].lower() == "xdata" else [found[2]]
            wanted.update(key.strip().lower() for key in keys)
        if "@" in line and (named := _SET.search(line)):
            wanted.add(named[1].lower())
        if len(wanted) > _PARENTS_LIMIT:
            break
    return wanted - {""}


def _refers(document: Document) -> bool:
    """Say whether any entry may inherit; by blocks, which takes a fifth of the time of lines."""
    before = ""
    for block in document.blocks():
        if _may_refer(before + block):
            return True
        before = block[-10:]
    return False


def _may_refer(line: str) -> bool:
    lower = line[:1_000_000].lower()
    return "crossref" in lower or "xdata" in lower or "entryset" in lower


def _slim(entry: Entry) -> Entry:
    short = (
        (name, value)
        for name, value in entry.fields.items()
        if len(value) <= _INHERITED_LIMIT and name != "abstract"
    )
    return entry._replace(fields=dict(islice(short, _FIELDS_LIMIT)))


def _inherited(entry: Entry, family: Mapping[str, Entry]) -> Entry:
    """Return an entry with what it inherits, without the names of those that it inherits from."""
    if not family or not ("crossref" in entry.fields or "xdata" in entry.fields):
        return entry
    return entry._replace(fields=_complete(entry, family, frozenset({entry.key.lower()})))


def _complete(entry: Entry, family: Mapping[str, Entry], seen: frozenset[str]) -> dict[str, str]:
    fields = dict(entry.fields)
    if len(seen) > _DEPTH_LIMIT:
        return fields
    containers = [key.strip().lower() for key in fields.get("xdata", "").split(",")[:20]]
    found = [family[key] for key in containers if key in family and key not in seen]
    if found:
        del fields["xdata"]
    for container in found:
        inherited = _complete(container, family, seen | {container.key.lower()})
        _fill(fields, inherited)
    parent = family.get(fields.get("crossref", "").strip().lower())
    if parent and parent.key.lower() not in seen:
        del fields["crossref"]
        inherited = _complete(parent, family, seen | {parent.key.lower()})
        _fill(fields, _handed_down(inherited, entry.type, parent.type))
    return fields


def _fill(fields: dict[str, str], inherited: Mapping[str, str]) -> None:
    for names in _SAME:
        if any(name in fields for name in names):
            inherited = _without(inherited, names)
    for name, value in inherited.items():
        fields.setdefault(name, value)


def _without(fields: Mapping[str, str], names: Container[str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if name not in names}


def _handed_down(fields: Mapping[str, str], child: str, parent: str) -> dict[str, str]:
    """Return the fields of a whole as its part has them."""
    handed = _without(fields, _NOT_INHERITED)
    renamed = _OF_THE_WHOLE if child in _PARTS else {}
    if parent == "periodical" and child == "article":
        renamed = {"title": "journaltitle"}
    for name, other in renamed.items():
        if name in handed:
            handed.setdefault(other, handed[name])
    gone = set(_OF_THE_WHOLE) if child in _PARTS or child == "article" else set()
    if child in ("inproceedings", "incollection", "conference"):
        gone.add("author")
    return _without(handed, gone)
