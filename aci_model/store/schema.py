"""What all tables share: one metadata, names of constraints that migrations can tell, random ids."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, String

from aci_model.store.columns import ID_LENGTH, new_id

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id() -> Column[str]:
    """A row's own id, random."""
    return Column("id", String(ID_LENGTH), primary_key=True, default=new_id)


def one_of(values: tuple[str, ...]) -> str:
    """The words of a constraint: the value is one of these."""
    return ", ".join(repr(value) for value in values)
