"""What may go wrong with the database, told in French to whoever is in front of the screen."""

from __future__ import annotations


class StoreError(Exception):
    """The database could not do what was asked; the message is a French sentence that says what to do."""


class StoreUnusableError(StoreError):
    """The database is not there, does not answer, or can no longer be written."""


class StoreBusyError(StoreError):
    """Others held the database for too long; nothing was written."""


class StoreNewerError(StoreError):
    """The database was written by a later version of this software."""
