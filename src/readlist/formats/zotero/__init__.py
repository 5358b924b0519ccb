"""Zotero's own exports: CSV, RDF, Better BibTeX's JSON, and the JSON of Zotero's interfaces."""

import re
from collections.abc import Iterator

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item

# '"itemType": "book"'; not '"itemType": 3'.
_ITEM_TYPE = re.compile(r'"itemType"\s*+:\s*+"')
_RDF = re.compile(r"<rdf:RDF\s[^<>]{0,4000}zotero\.org/namespaces/export")
_COLUMNS = ("Item Type", "Publication Title", "Date Added")


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield a record for each item; notes and files without a paper are skipped."""
    del options
    if _is_rdf(document.head):
        from readlist.formats.zotero.rdf import load as read
    elif _is_json(document.head):
        from readlist.formats.zotero.export import load as read
    else:
        from readlist.formats.zotero.export import load_table as read
    return read(document)


def sniff(head: str, name: str) -> float:
    """Return how surely a document is an export of Zotero."""
    del name
    if _is_json(head):
        return 0.96 if _ITEM_TYPE.search(head) else 0.0
    if _is_rdf(head):
        return 0.96
    first = head.lstrip("\ufeff").partition("\n")[0]
    return 0.95 if all(f'"{column}"' in first for column in _COLUMNS) else 0.0


def _is_rdf(head: str) -> bool:
    return "zotero.org/namespaces/export" in head and _RDF.search(head) is not None


def _is_json(head: str) -> bool:
    return head.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


FORMAT = Format(
    name="zotero",
    summary="Zotero's CSV, RDF and JSON, and Better BibTeX JSON",
    suffixes=(".rdf",),
    sniff=sniff,
    load=load,
)
