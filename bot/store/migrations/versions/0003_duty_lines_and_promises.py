"""duty lines and promises"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0003"
down_revision = "0002"


def upgrade() -> None:

    op.create_table(
        "carrier_copy",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("carrier_id", sa.String(length=64), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("lease_until", columns.Instant(), nullable=True),
        sa.Column("lease_holder", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier_copy")),
        sa.UniqueConstraint("carrier_id", name=op.f("uq_carrier_copy_carrier_id")),
    )
    op.create_table(
        "handset_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("carrier_id", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", columns.Sealed(), nullable=True),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handset_call")),
        sa.UniqueConstraint("carrier_id", name=op.f("uq_handset_call_carrier_id")),
    )
    with op.batch_alter_table("handset_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handset_call_number"), ["number"], unique=False)

    op.create_table(
        "line_failure",
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("failed_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("line_id", "way", name=op.f("pk_line_failure")),
    )
    op.create_table(
        "line_test",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("sent_at", columns.Instant(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_test")),
    )
    with op.batch_alter_table("line_test", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_test_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_line_test_line_id"), ["line_id"], unique=False)

    op.create_table(
        "page_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("page_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", columns.Instant(), nullable=False),
        sa.Column("answered_at", columns.Instant(), nullable=True),
        sa.Column("spoken", sa.Integer(), nullable=False),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.Column("end", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_call_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_call")),
        sa.UniqueConstraint("key", name=op.f("uq_page_call_key")),
        sa.UniqueConstraint("token", name=op.f("uq_page_call_token")),
    )
    with op.batch_alter_table("page_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_call_page_id"), ["page_id"], unique=False)

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unsafe_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("no_calls_at", columns.Instant(), nullable=True))
        batch_op.add_column(
            sa.Column("passive_replies", sa.Integer(), nullable=False, server_default="0")
        )

    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits_until", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("contact_due_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("contacted_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("not_ours", sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "line_test_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("call_wanted_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("outcome_asked_at", columns.Instant(), nullable=True))
        batch_op.alter_column("escalation_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_page_line_test_id"), ["line_test_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_page_line_test_id"), "line_test", ["line_test_id"], ["id"]
        )

    # Whoever holds a case of yesterday is asked whether they have reached the person.
    op.execute(
        "UPDATE escalation SET contact_due_at = acknowledged_at, due_at = acknowledged_at"
        " WHERE state = 'acknowledged'"
    )


def downgrade() -> None:

    op.execute(
        "DELETE FROM page_call WHERE page_id IN (SELECT id FROM page WHERE escalation_id IS NULL)"
    )
    op.execute(
        "UPDATE outbox SET page_id = NULL"
        " WHERE page_id IN (SELECT id FROM page WHERE escalation_id IS NULL)"
    )
    op.execute("DELETE FROM page WHERE escalation_id IS NULL")
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_page_line_test_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_page_line_test_id"), type_="unique")
        batch_op.alter_column("escalation_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("outcome_asked_at")
        batch_op.drop_column("call_wanted_at")
        batch_op.drop_column("line_test_id")

    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_column("not_ours")
        batch_op.drop_column("contacted_at")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("contact_due_at")
        batch_op.drop_column("waits_until")

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_column("passive_replies")
        batch_op.drop_column("no_calls_at")
        batch_op.drop_column("unsafe_at")

    with op.batch_alter_table("page_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_page_call_page_id"))

    op.drop_table("page_call")
    with op.batch_alter_table("line_test", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_test_line_id"))
        batch_op.drop_index(batch_op.f("ix_line_test_due_at"))

    op.drop_table("line_test")
    op.drop_table("line_failure")
    with op.batch_alter_table("handset_call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handset_call_number"))

    op.drop_table("handset_call")
    op.drop_table("carrier_copy")
