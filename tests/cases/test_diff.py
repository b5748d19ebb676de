"""Two contracts compared: which line is which, what changed, and what it does to the expected euros."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from aci_model.bargaining.diff import diff
from aci_model.bargaining.matching import match
from tests.building import done, dossier, line, together

MISSIONS = pd.DataFrame({"mission": ["a", "b"], "short": ["Accès", "Bilans"]})
BREAST = "Taux de dépistage du cancer du sein"
STEPS = ((69.7, 1000), (72.4, 2500), (75, 3500))


def breast(*steps, **more):
    return line("a", *(steps or STEPS), label=BREAST, unit="%", baseline=66.26, **more)


def chances(*of):
    """The chance of each step of line 0."""
    return pd.DataFrame({"line": 0, "tier": range(1, len(of) + 1), "chance": of})


def compared(old, new, **more):
    return diff(dossier(*old), dossier(*new), MISSIONS, **more)


def told(found):
    return list(found.changes[["what", "tier", "before", "after"]].itertuples(index=False, name=None))


def test_a_contract_compared_with_itself_has_no_change():
    same = dossier(breast(), done("b", 500, label="Bilan"))
    found = diff(same, same, MISSIONS, chances=chances(0.9, 0.5, 0.2))
    assert found.changes.empty
    assert found.lines.empty
    assert found.totals.loc[0, ["effect", "words"]].tolist() == [0, "0\u00a0€"]


def test_a_new_amount_counts_with_the_chance_of_its_step():
    # Increments 1 000, 1 500, 1 000 become 1 000, 1 000, 1 500:
    # 0,9×1000 + 0,5×1500 + 0,2×1000 = 1 850 → 0,9×1000 + 0,5×1000 + 0,2×1500 = 1 700.
    new = breast((69.7, 1000), (72.4, 2000), (75, 3500))
    found = compared([breast()], [new], chances=chances(0.9, 0.5, 0.2))
    assert told(found) == [("montant", 2, "2\u202f500\u00a0€", "2\u202f000\u00a0€")]
    assert found.changes.loc[0, "effect"] == pytest.approx(-150)
    assert found.totals.loc[0, ["before_low", "after_high", "effect"]].tolist() == pytest.approx(
        [1850, 1700, -150]
    )


def test_a_moved_threshold_without_a_chance_is_bounded_and_says_so():
    # The new chance lies between that of 72,4 (0,5) and that of 75 (0,2): at most (0,5 − 0,2) × 1 500 = 450 lost.
    new = breast((69.7, 1000), (73, 2500), (75, 3500))
    found = compared([breast()], [new], old_chances=chances(0.9, 0.5, 0.2))
    assert told(found) == [("seuil", 2, "72,4\u00a0%", "73\u00a0%")]
    row = found.changes.loc[0]
    assert pd.isna(row["effect"])
    assert [row["low"], row["high"]] == pytest.approx([-450, 0])
    assert row["words"] == "au plus −450\u00a0€"


def test_an_effect_that_cannot_be_nothing_is_told_with_both_its_ends():
    # The second step alone changes: 1 000 → 900 € of it gone at chance 0,5, a sure −50; its threshold 72,4 → 73 costs
    # from 0 to (0,5 − 0,2) × 1 400 = 420 more. « Au plus −470 € » would hide the sure part.
    found = compared(
        [breast()], [breast((69.7, 1000), (73, 2400), (75, 3400))], old_chances=chances(0.9, 0.5, 0.2)
    )
    assert found.lines.loc[0, ["low", "high"]].tolist() == pytest.approx([-470, -50])
    assert found.totals["words"].tolist() == ["entre −470\u00a0€ et −50\u00a0€"]


def test_a_moved_threshold_without_any_chance_puts_its_whole_step_at_stake():
    # Easier: at best the step goes from never to always reached, +1 500; it can cost nothing.
    found = compared([breast()], [breast((69.7, 1000), (72, 2500), (75, 3500))])
    row = found.changes.loc[0]
    assert [row["low"], row["high"]] == pytest.approx([0, 1500])
    assert row["words"] == "au plus +1\u202f500\u00a0€"


def test_changes_made_apart_and_together_differ_by_their_interaction():
    # Amount alone, at 0,5: −150. Threshold alone, 0,5 → 0,4: −0,1 × 1 500 = −150.
    # Together: 0,9×1000 + 0,4×1000 + 0,2×1500 = 1 600, so −250: the two meet for +50.
    new = breast((69.7, 1000), (73, 2000), (75, 3500))
    found = compared([breast()], [new], chances=chances(0.9, 0.4, 0.2), old_chances=chances(0.9, 0.5, 0.2))
    assert found.changes["effect"].tolist() == pytest.approx([-150, -150])
    assert found.lines.loc[0, ["effect", "interaction"]].tolist() == pytest.approx([-250, 50])


def test_lower_is_better_reads_an_easier_threshold_as_a_gain():
    def ald(last):
        return line(
            "a", (219, 3000), (last, 6000), label="Patients sans médecin", direction=-1, unit="patients"
        )

    # 100 → 120 patients is easier: the chance rises from 0,4 to at most 1 (that of 219): (1 − 0,4) × 3 000 = 1 800.
    found = compared([ald(100)], [ald(120)], old_chances=chances(1, 0.4))
    assert found.changes["words"].tolist() == ["au plus +1\u202f800\u00a0€"]


def test_a_turned_direction_leaves_only_bounds():
    # Before 0,5 × 1 000 = 500 expected; after, nobody knows: from 0 to 1 000.
    one = line("a", (10, 1000), label="Délai de réponse", unit="jours")
    found = compared([one], [{**one, "direction": -1}], old_chances=chances(0.5))
    assert found.changes.loc[0, ["what", "before", "after"]].tolist() == ["sens", "hausse", "baisse"]
    assert found.changes.loc[0, "words"] == "entre −500\u00a0€ et +500\u00a0€"


def test_words_proofs_and_initial_values_move_no_euro():
    old = breast(expected_proof="Émargement ; bilan", nature="quantitatif")
    new = {**breast(expected_proof="bilan ; convention", nature="qualitatif"), "baseline": 67.0}
    new["label"] = "Taux de dépistage organisé du cancer du sein"
    found = compared([old, done("b", 1, expected_proof="Bilan")], [new, done("b", 1, expected_proof="Bilan")])
    assert found.changes["what"].tolist() == ["libellé", "nature", "valeur initiale", "preuve"]
    assert found.changes["effect"].tolist() == [0, 0, 0, 0]
    assert found.changes.loc[2, ["before", "after"]].tolist() == ["66,26\u00a0%", "67\u00a0%"]


def test_case_accents_and_the_order_of_proofs_are_no_change():
    old = done("b", 500, label="Réunion d'équipe", expected_proof="Émargement ; bilan")
    new = done("b", 500, label="REUNION D’EQUIPE", expected_proof="Bilan\némargement")
    assert compared([old], [new]).changes.empty


def test_a_figure_in_the_words_is_a_change_whatever_its_sign():
    old, new = (done("b", 500, label=f"Écart de {by} points", expected_proof="Bilan") for by in ("-2", "2"))
    assert compared([old], [new]).changes["what"].tolist() == ["libellé"]


def test_an_added_and_a_dropped_line_weigh_their_expected_euros():
    old = [breast(), done("b", 500, label="Soirée diabète")]
    new = [breast(), done("b", 800, label="Annuaire en ligne")]
    own = pd.DataFrame({"line": [1], "tier": [1], "chance": [0.5]})
    found = compared(old, new, chances=own, old_chances=own)
    # Added: 0,5 × 800 = 400; dropped: 0,5 × 500 = 250 lost.
    assert found.changes[["what", "after", "before"]].fillna("").to_numpy().tolist() == [
        ["ligne ajoutée", "Annuaire en ligne", ""],
        ["ligne supprimée", "", "Soirée diabète"],
    ]
    assert found.changes["effect"].tolist() == pytest.approx([400, -250])
    assert found.totals.loc[0, "effect"] == pytest.approx(150)


def test_a_step_more_or_less_is_told_without_renaming_the_others():
    new = breast((69.7, 1000), (75, 3500))
    found = compared([breast()], [new], chances=chances(0.9, 0.2), old_chances=chances(0.9, 0.5, 0.2))
    assert found.changes[["what", "tier", "before"]].to_numpy().tolist() == [
        ["palier supprimé", 2, "72,4\u00a0%\u00a0: 2\u202f500\u00a0€"]
    ]
    # Without it its 1 500 € wait for the last step: 0,5 × 1 500 → 0,2 × 1 500.
    assert found.changes.loc[0, "effect"] == pytest.approx(-450)
    back = compared([new], [breast()], chances=chances(0.9, 0.5, 0.2))
    assert back.changes[["what", "effect"]].to_numpy().tolist() == [["palier ajouté", pytest.approx(450)]]


def test_an_unknown_amount_makes_an_unknown_effect_never_zero():
    found = compared([done("b", 500, label="Bilan")], [done("b", float("nan"), label="Bilan")])
    row = found.changes.loc[0]
    assert [row["what"], row["after"], row["words"]] == ["montant", "inconnu", "inconnu"]
    assert pd.isna(row["low"])
    assert pd.isna(found.totals.loc[0, "high"])


def test_what_one_contract_never_says_is_told_once_not_line_by_line():
    old = [
        done("b", 1, label="Un bilan", expected_proof="Bilan"),
        done("b", 2, label="Une soirée", expected_proof="Photo"),
    ]
    new = [done("b", 1, label="Un bilan"), done("b", 2, label="Une soirée")]
    found = compared(old, new)
    assert found.changes.empty
    assert found.silent == ("preuve",)


def test_a_deadline_reads_as_a_date():
    old = done("b", 1, label="Bilan", deadline=dt.date(2026, 12, 31))
    new = done("b", 1, label="Bilan", deadline=dt.date(2027, 2, 1))
    found = compared([old], [new])
    assert told(found)[0][2:] == ("31 décembre 2026", "1er février 2027")


def test_a_line_that_changes_mission_is_one_line_and_says_where_it_went():
    found = compared([done("a", 1, label="Annuaire")], [done("b", 1, label="Annuaire")])
    assert found.changes.loc[0, ["what", "before", "after", "effect"]].tolist() == [
        "mission",
        "Accès",
        "Bilans",
        0,
    ]


def test_reworded_lines_find_each_other_and_show_how_alike_they_are():
    old = dossier(
        done("b", 2000, label="Parcours diabète de type 1 mis en œuvre"),
        done("b", 2000, label="Parcours diabète de type 2 mis en œuvre"),
        done("b", 900, label="Ateliers écrans et sommeil"),
    )
    new = dossier(
        done("b", 2000, label="Mise en œuvre du parcours diabète type 2"),
        done("b", 2000, label="Mise en œuvre du parcours diabète type 1"),
        done("b", 900, label="Annuaire des professionnels"),
    )
    pairs = match(old, new)
    assert pairs["old"].fillna(-1).tolist() == [1, 0, -1, 2]
    assert pairs["how"].fillna("").tolist() == ["ressemblance", "ressemblance", "", ""]
    assert pairs["score"].iloc[:2].between(0.5, 1).all()
    assert pairs["score"].iloc[2:].isna().all()


def test_thresholds_met_nowhere_else_name_a_line_whose_words_nearly_all_changed():
    words = "Patients de 70 ans et plus sans médecin traitant", "Personnes âgées de 70 ans ou plus sans MT"
    old, new = (
        dossier(
            line("a", (steps, 5000), label=label, kind="seuil", direction=-1, unit="patients"),
            line("a", (8, 4000), label="Ateliers", kind="compte"),
        )
        for label, steps in zip(words, (203, 203), strict=True)
    )
    assert match(old, new)["how"].tolist() == ["ressemblance", "libelle"]
    other = dossier(
        line("a", (150, 5000), label=words[1], kind="seuil", direction=-1, unit="patients"),
        line("a", (8, 4000), label="Ateliers", kind="compte"),
    )
    assert match(old, other)["old"].fillna(-1).tolist() == [-1, 1, 0]


def test_equal_deliverables_never_make_up_for_other_words():
    old, new = (
        dossier(done("a", 900, label=label))
        for label in ("Ateliers alimentation et nutrition", "Ateliers écrans et sommeil")
    )
    assert match(old, new)["how"].isna().all()


def test_a_person_corrects_the_match():
    old = dossier(done("b", 1, label="Annuaire"), done("b", 2, label="Soirée"))
    new = dossier(done("b", 1, label="Annuaire"), done("b", 2, label="Rencontre"))
    pairs = match(old, new, {0: None, 1: 1})
    assert pairs["new"].fillna(-1).tolist() == [0, 1, -1]
    assert pairs["old"].fillna(-1).tolist() == [-1, 1, 0]
    assert pairs["how"].fillna("").tolist() == ["personne", "personne", ""]


@pytest.mark.parametrize(
    ("pairs", "fault"), [({7: 0}, KeyError), ({0: 7}, KeyError), ({0: 0, 1: 0}, ValueError)]
)
def test_a_correction_that_cannot_be_is_refused(pairs, fault):
    two = dossier(done("b", 1), done("b", 2))
    with pytest.raises(fault):
        match(two, two, pairs)


def test_several_communities_are_not_one_contract():
    two = together(dossier(done("b", 1)), dossier(done("b", 1), community="Autre"))
    with pytest.raises(ValueError, match="one community"):
        match(two, two)


def test_an_empty_contract_drops_or_adds_everything():
    full = dossier(done("b", 500, label="Bilan"))
    none = dataclasses.replace(
        full, lines=full.lines.iloc[:0], tiers=full.tiers.iloc[:0], results=full.results.iloc[:0]
    )
    assert diff(full, none, MISSIONS).changes["what"].tolist() == ["ligne supprimée"]
    assert diff(none, full, MISSIONS).changes["what"].tolist() == ["ligne ajoutée"]
    assert diff(none, none, MISSIONS).changes.empty
