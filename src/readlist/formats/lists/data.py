"""The data behind a list's page: mappings whose keys say what they hold (``_data/papers.yml``).

PyYAML reads them, JSON as well, and says on which line a value stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from readlist.formats.lists.commonmark import inline
from readlist.formats.lists.entries import Entry, found_in
from readlist.formats.lists.evidence import weights
from readlist.formats.lists.facts import Facts, people, venue_of, year_of
from readlist.formats.lists.links import Link, links_of, role_of
from readlist.formats.lists.pieces import Piece
from readlist.formats.lists.titles import plain
from readlist.model import Problem
from readlist.text import clean

_DEEPEST = 40
_ROLES = {
    "title": "title name heading paper papers reading 标题 论文",
    "authors": "author authors by writer writers editor editors 作者",
    "venue": "venue pub journal conference conf booktitle published publisher publication source "
    "where in 会议 期刊",
    "year": "year date published_on 年份",
    "url": "url link href pdf doi arxiv openreview paper_url address uri paperlink 链接",
    "remark": "note notes comment comments description desc summary tldr abstract remark 备注",
}
_KEYS = {word: role for role, words in _ROLES.items() for word in words.split()}
_HOLDERS = frozenset(
    "papers paper readings reading items list lists entries publications references sections "  # noqa: SIM905
    "topics categories groups weeks schedule data content contents works articles books sessions "
    "lectures".split()
)
_STATED = ("text", "reference", "citation", "cite", "ref")
"""Keys of a whole reference."""
_NAMES = ("title", "name", "heading", "section", "topic", "category", "week", "theme", "label")


@dataclass(slots=True)
class Node:
    """A value with its line: text, a list, or a mapping."""

    line: int
    text: str = ""
    items: list["Node"] = field(default_factory=list)
    keys: dict[str, "Node"] = field(default_factory=dict)


# Reading


def values(text: str) -> tuple[Node, Problem | None]:
    """Return what a document of YAML or JSON holds, and what was wrong with it.

    Where it is broken, all items above the break are kept: a hand that writes a list of readings
    forgets a quote, and the list is still there.
    """
    import yaml  # 30 ms with its scanner, for these documents alone

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = text.removeprefix("\ufeff").replace("\t", "  ")
    problem = None
    for _ in range(_REPAIRS):
        try:
            return _node(yaml.compose(text, loader), set()), problem
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line if mark else 0
            said = f"The document is broken here ({error.problem}); what stands below is left out."
            problem = Problem(line + 1, said)
            text = _above(text, line)
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            return Node(1), Problem(1, f"The document cannot be read: {clean(str(error), 200)}")
    return Node(1), problem


_REPAIRS = 3


def _above(text: str, line: int) -> str:
    """Return the whole items above a line: up to the last one that is indented least."""
    lines = text.split("\n")[:line]
    items = [
        (len(row) - len(row.lstrip()), number)
        for number, row in enumerate(lines)
        if row.lstrip().startswith("- ")
    ]
    least = min((indent for indent, _ in items), default=0)
    last = max((number for indent, number in items if indent == least), default=0)
    return "\n".join(lines[:last])


def _node(found: Any, known: set[int], depth: int = 0) -> Node:
    """Return a value of PyYAML as ours; one to which aliases lead is read where it stands."""
    node = Node(found.start_mark.line + 1 if found else 1)
    if found is None or id(found) in known or depth > _DEEPEST:
        return node
    if found.id == "scalar":
        node.text = " ".join(str(found.value).split())
        return node
    known.add(id(found))
    if found.id == "sequence":
        node.items = [_node(item, known, depth + 1) for item in found.value]
    else:
        for key, value in found.value:
            if key.id == "scalar":
                node.keys.setdefault(clean(key.value, 200), _node(value, known, depth + 1))
    return node


# Papers


def title_of(node: Node) -> str:
    """Return what the whole is called where it says so: a title that is no paper's."""
    return _name_of(node) if node.keys and any(map(_holds_papers, node.keys.values())) else ""


Section = tuple[str, ...]


def entries(node: Node, section: Section = (), depth: int = 0) -> Iterator[tuple[Section, Entry]]:
    """Yield each paper with the section that the keys above it name."""
    if depth > _DEEPEST:
        return
    said = {_role(key): value for key, value in reversed(node.keys.items())}
    title = said.get("title")
    if title and title.text and not any(map(_holds_papers, node.keys.values())):
        if entry := _entry(node, said):
            yield section, entry
        return
    stated = node if node.text else next((said[key] for key in _STATED if key in said), None)
    if stated and depth:
        for entry in found_in(inline(stated.text), stated.line).entries:
            entry.links += _links(node)
            yield section, entry
        return
    for named, part in _parts(node, section):
        yield from entries(part, named, depth + 1)


def _parts(node: Node, section: Section) -> Iterator[tuple[Section, Node]]:
    """Yield the values in which papers may stand, each with its section.

    ``required:`` beside ``recommended:`` is a section, ``papers:`` and an only list are none.
    """
    name = _name_of(node)
    here = (*section, name) if name else section
    is_parted = not name or sum(map(_holds_papers, node.keys.values())) > 1
    for key, value in node.keys.items():
        if not (value.items or value.keys) or _role(key) in _TOLD:
            continue
        is_called = _holds_papers(value) and not set(_words(key)) <= _HOLDERS
        is_own = is_parted and is_called and (here or value.items)
        yield ((*here, clean(key)) if is_own else here), value
    for item in node.items:
        yield here, item


_TOLD = frozenset(("authors", "url", "remark", "year"))
"""Roles of what a paper tells in several values, none of which is a paper."""


def _name_of(node: Node) -> str:
    """Return what a part of a list is called: ``topic: Ethics`` beside ``week: 1``."""
    said = [(key, value.text) for key, value in node.keys.items() if _is_name(key) and value.text]
    said.sort(key=lambda one: (one[1].isdigit(), not one[0].lower().endswith("title")))
    return clean(said[0][1]) if said else ""


def _is_name(key: str) -> bool:
    words = _words(key)
    return (bool(words) and words[-1] in _NAMES) or any(word.endswith("title") for word in words)


def _words(key: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).lower())


def _role(key: str) -> str:
    """Return what a key says that its value is: ``paper-title``, ``authors``, ``pdf_url``."""
    words = _words(key)
    for word in reversed(words):
        if role := _KEYS.get(word):
            return role if len(words) == 1 or role != "title" or word != "paper" else "url"
    for stem, role in (("auth", "authors"), ("title", "title")):
        if any(word.startswith(stem) for word in words):
            return role
    return key


def _holds_papers(node: Node) -> bool:
    items = node.items or list(node.keys.values())
    return any(one.keys or any(below.keys for below in one.items) for one in items)


def _entry(node: Node, said: dict[str, Node]) -> Entry | None:
    """Return the paper of a mapping: a title with something that papers have."""
    title = said["title"]
    text = re.sub(r"^\[(.*)\]\((\S*)\)$", r"\1", title.text)
    facts = Facts()
    if authors := said.get("authors"):
        names = authors.text or "; ".join(one.text or _named(one) for one in authors.items)
        facts = people(names)
    venue = said.get("venue")
    if venue and venue.text:
        facts.venue = venue_of(venue.text) if not weights(venue.text).get("year") else ""
        facts.year = year_of(venue.text)
    if (year := said.get("year")) and year.text:
        facts.year = year_of(year.text) or facts.year
    links = _links(node)
    if not (
        facts.kinds() or any(link.is_paper for link in links) or {"authors", "venue"} & said.keys()
    ):
        return None
    remark = clean(said["remark"].text) if "remark" in said else ""
    return Entry(plain(text), title.line, links, facts, [remark])


def _named(node: Node) -> str:
    said = [
        value.text
        for key, value in node.keys.items()
        if _words(key)[-1:] in (["name"], ["family"], ["given"])
    ]
    return " ".join(said)


def _links(node: Node) -> list[Link]:
    return links_of([Piece(key, value) for key, value in _addresses(node)])


def _addresses(node: Node) -> Iterator[tuple[str, str]]:
    """Yield the addresses of a mapping, each with what its key calls it."""
    for key, value in node.keys.items():
        for one in (value, *value.items, *value.keys.values()):
            text = one.text.strip()
            words = _words(key)
            if match := re.search(r"\]\((https?://\S+)\)$", text):
                text = match[1]
            if re.match(r"(?i)10\.\d{4,9}/\S+$", text):
                text = f"https://doi.org/{text}"
            elif "arxiv" in words and re.fullmatch(r"\d{4}\.\d{4,5}(?:v\d+)?", text):
                text = f"https://arxiv.org/abs/{text}"
            if re.match(r"(?i)https?://\S+$", text) or re.search(r"(?i)^[\w./%-]+\.pdf$", text):
                called = next(
                    (role for word in words if (role := role_of(word)) not in ("", "html")), ""
                )
                is_paper = called == "paper" and _role(key) == "url"
                yield ("link" if is_paper or not called else called), text
