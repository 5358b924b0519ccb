r"""RIS out: one record a paper, as EndNote, Zotero and Mendeley read it.

Lines end with LF like every file that the program writes; the managers read both ends. A line of an
abstract that looks like a tag stands behind a blank, so that text can never end a record.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from readlist.bib import dates, ids, markup, names, types
from readlist.bib.dates import appeared, date_of
from readlist.bib.details import (
    VERBATIM_PLACE,
    as_written,
    detail,
    details,
    is_usual,
    isbns_and_issns,
    own_title,
    page_range,
    people,
    unsaid,
    verbatim,
)
from readlist.bib.keywords import as_tags, primary_category, worded_in_latex
from readlist.bib.program_notes import is_by_program
from readlist.formats.base import DumpOptions
from readlist.formats.ris.tagged import (
    AT_PUBLISHER,
    DETAILS,
    HELD,
    NAMED,
    ONLINE,
    OWN,
    TAG,
    TYPES,
    Entry,
    Field,
    is_tagged,
    kind_of,
)
from readlist.model import NOTHING, Author, Identifier, Paper
from readlist.text import clean, clean_block

_CODE = re.compile(r"[A-Z][A-Z0-9]")
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_SCHEMES = ("acl", "openreview", "arxiv", "pmcid", "pmid", "s2", "url")
_ADDRESSES = ("UR", "LK", "L2")
_TWICE = frozenset({"AU", "A2", "ED", "A4", "KW"})
"""Tags under which one value may stand twice: two people may have one name."""
_TAGGED_LINKS = frozenset({"url", "pdf", "file"})
"""Links that have a tag: UR and L1."""
_LINK_NAME = re.compile(r"[a-z][a-z0-9+_-]{0,30}")
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}

Line = tuple[str, str]


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield one record a paper, in the order given, with a blank line behind each.

    Abstracts are always written, the person's notes where ``options.extras`` asks for ``notes``.
    """
    for paper in papers:
        yield "".join(_written(tag, value) for tag, value in _lines(paper, options.extras))


def _written(tag: str, value: str) -> str:
    first, *others = value.split("\n")
    found = [f"{tag}  - {first}\n"]
    for line in others:
        is_taken_for_tag = is_tagged(line.lstrip(" ")) is not None
        found.append(f" {line}\n" if is_taken_for_tag else f"{line}\n")
    return "".join(found)


def _lines(paper: Paper, extras: frozenset[str]) -> Iterator[Line]:
    """Yield the lines of a record; those without a value are left out."""
    own = types.own_type(paper)
    kind = types.entry_type(paper)
    code = _code(paper, own)
    kept = _kept(paper)
    titles = [said for said in kept.pop("TI", ()) if markup.title(said) == paper.title]
    found = [*_work(paper, kind, code, titles), *_identity(paper, kept), *_details(paper, kind)]
    found += _each("KW", _keywords(paper))
    found.append(("AB", clean_block(paper.abstract)))
    found += _each("N1", kept.pop("N1", ()))
    if "notes" in extras:
        for note in paper.notes:
            body = clean_block(note.body)
            # What looks like a program's remark is a person's under the tag of research notes.
            found.append(("RN" if is_by_program(body) else "N1", body))
    for tag, values in sorted(kept.items()):
        found += _each(tag, values)
    lines = [("TY", code)]
    once: set[Line] = set()
    for line in found:
        if line[1] and line not in once:
            lines.append(line)
        if line[0] not in _TWICE:
            once.add(line)
    yield from lines
    yield from _each(OWN, _unsaid(paper, own, lines))
    yield "ER", "\n"


def _unsaid(paper: Paper, own: str, lines: Iterable[Line]) -> Iterator[str]:
    """Yield the fields that have no tag: ``titleaddon = {Raw data}``."""
    named = [link for link in paper.links if link.name not in _TAGGED_LINKS]
    if not named and is_usual(paper, own):
        return
    from readlist.formats.ris.read import record  # for papers of bibliographies

    again = record(Entry([Field(tag, value) for tag, value in lines], 0), TAG, NOTHING)
    for name, value in unsaid(paper, again).items():
        line = f"{name} = {{{value}}}"
        if clean(line) == line:
            yield line
    addresses = {link.url for link in again.links}
    for link in named:
        if link.url in addresses and _LINK_NAME.fullmatch(link.name):
            yield f"{NAMED}{link.name} = {{{link.url}}}"
    if own in types.EXACT and own != types.own_type(again):
        yield f"entrytype = {{{own}}}"


def _each(tag: str, values: Iterable[str]) -> list[Line]:
    return [(tag, value) for value in values]


def _keywords(paper: Paper) -> list[str]:
    """Return the tags in the words of the paper's file, where it had other words."""
    if line := verbatim(paper, "keywords"):
        words = worded_in_latex(paper.tags, line)
    else:
        words = list(as_tags(part for tag in paper.tags for part in re.split(r"[;\n]", tag)))
    # "propanol, use of" alone would be read as two, which some programs put into one line.
    return words * 2 if len(words) == 1 and "," in words[0] else words


def _code(paper: Paper, kind: str) -> str:
    """Return the type: the one that it was read with, where that is still this kind."""
    kept = paper.extra.get(TAG, NOTHING)
    said = kept.get("TY") if isinstance(kept, Mapping) else None
    if isinstance(said, list) and said and isinstance(said[0], str):
        code = clean(said[0], 20).upper()
        if _CODE.match(code) and code.isalnum() and kind_of(code) == kind:
            return code
    if kind == "misc" and _is_preprint(paper):
        return "UNPB"
    return TYPES.get(kind, "GEN")


def _is_preprint(paper: Paper) -> bool:
    if paper.venue:
        return types.is_preprint_server(paper.venue)
    return bool(_values(_identifiers(paper), "arxiv"))


def _work(paper: Paper, kind: str, code: str, titles: list[str]) -> Iterator[Line]:
    yield "ID", clean(paper.key)
    yield "TI", next(iter(titles), clean(own_title(paper)))
    yield from _each("AU", _authors(paper))
    year, _ = appeared(paper, preprint=kind == "misc")
    printed = year.zfill(4) if year.isdecimal() else ""
    day = _date(date_of(paper, preprint=kind == "misc"))
    yield "PY", printed or _said(paper, "year", "date")
    if printed and (season := dates.in_words(_said(paper, "date"))):
        day = f"{printed}///{season}"
    yield "DA", day if not day or not printed or day.startswith(printed) else day[:-1] + ONLINE
    yield from _place(paper, kind, code)


def _date(published: str) -> str:
    """Return a date with its slashes, as the format has it: ``2017/06/12/``, ``2017///``."""
    said = dates.read(published)
    return "/".join([*said.split("-"), "", ""][:3]) + "/" if said else ""


def _place(paper: Paper, kind: str, code: str) -> Iterator[Line]:
    """Yield where the work appeared; a preprint in the words in which Zotero and EndNote do."""
    if code == "UNPB" and _is_preprint(paper) and _values(_identifiers(paper), "arxiv"):
        yield "PB", "arXiv"
        yield "M3", "Preprint"
        return
    if kind not in AT_PUBLISHER:
        publisher = _said(paper, "publisher")
        is_held = kind in HELD and not publisher
        yield "T2", "" if is_held else clean(paper.venue)
        yield "PB", clean(paper.venue) if is_held else publisher
        return
    school = kind.endswith(("thesis", "report"))
    said = paper.venue or (paper.organization if school else "") or _said(paper, "publisher")
    yield "PB", clean(said)
    yield "M3", _said(paper, "type") or _THESES.get(kind, "")


def _authors(paper: Paper) -> list[str]:
    named = [author for author in paper.authors if names.display(author).strip()]
    if not named:
        return [_name(Author(paper.organization))] if paper.organization else []
    written = [_name(author) for author in named]
    return [*written, "et al."] if names.has_more_authors(paper, len(named)) else written


@lru_cache(maxsize=8192)
def _name(author: Author) -> str:
    """Return ``Family, Given, Suffix``; a group of several words ends in a comma (EndNote)."""
    written = _parted(author)
    for _ in range(3):
        if (again := _parted(names.author(written))) == written:
            break
        written = again
    return written


def _parted(author: Author) -> str:
    family, given, suffix = (
        " ".join(clean(part).replace(",", " ").replace(";", " ").split())
        for part in (author.family, author.given, author.suffix)
    )
    if family and given:
        return ", ".join(part for part in (family, given, suffix) if part)
    name = " ".join(clean(names.display(author)).replace(";", " ").split()).strip(" ,")
    return f"{name}," if " " in name and "," not in name else name


def _identifiers(paper: Paper) -> list[Identifier]:
    """Return the identifiers that are well formed, and those that the links name besides."""
    found: dict[Identifier, None] = {}
    for one in types.names_of(paper):
        if normal := ids.normalise(one.scheme, one.value):
            found[normal] = None
    for link in paper.links:
        named = ids.from_url(link.url) if link.name not in ("file", "code") else None
        # Where a paper has a DOI, a link to another one may name another work, such as its data.
        is_other = named and named.scheme == "doi" and any(one.scheme == "doi" for one in found)
        if named and not is_other:
            found[named] = None
    return list(found)


def _values(found: Sequence[Identifier], scheme: str) -> list[str]:
    return [one.value for one in found if one.scheme == scheme]


def _identity(paper: Paper, kept: Mapping[str, list[str]]) -> Iterator[Line]:
    """Yield identifiers and addresses; a DOI of the arXiv only where there is no other."""
    found = _identifiers(paper)
    dois, arxiv = _values(found, "doi"), _values(found, "arxiv")[:1]
    for doi in dois or [f"10.48550/arXiv.{number}" for number in arxiv]:
        yield "DO", as_written(paper, "doi", doi)
    category = primary_category(paper)
    for number in arxiv:
        yield "AN", f"arXiv:{number} [{category}]" if category else f"arXiv:{number}"
    yield from _each("UR", _pages(found, kept))
    yield from _links(paper, found)
    isbns, issns, others = isbns_and_issns([_said(paper, "isbn"), _said(paper, "issn")])
    books = (*_values(found, "isbn"), *isbns)
    yield from _each("SN", dict.fromkeys((*books, *issns, *others)))


def _pages(found: Sequence[Identifier], kept: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the pages of identifiers but those that a kept address names."""
    addresses = [address for tag in _ADDRESSES for address in kept.get(tag, ())]
    left = set(found) - set(map(ids.from_url, addresses))
    for scheme in _SCHEMES:
        yield from map(ids.address, sorted(one for one in left if one.scheme == scheme))


def _links(paper: Paper, found: list[Identifier]) -> Iterator[Line]:
    """Yield files and pages but those that only repeat an identifier."""
    for link in paper.links:
        address = clean(link.url)
        if link.name in ("pdf", "file"):
            yield "L1", address
        elif address.startswith(("http://", "https://")):
            named = ids.from_url(address)
            if named is None or named not in found or not ids.says_only(address, named):
                yield "UR", address


def _details(paper: Paper, kind: str) -> Iterator[Line]:
    for said in DETAILS:
        yield said.tag, _said(paper, *said.names)
    first, last = page_range(_said(paper, "pages") or _said(paper, "pagetotal"))
    yield "SP", first
    yield "EP", last
    accessed = _said(paper, "urldate")
    day = _date(accessed) if _ISO.fullmatch(accessed) else ""
    yield "Y2", day or accessed
    # A2 are the editors of what a paper is a part of, ED those of the whole that it is.
    editor = "ED" if kind in AT_PUBLISHER else "A2"
    yield from _each(editor, map(_name, people(paper, "editor")))
    yield from _each("A4", map(_name, people(paper, "translator")))


def _said(paper: Paper, *aliases: str) -> str:
    """Return a detail as plain text that reads the same when it comes back."""
    text = detail(paper, *aliases)
    for _ in range(3):
        if not re.search(r"[\\{}$~`']|--", text):
            break
        again = Paper(id=0, key="", extra=details({aliases[0]: text}))
        if (read := detail(again, aliases[0])) == text:
            break
        text = read
    return text


def _kept(paper: Paper) -> dict[str, list[str]]:
    """Return the values that were kept under their tags, and those that stand as they were read."""
    found: dict[str, list[str]] = {}
    for place in (TAG, VERBATIM_PLACE):
        kept = paper.extra.get(place)
        for tag, values in kept.items() if isinstance(kept, Mapping) else ():
            if not isinstance(values, list) or not _CODE.fullmatch(str(tag)):
                continue
            if tag not in ("TY", "ER"):
                texts = [clean_block(value) for value in values if isinstance(value, str)]
                found.setdefault(tag, []).extend(_standing(paper, tag, texts))
    return found


def _standing(paper: Paper, tag: str, texts: Iterable[str]) -> Iterator[str]:
    """Yield the values that still are the paper's: an address is while what it names is."""
    for text in filter(None, texts):
        named = ids.from_url(text) if tag in _ADDRESSES else None
        if named is None or named in types.names_of(paper):
            yield text
