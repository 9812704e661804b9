"""the first tables"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0001"
down_revision = None


def upgrade() -> None:

    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offset_microseconds", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("address", columns.Sealed(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("language_candidate", sa.String(length=8), nullable=True),
        sa.Column("place", sa.String(length=16), nullable=True),
        sa.Column("opted_out_at", columns.Instant(), nullable=True),
        sa.Column("human_wanted_at", columns.Instant(), nullable=True),
        sa.Column("greeted_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint(
            "channel", "address_index", name=op.f("uq_conversation_channel_address_index")
        ),
    )
    op.create_table(
        "data_key",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("master_id", sa.String(length=16), nullable=False),
        sa.Column("wrapped", columns.Sealed(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_data_key")),
    )
    op.create_table(
        "handset_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("body", columns.Sealed(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handset_message")),
    )
    with op.batch_alter_table("handset_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handset_message_number"), ["number"], unique=False)

    op.create_table(
        "line_confirmation",
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.String(length=80), nullable=False),
        sa.Column("confirmed_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_line_confirmation")),
    )
    op.create_table(
        "receipt",
        sa.Column("carrier_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("received_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("carrier_id", "status", name=op.f("pk_receipt")),
    )
    op.create_table(
        "role_beat",
        sa.Column("start", sa.String(length=32), nullable=False),
        sa.Column("instance", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("beat_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("start", "instance", name=op.f("pk_role_beat")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name_index", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_failure_address_index"), ["address_index"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_failure_name_index"), ["name_index"], unique=False
        )

    op.create_table(
        "staff",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("office_id", sa.String(length=64), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("token_index", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("disabled_at", columns.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
        sa.UniqueConstraint("token_index", name=op.f("uq_staff_token_index")),
    )
    op.create_table(
        "unmet_contact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmet_contact")),
    )
    op.create_table(
        "callback_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("first_contact_at", columns.Instant(), nullable=False),
        sa.Column("submitted_at", columns.Instant(), nullable=False),
        sa.Column("latest_at", columns.Instant(), nullable=False),
        sa.Column("own_words", columns.Sealed(), nullable=False),
        sa.Column("phone", columns.Sealed(), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=True),
        sa.Column("office_id", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("interpreter", columns.Sealed(), nullable=True),
        sa.Column("window", columns.Sealed(), nullable=False),
        sa.Column("phone_safe", sa.String(length=8), nullable=False),
        sa.Column("children", sa.String(length=8), nullable=False),
        sa.Column("human_wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_callback_request_conversation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_request")),
        sa.UniqueConstraint("key", name=op.f("uq_callback_request_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_callback_request_reference")),
    )
    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_callback_request_conversation_id"), ["conversation_id"], unique=False
        )

    op.create_table(
        "dialogue",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("state", columns.Sealed(), nullable=False),
        sa.Column("updated_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_dialogue_conversation_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_dialogue")),
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("urgency", sa.String(length=8), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=True),
        sa.Column("children", sa.String(length=8), nullable=True),
        sa.Column("asking", sa.String(length=10), nullable=True),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("opened_at", columns.Instant(), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("page_again_at", columns.Instant(), nullable=True),
        sa.Column("next_rung_at", columns.Instant(), nullable=True),
        sa.Column("red_due_at", columns.Instant(), nullable=True),
        sa.Column("truth_due_at", columns.Instant(), nullable=True),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("red_at", columns.Instant(), nullable=True),
        sa.Column("told_at", columns.Instant(), nullable=True),
        sa.Column("acknowledged_at", columns.Instant(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=64), nullable=True),
        sa.Column("acknowledged_via", sa.String(length=12), nullable=True),
        sa.Column("promise_at", columns.Instant(), nullable=True),
        sa.Column("closed_at", columns.Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_escalation_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
        sa.UniqueConstraint("key", name=op.f("uq_escalation_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_escalation_reference")),
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_escalation_due_at"), ["due_at"], unique=False)

    op.create_table(
        "inbound",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("carrier_id", sa.String(length=64), nullable=False),
        sa.Column("text", columns.Sealed(), nullable=False),
        sa.Column("phones", columns.Sealed(), nullable=True),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("received_at", columns.Instant(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reader", sa.String(length=24), nullable=True),
        sa.Column("holding_at", columns.Instant(), nullable=True),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("lease_until", columns.Instant(), nullable=True),
        sa.Column("lease_holder", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_inbound_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound")),
        sa.UniqueConstraint("channel", "carrier_id", name=op.f("uq_inbound_channel_carrier_id")),
    )
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.create_index("ix_inbound_conversation", ["conversation_id", "id"], unique=False)
        batch_op.create_index(
            "ix_inbound_due",
            ["state", "due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_inbound_holding_at",
            ["holding_at"],
            unique=False,
            sqlite_where=sa.text("holding_at IS NOT NULL"),
            postgresql_where=sa.text("holding_at IS NOT NULL"),
        )

    op.create_table(
        "staff_session",
        sa.Column("token_index", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("seen_at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id")),
        sa.PrimaryKeyConstraint("token_index", name=op.f("pk_staff_session")),
    )
    op.create_table(
        "callback_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("words", columns.Sealed(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["callback_request.id"], name=op.f("fk_callback_note_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_note")),
        sa.UniqueConstraint("key", name=op.f("uq_callback_note_key")),
    )
    with op.batch_alter_table("callback_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_callback_note_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "escalation_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "escalation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("line_id", sa.String(length=64), nullable=True),
        sa.Column("note", columns.Sealed(), nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_event_escalation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_event")),
    )
    with op.batch_alter_table("escalation_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_escalation_event_escalation_id"), ["escalation_id"], unique=False
        )

    op.create_table(
        "page",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "escalation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column("duty_phone", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalation.id"], name=op.f("fk_page_escalation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint(
            "escalation_id", "duty_phone", name=op.f("uq_page_escalation_id_duty_phone")
        ),
    )
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.create_index(
            "uq_page_open_code",
            ["duty_phone", "code"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "safety_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column(
            "inbound_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("asked_at", columns.Instant(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_safety_question_conversation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["inbound_id"], ["inbound.id"], name=op.f("fk_safety_question_inbound_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_question")),
        sa.UniqueConstraint("inbound_id", name=op.f("uq_safety_question_inbound_id")),
    )
    with op.batch_alter_table("safety_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_safety_question_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_safety_question_due_at"), ["due_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("line_id", sa.String(length=64), nullable=True),
        sa.Column("page_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("body", columns.Sealed(), nullable=False),
        sa.Column("encoding", sa.String(length=6), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("carrier_id", sa.String(length=64), nullable=True),
        sa.Column("accepted_at", columns.Instant(), nullable=True),
        sa.Column("error_code", sa.Integer(), nullable=True),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("lease_until", columns.Instant(), nullable=True),
        sa.Column("lease_holder", sa.String(length=80), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_outbox_conversation_id")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_outbox_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("carrier_id", name=op.f("uq_outbox_carrier_id")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_conversation", ["conversation_id", "id"], unique=False)
        batch_op.create_index(
            "ix_outbox_due",
            ["lane", "due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )

    op.execute("INSERT INTO clock (id, offset_microseconds) VALUES (1, 0)")


def downgrade() -> None:

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_outbox_conversation")

    op.drop_table("outbox")
    with op.batch_alter_table("safety_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_question_due_at"))
        batch_op.drop_index(batch_op.f("ix_safety_question_conversation_id"))

    op.drop_table("safety_question")
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_page_open_code",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("page")
    with op.batch_alter_table("escalation_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_event_escalation_id"))

    op.drop_table("escalation_event")
    with op.batch_alter_table("callback_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_callback_note_request_id"))

    op.drop_table("callback_note")
    op.drop_table("staff_session")
    with op.batch_alter_table("inbound", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbound_holding_at",
            sqlite_where=sa.text("holding_at IS NOT NULL"),
            postgresql_where=sa.text("holding_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_inbound_due",
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_inbound_conversation")

    op.drop_table("inbound")
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalation_due_at"))
        batch_op.drop_index(batch_op.f("ix_escalation_conversation_id"))

    op.drop_table("escalation")
    op.drop_table("dialogue")
    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_callback_request_conversation_id"))

    op.drop_table("callback_request")
    op.drop_table("unmet_contact")
    op.drop_table("staff")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_name_index"))
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_address_index"))

    op.drop_table("sign_in_failure")
    op.drop_table("role_beat")
    op.drop_table("receipt")
    op.drop_table("line_confirmation")
    with op.batch_alter_table("handset_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handset_message_number"))

    op.drop_table("handset_message")
    op.drop_table("data_key")
    op.drop_table("conversation")
    op.drop_table("clock")
