"""Campaigns: invitations, contributions, what was frozen and published, decisions, wrong keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
        sa.CheckConstraint(
            "state IN ('ouverte', 'gelee', 'publiee', 'close')", name=op.f("ck_campaign_state")
        ),
    )
    _contributing()
    _published()
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject_hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_kind_subject_hash_at", "attempt", ["kind", "subject_hash", "at"])


def _contributing() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(32), nullable=False),
        _campaign(),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("region", sa.Text()),
        sa.Column("size_group", sa.Text()),
        sa.Column("seniority", sa.Text()),
        sa.Column("used", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        _belongs_to_campaign("invitation"),
        sa.UniqueConstraint("code_hash", name="uq_invitation_code_hash"),
        sa.UniqueConstraint("campaign", "id", name="uq_invitation_campaign_id"),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.String(32), nullable=False),
        _campaign(),
        sa.Column("invitation", sa.String(32), nullable=False),
        sa.Column("rates", sa.JSON(none_as_null=True)),
        sa.Column("consents", sa.JSON(none_as_null=True)),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_contribution"),
        _belongs_to_campaign("contribution"),
        sa.ForeignKeyConstraint(
            ["campaign", "invitation"],
            ["invitation.campaign", "invitation.id"],
            name="fk_contribution_campaign_invitation",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("invitation", name="uq_contribution_invitation"),
        sa.CheckConstraint(
            "withdrawn = (rates IS NULL) AND withdrawn = (consents IS NULL)",
            name=op.f("ck_contribution_withdrawn"),
        ),
    )
    op.create_index("ix_contribution_campaign", "contribution", ["campaign"])


def _published() -> None:
    op.create_table(
        "freeze",
        _campaign(),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("campaign", name="pk_freeze"),
        _belongs_to_campaign("freeze"),
    )
    op.create_table(
        "publication",
        _campaign(),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("campaign", name="pk_publication"),
        _belongs_to_campaign("publication"),
    )
    op.create_table(
        "decision",
        _campaign(),
        sa.Column("step", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "step", name="pk_decision"),
        _belongs_to_campaign("decision"),
    )


def _campaign() -> sa.Column[str]:
    return sa.Column("campaign", sa.String(32), nullable=False)


def _belongs_to_campaign(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign"], ["campaign.id"], name=f"fk_{table}_campaign", ondelete="CASCADE"
    )
