"""The data behind a list's page: mappings whose keys say what they hold (``_data/papers.yml``).

Own reader of the YAML that people write by hand: mappings and lists by indentation, text in quotes,
folded text, lists in brackets. Every value keeps its line; a line that is none of these is let go.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from readlist.formats.lists.entries import Entry
from readlist.formats.lists.evidence import weights
from readlist.formats.lists.facts import Facts, people, venue_of, year_of
from readlist.formats.lists.links import links_of, role_of
from readlist.formats.lists.pieces import Piece
from readlist.formats.lists.titles import plain
from readlist.text import clean

_KEY = re.compile(
    r"(?:\"([^\"]{1,100})\"|'([^']{1,100})'|([^\s\"'#\[\]{},&*!|>%@`-][^:#\n]{0,80}?|-[^\s:]{1,60}))\s*:(?:\s+(.*)|$)"
)
_DEEPEST = 40
_ROLES = {
    "title": "title name heading paper papers reading 标题 论文",
    "authors": "author authors by writer writers editor editors 作者",
    "venue": "venue journal conference booktitle published publisher publication source where in "
    "会议 期刊",
    "year": "year date published_on 年份",
    "url": "url link href pdf doi arxiv openreview paper_url address uri paperlink 链接",
    "remark": "note notes comment comments description desc summary tldr abstract remark 备注",
}
_KEYS = {word: role for role, words in _ROLES.items() for word in words.split()}
_NAMES = ("title", "name", "heading", "section", "topic", "category", "week", "theme", "label")


@dataclass(slots=True)
class Node:
    """A value with its line: text, a list, or a mapping."""

    line: int
    text: str = ""
    items: list["Node"] = field(default_factory=list)
    keys: dict[str, "Node"] = field(default_factory=dict)


# Reading


def yaml(text: str) -> Node:
    """Return what a document of YAML holds."""
    lines: list[tuple[int, int, str]] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.rstrip().expandtabs(2)
        bare = line.lstrip()
        if bare and not bare.startswith(("#", "%YAML")) and bare not in ("---", "..."):
            lines.append((number, len(line) - len(bare), bare))
    root = Node(1)
    _Reader(lines).block(root, -1, 0)
    return root


class _Reader:
    """Goes through the lines that say something."""

    def __init__(self, lines: list[tuple[int, int, str]]) -> None:
        self.lines = lines
        self.at = 0

    def block(self, node: Node, above: int, depth: int) -> None:
        """Read all that is indented deeper than ``above`` into a node."""
        own: int | None = None
        while self.at < len(self.lines):
            number, indent, text = self.lines[self.at]
            if indent <= above or (own is not None and indent < own):
                return
            own = indent if own is None else own
            self.at += 1
            if text == "-" or text.startswith("- "):
                self._item(node, number, indent, text, depth)
            elif (found := _KEY.match(text)) and indent == own:
                self._pair(node, number, indent, found, depth)
            elif not node.keys and not node.items:
                node.text = f"{node.text} {text}".strip()

    def _item(self, node: Node, number: int, indent: int, text: str, depth: int) -> None:
        item = Node(number)
        node.items.append(item)
        rest = text[1:].lstrip()
        if depth > _DEEPEST:
            return
        if rest and (_KEY.match(rest) or rest.startswith("- ")):
            self.at -= 1
            self.lines[self.at] = (number, indent + len(text) - len(rest), rest)
            self.block(item, indent, depth + 1)
        elif rest:
            self._scalar(item, rest, indent)
        else:
            self.block(item, indent, depth + 1)

    def _pair(self, node: Node, number: int, indent: int, found: re.Match[str], depth: int) -> None:
        value = Node(number)
        node.keys.setdefault(found[1] or found[2] or found[3], value)
        rest = (found[4] or "").strip()
        if depth > _DEEPEST:
            return
        if rest and not rest.startswith("#"):
            self._scalar(value, rest, indent)
        elif self.at < len(self.lines):
            # A list may stand as deep as its key: ``papers:`` above ``- title: …``.
            listed = self.lines[self.at][2].startswith("-") and self.lines[self.at][1] == indent
            self._list(value, indent, depth) if listed else self.block(value, indent, depth + 1)

    def _list(self, node: Node, indent: int, depth: int) -> None:
        while self.at < len(self.lines):
            number, here, text = self.lines[self.at]
            if here != indent or not (text == "-" or text.startswith("- ")):
                return
            self.at += 1
            self._item(node, number, indent, text, depth + 1)

    def _scalar(self, node: Node, text: str, indent: int) -> None:
        """Read a text with the lines that go on with it, or a list in brackets."""
        if re.match(r"[>|][+-]?\d?\s*(?:#.*)?$", text):
            text = ""
        quote = text[:1] if text[:1] in ("'", '"') else ""
        parts = [text]
        while self.at < len(self.lines) and self.lines[self.at][1] > indent:
            if not quote and text and _KEY.match(self.lines[self.at][2]):
                break
            if quote and len(parts[-1]) > 1 and parts[-1].endswith(quote):
                break
            parts.append(self.lines[self.at][2])
            self.at += 1
        whole = " ".join(parts).strip()
        if whole.startswith("[") and whole.endswith("]"):
            node.items = [Node(node.line, _unquoted(part)) for part in whole[1:-1].split(",")]
            return
        node.text = _unquoted(whole)


def _unquoted(text: str) -> str:
    text = text.strip()
    if text[:1] == '"' and (end := text.rfind('"')) > 0:
        return text[1:end].replace('\\"', '"')
    if text[:1] == "'" and (end := text.rfind("'")) > 0:
        return text[1:end].replace("''", "'")
    return re.sub(r"\s+#.*$", "", text)


# Papers

Section = tuple[str, ...]


def entries(node: Node, section: Section = (), depth: int = 0) -> Iterator[tuple[Section, Entry]]:
    """Yield each paper with the section that the keys above it name."""
    if depth > _DEEPEST:
        return
    said = {_role(key): value for key, value in reversed(node.keys.items())}
    title = said.get("title")
    above = [one for one in node.keys.values() if _holds_papers(one)]
    if title and title.text and not above:
        if entry := _entry(node, said):
            yield section, entry
        return
    names = [key for key, value in node.keys.items() if _is_name(key) and value.text]
    names.sort(key=lambda key: not key.lower().endswith("title"))  # ``week: 1, weektitle: Ethics``
    name = node.keys[names[0]].text if names else ""
    here = (*section, clean(name)) if name else section
    for key, value in node.keys.items():
        if value.items or value.keys:
            # ``required:`` beside ``recommended:`` is a section, the only list of a part is none.
            own = len(above) > 1 or not name
            yield from entries(
                value, (*here, clean(key)) if own and value in above and here else here, depth + 1
            )
    for item in node.items:
        yield from entries(item, here, depth + 1)


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
    return next(
        (
            role
            for stem, role in (("auth", "authors"), ("title", "title"))
            if any(w.startswith(stem) for w in words)
        ),
        key,
    )


def _holds_papers(node: Node) -> bool:
    items = node.items or list(node.keys.values())
    return any(one.keys for one in items) or any(
        one.items and any(i.keys for i in one.items) for one in items
    )


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
    pieces = [Piece(f"{key}", value) for key, value in _addresses(node)]
    links = links_of(pieces)
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
