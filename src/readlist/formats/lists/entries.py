"""Which papers an item, a paragraph or a row of a table names, and what it says of each."""

import re
from dataclasses import dataclass, field

from readlist.bib import ids
from readlist.formats.lists.facts import (
    ET_AL,
    KNOWN_VENUES,
    Facts,
    facts_of,
    is_people,
    people,
    settle_house,
    year_of,
)
from readlist.formats.lists.leads import without_lead
from readlist.formats.lists.links import Link, links_of, role_of, split_addresses, split_identifiers
from readlist.formats.lists.pieces import BREAK, Pieces, lines_of, text_of
from readlist.formats.lists.titles import Title, plain, title_of
from readlist.model import Identifier
from readlist.model import Link as NamedLink
from readlist.text import clean

_JOINED = re.compile(r"[\s,;、，]*(?:and|or|&|/|\+|,|;|und|et|与|和|及|、|，)\s*", re.IGNORECASE)
_EMPTY = re.compile(r"[\[(（【]\s*[,;/|·&\s\x00]*[\])）】]|\x00")
_NAMED_GAP = re.compile(r"([^\W\d_][\w /-]{0,24}?)\s?[:：]\s*\x00")
_IN_TITLE = re.compile(
    r"(?<=\w)[.,]?\s[(\[]([A-Z][\w&+ .-]{1,30}[\s'’,]{1,2}(?:\d{2}|\d{4}))[)\]]$"
)
_MARKS = re.compile(r":[a-z_]{2,20}:")
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
    page: str = ""
    """The address of what is no paper."""

    def identifiers(self) -> tuple[Identifier, ...]:
        """Return the scholarly identifiers, or else the address of the paper."""
        if self.page:
            page = ids.normalise("url", self.page)
            return (page,) if page else ()
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
        said = "\n".join(text for text in self.remarks if re.search(r"\w", text))
        return re.sub(r"\n{3,}", "\n\n", said).strip("\n")


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
    if not any(link.is_paper for link in links):
        pieces = split_identifiers(pieces)
        links = links_of(pieces, named)
    title = title_of(pieces, links)
    if title and title.link and any(link.titled and link.at < title.start for link in links):
        facts.filled(people(text_of(pieces[: title.start])))
        links = [link for link in links if link.at >= title.start]
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
    below = lines_of(found.pieces[title.end :])
    apart = bool(below) and found.pieces[title.start].bold and BREAK in found.pieces[title.end :]
    listed = apart and len(said.authors) > 1 and is_people(text_of(below[0]))
    dated = said.year or said.more or listed
    if is_people(title.text) or not said.authors or len(rest) > 300 or not dated:
        return []
    entry = Entry(title.text, line)
    read_rest(entry, title, found.pieces, [])
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
    read_rest(entry, title, found.pieces, entry.links)
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
        if not papers and _has_people(found.pieces, first):
            entry = Entry(plain(first.text), line, own, page=first.url)
            read_rest(entry, Title(entry.title, first.at, first.at + 1, first), found.pieces, own)
            entries.append(entry)
            continue
        if not papers or (first not in papers and not any(p.label for p in papers)):
            continue
        entry = Entry(plain(first.text), line, own)
        end = groups[number + 1][0].at if number + 1 < len(groups) else len(found.pieces)
        title = Title(entry.title, first.at, first.at + 1, first)
        read_rest(entry, title, found.pieces[:end], own)
        entries.append(entry)
    return entries


def _has_people(pieces: Pieces, first: Link) -> bool:
    """Say whether authors stand behind a title whose link tells nothing, as on pages of people."""
    if first.place not in ("", "project") or first.label or len(first.text.split()) < 3:
        return False
    behind = pieces[first.at + 1 :]
    if behind[:1] != [BREAK] or not re.match("https?://", first.url):
        return False
    said = text_of([*lines_of(behind), []][0]).strip(" .,;:-–—")
    return len(said) < 2_000 and len(people(said).authors) > 1 and is_people(said)


def linked_entries(pieces: Pieces, line: int) -> list[Entry]:
    """Return what links name that are no papers: a course, a library, a blog, each with its page.

    The words of the first link are the title, or else the words before it; links that only
    repeat, label or follow it belong to it.
    """
    found = found_in(pieces, line)
    away = [link for link in found.links if re.match(r"(?i)https?://", link.url)]
    own = [link for link in away if not link.badge and link.label != "citation"]
    if not own:
        return []
    title = found.title
    if title and title.link and title.link not in own:
        return []
    if title and title.link:
        found.links = own
        starts = [
            group for group in _groups(found, papers=False) if group[0].titled and group[0] in own
        ]
    else:
        starts = [own]
    entries: list[Entry] = []
    for number, group in enumerate(starts):
        end = starts[number + 1][0].at if number + 1 < len(starts) else len(found.pieces)
        entries.append(_linked_entry(found, group, end, line))
    return entries


def _linked_entry(found: Found, group: list[Link], end: int, line: int) -> Entry:
    first = group[0]
    words = found.title if found.title and not found.title.link else None
    title = words or Title(plain(first.text) if first.titled else "", first.at, first.at + 1, first)
    entry = Entry(title.text, line, group, page=first.url)
    own = [link for link in group if link is first or not link.titled]
    read_rest(entry, title, found.pieces[:end], own)
    entry.facts.filled(found.facts)
    return entry


def _groups(found: Found, *, papers: bool = True) -> list[list[Link]]:
    """Part links at each title: the first, and those that are joined to the one before."""
    groups: list[list[Link]] = []
    early: list[Link] = []
    last: Link | None = None
    for link in found.links:
        between = text_of(found.pieces[last.at + 1 : link.at]) if last else ""
        starts = link.titled and not link.badge and (not groups or bool(_JOINED.fullmatch(between)))
        if starts and (not groups or link.is_paper or not (papers or link.label)):
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


def read_rest(entry: Entry, title: Title, pieces: Pieces, links: list[Link]) -> None:
    """Read facts and remark out of all that stands around the title."""
    labels = {link.at for link in links}
    _settle_venue(entry)
    entry.facts.filled(title.facts)
    ahead = text_of(p for p in pieces[: title.start] if not p.url).strip(" .,:;|-–—()[]")
    if not title.before and 3 < len(ahead) < 600:
        entry.facts.filled(_facts_ahead(ahead))
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


def _settle_venue(entry: Entry) -> None:
    """Take a venue with its year off the end of a title: ``Deep Sets (NIPS 2017)``."""
    match = _IN_TITLE.search(entry.title)
    if match and KNOWN_VENUES.match(match[1]):
        entry.title = entry.title[: match.start()].rstrip(" ,.")
        entry.facts.filled(facts_of(match[1]))


def _facts_ahead(text: str) -> Facts:
    """Return what stands before a title in its own dress: authors, or a venue with its year."""
    bare = re.sub(r"[,\s]*\(?\d{4}\)?[.,:]?$", "", text)
    if is_people(bare):
        said = people(bare)
        said.year = year_of(text)
        return said
    return facts_of(text) if len(text.split()) < 5 and KNOWN_VENUES.search(text) else Facts()


def _read_code(facts: Facts, text: str) -> None:
    """Read a word in code type: a year, or the house that the paper comes from."""
    year = year_of(text) if re.fullmatch(r"\s*\d{4}\s*", text) else None
    if year:
        facts.year = facts.year or year
    elif KNOWN_VENUES.search(text) and len(text.split()) < 5:
        facts.filled(facts_of(text))
    elif not facts.organization and len(text) < 60 and not text.strip()[:1].islower():
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
            settle_house(said, bracket[1])
            entry.facts.filled(said)
            text = text[bracket.end() :]
    text = _NAMED_GAP.sub(lambda m: "\x00" if role_of(m[1]) else m[0], text)
    head, mark, tail = text.partition("\x00")
    trail = tail.replace("\x00", " ").strip(" ,.;|()[]")
    if len(trail) < 60 and len(trail.split()) < 5 and KNOWN_VENUES.match(trail) and year_of(trail):
        entry.facts.filled(facts_of(trail))
        tail = ""
    if quoted:
        lead = head.lstrip(" .,")
        entry.facts.filled(Facts(year=year_of(lead)))
        entry.facts.filled(facts_of(lead, venue=True))
        head = ""
    entry.remarks.append(remark_of(_without_facts(entry.facts, head) + mark + tail))


def _without_facts(facts: Facts, text: str) -> str:
    """Take authors, venue and year off the beginning of a text, as long as it says no more."""
    dashed = text.lstrip(" .,;|\n-–—")
    if len(dashed) < 300 and ET_AL.match(dashed) is None and _only_facts(dashed):
        text = dashed
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


def _only_facts(text: str) -> bool:
    """Say whether a text behind a dash is authors, and no description."""
    line = text.strip(" ([|").split("\n")[0]
    return bool(ET_AL.search(line)) and len(line.split()) < 12 and bool(facts_of(line).authors)


def remark_of(text: str) -> str:
    """Return a remark without the brackets of labels that stood in it."""
    for _ in range(3):
        text = _EMPTY.sub(" ", text)
    lines = (clean(_MARKS.sub(" ", line)) for line in text.split("\n"))
    return "\n".join(filter(None, map(_without_edges, lines)))


def _without_edges(line: str) -> str:
    """Return a line without the marks that parted it from a title; a sentence keeps its end."""
    bare = line.strip(" \t,;|/[]-–—:：.*")
    end = re.search(r"\.{1,3}$", line.rstrip(" \t|/[]*"))
    return bare + end[0] if end and len(bare.split()) > 3 else bare


# Items
