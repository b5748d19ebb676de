"""The tables of workshops (SQLAlchemy Core).

Nobody is named: a table calls itself what it likes. Keys and links are kept hashed; the code, which a screen shows to
a whole room, is not. A workshop erased takes everything of it along. Times are given by the caller. A change here
needs a migration; `tests/stores` compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
)

from aci_model.store.columns import ID_LENGTH, Digest, Instant, Words
from aci_model.store.schema import metadata, one_of, own_id

STATES = ("ouvert", "clos")
ROUNDS = ("attente", "estimer", "composer", "reveler", "discuter")
CODE_LENGTH = 6
_WORD = 16  # characters of a state, a round, an addressee: words of ours
REFERENCE_LENGTH = 64  # characters of an id that the case gave to an objective or a mission


def _workshop() -> Column[str]:
    """The workshop a row belongs to, and goes away with."""
    return Column(
        "workshop", String(ID_LENGTH), ForeignKey("workshop.id", ondelete="CASCADE"), nullable=False
    )


# `content`: the case. `round_number`: which passage its answers belong to. `version`: one more at each change that
# somebody else's screen shows; `stage`: at each change that every table's screen shows. The timer runs (`ends_at`), or
# is paused with so many seconds left.
workshop = Table(
    "workshop",
    metadata,
    own_id(),
    Column("version", Integer, nullable=False),
    Column("stage", Integer, nullable=False),
    Column("code", String(CODE_LENGTH), nullable=False, unique=True),
    Column("key_hash", Digest, nullable=False, unique=True),
    Column("title", Words, nullable=False),
    Column("state", String(_WORD), nullable=False),
    Column("round", String(_WORD), nullable=False),
    Column("round_number", Integer, nullable=False),
    Column("revealed", Boolean, nullable=False, server_default=false()),
    Column("timer_ends_at", Instant),
    Column("timer_left_s", Integer),
    Column("opened_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("content", JSON, nullable=False),
    CheckConstraint(f"state IN ({one_of(STATES)})", name="state"),
    CheckConstraint(f"round IN ({one_of(ROUNDS)})", name="round"),
    CheckConstraint("timer_ends_at IS NULL OR timer_left_s IS NULL", name="timer"),
    Index(None, "expires_at"),
)

# `folded`: what it calls itself without case nor accents, once in a workshop. `number`: its order of arrival.
# `revision`: one more at each change of its own, so that its second phone sees it. `guess`, `scenario`: of the passage
# under way.
workshop_table = Table(
    "workshop_table",
    metadata,
    own_id(),
    _workshop(),
    Column("revision", Integer, nullable=False),
    Column("token_hash", Digest, nullable=False, unique=True),
    Column("shown_as", Words, nullable=False),
    Column("folded", Words, nullable=False),
    Column("number", Integer, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("sealed_at", Instant),
    Column("late", Boolean, nullable=False, server_default=false()),
    Column("guess", JSON(none_as_null=True)),
    Column("scenario", JSON(none_as_null=True)),
    Column("sheet", JSON(none_as_null=True)),
    UniqueConstraint("workshop", "folded"),
    UniqueConstraint(
        "workshop", "id"
    ),  # what answers and questions refer to, so that both name the same workshop
    CheckConstraint("NOT late OR sealed_at IS NOT NULL", name="late"),
)

# What a table had sealed in a passage that was revealed, before a round of it was repeated.
workshop_past = Table(
    "workshop_past",
    metadata,
    Column("workshop", String(ID_LENGTH), nullable=False),
    Column("at_table", String(ID_LENGTH), primary_key=True),
    Column("round_number", Integer, primary_key=True, autoincrement=False),
    Column("sealed_at", Instant),
    Column("late", Boolean, nullable=False),
    Column("guess", JSON(none_as_null=True)),
    Column("scenario", JSON(none_as_null=True)),
    ForeignKeyConstraint(
        ["workshop", "at_table"], ["workshop_table.workshop", "workshop_table.id"], ondelete="CASCADE"
    ),
    Index(None, "workshop", "round_number"),
)

# The parking list; no table: the facilitator asked. `shown`: others may read it. `euros`: suspended by the answer.
workshop_question = Table(
    "workshop_question",
    metadata,
    own_id(),
    _workshop(),
    Column("at_table", String(ID_LENGTH)),
    Column("words", Words, nullable=False),
    Column("addressee", String(_WORD)),
    Column("objective", String(REFERENCE_LENGTH)),
    Column("mission", String(REFERENCE_LENGTH)),
    Column("euros", Float),
    Column("asked_at", Instant, nullable=False),
    Column("shown", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(
        ["workshop", "at_table"], ["workshop_table.workshop", "workshop_table.id"], ondelete="CASCADE"
    ),
    Index(None, "workshop", "at_table"),
)
