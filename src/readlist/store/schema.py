"""The tables, declared once; migrations are made and tested against this declaration.

Imported by migrations and tests alone: ``import sqlmodel`` costs 0.3 s, so no command loads it.
Papers are split in two: ``papers`` holds what every list shows, ``details`` the long facts, so
that a listing of 100,000 papers reads 20 MB instead of 250.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    text,
)
from sqlmodel import Field, SQLModel

from readlist.status import Status


def row_id() -> Column[int]:
    """Return the number of a row."""
    return Column(Integer, primary_key=True)


def any_case() -> Column[str]:
    """Return a name that is unique whatever its case, as BibTeX compares keys."""
    return Column(Text(collation="NOCASE"), nullable=False)


def words() -> Column[str]:
    """Return text that may be empty."""
    return Column(Text, nullable=False, server_default="")


def json_text(empty: str) -> Column[str]:
    """Return JSON; ``empty`` is what stands for nothing."""
    return Column(Text, nullable=False, server_default=empty)


def owner(table: str, *, key: bool = False) -> Column[int]:
    """Return a reference to the row that this one belongs to.

    Deferred, because the parts of a paper are written before it: the search index then sees the
    paper once and whole. Nothing cascades: what is deleted must pass the journal row by row.
    """
    reference = ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")
    return Column(Integer, reference, primary_key=key, nullable=False)


# --- Papers, what belongs to them, what readers do with them, and the journal ------------------


class Reader(SQLModel, table=True):
    """A person who reads."""

    __tablename__ = "readers"
    id: int | None = Field(sa_column=row_id())
    name: str = Field(sa_column=Column(Text, nullable=False, unique=True))


class Paper(SQLModel, table=True):
    """What lists show of a paper; ``byline`` is the authors in short, ``fold`` the folded title."""

    __tablename__ = "papers"
    __table_args__ = (
        Index("papers_key", "key", unique=True),
        Index("papers_fold", "fold"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(sa_column=row_id())
    key: str = Field(sa_column=any_case())
    title: str = Field(sa_column=words())
    byline: str = Field(sa_column=words())
    year: int | None = Field(sa_column=Column(Integer))
    published: str = Field(sa_column=words())
    venue: str = Field(sa_column=words())
    kind: str = Field(sa_column=words())
    added: str = Field(sa_column=words())
    fold: str = Field(sa_column=words())


class Detail(SQLModel, table=True):
    """The long facts of a paper; JSON in ``authors``, ``extra`` and ``ranks``.

    ``names`` is the authors as the search index reads them (see ``names.names_text``).
    """

    __tablename__ = "details"
    id: int | None = Field(sa_column=owner("papers", key=True))
    authors: str = Field(sa_column=json_text("[]"))
    names: str = Field(sa_column=words())
    author_count: int | None = Field(sa_column=Column(Integer))
    organization: str = Field(sa_column=words())
    abstract: str = Field(sa_column=words())
    extra: str = Field(sa_column=json_text("{}"))
    ranks: str = Field(sa_column=json_text("{}"))


class Identifier(SQLModel, table=True):
    """A service's name for a paper; unique in a library."""

    __tablename__ = "identifiers"
    __table_args__ = (
        Index("identifiers_name", "scheme", "value", unique=True),
        Index("identifiers_paper", "paper_id"),
    )
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=owner("papers"))
    scheme: str = Field(sa_column=words())
    value: str = Field(sa_column=words())


class Link(SQLModel, table=True):
    """A named address of a paper."""

    __tablename__ = "links"
    __table_args__ = (Index("links_paper", "paper_id"),)
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=owner("papers"))
    name: str = Field(sa_column=words())
    url: str = Field(sa_column=words())


class Alias(SQLModel, table=True):
    """A citation key or folded title that once named a paper and still finds it."""

    __tablename__ = "aliases"
    __table_args__ = (
        Index("aliases_value", "kind", "value"),
        Index("aliases_paper", "paper_id"),
        CheckConstraint("kind IN ('key', 'title')", name="aliases_kind"),
    )
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=owner("papers"))
    kind: str = Field(sa_column=words())
    value: str = Field(sa_column=words())


class Apart(SQLModel, table=True):
    """Two papers that a person said are not the same."""

    __tablename__ = "apart"
    __table_args__ = (
        Index("apart_pair", "paper_id", "other_id", unique=True),
        Index("apart_other", "other_id"),
    )
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=owner("papers"))
    other_id: int = Field(sa_column=owner("papers"))


class Reading(SQLModel, table=True):
    """What one reader does with one paper; ``due`` and ``wait`` are days of the reader's."""

    __tablename__ = "readings"
    __table_args__ = (
        Index("readings_paper", "paper_id", "reader_id", unique=True),
        Index("readings_status", "reader_id", "status", "priority", "paper_id"),
        Index("readings_finished", "reader_id", "finished", sqlite_where=text("finished <> ''")),
        Index("readings_due", "reader_id", "due", "paper_id", sqlite_where=text("due <> ''")),
        Index("readings_wait", "reader_id", "wait", "paper_id", sqlite_where=text("wait <> ''")),
        CheckConstraint(
            f"status IN ({', '.join(repr(status.value) for status in Status)})",
            name="readings_status",
        ),
    )
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=owner("papers"))
    reader_id: int = Field(sa_column=owner("readers"))
    status: str = Field(sa_column=Column(Text, nullable=False))
    priority: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    rating: int | None = Field(sa_column=Column(Integer))
    progress: str = Field(sa_column=words())
    started: str = Field(sa_column=words())
    finished: str = Field(sa_column=words())
    due: str = Field(sa_column=words())
    wait: str = Field(sa_column=words())


class Tag(SQLModel, table=True):
    """A word on a paper; ``area/topic`` nests."""

    __tablename__ = "tags"
    __table_args__ = (
        Index("tags_paper", "paper_id", "name", unique=True),
        Index("tags_name", "name"),
    )
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=owner("papers"))
    name: str = Field(sa_column=words())


class Note(SQLModel, table=True):
    """A reader's Markdown on a paper."""

    __tablename__ = "notes"
    __table_args__ = (Index("notes_paper", "paper_id"),)
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=owner("papers"))
    reader_id: int = Field(sa_column=owner("readers"))
    body: str = Field(sa_column=words())
    created: str = Field(sa_column=words())


class PaperList(SQLModel, table=True):
    """A curated list; ``source`` is the file or address that it came from."""

    __tablename__ = "lists"
    __table_args__ = (Index("lists_name", "name", unique=True),)
    id: int | None = Field(sa_column=row_id())
    name: str = Field(sa_column=any_case())
    title: str = Field(sa_column=words())
    source: str = Field(sa_column=words())
    added: str = Field(sa_column=words())


class Entry(SQLModel, table=True):
    """A paper's place in a list; ``section`` is a JSON array of headings, outermost first."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("entries_list", "list_id", "position"),
        Index("entries_paper", "paper_id"),
    )
    id: int | None = Field(sa_column=row_id())
    list_id: int = Field(sa_column=owner("lists"))
    paper_id: int = Field(sa_column=owner("papers"))
    section: str = Field(sa_column=json_text("[]"))
    position: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    remark: str = Field(sa_column=words())


class Question(SQLModel, table=True):
    """Where the completion of a paper stands: who was asked, and what a person is to decide.

    ``tried`` (JSON) holds the day of each question that was answered, by its name; ``candidates``
    (JSON) are records of which none was surely this paper.
    """

    __tablename__ = "questions"
    __table_args__ = (
        Index("questions_paper", "paper_id", unique=True),
        Index("questions_open", "paper_id", sqlite_where=text("state = 'open'")),
        CheckConstraint(
            "state IN ('asked', 'open', 'accepted', 'rejected')", name="questions_state"
        ),
    )
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=owner("papers"))
    asked_at: str = Field(sa_column=words())
    state: str = Field(sa_column=Column(Text, nullable=False))
    tried: str = Field(sa_column=json_text("{}"))
    candidates: str = Field(sa_column=json_text("[]"))


class JournalEntry(SQLModel, table=True):
    """One command that changed the library; ``state`` is ``done``, ``undone`` or ``replaced``."""

    __tablename__ = "journal"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int | None = Field(sa_column=row_id())
    at: str = Field(sa_column=words())
    reader: str = Field(sa_column=words())
    command: str = Field(sa_column=words())
    summary: str = Field(sa_column=words())
    state: str = Field(sa_column=Column(Text, nullable=False, server_default="done"))


class Change(SQLModel, table=True):
    """What takes one change of an entry back (see ``journal``).

    ``insert`` names rows ``first_id`` to ``last_id`` to delete; ``update`` and ``delete`` carry the
    former values in ``image`` (JSON, compressed).
    """

    __tablename__ = "changes"
    __table_args__ = (
        Index("changes_entry", "entry_id"),
        Index("changes_rows", "rows_of", "last_id"),
    )
    id: int | None = Field(sa_column=row_id())
    entry_id: int = Field(sa_column=owner("journal"))
    kind: str = Field(sa_column=words())
    rows_of: str = Field(sa_column=words())
    first_id: int = Field(sa_column=Column(Integer, nullable=False))
    last_id: int = Field(sa_column=Column(Integer, nullable=False))
    image: bytes | None = Field(sa_column=Column(LargeBinary))


# --- Feeds, the ledger of pulls, and what is made of the papers that arrive --------------------


class Feed(SQLModel, table=True):
    """Something that is pulled on schedule."""

    __tablename__ = "feeds"
    __table_args__ = (Index("feeds_name", "name", unique=True),)
    id: int | None = Field(sa_column=row_id())
    name: str = Field(sa_column=any_case())
    kind: str = Field(sa_column=words())
    address: str = Field(sa_column=words())
    options: str = Field(sa_column=json_text("{}"))
    added: str = Field(sa_column=words())


class FeedEntry(SQLModel, table=True):
    """A paper that a feed brought, and when it was announced and seen."""

    __tablename__ = "feed_entries"
    __table_args__ = (
        Index("feed_entries_pair", "feed_id", "paper_id", unique=True),
        Index("feed_entries_paper", "paper_id"),
    )
    id: int | None = Field(sa_column=row_id())
    feed_id: int = Field(sa_column=owner("feeds"))
    paper_id: int = Field(sa_column=owner("papers"))
    announced: str = Field(sa_column=words())
    seen: str = Field(sa_column=words())
    facts: str = Field(sa_column=json_text("{}"))


class FeedState(SQLModel, table=True):
    """Where the pulling of a feed stands; not journalled, so that ``undo`` never asks again.

    ``through`` is the last day of which everything is known to have come; ``failures`` counts
    those in a row.
    """

    __tablename__ = "feed_states"
    feed_id: int | None = Field(sa_column=Column(Integer, primary_key=True))
    tried: str = Field(sa_column=words())
    succeeded: str = Field(sa_column=words())
    failures: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    through: str = Field(sa_column=words())
    note: str = Field(sa_column=words())


class FeedDay(SQLModel, table=True):
    """One day of a feed that has days: whether it was read whole, and how much it had."""

    __tablename__ = "feed_days"
    __table_args__ = (
        Index("feed_days_day", "feed_id", "day", unique=True),
        CheckConstraint("state IN ('done', 'partial', 'empty')", name="feed_days_state"),
    )
    id: int | None = Field(sa_column=row_id())
    feed_id: int = Field(sa_column=Column(Integer, nullable=False))
    day: str = Field(sa_column=words())
    state: str = Field(sa_column=Column(Text, nullable=False))
    items: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    at: str = Field(sa_column=words())


class Pull(SQLModel, table=True):
    """One run over feeds, kept as a log: not journalled."""

    __tablename__ = "pulls"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done', 'failed')", name="pulls_state"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(sa_column=row_id())
    started: str = Field(sa_column=words())
    finished: str = Field(sa_column=words())
    command: str = Field(sa_column=words())
    state: str = Field(sa_column=Column(Text, nullable=False))


class PullFeed(SQLModel, table=True):
    """What one pull did for one feed: the ledger's line; JSON in ``facts``.

    ``first`` and ``last`` are the window that was asked for; ``reason`` says why nothing came.
    """

    __tablename__ = "pull_feeds"
    __table_args__ = (
        Index("pull_feeds_pull", "pull_id"),
        Index("pull_feeds_feed", "feed_id", "pull_id"),
        CheckConstraint("state IN ('ok', 'failed', 'skipped')", name="pull_feeds_state"),
    )
    id: int | None = Field(sa_column=row_id())
    pull_id: int = Field(sa_column=owner("pulls"))
    feed_id: int = Field(sa_column=Column(Integer, nullable=False))
    name: str = Field(sa_column=words())
    first: str = Field(sa_column=words())
    last: str = Field(sa_column=words())
    requests: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    scanned: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    known: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    filtered: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    new: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    state: str = Field(sa_column=Column(Text, nullable=False))
    reason: str = Field(sa_column=words())
    facts: str = Field(sa_column=json_text("{}"))


class Follow(SQLModel, table=True):
    """What a reader follows, or does not want to see: an author, a word or a list."""

    __tablename__ = "follows"
    __table_args__ = (
        Index("follows_value", "reader_id", "kind", "value", unique=True),
        CheckConstraint("kind IN ('author', 'word', 'list')", name="follows_kind"),
    )
    id: int | None = Field(sa_column=row_id())
    reader_id: int = Field(sa_column=owner("readers"))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    value: str = Field(sa_column=any_case())
    muted: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    added: str = Field(sa_column=words())


class SavedSearch(SQLModel, table=True):
    """A query under a name."""

    __tablename__ = "saved"
    __table_args__ = (Index("saved_name", "name", unique=True),)
    id: int | None = Field(sa_column=row_id())
    name: str = Field(sa_column=any_case())
    query: str = Field(sa_column=words())
    added: str = Field(sa_column=words())


class Model(SQLModel, table=True):
    """What was learned of a reader's taste (JSON, compressed); made anew, not journalled."""

    __tablename__ = "models"
    reader_id: int | None = Field(sa_column=Column(Integer, primary_key=True))
    trained: str = Field(sa_column=words())
    decisions: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Score(SQLModel, table=True):
    """How well a waiting paper fits a reader, and why (JSON); made anew, not journalled."""

    __tablename__ = "scores"
    __table_args__ = (Index("scores_paper", "paper_id", "reader_id", unique=True),)
    id: int | None = Field(sa_column=row_id())
    paper_id: int = Field(sa_column=Column(Integer, nullable=False))
    reader_id: int = Field(sa_column=Column(Integer, nullable=False))
    score: float = Field(sa_column=Column(Float, nullable=False))
    reasons: str = Field(sa_column=json_text("[]"))


class Digest(SQLModel, table=True):
    """A digest that was sent, or is being sent; ``name`` says which one it is, whoever makes it."""

    __tablename__ = "digests"
    __table_args__ = (
        Index("digests_name", "name", unique=True),
        CheckConstraint("state IN ('sending', 'sent')", name="digests_state"),
    )
    id: int | None = Field(sa_column=row_id())
    name: str = Field(sa_column=words())
    reader_id: int = Field(sa_column=Column(Integer, nullable=False))
    at: str = Field(sa_column=words())
    through: str = Field(sa_column=words())
    state: str = Field(sa_column=Column(Text, nullable=False))
    facts: str = Field(sa_column=json_text("{}"))


class Look(SQLModel, table=True):
    """How far a reader has looked through the inbox; not journalled.

    ``newest`` is the highest number of a paper that waited at the last look, ``before`` that of the
    look before anything newer came: papers with a higher number are new. ``learned`` is the newest
    entry of the journal from which the ranking has learned.
    """

    __tablename__ = "looks"
    reader_id: int | None = Field(sa_column=Column(Integer, primary_key=True))
    newest: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    before: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    learned: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))


# --- The citation graph: what services say, kept beside the journal and made anew at will --------


class Work(SQLModel, table=True):
    """A work that papers of the library cite, or that cites them, or such a paper itself.

    It is a paper of the library where that has one of its identifiers; nothing here names papers by
    number. ``fold`` is the folded title, ``cited_by`` how often the world cites it.
    """

    __tablename__ = "works"
    __table_args__ = (
        Index("works_arxiv", "arxiv", unique=True, sqlite_where=text("arxiv <> ''")),
        Index("works_doi", "doi", unique=True, sqlite_where=text("doi <> ''")),
        Index("works_s2", "s2", unique=True, sqlite_where=text("s2 <> ''")),
        Index("works_openalex", "openalex", unique=True, sqlite_where=text("openalex <> ''")),
        Index("works_fold", "fold", sqlite_where=text("fold <> ''")),
    )
    id: int | None = Field(sa_column=row_id())
    arxiv: str = Field(sa_column=words())
    doi: str = Field(sa_column=words())
    s2: str = Field(sa_column=words())
    openalex: str = Field(sa_column=words())
    title: str = Field(sa_column=words())
    fold: str = Field(sa_column=words())
    byline: str = Field(sa_column=words())
    year: int | None = Field(sa_column=Column(Integer))
    cited_by: int | None = Field(sa_column=Column(Integer))


class Cite(SQLModel, table=True):
    """One work cites another."""

    __tablename__ = "cites"
    __table_args__ = (Index("cites_cited", "cited", "citing"), {"sqlite_with_rowid": False})
    citing: int = Field(sa_column=Column(Integer, primary_key=True, nullable=False))
    cited: int = Field(sa_column=Column(Integer, primary_key=True, nullable=False))


class Asked(SQLModel, table=True):
    """What services said when they were asked what a work cites, or who cites it.

    ``done``: all that they know is kept, ``items`` of them, which may be none. ``hidden``: the
    publisher shows no references. ``unknown``: nobody knows the work.
    """

    __tablename__ = "asked"
    __table_args__ = (
        CheckConstraint("what IN ('refs', 'cited-by')", name="asked_what"),
        CheckConstraint("state IN ('done', 'hidden', 'unknown')", name="asked_state"),
        {"sqlite_with_rowid": False},
    )
    work_id: int = Field(sa_column=Column(Integer, primary_key=True, nullable=False))
    what: str = Field(sa_column=Column(Text, primary_key=True, nullable=False))
    at: str = Field(sa_column=words())
    state: str = Field(sa_column=Column(Text, nullable=False))
    source: str = Field(sa_column=words())
    items: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
