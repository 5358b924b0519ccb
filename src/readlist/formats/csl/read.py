"""One CSL item in: the facts that the library has words for, the rest kept to be written again."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from readlist.bib import ids, json_values, latex_decode, latex_encode, markup, types
from readlist.bib.citekeys import LONGEST
from readlist.bib.details import PLACE as DETAILS_PLACE
from readlist.bib.details import (
    VERBATIM,
    VERBATIM_PLACE,
    bibtex_pages,
    details,
    in_latex,
    restored,
    with_capitals,
    wordings,
)
from readlist.bib.keywords import as_tags, parted
from readlist.formats.csl import values
from readlist.formats.csl.values import PLACE
from readlist.model import MORE_AUTHORS, Author, Identifier, Link, Note, Rank, Record
from readlist.text import BLOCK_LIMIT, FIELD_LIMIT, TITLE_LIMIT, clean, clean_block

_KEPT_LIMIT = 200
# arXiv's primary class, as Zotero has it: "arXiv:1609.03499 [cs.SD]".
_CATEGORY = re.compile(r"arxiv:\s?\S+ \[([a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?)\]", re.IGNORECASE)
_JSTOR = re.compile(r"https?://(?:www\.)?jstor\.org/stable/([0-9]{3,12})(?:[/?#].*)?")
_VALUE_LIMIT = 20_000
# "type: dataset"; not "Type: a letter".
_TYPE_LINE = re.compile(
    r"(?m)^type:[ \t]*(?:article(?:-\w+)?|bill|book|broadcast|chapter|dataset|document|"
    r"entry(?:-\w+)?|event|figure|graphic|hearing|interview|legal_case|legislation|manuscript|map|motion_picture|"
    r"musical_score|pamphlet|paper-conference|patent|performance|periodical|personal_communication|"
    r"post(?:-weblog)?|regulation|report|review(?:-book)?|software|song|speech|standard|thesis|treaty|"
    r"webpage)[ \t]*$"
)
# Mendeley numbers the items of an export, which names nothing outside of it.
_NO_KEY = re.compile(r"ITEM-[0-9]+|[0-9]+", re.IGNORECASE)
_WHOLE = frozenset({"book", "collection", "proceedings", "manual", "thesis", "techreport", ""})
_LATEX = frozenset("\\{}$~`'-&%#_^")
_DATES = frozenset({"issued", *values.DATES})
_VARIABLES = frozenset(
    [*values.DETAILS, *values.PEOPLE, *_DATES, "number", "collection-number",
     "citation-key", "type"]
)  # fmt: skip
_READ = frozenset({"id", "title", "author", "abstract", "keyword", "URL", "DOI", "PMID", "PMCID",
                   "annote", "note", "subtitle", "key"}) | _VARIABLES  # fmt: skip


def record(item: Mapping[str, Any], line: int, source: str = "csl-json") -> Record:
    """Return what an item says of a paper; it may have neither title nor identifier."""
    return _Item(item).record(line, source)


class _Item:
    """The variables of one item under their present names, and what of them must be kept."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        inner = item.get("itemData")
        if isinstance(inner, dict):
            item = inner
        self.variables = {
            values.RENAMED.get(name, name): value
            for name, value in item.items()
            if name not in values.REGISTRY and value not in (None, "", [], {})
        }
        for name in _DATES & self.variables.keys():
            self.variables[name] = values.in_parts(self.variables[name])
        self.kept: dict[str, Any] = {}
        self.wording: dict[str, str] = {}
        custom = self._custom()
        self.has_more = custom.get(values.MORE) is True
        self.addresses = custom.get(values.LINKS)
        own = custom.get(values.OWN)
        self.own: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
        self.category = ""
        # A line of the note says what the item has no variable for; CSL's word corrects the type.
        note = _block(self.variables.get("note"))
        known = _VARIABLES - self.variables.keys()
        known |= {"type"} if _TYPE_LINE.search(note) else set()
        self.said = values.note_lines(note, known)
        self.variables |= self.said.variables
        self.kind = self._kind()
        self.shape = types.shape(self.kind)

    def record(self, line: int, source: str) -> Record:
        """Return the record; ``line`` is where the item begins in its file."""
        identifiers, links = self._identity()
        venue = self._venue(identifiers)
        authors, more = self._people("author")
        more = self.has_more or more
        published = self._date("issued")
        annote = _block(self.variables.get("annote"))
        words = tuple(_words(self.variables.get("keyword")))
        keywords = as_tags(words)
        self._keep("keyword", ", ".join(keywords))
        self.wording |= wordings(keywords=words)
        return Record(
            source=source,
            rank=Rank.FILE,
            title=self._title(),
            authors=authors,
            abstract=markup.block(_block(self.variables.get("abstract"))),
            year=int(published[:4]) if published else None,
            published=published if len(published) > 4 else "",
            venue=venue,
            kind=self.kind,
            identifiers=identifiers,
            links=links,
            key=self._key(),
            tags=keywords,
            notes=tuple(Note(body) for body in annote.split(markup.BETWEEN_NOTES) if body),
            extra=self._extra(more=more),
            line=line,
        )

    def text(self, name: str) -> str:
        """Return a variable as one plain line."""
        value = self.variables.get(name)
        text = _one(value) if value is not None else ""
        return markup.plain(text, FIELD_LIMIT) if text else ""

    def _kind(self) -> str:
        # Better BibTeX has the type of biblatex in a line of the note: "tex.referencetype: mvbook".
        of_note = [self.said.tex.pop(name, "") for name in ("entrytype", "referencetype")]
        for exact in (self.own.get("entrytype"), *of_note):
            if isinstance(exact, str) and exact in types.EXACT:
                return exact
        kind = values.kind_of(self.text("type").lower())
        if kind == "phdthesis":
            kind = types.thesis(self.text("genre"))
        if kind == "preprint" and self.text("container-title"):
            kind = "article"
        return kind

    def _title(self) -> str:
        title = markup.plain(_one(self.variables.get("title")), TITLE_LIMIT)
        subtitle = self.text("subtitle")
        title = markup.titled(title, subtitle)
        said = self.variables.get("title")
        if isinstance(said, str) and not subtitle:
            self._keep("title", markup.escaped(title))
            if "title" not in self.own:  # which says it in LaTeX
                self.wording |= wordings(title=said)
        return title

    def _people(self, name: str) -> tuple[tuple[Author, ...], bool]:
        value = self.variables.get(name)
        if value is None:
            return (), False
        found, more = values.people_of(value)
        if not more:
            self._keep(name, values.written_people(found))
        return found, more

    def _custom(self) -> Mapping[str, Any]:
        """Take what this program writes into ``custom``; what others have there stays."""
        custom = self.variables.get("custom")
        if not isinstance(custom, Mapping):
            return {}
        ours = (values.MORE, values.OWN, values.LINKS)
        others = {name: one for name, one in custom.items() if name not in ours}
        if others:
            self.variables["custom"] = others
        else:
            del self.variables["custom"]
        return custom

    def _date(self, name: str) -> str:
        value = self.variables.get(name)
        if value is None and name == "issued":
            crossref = (self.variables.get(f"published{how}") for how in ("", "-print", "-online"))
            return next((found for one in crossref if (found := values.date_of(one))), "")
        found = values.date_of(value)
        if not (found and values.is_plain_date(value, found)):
            self._keep(name, None)
        return found

    def _keep(self, name: str, written: object) -> None:
        """Keep a variable as it came, where it would not be written so."""
        if name in self.variables and self.variables[name] != written:
            self.kept[name] = self.variables[name]

    def _key(self) -> str:
        for name in ("citation-key", "id"):
            key = self.variables.get(name)
            said = clean(key, LONGEST) if isinstance(key, str) else ""
            # 7780459 is the number of a program's row, unless it says that it is a key; DataCite
            # and Zotero have an address there.
            if (
                said
                and not said.startswith(("http://", "https://"))
                and (name == "citation-key" or not _NO_KEY.fullmatch(said))
            ):
                return said
        return ""

    def _identity(self) -> tuple[tuple[Identifier, ...], tuple[Link, ...]]:
        """Return the identifiers, and the address where it says something else."""
        found = dict.fromkeys(self._named())
        found.update(dict.fromkeys(self.said.identifiers))
        links: list[Link] = []
        # One address, or several as RIS and tables have them: "https://a.org https://b.org".
        for address in re.split(r"[\s;,]+(?=https?://)", self.text("URL"))[:_KEPT_LIMIT]:
            named = ids.from_url(address) if address else None
            page = ids.normalise("url", address)
            if named:
                found[named] = None
            elif page and found:
                links.append(Link("url", clean(address, 2_000)))
            elif page:
                found[page] = None
        return ids.with_implied(found), tuple(dict.fromkeys((*links, *self._links())))

    def _links(self) -> Iterator[Link]:
        """Yield the addresses that this program has in ``custom``."""
        said = self.addresses if isinstance(self.addresses, list) else []
        for one in said[:_KEPT_LIMIT]:
            if isinstance(one, list) and [type(part) for part in one] == [str, str]:
                yield Link(clean(one[0], 100), clean(one[1], 2_000))

    def _named(self) -> Iterator[Identifier]:
        for name in ("DOI", "PMID", "PMCID"):
            text = self.text(name)
            if identifier := ids.normalise(name.lower(), text):
                if wording := with_capitals([text], [identifier]):
                    self._keep(name, None)
                    self.wording |= wording
                yield identifier
        # The ISBN of a chapter is that of its book, and names every chapter beside it.
        if self.shape in _WHOLE or self.kind.endswith("thesis"):
            yield from self._isbn()
        yield from filter(None, [self._arxiv()])

    def _isbn(self) -> Iterator[Identifier]:
        text = self.text("ISBN")
        several = [text, *re.split(r"[\s,;]+", text[:500])]
        found = filter(None, (ids.normalise("isbn", one) for one in several))
        if identifier := next(found, None):
            if text != identifier.value:
                self._keep("ISBN", None)
                self.wording["isbn"] = text
            del self.variables["ISBN"]
            yield identifier

    def _arxiv(self) -> Identifier | None:
        """Return what the number, the container or the archive of a preprint says."""
        for name in ("number", "container-title", "archive_location", "archive"):
            text = self.text(name)[:200]
            if name == "archive_location" and "arxiv" in self.text("archive").lower():
                text = f"arXiv:{text.lower().removeprefix('arxiv:')}"
            if not types.PREPRINTS.match(text):
                continue
            for found in ids.find(text):
                if found.identifier.scheme == "arxiv":
                    if category := _CATEGORY.search(text):
                        self.category = category[1]
                        self._keep(name, None)
                    if name != "archive":
                        del self.variables[name]
                    return found.identifier
        return None

    def _venue(self, identifiers: tuple[Identifier, ...]) -> str:
        arxiv = any(one.scheme == "arxiv" for one in identifiers)
        if arxiv and self.kind in ("article", "online", "", "preprint"):
            container = self.text("container-title")
            if not container or types.PREPRINTS.match(container):
                self.variables.pop("container-title", None)
                self.kind = "preprint"
        name = values.WHERE.get(
            "preprint" if self.kind == "preprint" else self.shape, "container-title"
        )
        venue = self.text(name)
        self.variables.pop(name, None)
        return "" if arxiv and types.PREPRINTS.match(venue) else venue

    def _extra(self, *, more: bool) -> dict[str, Any]:
        noted = _CATEGORY.findall(_block(self.variables.get("note")))[:1]
        said: dict[str, str | tuple[Author, ...]] = dict(self._details())
        fields = details(said).get(DETAILS_PLACE, {})
        for name, value in self.said.tex.items():
            fields.setdefault(name, latex_decode.kept(value))
        fields = restored(fields, self.own)
        self.wording |= in_latex(self.own, fields)
        raw = self.variables.get("type")
        if isinstance(raw, str) and raw != values.TYPES.get(self.kind, "document"):
            self.kept["type"] = raw
        self.kept |= {n: value for n, value in self.variables.items() if n not in _READ}
        extra = {
            MORE_AUTHORS: more,
            # "cs" of the number, "cs.SD" of the note: the longer says more.
            "primary_class": max([self.category, *noted], key=len),
            DETAILS_PLACE: {name: value for name, value in fields.items() if value},
            PLACE: _bounded(self.kept),
            VERBATIM_PLACE: self.wording,
        }
        return {name: value for name, value in extra.items() if value}

    def _details(self) -> Iterator[tuple[str, str | tuple[Author, ...]]]:
        number = values.number_variable(self.shape)
        # What BibTeX calls the number of an article is its issue, which is no detail beside it.
        texts = {name: fields[0] for name, fields in values.DETAILS.items() if name != number}
        if self.kind == "preprint":
            del texts["genre"]
            if self.text("genre").lower() != "preprint":
                self._keep("genre", None)
        for name, field in (texts | {number: "number"}).items():
            if value := self.text(name):
                yield field, bibtex_pages(value) if name == "page" else value
                if field not in VERBATIM and _changes(value):
                    self.kept[name] = value
        if self.shape == "article":
            yield "eid", self.text("number")
        for name in {"number", "collection-number"} - {number}:
            if name == "collection-number" or self.shape != "article":
                self._keep(name, None)
        yield from self._other_details()

    def _other_details(self) -> Iterator[tuple[str, str | tuple[Author, ...]]]:
        """Yield people, dates, a number of JSTOR, and the note."""
        for name, field in values.PEOPLE.items():
            yield field, self._people(name)[0]
        for name, field in values.DATES.items():
            yield field, self._date(name)
        yield from values.date_beside(self.variables.get("issued")).items()
        number_there = self._in_jstor()
        yield "eprint", number_there
        yield "archiveprefix", "jstor" if number_there else ""
        yield "note", clean(self.said.rest)
        if clean(self.said.rest) != self.said.rest or _changes(self.said.rest):
            self.kept["note"] = self.said.rest

    def _in_jstor(self) -> str:
        """Return the number in JSTOR, an eprint in BibTeX, that the archive or the page says."""
        if page := _JSTOR.fullmatch(self.text("URL")):
            return page[1]
        in_jstor = self.text("archive").lower() == "jstor"
        return self.text("archive_location") if in_jstor else ""


def tags(value: Any) -> tuple[str, ...]:
    """Return the keywords of an item, a text or several, as tags."""
    return as_tags(_words(value))


def _words(value: Any) -> Iterator[str]:
    """Yield the keywords of an item; where semicolons part, commas belong to keywords."""
    for said in value if isinstance(value, list) else [value]:
        if isinstance(said, str):
            words = parted(markup.plain(said, BLOCK_LIMIT))
            yield from filter(None, map(str.strip, words))


def _changes(text: str) -> bool:
    """Say whether a text that becomes LaTeX comes back as another."""
    if _LATEX.isdisjoint(text):
        return False
    return latex_decode.plain(latex_encode.escape(text)) != text


def _one(value: Any) -> str:
    """Return a text, or the first of several as Crossref writes them."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str) and one.strip()), "")
    if isinstance(value, Mapping):  # Crossref's event
        value = value.get("name")
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _block(value: Any) -> str:
    return _one(value)[: 2 * BLOCK_LIMIT] if value is not None else ""


def _bounded(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return free values with clean texts, without what is larger than any real value."""
    found = {}
    for name, value in list(kept.items())[:_KEPT_LIMIT]:
        lines = isinstance(value, str) and "\n" in value
        free = clean_block(value) if lines else json_values.free(value)
        if free not in (None, "") and _size(free) <= _VALUE_LIMIT:
            found[clean(name, 100)] = free
    return found


def _size(value: Any) -> int:
    if isinstance(value, list | tuple):
        return sum(map(_size, value)) + 1
    if isinstance(value, Mapping):
        return sum(len(name) + _size(part) for name, part in value.items()) + 1
    return len(value) if isinstance(value, str) else 1
