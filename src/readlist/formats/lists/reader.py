"""The reader of curated lists in Markdown: goes through the blocks and keeps its place.

Headings and nested bullets are sections; an entry is a bullet, a row of a table, or a paragraph
with its links. What is no paper (code, courses, videos, talk, the list's own affairs) is skipped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from readlist.formats.lists.below import (
    all_labels,
    is_above_papers,
    is_aside,
    is_bold_line,
    is_entry,
    is_labels,
    is_mention,
    is_title_line,
    labels_of_one,
    paper_link,
    read_below,
    says_facts,
    stands_alone,
    title_below,
    unlinked_title,
    with_facts_below,
    with_links_below,
    without_facts,
)
from readlist.formats.lists.entries import Entry, Found, Title, facts_line, found_in, linked_entries
from readlist.formats.lists.headings import dated
from readlist.formats.lists.links import links_of, mended, split_addresses
from readlist.formats.lists.pieces import (
    Block,
    Bullet,
    Bullets,
    Heading,
    Paragraph,
    Pieces,
    Table,
    Unfolded,
    Work,
    text_of,
)
from readlist.formats.lists.reading import Form, Shape, told_by
from readlist.formats.lists.rows import columns, names_speakers, row_entries, row_title, subheadings
from readlist.formats.lists.titles import plain
from readlist.formats.lists.words import CONTENTS, OWN
from readlist.formats.lists.works import is_work, with_properties, work_entry
from readlist.model import (
    MORE_AUTHORS,
    NO_LINK,
    NOTHING,
    Item,
    ListEntry,
    ListInfo,
    Rank,
    Record,
    Skipped,
)
from readlist.text import clean, clean_block, fold

_CONTENTS, _OWN = frozenset(CONTENTS.split()), frozenset(OWN.split())
_UNFOLD = re.compile(
    r"(?i)^(?:click|expand|show|details?|more|see|fold|toggle|view|abstract|tl;?dr|展开|点击|bibtex)"
)
_NEWS = re.compile(r"(?i)\b(?:we|our|us|added?|released?|accepted|updated?|is out)\b")
_DEPTH = 40
_BOLD, _NESTED = 8, 9
_SAMPLE = 200
_MANY = 3


@dataclass(slots=True)
class _Sections:
    """Where in the list the reader is: headings, what is unfolded, bold lines, bullets."""

    open: list[tuple[float, str]] = field(default_factory=list)
    title: str = ""

    def enter(self, level: float, name: str) -> None:
        """Begin a section, which ends all that are as deep."""
        self.leave(level)
        self.open.append((level, name))

    def leave(self, level: float) -> None:
        """End all sections that are as deep as a level."""
        while self.open and self.open[-1][0] >= level:
            self.open.pop()

    def leave_long(self, level: float) -> None:
        """End a section that is as deep where its name is as long as a title, and may be one."""
        if self.open and self.open[-1][0] == level and self.open[-1][1].count(" ") > 3:
            self.leave(level)

    def path(self) -> tuple[str, ...]:
        """Return the names of the sections, without the list's title and its contents."""
        names = [name for _, name in self.open]
        if names and names[0] == self.title and self.open[0][0] < _BOLD:
            names = names[1:]
        return tuple(n for n in names if n and _folded(n) not in _CONTENTS)

    def leave_own(self) -> None:
        """End the part about the list itself, with all that is open below it."""
        while self.is_own():
            self.open.pop()

    def is_own(self) -> bool:
        """Say whether this part is about the list itself: news, licence, how to contribute."""
        return any(_folded(name) in _OWN for _, name in self.open)


@lru_cache(maxsize=1024)
def _folded(heading: str) -> str:
    """Return a heading folded, without its number, pictures and marks."""
    return fold(re.sub(r"^[\W\d_]+|[\W_]+$", "", heading))


class Reader:
    """Goes through the blocks of a list and keeps its place in it."""

    def __init__(
        self,
        found: list[Block],
        *,
        source: str = "markdown",
        all_links: bool = False,
        title: str = "",
    ) -> None:
        """Take the blocks of a document, and the title that it has beside them."""
        self._blocks = found
        self._source = source
        self._all_links = all_links
        self._title = title
        self._sections = _Sections()
        self._position = 0
        self._at = 0
        self._form = form_of(found)

    def items(self) -> Iterator[Item]:
        """Yield what the list holds."""
        is_programme = any(isinstance(b, Table) and names_speakers(b) for b in self._blocks)
        yield from self._items() if is_programme else dated(self._items())

    def _items(self) -> Iterator[Item]:
        heads = [b for b in self._blocks if isinstance(b, Heading | Work) and _heading(b)]
        first = next((b for b in heads if _folded(_heading(b)) not in _CONTENTS), None)
        # ``# Vision … # Language`` are parts of a document that has a title beside them.
        second = heads[heads.index(first) + 1 :][:1] if first else []
        is_part = bool(self._title) and any(head.level == 1 for head in second)
        if first and not is_part:
            yield ListInfo(title=_heading(first))
            self._sections.title = _heading(first) if self._is_title(first) else ""
        elif self._title:
            yield ListInfo(title=self._title)
        while self._at < len(self._blocks):
            block = self._blocks[self._at]
            self._at += 1
            yield from self._block(block)

    def _is_title(self, first: Heading | Work) -> bool:
        """Say whether the first heading names the list: it is above all others, or the first H1."""
        heads = [b for b in self._blocks if isinstance(b, Heading | Work) and b is not first]
        levels = [head.level for head in heads]
        return first.level == 1 or first.level < min(levels, default=7)

    def _block(self, block: Block) -> Iterator[Item]:
        if isinstance(block, Heading):
            yield from self._heading(block)
        elif isinstance(block, Work):
            yield from self._work(block)
        elif isinstance(block, Unfolded):
            self._sections.leave(7)
        elif isinstance(block, Paragraph):
            yield from self._paragraph(block)
        elif isinstance(block, Bullets):
            for bullet in block.items:
                yield from self._bullet(bullet, 0)
        else:
            yield from self._table(block)

    # Headings, and titles above their links

    def _heading(self, block: Heading) -> Iterator[Item]:
        found = found_in(block.pieces, block.line, form=self._form)
        entries = self._titled_papers(block, found)
        if not entries and found.entries and self._is_paper(block, found):
            entries = found.entries
        if entries:
            self._sections.leave(block.level)
            self._read_on(entries[0])
            yield from self._records(entries)
            return
        name = _heading(block)
        if block.level == 7 and (_UNFOLD.match(name) or self._is_repeated(name)):
            return
        if self._sections.is_own() and self._lists_papers():
            self._sections.leave_own()
        self._sections.enter(block.level, name)
        if link := paper_link(found.pieces):
            yield Skipped(block.line, f"it is a heading: {clean(link.url, 200)}")

    def _titled_papers(self, block: Heading, found: Found) -> list[Entry]:
        """Return the papers of a heading that is a title by what stands below: links or facts."""
        if block.level == 1:
            return []
        below = self._items_below()
        if title := title_below(below):
            return _titled(found, block.line, title, below)
        if found.title and (labels := self._labels_below()):
            entries = with_links_below(found, block.line, labels)
            if entries and entries[0].identifiers():
                return entries
        if below and not found.entries:
            return with_facts_below(found, block.line, below)
        return []

    def _lists_papers(self) -> bool:
        """Say whether papers stand directly below a heading: more than an example or some news.

        ``### Vision`` below ``## News``, whose author is careless about levels.
        """
        block = self._blocks[self._at] if self._at < len(self._blocks) else None
        if isinstance(block, Bullets):
            return sum(map(_names_paper, block.items[:_SAMPLE])) >= _MANY
        return isinstance(block, Table) and len(block.rows) >= _MANY

    def _is_paper(self, block: Heading, found: Found) -> bool:
        """Say whether a heading whose words lead to a paper is that paper, and no section."""
        if block.level > 2 and len(found.entries[0].title.split()) > 3:
            return True
        if block.level == 1 and _heading(block) == self._sections.title:
            return False
        following = self._blocks[self._at] if self._at < len(self._blocks) else None
        return bool(paper_link(found.pieces)) and not is_above_papers(block.level, following)

    def _work(self, block: Work) -> Iterator[Item]:
        """Yield the paper that a heading with properties is, or begin a section."""
        found = found_in(block.pieces, block.line, form=self._form)
        if not found.entries and found.title and (labels := self._labels_below()):
            found.entries = with_links_below(found, block.line, labels)
        if not found.entries and (below := self._items_below()):
            found.entries = with_facts_below(found, block.line, below)
        if not is_work(block, found) and not self._is_cited_below():
            self._sections.enter(block.level, _heading(block))
            return
        entry = work_entry(block, found)
        self._sections.leave(block.level)
        others = self._read_all(entry, block.level)
        for item in self._records([entry]):
            yield with_properties(item, block) if isinstance(item, Record) else item
        for other in others:
            yield from self._bullet(other, 0)

    def _is_cited_below(self) -> bool:
        """Say whether a citation stands below a heading: ``[[cite:key][Doe 2017: Title]]``."""
        below = self._blocks[self._at] if self._at < len(self._blocks) else None
        return isinstance(below, Paragraph) and any(
            piece.url.startswith(("#cite", "#@")) for piece in below.pieces
        )

    def _read_all(self, entry: Entry, level: float) -> list[Bullet]:
        """Take all that stands below a heading that is a paper, subheadings of notes as well.

        Returned are the items below it that are papers themselves.
        """
        others: list[Bullet] = []
        while self._at < len(self._blocks):
            block = self._blocks[self._at]
            if isinstance(block, Heading | Work):
                is_other = isinstance(block, Work) and bool(block.properties or block.status)
                found = found_in(block.pieces, block.line, form=self._form)
                if block.level <= level or is_other or found.entries:
                    break
                entry.remarks.append(f"\n{_heading(block)}\n")
            elif isinstance(block, Bullets):
                others += filter(stands_alone, block.items)
                for item in block.items:
                    if not stands_alone(item):
                        self._add(entry, item)
            elif isinstance(block, Paragraph) and _is_about(block):
                read_below(entry, Bullet(block.line, block.pieces))
            elif isinstance(block, Paragraph):
                entry.remarks.append(f"\n{clean_block(text_of(block.pieces))}\n")
            self._at += 1
        return others

    def _is_repeated(self, name: str) -> bool:
        here = self._sections.open
        return not name or (bool(here) and fold(here[-1][1]) == fold(name))

    def _labels_below(self) -> list[Pieces]:
        """Return the labelled links directly below, in a list or in paragraphs."""
        labels: list[Pieces] = []
        for block in self._blocks[self._at : self._at + 4]:
            if isinstance(block, Paragraph) and _is_about(block):
                labels.append(block.pieces)
            elif isinstance(block, Bullets) and all_labels(block):
                labels += [item.pieces for item in block.items]
            else:
                break
        linked = any(link.is_paper for one in labels for link in links_of(split_addresses(one)))
        return labels if linked or any(map(is_labels, labels)) else []

    def _items_below(self) -> list[Bullet]:
        """Return what directly follows a heading as items: a list, or a paragraph of facts."""
        block = self._blocks[self._at] if self._at < len(self._blocks) else None
        if isinstance(block, Bullets) and not any(map(stands_alone, block.items)):
            return block.items
        return [Bullet(block.line, block.pieces)] if isinstance(block, Paragraph) else []

    def _read_on(self, entry: Entry) -> None:
        """Take what stands below a title that stands by itself: its links and its remark."""
        while self._at < len(self._blocks):
            block = self._blocks[self._at]
            if isinstance(block, Bullets) and not any(map(stands_alone, block.items)):
                for item in block.items:
                    self._add(entry, item)
            elif isinstance(block, Paragraph) and _is_about(block):
                read_below(entry, Bullet(block.line, block.pieces))
            else:
                return
            self._at += 1

    def _add(self, entry: Entry, item: Bullet) -> None:
        known = {link.url for link in entry.links}
        urls = [mended(piece.url) for piece in split_addresses(item.pieces) if piece.url]
        if not all(url in known for url in urls) or not is_labels(item.pieces):
            read_below(entry, item)

    def _paragraph(self, block: Paragraph) -> Iterator[Item]:
        if text_of(block.pieces[:1]).startswith("[^"):
            yield from self._skipped(block.pieces, block.line, talk=True)
            return
        linked = any(piece.url or "://" in piece.text for piece in block.pieces)
        form = self._form if linked else None  # words without a link may be talk
        found = found_in(block.pieces, block.line, form=form)
        if self._is_intro() and found.entries and is_mention(found):
            yield Skipped(block.line, "it is about the list itself")
            return
        bold = is_bold_line(block.pieces)
        labels: list[Pieces] = []
        if bold or found.links or self._is_title_line(block):
            labels = self._labels_below()
        if labels:
            self._link_below(found, block.line, labels)
        if found.entries and (labels or is_entry(found)):
            if bold:
                self._sections.leave_long(_BOLD)
            yield from self._records(found.entries)
        elif bold and self._is_above_list():
            self._sections.enter(_BOLD, plain(text_of(block.pieces)))
        else:
            talk = len(text_of(block.pieces[:1]).split()) > 2 and not block.pieces[0].url
            yield from self._skipped(block.pieces, block.line, talk=talk)

    def _link_below(self, found: Found, line: int, labels: list[Pieces]) -> None:
        """Give a title without a link the links that stand below it."""
        if found.title and not _linked(found):
            found.entries = with_links_below(found, line, labels) or found.entries
            if found.entries:
                self._read_on(found.entries[0])

    def _is_title_line(self, block: Paragraph) -> bool:
        """Say whether a line without emphasis is a title: nothing but links stands below it."""
        below = self._blocks[self._at] if self._at < len(self._blocks) else None
        if not isinstance(below, Paragraph) or not is_title_line(block.pieces):
            return False
        return is_labels(below.pieces) and any(
            link.identifier and link.is_paper for link in links_of(split_addresses(below.pieces))
        )

    def _is_intro(self) -> bool:
        """Say whether nothing but the title of the list has been read so far."""
        title = self._sections.title
        names = {name for _, name in self._sections.open}
        return bool(title) and not self._position and names <= {title}

    def _is_above_list(self) -> bool:
        return self._at < len(self._blocks) and isinstance(self._blocks[self._at], Bullets | Table)

    # Lists and tables

    def _bullet(self, bullet: Bullet, depth: int) -> Iterator[Item]:
        pieces, told = without_facts(bullet)
        found = found_in(pieces, bullet.line, form=self._form)
        below = _with_below(found, bullet.line, [*told, *bullet.below])
        if found.entries:
            own = [item for item in below if stands_alone(item)]
            for item in below:
                if item not in own:
                    read_below(found.entries[0], item)
            yield from self._records(found.entries)
            for item in own:
                yield from self._bullet(item, depth + 1)
        elif bullet.below and depth < _DEPTH:
            yield from self._nested(bullet, depth)
        elif title := unlinked_title(found):
            yield Skipped(bullet.line, f"{NO_LINK}{clean(title, 200)}")
        else:
            yield from self._skipped(bullet.pieces, bullet.line)

    def _nested(self, bullet: Bullet, depth: int) -> Iterator[Item]:
        """Yield what stands below a bullet that names no paper: it is a section."""
        name = plain(text_of(bullet.pieces).split("\n")[0])
        if not any(p.url and not p.url.startswith("#") for p in bullet.pieces) and len(name) < 150:
            self._sections.enter(_NESTED + depth, name)
        else:
            yield from self._skipped(bullet.pieces, bullet.line)
        for item in bullet.below:
            yield from self._bullet(item, depth + 1)
        self._sections.leave(_NESTED + depth)

    def _table(self, table: Table) -> Iterator[Item]:
        roles = columns(table)
        for row, is_heading in zip(table.rows, subheadings(table), strict=True):
            if is_heading:
                yield from self._skipped([p for cell in row.cells for p in cell], row.line)
            elif entries := row_entries(table, row, roles):
                yield from self._records(entries)
            elif title := row_title(roles, row):
                yield Skipped(row.line, f"{NO_LINK}{clean(title, 200)}")
            else:
                yield from self._skipped([p for cell in row.cells for p in cell], row.line)

    # Items

    def _records(self, entries: list[Entry], kind: str = "") -> Iterator[Item]:
        for entry in entries:
            if self._sections.is_own():
                yield Skipped(entry.line, "it is about the list itself")
                continue
            self._position += 1
            record = record_of(entry, self._sections.path(), self._position, self._source)
            yield replace(record, kind=kind) if kind else record

    def _skipped(self, pieces: Pieces, line: int, *, talk: bool = False) -> Iterator[Item]:
        """Yield what stands for a stretch whose links lead to no paper: an item that is left out.

        With ``all_links`` its links are records, but those that talk mentions and the list's own.
        """
        links = [link for link in links_of(split_addresses(pieces)) if not link.badge]
        away = [link for link in links if "://" in link.url]
        if not away:
            return
        if self._all_links and not talk and not self._sections.is_own():
            entries = linked_entries(pieces, line)
            yield from self._records(entries, kind="online")
            if entries:
                return
        shown = clean(away[0].url, 200)
        more = f" and {len(away) - 1} more" if len(away) > 1 else ""
        yield Skipped(line, f"no paper: {shown}{more}")


def form_of(blocks: list[Block]) -> Form:
    """Return what the entries of a list have in common, from a sample spread over all of it."""
    bullets: list[Bullet] = []
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Bullets):
            bullets += _all_bullets(block.items)
        elif isinstance(block, Paragraph):
            paragraphs.append(block)
    told: list[tuple[Shape, frozenset[str], bool]] = []
    for sample in (bullets, paragraphs):
        step = max(1, len(sample) // _SAMPLE)
        for item in sample[::step]:
            found = found_in(item.pieces, item.line)
            if found.title:
                kinds = told_by(found.title.text)
                if found.links or found.title.is_whole:
                    kinds |= found.title.facts.kinds() | found.facts.kinds()
                linked = any(link.is_paper for link in found.links)
                told.append((found.title.shape, frozenset(kinds), linked))
    return Form(told)


def _with_below(found: Found, line: int, below: list[Bullet]) -> list[Bullet]:
    """Read the paper whose title, links or facts stand below it, and return what is left of them.

    A bullet with what is indented below it, and a heading with the items that follow it.
    """
    if not _linked(found) and (labels := labels_of_one(below)):
        entries = with_links_below(found, line, labels)
        below = [one for one in below if one.pieces not in labels] if entries else below
        found.entries = entries or found.entries
    if title := title_below(below):
        found.entries = _titled(found, line, title, below)
    if not found.entries and below:
        found.entries = with_facts_below(found, line, below)
    return below


def _is_about(block: Paragraph) -> bool:
    """Say whether a paragraph belongs to the title above it: its links, its facts, an aside."""
    if is_labels(block.pieces) or is_aside(block) or says_facts(block.pieces):
        return True
    return facts_line(block.pieces) is not None


def _names_paper(bullet: Bullet) -> bool:
    """Say whether an item names an identified paper, and is no news: ``We released our [T](…)``."""
    if _NEWS.search(text_of(bullet.pieces)):
        return False
    found = found_in(bullet.pieces, bullet.line)
    return bool(found.entries) and any(link.identifier and link.is_paper for link in found.links)


def _linked(found: Found) -> bool:
    return any(entry.links for entry in found.entries)


def _titled(found: Found, line: int, title: Title, below: list[Bullet]) -> list[Entry]:
    """Return the paper whose title stands below a bullet that leads to the curator's notes."""
    entry = found.entries[0] if found.entries else Entry(title.text, line, list(found.links))
    named = [link for link in found.links if link.identifier]
    others = [link for item in below for link in links_of(split_addresses(item.pieces))]
    if named or not (entry.links or any(link.is_paper for link in others)):
        return found.entries
    entry.title = title.text
    entry.facts.filled(title.facts)
    entry.links = [replace(link, label=link.label or "review") for link in entry.links]
    return [entry]


def _all_bullets(items: list[Bullet]) -> Iterator[Bullet]:
    waiting = items[::-1]
    while waiting:
        item = waiting.pop()
        yield item
        waiting += item.below[::-1]


def _heading(block: Heading | Work) -> str:
    """Return the words of a heading, without badges and the rest of a broken link."""
    return re.sub(r"\]\(#[^)]*\)$", "", clean(text_of(block.pieces))).strip(" *_:")


def record_of(entry: Entry, section: tuple[str, ...], position: int, source: str) -> Record:
    """Return the record that an entry is, in its place of the list."""
    facts = entry.facts
    return Record(
        source=source,
        rank=Rank.LIST,
        title=entry.title,
        authors=facts.authors,
        venue=clean(facts.venue) if re.match(r"\w", facts.venue) else "",
        year=facts.year,
        organization=clean(facts.organization),
        identifiers=entry.identifiers(),
        links=entry.named_links(),
        extra={MORE_AUTHORS: True} if facts.authors and facts.more else NOTHING,
        entries=(ListEntry(section=section, position=position, remark=entry.remark()),),
        line=entry.line,
    )
