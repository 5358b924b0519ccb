r"""The text of an entry's fields as it was written, for what would be written otherwise.

The library keeps what an entry means; ``{{GaN}}{$\slash$}sapphire`` and ``1\,--\,5`` mean less than
they say. Such text stays beside the facts in ``extra["verbatim"]``, by the names of the entry, and
goes out again as long as it still reads as what the library has: no record of changes is needed,
and what was changed since is written anew. Text that is written again as it was is not kept.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from readlist.bib import (
    bibtex_names,
    ids,
    keywords,
    latex_decode,
    latex_encode,
    markup,
    names,
    types,
)
from readlist.bib.details import MADE_TITLE, OTHER_NAMES, VERBATIM, VERBATIM_PLACE
from readlist.bib.languages import is_code
from readlist.formats.bibtex import fields as facts
from readlist.formats.bibtex import marks
from readlist.formats.bibtex.dialects import (
    ADDRESSES,
    ASKED_FOR,
    BIBTEX,
    OTHER_VENUES,
    PEOPLE,
    VENUES,
    Details,
    Dialect,
    details_of,
    written_detail,
)
from readlist.formats.bibtex.entry import Entry, joined
from readlist.formats.bibtex.fields import Fields
from readlist.formats.bibtex.marks import KEYWORDS, READING
from readlist.formats.bibtex.personal import one_line, printed_notes
from readlist.formats.bibtex.preamble import PREAMBLE
from readlist.model import MORE_AUTHORS, Paper, Record
from readlist.text import BLOCK_LIMIT, caseless, clean, clean_block

_MARKED = re.compile(r"[&%#_$~^\\{}]|--|``|''|[^ -~]")
_MEANT = (*"&%#_$~^\\{}", "--", "``", "''")
# What reads or writes files, or makes TeX read what follows in another way, is written as text.
_UNSAFE = re.compile(
    r"\\(?:input|include|openin|openout|read|write|immediate|catcode|csname|special|directlua|"
    r"def|edef|gdef|xdef|let|futurelet|newcommand|renewcommand|usepackage|endinput|loop)"
    r"(?![A-Za-z])|\^\^"
)
_OF_PREPRINTS = "10.48550/"
"""How DOIs of the arXiv begin, which are not written of what has been published."""
_OWN_PAGES = frozenset({"url", "acl", "openreview"})
"""Schemes whose page is written as ``url``."""
_VENUES = frozenset(name for several in VENUES.values() for name in several) | {"howpublished"}
_TITLE = ("title", "subtitle")
_TITLES = (*_TITLE, MADE_TITLE)
_PEOPLE = ("author", "authors")
_DATES = ("year", "month", "day", "date", "issued")
_CLASSIC_DATES = ("year", "month", "day")
_EPRINT = ("eprint", "archiveprefix", "eprinttype", "archive", "primaryclass", "eprintclass")
# The fields that identifiers are written in, beside ``doi`` and ``url``.
_SCHEME_OF = {"eprint": "arxiv", "isbn": "isbn", "pmid": "pmid", "pmcid": "pmcid"}
_NUMBERS = (
    "isbn", "pmid", "pmcid", "pmc", "arxivid", "arxiv", "arxiv_id", "url", "link", "ee", "pdf",
)  # fmt: skip
_LITERAL = VERBATIM | {"month", *_EPRINT, *_NUMBERS}
_ALONE = frozenset({"author", "doi", *_NUMBERS})
"""Fields that say what they say whatever stands beside them."""
# ``R & D`` and ``a_b`` stop LaTeX outside of mathematics and addresses; ``R \\& D`` was meant.
_BARE = re.compile(r"(?<!\\)[&%#_]")
_WITH_SIGNS = re.compile(r"\$|\\(?:url|href|path|nolinkurl|doi|ensuremath|verb|\()")
# "&amp;", "&#39;" and "\&amp;", which HTML leaves in a field; not "A & B".
_ENTITY = re.compile(r"\\?(&(?:#\w{1,7}|[A-Za-z][A-Za-z0-9]{1,31});)")
# What every style puts before a DOI, so that "https://doi.org/10.1000/ABC" is printed with two.
_RESOLVER = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)", re.IGNORECASE)
# Fields that styles print (BibTeXing, 3.2; biblatex, 2.2.2). Any other, a program's or a person's
# own, is never LaTeX's and stays as it is: ``class = {A & B}``.
_PRINTED = re.compile(
    r"(?:book|main|journal|issue|event|short|orig|reprint|series)?(?:title|subtitle|titleaddon)|"
    r"(?:short)?(?:journal|series|author|editor)|journaltitle|fjournal|booktitle|author|authors|"
    r"editor[abc]?|annotator|commentator|translator|introduction|foreword|afterword|holder|"
    r"(?:orig)?(?:publisher|location|language)|address|howpublished|institution|school|note|"
    r"organization|edition|venue|library|addendum|label|shorthand|nameaddon|type|version|volumes?|"
    r"number|issue|pages|chapter|part|eid|pagetotal|pubstate|city|collaboration|key|year|month"
)
# Said by facts in words of their own, or of the entry alone.
_SAID = frozenset(
    {"readstatus", "read", "priority", "ranking", "rating", "crossref", "xdata", "ids",
     "entrysubtype"}
)  # fmt: skip
_NOTES = ("annote", "annotation", "review")
"""Fields that are a reader's notes, which an export has where it is asked for them."""
_BLOCKS = frozenset({"abstract", *_NOTES})
# Where styles and biber look for the venue of these types: ``journal`` in ``@inproceedings`` is
# nothing to them.
_PLACES_OF_STYLES = frozenset({"journal", "journaltitle", "booktitle", "school", "institution"})
_MEETINGS = frozenset({"inproceedings", "conference", "proceedings"})
MEETS = "="
"""Stands among the fields for the one in which BibTeX's ``@inproceedings`` says where people met.

ACM's styles print ``location`` so, and ``address`` as the publisher's; to others it is nothing.
"""
TYPE = "@"
"""Stands among the fields for the type of an entry whose kind is another, or no dialect's."""
MACROS = "#"
"""Stands among the fields for the names of those in which a macro of another file stands:
``journal = IEEE_J_PAMI # { Letters}``, which IEEEtran's ``IEEEabrv.bib`` defines."""


Texts = Mapping[str, str]


def wording(entry: Entry, record: Record, kept: Details) -> dict[str, str]:
    """Return the fields of an entry, as they stand in it, that would be written otherwise."""
    again = _Again(entry, record, kept)
    found: dict[str, str] = {}
    macros = dict(entry.macros)
    for name, value in entry.fields.items():
        if name in macros and (joined(macros[name]) or "").split() == value.split():
            found[name] = macros[name]
            continue
        if again.says(name, value):  # most fields, of which nothing else need be looked at
            continue
        text = again.text(name, value)
        if not text or again.says(name, text):
            continue
        if name not in PEOPLE or bibtex_names.is_well_formed(text):
            found[name] = text
    preprint = record.kind == "preprint" and entry.type == "article"
    if (preprint and not _VENUES.isdisjoint(found)) or _is_own_type(record.kind):
        found[TYPE] = entry.type
    if again.meets and "location" in found:
        found[MEETS] = "location"
    if entry.preamble:
        found[PREAMBLE] = entry.preamble
    if told := [name for name in macros if found.get(name) == macros[name]]:
        found[MACROS] = ",".join(told)
    return found


class _Again:
    """What the writer makes of a record, to which the fields of its entry are compared."""

    def __init__(self, entry: Entry, record: Record, kept: Details) -> None:
        self.record = record
        self.kept = kept
        self.is_classic = "year" in entry.fields and "date" not in entry.fields
        # ``date`` and ``year``: some other program reads the one, and some the other.
        has_both = "date" in entry.fields and not entry.fields.keys().isdisjoint(_CLASSIC_DATES)
        self.dates = _DATES if has_both else ()
        self.meets = self.is_classic and entry.type in _MEETINGS and "address" not in entry.fields
        source = str(kept.get("title", ""))
        day = record.published[8:]
        authors = names.bibtex_names(record.authors, latex_encode.escape)
        more = authors and record.extra.get(MORE_AUTHORS)
        category = str(record.extra.get("primary_class"))
        self.fields: dict[str, tuple[str, ...]] = {
            "title": (latex_encode.escape(source) if source else latex_encode.title(record.title),),
            "author": (f"{authors} and others" if more else authors,),
            "year": (str(record.year),),
            "keywords": (", ".join(sorted(record.tags)),),
            "archiveprefix": ("arXiv",),
            "eprinttype": ("arxiv",),
            "primaryclass": (category,),
            "eprintclass": (category,),
        }
        if day:
            self.fields["day"] = (day.lstrip("0"),)
        if "date" not in kept:
            self.fields["date"] = (record.published, str(record.year))
        where = BIBTEX.where.get(record.kind, "howpublished" if record.kind == "misc" else "")
        if record.venue and where:
            self.fields[where] = (latex_encode.escape(record.venue),)

    def text(self, name: str, value: str) -> str:
        """Return a field as it may be written again, nothing where its wording is not kept."""
        if name in _BLOCKS:
            return _paragraphs(name, value, is_classic=self.is_classic)
        is_mark = name in READING and self.record.reading and name not in self.kept
        if is_mark or name in self.dates:
            return one_line(value)
        return _line(name, value, self.kept)

    def says(self, name: str, text: str) -> bool:
        """Say whether a field is written again as it stands in the entry."""
        if name in ("author", "editor") and not text.isascii():
            return False  # one dialect has commands for its letters, the other has not
        if name in self.dates or (name == "location" and self.meets):
            return False
        if name in self.fields:
            return text in self.fields[name]
        detail = name if name in self.kept else OTHER_NAMES.get(name, name)
        if detail in self.kept:
            return self._says_detail(detail, text)
        return self._says_identifier(name, text)

    def _says_detail(self, name: str, text: str) -> bool:
        """Say whether a detail is written again as it was; a language's code is not."""
        if _MARKED.search(text) or (name in ADDRESSES and not latex_encode.is_address(text)):
            return written_detail(name, str(self.kept[name])) == text
        return name != "language" or not is_code(text)

    def _says_identifier(self, name: str, text: str) -> bool:
        """Say whether an identifier is written again in this field, as it stands there.

        ``https://doi.org/10.1000/x`` is written without the resolver, which every style puts there.
        """
        if name == "url":  # biblatex has the arXiv's page in the eprint alone
            named = [one for one in self.record.identifiers if one.scheme in _OWN_PAGES]
            return text in [latex_encode.address(ids.address(one)) for one in named]
        if name == "doi":
            own = [one for one in self.record.identifiers if one.scheme == "doi"]
            own = [one for one in own if not one.value.startswith(_OF_PREPRINTS)]
            return any(text in (one.value, ids.address(one)) for one in own)
        scheme = _SCHEME_OF.get(name)
        return bool(scheme) and (scheme, text) in self.record.identifiers


def _is_own_type(kind: str) -> bool:
    """Say whether no dialect has a type: ``@conversation``, which is a person's style's."""
    return bool(kind) and kind not in types.TYPES and kind not in types.CLASSIC


def _line(name: str, value: str, kept: Details) -> str:
    """Return a field as one line, nothing where its wording is not kept."""
    # ``March`` and ``3`` are ``mar``, which styles print in their own way; ``29 July`` and
    # ``dec # "~4--9"`` stay.
    is_fact = name == "key" or (name == "month" and facts.is_month(value))
    if (name in _SAID or is_fact) and name not in kept:
        return ""
    text = one_line(value)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if text.endswith("\\") and value[-1:].isspace():
        text += " "  # "No.\ "
    if name == "doi":
        text = _RESOLVER.sub("", text)
    if "&" in text and name not in _LITERAL and _ENTITY.search(text):
        if name in PEOPLE:  # whose letters one dialect writes as commands
            return ""
        text = _ENTITY.sub(
            lambda found: latex_encode.escape(markup.without_entities(found[1])), text
        )
    if len(text) > BLOCK_LIMIT or not _is_clean(name, text):
        return ""
    return text if _may_stand(name, text) else _BARE.sub(r"\\\g<0>", text)


def _is_clean(name: str, text: str) -> bool:
    """Say whether a terminal obeys nothing in a field, and no mark turns its direction."""
    if text.isascii() and text.isprintable() and name.isidentifier():
        return True
    return clean(text, BLOCK_LIMIT) == text and clean(name) == name


def _may_stand(name: str, text: str) -> bool:
    """Say whether LaTeX takes a field as it stands: an address, a formula, what no style prints.

    Of ``R & D`` it does not.
    """
    if not ("&" in text or "_" in text or "%" in text or "#" in text):
        return True
    if name in _LITERAL or not _PRINTED.fullmatch(name):
        return True
    if text.startswith(("http://", "https://")) and " " not in text:
        return True
    return not _BARE.search(text) or bool(_WITH_SIGNS.search(text))


def _paragraphs(name: str, value: str, *, is_classic: bool) -> str:
    """Return text of several paragraphs in which signs mean something, as in most none does.

    A ``review`` is kept because no dialect writes notes in that field, nor BibTeX in
    ``annotation``.
    """
    is_elsewhere = name == "review" or (is_classic and name == "annotation")
    # A pattern takes ten times as long, and abstracts are most of a file.
    if not is_elsewhere and not any(sign in value for sign in _MEANT):
        return ""
    parts = (" ".join(part.split()) for part in re.split(r"\n[ \t]*+\n", value))
    text = unicodedata.normalize("NFC", "\n\n".join(filter(None, parts)))
    return text if len(text) <= BLOCK_LIMIT and clean_block(text) == text else ""


class Wording:
    """What an entry said that still stands, put in the place of what was written anew."""

    def __init__(self, paper: Paper, fields: dict[str, str], dialect: Dialect) -> None:
        self.paper = paper
        self.dialect = dialect
        self.kept = details_of(paper)
        self.fields = fields
        said = paper.extra.get(VERBATIM_PLACE)
        self.said: dict[str, str] = {}
        for name, text in said.items() if isinstance(said, Mapping) else ():
            is_written = name in _ALONE and fields.get(name) == text
            if isinstance(text, str) and text and not is_written and is_safe(text):
                self.said[str(name)] = text
        self.expressions: dict[str, str] = {}
        for name in filter(None, self.said.get(MACROS, "").split(",")):
            expression = self.said.pop(name, "")
            if value := joined(expression):
                self.said[name] = value
                self.expressions[value] = expression
        is_own = _is_own_type(paper.kind) and self.said.get(TYPE) == paper.kind
        self.type = paper.kind if is_own else ""

    def macros(self) -> dict[str, str]:
        """Return the fields in which macros of another file stand, as they are written."""
        found = ((name, self.expressions.get(text)) for name, text in self.fields.items())
        return {name: expression for name, expression in found if expression}

    def applied(self) -> dict[str, str]:
        """Return the fields of the entry, each as it was written where it has not changed."""
        together = (
            (_TITLES, self._title), (_PEOPLE, self._authors), (_DATES, self._dates),
            (_EPRINT, self._eprint), (KEYWORDS, self._keywords), (("fjournal",), self._journal),
            (("abstract",), self._abstract), (_NOTES, self._notes), (READING, self._reading),
        )  # fmt: skip
        told = self.said.keys()
        for several, write in together:
            if not told.isdisjoint(several):
                write()
        for name, text in self.said.items():
            if name in ASKED_FOR and name not in self.fields:
                continue
            is_place = name in _VENUES and (self._venue(name, text) or self._preprint(name, text))
            if not is_place:
                self._alone(name, text)
        return self.fields

    def _among(self, several: Iterable[str]) -> dict[str, str]:
        return {name: self.said[name] for name in several if name in self.said}

    def _put(self, name: str, text: str) -> None:
        """Write a field under the name that it has in the entry already, whatever its case."""
        if name not in self.fields:
            name = next((one for one in self.fields if one.lower() == name), name)
        self.fields[name] = text

    def _alone(self, name: str, text: str) -> None:
        """Write a detail, a DOI, or a number of the paper."""
        detail = self.kept.get(name, self.kept.get(OTHER_NAMES.get(name, name)))
        again = written_detail(name, str(detail)) if name in _DATES else ""
        if name in _DATES and self.fields.get(name, again) != again:
            return  # "in press", and the library has a year by now
        read = latex_decode.verbatim if name in VERBATIM else latex_decode.kept
        if isinstance(detail, str) and read(text, BLOCK_LIMIT) == detail:
            # Under this dialect's own name, as far as it wrote it.
            other = self.dialect.names.get(name, name)
            are_two = name in self.kept and other in self.kept
            is_there = other in self.fields and other not in self.said and not are_two
            if is_there and self.said.get(MEETS) == name:
                self.fields[name] = self.fields.pop(other)
                is_there = False
            self._put(other if is_there else name, text)
        elif name == "doi" and self._is_doi(text):
            self._put("doi", text)
        elif name in _NUMBERS and self._names_the_paper(name, text):
            self._put(name, text)
        if name == "pubstate" and self.paper.kind == "preprint":
            self._put(name, text)

    def _is_doi(self, text: str) -> bool:
        """Say whether a text is the DOI that is written, or one of the paper where none is."""
        named = ids.normalise("doi", latex_decode.verbatim(text))
        written = ids.normalise("doi", self.fields.get("doi", ""))
        if named and written:
            return named == written
        return named in self.paper.identifiers

    def _title(self) -> None:
        said = self._among(_TITLE)
        if self.said.get(MADE_TITLE) == self.paper.title:
            self.fields.pop("title", None)
        if said and facts.title(Fields(said))[0] == self.paper.title:
            self.fields.pop("title", None)
            self.fields = said | self.fields

    def _authors(self) -> None:
        text = self.said.get("author") or self.said.get("authors") or ""
        found = bibtex_names.authors(text)
        same = found == (self.paper.authors, bool(self.paper.extra.get(MORE_AUTHORS)))
        is_read = self.dialect is not BIBTEX or not bibtex_names.is_extended(text)
        if text and same and is_read and "author" in self.fields:
            self.fields["author"] = text

    def _dates(self) -> None:
        said = self._among(_DATES)
        year, published = self.paper.year, self.paper.published
        whole = {"year": str(year or "")} | said
        if facts.dates(Fields(whole)) != (year, published):
            month, day = published[5:7].lstrip("0"), published[8:].lstrip("0")
            whole = {"month": month, "day": day} | whole
            if facts.dates(Fields(whole)) != (year, published):
                return
        is_odd = not said.get("year", "0").isdecimal()
        if self.dialect is BIBTEX:
            self._classic_dates(said, whole, is_odd=is_odd)
        elif "date" in said:
            for name, text in said.items():
                self._put(name, text)
        elif is_odd and "date" not in self.kept and not _sorts(said["year"]):
            # biblatex prints a year that is none, but no date beside it.
            self.fields.pop("date", None)
            self.fields |= {name: whole[name] for name in _DATES if whole.get(name)}

    def _classic_dates(self, said: Texts, whole: Texts, *, is_odd: bool) -> None:
        has_both = "date" in said and len(said) > 1
        if has_both or ("date" not in said and (is_odd or "month" in said)):
            read = Fields(whole)
            facts.dates(read)
            if read.see("date") == self.fields.get("date"):  # "1960/1961" of ``1960--1961``
                self.fields.pop("date", None)
            for name in ("month", "day"):  # "2004-07-29" in ``year``, "29 July" in ``month``
                if name not in whole and name not in self.kept:
                    self.fields.pop(name, None)
        # ``date`` is year, month and day here; "2021-05-31T21:30:00" says more than these.
        for name, text in said.items():
            self._put(name, text)

    def _eprint(self) -> None:
        for name, text in self._among(_EPRINT).items():
            if name == "archive":
                self._put(name, text)
                continue
            called = next((one for one in self.fields if one.lower() == name), "")
            if called and (name != "eprint" or self._names_the_paper("eprint", text)):
                self.fields[called] = text

    def _keywords(self) -> None:
        """Write the keywords whose tags are still there, and the other tags behind them."""
        if "keywords" not in self.fields:
            return
        others = list(self.paper.tags)
        present = set(map(caseless, others))
        stands: dict[str, str] = {}
        for name, text in self._among(KEYWORDS).items():
            mark = _between(text)
            words = keywords.parted(latex_decode.name(clean(text)))
            own = set(map(caseless, keywords.as_tags(words)))
            if own <= present:
                others = [tag for tag in others if caseless(tag) not in own]
                stands[name] = text
                continue
            parts = filter(str.strip, keywords.parted(text))
            plain = {latex_decode.name(word): word for word in parts}
            words = keywords.worded(self.paper.tags, mark.join(plain))
            known = {word.strip(): as_said.strip() for word, as_said in plain.items()}
            left = [known[word] for word in words if word in known]
            others = [tag for tag in others if tag in words and tag not in known]
            stands[name] = text if len(left) == len(known) else mark.join(left)
        if others:
            name = next(iter(stands))
            added = [stands[name], *map(latex_encode.escape, others)]
            stands[name] = _between(stands[name]).join(filter(None, added))
        del self.fields["keywords"]
        self.fields |= {name: text for name, text in stands.items() if text}

    def _journal(self) -> None:
        """Write a journal's short name in its place, as MathSciNet does, while both names stand."""
        full = self.said["fjournal"]
        short = self.said.get("journal", "")
        has_full = markup.title(latex_decode.plain(full)) == self.paper.venue
        has_short = short and latex_decode.kept(short) == self.kept.get("shortjournal")
        if self.dialect is BIBTEX and has_full and has_short and "journal" in self.fields:
            self.fields.pop("shortjournal", None)
            self.fields |= {"journal": short, "fjournal": full}

    def _venue(self, name: str, text: str) -> bool:
        """Write the venue in the words of the entry, and say whether it still is the paper's."""
        venue = self.paper.venue
        if not venue or markup.title(latex_decode.plain(text)) != venue:
            return False
        written = latex_encode.escape(venue)
        places = [one for one in self.fields if one in _VENUES and self.fields[one] == written]
        if not places:
            return False
        called, own = places[0], self.dialect.names.get(name, name)
        is_read_there = name in VENUES.get(self.paper.kind, OTHER_VENUES)
        is_asked_for = called in _PLACES_OF_STYLES and not self.type and own != "series"
        if own == called or is_asked_for or not is_read_there:
            self.fields[called] = text
            if own == "eventtitle":
                self._put(own, text)
        else:
            del self.fields[called]
            self._put(own, text)
        return True

    def _preprint(self, name: str, text: str) -> bool:
        """Write ``journal = {arXiv preprint arXiv:1706.03762}`` while it says all that is known."""
        if self.paper.venue:
            return False
        beside = self._among(("volume",))
        eprint = types.first(self.paper, "arxiv")
        found, venue = facts.identity(Fields({name: text, **beside, "eprint": eprint}), "article")
        if venue or not set(found) <= set(self.paper.identifiers):
            return False
        if self.paper.kind == "preprint":
            self.type = self.said.get(TYPE, "")
        self._put(self.dialect.names.get(name, name), text)
        self.fields |= beside
        return True

    def _abstract(self) -> None:
        """Write the abstract as it was, where it is asked for and has not changed."""
        text = self.said["abstract"]
        if "abstract" in self.fields and latex_decode.block(text) == self.paper.abstract:
            self.fields["abstract"] = text

    def _notes(self) -> None:
        """Write notes as they were, where they are asked for and have not changed."""
        said = self._among(_NOTES)
        asked = next((name for name in _NOTES if name in self.fields), "")
        bodies = {body for text in said.values() for body in latex_decode.notes(text)}
        own = [note.body for note in self.paper.notes]
        if not asked or not bodies <= set(own):
            return
        printed = printed_notes(self.paper)
        left = [body for body in own if body not in bodies]
        others = [body for body in left if one_line(body) not in printed]
        del self.fields[asked]
        self.fields |= said
        if others:
            written = map(latex_encode.note, others)
            parts = [text for text in (self.fields.get(asked), *written) if text]
            self.fields[asked] = latex_decode.BETWEEN_NOTES.join(parts)

    def _reading(self) -> None:
        """Write marks of reading as they were, where they are asked for and have not changed."""
        said = self._among(READING)
        found, own = marks.reading(Fields(said)), self.paper.reading
        same = {
            "readstatus": found and found.status == own.status,
            "priority": found and found.priority == own.priority,
            "ranking": found and found.rating == own.rating,
        }
        other = {"read": "readstatus", "rating": "ranking"}
        asked = self.fields.keys() & same.keys()
        for name, text in said.items():
            mark = other.get(name, name)
            if mark in asked and same[mark]:
                if mark not in said:
                    self.fields.pop(mark, None)
                self.fields[name] = text

    def _names_the_paper(self, name: str, text: str) -> bool:
        """Say whether a field names this paper and nothing else."""
        if name == "url" and any(ids.address(one) == text for one in self.paper.identifiers):
            return True
        said = {name: text, "archiveprefix": self.said.get("archiveprefix", "")}
        found, _ = facts.identity(Fields(said), self.paper.kind or "misc")
        if found:
            return set(found) <= set(self.paper.identifiers)
        address = latex_decode.verbatim(text)
        return any(link.url == address for link in self.paper.links)


def _sorts(year: str) -> bool:
    r"""Say whether a year is one to biblatex, which needs no ``{\noopsort{1973c}}1981`` to sort."""
    return latex_decode.plain(latex_decode.unsorted(year)).isdecimal()


def _between(line: str) -> str:
    return "; " if ";" in line else ", "


def is_safe(text: str) -> bool:
    """Say whether a text can stand in an entry: it closes its braces, and runs nothing."""
    if ("{" in text or "}" in text) and not latex_encode.is_balanced(text):
        return False
    shown = latex_decode.VERB.sub("", text) if "\\verb" in text else text
    slashes = len(text) - len(text.rstrip("\\"))  # an odd one takes the brace
    return slashes % 2 == 0 and not _UNSAFE.search(shown)
