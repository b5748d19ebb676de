"""Workshops: tables that joined, their answers, those of passages before, questions left open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "workshop",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("round", sa.String(16), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("revealed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("timer_ends_at", sa.DateTime(timezone=True)),
        sa.Column("timer_left_s", sa.Integer()),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workshop"),
        sa.UniqueConstraint("code", name="uq_workshop_code"),
        sa.UniqueConstraint("key_hash", name="uq_workshop_key_hash"),
        sa.CheckConstraint("state IN ('ouvert', 'clos')", name=op.f("ck_workshop_state")),
        sa.CheckConstraint(
            "round IN ('attente', 'estimer', 'composer', 'reveler', 'discuter')",
            name=op.f("ck_workshop_round"),
        ),
        sa.CheckConstraint("timer_ends_at IS NULL OR timer_left_s IS NULL", name=op.f("ck_workshop_timer")),
    )
    op.create_index("ix_workshop_expires_at", "workshop", ["expires_at"])
    _tables()
    _past()
    _questions()


def _tables() -> None:
    op.create_table(
        "workshop_table",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workshop", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("shown_as", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True)),
        sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("guess", sa.JSON(none_as_null=True)),
        sa.Column("scenario", sa.JSON(none_as_null=True)),
        sa.Column("sheet", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_table"),
        _belongs_to_workshop("workshop_table"),
        sa.UniqueConstraint("token_hash", name="uq_workshop_table_token_hash"),
        sa.UniqueConstraint("workshop", "folded", name="uq_workshop_table_workshop_folded"),
        sa.UniqueConstraint("workshop", "id", name="uq_workshop_table_workshop_id"),
        sa.CheckConstraint("NOT late OR sealed_at IS NOT NULL", name=op.f("ck_workshop_table_late")),
    )


def _past() -> None:
    op.create_table(
        "workshop_past",
        sa.Column("workshop", sa.String(32), nullable=False),
        sa.Column("at_table", sa.String(32), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True)),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("guess", sa.JSON(none_as_null=True)),
        sa.Column("scenario", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("at_table", "round_number", name="pk_workshop_past"),
        _belongs_to_table("workshop_past"),
    )
    op.create_index("ix_workshop_past_workshop_round_number", "workshop_past", ["workshop", "round_number"])


def _questions() -> None:
    op.create_table(
        "workshop_question",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workshop", sa.String(32), nullable=False),
        sa.Column("at_table", sa.String(32)),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("addressee", sa.String(16)),
        sa.Column("objective", sa.String(64)),
        sa.Column("mission", sa.String(64)),
        sa.Column("euros", sa.Float()),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_question"),
        _belongs_to_workshop("workshop_question"),
        _belongs_to_table("workshop_question"),
    )
    op.create_index("ix_workshop_question_workshop_at_table", "workshop_question", ["workshop", "at_table"])


def _belongs_to_workshop(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop"], ["workshop.id"], name=f"fk_{table}_workshop", ondelete="CASCADE"
    )


def _belongs_to_table(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop", "at_table"],
        ["workshop_table.workshop", "workshop_table.id"],
        name=f"fk_{table}_workshop_at_table",
        ondelete="CASCADE",
    )
