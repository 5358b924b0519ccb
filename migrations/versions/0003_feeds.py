"""Feeds that are pulled: where each stands, the ledger, what readers follow, ranking, digests."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("through", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), server_default="{}", nullable=False),
        sa.CheckConstraint("state IN ('sending', 'sent')", name="digests_state"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("digests_name", "digests", ["name"], unique=True)
    op.create_table(
        "feed_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('done', 'partial', 'empty')", name="feed_days_state"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("feed_days_day", "feed_days", ["feed_id", "day"], unique=True)
    op.create_table(
        "feed_states",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("tried", sa.Text(), server_default="", nullable=False),
        sa.Column("succeeded", sa.Text(), server_default="", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("through", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("feed_id"),
    )
    op.create_table(
        "models",
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("trained", sa.Text(), server_default="", nullable=False),
        sa.Column("decisions", sa.Integer(), server_default="0", nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("reader_id"),
    )
    op.create_table(
        "pulls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started", sa.Text(), server_default="", nullable=False),
        sa.Column("finished", sa.Text(), server_default="", nullable=False),
        sa.Column("command", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name="pulls_state"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scores_paper", "scores", ["paper_id", "reader_id"], unique=True)
    op.create_table(
        "follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(collation="NOCASE"), nullable=False),
        sa.Column("muted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("added", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("kind IN ('author', 'word', 'list')", name="follows_kind"),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("follows_value", "follows", ["reader_id", "kind", "value"], unique=True)
    op.create_table(
        "pull_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pull_id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("first", sa.Text(), server_default="", nullable=False),
        sa.Column("last", sa.Text(), server_default="", nullable=False),
        sa.Column("requests", sa.Integer(), server_default="0", nullable=False),
        sa.Column("scanned", sa.Integer(), server_default="0", nullable=False),
        sa.Column("known", sa.Integer(), server_default="0", nullable=False),
        sa.Column("filtered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", sa.Text(), server_default="{}", nullable=False),
        sa.CheckConstraint("state IN ('ok', 'failed', 'skipped')", name="pull_feeds_state"),
        sa.ForeignKeyConstraint(["pull_id"], ["pulls.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("pull_feeds_feed", "pull_feeds", ["feed_id", "pull_id"], unique=False)
    op.create_index("pull_feeds_pull", "pull_feeds", ["pull_id"], unique=False)
