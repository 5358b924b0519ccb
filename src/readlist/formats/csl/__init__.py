"""CSL-JSON (csl-data.json 1.0.2), as Zotero, Mendeley, pandoc and Crossref write it.

Types and variables are those of the CSL specification's appendices III and IV. What a variable says
goes where every other format looks for it; what the library has no words for stays in
``extra["csl"]`` and is written again.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import Item, Paper, Problem

# Types that other JSON of papers does not use, and variables that it does not have.
_TYPE = re.compile(
    r'"type"\s*+:\s*+"(?:article-[a-z]{1,20}|paper-conference|journal-article|chapter|entry-[a-z]+|'
    r"proceedings-article|posted-content|book-chapter|thesis|webpage|post-weblog|motion_picture|"
    r'dataset|software|manuscript|article|book|report|document|patent|speech|standard|dissertation)"'
)
_VARIABLE = re.compile(
    r'"(?:container-title|issued|date-parts|citation-key|publisher-place|container-title-short)"'
    r'\s*+:|"(?:family|literal)"\s*+:\s*+"'
)
_FOREIGN = re.compile(r'"(?:authors|tags|labelsNamed|keywords|status|notes)"\s*+:')
"""What papers have in other JSON, and no item of CSL."""
# "references:" of pandoc, and what only items of CSL have below it.
_YAML = re.compile(r"(?m)\A(?:---[ \t]*\n)?(?:[\w-]+:.*\n){0,20}?references:[ \t]*$")
_IN_YAML = re.compile(
    r"(?m)^[ \t]*(?:- )?(?:issued|container-title|family|literal|citation-key|publisher-place):|"
    r"^[ \t]*(?:- )?type: (?:article-|paper-conference|chapter|book|thesis|webpage|report|article)"
)
# "[{", "[]", "{"; not "[1] A. Lee".
_BEGINS = re.compile(r"\{|\[\s*(?:[{\[\]]|$)")
_OBJECT = re.compile(r"\[\s*\{")
_OTHERS = re.compile(r'"itemType"\s*+:|"type":"readlist"')


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield a record for each item; a broken item is one problem and the others come in."""
    from readlist.bib.details import item as named_item
    from readlist.formats.csl.read import record
    from readlist.formats.json_objects import objects

    del options
    if not _BEGINS.match(document.head.lstrip("\ufeff \t\r\n")):
        yield from _of_yaml(document)
        return
    for found in objects(document):
        if isinstance(found, Problem):
            yield found
            continue
        for one in _items_in(found.value):
            yield named_item(record(one, found.line))


def _items_in(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the items of an object, which is one or has them by their keys, as citeproc-js has.

    ``{"roe2020": {"type": "book", "title": …}, …}``; a Zotero item has ``itemData`` alone.
    """
    if not value or "type" in value or "title" in value or "itemData" in value:
        return [value]
    if not all(isinstance(one, dict) and "type" in one for one in value.values()):
        return [value]
    return [{"id": key, **one} for key, one in value.items()]


def _of_yaml(document: Document) -> Iterator[Item]:
    """Yield the references of YAML, as pandoc has them in a file or above a text."""
    from readlist.bib.details import item as named_item
    from readlist.formats import yaml_text
    from readlist.formats.csl.read import record

    said = yaml_text.read(document.text())
    if isinstance(said, Problem):
        yield said
        return
    listed = said.get("references") if isinstance(said, dict) else None
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict):
            texts = {name: _of_markdown(text) for name, text in one.items() if name in _RICH}
            yield named_item(record({**one, **texts}, 1))


# What pandoc reads as Markdown in its YAML, as CSL has it in JSON ("rich text" in CSL 1.0.2).
_RICH = frozenset(
    {"title", "title-short", "container-title", "collection-title", "subtitle", "original-title"}
)
_MARKDOWN = (
    (re.compile(r"\[([^\[\]]{1,300})\]\{\.nocase\}"), r'<span class="nocase">\1</span>'),
    (re.compile(r"\[([^\[\]]{1,300})\]\{\.smallcaps\}"),
     r'<span style="font-variant:small-caps;">\1</span>'),
    # "**no**", "*E. coli*", "_E. coli_", "CO~2~", "^13^C"; not "A* and B*", "a_b_c", "2 * 3 * 4".
    (re.compile(r"(?<![\w*\\])\*\*(?=[^\s*])([^*\n]{1,300}?)(?<=\S)\*\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,300}?)(?<=\S)\*(?![\w*])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,300}?)(?<=\S)_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"(?<!\\)\^([^\s^]{1,60})\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<!\\)~([^\s~]{1,60})~"), r"<sub>\1</sub>"),
    (re.compile(r"\\([*_^~$#\[\]'\"-])"), r"\1"),
)  # fmt: skip


def _of_markdown(said: Any) -> Any:
    """Return a text with CSL's tags in place of Markdown's signs; a formula stays as it is."""
    if not isinstance(said, str) or "$" in said:
        return said
    for pattern, tags in _MARKDOWN:
        said = pattern.sub(tags, said)
    return said


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield a list of items, a variable on each line; notes only if ``options.extras`` say so."""
    from readlist.formats.csl.write import item

    encode = json.JSONEncoder(ensure_ascii=options.latex, default=dict).encode
    start = "["
    for paper in papers:
        said = item(paper, options.extras).items()
        lines = ",\n    ".join(f"{encode(name)}: {encode(value)}" for name, value in said)
        yield f"{start}\n  {{\n    {lines}\n  }}"
        start = ","
    yield "\n]\n" if start == "," else "[]\n"


def sniff(head: str, name: str) -> float:
    """Return how surely a document is a list of items, or a single one."""
    text = head.lstrip("\ufeff \t\r\n")
    if _YAML.search(text) and _IN_YAML.search(text):
        return 0.95
    if not _BEGINS.match(text) or _OTHERS.search(head):
        return 0.0
    signs = has_type, has_variable = _TYPE.search(head), _VARIABLE.search(head)
    if has_type and has_variable:
        return 0.95
    is_foreign = _FOREIGN.search(head) and not has_variable
    if text.startswith("{") or is_foreign:
        return 0.0
    if not any(signs):
        return 0.0 if _OBJECT.match(text) else 0.3  # "[]"
    return 0.8 if name.lower().endswith((".json", ".csljson")) else 0.7


FORMAT = Format(
    name="csl-json",
    summary="CSL-JSON of Zotero, Better BibTeX, Mendeley, pandoc and Crossref; pandoc's YAML",
    suffixes=(".json",),
    sniff=sniff,
    load=load,
    dump=dump,
)
