"""Items rendered as plain text by citeproc-py, with what it does not do done around it.

The tree of a style is adapted after it is read, never its file. citeproc-py 0.11 finds each macro
by an XPath over the whole style, which is half of its time; it takes no notice of
``initialize="false"``; it leaves a full stop behind the quotation mark. Names that stand in the
place of others have not their form there, and come again where they belong. It neither sorts nor
tells ``1999a`` from ``1999b``.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from string import ascii_lowercase
from typing import Any

from citeproc import CitationStylesBibliography, CitationStylesStyle, formatter, model
from citeproc.source import CitationItem
from citeproc.source.json import CiteProcJSON
from lxml import etree

from readlist.bib import types
from readlist.bib.dates import appeared, before_our_era
from readlist.bib.details import detail
from readlist.bib.details import people as detailed_people
from readlist.bib.markup import plain
from readlist.bib.simple_math import with_scripts, with_unicode
from readlist.formats.csl import values
from readlist.formats.csl.write import cited, rich_title
from readlist.model import Author, Paper
from readlist.text import clean, fold

_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_CSL = f"{{{_NAMESPACE}}}"
_LENGTH_LIMIT = 20_000
# A letter of private use stands for "and others" until the style has put the names together.
_MORE = "\ue000"
_MORE_PLACE = re.compile(rf",? (?:(?:&|and|…) )?{_MORE}\.?|{_MORE}")
_SINGLE = {"“": "‘", "”": "’"}
_QUOTED_STOP = re.compile(r"([?!.]?)([”’]++)([.,])")
_NUMBER = re.compile(r"^(\[[0-9]+\])(?=\S)")
_TWO_STOPS = re.compile(r"(?<!\.)\.(?=\.(?!\.))|(?<=[?!])\.(?=\s|$)")
# A title in the place of the authors, which citeproc-py repeats where the title belongs.
_TWICE = re.compile(
    r"(?P<title>.{1,2500}?)(?P<date>\.? (?:\([^()]{1,40}\)|n\.d|[0-9]{1,4}[a-z]?)\. )"
    r"(?P=title)[. ]*"
)
_LABEL = re.compile(r"\((eds?\.)\)")
# APA: "(B. Poe, trans.)", "(A. Roe & B. Poe, eds.)"; not "(see the trans.)".
_ROLE = re.compile(r"(?<=, )(trans|eds?)(?=\.\))")
# Stands behind the last of the editors who are named in the place of authors.
_EDITORS = "\ue001"
# Stand around words that are in small letters whatever the style is.
_AS_IT_IS = "\ue002", "\ue003"
_NOCASE = re.compile(r'<span class="nocase">([^<>]{1,300})</span>')
_EDITORS_PLACE = re.compile(rf"(?:,? {_EDITORS}|{_EDITORS})|(?<=et al)\.")
_EDITED = {
    "apa": (" (Ed.)", " (Eds.)"),
    "chicago-author-date": (", ed.", ", eds."),
    "ieee": (", Ed.", ", Eds."),
}
_DIRECTED = {
    "apa": (" (Director)", " (Directors)"),
    "chicago-author-date": (", dir.", ", dirs."),
    "ieee": (", Dir.", ", Dirs."),
}
# What each style calls a thesis whose kind is said in the library's own words.
_THESES = {
    "apa": {"PhD thesis": "Doctoral dissertation"},
    "chicago-author-date": {"PhD thesis": "PhD diss."},
    "ieee": {"PhD thesis": "Ph.D. dissertation", "Master’s thesis": "M.S. thesis"},
}
# Hangul, kana, Chinese characters, and the marks between them.
_EAST_ASIAN = re.compile(
    r"[\u1100-\u11ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u00b7]+"
)
_FORMULA = re.compile(r"\S*\$[^$]{1,200}\$\S*")
_ARTICLE = re.compile(r"(?i)^(?:an?|the)\s+(?=\S)")
# What has no date stands before what has one.
_UNDATED = -10_000
_IN_PRESS = 10_000
_PARTS = frozenset({"inproceedings", "incollection", "inbook"})
# "n.d.", "no date", "s.a."; not "in press".
_NO_DATE = re.compile(r"(?i)(?:n\.? ?d|no date|undated|s\.? ?a|o\.? ?j)\b")
# "(n.d.)", "Roe. n.d. A title", "(in press)".
_NO_YEAR = r"(?<=[ (])(n\.d\.|[Ii]n press|[Ff]orthcoming|[Ss]ubmitted|[Aa]ccepted)(?=[).]| )"
# "2nd ed.", "Second edition", "2."; not "International", "2nd rev. ed.".
_EDITION = re.compile(
    r"(?i)([0-9]{1,3})(?:st|nd|rd|th|\.)?(?:\s*(?:ed\.?|edition|aufl\.?|auflage))?"
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
_ENDS_IN_EDITION = re.compile(r"(?i)\b(?:ed|edn|edition|aufl|auflage)\.?$")
# What a note says of a work that has no year: "To appear", "in press."; not "In press coverage".
_TO_APPEAR = re.compile(
    r"(?i)(in press|forthcoming|to appear|accepted|submitted|under review|in preparation)\.?"
)
# Left of the day of a release, which stands with the authors: "Zenodo, released."
_RELEASED = re.compile(r"(?<=[^\W_]), released(?=\.)")


def references(papers: Iterable[Paper], style: str, *, in_order: bool = False) -> Iterator[str]:
    """Yield the reference of each paper; ``style`` is the name of a file.

    Styles that name author and year have their references by author, year and title, and tell
    works of one year by letters. ``in_order`` keeps the order given, as numbered styles do.
    """
    rendered = _Rendered(style)
    if style == "ieee":
        for number, paper in enumerate(papers, 1):
            yield rendered.reference(paper, number)
        return
    listed = sorted(enumerate(papers), key=lambda pair: _alphabetical(pair[1], style))
    letters = _letters(listed, style)
    for number, (place, paper) in enumerate(
        sorted(listed, key=itemgetter(0)) if in_order else listed, 1
    ):
        yield rendered.reference(paper, number, letters.get(place, ""))


def _alphabetical(paper: Paper, style: str) -> tuple[tuple[str, ...], int, str]:
    """Return what references are sorted by: ``Smith 1999`` stands before ``Smith and Adams 1998``.

    A work without authors stands where its title does, which does not begin with its article.
    """
    people = _named(paper, style)
    title = fold(_ARTICLE.sub("", paper.title, count=1))
    names = tuple(fold(f"{one.family or one.name} {one.given}") for one in people)
    return names or (fold(paper.organization) or title,), _year(paper) or _undated(paper), title


def _named(paper: Paper, style: str) -> tuple[Author, ...]:
    """Return who stands before the year: authors, else editors, but APA's of a part's whole."""
    if paper.authors or (style == "apa" and types.shape(paper.kind) in _PARTS):
        return paper.authors
    return detailed_people(paper, "editor")


def _undated(paper: Paper) -> int:
    """Return where a work without a year stands: before the dated, one in press behind them."""
    said = detail(paper, "year", "pubstate") or _to_appear(paper)
    return _IN_PRESS if said and not _NO_DATE.match(said) else _UNDATED


def _to_appear(paper: Paper) -> str:
    """Return what a note says in the place of a year: ``in press``."""
    said = _TO_APPEAR.fullmatch(detail(paper, "note"))
    return said[1].lower().replace("to appear", "in press") if said else ""


def _letters(listed: Iterable[tuple[int, Paper]], style: str) -> dict[int, str]:
    """Return the letters behind the years of works by the same people of one year, by place."""
    letters: dict[int, str] = {}
    for _, group in groupby(listed, key=lambda pair: _alphabetical(pair[1], style)[:2]):
        alike = [place for place, paper in group if _named(paper, style)]
        if 1 < len(alike) <= len(ascii_lowercase):
            letters |= dict(zip(alike, ascii_lowercase, strict=False))
    return letters


def _year(paper: Paper) -> int:
    """Return the year of a work, 0 for none; before our era as its file wrote it: ``350 BC``."""
    said, _ = appeared(paper, preprint=values.csl_type(paper) == "article")
    return int(said) if said else -before_our_era(detail(paper, "year", "date"))


class _Rendered:
    """A style that is read once and renders one paper after another."""

    def __init__(self, name: str) -> None:
        self._name = name
        path = files("readlist.formats.csl") / "styles" / f"{name}.csl"
        self._style = _Style(path.read_bytes())
        self._bibliography = CitationStylesBibliography(self._style, {}, formatter.plain)

    def reference(self, paper: Paper, number: int, letter: str = "") -> str:
        """Return the reference of one paper, the ``number``-th of its list."""
        item = _item(paper)
        year = _year(paper)
        if year < 0:
            item["issued"] = {"date-parts": [[year]]}
        if self._name == "apa" and item.get("author") == [{"literal": item.get("publisher")}]:
            del item["publisher"]  # Publication Manual, 9.29: who wrote it is not named again
        if self._name == "ieee" and item["type"] == "report" and "number" in item:
            item.setdefault("genre", "Tech. Rep.")
        if "genre" in item:
            item["genre"] = _THESES[self._name].get(item["genre"], item["genre"])
        label = self._with_editors(item) or self._with_directors(item, paper)
        with warnings.catch_warnings():  # of variables that are younger than citeproc-py
            warnings.simplefilter("ignore")
            [work] = CiteProcJSON([item]).values()
            cite = _Cite(work, number, self._bibliography)
            found = self._style.render_bibliography([cite])
        text = _tidy(str(found[0])) if found else ""
        if label:
            text = _EDITORS_PLACE.sub(
                lambda at: at[0].strip(f", {_EDITORS}") + label, text, count=1
            )
            text = _TWO_STOPS.sub("", text)
        if letter and year:  # "Smith, J. (1999)." and "Smith, Jane. 1999."
            text = re.sub(rf"(?<=[ (]){abs(year)}(?=[)., ])", f"{abs(year)}{letter}", text, count=1)
        elif letter:  # "Smith, J. (n.d.-a)."
            text = re.sub(_NO_YEAR, rf"\1-{letter}", text, count=1)
        if not (paper.authors or paper.organization):
            text = _once(text)
        return text or paper.title or paper.key

    def _with_editors(self, item: dict[str, Any]) -> str:
        """Let editors stand for authors who are not there; return what is said behind their names.

        CSL 1.0.2, cs:substitute: what is named in the place of others is not named again. APA has
        the title there of a part of another work, 9.12 of its manual.
        """
        editors = item.get("editor")
        if not editors or item.get("author"):
            return ""
        if self._name == "apa" and item.get("container-title") and item.get("title"):
            item["author"] = [{"literal": item.pop("title")}]
            return ""
        return self._standing(item, item.pop("editor"), _EDITED)

    def _with_directors(self, item: dict[str, Any], paper: Paper) -> str:
        """Let the directors of a film stand for authors; BibTeX has no field for them."""
        said = values.people_of(paper.part(values.PLACE).get("director"))[0]
        if item.get("author") or not said:
            return ""
        return self._standing(item, values.written_people(said), _DIRECTED)

    def _standing(
        self,
        item: dict[str, Any],
        people: list[dict[str, str]],
        labels: Mapping[str, tuple[str, str]],
    ) -> str:
        """Put people in the place of authors, with a mark where what they did is to be said."""
        *others, last = people
        place = "literal" if "literal" in last else "suffix"
        marked = f"{last.get(place, '')} {_EDITORS}".strip()
        item["author"] = [*others, {**last, place: marked}]
        return labels[self._name][bool(others)]


class _Style(CitationStylesStyle):  # type: ignore[misc]
    """A style whose macros are found once, and whose names are initialised where it says so."""

    def __init__(self, source: bytes) -> None:
        macros: dict[str, Any] = {}
        parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
        parser.set_element_class_lookup(_classes(macros))
        self.xml = etree.parse(BytesIO(source), parser)
        self.root = self.xml.getroot()
        macros.update((one.get("name"), one) for one in self.root.iterchildren(f"{_CSL}macro"))
        self._initialise()
        self.root.set_locale_list(self.root.get("default-locale", "en-US"), validate=False)

    def _initialise(self) -> None:
        """Say of each name what the style says of all: citeproc-py cannot except one of them."""
        mark = self.root.attrib.pop("initialize-with", None)
        for name in self.root.iter(f"{_CSL}name"):
            if mark is not None and name.get("initialize") != "false":
                name.set("initialize-with", name.get("initialize-with", mark))


def _classes(macros: dict[str, Any]) -> etree.ElementNamespaceClassLookup:
    """Return the classes of a style's elements, with macros looked up in ``macros``."""
    answers: dict[str, bool] = {}

    def calls_variable(self: Any) -> bool:
        name = self.get("macro")
        if name is None:
            return bool(model.Text.calls_variable(self))
        if name not in answers:
            answers[name] = model.Text.calls_variable(self)
        return answers[name]

    quick = {"get_macro": lambda _self, name: macros[name]}
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(_NAMESPACE)
    namespace[None] = model.CitationStylesElement
    for known in model.CitationStylesElement.__subclasses__():
        also = {"calls_variable": calls_variable} if known is model.Text else {}
        tag = known.__name__.replace("_", "-").lower()
        namespace[tag] = type(known.__name__, (known,), quick | also)
    return lookup


class _Cite(CitationItem):  # type: ignore[misc]
    """A reference to a work that needs no list of all works to know its number."""

    def __init__(self, work: Any, number: int, bibliography: CitationStylesBibliography) -> None:
        super().__init__(work.key)
        self["work"], self["place"], self["home"] = work, number, bibliography

    reference = property(lambda self: self["work"])
    number = property(lambda self: self["place"])
    bibliography = property(lambda self: self["home"])


def _item(paper: Paper) -> dict[str, Any]:
    """Return the item with texts as a person reads them, since the output has no markup."""
    said = cited(paper)
    said["title"] = rich_title(paper) or said["title"]
    item: dict[str, Any] = {}
    for name, value in said.items():
        if isinstance(value, str):
            item[name] = _plain(value)
        else:
            item[name] = [_in_one(one) for one in value] if isinstance(value, list) else value
    item = {name: value for name, value in item.items() if value}
    _dress(item, paper)
    authors = [one for one in item.get("author", []) if one != values.OTHERS]
    if len(authors) < len(item.get("author", [])):
        item["author"] = [*authors, {"literal": _MORE}]
    if not (authors or "title" in item):
        item["title"] = f'<span class="nocase">{paper.key}</span>'
    return {**item, "id": "1"}


def _dress(item: dict[str, Any], paper: Paper) -> None:
    """Say in an item what styles print in words of their own, so that they have them to print."""
    if item.get("genre") == "preprint":
        del item["genre"]
    if "edition" in item:
        item["edition"] = _edition(item["edition"])
    words = item.get("issued", {}).get("literal", "")  # "in press"
    if "issued" not in item:
        words = _to_appear(paper)
    if words:
        item.pop("issued", None)
        if not _NO_DATE.match(words):
            item["status"] = words
    if item["type"] == "review" and "reviewed-title" not in paper.part(values.PLACE):
        item["type"] = "article-journal"  # whose title is its own: "Review of Deep sleep"


def _in_one(person: dict[str, str]) -> dict[str, str]:
    """Return a name of East Asian letters in one, as it is written there: ``山田太郎``."""
    parts = [person.get(part, "") for part in ("family", "given")]
    return {"literal": "".join(parts)} if all(map(_EAST_ASIAN.fullmatch, parts)) else person


def _edition(said: str) -> str:
    """Return the number of an edition, which a style dresses, else words that say what it is."""
    if found := _EDITION.fullmatch(said):
        return found[1]
    first, _, rest = said.lower().partition(" ")
    if first in _ORDINALS and (not rest or _ENDS_IN_EDITION.fullmatch(rest)):
        return str(_ORDINALS.index(first) + 1)
    return said if _ENDS_IN_EDITION.search(said) else f"{said} ed."


def _plain(value: str) -> str:
    """Return a text without markup, its formulas as a person reads them: ``α-decay``, ``H₂O``.

    No style may put a formula's letters into other case, nor ``de Bruijn``.
    """
    for mark in (_MORE, _EDITORS, *_AS_IT_IS):
        value = value.replace(mark, "")
    value = _NOCASE.sub(r"\1".join(_AS_IT_IS), value)
    text = plain(with_scripts(value), _LENGTH_LIMIT)
    text = _FORMULA.sub(lambda at: f'<span class="nocase">{with_unicode(at[0])}</span>', text)
    return text.replace(_AS_IT_IS[0], '<span class="nocase">').replace(_AS_IT_IS[1], "</span>")


def _tidy(text: str) -> str:
    """Return a reference without what citeproc-py leaves at the seams of its parts."""
    text = _MORE_PLACE.sub(lambda found: f"{',' * found[0].startswith(',')} et al.", text)
    text = _NUMBER.sub(r"\1 ", _QUOTED_STOP.sub(_stop_inside, text))
    text = text.replace("ArXiv", "arXiv").replace(" (Publication)", "")
    text = _RELEASED.sub("", text.replace(". ,", "."))
    text = _LABEL.sub(lambda found: f"({found[1].capitalize()})", text)
    text = _ROLE.sub(lambda found: found[1].capitalize(), text)
    return clean(_TWO_STOPS.sub("", _nested(text)), _LENGTH_LIMIT)


def _nested(text: str) -> str:
    """Return text with single quotation marks within double ones: ``“On ‘deep’ sleep.”``."""
    if text.count("“") < 2:
        return text
    depth = 0
    written = []
    for sign in text:
        depth -= sign == "”" and depth > 0
        written.append(_SINGLE.get(sign, sign) if depth else sign)
        depth += sign == "“"
    return "".join(written)


def _once(text: str) -> str:
    """Return a reference that begins with its title without the title behind the date."""
    found = _TWICE.match(text)
    return f"{found['title']}{found['date']}{text[found.end() :]}".strip() if found else text


def _stop_inside(found: re.Match[str]) -> str:
    """Put a full stop or comma before the quotation mark, as American styles have it."""
    return f"{found[1] or found[3]}{found[2]}"
