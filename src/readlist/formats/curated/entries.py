"""Which papers an item, a paragraph or a row of a table names, and what it says of each."""

import re
from dataclasses import dataclass, field

from readlist import ids
from readlist.formats.curated.facts import (
    KNOWN_VENUES,
    Facts,
    facts_of,
    is_people,
    people,
    year_of,
)
from readlist.formats.curated.links import Link, is_label, links_of, role_of, split_addresses
from readlist.formats.curated.pieces import BREAK, Bullet, Pieces, text_of
from readlist.formats.curated.titles import Title, plain, title_of, without_lead
from readlist.model import Identifier
from readlist.model import Link as NamedLink
from readlist.text import clean

_JOINED = re.compile(r"[\s,;、，]*(?:and|or|&|/|\+|,|;|und|et|与|和|及|、|，)\s*", re.IGNORECASE)
_FACTS = re.compile(
    r"\s*(?:authors?|by|作者|venue|conference|journal|publisher|published(?: in)?|会议|期刊|year|"
    r"institution|institutes?|affiliations?|organi[sz]ation|机构)\s*[:：]\s*",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[\[(（【]\s*[,;/|·&\s\x00]*[\])）】]|\x00")
_MARKS = re.compile(r":[a-z_]{2,20}:")
_CALLED = re.compile(r"([^\W\d_][\w /-]{0,24}?)\s*[:：;]")
_DESCRIBED = re.compile(
    r"\n|\s{2,}|\s[-–—|]+\s|^\s*[-–—:|]+\s|;\s|(?<=\w\w\w)\.\s(?=[^\W\d_a-z][\w'’]*\s[a-z])"
)


@dataclass(slots=True)
class Entry:
    """One paper in one place of a list."""

    title: str
    line: int
    links: list[Link] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    remarks: list[str] = field(default_factory=list)

    def identifiers(self) -> tuple[Identifier, ...]:
        """Return the scholarly identifiers, or else the address of the paper."""
        papers = [link for link in self.links if link.is_paper]
        found = [link.identifier for link in papers if link.identifier]
        if found:
            return _one_each(found)
        papers.sort(key=lambda link: link.titled)  # what is called the paper before its page
        fallback = papers or [link for link in self.links if link.label == "html"]
        if not fallback or not fallback[0].url.lower().startswith("http"):
            return ()
        address = ids.normalise("url", fallback[0].url)
        return (address,) if address else ()

    def named_links(self) -> tuple[NamedLink, ...]:
        """Return the links that are no identifiers, each address once."""
        known = {i.value for i in self.identifiers() if i.scheme == "url"}
        named: dict[str, NamedLink] = {}
        for link in self.links:
            address = ids.normalise("url", link.url)
            is_id = link.identifier is not None or (address is not None and address.value in known)
            if address and not is_id and link.kind != "citation":
                named.setdefault(address.value, NamedLink(link.kind, address.value))
        return tuple(named.values())

    def remark(self) -> str:
        """Return what the curator says of the paper."""
        return "\n".join(text for text in self.remarks if re.search(r"\w", text))


def _one_each(found: list[Identifier]) -> tuple[Identifier, ...]:
    """Return the first identifier of each scheme: two of one scheme are two papers."""
    first: dict[str, Identifier] = {}
    for one in found:
        for identifier in (one, *ids.implied(one)):
            first.setdefault(identifier.scheme, identifier)
    return tuple(first.values())


@dataclass(slots=True)
class Found:
    """The entries in a stretch of text, or the title of one whose links are elsewhere."""

    entries: list[Entry] = field(default_factory=list)
    title: Title | None = None
    links: list[Link] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    pieces: Pieces = field(default_factory=list)


def found_in(pieces: Pieces, line: int, *, named: str = "") -> Found:
    """Return the papers that a stretch of text names."""
    facts = Facts()
    pieces = without_lead(split_addresses(pieces), facts)
    links = links_of(pieces, named)
    title = title_of(pieces, links)
    found = Found([], title, links, facts, pieces)
    if not links:
        found.entries = _without_links(found, line)
    elif title is None or title.link is None:
        found.entries = _with_words(found, line)
    else:
        found.entries = _with_links(found, line)
    for entry in found.entries:
        entry.facts.filled(facts)
    return found


def _without_links(found: Found, line: int) -> list[Entry]:
    """Return a paper that nobody linked: a title with its authors behind it, and nothing else."""
    title = found.title
    if title is None or title.quoted or len(title.text.split()) < 4:
        return []
    rest = title.rest or text_of(found.pieces[title.end :])
    said = facts_of(rest)
    if is_people(title.text) or not said.authors or len(rest) > 300 or not (said.year or said.more):
        return []
    entry = Entry(title.text, line)
    _read_rest(entry, title, found.pieces, [])
    return [entry]


def _with_words(found: Found, line: int) -> list[Entry]:
    """Return the paper whose title is words beside its links."""
    papers = [link for link in found.links if link.is_paper]
    title = found.title
    if not papers and title and (title.facts.authors or title.before or title.rest.strip()):
        papers = [link for link in found.links if link.label == "html" and not link.place]
    if not papers:
        return []
    if title is None:
        return _bare(papers, found, line)
    entry = Entry(title.text, line, [link for link in found.links if not _is_mention(link, title)])
    if not any(link.is_paper or link.label == "html" for link in entry.links):
        return []
    _read_rest(entry, title, found.pieces, entry.links)
    return [entry]


def _bare(papers: list[Link], found: Found, line: int) -> list[Entry]:
    """Return papers of which nothing but the address is said."""
    papers = [link for link in papers if link.place == "paper"]
    if not papers:
        return []
    if len(papers) == 1 or any(not link.identifier for link in papers):
        return [Entry("", line, found.links)]
    return [Entry("", line, [link]) for link in papers]


def _is_mention(link: Link, title: Title) -> bool:
    """Say whether a link behind a title speaks of something else: ``builds on [That](…)``."""
    return link.titled and not link.label and link.at >= title.end and link.strong is False


def _with_links(found: Found, line: int) -> list[Entry]:
    """Return the papers whose titles are the words of links: one, or several joined by "and"."""
    entries: list[Entry] = []
    groups = _groups(found)
    for number, group in enumerate(groups):
        first = group[0]
        own = [link for link in group if link is first or not (link.titled and not link.label)]
        papers = [link for link in own if link.is_paper]
        if not papers or (first not in papers and not any(p.label for p in papers)):
            continue
        entry = Entry(plain(first.text), line, own)
        end = groups[number + 1][0].at if number + 1 < len(groups) else len(found.pieces)
        title = Title(entry.title, first.at, first.at + 1, first)
        _read_rest(entry, title, found.pieces[:end], own)
        entries.append(entry)
    return entries


def _groups(found: Found) -> list[list[Link]]:
    """Part links at each title: the first, and those that are joined to the one before."""
    groups: list[list[Link]] = []
    early: list[Link] = []
    last: Link | None = None
    for link in found.links:
        between = text_of(found.pieces[last.at + 1 : link.at]) if last else ""
        starts = link.titled and not link.badge and (not groups or bool(_JOINED.fullmatch(between)))
        if starts and not (groups and link.label and not link.is_paper):
            groups.append([link])
        elif groups:
            groups[-1].append(link)
        else:
            early.append(link)
        last = link
    if groups:
        groups[0] += [link for link in early if link.label]
    return groups


# What stands behind the title


def _read_rest(entry: Entry, title: Title, pieces: Pieces, links: list[Link]) -> None:
    """Read facts and remark out of all that stands around the title."""
    labels = {link.at for link in links}
    entry.facts.filled(title.facts)
    if title.before:
        entry.facts.filled(people(re.sub(r"[(\[]?\d{4}[)\]]?[.,:]?\s*$", "", title.before)))
    behind = title.rest
    for at, piece in enumerate(pieces[title.end :], title.end):
        if at in labels or (piece.url and piece.badge):
            behind += "\x00"
        elif piece.code and not piece.url:
            _read_code(entry.facts, piece.text)
        elif piece.italic and not piece.url and len(piece.text) < 300 and _says_facts(piece.text):
            entry.facts.filled(facts_of(piece.text))
        else:
            behind += piece.text
    _read_behind(entry, behind, quoted=title.quoted)


def _read_code(facts: Facts, text: str) -> None:
    """Read a word in code type: a year, or the house that the paper comes from."""
    year = year_of(text) if re.fullmatch(r"\s*\d{4}\s*", text) else None
    if year:
        facts.year = facts.year or year
    elif not facts.organization and len(text) < 60:
        facts.organization = text.strip()


def _says_facts(text: str) -> bool:
    said = facts_of(text)
    return bool(said.authors or said.year or said.venue)


def _read_behind(entry: Entry, text: str, *, quoted: bool) -> None:
    """Part what follows a title into facts and remark; a sentence is a remark."""
    if bracket := re.match(r"\s*[,.]?\s*[(（]([^()（）\x00]{2,80})[)）]", text):
        said = facts_of(bracket[1], venue=True)
        if bracket[1].startswith("@"):
            said = Facts(organization=bracket[1][1:].strip())
        if said.year or said.authors or said.organization:
            _settle_house(said, bracket[1])
            entry.facts.filled(said)
            text = text[bracket.end() :]
    head, mark, tail = text.partition("\x00")
    if quoted:
        lead = head.lstrip(" .,")
        entry.facts.filled(Facts(year=year_of(lead)))
        entry.facts.filled(facts_of(lead, venue=True))
        head = ""
    entry.remarks.append(_remark(_without_facts(entry.facts, head) + mark + tail))


def _without_facts(facts: Facts, text: str) -> str:
    """Take authors, venue and year off the beginning of a text, as long as it says no more."""
    for _ in range(4):
        text = text.lstrip(" .,;|\n")
        described = _DESCRIBED.search(text)
        lead = text[: described.start()] if described else text
        said = facts_of(re.sub(r"^by\s", "", lead))
        words = len(lead.split())
        if not (said.authors or (said.venue and words < 12) or (said.year and words < 4)):
            break
        facts.filled(said)
        text = text[len(lead) :]
    return text


def _settle_house(said: Facts, text: str) -> None:
    """``(Meta, 2024)`` names a house, ``(ICML 2025)`` a venue."""
    house = re.fullmatch(r"([^,]{2,60}),\s*\d{4}", text)
    if house and not said.authors and not KNOWN_VENUES.search(house[1]):
        said.venue, said.organization = "", house[1].strip()


def _remark(text: str) -> str:
    """Return a remark without the brackets of labels that stood in it."""
    for _ in range(3):
        text = _EMPTY.sub(" ", text)
    lines = (clean(_MARKS.sub(" ", line)) for line in text.split("\n"))
    return "\n".join(line for line in (one.strip(" \t,;|/[]-–—:：.*") for one in lines) if line)


# Items


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
    elif not links and (said := _facts_below(words, bare)):
        entry.facts.filled(said)
    else:
        entry.links += [link for link in links if link.label and not link.titled]
        if text := _remark(text_of(pieces)):
            entry.remarks.append(f"- {text}" if "\n" not in text else text)
    for child in bullet.below:
        read_below(entry, child)


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
    _read_rest(entry, title, found.pieces, found.links)
    entry.facts.filled(found.facts)
    return [entry]


def lines_of(pieces: Pieces) -> list[Pieces]:
    """Part pieces at their line breaks."""
    lines: list[Pieces] = [[]]
    for piece in pieces:
        if piece == BREAK:
            lines.append([])
        else:
            lines[-1].append(piece)
    return [line for line in lines if any(piece.text.strip() for piece in line)]
