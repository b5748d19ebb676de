"""The four parts of a ceiling: acquis, à prouver, en attente, perdu."""

import dataclasses

import pandas as pd
import pytest

from aci_model import law
from aci_model.funding import Choices, assess
from tests.building import COMMUNITY, done, dossier, line

BREAST = ((69.7, 1_000), (72.4, 2_500), (75, 3_500))
SPLIT = ["earned", "to_prove", "pending", "lost"]


def variable(assessed, mission="prevention"):
    row = assessed.missions.set_index("mission").loc[mission]
    return [row[f"variable_{name}"] for name in SPLIT]


@pytest.mark.parametrize(
    ("given", "split", "status"),
    [
        ({"result": 72.5}, [2_500, 0, 0, 1_000], "partial"),  # proof is not tracked: 2 500 reached is earned
        ({"result": 72.5, "proof": True}, [2_500, 0, 0, 1_000], "partial"),
        ({"result": 72.5, "proof": False}, [0, 2_500, 0, 1_000], "to_prove"),
        ({"result": 76, "proof": True}, [3_500, 0, 0, 0], "earned"),
        ({"result": 60, "proof": False}, [0, 0, 0, 3_500], "lost"),
        ({}, [0, 0, 3_500, 0], "pending"),
        ({"proof": True}, [0, 0, 3_500, 0], "pending"),  # a proof without a result proves nothing
    ],
)
def test_a_line_is_split_by_its_result_and_its_proof(given, split, status):
    lines = assess(dossier(line("prevention", *BREAST, baseline=66.26, **given)), law.load()).lines
    assert lines[SPLIT].iloc[0].tolist() == split
    assert lines["status"].iloc[0] == status


def test_intensity_takes_its_share_of_every_euro_and_the_rest_is_lost():
    # 80 %: earned 2 500 × 0,8 = 2 000; pending 500 × 0,8 = 400; lost 4 000 − 2 400 = 1 600
    read = dossier(line("prevention", *BREAST, result=72.5, baseline=66.26), done("prevention", 500))
    assessed = assess(read, law.load(), Choices(intensity={"prevention": 0.8}))
    assert variable(assessed) == pytest.approx([2_000, 0, 400, 1_600])


def test_intensity_outside_zero_to_one_is_refused():
    with pytest.raises(ValueError, match="intensity"):
        Choices(intensity={"prevention": 1.2})


def test_without_size_or_envelope_the_ceiling_is_the_sum_of_the_lines_and_the_fixe_is_unknown():
    read = dossier(line("prevention", *BREAST, result=75), done("prevention", 500))
    assessed = assess(read, law.load())
    parts = assessed.parts.set_index(["mission", "part"])
    assert parts.loc[("prevention", "variable"), ["ceiling", "origin"]].tolist() == [4_000, "lignes"]
    assert parts.loc[("prevention", "fixe"), ["ceiling", "due"]].isna().all()
    assert assessed.totals["fixed_due"].isna().all()
    assert set(assessed.parts["mission"]) == {"prevention"}


def test_what_an_envelope_has_beyond_its_lines_is_pending():
    # 17 500 − (3 500 + 500) = 13 500 not laid on any line
    read = dossier(
        line("prevention", *BREAST, result=75),
        done("prevention", 500, result=False),
        envelopes={("prevention", "variable"): 17_500},
    )
    assert variable(assess(read, law.load())) == [3_500, 0, 13_500, 500]


@pytest.mark.parametrize(
    ("results", "split"),
    [
        # lines total 3 000 in an envelope of 2 000; what exceeds is cut from lost, then pending, to prove, earned
        ((True, True, True), [2_000, 0, 0, 0]),
        ((True, True, None), [2_000, 0, 0, 0]),
        ((True, None, None), [1_000, 0, 1_000, 0]),
        ((True, None, False), [1_000, 0, 1_000, 0]),
        ((True, False, False), [1_000, 0, 0, 1_000]),
        ((False, False, False), [0, 0, 0, 2_000]),
    ],
)
def test_lines_beyond_their_envelope_are_cut_by_it_earned_last(results, split):
    read = dossier(
        *(done("prevention", 1_000, result=result) for result in results),
        envelopes={("prevention", "variable"): 2_000},
    )
    assert variable(assess(read, law.load())) == split


def test_a_line_whose_amount_is_unknown_makes_the_sum_of_its_mission_unknown():
    read = dossier(line("prevention", (70, float("nan")), result=75), done("prevention", 500, result=True))
    assessed = assess(read, law.load())
    assert assessed.missions["variable_ceiling"].isna().all()
    assert assessed.totals["variable_earned"].isna().all()
    assert assessed.totals["unknown"].iloc[0] == ["Prévention (part fixe)", "Prévention (part variable)"]


def test_an_envelope_replaces_the_text_cell_by_cell_and_says_so():
    read = dossier(done("prevention", 500), envelopes={("prevention", "fixe"): 16_000}, size_class=3)
    parts = assess(read, law.load()).parts.set_index(["mission", "part"])
    assert parts.loc[("prevention", "fixe"), ["ceiling", "origin", "due"]].tolist() == [
        16_000,
        "contrat",
        16_000,
    ]
    assert parts.loc[("prevention", "variable"), ["ceiling", "origin"]].tolist() == [17_500, "texte"]


def test_an_envelope_of_one_year_wins_over_one_of_every_year():
    read = dossier(done("prevention", 500, year=2025), done("prevention", 500, year=2026))
    every = dossier(envelopes={("prevention", "variable"): 1_000}).envelopes
    dated = dossier(envelopes={("prevention", "variable"): 2_000}).envelopes
    dated["year"] = dated["year"].fillna(2026)
    both = dataclasses.replace(read, envelopes=pd.concat([every, dated]))
    missions = assess(both, law.load()).missions
    assert missions.set_index("year")["variable_ceiling"].to_dict() == {2025: 1_000, 2026: 2_000}


def test_an_unknown_fixe_makes_the_total_unknown_and_tells_the_known_share():
    # taille 1 after avenant 2: accès aux soins and crise are unknown; known: 50 000 + 25 000 + 10 000 = 85 000
    totals = assess(dossier(done("prevention", 500), size_class=1), law.load()).totals.iloc[0]
    assert str(totals["fixed_due"]) == "nan"
    assert totals["fixed_known"] == 85_000
    assert totals["unknown"] == [
        "Accès aux soins (part fixe)",
        "Accès aux soins (part variable)",
        "Crise sanitaire (part fixe)",
    ]


def test_an_option_counts_only_where_the_community_took_it():
    socle = assess(dossier(done("prevention", 500), size_class=3), law.load())
    assert "qualite" not in set(socle.parts["mission"])
    option = assess(dossier(done("prevention", 500), done("qualite", 5_000), size_class=3), law.load())
    assert "qualite" in set(option.parts["mission"])


def test_the_crisis_part_is_owed_only_when_the_switch_is_on():
    read = dossier(done("prevention", 500), size_class=3)
    off, on = (assess(read, law.load(), Choices(crisis=crisis)).totals.iloc[0] for crisis in (False, True))
    assert (off["crisis_due"], on["crisis_due"]) == (0, 67_500)
    assert off["fixed_due"] == on["fixed_due"]  # the fixe of the mission is due either way
    assert off["variable_ceiling"] == on["variable_ceiling"]


def test_attainment_is_weighed_over_the_lines_that_have_a_result():
    # 2 500 of 3 500 reached, 500 without result: 2 500 / 3 500
    read = dossier(line("prevention", *BREAST, result=72.5), done("prevention", 500))
    assert assess(read, law.load()).missions["attainment"].iloc[0] == pytest.approx(2_500 / 3_500)


def test_a_mission_without_any_result_has_no_attainment():
    assert assess(dossier(done("prevention", 500)), law.load()).missions["attainment"].isna().all()


def test_a_community_without_lines_still_sees_what_its_texts_give():
    totals = assess(dossier(size_class=3, year=None), law.load()).totals
    assert totals["community"].tolist() == [COMMUNITY]
    # 75 000 + 90 000 + 45 000 + 17 500 + 22 500, options not taken
    assert totals["fixed_due"].tolist() == [250_000]


def test_the_next_step_says_what_it_takes_and_what_it_brings():
    lines = assess(
        dossier(
            line(
                "acces_aux_soins",
                (219, 3_000),
                (100, 6_000),
                (50, 9_000),
                result=80,
                baseline=219,
                direction=-1,
            )
        ),
        law.load(),
    ).lines
    assert lines[["next_threshold", "next_gain"]].iloc[0].tolist() == [50, 3_000]


def test_an_envelope_called_variable_of_the_crisis_mission_is_the_one_paid_in_a_crisis():
    read = dossier(
        done("prevention", 500), envelopes={("prevention", "variable"): 500, ("crise", "variable"): 67_500}
    )
    off, on = (assess(read, law.load(), Choices(crisis=crisis)).totals.iloc[0] for crisis in (False, True))
    assert (off["variable_ceiling"], off["crisis_due"]) == (500, 0)
    assert (on["variable_ceiling"], on["crisis_due"]) == (500, 67_500)


@pytest.mark.parametrize(
    ("given", "split", "given_up", "status"),
    [
        ({}, [0, 0, 0, 3_500], 3_500, "abandoned"),  # nobody waits for these 3 500 any more
        ({"result": 60}, [0, 0, 0, 3_500], 0, "abandoned"),  # lost by its result, not by the choice
        ({"result": 72.5}, [2_500, 0, 0, 1_000], 0, "partial"),  # what was reached stays earned
        ({"result": 72.5, "proof": False}, [0, 2_500, 0, 1_000], 0, "to_prove"),
        ({"result": 76}, [3_500, 0, 0, 0], 0, "earned"),
    ],
)
def test_an_abandoned_line_waits_for_nothing_and_keeps_what_it_reached(given, split, given_up, status):
    read = dossier(line("prevention", *BREAST, baseline=66.26, abandon="donnees", **given))
    row = assess(read, law.load()).lines.iloc[0]
    assert row[SPLIT].tolist() == split
    assert (row["given_up"], row["status"]) == (given_up, status)
    assert str(row["next_gain"]) == "nan"  # nobody walks towards a next step


def test_giving_a_line_up_moves_its_waiting_euros_to_lost_in_its_mission_and_nowhere_else():
    # 3 500 reported at 72,5 %: 2 500 earned, 1 000 lost; 500 abandoned; 800 still waited for
    kept = line("prevention", *BREAST, result=72.5)
    read = dossier(kept, done("prevention", 500, abandon="taille"), done("prevention", 800))
    assert variable(assess(read, law.load())) == [2_500, 0, 800, 1_500]


def test_the_euros_given_up_on_a_line_of_unknown_amount_stay_unknown():
    read = dossier(line("prevention", (70, float("nan")), abandon="taille"), done("prevention", 500))
    given_up = assess(read, law.load()).lines["given_up"].tolist()
    assert str(given_up[0]) == "nan"
    assert given_up[1] == 0  # a line nobody gave up gives nothing up


def test_intensity_takes_its_share_before_a_line_is_given_up():
    # 80 % of 500 was still to come: 400 given up; the 100 that intensity took were lost already
    read = dossier(done("prevention", 500, abandon="mission"))
    row = assess(read, law.load(), Choices(intensity={"prevention": 0.8})).lines.iloc[0]
    assert (row["given_up"], row["lost"], row["pending"]) == (400, 500, 0)
