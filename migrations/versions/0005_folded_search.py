"""The search index takes in folded text: plain letters, formulas, other ways to write a word.

``readlist_words`` and ``readlist_names`` are functions of the program (``readlist.query.words``).
The triggers stay as they are: they read the view, whose words are now those of the program.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SEARCH_TEXT = """
CREATE VIEW search_text AS
SELECT p.id AS id, readlist_words(p.title) AS title, readlist_names(d.names) AS authors,
    readlist_words(d.abstract) AS abstract, readlist_words(p.venue) AS venue,
    readlist_words(
        (SELECT group_concat(n.body, ' ') FROM notes n WHERE n.paper_id = p.id)) AS notes,
    readlist_words(
        (SELECT group_concat(e.remark, ' ') FROM entries e WHERE e.paper_id = p.id)) AS remarks,
    readlist_words(
        (SELECT group_concat(t.name, ' ') FROM tags t WHERE t.paper_id = p.id)) AS tags
FROM papers p JOIN details d ON d.id = p.id
"""

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
    title, authors, abstract, venue, notes, remarks, tags,
    content='search_text', content_rowid='id',
    tokenize='porter unicode61 remove_diacritics 2'
)
"""

HASH_BYTES = 64 * 1024 * 1024  # as in the first schema


def upgrade() -> None:
    op.execute("DROP TABLE search")
    op.execute("DROP VIEW search_text")
    op.execute(SEARCH_TEXT)
    op.execute(SEARCH)
    op.execute(f"INSERT INTO search(search, rank) VALUES ('hashsize', {HASH_BYTES})")
    op.execute("INSERT INTO search(search) VALUES ('rebuild')")
