"""the voice door"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0006"
down_revision = "0005"


def upgrade() -> None:

    op.create_table(
        "incoming_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("carrier_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("started_at", columns.Instant(), nullable=False),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_incoming_call_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_call")),
        sa.UniqueConstraint("carrier_id", name=op.f("uq_incoming_call_carrier_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("incoming_call", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_incoming_call_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(
            "ix_incoming_call_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )


def downgrade() -> None:

    with op.batch_alter_table("incoming_call", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_incoming_call_due_at",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_incoming_call_conversation_id"))

    op.drop_table("incoming_call")
