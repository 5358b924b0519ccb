"""Which papers an item, a paragraph or a row of a table names, and what it says of each."""

import re
from dataclasses import dataclass, field, replace

from readlist.bib import ids
from readlist.formats.lists import references
from readlist.formats.lists.evidence import is_labelled, roles_of, weights
from readlist.formats.lists.facts import Facts, people, year_of
from readlist.formats.lists.links import Link, links_of, role_of, split_addresses, split_identifiers
from readlist.formats.lists.people import is_people, with_whole_names
from readlist.formats.lists.pieces import BREAK, Piece, Pieces, lines_of, text_of
from readlist.formats.lists.programme import after_time, is_event
from readlist.formats.lists.reading import (
    Form,
    Reading,
    Shape,
    best_reading,
    closed,
    facts_in,
    shape_of,
    told_by,
)
from readlist.formats.lists.segments import Cut, Segment, cut
from readlist.formats.lists.titles import is_title as _is_title
from readlist.formats.lists.titles import plain, without_lead
from readlist.formats.lists.words import KNOWN_VENUES, YEAR
from readlist.model import Identifier
from readlist.model import Link as NamedLink
from readlist.text import clean

_JOINED = re.compile(r"[\s,;、，]*(?:and|or|&|/|\+|,|;|und|et|与|和|及|、|，)\s*", re.IGNORECASE)
_EMPTY = re.compile(r"[\[(（【]\s*[,;/|·&\s\x00]*[\])）】]|\x00")
_NAMED_GAP = re.compile(r"([^\W\d_][\w /-]{0,24}?)\s?[:：]\s*\x00")
_TOLD_YEAR = re.compile(r"\([^()]{0,40}\)")
# What stands in sentences and hardly in titles: ``Set headers and send``, ``it has no tokenizer``.
_TALK = re.compile(
    r"[.;=]\s|\b(?:it|its|it's|you|your|they|has|have|must|should|don't|isn't|does)\b|[:;]$"
)
# What stands in the life of a person: ``PhD in Computer Science, University of X, 2012``.
_DEGREE = re.compile(r"(?:Ph\.?D|[MB]\.?Sc|M\.?A|B\.?A|MBA|Diploma?|Reviewer|Area chair)\b\.?\s")
_FEW = 4
_YEAR_INSIDE = re.compile(rf"[(\[（]({YEAR})[)\]）]:")
_QUOTED_INSIDE = re.compile(r"[“\"«]([^”\"»]{8,300})[”\"»]\s*(\(\d{4}\)\s*[—–-]\s*\S.{0,200})")
_MARKS = re.compile(r":[a-z_]{2,20}:")


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
class Title:
    """The title of an entry: its words, the pieces that it takes up, and how it was read."""

    text: str
    start: int
    end: int
    link: Link | None
    quoted: bool
    cut: Cut
    reading: Reading
    facts: Facts
    is_reference: bool = False
    """Whether the entry is in one of the styles of ``references``."""

    @property
    def is_whole(self) -> bool:
        """Say whether an entry tells nothing but a title and facts, as talk hardly does."""
        roles = self.reading.roles
        return "remark" not in roles and roles.count("") < 2

    @property
    def is_behind_year(self) -> bool:
        """Say whether it stands as in a bibliography: ``Doe, J. (2010). Title``."""
        before = self.reading.first - 1
        return before > 0 and self.reading.roles[before] == "year"

    @property
    def shape(self) -> Shape:
        """What siblings of this entry would look like."""
        return self.reading.shape


@dataclass(slots=True)
class Found:
    """The entries in a stretch of text, or the title of one whose links are elsewhere."""

    entries: list[Entry] = field(default_factory=list)
    title: Title | None = None
    links: list[Link] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    pieces: Pieces = field(default_factory=list)
    is_slot: bool = False
    """Whether a time stands before it, as in a programme."""


def found_in(pieces: Pieces, line: int, *, named: str = "", form: Form | None = None) -> Found:
    """Return the papers that a stretch of text names."""
    facts = Facts()
    is_slot = bool(pieces) and after_time(pieces[0].text) > 0
    pieces = without_lead(split_addresses(with_whole_names(pieces)), facts)
    links = links_of(pieces, named)
    if not any(link.is_paper for link in links):
        pieces = split_identifiers(pieces)
        links = links_of(pieces, named)
    title = title_of(pieces, links, form)
    found = Found([], title, links, facts, pieces, is_slot)
    if title and title.link:
        ahead = {
            s.at
            for s in title.cut.segments[: title.reading.first]
            if not weights(s.text).get("label")
        }
        found.links = links = [link for link in links if link.at not in ahead]
    if not links:
        found.entries = _without_links(found, line, form)
    elif title is None or title.link is None:
        found.entries = _with_words(found, line, form)
    else:
        found.entries = _with_links(found, line)
    for entry in found.entries:
        entry.facts.filled(facts)
    return found


def title_of(pieces: Pieces, links: list[Link], form: Form | None = None) -> Title | None:
    """Return the title in an entry: as the style of a reference has it, or by the best reading."""
    found = cut(pieces, links)
    return _referenced(found, pieces) or _read(found, form)


_PICTURES = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]+\s*")


def facts_line(pieces: Pieces) -> Facts | None:
    """Return what a line says that has no title; nothing where it says more, or too little.

    ``Ken Thompson, CACM 1984`` and ``📅 Jun 2020 · 🏛️ UC Berkeley`` are facts, ``Highly
    Recommended`` and ``Uses a mask branch, 2017`` are remarks.
    """
    pieces = [
        p if p.url else p._replace(text=_PICTURES.sub(" | ", p.text))
        for p in split_addresses(pieces)
    ]
    found = cut(pieces, links_of(pieces))
    facts = roles_of(found.segments, titled=False)
    sure = {fact.best for fact in facts if fact.best != "label"}
    if not sure or any(not fact.best for fact in facts) or len(facts) > _MOST_FACTS:
        return None
    named = [fact.weight for fact in facts if fact.best == "people"]
    sure_people = max(named, default=0.0) >= 2 or (len(named) > 1 and sum(named) > 2)
    dated_venue = sure == {"venue"} and year_of(found.text)  # ``NeurIPS 2020``
    if not sure_people and len(sure) < 2 and sure != {"year"} and not dated_venue:
        return None
    roles = [fact.best for fact in facts]
    return facts_in(found, Reading(-1, -1, 0.0, roles, len(roles)))


_MOST_FACTS = 35


def _referenced(found: Cut, pieces: Pieces) -> Title | None:
    """Return the title of a reference, with the roles that its style gives to the segments."""
    segments = found.segments
    if len(segments) < 2 or segments[0].dress == "link" or segments[0].inside == "“":
        return None  # ``[Gemini Embedding](…) (2025) - dense embeddings``: nobody's name
    labels = {s.at for s in segments if s.dress == "link" and is_labelled(s)}
    dressed = _dressed(found, pieces, labels)
    linked = any(segment.link and segment.link.is_paper for segment in segments)
    said = references.read(found.text, dressed, linked=linked)
    if said is None:
        return None
    begin, end = said.title
    own = [n for n, s in enumerate(segments) if s.end > begin and s.start < end]
    text = plain(found.text[begin:end])
    if not own or not _is_title(text) or any(segments[n].at in labels for n in own):
        return None
    if any(segment.dress == "link" for segment in segments[: own[0]]):
        return None
    first, last = segments[own[0]], segments[own[-1]]
    reading = _reading_of(segments, own, said.end)
    told = Facts(said.authors, said.more, said.year, said.venue)
    return Title(
        text, first.at, last.at + 1, first.link, first.inside == "“", found, reading, told, True
    )


def _reading_of(segments: list[Segment], title: list[int], end: int) -> Reading:
    """Return the roles in a reference: people, a title, and details up to ``end``."""
    facts = roles_of(segments)
    first = title[0]
    roles = ["people"] * first + ["title"] * len(title)
    for n in range(len(roles), len(segments)):
        if segments[n].start < end:
            roles.append("detail")
        else:
            roles.append(facts[n].best if facts[n].best in ("label", "year") else "")
    shape = shape_of(segments[first], facts[first - 1].best if first else "")
    return Reading(first, title[-1], 0.0, roles, len(segments), shape)


def _dressed(found: Cut, pieces: Pieces, labels: set[int]) -> list[tuple[int, int]]:
    """Return the stretches in bold, italics or a link, whole where a line ends within them."""
    spans: list[tuple[int, int]] = []
    former = BREAK
    for at, piece in enumerate(pieces):
        if piece == BREAK:
            continue
        dressed = piece.bold or piece.italic or piece.url
        if dressed and at not in labels and not piece.badge:
            end = found.starts[at] + len(piece.text.rstrip(" .,"))
            goes_on = (
                at > 1
                and pieces[at - 1] == BREAK
                and former._replace(text="") == (piece._replace(text=""))
            )
            if goes_on and spans and not piece.url:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((found.starts[at], end))
        former = piece
    return spans


def _read(found: Cut, form: Form | None = None, forced: int | None = None) -> Title | None:
    reading = best_reading(found, form, forced)
    if reading is None:
        return None
    first, last = found.segments[reading.first], found.segments[reading.last]
    quoted = first.inside == "“" != last.inside
    words = found.text[first.start - quoted : closed(found.text, first.start, last.end)]
    inner = _QUOTED_INSIDE.fullmatch(words) if first.dress == "link" else None
    words, told = _without_end(words, first.link) if first.link else (words, Facts())
    text = plain(inner[1] if inner else words)
    if not text or (is_labelled(first) if first.dress == "link" else not _is_title(text)):
        return None
    said = facts_in(found, reading)
    if inner:  # ``[“Simulating Physics with Computers” (1982) — Feynman](feynman.pdf)``
        year, _, named = inner[2].strip(" (").partition(")")
        said.year = int(year)
        said.filled(people(named.strip(" —–-,")))
    if behind := _YEAR_INSIDE.search(words):
        said.year = said.year or int(behind[1])  # ``BERT (2019): Pre-training of …``
    said.filled(told)
    return Title(text, first.at, last.at + 1, first.link, first.inside == "“", found, reading, said)


# ``Sheep (ICCV 2015)``, ``Sheep [2015]``, ``Sheep, ICML 2020``, ``Sheep | ICML 2020``; not
# ``Sheep, A Study of 2020``
_BRACKET_AT_END = re.compile(r"(.*\S)\s*[(\[（【]([^()\[\]（）【】]{4,60})[)\]）】]\.?")
_MEETING_AT_END = re.compile(
    rf"(.*[^\s,])(?:,|\s[-–—|])\s({KNOWN_VENUES.pattern}(?:\s['’]?|['’])(?:{YEAR}|\d\d))\.?"
)


def _without_end(words: str, link: Link) -> tuple[str, Facts]:
    """Part the words of a link from the year, the venue or the number of arXiv at their end.

    ``[Counting Sheep (ICML 2020)](…)``, but not ``[Counting Sheep (in the Dark)](…)``.
    """
    found = _BRACKET_AT_END.fullmatch(words) or _MEETING_AT_END.fullmatch(words)
    if found is None:
        return words, Facts()
    number = _ARXIV_NUMBER.fullmatch(found[2].strip())
    if number:  # of another paper, it is part of what is said
        is_own = link.identifier is not None and link.identifier.value == number[1]
        return (found[1], Facts(venue="arXiv")) if is_own else (words, Facts())
    if KNOWN_VENUES.fullmatch(found[2]):
        return found[1], Facts(venue=found[2])
    said = facts_line([Piece(_PRIZE.sub("", found[2]))])
    return (found[1], said) if said and said.year else (words, Facts())


# ``CVPR 2020, Oral``
_PRIZE = re.compile(r"(?i),\s(?:oral|spotlight|poster|highlight|best paper(?: award)?)$")
_ARXIV_NUMBER = re.compile(r"(?i)(?:arxiv[:\s]{0,2})?(\d{4}\.\d{4,5})(?:v\d+)?")


def _without_links(found: Found, line: int, form: Form | None) -> list[Entry]:
    """Return a paper that nobody linked: a title with its authors or its venue, as its siblings."""
    title = found.title
    if title is None:
        return []
    short = len(title.text.split()) < 2 and not title.is_reference
    if found.is_slot and is_event(title.text):
        return []
    if short or is_people(title.text, certain=True):
        return []
    # ``9:45 - Counting Sheep by Ann Lee``: who gives a talk in a programme has written its paper.
    is_talk = found.is_slot and bool(title.facts.authors)
    if not is_talk and not _is_listed(found, title, form):
        return []
    entry = Entry(title.text, line)
    read_rest(entry, title, [])
    return [entry]


def _is_listed(found: Found, title: Title, form: Form | None) -> bool:
    """Say whether an entry without a link to a paper is one, by what it says and its siblings say.

    ``T, A. Lee et al. (2016)`` tells enough by itself, ``T (SIGMOD 2020)`` among such lines.
    """
    said = replace(title.facts)
    said.filled(found.facts)
    if title.is_reference:
        return bool(said.year or said.venue) or (form is not None and form.refers())
    words = len(title.text.split())
    least = 3 if said.kinds() else 4
    bracket = title.cut.segments[title.reading.last].after == "open"
    if said.year and said.venue and bracket and title.text.istitle():
        least = 2  # ``Counting Sheep (ICML 2020)``, but not ``Area chair, ICML 2020``
    if words < least and not said.authors:
        return False
    talk = bool(_TALK.search(title.text)) and not told_by(title.text)
    if _DEGREE.match(title.text):
        return False
    if words > _SHORT and _tells_enough(title, said, talk=talk):
        return True
    if talk or not title.is_whole or form is None:
        return False
    return form.vouches(title.shape, said.kinds() | told_by(title.text))


_SHORT = 3


def _tells_enough(title: Title, said: Facts, *, talk: bool) -> bool:
    """Say whether an entry is a paper's by itself: it tells authors, and when or where.

    Talk quotes titles as well, but says more: ``as "T" by Lee et al. (2016) shows``.
    """
    if not said.authors or (title.quoted and not title.is_whole):
        return False
    several = len(said.authors) > 1
    if several and title.cut.segments[title.reading.last].after == "line":
        return True  # a line of names below the title
    sure = said.more or several or title.is_whole or title.is_behind_year
    dated = said.year or said.more or (several and said.venue)
    return bool(sure and dated) and not talk


def _with_words(found: Found, line: int, form: Form | None) -> list[Entry]:
    """Return the paper whose title is words beside its links."""
    title = found.title
    papers = [link for link in found.links if link.is_paper] or _told_pages(found)
    if title is None:
        return _bare(papers, found, line)
    if papers:
        links = [link for link in found.links if not _is_mention(link, title)]
        leads = any(link.is_paper or link.label == "html" for link in links)
        stands = leads or (title.is_reference and _is_listed(found, title, form))
    else:
        links = [link for link in found.links if link.label or link.place == "code"]
        stands = title.link is None and (
            _is_listed(found, title, form) or _has_code_alone(found, title)
        )
    if not stands:
        return []
    entry = Entry(title.text, line, links)
    read_rest(entry, title, links)
    return [entry]


def _has_code_alone(found: Found, title: Title) -> bool:
    """Say whether an entry is a paper of which nothing but its code is linked.

    ``**SASA**: "Stand-Alone Self-Attention in Vision Models", NeurIPS, 2019. [[PyTorch](…)]``; not
    ``PyTorch, NeurIPS 2019 [[Code](…)]`` nor ``Counting Sheep Challenge, CVPR 2021 [[Code](…)]``.
    """
    code = all(link.place == "code" for link in found.links)
    dated = title.facts.year and title.facts.venue
    if not (code and dated and title.is_whole and told_by(title.text)):
        return False
    return title.quoted or not _EVENT_OR_TOOL.search(title.text)


_EVENT_OR_TOOL = re.compile(
    r"(?i)\b(?:workshops?|challenges?|competitions?|tutorials?|courses?|toolkits?|toolbox|library|"
    r"slides|talks?|code)\b"
)


def _told_pages(found: Found) -> list[Link]:
    """Return the pages that are a paper's because the words tell a paper's facts.

    ``Counting Sheep, A. Lee and B. Ray [link](…)``; not ``Instructor: Ann Lee. Forum: [link](…)``.
    """
    facts = found.title.facts if found.title else Facts()
    told = facts.year or facts.more or len(facts.authors) > 1
    if not facts.venue and not (facts.authors and told):
        return []
    return [link for link in found.links if link.label == "html" and not link.place]


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
    if not link.titled or link.label or link.at < title.end or link.strong:
        return False
    if title.is_reference and link.is_paper and len(link.text.split()) < _FEW:
        return False  # ``… *Ateliers d'anthropologie*, 30. [En ligne](https://doi.org/…)``
    at = next((n for n, s in enumerate(title.cut.segments) if s.at == link.at), None)
    return at is None or title.reading.roles[at] != "label"


def _with_links(found: Found, line: int) -> list[Entry]:
    """Return the papers whose titles are the words of links: one, or several joined by "and"."""
    entries: list[Entry] = []
    groups = _groups(found) if found.title else []
    for number, group in enumerate(groups):
        first = group[0]
        own = [link for link in group if link is first or not (link.titled and not link.label)]
        papers = [link for link in own if link.is_paper]
        away = not papers and (_has_people(found.pieces, first) or _is_told(found, first))
        page = first.url if away else ""
        if not page and (not papers or (first not in papers and not any(p.label for p in papers))):
            continue
        title = found.title
        if len(groups) > 1:
            end = groups[number + 1][0].at if number + 1 < len(groups) else len(found.pieces)
            title = _read(cut(found.pieces[:end], own, first=first.at), None, 0) or title
        if title is None:
            continue
        entry = Entry(title.text, line, own, page=page)
        read_rest(entry, title, own)
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


def _is_told(found: Found, first: Link) -> bool:
    """Say whether what stands around a link that tells nothing makes its words a paper's title.

    ``[Counting Sheep](https://sheep.example) - A. Lee, B. Ray, ICML 2018``; a blog, a course and a
    talk name one person, or no year.
    """
    title = found.title
    if title is None or title.link is not first or len(first.text.split()) < 3:
        return False
    if first.place or first.label or not re.match("https?://", first.url):
        return False
    facts = title.facts
    several = len(facts.authors) > 1 or (facts.authors and facts.more)
    return bool(several and facts.year) and not _TALK.search(first.text)


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
    if title is None or title.link is None:
        return [_page_entry(found, title, own, len(found.pieces), line)]
    if title.link not in own:
        return []
    found.links = own
    groups = _groups(found, papers=False)
    groups = [group for group in groups if group[0].titled and group[0] in own]
    ends = [*(group[0].at for group in groups[1:]), len(found.pieces)]
    return [
        _page_entry(found, None, group, end, line) for group, end in zip(groups, ends, strict=False)
    ]


def _page_entry(found: Found, title: Title | None, links: list[Link], end: int, line: int) -> Entry:
    """Return what the first of some links leads to, titled by words or by the link's own."""
    first = links[0]
    title = title or _read(cut(found.pieces[:end], links, first=first.at), None, 0)
    entry = Entry(title.text if title else "", line, links, page=first.url)
    if title:
        read_rest(entry, title, [link for link in links if link is first or not link.titled])
    entry.facts.filled(found.facts)
    return entry


def _groups(found: Found, *, papers: bool = True) -> list[list[Link]]:
    """Part links at each title: the first, and those that are joined to the one before."""
    groups: list[list[Link]] = []
    early: list[Link] = []
    last: Link | None = None
    begins = found.title.start if found.title else 0
    for link in found.links:
        between = text_of(found.pieces[last.at + 1 : link.at]) if last else ""
        joined = bool(_JOINED.fullmatch(_TOLD_YEAR.sub("", between)))
        starts = link.titled and not link.badge and link.at >= begins and (not groups or joined)
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


# What stands around the title


def read_rest(entry: Entry, title: Title, links: list[Link]) -> None:
    """Take facts and remark out of all that stands around the title."""
    entry.facts.filled(title.facts)
    entry.remarks.append(_said_behind(title, {link.at for link in links}))


def _said_behind(title: Title, own: set[int]) -> str:
    """Return what is said behind a title and is neither a fact nor the words of a label."""
    found, reading = title.cut, title.reading
    segments = found.segments
    end = closed(found.text, segments[reading.first].start, segments[reading.last].end)
    spans = [
        (segment.start, closed(found.text, segment.start, segment.end))
        for n, segment in enumerate(segments)
        if n > reading.last
        and (
            segment.at in own
            or segment.dress == "badge"
            or (n < reading.remark and reading.roles[n])
        )
    ]
    text, here = "", end
    for start, stop in spans:
        text += found.text[here : max(here, start)] + "\x00"
        here = max(here, stop)
    text += found.text[here:]
    if re.search("[:：]\\s*\x00", text):
        text = _NAMED_GAP.sub(lambda m: "\x00" if role_of(m[1]) else m[0], text)
    return remark_of(text)


_LOOSE = frozenset({"and", "&", "und", "et", "by", "von", "par", "por", "di"})
"""What is left of a line whose names or links were taken."""


def remark_of(text: str) -> str:
    """Return a remark without the brackets of labels that stood in it."""
    for _ in range(3):
        text = _EMPTY.sub(" ", text)
    lines = (clean(_MARKS.sub(" ", line)) for line in text.split("\n"))
    lines = (line for line in lines if line.strip(" ,;.").lower() not in _LOOSE)
    return "\n".join(filter(None, map(_without_edges, lines)))


def _without_edges(line: str) -> str:
    """Return a line without the marks that parted it from a title; a sentence keeps its end."""
    bare = line.strip(' \t,;|/[]-–—:：.*"”’)»')
    end = re.search(r"\.{1,3}$", line.rstrip(" \t|/[]*"))
    if bare.count("(") > bare.count(")"):
        bare += ")"
    return bare + end[0] if end and len(bare.split()) > 3 else bare
