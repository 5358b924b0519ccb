"""What stands below the title of a paper, and how a block looks that belongs to one above it."""

import re

from readlist.formats.lists.entries import (
    Entry,
    Found,
    Title,
    facts_line,
    read_rest,
    remark_of,
    title_of,
)
from readlist.formats.lists.facts import Facts, facts_of, people, year_of
from readlist.formats.lists.links import Link, is_label, links_of, role_of, split_addresses
from readlist.formats.lists.people import is_people
from readlist.formats.lists.pieces import (
    BREAK,
    Block,
    Bullet,
    Bullets,
    Heading,
    Paragraph,
    Piece,
    Pieces,
    Table,
    Work,
    lines_of,
    text_of,
)
from readlist.formats.lists.reading import told_by
from readlist.formats.lists.titles import plain, without_lead
from readlist.formats.lists.words import FACTS, by_word
from readlist.text import clean

_KINDS = by_word(FACTS)
_LABELLED = re.compile(r"[^\w《「\"“]{0,8}([^:：\n]{1,30}?)\s*[:：]{1,2}\s*(\S[^\n]*)")
_CALLED = re.compile(r"([^\W\d_][\w /-]{0,24}?)\s*[:：;]")


def read_below(entry: Entry, bullet: Bullet) -> None:
    """Read an item below a paper: its authors, its links, or a remark."""
    pieces = split_addresses(bullet.pieces)
    lines = lines_of(pieces)
    if len(lines) > 1 and any(labelled(text_of(line))[0] for line in lines):
        for line in lines:  # ``Authors: …`` and ``Venue: …``, one a line
            _read_line(entry, line)
    else:
        _read_line(entry, pieces)
    for child in bullet.below:
        read_below(entry, child)


def _read_line(entry: Entry, pieces: Pieces) -> None:
    links = links_of(pieces)
    words = text_of([p for n, p in enumerate(pieces) if n not in {link.at for link in links}])
    name = re.match(r"\s*([^:：]{1,30})[:：]", words)
    label = role_of(name[1]) if name else ""
    if links and (label or not re.search(r"\w{3}", re.sub(r"\w+\s*[:：;]", "", words))):
        entry.links += links
    elif said := _facts_below(words) or facts_line(pieces):
        entry.facts.filled(said)
        entry.links += links
    else:
        entry.links += [link for link in links if link.label and not link.titled]
        if text := remark_of(text_of(pieces)):
            entry.remarks.append(f"- {text}" if "\n" not in text else text)


_MOST_BELOW = 6


def with_facts_below(found: Found, line: int, below: list[Bullet]) -> list[Entry]:
    """Return a paper without a link of its own below which its authors stand, with a venue."""
    title = found.title
    if title is None or title.link or len(title.text.split()) < 3 or len(below) > _MOST_BELOW:
        return []
    if any(link.titled or link.label not in ("project", "code", "video") for link in found.links):
        return []
    if any(link.is_paper for item in below for link in links_of(split_addresses(item.pieces))):
        return []  # what stands below are papers themselves
    if any(_is_reference(item) for item in below):
        return []  # a heading, and the references of its section
    told = Facts()
    for item in below:
        told.filled(_facts_below(text_of(item.pieces)) or facts_line(item.pieces) or Facts())
    if not (told.authors and (told.year or told.venue)):
        return []
    entry = Entry(title.text, line, list(found.links))
    read_rest(entry, title, found.links)
    entry.facts.filled(found.facts)
    return [entry]


def labelled(words: str) -> tuple[str, str]:
    """Return which fact a line says by its label, and the fact: ``作者单位：清华大学``."""
    found = _LABELLED.fullmatch(words.strip())
    if not found:
        return "", ""
    kind = _KINDS.get(re.sub(r"[^\w]", "", found[1]).lower(), "")
    return (kind, found[2].strip()) if kind else ("", "")


def _is_reference(item: Bullet) -> bool:
    """Say whether an item is a paper by itself: a reference, or ``Sheep in Theory (ICML 2020)``."""
    title = title_of(item.pieces, [])
    if title is None:
        return False
    dated = title.facts.kinds() & {"year", "venue"}
    return title.is_reference or bool(dated and told_by(title.text))


def title_below(below: list[Bullet]) -> Title | None:
    """Return the title that an item below gives by its label: ``论文名称：T``, ``Title: T``.

    What stands there may be a whole reference: ``论文名称：Doe J. T[C]//Proceedings. 2020``.
    """
    for bullet in below[:6]:
        first = next(iter(lines_of(bullet.pieces)), [])  # none where only blanks stand there
        kind, value = labelled(text_of(first))
        if kind == "title" and "://" not in value and len(value) > 8:
            found = title_of([Piece(value)], [])
            if found and not found.is_reference:
                found.text, found.facts = plain(value.strip("<> ")), Facts()
            return found
    return None


def without_facts(bullet: Bullet) -> tuple[Pieces, list[Bullet]]:
    """Part an item at the first line that says a fact by a label: ``year:: 2018``."""
    if BREAK not in bullet.pieces:
        return bullet.pieces, []
    lines = lines_of(bullet.pieces)
    first = next((n for n, line in enumerate(lines) if n and labelled(text_of(line))[0]), 0)
    if not first:
        return bullet.pieces, []
    own = [piece for line in lines[:first] for piece in (*line, BREAK)]
    return own[:-1], [Bullet(bullet.line, line) for line in lines[first:]]


def says_facts(pieces: Pieces) -> bool:
    """Say whether a text says by labels what is known of a paper: ``会议：CVPR 2017``."""
    return any(labelled(text_of(line))[0] for line in lines_of(pieces))


def _facts_below(words: str) -> Facts | None:
    """Return what an item says where it says nothing but authors, venue or year."""
    kind, value = labelled(words)
    if kind == "title":
        return Facts()
    if kind == "authors":
        return _authors_below(value)
    if kind == "organization":
        return Facts(organization=clean(value, 300))
    if kind == "venue":
        venue = re.sub(r"[\s,'’(]*(?:19|20)\d\d\)?$", "", value)
        return Facts(year=year_of(value) or year_of(value, venue=True), venue=clean(venue, 200))
    if kind == "year":
        return Facts(year=year_of(value))
    return None


def _authors_below(value: str) -> Facts:
    """Return authors, and what stands behind them and a bar: ``John McCarthy | 1959``."""
    names, *rest = re.split(r"\s[|｜]\s", value)
    together = ", ".join([names, *rest])
    if not rest or is_people(together):
        return people(together)
    facts = people(names)
    for part in rest:
        facts.filled(_facts_below(part) or facts_of(part, venue=True))
    return facts


def stands_alone(bullet: Bullet) -> bool:
    """Say whether an item below a paper is a paper itself: its title comes first, with its link."""
    if not any(piece.url or "://" in piece.text for piece in bullet.pieces):
        return False
    first = without_lead(split_addresses(bullet.pieces), Facts())[:1]
    return any(
        link.titled and link.is_paper and len(link.text.split()) > 2 for link in links_of(first)
    )


def is_labels(pieces: Pieces) -> bool:
    """Say whether a text is nothing but labelled links: ``Paper: …``, ``[pdf](…) [code](…)``."""
    pieces = split_addresses(pieces)
    links = links_of(pieces)
    if not links:
        return False
    if not all(link.label or link.badge or is_label(link.text) for link in links):
        return False
    if any(link.titled and link.is_paper and len(link.text.split()) > 2 for link in links):
        return False
    linked = {link.at for link in links}
    words = text_of([p for n, p in enumerate(pieces) if n not in linked])
    words = _CALLED.sub(lambda m: "" if role_of(m[1]) else m[0], words)
    if not any(link.label or link.badge for link in links):
        return bool(role_of(words)) or not re.search(r"\w{2}", words)
    return len(re.findall(r"\w{2,}", words)) <= 2


def with_links_below(found: Found, line: int, labels: list[Pieces]) -> list[Entry]:
    """Return the paper whose title stands above its links."""
    title = found.title
    if title is None or not title.text:
        return []
    below = [link for pieces in labels for link in links_of(split_addresses(pieces))]
    entry = Entry(title.text, line, [*found.links, *below])
    papers = [link for link in below if link.is_paper]
    several = {link.identifier for link in papers if link.identifier and link.titled}
    known = sum(link.label in ("code", "project") for link in below)
    if len(several) > 1 or not (papers or (known and len(title.text.split()) > 3)):
        return []
    read_rest(entry, title, found.links)
    entry.facts.filled(found.facts)
    return [entry]


# What runs into a link that is only mentioned: ``See also [our paper](…)``.
_MENTIONS = re.compile(
    r"(?i)\b(?:see|also|read|in|of|from|by|to|for|is|on|with|and|the|our|this|my)\s*$"
)
_MOST_LABELS = 40
_OURS = re.compile(r"(?i)\s*(?:our|this|the|my)\s")


def is_bold_line(pieces: Pieces) -> bool:
    """Say whether a paragraph is one bold line and no more."""
    said = [piece for piece in pieces if piece.text.strip(" :.\n")]
    return (
        bool(said)
        and all(piece.bold and not piece.url for piece in said)
        and (len(text_of(said)) < 400)
    )


def is_aside(block: Paragraph) -> bool:
    """Say whether a paragraph is set in italics, as authors and venue are below a title."""
    said = [piece for piece in block.pieces if piece.text.strip(" .,\n")]
    return bool(said) and all(piece.italic and not piece.url for piece in said)


def all_labels(block: Bullets) -> bool:
    """Say whether a list holds the labelled links of one paper."""
    if len(block.items) > _MOST_LABELS or any(map(stands_alone, block.items)):
        return False
    labelled = [item for item in block.items if is_labels(item.pieces)]
    others = [item for item in block.items if any(piece.url for piece in item.pieces)]
    return bool(labelled) and len(labelled) * 2 >= len(others)


def labels_of_one(below: list[Bullet]) -> list[Pieces]:
    """Return the labelled links below a bullet where they can be the links of one paper."""
    labels = [item.pieces for item in below if is_labels(item.pieces)]
    links = [link for pieces in labels for link in links_of(split_addresses(pieces))]
    named = {link.identifier for link in links if link.identifier and link.is_paper}
    if any(map(stands_alone, below)) or len({i.value for i in named if i.scheme == "arxiv"}) > 1:
        return []
    return labels


def is_entry(found: Found) -> bool:
    """Say whether a paragraph is about its paper and not talk in which one is mentioned."""
    title = found.title
    if title is None or title.quoted or title.link is None:
        return True
    before = text_of(found.pieces[: title.start])
    return len(before.split()) < 3


def is_title_line(pieces: Pieces) -> bool:
    """Say whether a paragraph without links can be a title: short, and no sentence."""
    text = text_of(pieces).strip()
    bare = not any(piece.url or piece.text == "\n" for piece in pieces)
    return bare and 3 <= len(text.split()) <= 30 and not text.endswith((".", ":", "。", "："))


def paper_link(pieces: Pieces) -> Link | None:
    """Return the link to an identified paper where it is all that a heading says."""
    links = [link for link in links_of(pieces) if link.titled and link.identifier]
    if len(links) != 1 or not links[0].is_paper:
        return None
    rest = text_of(piece for at, piece in enumerate(pieces) if at != links[0].at)
    return None if re.search(r"\w{2}", rest) else links[0]


def is_above_papers(level: float, following: Block | None) -> bool:
    """Say whether what follows a heading makes a section of it: subheadings, papers, a table."""
    if isinstance(following, Heading | Work):
        return level < following.level < 7
    if isinstance(following, Bullets):
        return any(map(stands_alone, following.items))
    return isinstance(following, Table)


def is_mention(found: Found) -> bool:
    """Say whether words before the first link lead up to it, so that they are no title."""
    title = found.title
    if title is None:
        return all(link.badge for link in found.links)
    if title.link or title.quoted or not found.links or found.pieces[title.start].bold:
        return False
    link = found.links[0]
    return bool(_MENTIONS.search(text_of(found.pieces[: link.at])) or _OURS.match(link.text))


def unlinked_title(found: Found) -> str:
    """Return what looks like the title of a paper that nobody linked, and is not taken.

    It tells a year, a venue or authors, or is in words that hardly anything but a title has.
    """
    title = found.title
    if title is None or found.links or len(title.text.split()) < _FEWEST:
        return ""
    told = title.facts.kinds() or found.facts.year or (title.is_whole and told_by(title.text))
    return title.text if told else ""


_FEWEST = 3
