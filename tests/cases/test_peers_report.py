"""What is said of a comparison: strips, sentences, a letter, the promise, the federation's tables."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pandas as pd
import pytest

from aci_model import law, peers
from aci_model.frames import frame
from aci_model.peers.campaigns import FROZEN, OPEN, PUBLISHED
from aci_model.peers.contributions import asked_of
from aci_model.peers.publication import AGGREGATES, DECISIONS, GROUPS
from aci_model.peers.rules import reason, rules, stated
from aci_model.report import comparison, comparison_federation, comparison_words
from aci_model.report.comparison_letter import letter
from aci_model.report.comparison_promise import promise
from aci_model.wording import NBSP, NNBSP

LAW = law.load()
ASKED = asked_of(LAW, missions=["prevention", "acces_aux_soins"], lines=["prevention"])
PREVENTION, ACCESS, LINE, BALANCE, NUMBER = (one.id for one in ASKED)
CELL = {"size_group": "1-2", "region": "Corse", "seniority": None}
WIDE = {"bas": (None, 0.125), "haut": (0.875, None)}
QUARTERS = ("quartile_1", "mediane", "quartile_3")


def figure(indicator, statistic, value, *, level="groupe", end=None, count=(12, 29)):
    """A row of AGGREGATES; no value is withheld. Numbers of objectives stand on 0–60."""
    step = 60 * 0.025 if indicator == NUMBER else 0.025
    low, high = (value and value - step, value and value + step) if end is None else WIDE[end]
    withheld = "moins_de_12" if statistic.startswith("quartile") else "moins_de_5"
    return {
        "indicator": indicator,
        "level": level,
        "group": {"groupe": "g", "taille": "t", "ensemble": "ensemble"}[level],
        "label": {"groupe": "Tailles 1-2, Corse", "taille": "Tailles 1-2", "ensemble": "Toutes"}[level],
        "statistic": statistic,
        "value": value,
        "low": low,
        "high": high,
        "end": end,
        "count_low": count[0],
        "count_high": count[1],
        "state": "retenu" if value is None else "publie",
        "reason": reason(withheld if value is None else "publie"),
    }


def quarters(indicator, *values, ends=(None, None, None), **more):
    return [
        figure(indicator, name, value, end=end, **more)
        for name, value, end in zip(QUARTERS, values, ends, strict=True)
    ]


def strips_of(own, *rows, level="groupe"):
    """The strips of somebody who gives `own` (indicator -> 0–1), beside published figures; the rest is withheld."""
    given = {(row["indicator"], row["level"], row["statistic"]) for row in rows}
    kinds = {(row["indicator"], row["level"]) for row in rows}
    rest = [
        figure(indicator, name, None, level=of, count=(5, 11))
        for indicator, of in sorted(kinds)
        for name in comparison.STATISTICS
        if (indicator, of, name) not in given
    ]
    cells = [
        {"indicator": one, **CELL, "seniority": "non précisé", "group": "g", "size": "t"}
        for one in sorted({row["indicator"] for row in rows})
    ]
    public = peers.Published(frame(AGGREGATES, [*rows, *rest]), frame(GROUPS, cells), "")
    mine = pd.DataFrame({"indicator": list(own), "label": "", "value": list(own.values())})
    position = peers.own_position(mine, CELL, ASKED, public)
    return comparison.strips(position, public, ASKED, LAW, level)


def say(own, *rows, level="groupe"):
    told = comparison_words.said(strips_of(own, *rows, level=level))
    return told["say"].iloc[0].replace(NBSP, " ").replace(NNBSP, " ")


def test_strips_stand_in_the_order_of_the_missions_then_as_asked():
    rows = [one for name in (NUMBER, LINE, PREVENTION, ACCESS) for one in quarters(name, 0.3, 0.5, 0.7)]
    strips = strips_of({}, *rows)
    assert strips["indicator"].drop_duplicates().tolist() == [ACCESS, PREVENTION, LINE, NUMBER]
    labels = dict(zip(LAW.missions["mission"], LAW.missions["label"], strict=True))
    assert strips["label"].drop_duplicates().tolist()[1:3] == [labels["prevention"], "prevention"]
    first = strips[strips["indicator"] == ACCESS]
    assert first["share"].is_monotonic_increasing
    assert len(first) == len(comparison.STATISTICS)


@pytest.mark.parametrize(
    ("own", "values", "ends", "told"),
    [
        (
            0.60,
            (0.40, 0.55, 0.70),
            (None,) * 3,
            "sont entre 40 % et 70 % ; vous êtes au-dessus de la médiane.",
        ),
        (
            0.56,
            (0.40, 0.55, 0.70),
            (None,) * 3,
            "sont entre 40 % et 70 % ; vous êtes au niveau de la médiane.",
        ),
        (
            0.45,
            (0.40, 0.55, 0.70),
            (None,) * 3,
            "sont entre 40 % et 70 % ; vous êtes en dessous de la médiane.",
        ),
        (
            0.90,
            (0.40, 0.55, 0.70),
            (None,) * 3,
            "sont entre 40 % et 70 % ; vous êtes au-dessus de cette moitié.",
        ),
        (
            0.10,
            (0.40, 0.55, 0.70),
            (None,) * 3,
            "sont entre 40 % et 70 % ; vous êtes en dessous de cette moitié.",
        ),
        (0.62, (0.60, 0.60, 0.60), (None,) * 3, "sont autour de 60 % ; vous êtes au niveau de la médiane."),
        (
            None,
            (0.10, 0.55, 0.90),
            ("bas", None, "haut"),
            "vont de 10 % ou moins à 90 % ou plus ; votre classeur ne dit pas encore où vous êtes.",
        ),
    ],
)
def test_a_band_is_read_in_one_sentence(own, values, ends, told):
    rows = quarters(PREVENTION, *values, ends=ends)
    assert say({PREVENTION: own}, *rows) == f"La moitié des communautés comparables {told}"


def test_a_band_open_on_the_side_of_the_others_holds_three_quarters_of_them():
    # The first quartile is « 90 % or more »: one in four is lower, the three others are not.
    high = quarters(PREVENTION, 0.9, 0.9, 0.9, ends=("haut",) * 3)
    assert say({PREVENTION: 0.5}, *high) == (
        "Les trois quarts au moins des communautés comparables sont à 90 % ou plus ; "
        "vous êtes en dessous de ces trois quarts."
    )
    low = quarters(PREVENTION, 0.1, 0.1, 0.1, ends=("bas",) * 3)
    assert say({PREVENTION: 0.0}, *low).startswith(
        "Les trois quarts au moins des communautés comparables sont à 10 % ou moins ; vous êtes au niveau"
    )


def test_a_median_alone_is_read_alone():
    one = figure(PREVENTION, "mediane", 0.55, count=(5, 11))
    assert (
        say({PREVENTION: 0.9}, one)
        == "La médiane des communautés comparables est de 55 % ; vous êtes au-dessus."
    )
    edge = figure(PREVENTION, "mediane", 0.9, end="haut", count=(5, 11))
    assert say({PREVENTION: 1.0}, edge).startswith(
        "La moitié au moins des communautés comparables sont à 90 % ou plus"
    )


def test_numbers_of_objectives_are_read_by_their_bands():
    # 9 is the middle of 6–11, 33 that of 30–35: half of them have 6 to 35.
    rows = quarters(NUMBER, 9.0, 21.0, 33.0)
    assert say({NUMBER: 0.65}, *rows) == (
        "La moitié des communautés comparables ont de 6 à 35 objectifs ; vous êtes au-dessus de cette moitié."
    )
    strips = strips_of({NUMBER: 0.65}, *rows)
    assert strips["most"].unique().tolist() == [60.0]
    assert strips["own_words"].iloc[0] == "de 36 à 41 objectifs"  # 0,65 × 60 = 39


def test_withheld_is_a_state_with_its_reason_and_never_0():
    strips = strips_of({PREVENTION: 0.5}, figure(PREVENTION, "mediane", None))
    figures = ["value", "low", "high", "drawn_low", "drawn_high", "read_low", "read_high"]
    assert strips[figures].isna().all().all()
    assert set(strips["value_words"]) == {"retenu"}
    assert strips["own_at"].isna().all()
    told = comparison_words.said(strips)
    assert told["state"].tolist() == ["retenu"]
    assert told["seal"].iloc[0].startswith(f"Retenu{NBSP}: moins de 5 communautés")
    assert "Aucun chiffre" in comparison_words.headline(strips)


def test_a_seal_says_what_the_rules_say_of_each_figure():
    strips = strips_of({PREVENTION: 0.5}, figure(PREVENTION, "mediane", 0.5, count=(5, 11)))
    seal = comparison_words.said(strips)["seal"].iloc[0].replace(NBSP, " ").replace(NNBSP, " ")
    assert seal.startswith(
        "Montré : au moins 5 communautés ; aucune ne peut être située à mieux que ± 15 points. Retenu : les quartiles"
    )
    assert comparison_words.seals(strips)[0] in comparison_words.said(strips)["seal"].iloc[0]


def test_open_ends_are_drawn_to_the_ends_of_the_scale():
    strips = strips_of({}, *quarters(PREVENTION, 0.1, 0.5, 0.9, ends=("bas", None, "haut")))
    drawn = strips.set_index("statistic")[["drawn_low", "drawn_high"]]
    assert drawn.loc["quartile_1"].tolist() == [0.0, 0.125]
    assert drawn.loc["mediane"].tolist() == [0.475, 0.525]
    assert drawn.loc["quartile_3"].tolist() == [0.875, 1.0]


def test_one_is_compared_with_the_nearest_of_whom_something_is_told():
    near = figure(PREVENTION, "mediane", None)
    size = figure(PREVENTION, "mediane", 0.4, level="taille")
    everybody = figure(PREVENTION, "mediane", 0.6, level="ensemble")
    rows = (near, size, everybody)
    assert set(strips_of({}, *rows)["level"]) == {"taille"}
    assert set(strips_of({}, *rows, level="ensemble")["level"]) == {"ensemble"}
    assert "communautés de votre taille" in say({}, *rows)
    # Nothing is told of anybody: the widest, with its reason.
    nothing = [figure(PREVENTION, "mediane", None, level=level) for level in comparison.LEVELS]
    assert set(strips_of({}, *nothing)["level"]) == {"ensemble"}


def test_the_headline_counts_above_level_and_below():
    rows = [one for name in (PREVENTION, ACCESS, LINE, BALANCE) for one in quarters(name, 0.3, 0.5, 0.7)]
    told = comparison_words.headline(strips_of({PREVENTION: 0.6, ACCESS: 0.9, LINE: 0.1}, *rows))
    assert told.replace(NBSP, " ").replace(NNBSP, " ") == (
        "Sur 3 résultats comparés, vous êtes au-dessus de la médiane pour 2 et en dessous pour 1 ; "
        "1 autre attend votre résultat."
    )
    silent = comparison_words.headline(strips_of({}, *rows))
    assert silent.startswith("Votre classeur ne donne encore rien")


def test_the_table_has_a_row_a_strip_and_no_number_for_what_is_withheld():
    strips = strips_of(
        {PREVENTION: 0.6}, *quarters(PREVENTION, 0.3, 0.5, 0.7), figure(ACCESS, "mediane", None)
    )
    table = comparison_words.table(strips)
    assert table["Médiane"].tolist() == ["retenu", f"50{NBSP}%"]
    assert table["Vous"].tolist() == ["non renseigné", f"60{NBSP}%"]
    assert table.notna().all().all()


def test_a_letter_holds_its_own_place_and_hostile_words_stay_words():
    strips = strips_of(
        {PREVENTION: 0.6}, *quarters(PREVENTION, 0.3, 0.5, 0.7), *quarters(NUMBER, 9.0, 15.0, 21.0)
    )
    hostile = '=HYPERLINK("http://x") <w:p/> ![](http://x)\u202e'
    made = zipfile.ZipFile(io.BytesIO(letter(strips, hostile, hostile, dt.date(2026, 11, 22))))
    xml = made.read("word/document.xml").decode()
    assert "&lt;w:p/&gt;" in xml
    assert "\u202e" not in xml
    assert not any(word in xml for word in ("w:hyperlink", "instrText", "w:object"))
    # No external target anywhere, and one picture: the bands.
    assert not any(b'TargetMode="External"' in made.read(name) for name in made.namelist())
    assert xml.count("<wp:inline") == 1
    assert "sont entre" in xml
    assert "2026" in made.read("word/footer1.xml").decode()


def test_a_letter_is_written_when_nothing_can_be_shown():
    made = letter(strips_of({}, figure(PREVENTION, "mediane", None)), "t", "c", dt.date(2026, 1, 1))
    xml = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    assert "Ce qui est retenu" in xml
    assert "<wp:inline" not in xml


def test_the_promise_tells_every_rule_with_its_value_source_and_reason():
    told = promise()
    assert len(told.rules) == len(stated()) == len(rules().__dataclass_fields__)
    assert (told.rules.map(len) > 0).all().all()
    assert told.rules["Valeur"].iloc[0] == "au moins 5 communautés"
    spoken = dict(zip(told.rules["Règle"], told.rules["Valeur"], strict=True))
    assert spoken["Bouts ouverts"] == f"10{NBSP}% ou moins, 90{NBSP}% ou plus"


@pytest.mark.parametrize(
    "word", ["coalition", "CPAM", "fédération", "base de données", "Le fait de participer", "rien ne relie"]
)
def test_what_is_not_promised_is_said(word):
    *_, refused = promise().passages
    assert refused.title == "Ce qui n’est pas promis"
    assert any(word in point for point in refused.points)


@pytest.mark.parametrize(
    ("state", "invited", "came", "told"),
    [
        (OPEN, 0, 0, "personne n’est encore invité"),
        (OPEN, 60, 41, "41 contributions pour 60 invitations."),
        (OPEN, 60, 4, "sous 5 contributions, rien ne sera publié"),
        (FROZEN, 60, 41, "plus rien ne change ; elle peut être publiée"),
        (PUBLISHED, 60, 41, "Campagne publiée : 41 contributions"),
    ],
)
def test_a_federation_reads_how_far_its_campaign_is(state, invited, came, told):
    own = peers.Campaign("id", "t", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), state, ASKED, (), None)
    said = comparison_federation.state(own, invited, came).replace(NBSP, " ").replace(NNBSP, " ")
    assert told in said


def test_every_decision_of_the_gate_is_told_in_french():
    steps = ["bloc", "reunion", "fige", "moins_de_5"]
    rows = [
        {
            "indicator": None if step == "bloc" else PREVENTION,
            "step": step,
            "label": "Corse",
            "reason": reason(step),
        }
        for step in steps
    ]
    found = frame(DECISIONS, rows)
    table = comparison_federation.decisions(found, ASKED)
    assert table["Décision"].tolist() == ["réuni", "réuni", "gardé", "retenu"]
    assert table["Résultat"].tolist() == ["Tous les résultats", *[ASKED[0].label] * 3]
    assert comparison_federation.decided(found).replace(NBSP, " ") == (
        "Avant de publier : 2 réunions de groupes, 1 groupe gardé tel qu’il avait paru et 1 résultat retenu en entier."
    )
    assert "tout est publié" in comparison_federation.decided(frame(DECISIONS))


def test_the_table_to_export_has_words_and_numbers_and_no_number_for_what_is_withheld():
    rows = [figure(PREVENTION, "mediane", 0.9, end="haut"), figure(PREVENTION, "decile_1", None)]
    table = comparison_federation.aggregates(
        peers.Published(frame(AGGREGATES, rows), frame(GROUPS), ""), ASKED
    )
    assert table["Lu"].tolist() == [f"90{NBSP}% ou plus", ""]
    assert table["Statistique"].tolist() == ["médiane", "1er décile"]
    assert table[["Valeur", "Au moins", "Moins de"]].iloc[1].isna().all()
    assert table["État"].tolist() == ["publié", "retenu"]


def test_two_deciles_are_given_where_they_are_published_and_closed():
    def deciles(*values, ends=(None, None)):
        rows = [
            figure(PREVENTION, name, value, end=end, count=(30, 99))
            for name, value, end in zip(("decile_3", "decile_8"), values, ends, strict=True)
        ]
        public = peers.Published(frame(AGGREGATES, rows), frame(GROUPS), "")
        return peers.percentiles(public, PREVENTION, "g")

    assert deciles(0.3, 0.8) == (0.3, 0.8)
    assert deciles(0.3, None) is None  # withheld
    assert deciles(0.3, 0.9, ends=(None, "haut")) is None  # « 90 % or more » is no threshold
    public = peers.Published(frame(AGGREGATES), frame(GROUPS), "")
    assert peers.percentiles(public, PREVENTION, "g") is None
