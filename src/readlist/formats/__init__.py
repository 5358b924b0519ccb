"""Formats by name, loaded when they are needed: text into records, papers into text.

Other packages add formats by the entry point ``readlist.formats``, each a ``Format``.
"""

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import NamedTuple

from readlist import plugins
from readlist.errors import FormatError, UsageError
from readlist.formats.base import Document, Format

READS = (
    "own-list", "bookmarks", "opml", "crossref", "openalex", "s2", "dblp", "europepmc", "ovid",
    "refer", "refworks", "wos", "annotated", "bibtex", "cff", "csl-json", "csv", "endnote-xml",
    "hf-page", "html", "json", "jsonl", "markdown", "mods", "msbib", "org", "rst", "asciidoc",
    "yaml", "pubmed", "pubmed-xml", "ris", "refs", "tsv", "zotero",
)  # fmt: skip
"""Names of built-in formats that are read, the most particular first."""
WRITES = (
    "atom", "biblatex", "bibtex", "csl-json", "csv", "html", "jsonl", "keys", "markdown",
    "obsidian", "org", "ris", "text", "tsv",
)  # fmt: skip
"""Names of built-in formats that are written."""

_SERVICES = ("crossref", "openalex", "s2", "dblp", "europepmc")
_RENAMED = {
    "annotated": "lists.annotated",
    "hf-page": "lists.hf_page",
    "own-list": "own_list",
    "csl-json": "csl",
    "endnote-xml": "endnote",
    "pubmed-xml": "pubmed_xml",
    **{name: f"service_json.{name}" for name in _SERVICES},
    **{name: f"tagged.{name}" for name in ("ovid", "pubmed", "refer", "refworks", "wos")},
}
"""Modules that are not called like their format."""


def get(name: str, among: tuple[str, ...] = ()) -> Format:
    """Return the format of this name, built in or from another package.

    ``among`` are those that an error offers.
    """
    if name in READS or name in WRITES:
        module = _RENAMED.get(name, name)
        found: Format = import_module(f"readlist.formats.{module}").FORMAT
        return found
    others = _plugins()
    if name in others:
        return others[name]
    known = ", ".join(sorted({*(among or (*READS, *WRITES)), *others}))
    raise UsageError(f"There is no format {name!r}. The formats are {known}.")


def reader(name: str) -> Format:
    """Return a format that can be read, by name."""
    found = get(name, READS)
    if found.load is None:
        raise UsageError(f"Format {name!r} is only written. Formats to read: {', '.join(READS)}.")
    return found


def writer(name: str) -> Format:
    """Return a format that can be written, by name."""
    found = get(name, WRITES)
    if found.dump is None and found.dump_folder is None:
        raise UsageError(f"Format {name!r} is only read. Formats to write: {', '.join(WRITES)}.")
    return found


def written_as(file: str) -> Format | None:
    """Return the format that a file of this name is written in: the one whose first suffix it has.

    ``refs.bib`` is BibTeX and not biblatex, which has no suffix of its own.
    """
    name = file.lower()
    word = name.rpartition(".")[2]
    # Formats that are called like the suffix are loaded first; atom, the dearest (25 ms), last.
    for one in sorted(WRITES, key=lambda one: (word not in one, one == "atom")):
        found = get(one)
        if name.endswith(found.suffixes[:1]):
            return found
    others = (found for found in _plugins().values() if found.dump or found.dump_folder)
    return next((found for found in others if name.endswith(found.suffixes[:1])), None)


def read_suffixes() -> tuple[str, ...]:
    """Return how the names of files end that some format is read from."""
    readers = [get(name) for name in READS] + list(_plugins().values())
    return tuple({suffix for found in readers if found.load for suffix in found.suffixes})


class _Look(NamedTuple):
    """What must be so before a format's own ``sniff``, and with it its modules, is worth loading.

    ``signs`` says by what the format is known, for the person. ``most`` is the highest score that
    it gives, ``named`` that for names with these ``suffixes``, which are always worth it. Otherwise
    the text begins with one of ``begins``, or it has one of ``holds`` in it (in lower case);
    ``never`` are beginnings that no text of the format has.
    """

    signs: str
    most: float
    named: float = 0.0
    suffixes: tuple[str, ...] = ()
    begins: str = ""
    never: str = ""
    holds: tuple[str, ...] = ()

    def worth(self, head: str, low: str, name: str) -> float:
        """Return the highest score to be expected; 0: it need not be asked."""
        if name.endswith(self.suffixes):
            return max(self.most, self.named)
        if head[:1] in self.never:  # so is an empty text
            return 0.0
        if not self.begins and not self.holds:
            return self.most
        begins = bool(self.begins) and head[:1] in self.begins
        return self.most if begins or any(word in low for word in self.holds) else 0.0


_OTHERS = "{[@%<|"
_LOOKS = {
    "own-list": _Look("the mark of a list that readlist wrote", 1.0, holds=("readlist list ",)),
    "bookmarks": _Look("links as a browser or a program saves them", 0.95, begins='<[{"tUi'),
    "opml": _Look("an OPML document", 0.95, begins="<"),
    "crossref": _Look("works of Crossref", 0.97, never="<@%", holds=('"doi"', '"message')),
    "openalex": _Look("works of OpenAlex", 0.97, never="<@%", holds=("openalex.org/w",)),
    "s2": _Look("papers of Semantic Scholar", 0.97, never="<@%", holds=('"paperid"',)),
    "dblp": _Look("hits of DBLP", 0.97, never="<@%", holds=('"hits"', '"@pid"')),
    "europepmc": _Look(
        "results of Europe PMC", 0.97, never="<@%", holds=('"resultlist"', '"journalinfo"'),
    ),
    "ovid": _Look(
        "records of Ovid, numbered in angles", 0.96,
        holds=("vn  - ", "vn - ", "<1", "<2", ">\n", ">\r"),
    ),
    "refer": _Look("most lines begin with tags such as %T", 0.95, 0.6, (".enw",), holds=("%t",)),
    "refworks": _Look("RT begins records, with A1 and T1", 0.95, holds=("rt ",)),
    "wos": _Look(
        "PT begins records, with AU, TI and SO", 0.95, 0.6, (".ciw",), holds=("fn ", "pt "),
    ),
    "annotated": _Look("titles under areas and years, then remarks", 0.9, never=_OTHERS + "#"),
    "bibtex": _Look(
        "entries such as @article{", 0.95, 0.95, (".bib", ".bibtex", ".biblatex"), holds=("@",),
    ),
    "cff": _Look("cff-version", 0.97, 0.6, (".cff",), holds=("cff-version",)),
    "csl-json": _Look(
        "types and variables of CSL", 0.95, begins="[{", holds=("references:",)
    ),
    "csv": _Look(
        "a header that names columns of papers", 0.75, 0.8, (".csv", ".tsv", ".tab"),
        never=_OTHERS, holds=(",", ";", "|"),
    ),
    "endnote-xml": _Look("EndNote's records in XML", 0.95, holds=("<record",)),
    "hf-page": _Look("the text of a page of Hugging Face", 0.95, never="{[@%<"),
    "html": _Look("a page with links", 0.85, begins="<", holds=("multipart/related",)),
    "json": _Look("a list of objects with titles", 0.92, begins="[{"),
    "jsonl": _Look("an object of JSON in each line", 1.0, begins="{"),
    "markdown": _Look(
        "links, bullets and headings of Markdown", 0.8, 0.8, (".md", ".markdown"), never="{@%",
        holds=("](", "<a", "://"),
    ),
    "mods": _Look("works in MODS", 0.96, begins="<", holds=("mods",)),
    "msbib": _Look("Word's list of sources", 0.96, holds=("/2006/bibliography",)),
    "org": _Look(
        "links and headings of org-mode", 0.85, 0.9, (".org",), never="{@%<",
        holds=("#+", ":properties:", ":logbook:", "[["),
    ),
    "pubmed": _Look(
        "records with a PMID, or of ERIC", 0.95, 0.6, (".nbib",), holds=("pmid", "own -", "own  -"),
    ),
    "pubmed-xml": _Look("articles of PubMed in XML", 0.96, holds=("<pubmed",)),
    "ris": _Look("lines such as TI  - and TY  -", 0.95, 0.9, (".ris",), holds=("ty ", "  -")),
    "refs": _Look("lines that name papers, or look like titles", 0.5),
    "rst": _Look(
        "links of reStructuredText", 0.85, 0.95, (".rst", ".rest"), never="{@%<", holds=(">`_",),
    ),
    "asciidoc": _Look(
        "links and headings of AsciiDoc", 0.85, 0.95, (".adoc", ".asciidoc", ".asc"),
        never="{@%<", holds=("== ",),
    ),
    "yaml": _Look(
        "entries of YAML or JSON", 0.75, 0.9, (".yml", ".yaml"),
        never="@%<", holds=("- ", '"title"'),
    ),
    "tsv": _Look(
        "a header that names columns of papers", 0.75, 0.8, (".csv", ".tsv", ".tab"),
        never=_OTHERS, holds=("\t",),
    ),
    "zotero": _Look(
        "items as Zotero exports them", 0.96, begins="{[",
        holds=('"item type"', "zotero.org/namespaces/export"),
    ),
}  # fmt: skip
_OTHERS_SHOWN = 3


class Choice(NamedTuple):
    """The format of a document, and a sentence that says by what it was chosen."""

    format: Format
    why: str


def sniff(document: Document) -> Format:
    """Return the format that a document is most likely in, by its content.

    Raises ``FormatError`` where no format recognises it.
    """
    return choice(document).format


def is_empty(document: Document) -> bool:
    """Say whether there is nothing but blanks in a document."""
    blanks = "\ufeff \t\r\n"
    if document.head.strip(blanks):
        return False
    return not any(line.strip(blanks) for line in document.lines())


def choice(document: Document) -> Choice:
    """Decide which format a document is in, by its head and its name.

    Those are asked first whose files are called so; who cannot be surer than the surest so far is
    not loaded. Raises ``FormatError`` where none recognises it, and for formats that are refused.
    """
    head, name = document.head, document.name.lower()
    start, low = head.lstrip("\ufeff \t\r\n"), head.lower()
    if is_empty(document):
        raise FormatError(f"{document.name or 'The input'} is empty, so there is nothing to read.")
    if start[:1] == "<":
        _refuse(document, xml=True)
    best, found = (0.0, 0), None
    scores: dict[str, float] = {}
    for one, expected in _likely(start, low, name):
        place = -READS.index(one)  # of formats that are equally sure the first one is taken
        if (expected, place) < best:
            continue
        asked = get(one)
        scores[one] = score = asked.sniff(head, document.name) if asked.sniff else 0.0
        if score > 0 and (score, place) > best:
            best, found = (score, place), asked
    for plugin in _plugins().values():
        if plugin.load is None or plugin.sniff is None:
            continue
        look = partial(plugin.sniff, head, document.name)
        scores[plugin.name] = score = plugins.guarded(plugin.name, look, 0.0)
        if score > best[0]:
            best, found = (score, 0), plugin
    if found is None:
        _refuse(document, xml=False)
        raise FormatError(
            f"The format of {document.name or 'the input'} is not recognised. "
            f"Name it with --format: {', '.join(READS)}."
        )
    return Choice(found, _why(found, scores))


def _likely(start: str, low: str, name: str) -> list[tuple[str, float]]:
    """Return the formats worth asking with the highest score to be expected, likeliest first."""
    expected = [(one, _LOOKS[one].worth(start, low, name)) for one in READS]
    expected.sort(key=lambda pair: (not name.endswith(_LOOKS[pair[0]].suffixes), -pair[1]))
    return [(one, most) for one, most in expected if most > 0]


def _why(found: Format, scores: Mapping[str, float]) -> str:
    """Return by what a format was chosen: what it is known by, and which others came near."""
    look = _LOOKS.get(found.name)
    signs = look.signs if look else "what its package looks for"
    others = sorted((-score, name) for name, score in scores.items() if score > 0)
    told = [f"{name} {-score:.2f}" for score, name in others if name != found.name]
    after = f"; after it came {', '.join(told[:_OTHERS_SHOWN])}" if told else ""
    return f"read as {found.name} ({scores[found.name]:.2f}: {signs}){after}"


def _refuse(document: Document, *, xml: bool) -> None:
    """Raise where a document is in a format that is known and not read."""
    from readlist.formats import refused

    if reason := refused.reason(document.head, xml=xml):
        raise FormatError(f"{document.name or 'The input'}: {reason}")


def _plugins() -> dict[str, Format]:
    return dict(plugins.loaded(plugins.FORMATS, Format))
