"""The tables of campaigns (SQLAlchemy Core); with those of workshops, all the store has.

What identifies a community is not here: no name, no file name, no network address, no account. A contributor is a
random id and the block attributes the federation chose. Times are given by the caller. A change here needs a
migration; `tests/stores` compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from aci_model.store import workshop_tables
from aci_model.store.columns import ID_LENGTH, Digest, Instant, Words
from aci_model.store.schema import metadata, one_of, own_id

__all__ = [
    "STATES",
    "attempt",
    "campaign",
    "contribution",
    "decision",
    "freeze",
    "invitation",
    "metadata",
    "publication",
    "workshop_tables",
]

STATES = ("ouverte", "gelee", "publiee", "close")


def _campaign(*, primary_key: bool = False) -> Column[str]:
    """The campaign a row belongs to, and goes away with."""
    return Column(
        "campaign",
        String(ID_LENGTH),
        ForeignKey("campaign.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


# `asked`: what contributors are asked for. `scope`: who may contribute. `key_hash`: argon2 of the administrator's key.
campaign = Table(
    "campaign",
    metadata,
    own_id(),
    Column("title", Words, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("key_hash", Text, nullable=False),
    CheckConstraint(f"state IN ({one_of(STATES)})", name="state"),
)

# One per code given out; the code itself is known only to who received it.
invitation = Table(
    "invitation",
    metadata,
    own_id(),
    _campaign(),
    Column("code_hash", Digest, nullable=False, unique=True),
    Column("region", Words),
    Column("size_group", Words),
    Column("seniority", Words),
    Column("used", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("campaign", "id"),  # what a contribution refers to, so that both name the same campaign
)

# `rates`: indicator -> rate or share, 0–1 (« values » is a method of SQLAlchemy's columns). `consents`: indicator ->
# true or false. Withdrawn, nothing of them is left.
contribution = Table(
    "contribution",
    metadata,
    own_id(),
    _campaign(),
    Column("invitation", String(ID_LENGTH), nullable=False, unique=True),
    Column("rates", JSON(none_as_null=True)),
    Column("consents", JSON(none_as_null=True)),
    Column("received_at", Instant, nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(
        ["campaign", "invitation"], ["invitation.campaign", "invitation.id"], ondelete="CASCADE"
    ),
    CheckConstraint("withdrawn = (rates IS NULL) AND withdrawn = (consents IS NULL)", name="withdrawn"),
    Index(None, "campaign"),
)

freeze = Table(
    "freeze",
    metadata,
    _campaign(primary_key=True),
    Column("frozen_at", Instant, nullable=False),
    Column("digest", Digest, nullable=False),
)

# `content`: what was published, and nothing else was.
publication = Table(
    "publication",
    metadata,
    _campaign(primary_key=True),
    Column("content", JSON, nullable=False),
    Column("digest", Digest, nullable=False),
)

# Why a block was merged or a figure withheld, step by step.
decision = Table(
    "decision",
    metadata,
    _campaign(primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("what", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)

# Keys and codes that were wrong, to slow whoever tries many; `subject_hash`: of what was tried upon, never of a key.
attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("subject_hash", Digest, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "kind", "subject_hash", "at"),
)
