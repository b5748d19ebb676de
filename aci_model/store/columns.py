"""Column types that mean the same on both engines."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import DateTime, String, Text, TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect

ID_LENGTH = 32
DIGEST_LENGTH = 64


def new_id() -> str:
    """An identifier that tells neither an order nor a number: 128 random bits, in hexadecimal."""
    return secrets.token_hex(ID_LENGTH // 2)


class Instant(TypeDecorator[dt.datetime]):
    """A moment with its time zone, kept and given back in UTC (SQLite forgets time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Put a moment in UTC.

        Raises:
            ValueError: it has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        told = value.astimezone(dt.UTC)
        return told.replace(tzinfo=None) if dialect.name == "sqlite" else told

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Give a moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if dialect.name == "sqlite" else value.astimezone(dt.UTC)


class Words(TypeDecorator[str]):
    """What a person typed, without the two things a database refuses: U+0000 and halves of characters."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's)
        """Leave out what PostgreSQL cannot hold, on SQLite too."""
        return None if value is None else value.replace("\0", "").encode(errors="ignore").decode()


class Digest(String):
    """A SHA-256 in hexadecimal."""

    def __init__(self) -> None:
        super().__init__(DIGEST_LENGTH)
