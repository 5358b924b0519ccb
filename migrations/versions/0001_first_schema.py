"""The first schema: papers, reading, lists, feeds, journal, and the search index.

The index is kept true by triggers alone. A paper's words are spread over several tables, so each
trigger takes the paper's old words out before the change and puts its new words in after it;
FTS5 with external content needs the exact old words for that. Parts of a paper that are written
before the paper itself cost nothing: the view is still empty then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPLICATION_ID = 0x52644C73  # "RdLs": what `file` and a careful program read in the header

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
    title, authors, abstract, venue, notes, remarks, tags,
    content='search_text', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2'
)
"""

SEARCH_TEXT = """
CREATE VIEW search_text AS
SELECT p.id AS id, p.title AS title, d.names AS authors, d.abstract AS abstract,
    p.venue AS venue,
    coalesce((SELECT group_concat(n.body, ' ') FROM notes n WHERE n.paper_id = p.id), '') AS notes,
    coalesce((SELECT group_concat(e.remark, ' ') FROM entries e WHERE e.paper_id = p.id), '')
        AS remarks,
    coalesce((SELECT group_concat(t.name, ' ') FROM tags t WHERE t.paper_id = p.id), '') AS tags
FROM papers p JOIN details d ON d.id = p.id
"""

COLUMNS = "title, authors, abstract, venue, notes, remarks, tags"

# Twice the default speed of building the index, for 64 MB while many papers are written.
HASH_BYTES = 64 * 1024 * 1024


def forget(paper: str) -> str:
    return (
        f"INSERT INTO search(search, rowid, {COLUMNS}) "
        f"SELECT 'delete', id, {COLUMNS} FROM search_text WHERE id = {paper};"
    )


def learn(paper: str) -> str:
    return (
        f"INSERT INTO search(rowid, {COLUMNS}) "
        f"SELECT id, {COLUMNS} FROM search_text WHERE id = {paper};"
    )


def follow(table: str, owner: str, words: str, *, sparse: bool = False) -> None:
    """Keep the index true while rows of one table change; `words` are its indexed columns.

    Rows of a `sparse` table that have no words leave the index alone.
    """
    elsewhere = f"new.{owner} AND new.{owner} <> old.{owner}"
    papers = {
        "INSERT": [f"new.{owner}"],
        "DELETE": [f"old.{owner}"],
        f"UPDATE OF {owner}, {words}": [f"old.{owner}", elsewhere],
    }
    for clause, touched in papers.items():
        event = clause.split()[0]
        row = "new" if event == "INSERT" else "old"
        when = f"WHEN {row}.{words} <> ''" if sparse and event != "UPDATE" else ""
        for moment, step in (("BEFORE", forget), ("AFTER", learn)):
            op.execute(
                f"CREATE TRIGGER {table}_{moment}_{event}".lower()
                + f" {moment} {clause} ON {table} {when} "
                + f"BEGIN {' '.join(step(paper) for paper in touched)} END"
            )


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="NOCASE"), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("options", sa.Text(), server_default="{}", nullable=False),
        sa.Column("added", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("feeds_name", "feeds", ["name"], unique=True)
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("reader", sa.Text(), server_default="", nullable=False),
        sa.Column("command", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="done", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(collation="NOCASE"), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("added", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("lists_name", "lists", ["name"], unique=True)
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(collation="NOCASE"), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("byline", sa.Text(), server_default="", nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("published", sa.Text(), server_default="", nullable=False),
        sa.Column("venue", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("added", sa.Text(), server_default="", nullable=False),
        sa.Column("fold", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("papers_fold", "papers", ["fold"], unique=False)
    op.create_index("papers_key", "papers", ["key"], unique=True)
    op.create_table(
        "readers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "aliases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("kind IN ('key', 'title')", name="aliases_kind"),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("aliases_paper", "aliases", ["paper_id"], unique=False)
    op.create_index("aliases_value", "aliases", ["kind", "value"], unique=False)
    op.create_table(
        "apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("apart_other", "apart", ["other_id"], unique=False)
    op.create_index("apart_pair", "apart", ["paper_id", "other_id"], unique=True)
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("rows_of", sa.Text(), server_default="", nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("changes_entry", "changes", ["entry_id"], unique=False)
    op.create_index("changes_rows", "changes", ["rows_of", "last_id"], unique=False)
    op.create_table(
        "details",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authors", sa.Text(), server_default="[]", nullable=False),
        sa.Column("names", sa.Text(), server_default="", nullable=False),
        sa.Column("author_count", sa.Integer(), nullable=True),
        sa.Column("organization", sa.Text(), server_default="", nullable=False),
        sa.Column("abstract", sa.Text(), server_default="", nullable=False),
        sa.Column("extra", sa.Text(), server_default="{}", nullable=False),
        sa.Column("ranks", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), server_default="[]", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("entries_list", "entries", ["list_id", "position"], unique=False)
    op.create_index("entries_paper", "entries", ["paper_id"], unique=False)
    op.create_table(
        "feed_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Text(), server_default="", nullable=False),
        sa.Column("seen", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("feed_entries_pair", "feed_entries", ["feed_id", "paper_id"], unique=True)
    op.create_index("feed_entries_paper", "feed_entries", ["paper_id"], unique=False)
    op.create_table(
        "identifiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("identifiers_name", "identifiers", ["scheme", "value"], unique=True)
    op.create_index("identifiers_paper", "identifiers", ["paper_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("links_paper", "links", ["paper_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("notes_paper", "notes", ["paper_id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("progress", sa.Text(), server_default="", nullable=False),
        sa.Column("started", sa.Text(), server_default="", nullable=False),
        sa.Column("finished", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "status IN ('inbox', 'to-read', 'reading', 'skimmed', 'read', 'dropped')",
            name="readings_status",
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("readings_paper", "readings", ["paper_id", "reader_id"], unique=True)
    op.create_index(
        "readings_status", "readings", ["reader_id", "status", "priority", "paper_id"], unique=False
    )
    op.create_index(
        "readings_finished",
        "readings",
        ["reader_id", "finished"],
        unique=False,
        sqlite_where=sa.text("finished <> ''"),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tags_name", "tags", ["name"], unique=False)
    op.create_index("tags_paper", "tags", ["paper_id", "name"], unique=True)
    op.execute(SEARCH_TEXT)
    op.execute(SEARCH)
    op.execute(f"INSERT INTO search(search, rank) VALUES ('hashsize', {HASH_BYTES})")
    follow("papers", "id", "title, venue")
    follow("details", "id", "names, abstract")
    follow("notes", "paper_id", "body", sparse=True)
    follow("entries", "paper_id", "remark", sparse=True)
    follow("tags", "paper_id", "name", sparse=True)
    op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
