"""handover and retention"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0005"
down_revision = "0004"

# Rows of these are destroyed from now on, and their ids must not come again: SQLite alone gives the
# newest row's id anew, and makes a table anew to change that.
WITH_IDS_THAT_LAST = (
    "callback_event",
    "callback_request",
    "escalation",
    "escalation_event",
    "handset_call",
    "handset_message",
    "inbound",
    "outbox",
    "page",
    "safety_question",
)


def upgrade() -> None:

    op.create_table(
        "erased_request",
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("office_id", sa.String(length=64), nullable=True),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("was_open", sa.Boolean(), nullable=False),
        sa.Column("handed_over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_erased_request")),
    )
    with op.batch_alter_table("erased_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_erased_request_office_id"), ["office_id"], unique=False
        )

    op.create_table(
        "past_case",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=True),
        sa.Column("place", sa.String(length=16), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("minutes_to_answer", sa.Integer(), nullable=True),
        sa.Column("minutes_to_end", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_case")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("office_id", sa.String(length=64), nullable=False),
        sa.Column("closed_at", columns.Instant(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("acknowledged_at", columns.Instant(), nullable=True),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("lease_until", columns.Instant(), nullable=True),
        sa.Column("lease_holder", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["callback_request.id"], name=op.f("fk_handover_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("key", name=op.f("uq_handover_key")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(
            "ix_handover_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_handover_request_id"), ["request_id"], unique=False)

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("emptied_at", columns.Instant(), nullable=True))

    if op.get_bind().dialect.name == "sqlite":
        for table in WITH_IDS_THAT_LAST:
            with op.batch_alter_table(
                table, recreate="always", table_kwargs={"sqlite_autoincrement": True}
            ):
                pass


def downgrade() -> None:

    if op.get_bind().dialect.name == "sqlite":
        for table in WITH_IDS_THAT_LAST:
            with op.batch_alter_table(
                table, recreate="always", table_kwargs={"sqlite_autoincrement": False}
            ):
                pass

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_column("emptied_at")

    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_request_id"))
        batch_op.drop_index(
            "ix_handover_due_at",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.drop_table("handover")
    op.drop_table("past_case")
    with op.batch_alter_table("erased_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erased_request_office_id"))

    op.drop_table("erased_request")
