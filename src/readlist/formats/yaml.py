"""The format ``yaml``: the data behind a list's page, such as ``_data/readings.yml`` or JSON."""

import re
from collections.abc import Iterator

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item, ListInfo

_HELD = (
    r'"(?:papers|readings|items|entries|references|publications|articles|sections|topics|weeks|'
    r'sessions|required|optional|recommended)"\s*:\s*\[\s*\{'
)


def load(document: Document, _options: LoadOptions) -> Iterator[Item]:
    """Yield the papers in order, in the sections that the keys above them name."""
    from readlist.formats.lists.data import entries, title_of, values
    from readlist.formats.lists.reader import record_of

    found, problem = values(document.text())
    title = title_of(found)
    if title:
        yield ListInfo(title=title)
    for position, (section, entry) in enumerate(entries(found), 1):
        yield record_of(entry, section[bool(title) :], position, "yaml")
    if problem:
        yield problem


def sniff(head: str, name: str) -> float:
    """Answer how far a document is a list of mappings that have titles."""
    facts = "authors?|year|venue|url|link|pdf|doi|arxiv|journal|conference"
    if head.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        # Lists of papers in a list of sections; a list of papers alone is the format ``json``.
        return 0.75 if len(re.findall(_HELD, head)) > 1 and '"title"' in head else 0.0
    titles = len(re.findall(r"(?mi)^[ \t]*(?:- )?[\"']?[\w-]*(?:title|paper|name)[\"']?:\s", head))
    said = len(re.findall(rf"(?mi)^[ \t]*(?:- )?[\"']?[\w-]*(?:{facts})[\"']?:", head))
    items = len(re.findall(r"(?m)^[ \t]*- ", head))
    if name.lower().endswith(FORMAT.suffixes):
        if titles and said and items:
            return 0.9
        references = len(re.findall(r"\]\(https?://|\b(?:19|20)\d\d\. ", head))
        if items > 1 and references > 1:
            return 0.85
    lines = len(re.findall(r"(?m)^.*\S", head))
    pairs = len(re.findall(r"(?m)^[ \t]*(?:- )?[\w\"'-]{1,40}:(?:\s|$)", head))
    has_entries = titles > 1 and said > 1 and items
    return 0.75 if has_entries and pairs * 10 > lines * 7 else 0.0


FORMAT = Format(
    name="yaml",
    summary="the YAML or JSON behind a list's page: mappings with titles, authors, addresses",
    suffixes=(".yml", ".yaml"),
    sniff=sniff,
    load=load,
    makes_list=True,
)
