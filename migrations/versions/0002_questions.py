"""Where the completion of each paper stands: who was asked, and what a person is to decide."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tried", sa.Text(), server_default="{}", nullable=False),
        sa.Column("candidates", sa.Text(), server_default="[]", nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'open', 'accepted', 'rejected')", name="questions_state"
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("questions_paper", "questions", ["paper_id"], unique=True)
    op.create_index(
        "questions_open",
        "questions",
        ["paper_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
    )
