"""The files of an Obsidian vault: what stands in that of a paper and in that of a list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from readlist import local_time
from readlist.bib import names
from readlist.formats.base import DumpOptions, Former
from readlist.formats.list_export import escapes, vault
from readlist.formats.list_export.arrange import (
    Arranged,
    Head,
    addresses,
    arranged,
    authors_text,
    is_read,
    title_of,
)
from readlist.formats.list_export.markdown import heading
from readlist.model import ListEntry, ListInfo, Paper
from readlist.text import clean, clean_block

LIST = "list-"
"""Begins the name of the file of a list."""
# "[[roe2020", "@roe2020", "roe2020"; not "_x".
_KEYS = re.compile(r"(@|\[\[)?([^\W_][\w:./+-]{1,120})")
_NOT_IN_TAG = re.compile(r"[^\w/-]+")


@dataclass(frozen=True, slots=True)
class _Vault:
    """The papers by key without case, and the names of the files of papers and lists."""

    papers: dict[str, Paper]
    lists: dict[str, str]
    files: dict[str, tuple[str, str]]

    def link(self, key: str, shown: str) -> str:
        """Return a link to the file of a paper; its title alone where it has none."""
        name = self.files.get(key, ("", ""))[0]
        return _link(name, shown) if name else escapes.inline(shown)


def files(
    papers: Iterable[Paper], options: DumpOptions, former: Former
) -> Iterator[tuple[str, str]]:
    """Yield the files that are new or have changed."""
    given = list(papers)
    infos = _lists(given, options)
    found = vault.Names(former)
    texts = {info.name: found.name(LIST + info.name, (_owner(info),)) for info in infos}
    own = _Vault(
        {paper.key.casefold(): paper for paper in given},
        {name: file for name, (file, _) in texts.items()},
        {p.key: found.name(p.key, (p.key, *p.aliases)) for p in given},
    )
    for paper in given:
        yield from _changed(own.files[paper.key], _facts(own, paper), _body(own, paper))
    for info in infos:
        within = [p for p in given if info.name in (entry.list for entry in p.lists)]
        listed = arranged(within, replace(options, list=info.name, lists=(info,)))
        title = clean(info.title)
        facts: dict[str, vault.Value] = {
            "title": title,
            "aliases": [title] if title else [],
            "source": clean(info.source),
            "added": local_time.day(info.added),
            vault.OWNER: _owner(info),
        }
        yield from _changed(texts[info.name], facts, _list_body(own, listed))


def _changed(
    file: tuple[str, str], facts: dict[str, vault.Value], body: str
) -> Iterator[tuple[str, str]]:
    name, before = file
    text = vault.merged(facts, body, before)
    if name and text != before:
        yield f"{name}.md", text


def _lists(papers: list[Paper], options: DumpOptions) -> list[ListInfo]:
    """Return the lists that the papers stand in, in the order of their names."""
    known = {info.name: info for info in options.lists}
    used = {entry.list for paper in papers for entry in paper.lists if entry.list}
    return [known.get(name, ListInfo(name, name)) for name in sorted(used)]


def _owner(info: ListInfo) -> str:
    """Return what the file of a list says that it is about; the blank makes it no key."""
    return f"list {info.name}"


# The file of a paper


def _facts(own: _Vault, paper: Paper) -> dict[str, vault.Value]:
    """Return the front matter; its keys are always the same, so that a person's are known."""
    reading = paper.reading
    title = title_of(paper)
    ids = {one.scheme: one.value for one in reversed(paper.identifiers)}
    lists = [_link(name, "") for e in paper.lists if (name := own.lists.get(e.list))]
    # A link by a key must find the file, whatever its name: by the keys once given, or the one now.
    file = own.files[paper.key][0]
    other_keys = [clean(key) for key in (paper.key, *paper.aliases) if key != file]
    return {
        "title": title,
        "aliases": list(dict.fromkeys(filter(None, (title, *other_keys)))),
        "authors": [clean(names.display(author)) for author in paper.authors],
        "year": paper.year or "",
        "organization": clean(paper.organization),
        "venue": clean(paper.venue),
        "arxiv": ids.get("arxiv", ""),
        "doi": ids.get("doi", ""),
        "url": addresses(paper)[0],
        "tags": list(dict.fromkeys(filter(None, map(tag, paper.tags)))),
        "status": reading.status or "",
        "rating": reading.rating or "",
        "priority": int(reading.priority) or "",
        "progress": clean(reading.progress),
        "added": local_time.day(paper.added),
        "started": local_time.day(reading.started),
        "finished": local_time.day(reading.finished),
        "lists": list(dict.fromkeys(lists)),
        vault.OWNER: paper.key,
    }


def tag(text: str) -> str:
    """Return a tag as Obsidian allows it: words of letters and digits, not of digits alone.

    ``machine learning`` is ``machine-learning``, ``2024`` is ``_2024``.
    """
    word = _NOT_IN_TAG.sub("-", text).strip("-/")
    return f"_{word}" if word and not re.search(r"[^\d/]", word) else word


def _body(own: _Vault, paper: Paper) -> str:
    parts = [f"# {escapes.inline(title_of(paper) or clean(paper.key))}\n"]
    said = (authors_text(paper) or clean(paper.organization), clean(paper.venue))
    if line := ", ".join(filter(None, (*said, str(paper.year or "")))):
        parts.append(f"{escapes.inline(line)}\n")
    main, others = addresses(paper)
    links = [f"[{escapes.inline(name)}]({escapes.destination(url)})"
             for name, url in [("open", main), *others] if url]  # fmt: skip
    if links:
        parts.append(" · ".join(links) + "\n")
    if paper.abstract:
        parts.append(_part("Abstract", escapes.block(clean_block(paper.abstract))))
    for entry in paper.lists:
        parts += _place(own, entry)
    for note in paper.notes:
        # A note is the person's own Markdown; the marker in it would part the file.
        body = note.body.replace(vault.MARKER, "")
        parts.append(_part(f"Note {local_time.day(note.created)}".rstrip(), [body]))
    if named := _named_in_notes(own, paper):
        parts.append(_part("See also", [f"- {link}" for link in named]))
    return "\n".join(parts)


def _part(name: str, lines: list[str]) -> str:
    return "\n".join([f"## {name}", "", *lines]) + "\n"


def _place(own: _Vault, entry: ListEntry) -> Iterator[str]:
    """Yield where a paper stands in a list, with the curator's remark."""
    name = own.lists.get(entry.list, "")
    if not name:
        return
    path = " › ".join(escapes.inline(clean(part)) for part in entry.section)
    remark = clean_block(entry.remark)
    lines = [f"{_link(name, entry.list)}" + (f" › {path}" if path else "")]
    yield _part("Listed", [*lines, *(["", *escapes.block(remark)] if remark else [])])


def _named_in_notes(own: _Vault, paper: Paper) -> list[str]:
    """Return links to papers whose keys a note names; a plain word is a key if it has a digit."""
    found: dict[str, str] = {}
    for note in paper.notes:
        for mark, word in _KEYS.findall(note.body):
            other = own.papers.get(word.rstrip(".:/-+").casefold())
            if other and other is not paper and (mark or re.search(r"\d", word)):
                found.setdefault(other.key, own.link(other.key, title_of(other) or other.key))
    return list(found.values())


def _link(name: str, shown: str) -> str:
    """Return a link within the vault; a bracket or a bar in its words would end it."""
    words = clean(re.sub(r"[\[\]|]", " ", shown))
    words = re.sub(r"[<&]", lambda match: {"<": "&lt;", "&": "&amp;"}[match[0]], words)
    return f"[[{name}|{words}]]" if words and words != name else f"[[{name}]]"


# The file of a list


def _list_body(own: _Vault, listed: Arranged) -> str:
    lines = [f"# {escapes.inline(listed.title)}\n\n"]
    before: object = None
    for step in listed.steps():
        if isinstance(step, Head):
            lines.append("\n" * (before is not None and not isinstance(before, Head)))
            lines.append(heading(step))
        else:
            paper = step.paper
            box = "x" if is_read(paper) else " "
            year = f" ({paper.year})" if paper.year else ""
            lines.append(f"- [{box}] {own.link(paper.key, title_of(paper) or paper.key)}{year}\n")
        before = step
    return "".join(lines)
