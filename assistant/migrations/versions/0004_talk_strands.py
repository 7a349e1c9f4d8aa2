"""Strands of talks, turns by key, files given as proof."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FILE_INDEXES = ("organisation_id", "enterprise_id", "conversation_id")


def upgrade() -> None:
    op.create_table(
        "talk_strands",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.String(length=36), nullable=False),
        sa.Column("scheme", sa.String(length=100), nullable=True),
        sa.Column("pending", sa.String(length=100), nullable=True),
        sa.Column("aside", sa.JSON(), nullable=False),
        sa.Column("returned", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"]),
        sa.PrimaryKeyConstraint("conversation_id", "number"),
    )
    with op.batch_alter_table("talk_strands", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_strands_enterprise_id"), ["enterprise_id"], unique=False)
    op.create_table(
        "talk_turns",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.PrimaryKeyConstraint("conversation_id", "key"),
    )
    op.create_table(
        "talk_files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("enterprise_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("scheme", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("talk_files", schema=None) as batch_op:
        for name in _FILE_INDEXES:
            batch_op.create_index(batch_op.f(f"ix_talk_files_{name}"), [name], unique=False)
        batch_op.create_index(
            "talk_files_once", ["conversation_id", "enterprise_id", "scheme", "sha256"], unique=True
        )
    # A talk of before has one strand: its enterprise under its scheme, with the question it was at.
    op.execute(
        sa.text(
            "INSERT INTO talk_strands"
            " (conversation_id, number, enterprise_id, scheme, pending, aside, returned, asked, active)"
            " SELECT id, 1, enterprise_id, scheme, pending, skipped, '[]', '[]', true FROM conversations"
        )
    )


def downgrade() -> None:
    with op.batch_alter_table("talk_files", schema=None) as batch_op:
        batch_op.drop_index("talk_files_once")
        for name in reversed(_FILE_INDEXES):
            batch_op.drop_index(batch_op.f(f"ix_talk_files_{name}"))
    op.drop_table("talk_files")
    op.drop_table("talk_turns")
    with op.batch_alter_table("talk_strands", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_strands_enterprise_id"))
    op.drop_table("talk_strands")
