"""on behalf"""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0008"
down_revision = "0007"


def upgrade() -> None:

    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_behalf", columns.Sealed(), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("callback_request", schema=None) as batch_op:
        batch_op.drop_column("on_behalf")
