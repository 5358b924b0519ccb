"""Items rendered as plain text by citeproc-py, with what it does not do done around it.

The tree of a style is adapted after it is read, never its file. citeproc-py 0.11 finds each macro
by an XPath over the whole style, which is half of its time; it takes no notice of
``initialize="false"``; it leaves a full stop behind the quotation mark.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from importlib.resources import files
from io import BytesIO
from typing import Any

from citeproc import CitationStylesBibliography, CitationStylesStyle, formatter, model
from citeproc.source import CitationItem
from citeproc.source.json import CiteProcJSON
from lxml import etree

from readlist.bib.markup import plain
from readlist.formats.csl import values
from readlist.formats.csl.write import cited
from readlist.model import Paper
from readlist.text import clean

_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_CSL = f"{{{_NAMESPACE}}}"
_LENGTH_LIMIT = 20_000
# A letter of private use stands for "and others" until the style has put the names together.
_MORE = "\ue000"
_MORE_PLACE = re.compile(rf",? (?:(?:&|and|…) )?{_MORE}\.?|{_MORE}")
_QUOTED_STOP = re.compile(r"([?!.]?)([”’])([.,])")
_NUMBER = re.compile(r"^(\[[0-9]+\])(?=\S)")
_TWO_STOPS = re.compile(r"(?<!\.)\.(?=\.(?!\.))|(?<=[?!])\.(?=\s|$)")
# A title in the place of the authors, which citeproc-py repeats where the title belongs.
_TWICE = re.compile(
    r"(?P<title>.{1,2500}?)(?P<date>\.? (?:\([^()]{1,40}\)|n\.d|[0-9]{1,4}[a-z]?)\. )"
    r"(?P=title)[. ]*"
)
_LABEL = re.compile(r"\((eds?\.)\)")


def references(papers: Iterable[Paper], style: str) -> Iterator[str]:
    """Yield the reference of each paper in the order given; ``style`` is the name of a file."""
    rendered = _Rendered(style)
    for number, paper in enumerate(papers, 1):
        yield rendered.reference(paper, number)


class _Rendered:
    """A style that is read once and renders one paper after another."""

    def __init__(self, name: str) -> None:
        path = files("readlist.formats.csl") / "styles" / f"{name}.csl"
        self._style = _Style(path.read_bytes())
        self._bibliography = CitationStylesBibliography(self._style, {}, formatter.plain)

    def reference(self, paper: Paper, number: int) -> str:
        """Return the reference of one paper, the ``number``-th of its list."""
        with warnings.catch_warnings():  # of variables that are younger than citeproc-py
            warnings.simplefilter("ignore")
            [work] = CiteProcJSON([_item(paper)]).values()
            cite = _Cite(work, number, self._bibliography)
            found = self._style.render_bibliography([cite])
        text = _tidy(str(found[0])) if found else ""
        if not (paper.authors or paper.organization):
            text = _once(text)
        return text or paper.title or paper.key


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
    said = {name: value for name, value in cited(paper).items() if value}
    item: dict[str, Any] = {}
    for name, value in said.items():
        is_text = isinstance(value, str)
        item[name] = plain(value, _LENGTH_LIMIT).replace(_MORE, "") if is_text else value
    if item.get("genre") == "preprint":
        del item["genre"]
    authors = [one for one in item.get("author", []) if one != values.OTHERS]
    if len(authors) < len(item.get("author", [])):
        item["author"] = [*authors, {"literal": _MORE}]
    if not (authors or "title" in item):
        item["title"] = f'<span class="nocase">{paper.key}</span>'
    return {**item, "id": "1"}


def _tidy(text: str) -> str:
    """Return a reference without what citeproc-py leaves at the seams of its parts."""
    text = _MORE_PLACE.sub(lambda found: f"{',' * found[0].startswith(',')} et al.", text)
    text = _NUMBER.sub(r"\1 ", _QUOTED_STOP.sub(_stop_inside, text))
    text = text.replace("ArXiv", "arXiv").replace(" (Publication)", "")
    text = _LABEL.sub(lambda found: f"({found[1].capitalize()})", text)
    return clean(_TWO_STOPS.sub("", text), _LENGTH_LIMIT)


def _once(text: str) -> str:
    """Return a reference that begins with its title without the title behind the date."""
    found = _TWICE.match(text)
    return f"{found['title']}{found['date']}{text[found.end() :]}".strip() if found else text


def _stop_inside(found: re.Match[str]) -> str:
    """Put a full stop or comma before the quotation mark, as American styles have it."""
    return f"{found[1] or found[3]}{found[2]}"
