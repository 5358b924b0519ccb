"""Feeds, the ledger of pulls, and what is made of the papers that arrive."""

from sqlalchemy import CheckConstraint, Column, Float, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from readlist.store.schema.columns import any_case, json_text, owner, row_id, words


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
