"""Payment rules are read by name from the texts of each contract year's first day."""

import pandas as pd
import pytest

from aci_model import law
from aci_model.funding.payments import default_terms, payments, terms
from tests.building import dossier
from tests.law_copy import added, head
from tests.paying import due, inputs, rows

# A text nobody signed: from 1 July 2024, anniversaries pay 60 % ahead, and what is overpaid is given back.
AVENANT = head("2024-01-10", "2024-02-10", "2024-07-01", "2024-04-10")
RULE = """
[[payment]]
rule = "{rule}"
label = "Règle inventée"
value = {value}
unit = "modalité"
source = "inventée"
confidence = "C"
"""


def patched(folder, **rules):
    text = AVENANT + "".join(RULE.format(rule=rule, value=value) for rule, value in rules.items())
    return law.load_from(added(folder, text))


def paid_under(texts, *dues):
    table, given, *_ = inputs(dues)
    return rows(payments(table, given, terms(dossier(), texts), texts))


def test_a_new_share_governs_the_years_that_start_under_it(folder):
    # the year from 15/04/2024 starts before 01/07/2024, the one from 15/04/2025 after
    texts = patched(folder, mission_anniversary_share=0.6)
    assert paid_under(texts, due(2024, fixed=1_000.0), due(2025, fixed=1_000.0)) == [
        ("15/04/2024", "avance", 750.0),
        ("15/04/2025", "avance", 600.0),
        ("15/07/2025", "solde", 250.0),
        ("15/07/2026", "solde", 400.0),
    ]


def test_each_advance_follows_its_own_rule(folder):
    texts = patched(folder, anniversary_share=0.5, mission_start_share=0.4)
    started = pd.Timestamp(2025, 9, 1)
    dues = [due(2025, "fonctionnement", fixed=1_000.0), due(2025, fixed=1_000.0, deployed_from=started)]
    assert paid_under(texts, *dues)[:2] == [
        ("15/04/2025", "avance", 500.0),
        ("01/09/2025", "demarrage", 400.0),
    ]


def test_a_signature_share_below_one_leaves_a_balance(folder):
    texts = patched(folder, signature_share=0.8)
    first = due(2025, "fonctionnement", fixed=1_000.0, first=True)
    assert paid_under(texts, first) == [("15/04/2025", "signature", 800.0), ("15/07/2026", "solde", 200.0)]


def test_a_variable_part_may_come_a_year_later_than_the_balance(folder):
    texts = patched(folder, variable_delay=2)
    assert paid_under(texts, due(2025, fixed=100.0, variable=50.0))[1:] == [
        ("15/07/2026", "solde", 25.0),
        ("15/07/2027", "variable", 50.0),
    ]


def test_defaults_follow_the_texts(folder):
    rules = {"balance_delay": 6, "variable_advance_share": 0.3, "overpayment": '"remboursé sous deux mois"'}
    default = default_terms(patched(folder, **rules))
    assert (default.balance_delay, default.variable_advance, default.overpayment) == (6, 0.3, "rembourse")


def test_a_rule_no_text_holds_is_said_missing_by_its_name(folder):
    accord = folder / "texts" / "accord_2019.toml"
    blocks = accord.read_text("utf-8").split("\n[[")
    kept = [block for block in blocks if not block.startswith('payment]]\nrule = "signature_share"')]
    assert len(kept) == len(blocks) - 1
    accord.write_text("\n[[".join(kept), "utf-8")
    texts = law.load_from(folder)
    with pytest.raises(law.LawError, match="signature_share"):
        paid_under(texts, due(2025, fixed=100.0))
