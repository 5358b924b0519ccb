"""How a block of a list looks: a title by itself, the labels of one paper, or talk."""

import re

from readlist.formats.lists.below import is_labels, stands_alone
from readlist.formats.lists.entries import Found
from readlist.formats.lists.links import Link, links_of, split_addresses
from readlist.formats.lists.pieces import (
    Block,
    Bullet,
    Bullets,
    Heading,
    Paragraph,
    Pieces,
    Table,
    Work,
    text_of,
)

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
    """Return the title of a paper that nobody linked: with its year, its venue or authors."""
    title = found.title
    if title is None or found.links:
        return ""
    dated = title.facts.kinds() or found.facts.year
    return title.text if dated and len(title.text.split()) > 2 else ""
