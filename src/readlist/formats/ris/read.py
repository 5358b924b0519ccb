"""RIS in: one record of tags as a record of the library, whatever dialect its program writes.

What the library has words for becomes a fact, what BibTeX has a name for a detail; every other
value stays under its tag in ``extra["ris"]`` and is written again. PubMed and EndNote XML are put
into these tags and read here as well.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from readlist.bib import dates, ids, markup, names, types
from readlist.bib.details import PLACE as DETAILS_PLACE
from readlist.bib.details import (
    VERBATIM_PLACE,
    bibtex_pages,
    details,
    in_latex,
    isbns_and_issns,
    item,
    page_range,
    restored,
    with_capitals,
    wordings,
)
from readlist.bib.keywords import CATEGORY, as_tags
from readlist.bib.program_notes import is_by_program, screened
from readlist.bib.types import PREPRINTS
from readlist.formats.base import Document, LoadOptions
from readlist.formats.ris.tagged import (
    AT_PUBLISHER,
    DETAILS,
    HELD,
    NAMED,
    ONLINE,
    OWN,
    OWN_LINE,
    TAG,
    TYPES,
    Entry,
    Tags,
    entries,
    kind_of,
)
from readlist.model import (
    MORE_AUTHORS,
    NOTHING,
    Author,
    Identifier,
    Item,
    Link,
    Note,
    Problem,
    Rank,
    Record,
)
from readlist.text import TITLE_LIMIT, clean, clean_block

_VENUES = ("T2", "BT", "JF", "C3", "JO", "JA", "J2", "J1")
_JOURNALS = ("JF", *_VENUES)
"""Of an article the full name of its journal first, which some programs shorten in ``T2``."""
_PREPRINT_KINDS = frozenset({"article", "misc", "online", "unpublished"})
_WHOLE = frozenset(
    {"book", "collection", "booklet", "phdthesis", "techreport", "misc", "dataset", "software"}
)
"""Kinds whose ISBN is their own: a part may name the ISBN of its whole, which makes papers one."""
_OF_MANY_PAGES = frozenset({"book", "collection", "phdthesis", "mastersthesis", "thesis"})
_THESES = frozenset({"phdthesis", "mastersthesis", "thesis"})
_TYPED = frozenset({"phdthesis", "mastersthesis", "thesis", "techreport"})
"""Kinds of which ``M3`` says what they are: a PhD thesis, a technical report."""
_ADDRESS_KINDS = frozenset({"misc", "online", "software", "dataset"})
_CATEGORY = re.compile(rf"\[({CATEGORY})\]")
_PUBMED = re.compile(r"([A-Za-z]{0,4}[0-9.]{1,12})\s?\[(pmid|pmcid)\]", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_ADDRESSES_LIMIT = 100
_WEB = ("http://", "https://")
_NUMBERS = ("arxiv", "10.", "doi:10.", "doi: 10.")
"""How a number begins that is the paper's: "a reply to arXiv:1706.03762" names another one."""


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield a record for every record of the file, and a problem for what is wrong with one."""
    del options
    entry = None
    for entry in entries(document.lines()):
        yield from items(entry, TAG)
    if entry is None and any(map(str.strip, document.lines())):
        yield Problem(1, "No record was found; each begins with a line such as 'TY  - JOUR'.")


def items(entry: Entry, source: str, beside: Mapping[str, Any] = NOTHING) -> Iterator[Item]:
    """Yield what an entry comes to: its fault, and the record where it says what paper it is.

    ``beside`` is what its format keeps of it that has no tag in RIS.
    """
    if entry.fault:
        yield Problem(entry.line, entry.fault)
    found = item(record(entry, source, beside))
    if isinstance(found, Record) or not entry.fault:
        yield found


def record(entry: Entry, source: str, beside: Mapping[str, Any]) -> Record:
    """Return what the tags of an entry say."""
    tags = Tags(entry.fields)
    said_type = next(iter(tags.take_all("TY")), "")
    own, link_names = _own_fields(tags)
    exact = own.pop("entrytype", "")
    if exact not in types.EXACT:
        exact = ""
    kind = types.shape(exact) or (kind_of(said_type) if said_type else _kind_of_place(tags))
    title = _title(tags, kind)
    authors, more = _people(tags.take_all("AU", "A1"))
    year, published, when = _dates(tags)
    identifiers, links, category, venue = _identity(tags, kind, markup.title(_venue(tags, kind)))
    if kind in _PREPRINT_KINDS and not venue and ids.of_scheme(identifiers, "arxiv"):
        kind = "preprint"
        tags.drop("arXiv", "PB")
        tags.drop("Preprint", "M3")
    if kind == "phdthesis":
        kind = _thesis(tags)
    notes = tuple(_notes(tags))
    abstract = tags.take_block("AB", "N2")
    if "<" in abstract or "&" in abstract:
        abstract = markup.block(abstract)
    key = clean(next(iter(tags.take_all("ID")), "").partition("\n")[0])
    keywords = _keywords(tags.take_all("KW"))
    if "<" in title and markup.title(title) != title:
        tags.spell("TI", title)
    fields = details({**_details(tags, kind), **when}).get(DETAILS_PLACE, {})
    wording = _wording(entry, tags, source, identifiers) | wordings(title, keywords)
    if own:
        fields = restored(fields, own)
        wording |= in_latex(own, fields)
    kind = exact or kind
    extra = {
        MORE_AUTHORS: more,
        "primary_class": category,
        DETAILS_PLACE: fields,
        VERBATIM_PLACE: wording,
        TAG: _rest(tags, said_type, kind),
        **beside,
    }
    return Record(
        source=source,
        rank=Rank.FILE,
        title=markup.title(title),
        authors=authors,
        abstract=abstract,
        year=year,
        published=published,
        venue=venue,
        kind=kind,
        identifiers=identifiers,
        links=tuple(Link(link_names.get(link.url, link.name), link.url) for link in links),
        extra={name: value for name, value in extra.items() if value} or NOTHING,
        key=key,
        tags=as_tags(keywords),
        notes=notes,
        line=entry.line,
    )


def _rest(tags: Tags, said_type: str, kind: str) -> dict[str, list[str]]:
    """Return the tags that nothing took, and the type where ours would be written as another."""
    rest = tags.rest()
    code = clean(said_type, 20).upper()
    if said_type and code != TYPES.get(kind, "UNPB"):
        rest["TY"] = [code]
    return rest


def _people(said: Sequence[str]) -> tuple[tuple[Author, ...], bool]:
    """Return the authors, and whether there are others that are not named."""
    known = names.turned([name.strip() for name in said], one_each=True)
    return (known, False) if known else names.people(said)


def _wording(
    entry: Entry, tags: Tags, source: str, identifiers: Sequence[Identifier]
) -> dict[str, Any]:
    """Return the capitals of the DOI and the words of some values as the entry wrote them."""
    said = (markup.without_entities(value.strip()) for tag, value in entry.fields if tag == "DO")
    wording: dict[str, Any] = dict(with_capitals(said, identifiers))
    if source == TAG:  # other sources have put their values under these tags
        wording |= tags.spelled
    return wording


def _own_fields(tags: Tags) -> tuple[dict[str, str], dict[str, str]]:
    """Take the fields that this program puts under a tag of the user's; other values stay.

    The second are the names of links by their addresses.
    """
    found = {}
    for value in tags.take_all(OWN):
        said = OWN_LINE.fullmatch(clean(value))
        if said:
            found[said[1]] = said[2]
        else:
            tags.put(OWN, value)
    of_links = [name for name in found if name.startswith(NAMED)]
    return found, {found.pop(name): name.removeprefix(NAMED) for name in of_links}


def _kind_of_place(tags: Tags) -> str:
    """Return the kind of a record without a type by the tags that it has."""
    if tags.see("JF", "JO", "JA"):
        return "article"
    return "incollection" if tags.see("BT") else "misc"


def _thesis(tags: Tags) -> str:
    """Return the kind of a thesis: RIS has one type for all, M3 (EndNote: VL) for its degree."""
    degree = [value for value in tags.see("VL") if not any(map(str.isdecimal, value))]
    if degree and not tags.see("M3"):
        tags.take("VL")
        tags.put("M3", degree[0])
    return types.thesis(" ".join(tags.see("M3")))


def _title(tags: Tags, kind: str) -> str:
    if found := tags.take("TI", "T1", "CT", limit=TITLE_LIMIT):
        return found
    # BT is the title of a whole book, and of a chapter's book: "BT" names no chapter.
    others = ("BT", "ST") if kind == "book" else ("ST",)
    return tags.take(*others, limit=TITLE_LIMIT)


def _dates(tags: Tags) -> tuple[int | None, str, dict[str, str]]:
    """Take year and date, and what is said of them in other words, which are details.

    What says something else stays: ``2013/02/15/received``; a season, a range, ``in press`` are
    also details.
    """
    of_years = [clean(value) for value in tags.take_all("PY", "Y1")]
    of_days = [clean(value) for value in tags.take_all("DA")]
    year, published = _year_and_date(of_years, of_days)
    said_year = f"{year or 0:04}"
    when = next(filter(None, map(dates.beside, (*of_days, *of_years))), {})
    if year and not when.get("date", "").startswith(said_year):
        when = {}
    told = {when.get("year")}
    if dates.in_words(when.get("date", "")):
        told |= {value for value in (*of_years, *of_days) if dates.beside(value) == when}
    of_year = published if published.startswith(said_year) else said_year
    for tag, values, date in (("PY", of_years, of_year), ("DA", of_days, published or said_year)):
        for value in values:
            if value not in told and not _is_told(value, year, date):
                tags.put(tag, value)
    return year, published, when


def _year_and_date(of_years: Sequence[str], of_days: Sequence[str]) -> tuple[int | None, str]:
    """Return the date of ``DA`` and its year, or the most exact date of the year of ``PY``.

    ``DA  - Jun 12`` beside ``PY  - 2017`` is 2017-06-12; ``PY  - 2017/06/12/`` says both. ``DA  -
    2020/11/05`` is in 2020, whatever ``Y1`` says, as Zotero has it; ``2020/11/05/online`` is the
    day before the year of print.
    """
    read = list(filter(None, map(dates.read, (*of_years, *of_days))))
    if not read:
        return None, ""
    year = int(read[0][:4])
    published = next(filter(None, (dates.read(value, year) for value in of_days)), "")
    if not published:
        exact = [date for date in read if date[:4] == read[0][:4] and len(date) > 4]
        return year, max(exact, key=len, default="")
    is_online = any(value.endswith(ONLINE) for value in of_days)
    return year if is_online else int(published[:4]), published


def _is_told(value: str, year: int | None, date: str) -> bool:
    """Say whether a date tells all of what a value says: of ``2014/05//Spring`` it does not.

    Of ``2014/05/02``, ``2014///`` and ``2 May 2014`` it does; not of ``1960-1961``, ``c. 1960`` or
    ``2013/02/15/received``.
    """
    read = dates.read(value, year)
    value = value.removesuffix(ONLINE)
    if not read or not date.startswith(read) or len(_YEAR.findall(value)) > 1:
        return False
    has_words = any(map(str.isalpha, value))
    return not has_words or (len(read) > 4 and "/" not in value)


def _venue(tags: Tags, kind: str) -> str:
    """Return where the work appeared, and leave the journal's short name as a detail."""
    if kind in AT_PUBLISHER:
        return tags.take("PB")
    if kind != "article":
        return tags.take(*_VENUES) or (tags.take("PB") if kind in HELD else "")
    venue = tags.take(*_JOURNALS)
    short = next(iter(tags.see("T2")), "")
    if short and _shortens(short, venue):
        tags.drop(short, "T2")
        if not tags.see("J2", "JA"):
            tags.put("J2", short)
    return venue


def _shortens(short: str, name: str) -> bool:
    """Say whether a name is made of the letters of a longer one, in their order.

    ``Mach. Learn.`` shortens Machine Learning; ``CVPR`` does not shorten Pattern Recognition.
    """
    left = iter(name.casefold())
    letters = (char for char in short.casefold() if char.isalnum())
    return len(short) < len(name) and all(char in left for char in letters)


def _identity(
    tags: Tags, kind: str, venue: str
) -> tuple[tuple[Identifier, ...], tuple[Link, ...], str, str]:
    """Return identifiers, links, the arXiv's category, and the venue where it is none of these."""
    found = dict.fromkeys(_dois(tags))
    category, archived = _archived(tags)
    found |= dict.fromkeys(archived)
    if PREPRINTS.match(venue):
        found |= dict.fromkeys(_of_archive(tags, venue))
        if ids.of_scheme(found, "arxiv"):
            category, venue = category or _category(venue), ""
    found |= dict.fromkeys(_elsewhere(tags))
    if kind in _WHOLE:
        found |= dict.fromkeys(_isbn(tags))
    links = tuple(dict.fromkeys([*_pages(tags, found), *_files(tags, found)]))
    if not found and kind in _ADDRESS_KINDS:
        pages = (ids.normalise("url", link.url) for link in links if link.name == "url")
        found = dict.fromkeys(list(filter(None, pages))[:1])
    return ids.with_implied(found), links, category, venue


def _dois(tags: Tags) -> Iterator[Identifier]:
    """Yield the DOIs; what is none stays, but for those that an example has: ``10.0000/``."""
    for value in tags.take_all("DO", "DI"):
        if found := ids.normalise("doi", clean(value)):
            yield found
        elif not clean(value).startswith("10.0000/"):
            tags.put("DO", value)


def _of_archive(tags: Tags, venue: str) -> Iterator[Identifier]:
    """Yield the number that an archive gave: ``abs/1706.03762`` is DBLP's volume of CoRR."""
    volume = next(iter(tags.see("VL")), "").lower().removeprefix("abs/")
    if here := ids.normalise("arxiv", volume) or _arxiv_in(venue):
        if here.value in volume:
            tags.take("VL")
        yield here


def _archived(tags: Tags) -> tuple[str, list[Identifier]]:
    """Return what the accession number is: of the arXiv, of PubMed, of PubMed Central."""
    found: list[Identifier] = []
    category = ""
    databases = tags.see("DB", "DP")
    in_pubmed = "NLM" in databases or "pubmed" in "\n".join(databases).lower()
    for value in tags.take_all("AN"):
        text = clean(value)
        # A bare number is PubMed's only where the record names it; other databases number, too.
        if in_pubmed and text.isdecimal():
            named = ids.normalise("pmid", text)
        else:
            named = _arxiv_in(text) or ids.parse(text)
        if named is None or named.scheme not in ("arxiv", "pmid", "pmcid"):
            tags.put("AN", value)
            continue
        found.append(named)
        category = category or _category(text)
        if named.scheme != "arxiv":
            tags.spell("AN", value)
    return category, found


def _category(text: str) -> str:
    found = _CATEGORY.search(text[:1000])
    return found[1] if found else ""


def _arxiv_in(text: str) -> Identifier | None:
    """Return the identifier of the arXiv that a text is; one merely mentioned is another's."""
    if not PREPRINTS.match(text):
        return None
    named = (one.identifier for one in ids.find(text[:1000]))
    return ids.of_scheme(named, "arxiv")


def _elsewhere(tags: Tags) -> Iterator[Identifier]:
    """Yield what stands where its tag means something else, which also stays there."""
    for tag in ("U1", "U2", "U3", "U4"):
        for value in tags.see(tag):
            said = _PUBMED.fullmatch(value)
            if said and (found := ids.normalise(said[2].lower(), said[1])):
                tags.drop(value, tag)
                tags.spell(tag, value)
                yield found
    central = (value for value in tags.see("C2") if value[:3].upper() == "PMC")
    yield from filter(None, map(partial(ids.normalise, "pmcid"), central))
    for value in tags.see("M1", "M3", "N1"):
        if value[:200].lower().startswith(_NUMBERS):
            yield from filter(None, [_arxiv_in(value) or ids.normalise("doi", value)])


def _put_back(tags: Tags, tag: str, values: Iterable[str]) -> None:
    for value in values:
        tags.put(tag, value)


def _isbn(tags: Tags) -> list[Identifier]:
    """Take the first ISBN; the others, and what is none, stay."""
    isbns, issns, others = isbns_and_issns(tags.take_all("SN"))
    _put_back(tags, "SN", (*isbns[1:], *issns, *others))
    return [Identifier("isbn", isbn) for isbn in isbns[:1]]


def _pages(tags: Tags, found: dict[Identifier, None]) -> Iterator[Link]:
    """Yield addresses but those that only repeat an identifier, which is added."""
    for tag in ("UR", "LK", "L2"):
        for value in _addresses(tags.take_all(tag)):
            if not value.startswith(_WEB):
                tags.put("UR", value)
            elif not _is_named(value, found):
                yield Link("url", value)
            elif value not in map(ids.address, found):
                tags.spell(tag, value)


def _files(tags: Tags, found: dict[Identifier, None]) -> Iterator[Link]:
    """Yield files; EndNote has several in one value, each with its scheme."""
    for value in tags.take_all("L1")[:_ADDRESSES_LIMIT]:
        for part in re.split(r"\n|\s+(?=(?:internal-pdf|file|https?)://)", value[:20_000]):
            path = clean(part, 1_000)
            if path.startswith(_WEB):
                _is_named(path, found)
                yield Link("pdf", path)
            elif path:
                yield Link("file", path)


def _addresses(values: list[str]) -> Iterator[str]:
    for value in values[:_ADDRESSES_LIMIT]:
        parts = re.split(r"[\s;,]+(?=https?://)", value.strip()[:20_000])[:_ADDRESSES_LIMIT]
        yield from filter(None, (clean(part, 2_000) for part in parts))


def _is_named(address: str, found: dict[Identifier, None]) -> bool:
    """Say whether an address only repeats an identifier; one that is new is added."""
    named = ids.from_url(address)
    if named is None:
        return False
    if named.scheme != "doi" or ids.of_scheme(found, "doi") is None:
        found[named] = None
    return named in found and ids.says_only(address, named)


def _keywords(values: list[str]) -> list[str]:
    """Return keywords: one a line or parted by semicolons, by commas only where all are in one."""
    parts = [part for value in values for part in re.split(r"[;\n]", value)]
    if len(values) == 1 and len(parts) == 1:
        parts = parts[0].split(",")
    words = [part.strip() for part in parts]
    # Embase and Ovid have a star before those of the headings that they stress.
    starred = [word.startswith("*") for word in words]
    if any(starred) and not all(starred):
        words = [word.removeprefix("*") for word in words]
    return list(dict.fromkeys(words))


def _notes(tags: Tags) -> Iterator[Note]:
    """Yield the reader's notes; what a program wrote of its export stays under its tag.

    Labels of Rayyan are put among the keywords. EndNote's research notes, ``RN``, are a person's,
    whatever they look like: ``42``.
    """
    said_by = {value: tag for tag in ("N1", "RN") for value in tags.take_all(tag)}
    for value, tag in said_by.items():
        body = clean_block(value)
        said = screened(body)
        for label in said.labels:
            tags.put("KW", label)
        yield from (Note(text) for text in map(clean_block, said.notes) if text)
        if tag == "N1" and is_by_program(markup.block(body)):
            tags.put("N1", body)
        elif body:
            yield Note(body)


def _details(tags: Tags, kind: str) -> dict[str, str | tuple[Author, ...]]:
    said: dict[str, str | tuple[Author, ...]] = dict([_extent(tags, kind)])
    if kind in AT_PUBLISHER:
        said["series"] = tags.take("T2", "T3", "BT")
    else:
        said["publisher"] = tags.take("PB")
        said["shortjournal"] = tags.take("J2", "JA", "JO", "J1")
    for detail in DETAILS:
        if not said.get(detail.names[0]):
            take = _edition if detail.tag == "ET" else Tags.take
            said[detail.names[0]] = take(tags, detail.tag)
    if kind in _TYPED:
        said["type"] = tags.take("M3")
    # EndNote: of a book A2 edits the series and A3 the book, where both are there.
    of_series = kind in ("book", "collection") and all(map(tags.see, ("A2", "A3")))
    said["editor"] = names.people(tags.take_all("A3" if of_series else "A2", "ED"))[0]
    if kind not in _THESES:  # whose A4 are the advisors (ProQuest)
        said["translator"] = names.people(tags.take_all("A4"))[0]
    accessed = tags.take("Y2")
    said["urldate"] = dates.read(accessed) or accessed
    isbns, issns, others = isbns_and_issns(tags.take_all("SN"))
    _put_back(tags, "SN", (*issns[1:], *others))  # a journal has an ISSN for each of its media
    return said | {"isbn": ", ".join(isbns), "issn": next(iter(issns), "")}


def _extent(tags: Tags, kind: str) -> tuple[str, str]:
    """Return pages, or how many a whole work has: ``SP  - 775`` of a book (EndNote, Zotero)."""
    first, last = tags.take("SP"), tags.take("EP")
    is_count = kind in _OF_MANY_PAGES and not last and not page_range(first)[1]
    return "pagetotal" if is_count else "pages", bibtex_pages(first, last) or bibtex_pages(last)


def _edition(tags: Tags, tag: str) -> str:
    """Take the edition; a day there is PubMed's of the electronic edition, and stays."""
    electronic = [value for value in tags.see(tag) if len(dates.read(value)) > 4]
    for value in electronic:
        tags.drop(value, tag)
    edition = tags.take(tag)
    _put_back(tags, tag, electronic)
    return edition
