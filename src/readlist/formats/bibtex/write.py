"""Entries out, for BibTeX and the styles that know eprints, or for biblatex and biber.

What the library has words for is written from its facts; the other fields of an imported entry
come out as they came in. What only the person knows is written where it is asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from readlist.bib import ids, languages, latex_encode, names
from readlist.bib.citekeys import citable
from readlist.bib.dates import MONTHS
from readlist.bib.details import VERBATIM, VERBATIM_PLACE, own_title
from readlist.bib.types import names_of
from readlist.formats.base import DumpOptions
from readlist.formats.bibtex.dialects import (
    ARCHIVES,
    BIBTEX,
    Details,
    Dialect,
    Fields,
    Shape,
    details_of,
)
from readlist.formats.bibtex.venues import OTHER_VENUES, VENUES, WEB
from readlist.model import MORE_AUTHORS, Author, Identifier, Paper

_KEY_UNSAFE = re.compile(r"[^\w:./+-]")
_KEY_UNSAFE_ASCII = re.compile(r"[^A-Za-z0-9_:./+-]")
# What BibTeX and biber (Text::BibTeX) both take for the name of a field.
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_+.:/-]*")
_CATEGORY = re.compile(r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?")
# Months are macros, alone or put together with text: ``dec # "~4--9"``.
_PIECE = rf'(?:{"|".join(MONTHS)}|"[^"{{}}]*"|\{{[^{{}}]*\}}|[0-9]+)'
_MACROS = re.compile(rf"{_PIECE}(?: # {_PIECE})+|{'|'.join(MONTHS)}")
_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_ADDRESSES = frozenset({"url", "doi", "eprint", "pdf", "ee", "biburl", "link"})
_ASKED_FOR = frozenset({"abstract", "file"})
"""Fields that an entry has only where they are asked for."""
# biblatex, 2.2.5: other names of fields that are written here, which would contradict them.
_ALIASES = {
    "date": "year", "journaltitle": "journal", "journal": "journaltitle",
    "eprinttype": "archiveprefix", "archiveprefix": "eprinttype", "eprintclass": "primaryclass",
    "primaryclass": "eprintclass", "year": "date",
}  # fmt: skip


def dump(papers: Iterable[Paper], options: DumpOptions, dialect: Dialect = BIBTEX) -> Iterator[str]:
    """Yield one entry a paper, in the order given, with a blank line between them.

    Unicode unless ``options.latex``, but for people in BibTeX, which cuts letters beyond ASCII in
    halves (``latex_encode.people``). ``options.extras`` may ask for ``abstract``, ``notes`` (as
    ``annote``, ``annotation``), ``reading`` (in JabRef's fields) and ``file``.
    """
    for number, paper in enumerate(papers):
        yield ("\n" if number else "") + entry(paper, options, dialect)


def entry(paper: Paper, options: DumpOptions, dialect: Dialect = BIBTEX) -> str:
    """Return one entry, its equals signs in one column; fields without a value are left out."""
    kept = details_of(paper)
    shape = dialect.shape(paper, kept)
    fields = {"title": _title(paper, kept), "author": _authors(paper, dialect)}
    fields |= dialect.dates(paper, kept, shape)
    if where := paper.venue or paper.organization:
        fields |= _place(paper, where, kept, shape, dialect)
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
    kind = shape.type
    if paper.extra.get(VERBATIM_PLACE):
        from readlist.formats.bibtex.verbatim import Wording  # for entries of other programs

        wording = Wording(paper, fields, dialect)
        fields, kind = wording.applied(), wording.type or kind
    if not fields.get("author") and not fields.get("editor") and not fields.get("key"):
        fields["key"] = dialect.sort_key(own_title(paper) or (paper.title and paper.key))
    return _laid_out(kind, _key(paper, ascii_only=options.latex), fields, options)


def _laid_out(kind: str, key: str, fields: Fields, options: DumpOptions) -> str:
    """Return the entry with its equals signs in one column; fields without a value are left out."""
    shown = {name: value for name, value in fields.items() if value}
    if options.wants is not bool:
        shown = {name: value for name, value in shown.items() if options.wants(name)}
    if options.latex:
        shown = {name: latex_encode.ascii_only(value) for name, value in shown.items()}
    month = shown.get("month", "")
    is_macro = month in MONTHS or (month and _MACROS.fullmatch(month))
    return _form(tuple(shown), "month" if is_macro else "") % (kind, key, *shown.values())


@lru_cache(maxsize=4096)  # the papers of a library have some hundred sets of fields
def _form(names: tuple[str, ...], bare: str) -> str:
    """Return an entry with places for its type, its key and these fields, one without braces."""
    width = max(map(len, names), default=0)
    lines = [f"  {name.ljust(width)} = {'%s' if name == bare else '{%s}'}" for name in names]
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
    authors: Sequence[Author] = paper.authors
    written = names.plain_bibtex_names(authors, latex_encode.escape)
    if not written:
        authors = [one for one in authors if (one.name or names.display(one)).strip()]
        if not authors:
            return f"{{{latex_encode.escape(paper.organization)}}}" if paper.organization else ""
        written = names.bibtex_names(authors, latex_encode.escape)
    if dialect is BIBTEX:
        written = latex_encode.people(written)
    more = (paper.author_count or 0) > len(authors) or paper.extra.get(MORE_AUTHORS)
    return f"{written} and others" if more else written


def _place(paper: Paper, where: str, kept: Details, shape: Shape, dialect: Dialect) -> Fields:
    """Return where the paper appeared, in the field from which it is read again."""
    kind = shape.type
    if shape.on_server and kind in ("misc", "online"):
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
    identifiers = names_of(paper)
    named = dict(reversed(identifiers))  # of several of one scheme the first goes
    arxiv = named.get("arxiv")
    found = dialect.eprint(arxiv, _category(paper)) if arxiv else {}
    if "doi" in named:
        found["doi"] = _doi(
            identifiers, preprint=shape.preprint or shape.type in ("misc", "online")
        )
    found |= _addresses(paper, named, kept, eprint=dialect is BIBTEX)
    for scheme in ("isbn", "pmid", "pmcid"):
        if scheme in named:
            found[scheme] = named[scheme]
    if not arxiv and ("pmid" in found or "pmcid" in found):
        _name_archive(found, kept, dialect)
    if latex_encode.is_address("".join(found.values())):
        return found
    return {name: latex_encode.address(value) for name, value in found.items()}


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


def _category(paper: Paper) -> str:
    found = paper.extra.get("primary_class") or paper.extra.get("categories")
    if isinstance(found, list | tuple):
        found = found[0] if found else ""
    return found if isinstance(found, str) and _CATEGORY.fullmatch(found) else ""


def _doi(identifiers: Iterable[Identifier], *, preprint: bool) -> str:
    """Return the publisher's DOI; the one that arXiv gives only while there is no other."""
    found = [value for scheme, value in identifiers if scheme == "doi"]
    for doi in found:
        if not doi.startswith("10.48550/"):
            return doi
    return found[0] if preprint else ""


def _addresses(paper: Paper, named: Mapping[str, str], kept: Details, *, eprint: bool) -> Fields:
    """Return the paper's page; one that the entry named itself comes before that of the arXiv.

    An ACL or OpenReview identifier has no field of its own, so its page comes first of all. An
    address that another format gave is a link, which comes before the arXiv's page as well.
    """
    page = ""
    own = str(kept.get("url") or "") if kept else ""
    for scheme in ("acl", "openreview", "url"):
        if scheme in named:
            page = ids.address(Identifier(scheme, named[scheme]))
            return {"url": own, "ee": page} if own and scheme != "url" else {"url": page}
    own = own or (_linked(paper, kept) if paper.links else "")
    if not own and eprint and "arxiv" in named:
        own = ids.address(Identifier("arxiv", named["arxiv"]))
    return {"url": own} if own else {}


def _linked(paper: Paper, kept: Details) -> str:
    """Return the first link ``url`` that neither an identifier nor a text of the entry says."""
    links = [link for link in paper.links if link.name == "url" and link.url.startswith("http")]
    if not links:
        return ""
    said = paper.extra.get(VERBATIM_PLACE)
    texts = (kept, said if isinstance(said, Mapping) else kept)
    printed = " ".join(f"{text.get('howpublished')} {text.get('note')}" for text in texts)
    for link in links:
        named = ids.from_url(link.url)
        # A DOI under another address than its resolver's is a page of its own.
        is_resolved = named is None or named.scheme != "doi" or _RESOLVER.match(link.url)
        if named and named in paper.identifiers and is_resolved:
            continue
        if link.url not in printed.replace("\\", ""):
            return link.url
    return ""


def _marks(paper: Paper, kept: Details) -> Fields:
    """Return the words and the other keys that an entry is found by."""
    marks = {}
    if paper.tags:
        marks["keywords"] = latex_encode.escape(", ".join(paper.tags))
    listed = str(kept.get("ids") or "")
    if not listed and not paper.aliases:
        return marks
    said = [key.strip() for key in listed.split(",")]
    others = [key for key in paper.aliases if citable(key)]
    others += [key for key in said if citable(key)]
    others = [key for key in dict.fromkeys(others) if key and key != paper.key]
    if others:
        marks["ids"] = ",".join(others)
    return marks


def _kept(kept: Details, written: Mapping[str, str], dialect: Dialect) -> Fields:
    """Return the fields of an imported entry that the library has no words for, by name."""
    facts = {name.lower() for name, value in written.items() if value}
    taken = facts | _ASKED_FOR
    found = {}
    for name, value in sorted(kept.items(), key=lambda field: str(field[0])):
        lower = str(name).lower()
        if lower in taken or _ALIASES.get(lower) in facts or not _FIELD_NAME.fullmatch(lower):
            continue
        if isinstance(value, str | int):
            own = dialect.names.get(lower, lower)
            called = str(name) if own in kept or own in taken else own
            taken.add(called.lower())
            found[called] = _detail(lower, str(value))
            if lower == "editor" and dialect is BIBTEX:
                found[called] = latex_encode.people(found[called])
    return found


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


def _detail(name: str, value: str) -> str:
    if name in _ADDRESSES:
        return latex_encode.address(value)
    return latex_encode.verbatim(value) if name in VERBATIM else latex_encode.escape(value)


def _key(paper: Paper, *, ascii_only: bool) -> str:
    if citable(paper.key) and (paper.key.isascii() or not ascii_only):
        return paper.key
    unsafe = _KEY_UNSAFE_ASCII if ascii_only else _KEY_UNSAFE
    return unsafe.sub("-", paper.key) or f"paper{paper.id}"
