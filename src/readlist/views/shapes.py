"""The documented JSON of every command, as types: fields are added, never removed or renamed.

``docs/make.py`` writes them as JSON Schema files, which ``readlist help json NAME`` prints; the
tests hold every answer of the program to them. A docstring is what the schema says of its shape.
Every answer also has ``version``, 1, which goes up only if a field changes its meaning.
"""

from typing import Any, NamedTuple, NotRequired, TypedDict

from readlist.model import FACTS, FIELDS, NUMBER, OF_READING

# Papers


class PaperRef(TypedDict):
    """A paper in short; the status is the reader's, null where there is none."""

    id: int
    key: str
    title: str | None
    status: str | None


class Author(TypedDict):
    """A person with the parts of the name, or a group, which has the whole name alone."""

    family: str | None
    given: str | None
    name: str | None
    suffix: NotRequired[str]


class Note(TypedDict):
    """A note of a reader, in Markdown."""

    body: str
    created: str | None
    reader: str | None


class Entry(TypedDict):
    """A place in a curated list: the headings above it, and what the curator says there."""

    section: list[str]
    position: int
    remark: str | None
    list: str


class Paper(TypedDict):
    """A paper in full; what is not known is null, times are UTC.

    Identifiers and links show the first value of each name; where a name has several,
    identifiers_all or links_all has every pair. What a question asks for and a paper has not is in
    lacks, with 'search --any' and 'search --why' alone; by_meaning says that what it means, more
    than its words, made 'search --any' find it.
    """

    id: int
    key: str
    title: str | None
    authors: list[Author]
    year: int | None
    published: str | None
    venue: str | None
    abstract: str | None
    identifiers: dict[str, str]
    links: dict[str, str]
    status: str | None
    priority: int
    rating: int | None
    tags: list[str]
    notes: list[Note]
    lists: list[Entry]
    added: str | None
    started: str | None
    finished: str | None
    author_count: int | None
    organization: str | None
    kind: str | None
    progress: str | None
    extra: dict[str, Any]
    identifiers_all: NotRequired[list[list[str]]]
    links_all: NotRequired[list[list[str]]]
    lacks: NotRequired[list[str]]
    by_meaning: NotRequired[bool]


_kinds = {name: FIELDS[name] for name in FACTS} | dict(OF_READING)
for _name, _kind in _kinds.items():  # those that are newer than the list above
    Paper.__annotations__.setdefault(_name, int | None if _kind == NUMBER else str | None)


class Papers(TypedDict):
    """Papers in full, in the order that was asked for."""

    papers: list[Paper]


class Source(TypedDict):
    """Who said a fact, and how far that is believed."""

    source: str
    rank: str


class Term(TypedDict):
    """A reason for a score: what it adds to it, or takes away."""

    text: str
    weight: float
    kind: NotRequired[str]


class ShownPaper(Paper):
    """A paper in full; with --sources who said each fact, with --why its score."""

    sources: NotRequired[dict[str, Source]]
    score: NotRequired[float | None]
    why: NotRequired[list[Term]]


class ShownPapers(TypedDict):
    """The papers that were named."""

    papers: list[ShownPaper]


class WeighedPaper(Paper):
    """A paper that answers a question: how well, and what each part of it adds to that."""

    score: float
    why: list[Term]


class WeighedPapers(TypedDict):
    """The papers that answer a question best, the best first."""

    papers: list[WeighedPaper]


class SimilarPaper(Paper):
    """A paper that is like others: the words that both have, and how many references."""

    shares: list[str]
    same_references: int
    meaning: float | None
    reasons: str


class SimilarPapers(TypedDict):
    """The papers that are most like some, the nearest first."""

    papers: list[SimilarPaper]


class Changed(TypedDict):
    """Papers as they are after a change, and how many of them it changed."""

    changed: int
    dry_run: bool
    papers: list[Paper]


class RenamedKey(TypedDict):
    """A key that a paper could not keep or get, the one that it has, and why."""

    paper: int
    line: int
    key: str
    new_key: str
    why: str


class KeptApart(TypedDict):
    """A paper that states the identifier of another one, and why they are not made one."""

    paper: int
    line: int
    other: int
    identifier: str
    why: str


class Added(TypedDict):
    """What became of references; absent and failed name what services did not say, and why."""

    new: int
    known: int
    dry_run: bool
    papers: list[Paper]
    absent: list[str]
    failed: dict[str, str]
    waiting: list[str]
    questions: int
    doubts: list[str]
    kept_apart: list[KeptApart]
    renamed: list[RenamedKey]


# Reading


class Waiting(PaperRef):
    """A paper to read, with the reasons why it is next."""

    authors: str
    year: int | None
    priority: int
    added: str
    started: str | None
    progress: str | None
    due: str | None
    why: str


class TimedPaper(Waiting):
    """A paper to read with the minutes that it takes; pages is null where nobody says them."""

    minutes: NotRequired[int]
    pages: NotRequired[int | None]


class PlannedPaper(Waiting):
    """A paper of a plan: the minutes that it takes, of which a session has room for a part."""

    minutes: int
    pages: int | None
    part: int | None
    day: str | None


class Plan(TypedDict):
    """What a session of some minutes holds, or which day each paper has until the last one.

    The pace is minutes for a page, a guess where no readings say it; set counts the due dates that
    were written.
    """

    minutes: int
    of: int | None
    last: str | None
    pace: float
    readings: int
    set: int
    dry_run: bool
    papers: list[PlannedPaper]


class NextPapers(TypedDict):
    """What to read now."""

    papers: list[TimedPaper]


class ListSummary(TypedDict):
    """A curated list and how far the reader is with it."""

    name: str
    title: str
    source: str
    added: str
    entries: int
    papers: int
    done: int
    reading: int
    read: int
    skimmed: int
    dropped: int


class Finished(TypedDict):
    """How many papers were finished in the last 7 and 30 days."""

    week: int
    month: int


class Fresh(TypedDict):
    """A paper that came since the inbox was last looked at."""

    id: int
    key: str
    title: str | None
    year: int | None
    score: float | None


class Flow(TypedDict):
    """Papers of the last 7 days: came, kept from the inbox, dropped otherwise than out of it."""

    came: int
    kept: int
    let_go: int


class Hand(TypedDict):
    """What needs a hand: open questions, feeds that fail, and a backup; its last day, if known."""

    questions: int
    failed_feeds: list[str]
    backup: str | None
    backup_due: bool


class Overview(TypedDict):
    """The state of a person's reading; new counts what came since the last look at the inbox.

    In due is what has a day in the coming week, first what is overdue, also some of reading.
    """

    papers: int
    counts: dict[str, int]
    urgent: int
    new: int
    best: list[Fresh]
    finished: Finished
    overdue: int
    due: list[Waiting]
    reading: list[Waiting]
    next: list[Waiting]
    lists: list[ListSummary]
    moving: list[str]
    flow: Flow
    hand: Hand


class Figure(TypedDict):
    """A number of papers, and the query with which 'list' shows them."""

    papers: int
    query: str


class Period(TypedDict):
    """What moved from a day to another: arrived at all, came onto the list, was read, let go."""

    first: str
    last: str
    arrived: Figure
    kept: Figure
    finished: Figure
    let_go: Figure


class DayCount(TypedDict):
    """A day, and the papers that were finished on it."""

    day: str
    papers: int


class Age(Figure):
    """Papers that wait for less than name, and not for less than the name before."""

    name: str


class DaysToRead(Figure):
    """Days from the list to finished of so many papers; null where too few were finished."""

    median: int | None
    ninth_tenth: int | None


class Pace(TypedDict):
    """Papers that come onto the list and leave it in a week."""

    kept: float
    finished: float
    let_go: float


class Imported(TypedDict):
    """Papers that came onto the list at once, on so many days."""

    papers: int
    days: int


class Forecast(TypedDict):
    """What becomes of the list at the pace of so many weeks; null where that is never.

    A pace of null says that there is too little history. Earliest and latest bound the month in
    four of five cases; unread is the part that is never read; without was no part of the pace.
    """

    weeks: int
    waiting: int
    a_week: Pace | None
    done: str | None
    earliest: str | None
    latest: str | None
    unread: float | None
    without: Imported | None


class Streak(TypedDict):
    """Days on which something was finished: of the last 30, in a row, at most in a row."""

    recent: int
    current: int
    longest: int
    longest_until: str | None


class Stats(TypedDict):
    """How the reader's list goes; days are those of the map on which something was finished."""

    query: str | None
    today: str
    map: Period
    days: list[DayCount]
    weeks: list[Period]
    flow: Period
    inbox: Figure
    to_read: Figure
    reading: Figure
    waiting: Figure
    ages: list[Age]
    half_life_days: int | None
    days_to_read: DaysToRead
    forecast: Forecast
    streak: Streak


class Remembered(TypedDict):
    """A paper of a year, what it is remembered for, and the days that it had waited."""

    said: str
    id: int
    key: str
    title: str | None
    year: int | None
    rating: int | None
    finished: str
    days: int | None


class NamedFigure(Figure):
    """A list, tag, venue, author or feed, and how many of its papers were read."""

    name: str


class StatsYear(TypedDict):
    """A year of reading; weekdays begin with Monday, tops are by list, tag, feed and so on."""

    year: int
    query: str | None
    all: Period
    months: list[Period]
    days: list[DayCount]
    weekdays: list[int]
    papers: list[Remembered]
    tops: dict[str, list[NamedFigure]]


class StatsRow(TypedDict):
    """A list, tag, venue, author or feed, and how far the reader is with its papers."""

    name: str
    inbox: Figure
    waiting: Figure
    finished: Figure
    dropped: Figure


class StatsBy(TypedDict):
    """Figures by list, tag, venue, author or feed, those with most papers first."""

    by: str
    query: str | None
    rows: list[StatsRow]


class Hopeless(TypedDict):
    """A paper that waits, its days on the list, and how many that came later were read before it.

    Hope is between 0 and 1: less with each of these, with each year, and with a low score.
    """

    id: int
    key: str
    title: str | None
    year: int | None
    since: str
    days: int
    passed_over: int
    score: float | None
    hope: float


class LetGo(TypedDict):
    """What was dropped, least hope first, of so many waiting that nobody said a word for."""

    dropped: int
    dry_run: bool
    waiting: int
    papers: list[Hopeless]


class Tag(TypedDict):
    """A tag with the number of its papers."""

    tag: str
    papers: int


class Tags(TypedDict):
    """All tags."""

    tags: list[Tag]


class HistoryEntry(TypedDict):
    """One command that changed the library."""

    id: int
    at: str
    reader: str
    command: str
    summary: str
    state: str


class History(TypedDict):
    """Commands that changed the library, the newest first."""

    entries: list[HistoryEntry]


# Lists


class ListWithNext(ListSummary):
    """A curated list with the key of the next paper that is not done."""

    next: str | None


class Site(TypedDict):
    """A site that was written: its pages, and what became of the files of its folder."""

    folder: str
    title: str
    papers: int
    written: list[str]
    removed: list[str]
    unchanged: int
    dry_run: bool


class SavedSearch(TypedDict):
    """A saved search with how many papers it finds; ``problem`` says why it cannot be asked."""

    name: str
    query: str
    added: str | None
    papers: int
    done: int
    problem: str | None


class SavedSearches(TypedDict):
    """The saved searches."""

    searches: list[SavedSearch]


class SearchSaved(TypedDict):
    """A search that was saved or renamed; ``former`` is its query, or its name, before."""

    search: SavedSearch
    former: str | None
    dry_run: bool


class SearchesRemoved(TypedDict):
    """The names of searches that were forgotten."""

    removed: list[str]
    dry_run: bool


class Lists(TypedDict):
    """Every curated list."""

    lists: list[ListWithNext]
    saved: list[SavedSearch]


class ListChanged(TypedDict):
    """Lists as they are after a change, or were before they went."""

    changed: int
    dry_run: bool
    lists: list[ListSummary]


class ListPlace(PaperRef):
    """An entry of a list: where it stands, the paper, and the curator's remark."""

    position: int
    section: list[str]
    remark: str
    authors: str
    year: int | None


class Section(TypedDict):
    """A section of a list, by its headings from the outside, and the progress in it."""

    section: list[str]
    papers: int
    done: int
    reading: int


class OneList(TypedDict):
    """A curated list with its entries in the curator's order."""

    list: str
    entries: "list[ListPlace]"
    sections: "list[Section]"
    summary: ListSummary


class Position(TypedDict):
    """Where an entry stood or stands, and with which remark."""

    section: list[str]
    position: int
    remark: str | None


class ListChange(TypedDict):
    """An entry that a file would change; the number is null for a paper that is not known."""

    changes: list[str]
    id: int | None
    key: str
    title: str | None
    before: Position | None
    after: Position | None


class SectionChange(TypedDict):
    """A section that is called otherwise, or that stands elsewhere under the same name."""

    before: list[str]
    after: list[str]
    entries: int


class ListDiff(TypedDict):
    """What a file would change in a list."""

    added: int
    removed: int
    moved: int
    reworded: int
    sections: list[SectionChange]
    changes: list[ListChange]
    file: str
    list: str


class ListFinding(TypedDict):
    """Something to put right in a list."""

    kind: str
    what: str
    papers: list[PaperRef]


class ListMended(TypedDict):
    """What was put right; ``paper`` is null where it is about none of the library."""

    paper: int | None
    what: str


class ListCheck(TypedDict):
    """What a curator would put right in a list, and what was put right with ``--fix``."""

    findings: list[ListFinding]
    mended: list[ListMended]
    dry_run: bool
    list: str


class ListPatch(TypedDict):
    """A patch for the list's own file, and what it changes."""

    changes: list[ListMended]
    patch: str
    file: str
    list: str


# Files


class Problem(TypedDict):
    """What could not be read, with its line."""

    line: int | None
    message: str


class ListChanges(TypedDict):
    """How many entries of a list came, went, moved and were reworded, and what its sections did."""

    added: int
    removed: int
    moved: int
    reworded: int
    sections: list[SectionChange]


class Contradiction(TypedDict):
    """A fact that a file says otherwise; ``taken`` where it stands now, as a person preferred."""

    paper: int
    line: int
    field: str
    kept: str
    said: str
    taken: bool


class Feeds(TypedDict):
    """How many feeds, or saved searches, a file names."""

    found: int
    new: int


class Step(TypedDict):
    """What becomes of a paper of the file; filled by a dry run, and with --verbose."""

    kind: str
    line: int | None
    key: str | None
    title: str
    adds: str | None
    why: str | None


class Import(TypedDict):
    """What an import of one file did, or would do."""

    file: str
    format: str
    recognised: str | None
    found: int
    new: int
    merged: int
    unchanged: int
    skipped: int
    problems: list[Problem]
    kept: dict[str, int]
    list_changes: ListChanges
    contradictions: list[Contradiction]
    questions: list[KeptApart]
    renamed: list[RenamedKey]
    dry_run: bool
    feeds: Feeds
    searches: Feeds
    plan: list[Step]
    list: str | None


class Imports(TypedDict):
    """What an import of several files did, or would do."""

    imports: list[Import]


class ExplainedSegment(TypedDict):
    """A stretch of an entry, what it was taken for, how surely (0 where that is open), and why."""

    text: str
    dress: str | None
    behind: str | None
    role: str
    weight: float
    why: list[str]


class ExplainedEntry(TypedDict):
    """How what begins on a line of a list was read; ``title`` is null where there is none."""

    line: int
    text: str
    title: str | None
    how: str
    segments: list[ExplainedSegment]


class Explained(TypedDict):
    """Why a line of a list is read as it is."""

    line: int
    entries: list[ExplainedEntry]


class Mentioned(TypedDict):
    """A reference as the file has it."""

    key: str | None
    title: str | None
    identifiers: list[str]


class Work(TypedDict):
    """A work as services tell of it; cited_by is how often the world cites it."""

    title: str | None
    authors: str | None
    year: int | None
    identifiers: dict[str, str]
    cited_by: int | None


class RelatedWork(Work):
    """A work beside a paper, and the paper that it is in the library."""

    paper: PaperRef | None


class References(TypedDict):
    """What a paper cites; state is done, hidden (by the publisher), unknown, or null: not asked."""

    paper: PaperRef
    state: str | None
    source: str | None
    asked: str | None
    known: int
    total: int
    references: list[RelatedWork]


class CitedBy(TypedDict):
    """Who cites a paper, the newest first; state is as for references."""

    paper: PaperRef
    state: str | None
    source: str | None
    asked: str | None
    known: int
    total: int
    citing: list[RelatedWork]


class NeededWork(RelatedWork):
    """What to read before a paper: how many of these works build on it."""

    needed_by: int
    why: str


class Before(TypedDict):
    """What to read before a paper, in this order."""

    paper: PaperRef
    state: str | None
    before: list[NeededWork]


class Gap(Work):
    """A work that papers cite and the library has not; number is what --add takes."""

    number: int
    count: int
    lift: float
    papers: list[PaperRef]


class Gaps(TypedDict):
    """What is missing, and of how many of the papers it is known what they cite."""

    papers: int
    with_references: int
    least: int
    hidden: int
    unknown: int
    not_asked: int
    gaps: list[Gap]


class GapsPlan(TypedDict):
    """What it costs to ask what papers cite."""

    papers: int
    to_ask: int
    requests: int
    requests_at_most: int
    seconds: float
    dry_run: bool


class ConnectedPaper(PaperRef):
    """A paper among others: how many of them cite it, how many it cites, its share of PageRank."""

    year: int | None
    cited_by: int
    cites: int
    share: float


class StatsGraph(TypedDict):
    """How the papers of a list or a query build on each other; what most build on comes first."""

    of: str | None
    total: int
    with_references: int
    hidden: int
    unknown: int
    not_asked: int
    citations: int
    alone: int
    papers: list[ConnectedPaper]


class OrderedPaper(PaperRef):
    """A paper of a list in the order to read it: how many of those that follow build on it."""

    year: int | None
    position: int
    cited_by: int
    following: int
    why: str


class ListOrder(TypedDict):
    """A list in the order to read it; what others build on comes first."""

    papers: list[OrderedPaper]
    with_references: int
    list: str


class Reference(TypedDict):
    """A reference of a file: where it stands first, how often, and the paper that it means."""

    file: str
    line: int | None
    count: int
    known: bool
    reference: str | None
    found: Mentioned
    paper: PaperRef | None


class Seen(TypedDict):
    """Which references of files the library knows."""

    known: int
    new: int
    references: list[Reference]


class BibliographyEntry(TypedDict):
    """What the bibliography says of a citation."""

    title: str | None
    identifiers: list[str]


class Citation(TypedDict):
    """A citation to look at; kind is no-entry, missing, freed, twice, preprint or unread.

    ``former`` is the title of the removed paper that had the key (freed).
    """

    kind: str
    key: str
    file: str
    line: int | None
    paper: PaperRef | None
    entry: BibliographyEntry | None
    others: list[str]
    published: str | None
    former: NotRequired[str]


class Unread(TypedDict):
    """A file of a manuscript that was not read."""

    file: str
    line: int
    name: str
    reason: str


class Manuscript(TypedDict):
    """The citations of a manuscript that are to be looked at."""

    file: str
    format: str
    cited: int
    bibliographies: list[str]
    findings: list[Citation]
    unread: list[Unread]


class Cited(TypedDict):
    """The citations of manuscripts that are to be looked at."""

    files: list[Manuscript]


# Feeds


class FeedTag(TypedDict):
    """A tag for the papers that a query finds; an empty query finds all of them."""

    query: str
    tag: str


class Feed(TypedDict):
    """A feed and its settings; what is null has no setting of its own."""

    name: str
    kind: str
    address: str
    title: str | None
    site: str | None
    tags: list[str]
    added: str | None
    schedule: str
    paused: str | None
    kinds: list[str] | None
    items: str | None
    keep: list[str]
    drop: list[str]
    tag: list[FeedTag]
    limit: int | None
    min_votes: int | None
    list: str | None


class PulledFeed(TypedDict):
    """What one pull did for a feed: the days asked for, and what became of what was found."""

    pull: int
    at: str
    first: str | None
    last: str | None
    requests: int
    scanned: int
    known: int
    filtered: int
    new: int
    state: str
    reason: str | None
    facts: dict[str, Any]


class PullState(TypedDict):
    """How far a feed was read, and how often in a row it failed."""

    tried: str | None
    succeeded: str | None
    failures: int
    through: str | None
    note: str | None
    last: PulledFeed | None


class FeedState(Feed):
    """A feed with where it stands; waiting counts its papers in the inbox."""

    waiting: int
    pulled: PullState


class FollowedFeeds(TypedDict):
    """The feeds that are followed."""

    feeds: list[FeedState]


class FeedDetails(FeedState):
    """A feed with its last pulls; missing are days that could not be had yet."""

    papers: int
    missing: list[str]
    pulls: list[PulledFeed]


class FeedsAdded(TypedDict):
    """Feeds that are followed from now on, and those that were."""

    added: list[Feed]
    known: list[Feed]
    dry_run: bool


class FeedsImported(TypedDict):
    """What became of the feeds of a file."""

    file: str
    new: list[Feed]
    known: list[Feed]
    skipped: int
    problems: list[Problem]
    dry_run: bool


class FeedEdited(TypedDict):
    """A feed as it is after a change."""

    feed: Feed
    changed: bool
    dry_run: bool


class FeedsTurned(TypedDict):
    """Feeds that were paused or resumed, and how many of them were not so before."""

    feeds: list[Feed]
    changed: int
    dry_run: bool


class RemovedFeed(Feed):
    """A feed that is followed no more, with the number of its papers, which stay."""

    papers: int


class FeedsRemoved(TypedDict):
    """Feeds that are followed no more."""

    removed: list[RemovedFeed]
    dry_run: bool


class FeedOfPull(PulledFeed):
    """What a pull did for the feed of that name."""

    feed: str


class Pull(TypedDict):
    """One pull with what it did for each feed."""

    pull: int | None
    started: str
    finished: str | None
    command: str
    state: str
    new: int
    feeds: list[FeedOfPull]


class PullNow(Pull):
    """What a pull did, or would do."""

    dry_run: bool


class Pulls(TypedDict):
    """Pulls, the newest first."""

    pulls: list[Pull]


class Brought(TypedDict):
    """A feed that brought a paper: the day it was announced, and when it was seen there."""

    name: str | None
    announced: str | None
    seen: str | None
    votes: int | None


class InboxPaper(Paper):
    """A paper that waits: its score with the terms of it, and the feeds that brought it."""

    score: float | None
    why: list[Term]
    feeds: list[Brought]
    new: bool


class Inbox(TypedDict):
    """The papers that wait to be decided, the best first."""

    papers: list[InboxPaper]


class Follow(TypedDict):
    """An author, a word or a list that moves papers up, or down where it is muted."""

    kind: str
    value: str
    muted: bool
    added: str | None


class Follows(TypedDict):
    """What is followed and muted."""

    follows: list[Follow]


class FollowsChanged(TypedDict):
    """What was followed, muted, or forgotten."""

    changed: int
    dry_run: bool
    follows: list[Follow]


class DigestPaper(Paper):
    """A new paper with its score and the feeds that brought it."""

    arrived: str | None
    feeds: list[str]
    score: float | None
    why: list[Term]


class Topic(TypedDict):
    """The papers of one topic."""

    name: str
    papers: list[DigestPaper]


class DigestFeed(TypedDict):
    """The new papers of a feed by topic; the name is null for papers of no feed."""

    name: str | None
    title: str | None
    topics: list[Topic]


From = TypedDict("From", {"from": str | None})
"""What was there before, a word that Python keeps for itself."""


class NewsChange(From):
    """A change of a paper: version, published, journal-ref, withdrawn, retracted or title."""

    at: str
    what: str
    to: str | None


class News(NewsChange):
    """What became of a paper; several versions are one change, other changes stand in also."""

    paper: PaperRef
    also: NotRequired[list[NewsChange]]


class DueRef(PaperRef):
    """A paper that is due, and why."""

    why: str


class Digest(TypedDict):
    """What is new: papers by feed and topic, changes of papers, and what is due."""

    since: str | None
    through: str | None
    arrived: int
    shown: int
    decided: int
    feeds: list[DigestFeed]
    changes: list[News]
    due: list[DueRef]


class NewsList(TypedDict):
    """What changed about papers, the newest first."""

    news: list[News]


class Refreshed(TypedDict):
    """What services said became of papers; completed are the numbers of those with new facts."""

    asked: int
    completed: list[int]
    dry_run: bool
    news: list[News]


# Repair and completion


class EnrichDue(PaperRef):
    """A paper that lacks something."""

    lacks: list[str]


class EnrichPlan(TypedDict):
    """What completing papers would ask, and how long that takes."""

    due: int
    requests: int
    seconds: int
    most_requests: int
    most_seconds: int
    papers: list[EnrichDue]
    dry_run: bool


class Enriched(TypedDict):
    """What completing papers brought: papers by what they gained, and why some are left."""

    due: int
    changed: int
    papers: list[int]
    gained: dict[str, int]
    questions: int
    waiting: int
    requests: dict[str, int]
    failures: list[str]
    dry_run: bool


class Candidate(TypedDict):
    """A work that a title may mean."""

    number: int
    title: str | None
    authors: list[str]
    year: int | None
    venue: str | None
    identifiers: list[str]
    source: str


class Question(PaperRef):
    """A paper with the works that it may be."""

    authors: list[str]
    year: int | None
    asked: str | None
    candidates: list[Candidate]


class Questions(TypedDict):
    """Titles that may be several papers."""

    questions: list[Question]


class Alike(TypedDict):
    """Papers that may be one work, why, and in which facts they differ."""

    reason: str
    differences: list[str]
    papers: list[Paper]


class Dupes(TypedDict):
    """Papers that may be the same work."""

    groups: list[Alike]


class Key(TypedDict):
    """A paper by its citation key."""

    id: int
    key: str
    title: str | None


class Keys(TypedDict):
    """Citation keys."""

    keys: list[Key]


class KeyFinding(TypedDict):
    """What is wrong with keys: same-work, same-key or not-citable, and the papers of them."""

    kind: str
    keys: list[str]
    papers: list[int]
    message: str


class KeyFindings(TypedDict):
    """What is wrong with citation keys."""

    findings: list[KeyFinding]


class RenewedKey(TypedDict):
    """A paper with its former key and its new one."""

    number: int
    former: str
    key: str
    title: str | None


class KeysRenewed(TypedDict):
    """Keys that were made anew."""

    renewed: list[RenewedKey]
    dry_run: bool


# PDFs


class Pdf(PaperRef, From):
    """The PDF of a paper: where it is kept, where it came from, or why there is none."""

    path: str | None
    new: bool
    bytes: int | None
    sha256: str | None
    problem: str | None


class Pdfs(TypedDict):
    """What was downloaded."""

    kept: int
    known: int
    papers: list[Pdf]
    waiting: list[str]


class PdfProblem(TypedDict):
    """A PDF that could not be read."""

    id: int
    key: str | None
    problem: str


class Indexed(TypedDict):
    """What became of the PDFs whose text is searchable."""

    read: int
    pages: int
    unchanged: int
    removed: int
    problems: list[PdfProblem]


class MeaningState(TypedDict):
    """How many papers were read for what they mean, and how many are not yet."""

    papers: int
    waiting: int


class IndexState(TypedDict):
    """What is in the index of full texts, and how many PDFs are not."""

    path: str
    files: int
    pages: int
    waiting: int
    meaning: NotRequired[MeaningState]


class MeaningRead(TypedDict):
    """How many papers a run read for what they mean, and how many are left."""

    read: int
    waiting: int


class Page(TypedDict):
    """A page that has the words, and those of them that the snippet shows."""

    paper: PaperRef
    page: int
    file: str
    snippet: str
    found: list[str]


class Pages(TypedDict):
    """Pages of PDFs that have the words, the best first."""

    pages: list[Page]


# The program itself


class Setting(TypedDict):
    """A setting, its value, and where that comes from."""

    name: str
    value: bool | int | float | str | None
    origin: str
    help: str
    environment: str | None


class Settings(TypedDict):
    """The settings in force."""

    settings: list[Setting]


class Health(TypedDict):
    """What is wrong with the library; where nothing is, how much is in it and what to know."""

    path: str
    problems: list[str]
    rows: dict[str, int]
    notes: list[str]


class Failure(TypedDict):
    """What went wrong: a word that never changes, the sentence, and the exit code.

    The words are usage, config, query, not-found, ambiguous, file, format, network, throttled,
    unreachable, gone, offline, library, output, interrupted and problem.
    """

    code: str
    message: str
    exit: int
    query: NotRequired[str | None]
    column: NotRequired[int | None]


class Error(TypedDict):
    """A failure of any command with --json, one line on standard error."""

    error: Failure


class Shape(NamedTuple):
    """A documented answer: its types, of which it has one, and the commands that give it."""

    types: tuple[type, ...]
    commands: str


SHAPES = {
    "papers": Shape((Papers,), "list, search, note PAPER, status PAPER, due, snooze, pick"),
    "search-why": Shape((WeighedPapers,), "search --why"),
    "similar": Shape((SimilarPapers,), "similar"),
    "show": Shape((ShownPapers,), "show"),
    "changed": Shape(
        (Changed,),
        "status, tag, rate, priority, due, snooze, note, edit, attach, key, rm, merge, accept, "
        "reject, inbox keep, inbox later, inbox drop, inbox --expire, lists add, lists drop",
    ),
    "add": Shape((Added,), "add"),
    "import": Shape((Import, Imports), "import"),
    "import-explain": Shape((Explained,), "import --explain"),
    "inbox": Shape((Inbox,), "inbox"),
    "overview": Shape((Overview,), "status"),
    "next": Shape((NextPapers,), "next"),
    "let-go": Shape((LetGo,), "let-go"),
    "stats": Shape((Stats,), "stats"),
    "stats-year": Shape((StatsYear,), "stats year"),
    "stats-by": Shape((StatsBy,), "stats by"),
    "stats-graph": Shape((StatsGraph,), "stats graph"),
    "plan": Shape((Plan,), "plan"),
    "tags": Shape((Tags,), "tag"),
    "history": Shape((History,), "history, undo, redo"),
    "lists": Shape((Lists,), "lists"),
    "lists-show": Shape((OneList,), "lists show"),
    "lists-diff": Shape((ListDiff,), "lists diff"),
    "lists-check": Shape((ListCheck,), "lists check"),
    "lists-patch": Shape((ListPatch,), "lists check --patch"),
    "lists-changed": Shape((ListChanged,), "lists rename, lists rm"),
    "site": Shape((Site,), "site"),
    "saved": Shape((SavedSearches,), "saved"),
    "search-saved": Shape((SearchSaved,), "save, saved rename"),
    "searches-removed": Shape((SearchesRemoved,), "saved rm"),
    "seen": Shape((Seen,), "seen"),
    "cited": Shape((Cited,), "cited"),
    "refs": Shape((References,), "refs"),
    "cited-by": Shape((CitedBy,), "cited-by"),
    "before": Shape((Before,), "before"),
    "gaps": Shape((Gaps,), "gaps"),
    "gaps-plan": Shape((GapsPlan,), "gaps --dry-run"),
    "lists-order": Shape((ListOrder,), "lists order"),
    "feed-list": Shape((FollowedFeeds,), "feed list"),
    "feed-show": Shape((FeedDetails,), "feed show"),
    "feed-add": Shape((FeedsAdded,), "feed add, lists follow"),
    "feed-edit": Shape((FeedEdited,), "feed edit"),
    "feed-import": Shape((FeedsImported,), "feed import"),
    "feed-pause": Shape((FeedsTurned,), "feed pause, feed resume"),
    "feed-rm": Shape((FeedsRemoved,), "feed rm"),
    "pull": Shape((PullNow,), "pull"),
    "pulls": Shape((Pulls,), "pulls"),
    "pulls-show": Shape((Pull,), "pulls show"),
    "follows": Shape((Follows,), "follow, mute"),
    "follows-changed": Shape((FollowsChanged,), "follow, mute"),
    "digest": Shape((Digest,), "digest"),
    "news": Shape((NewsList,), "news"),
    "refresh": Shape((Refreshed,), "refresh"),
    "enrich": Shape((Enriched,), "enrich"),
    "enrich-plan": Shape((EnrichPlan,), "enrich --dry-run"),
    "questions": Shape((Questions,), "questions"),
    "dupes": Shape((Dupes,), "dupes"),
    "keys": Shape((Keys,), "keys"),
    "keys-check": Shape((KeyFindings,), "keys --check"),
    "keys-renew": Shape((KeysRenewed,), "keys --renew"),
    "pdf": Shape((Pdfs,), "pdf"),
    "index": Shape((IndexState,), "index"),
    "index-pdf": Shape((Indexed,), "index --pdf"),
    "index-meaning": Shape((MeaningRead,), "index --meaning"),
    "pages": Shape((Pages,), "search --fulltext"),
    "config-list": Shape((Settings,), "config list"),
    "db-check": Shape((Health,), "db check"),
    "error": Shape((Error,), "any command that fails"),
}
"""Every documented answer by the name that ``readlist help json`` takes."""
