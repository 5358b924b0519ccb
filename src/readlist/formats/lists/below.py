"""What stands below the title of a paper: its links, its authors, a remark, or other papers."""

import re

from readlist.formats.lists.entries import Entry, Found, read_rest, remark_of
from readlist.formats.lists.facts import Facts, facts_of, is_people, people
from readlist.formats.lists.leads import without_lead
from readlist.formats.lists.links import is_label, links_of, role_of, split_addresses
from readlist.formats.lists.pieces import Bullet, Pieces, text_of
from readlist.text import clean

_FACTS = re.compile(
    r"\s*(?:authors?|by|作者|venue|conference|journal|publisher|published(?: in)?|会议|期刊|year|"
    r"institution|institutes?|affiliations?|organi[sz]ation|机构)\s*[:：]\s*",
    re.IGNORECASE,
)
_CALLED = re.compile(r"([^\W\d_][\w /-]{0,24}?)\s*[:：;]")


def read_below(entry: Entry, bullet: Bullet) -> None:
    """Read an item below a paper: its authors, its links, or a remark."""
    pieces = split_addresses(bullet.pieces)
    links = links_of(pieces)
    words = text_of([p for n, p in enumerate(pieces) if n not in {link.at for link in links}])
    name = re.match(r"\s*([^:：]{1,30})[:：]", words)
    label = role_of(name[1]) if name else ""
    bare = _FACTS.sub("", words)
    if links and (label or not re.search(r"\w{3}", re.sub(r"\w+\s*[:：;]", "", words))):
        entry.links += links
    elif not links and (said := _dressed_facts(pieces) or _facts_below(words, bare)):
        entry.facts.filled(said)
    else:
        entry.links += [link for link in links if link.label and not link.titled]
        if text := remark_of(text_of(pieces)):
            entry.remarks.append(f"- {text}" if "\n" not in text else text)
    for child in bullet.below:
        read_below(entry, child)


def _dressed_facts(pieces: Pieces) -> Facts | None:
    """Return authors and the venue in italics behind them: ``Doe, A and Roe, B. *ICCV 2015*``."""
    plainly = text_of(p for p in pieces if not p.italic).strip(" .,;\n")
    dressed = text_of(p for p in pieces if p.italic).strip(" .,;\n")
    if not (plainly and dressed and is_people(plainly)) or len(dressed) > 200:
        return None
    said = people(plainly)
    said.filled(facts_of(dressed, venue=True))
    return said


def with_facts_below(found: Found, line: int, below: list[Bullet]) -> list[Entry]:
    """Return a paper without a link of its own below which its authors stand, with a venue."""
    title = found.title
    if title is None or title.link or len(title.text.split()) < 4 or len(below) > 4:
        return []
    if any(link.titled or link.label not in ("project", "code", "video") for link in found.links):
        return []
    said = [_dressed_facts(item.pieces) or facts_of(text_of(item.pieces)) for item in below]
    if not any(one.authors and (one.year or one.venue) for one in said):
        return []
    entry = Entry(title.text, line, list(found.links))
    read_rest(entry, title, found.pieces, found.links)
    entry.facts.filled(found.facts)
    return [entry]


def _facts_below(words: str, bare: str) -> Facts | None:
    """Return what an item says where it says nothing but authors, venue or year."""
    if words != bare and re.match(r"(?i)\s*(?:authors?|by|作者)", words):
        return people(bare)
    if words != bare and re.match(r"(?i)\s*(?:instit|affil|organ|机构)", words):
        return Facts(organization=clean(bare, 300))
    said = facts_of(bare, venue=words != bare)
    if words == bare and (not said.authors or len(bare) > 2_000):
        return None
    return said


def stands_alone(bullet: Bullet) -> bool:
    """Say whether an item below a paper is a paper itself: its title comes first, with its link."""
    pieces = without_lead(split_addresses(bullet.pieces), Facts())
    links = links_of(pieces)
    if not pieces or not links:
        return False
    first = links[0]
    return first.at == 0 and first.titled and first.is_paper and len(first.text.split()) > 2


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
    read_rest(entry, title, found.pieces, found.links)
    entry.facts.filled(found.facts)
    return [entry]
