"""How far a reader has looked through what arrived, and from what the ranking has learned."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), server_default="0", nullable=False),
        sa.Column("before", sa.Integer(), server_default="0", nullable=False),
        sa.Column("learned", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("reader_id"),
    )
    op.execute(
        "INSERT INTO looks (reader_id, learned) SELECT m.reader_id, "
        "coalesce((SELECT max(j.id) FROM journal j WHERE j.at <= m.trained), 0) FROM models m"
    )
