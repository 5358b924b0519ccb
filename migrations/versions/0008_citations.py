"""Works that papers cite or are cited by, as services tell them; made anew at will."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAMES = ("arxiv", "doi", "s2", "openalex", "fold")


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        "works",
        sa.Column("id", sa.Integer(), nullable=False),
        *(_words(name) for name in ("arxiv", "doi", "s2", "openalex", "title", "fold", "byline")),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("cited_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in NAMES:
        op.create_index(
            f"works_{name}", "works", [name], unique=name != "fold",
            sqlite_where=sa.text(f"{name} <> ''"),
        )  # fmt: skip
    op.create_table(
        "cites",
        sa.Column("citing", sa.Integer(), nullable=False),
        sa.Column("cited", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("citing", "cited"),
        sqlite_with_rowid=False,
    )
    op.create_index("cites_cited", "cites", ["cited", "citing"])
    op.create_table(
        "asked",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        _words("at"),
        sa.Column("state", sa.Text(), nullable=False),
        _words("source"),
        sa.Column("items", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("work_id", "what"),
        sa.CheckConstraint("what IN ('refs', 'cited-by')", name="asked_what"),
        sa.CheckConstraint("state IN ('done', 'hidden', 'unknown')", name="asked_state"),
        sqlite_with_rowid=False,
    )
