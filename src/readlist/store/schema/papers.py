"""Papers, what belongs to them, what readers do with them, and the journal."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from readlist.store.schema.columns import any_case, json_text, owner, row_id, words


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
    """What one reader does with one paper."""

    __tablename__ = "readings"
    __table_args__ = (
        Index("readings_paper", "paper_id", "reader_id", unique=True),
        Index("readings_status", "reader_id", "status", "priority", "paper_id"),
        Index("readings_finished", "reader_id", "finished", sqlite_where=text("finished <> ''")),
        CheckConstraint(
            "status IN ('inbox', 'to-read', 'reading', 'skimmed', 'read', 'dropped')",
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
