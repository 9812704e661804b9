"""a request that never dies"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0004"
down_revision = "0003"


def upgrade() -> None:

    op.create_table(
        "callback_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("words", columns.Sealed(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["callback_request.id"], name=op.f("fk_callback_event_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_callback_event_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_event")),
        sa.UniqueConstraint("key", name=op.f("uq_callback_event_key")),
    )
    with op.batch_alter_table("callback_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_callback_event_request_id"), ["request_id"], unique=False
        )

    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("needs", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column(
                "possible_application", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        batch_op.add_column(
            sa.Column("tried_before", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("contact_by", sa.String(length=8), nullable=False, server_default="phone")
        )
        batch_op.add_column(
            sa.Column("may_text", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(
            sa.Column(
                "may_leave_voicemail", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        batch_op.add_column(
            sa.Column("others_may_answer", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column(
                "owner_staff_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("window_ends_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("risen", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("asking", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("urgent_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("reached_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("asked_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("lead_alerted_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("monitor_alerted_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("late_told_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("late_since", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("due_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("closed_at", columns.Instant(), nullable=True))
        batch_op.add_column(sa.Column("close_reason", sa.String(length=16), nullable=True))
        batch_op.create_index(batch_op.f("ix_callback_request_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_callback_request_monitor_alerted_at"),
            ["monitor_alerted_at"],
            unique=False,
            sqlite_where=sa.text("monitor_alerted_at IS NOT NULL"),
            postgresql_where=sa.text("monitor_alerted_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_callback_request_office_id"), ["office_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_callback_request_owner_staff_id"), "staff", ["owner_staff_id"], ["id"]
        )

    op.execute("UPDATE callback_request SET due_at = latest_at WHERE state <> 'closed'")

    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_callback_request_has_a_next_act"),
            "state = 'closed' OR due_at IS NOT NULL",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_callback_request_is_closed_for_a_reason"),
            "state <> 'closed' OR close_reason IS NOT NULL",
        )


def downgrade() -> None:

    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_callback_request_owner_staff_id"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("ck_callback_request_is_closed_for_a_reason"), type_="check"
        )
        batch_op.drop_constraint(batch_op.f("ck_callback_request_has_a_next_act"), type_="check")
        batch_op.drop_index(batch_op.f("ix_callback_request_office_id"))
        batch_op.drop_index(
            batch_op.f("ix_callback_request_monitor_alerted_at"),
            sqlite_where=sa.text("monitor_alerted_at IS NOT NULL"),
            postgresql_where=sa.text("monitor_alerted_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_callback_request_due_at"))
        batch_op.drop_column("close_reason")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("due_at")
        batch_op.drop_column("late_since")
        batch_op.drop_column("late_told_at")
        batch_op.drop_column("monitor_alerted_at")
        batch_op.drop_column("lead_alerted_at")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("reached_at")
        batch_op.drop_column("urgent_at")
        batch_op.drop_column("asking")
        batch_op.drop_column("risen")
        batch_op.drop_column("missed")
        batch_op.drop_column("attempts")
        batch_op.drop_column("window_ends_at")
        batch_op.drop_column("owner_staff_id")
        batch_op.drop_column("others_may_answer")
        batch_op.drop_column("may_leave_voicemail")
        batch_op.drop_column("may_text")
        batch_op.drop_column("contact_by")
        batch_op.drop_column("tried_before")
        batch_op.drop_column("possible_application")
        batch_op.drop_column("needs")

    with op.batch_alter_table("callback_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_callback_event_request_id"))

    op.drop_table("callback_event")
