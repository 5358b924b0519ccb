"""Entries out, for BibTeX and the styles that know eprints, or for biblatex and biber.

What the library has words for is written from its facts; the other fields of an imported entry
come out as they came in. What only the person knows is written where it is asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from readlist.bib import ids, languages, latex_encode, names, types
from readlist.bib.citekeys import citable
from readlist.bib.dates import MONTHS
from readlist.bib.details import SET_FIELDS, SETS, VERBATIM_PLACE, own_title
from readlist.bib.keywords import primary_category
from readlist.formats.base import DumpOptions
from readlist.formats.bibtex import preamble
from readlist.formats.bibtex.dialects import (
    ARCHIVES,
    ASKED_FOR,
    BIBTEX,
    OTHER_VENUES,
    PEOPLE,
    VENUES,
    WEB,
    Details,
    Dialect,
    Fields,
    Shape,
    details_of,
    written_detail,
)
from readlist.model import Identifier, Paper
from readlist.text import visible_block

_KEY_UNSAFE = re.compile(r"[^\w:./+-]")
_KEY_UNSAFE_ASCII = re.compile(r"[^A-Za-z0-9_:./+-]")
# What BibTeX and biber (Text::BibTeX) both take for the name of a field.
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_+.:/-]*")
# Months are macros, alone or put together with text: ``dec # "~4--9"``.
_PIECE = rf'(?:{"|".join(MONTHS)}|"[^"{{}}]*"|\{{[^{{}}]*\}}|[0-9]+)'
_MACROS = re.compile(rf"{_PIECE}(?: # {_PIECE})+|{'|'.join(MONTHS)}")
# biblatex, 2.2.5: other names of fields that are written here, which would contradict them.
_NOTES = ("annote", "annotation")
_ALIASES = {
    "date": "year", "journal": "journaltitle",
    "eprinttype": "archiveprefix", "archiveprefix": "eprinttype", "eprintclass": "primaryclass",
    "primaryclass": "eprintclass", "year": "date",
}  # fmt: skip


def dump(papers: Iterable[Paper], options: DumpOptions, dialect: Dialect = BIBTEX) -> Iterator[str]:
    """Yield one entry a paper, in the order given, with a blank line between them.

    Unicode unless ``options.latex``, but for people in BibTeX, which cuts letters beyond ASCII in
    halves (``latex_encode.people``). ``options.extras`` may ask for ``abstract``, ``notes`` (as
    ``annote``, ``annotation``), ``reading`` (in JabRef's fields) and ``file``.
    """
    sets: dict[str, dict[int, str]] = {}
    said_of_sets: dict[str, Any] = {}
    told: set[str] = set()
    for number, paper in enumerate(papers):
        before = "\n" if number else ""
        said = paper.extra.get(VERBATIM_PLACE)
        if said and isinstance(said, Mapping) and preamble.PREAMBLE in said:
            from readlist.formats.bibtex.verbatim import is_safe  # for entries of other programs

            before += preamble.written(str(said[preamble.PREAMBLE]), told, is_safe)
        yield before + entry(paper, options, dialect)
        for name, place in paper.part(SETS).items():
            sets.setdefault(name, {})[int(place)] = _key(paper, ascii_only=options.latex)
            said_of_sets.setdefault(name, paper.part(SET_FIELDS).get(name))
    if dialect is BIBTEX:  # which knows no sets
        return
    for name, places in sets.items():
        if len(places) > 1 and citable(name):
            keys = ",".join(key for _, key in sorted(places.items()))
            yield "\n" + _set(name, {"entryset": keys}, said_of_sets[name], options)


def _set(name: str, fields: Fields, said: object, options: DumpOptions) -> str:
    """Return the entry of a set, with what it says beside its entries."""
    if isinstance(said, Mapping):
        from readlist.formats.bibtex.verbatim import is_safe  # for few files

        for field, text in said.items():
            is_wanted = "notes" in options.extras or field not in _NOTES
            if is_wanted and _FIELD_NAME.fullmatch(field) and is_safe(str(text)):
                fields[field] = str(text)
    return _laid_out("set", name, fields, options, frozenset())


def entry(paper: Paper, options: DumpOptions, dialect: Dialect = BIBTEX) -> str:
    """Return one entry, its equals signs in one column; fields without a value are left out."""
    kept = details_of(paper)
    shape = dialect.shape(paper, kept)
    fields = {"title": _title(paper, kept), "author": _authors(paper, dialect)}
    fields |= dialect.dates(paper, kept, shape)
    fields |= _place(paper, kept, shape, dialect)
    last = _identifiers(paper, kept, shape, dialect)
    if paper.tags or paper.aliases or kept:
        last |= _marks(paper, kept)
    if options.extras:
        from readlist.formats.bibtex.personal import extras

        asked = extras(paper, options.extras, biblatex=dialect is not BIBTEX)
        last |= {name: value for name, value in asked.items() if value}
    if kept:
        fields |= _kept(kept, fields | last, dialect)
        _name_language(fields, dialect)
    fields |= last
    for name, value in shape.marks.items():
        fields.setdefault(name, value)
    fields = {name: value for name, value in fields.items() if value}
    kind = shape.type
    macros: frozenset[str] = frozenset()
    if paper.extra.get(VERBATIM_PLACE):
        from readlist.formats.bibtex.verbatim import Wording  # for entries of other programs

        wording = Wording(paper, fields, dialect)
        fields, kind = wording.applied(), wording.type or kind
        expressions = wording.macros()
        fields, macros = fields | expressions, frozenset(expressions)
    if fields.keys().isdisjoint(("author", "editor", "key")):
        key = dialect.sort_key(own_title(paper) or (paper.title and paper.key))
        fields |= {"key": key} if key else {}
    key = _key(paper, ascii_only=options.latex)
    return _laid_out(kind, key, fields, options, macros)


def _laid_out(
    kind: str, key: str, fields: Fields, options: DumpOptions, macros: frozenset[str]
) -> str:
    """Return the entry with the fields that are wanted, in the letters that are."""
    shown = fields
    if options.wants is not bool:
        shown = {name: value for name, value in shown.items() if options.wants(name)}
    if options.latex:
        shown = {name: latex_encode.ascii_only(value) for name, value in shown.items()}
    month = shown.get("month", "")
    if month in MONTHS or (month and _MACROS.fullmatch(month)):
        macros |= {"month"}
    # What another program wrote into the library runs nothing on a terminal.
    return visible_block(_form(tuple(shown), macros) % (kind, key, *shown.values()))


@lru_cache(maxsize=4096)  # the papers of a library have some hundred sets of fields
def _form(names: tuple[str, ...], bare: frozenset[str]) -> str:
    """Return an entry with places for its type, its key and these fields, some without braces."""
    width = max(map(len, names), default=0)
    lines = [f"  {name.ljust(width)} = {'%s' if name in bare else '{%s}'}" for name in names]
    body = ",\n".join(lines) + "\n" if lines else ""
    return f"@%s{{%s,\n{body}}}\n"


def _title(paper: Paper, kept: Details) -> str:
    """Return the title with its capitals protected: as its own entry did, where there was one."""
    said = kept.get("title")
    if isinstance(said, str):
        from readlist.bib.latex_decode import plain

        if plain(said) == paper.title:
            return latex_encode.escape(said)
    return latex_encode.title(paper.title)


def _authors(paper: Paper, dialect: Dialect) -> str:
    shown = len(paper.authors)
    written = names.plain_bibtex_names(paper.authors, latex_encode.escape)
    if not written:
        authors = [one for one in paper.authors if (one.name or names.display(one)).strip()]
        if not authors:
            return f"{{{latex_encode.escape(paper.organization)}}}" if paper.organization else ""
        written, shown = names.bibtex_names(authors, latex_encode.escape), len(authors)
    if dialect is BIBTEX:
        written = latex_encode.people(written)
    return f"{written} and others" if names.has_more_authors(paper, shown) else written


def _place(paper: Paper, kept: Details, shape: Shape, dialect: Dialect) -> Fields:
    """Return where the paper appeared, in the field from which it is read again."""
    where = paper.venue or paper.organization
    kind = shape.type
    if not where or (shape.on_server and kind in ("misc", "online")):
        return {}
    if not paper.venue and not kind.endswith(("thesis", "report")):
        return {}  # the organization is that of a school
    name = dialect.where.get(kind, "howpublished")
    if kept:
        read = VENUES.get(paper.kind.lower(), VENUES.get(kind, OTHER_VENUES))
        name = next((other for other in (name, *read) if _is_free(other, read, kept)), name)
    return {name: latex_encode.escape(where)}


def _is_free(name: str, read: Sequence[str], kept: Mapping[str, object]) -> bool:
    """Say whether a venue in this field is read again before any other field of the entry."""
    before = read[: read.index(name)] if name in read else read
    return name not in kept and not any(
        other in kept and not WEB.search(str(kept[other])) for other in before
    )


def _identifiers(paper: Paper, kept: Details, shape: Shape, dialect: Dialect) -> Fields:
    """Return the fields that name the paper elsewhere; the eprint stays after publication."""
    identifiers = types.names_of(paper)
    named = dict(reversed(identifiers))  # of several of one scheme the first goes
    arxiv = named.get("arxiv")
    found = dialect.eprint(arxiv, primary_category(paper)) if arxiv else {}
    if "doi" in named:
        is_preprint = shape.preprint or shape.type in ("misc", "online")
        found["doi"] = types.doi(identifiers, preprint=is_preprint)
    found |= _addresses(paper, named, kept, eprint=dialect is BIBTEX)
    for scheme in ("isbn", "pmid", "pmcid"):
        if scheme in named:
            found[scheme] = named[scheme]
    if not arxiv and ("pmid" in found or "pmcid" in found):
        _name_archive(found, kept, dialect)
    if latex_encode.is_address("".join(found.values())):
        return found
    return {
        name: latex_encode.doi(value) if name == "doi" else latex_encode.address(value)
        for name, value in found.items()
    }


def _name_archive(found: Fields, kept: Details, dialect: Dialect) -> None:
    """Put a number of PubMed where the entry had it, or where biblatex prints it.

    ``eprint = {123}, eprinttype = {pubmed}`` (biblatex, 3.14.7); an entry's own ``pmid`` stays.
    """
    archive = str(kept.get("archiveprefix") or "").lower()
    scheme = ARCHIVES.get(archive, "")
    if scheme in found:
        found["eprint"] = found.pop(scheme)
    if dialect is BIBTEX or archive or "pmid" not in found:
        return
    if not kept.get("eprint") and not kept.get("pmid"):
        found |= {"eprint": found.pop("pmid"), "eprinttype": "pubmed"}


def _addresses(paper: Paper, named: Mapping[str, str], kept: Details, *, eprint: bool) -> Fields:
    """Return the paper's page; one that the entry named itself comes before that of the arXiv.

    An ACL or OpenReview identifier has no field of its own, so its page comes first of all. An
    address that another format gave is a link, which comes before the arXiv's page as well.
    """
    own = str(kept.get("url") or "")
    for scheme in ("acl", "openreview"):
        if scheme in named:
            page = ids.address(Identifier(scheme, named[scheme]))
            return {"url": own, "ee": page} if own else {"url": page}
    if "url" in named:
        return {"url": named["url"]}
    if not own and paper.links:
        own = _linked(paper, kept)
    if not own and eprint and "arxiv" in named:
        own = ids.address(Identifier("arxiv", named["arxiv"]))
    return {"url": own} if own else {}


def _linked(paper: Paper, kept: Details) -> str:
    """Return the first link ``url`` that neither an identifier nor a text of the entry says."""
    for name, url in paper.links:
        if name != "url" or not url.startswith("http"):
            continue
        named = ids.from_url(url)
        is_said = named and named in paper.identifiers and ids.says_only(url, named)
        if not is_said and url not in _printed(paper, kept):
            return url
    return ""


def _printed(paper: Paper, kept: Details) -> str:
    """Return the texts of an entry that may have an address in them."""
    own = paper.extra.get(VERBATIM_PLACE)
    said = (kept, own) if isinstance(own, Mapping) else (kept,)
    texts = [f"{text.get('howpublished')} {text.get('note')}" for text in said]
    return " ".join(texts).replace("\\", "")


def _marks(paper: Paper, kept: Details) -> Fields:
    """Return the words and the other keys that an entry is found by."""
    marks = {}
    if paper.tags:
        marks["keywords"] = latex_encode.escape(", ".join(paper.tags))
    listed = str(kept.get("ids") or "")
    if not listed and not paper.aliases:
        return marks
    said = map(str.strip, listed.split(","))
    no_others = {"", paper.key, *paper.part(SETS)}
    keys = [key for key in dict.fromkeys((*paper.aliases, *said)) if key not in no_others]
    if others := list(filter(citable, keys)):
        marks["ids"] = ",".join(others)
    return marks


def _kept(kept: Details, written: Mapping[str, str], dialect: Dialect) -> Fields:
    """Return the fields of an imported entry that the library has no words for, by name."""
    facts = set(map(str.lower, filter(written.get, written)))
    taken = facts | ASKED_FOR
    found = {}
    for name, value in sorted(kept.items(), key=lambda field: str(field[0])):
        lower = str(name).lower()
        is_said = lower in taken or _ALIASES.get(lower) in facts
        if is_said or not isinstance(value, str | int) or not _FIELD_NAME.fullmatch(lower):
            continue
        own = dialect.names.get(lower, lower)
        called = str(name) if own in kept or own in taken else own
        taken.add(called.lower())
        found[called] = written_detail(lower, str(value))
    if dialect is BIBTEX:
        for name in PEOPLE & found.keys():
            found[name] = _classic_people(name, found[name])
    return found


def _classic_people(name: str, text: str) -> str:
    """Return people as BibTeX reads them, which knows nothing of biblatex's ``given=Ann``."""
    if "=" in text:
        from readlist.bib import bibtex_names  # for few entries

        text = bibtex_names.as_people(text) if bibtex_names.is_extended(text) else text
    return latex_encode.people(text) if name == "editor" else text


def _name_language(fields: Fields, dialect: Dialect) -> None:
    """Write a language that is a code as biblatex does, for hyphenation: ``langid = {american}``.

    ``language = {en-US}`` would be printed in every reference; ``language = {English}`` is meant
    to be. BibTeX's styles know no code.
    """
    said = fields.get("language", "").replace("\\_", "_")
    if not 2 <= len(said) <= 12 or not (name := languages.langid(said)):
        return
    del fields["language"]
    if dialect is not BIBTEX:
        fields.setdefault("langid", name)


def _key(paper: Paper, *, ascii_only: bool) -> str:
    if citable(paper.key) and (paper.key.isascii() or not ascii_only):
        return paper.key
    unsafe = _KEY_UNSAFE_ASCII if ascii_only else _KEY_UNSAFE
    return unsafe.sub("-", paper.key) or f"paper{paper.id}"
