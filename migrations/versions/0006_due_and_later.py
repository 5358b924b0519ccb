"""Until when a paper is to be read, and until when it is left out of lists."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("due", "wait"):
        op.add_column("readings", sa.Column(name, sa.Text(), server_default="", nullable=False))
        op.create_index(
            f"readings_{name}",
            "readings",
            ["reader_id", name, "paper_id"],
            sqlite_where=sa.text(f"{name} <> ''"),
        )
