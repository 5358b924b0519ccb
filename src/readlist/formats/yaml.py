"""The format ``yaml``: the data behind a list's page, such as ``_data/readings.yml``."""

import re
from collections.abc import Iterator

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item


def load(document: Document, _options: LoadOptions) -> Iterator[Item]:
    """Yield the papers in order, in the sections that the keys above them name."""
    from readlist.formats.lists.data import entries, yaml
    from readlist.formats.lists.reader import record_of

    for position, (section, entry) in enumerate(entries(yaml(document.text())), 1):
        yield record_of(entry, section, position, "yaml")


def sniff(head: str, name: str) -> float:
    """Answer how far a document is a list of mappings that have titles."""
    titles = len(re.findall(r"(?mi)^[ \t]*(?:- )?[\"']?[\w-]*(?:title|paper|name)[\"']?:\s", head))
    facts = "authors?|year|venue|url|link|pdf|doi|arxiv|journal|conference"
    said = len(re.findall(rf"(?mi)^[ \t]*(?:- )?[\"']?[\w-]*(?:{facts})[\"']?:", head))
    items = len(re.findall(r"(?m)^[ \t]*- ", head))
    called = name.lower().endswith(FORMAT.suffixes)
    if called and titles and said and items:
        return 0.9
    lines = len(re.findall(r"(?m)^.*\S", head))
    pairs = len(re.findall(r"(?m)^[ \t]*(?:- )?[\w\"'-]{1,40}:(?:\s|$)", head))
    return 0.75 if titles > 1 and said > 1 and items and pairs * 10 > lines * 7 else 0.0


FORMAT = Format(
    name="yaml",
    summary="the YAML behind a list's page: mappings with titles, authors, addresses",
    suffixes=(".yml", ".yaml"),
    sniff=sniff,
    load=load,
    makes_list=True,
)
