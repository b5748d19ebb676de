"""The sections of a text of law as frames: what each column holds."""

from __future__ import annotations

from aci_model import frames

_TRACE: frames.Columns = {
    "source": frames.TEXT,
    "confidence": frames.TEXT,  # A, B, C or ?
    "note": frames.TEXT,
    "effective": frames.DAY,
    "text": frames.TEXT,
    "text_label": frames.TEXT,
}

COLUMNS: dict[str, frames.Columns] = {
    "amounts": {
        "mission": frames.TEXT,
        "part": frames.TEXT,
        "size_class": frames.INTEGER,
        "ceiling": frames.NUMBER,  # euros a year, missing when unknown
        "withdrawn": frames.FLAG,  # the text ends this part
        **_TRACE,
    },
    "totals": {
        "mission": frames.TEXT,  # missing: all missions together
        "size_class": frames.INTEGER,
        "total": frames.NUMBER,  # euros a year, as printed
        **_TRACE,
    },
    "one_off": {
        "payment": frames.TEXT,
        "label": frames.TEXT,
        "size_class": frames.INTEGER,
        "amount": frames.NUMBER,  # euros, once
        **_TRACE,
    },
    "sizes": {
        "size_class": frames.INTEGER,
        "label": frames.TEXT,
        "wording": frames.TEXT,
        "at_least": frames.NUMBER,  # inhabitants, bound included
        "above": frames.NUMBER,  # inhabitants, bound excluded; instead of at_least
        "undefined_at": frames.NUMBER,  # inhabitants no text speaks of; `note` says what is done
        **_TRACE,
    },
    "deadlines": {
        "mission": frames.TEXT,
        "start": frames.TEXT,  # known | libre | inconnu
        "latest_start_months": frames.INTEGER,  # after the signature
        "full_deployment_months": frames.INTEGER,
        **_TRACE,
    },
    "payment": {
        "rule": frames.TEXT,
        "label": frames.TEXT,
        "value": frames.NUMBER,
        "choice": frames.TEXT,  # instead of a value, when the rule is a manner
        "unit": frames.TEXT,
        **_TRACE,
    },
    "conflicts": {
        "conflict": frames.TEXT,
        "mission": frames.TEXT,
        "part": frames.TEXT,
        "size_class": frames.INTEGER,
        "status": frames.TEXT,  # unresolved | resolved
        "question": frames.TEXT,
        "figure": frames.INTEGER,  # 1, 2…: one row per part and figure
        "amount": frames.NUMBER,  # euros a year, for all the parts of the conflict together
        "figure_source": frames.TEXT,
        "figure_confidence": frames.TEXT,
        **_TRACE,
    },
    "unknowns": {
        "subject": frames.TEXT,
        "statement": frames.TEXT,
        "question": frames.TEXT,
        "effective": frames.DAY,
        "text": frames.TEXT,
        "text_label": frames.TEXT,
    },
}

TITLES = frozenset(
    {"amount", "withdrawn", "total", "one_off", "size", "deadline", "payment", "conflict", "unknown"}
)
