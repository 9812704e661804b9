"""the web door"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0002"
down_revision = "0001"


def upgrade() -> None:

    op.create_table(
        "story_view",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_story_view_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_view")),
    )
    with op.batch_alter_table("story_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_view_reference"), ["reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_story_view_staff_id"), ["staff_id"], unique=False)

    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "opened_by_staff_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("account", columns.Sealed(), nullable=True))
        batch_op.alter_column("phone", existing_type=columns.Sealed(), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_callback_request_opened_by_staff_id"),
            "staff",
            ["opened_by_staff_id"],
            ["id"],
        )

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_phone", columns.Sealed(), nullable=True))
        batch_op.add_column(sa.Column("no_texts_at", columns.Instant(), nullable=True))

    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "acknowledged_staff_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "opened_by_staff_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("account", columns.Sealed(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_escalation_acknowledged_staff_id"),
            "staff",
            ["acknowledged_staff_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_escalation_opened_by_staff_id"), "staff", ["opened_by_staff_id"], ["id"]
        )

    with op.batch_alter_table("escalation_event", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_escalation_event_staff_id"), "staff", ["staff_id"], ["id"]
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_page",
            ["page_id", "created_at"],
            unique=False,
            sqlite_where=sa.text("page_id IS NOT NULL"),
            postgresql_where=sa.text("page_id IS NOT NULL"),
        )

    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_back_at", columns.Instant(), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.drop_column("held_back_at")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_page",
            sqlite_where=sa.text("page_id IS NOT NULL"),
            postgresql_where=sa.text("page_id IS NOT NULL"),
        )

    with op.batch_alter_table("escalation_event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_escalation_event_staff_id"), type_="foreignkey")
        batch_op.drop_column("staff_id")

    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_escalation_opened_by_staff_id"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_escalation_acknowledged_staff_id"), type_="foreignkey"
        )
        batch_op.drop_column("account")
        batch_op.drop_column("opened_by_staff_id")
        batch_op.drop_column("acknowledged_staff_id")

    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_column("no_texts_at")
        batch_op.drop_column("contact_phone")

    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_callback_request_opened_by_staff_id"), type_="foreignkey"
        )
        batch_op.alter_column("phone", existing_type=columns.Sealed(), nullable=False)
        batch_op.drop_column("account")
        batch_op.drop_column("opened_by_staff_id")

    with op.batch_alter_table("story_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_view_staff_id"))
        batch_op.drop_index(batch_op.f("ix_story_view_reference"))

    op.drop_table("story_view")
