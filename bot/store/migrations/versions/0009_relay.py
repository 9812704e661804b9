"""relay"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0009"
down_revision = "0008"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:

    op.create_table(
        "relay",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("helper_conversation_id", sa.String(length=32), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("called", columns.Sealed(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("consent", sa.String(length=8), nullable=False),
        sa.Column("consent_at", columns.Instant(), nullable=True),
        sa.Column("end_code", sa.String(length=12), nullable=False),
        sa.Column("started_at", columns.Instant(), nullable=False),
        sa.Column("last_turn_at", columns.Instant(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.Column("ended_by", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["helper_conversation_id"],
            ["conversation.id"],
            name=op.f("fk_relay_helper_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_relay_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_relay_conversation_id")),
        sa.UniqueConstraint("end_code", name=op.f("uq_relay_end_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("relay", schema=None) as batch_op:
        batch_op.create_index(
            "ix_relay_due_at",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_relay_helper_conversation_id"), ["helper_conversation_id"], unique=False
        )

    op.create_table(
        "relay_turn",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("relay_id", ROW_ID, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("speaker", sa.String(length=12), nullable=False),
        sa.Column("inbound_id", ROW_ID, nullable=True),
        sa.Column("outbox_id", ROW_ID, nullable=True),
        sa.Column("words", columns.Sealed(), nullable=False),
        sa.Column("in_norwegian", columns.Sealed(), nullable=True),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_turn_relay_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_relay_turn_conversation_id")
        ),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound.id"], name=op.f("fk_relay_turn_inbound_id")
        ),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_relay_turn_outbox_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_turn")),
        sa.UniqueConstraint("inbound_id", name=op.f("uq_relay_turn_inbound_id")),
        sa.UniqueConstraint("outbox_id", name=op.f("uq_relay_turn_outbox_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("relay_turn", schema=None) as batch_op:
        batch_op.create_index(
            "ix_relay_turn_conversation_id", ["conversation_id", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_relay_turn_relay_id"), ["relay_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("relay_turn", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relay_turn_relay_id"))
        batch_op.drop_index("ix_relay_turn_conversation_id")

    op.drop_table("relay_turn")
    with op.batch_alter_table("relay", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_relay_helper_conversation_id"))
        batch_op.drop_index(
            "ix_relay_due_at",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.drop_table("relay")
