"""What is typed on the pages: changes of the dossier in view, taken back, kept for its files, saved."""

from __future__ import annotations

import io
import json
import zipfile

import plotly.graph_objects as go_figures
import pytest
from openpyxl import load_workbook

from aci_model import law, reading
from aci_model.wording import euros
from pages._shared import loaded
from pages._shared.typed import Desk
from tests.pages import library, screen
from tests.pages.app import go, run

HEAD = "mission;indicateur;type;nature;montant 1;résultat;effort (jours)\n"


def a_csv(*labels, amount=1_000):
    return (HEAD + "".join(f"qualite;{label};livrable;qualitatif;{amount};;2\n" for label in labels)).encode()


def opened(*files, answers=None):
    """Files as the session holds them, and what was read from them."""
    rules = law.load()
    held = loaded.keyed(dict(files), answers or {})
    return reading.read(list(held.files.items()), rules.missions, rules.parts, held.answers), held


NORD, SUD = ("nord.csv", a_csv("Réunions", "Charte")), ("sud.csv", a_csv("Réunions", amount=2_000))


def seen(desk, here):
    """The dossier as the person sees it."""
    read, held = here
    return reading.edited(read, desk.edits(read, held))


# --- the desk, without a screen ---


def test_a_change_is_seen_and_taken_back_one_gesture_at_a_time():
    here, desk = opened(NORD), Desk()
    desk.write(*here, "lines", {(0, "effort"): 5.0, (1, "effort"): 7.0})
    desk.write(*here, "lines", {(1, "abandon"): "taille"})
    assert seen(desk, here).lines["effort"].tolist() == [5, 7]
    assert seen(desk, here).lines["abandon"].tolist()[1] == "taille"
    desk.undo(here[1])
    assert seen(desk, here).lines["abandon"].isna().all()
    assert seen(desk, here).lines["effort"].tolist() == [5, 7]
    desk.undo(here[1])
    assert seen(desk, here).lines["effort"].tolist() == [2, 2]
    desk.undo(here[1])  # nothing is left to take back: nothing happens
    assert not desk.live(here[1])


def test_the_dossier_read_is_never_changed():
    here, desk = opened(NORD), Desk()
    before = here[0].lines.copy()
    desk.write(*here, "lines", {(0, "effort"): 5.0})
    seen(desk, here)
    assert here[0].lines.equals(before)


def test_a_value_that_is_there_already_is_no_change_and_one_put_back_is_none_any_more():
    here, desk = opened(NORD), Desk()
    desk.write(*here, "lines", {(0, "effort"): 2.0})
    assert not desk.live(here[1])
    desk.write(*here, "lines", {(0, "effort"): 5.0})
    desk.write(*here, "lines", {(0, "effort"): 2.0})
    assert not desk.edits(*here)


@pytest.mark.parametrize(
    ("frame", "values", "error"),
    [
        ("lines", {(0, "no_such_column"): 1.0}, KeyError),
        ("no_such_frame", {(0, "effort"): 1.0}, KeyError),
        ("lines", {(9, "effort"): 1.0}, IndexError),
        ("lines", {(0, "effort"): "beaucoup"}, ValueError),
    ],
)
def test_what_the_dossier_cannot_hold_is_refused_and_leaves_nothing_behind(frame, values, error):
    here, desk = opened(NORD), Desk()
    with pytest.raises(error):
        desk.write(*here, frame, values)
    assert not desk.live(here[1])


def test_a_change_stays_on_its_row_when_a_file_is_added_before_it():
    alone, desk = opened(SUD), Desk()
    desk.write(*alone, "lines", {(0, "effort"): 5.0})
    both = opened(NORD, SUD)  # « Réunions » of sud.csv is now the third line
    assert seen(desk, both).lines["effort"].tolist() == [2, 2, 5]


def test_a_change_of_a_step_and_of_a_result_follow_their_line():
    alone, desk = opened(SUD), Desk()
    desk.write(*alone, "tiers", {(0, "chance"): 0.4})
    desk.write(*alone, "results", {(0, "chance"): 0.4})
    both = seen(desk, opened(NORD, SUD))
    assert both.tiers["chance"].tolist()[2] == 0.4
    assert both.results["chance"].tolist()[2] == 0.4
    assert both.tiers["chance"].isna().tolist() == [True, True, False]


def test_a_change_waits_while_its_file_is_away_and_is_back_with_it():
    here, desk = opened(NORD), Desk()
    desk.write(*here, "lines", {(0, "effort"): 5.0})
    other = opened(SUD)
    assert not desk.live(other[1])
    desk.undo(other[1])  # what belongs to another file is not taken back either
    assert seen(desk, other).lines["effort"].tolist() == [2]
    assert seen(desk, opened(NORD)).lines["effort"].tolist() == [5, 2]


def test_a_new_version_of_a_file_is_not_changed_by_what_was_typed_over_the_former_one():
    here, desk = opened(NORD), Desk()
    desk.write(*here, "lines", {(0, "effort"): 5.0})
    newer = opened(("nord.csv", NORD[1].replace(b";2\n", b";3\n")))
    assert seen(desk, newer).lines["effort"].tolist() == [3, 3]


def test_a_change_outlives_an_answer_given_to_a_problem():
    content = a_csv("Réunions", "Charte").replace(b"1000", b"mille", 1)
    here, desk = opened(("nord.csv", content)), Desk()
    desk.write(*here, "lines", {(1, "effort"): 5.0})
    place = here[0].problems[["file", "sheet", "cell"]].iloc[0]
    again = opened(("nord.csv", content), answers={tuple(place.fillna("")): "1000"})
    assert again[1].key != here[1].key
    assert seen(desk, again).lines["effort"].tolist() == [2, 5]


def test_rows_are_added_changed_and_taken_away_by_where_they_are_seen():
    here, desk = opened(NORD), Desk()
    for label in ("A", "B", "C"):
        desk.add(*here, "objectives", {"community": "nord", "label": label, "chance": 0.5})
    desk.drop(*here, "objectives", 0)
    desk.write(*here, "objectives", {(1, "chance"): 0.9})  # C, second since A is gone
    objectives = seen(desk, here).objectives
    assert objectives["label"].tolist() == ["B", "C"]
    assert objectives["chance"].tolist() == [0.5, 0.9]
    desk.undo(here[1])
    desk.undo(here[1])
    assert seen(desk, here).objectives["label"].tolist() == ["A", "B", "C"]


def test_a_row_added_for_a_community_goes_and_comes_with_the_file_of_that_community():
    both, desk = opened(NORD, SUD), Desk()
    desk.add(*both, "objectives", {"community": "sud", "label": "Neuf"})
    assert seen(desk, opened(NORD)).objectives.empty
    assert seen(desk, opened(SUD)).objectives["label"].tolist() == ["Neuf"]


def test_a_line_cannot_be_taken_away_but_given_up():
    here, desk = opened(NORD), Desk()
    with pytest.raises(KeyError):
        desk.drop(*here, "lines", 0)
    assert not desk.live(here[1])


def test_a_change_typed_over_a_file_of_a_zip_is_kept_for_that_zip():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("nord.csv", NORD[1])
    rules, held, desk = law.load(), loaded.keyed({"tout.zip": packed.getvalue()}, {}), Desk()
    read = reading.read(list(held.files.items()), rules.missions, rules.parts)
    desk.write(read, held, "lines", {(0, "effort"): 5.0})
    assert desk.live(held)[0].files == set(held.digests.values())


# --- on the pages ---


BAR = "modification"


def typed_(app, *gestures):
    """Do as a page does: gestures on the session, while one of its runs lasts."""
    desk = app.session_state["typed"]
    held = app.session_state["loaded"]
    rules = law.load()
    read = reading.read(list(held.files.items()), rules.missions, rules.parts, held.answers)
    for name, *about in gestures:
        getattr(desk, name)(read, held, *about)
    return run(app)


def bar(app):
    """The line that says what is not saved yet; empty when nothing is."""
    return next((said for said in screen.words(app).splitlines() if BAR in said), "")


@pytest.fixture
def contract(app):
    """Contract A on Avancement, with a desk."""
    return go(screen.contract(app), screen.PROGRESS)


def line_of(app, label):
    frame = reading.read(
        list(app.session_state["loaded"].files.items()), law.load().missions, law.load().parts
    ).lines
    return int(frame.index[(frame["label"] == label) & (frame["year"] == 2026)][0])


def test_without_a_change_no_bar_is_drawn(contract):
    assert not bar(contract)
    assert not [one for one in contract.button if one.label == "Annuler la dernière"]


def test_a_line_given_up_is_shown_as_a_state_of_its_own_with_its_cause_and_can_be_taken_back(contract):
    silent = contract_a_silent()
    row = line_of(contract, silent)
    typed_(contract, ("write", "lines", {(row, "abandon"): "donnees"}))
    assert bar(contract).endswith("1\u00a0modification non enregistrée")
    assert "1\u00a0abandonnée" in screen.answer(contract)
    screen.choose(contract, "État", ["abandoned"])
    told = screen.table(contract, "avancement").set_index("Indicateur")
    assert told.index.tolist() == [silent]
    assert told.loc[silent, "État"] == "abandonnée\u00a0: données indisponibles"
    assert told.loc[silent, "Prochain palier"] == ""
    assert "Ligne abandonnée\u00a0: données indisponibles" in screen.words(contract)
    (chart,) = screen.charts(contract)
    go_figures.Figure(chart.drawn)  # raises on any key or value that Plotly does not know
    written = json.dumps(chart.drawn, ensure_ascii=False)
    assert "abandonnée\u00a0: données indisponibles" in written
    screen.choose(contract, "État", [])
    screen.press(contract, "Annuler la dernière")
    assert not bar(contract)
    assert "abandonnée" not in screen.answer(contract)


def contract_a_silent():
    """A line of Parcours without a result."""
    lines = library.contract().of_year(2026).lines
    return lines.loc[lines["result"].isna() & (lines["mission"] == "parcours"), "label"].iloc[0]


def test_the_euros_given_up_leave_what_waits_for_what_is_lost_on_every_page(contract):
    silent = contract_a_silent()
    lines = library.contract().of_year(2026).lines
    amount = lines.loc[lines["label"] == silent, "ceiling"].iloc[0]
    typed_(contract, ("write", "lines", {(line_of(contract, silent), "abandon"): "taille"}))
    go(contract, screen.HOME)
    told = {metric.label: metric.value for metric in contract.metric}
    # 43 800 waited and 27 000 were lost before (test_accueil); the amount goes from one to the other
    assert (told["En attente"], told["Perdu"]) == (euros(43_800 - amount), euros(27_000 + amount))
    assert f"dont {euros(amount)} sur des lignes abandonnées" in screen.answer(contract)


def test_the_bar_is_on_every_page_and_counts_what_changed(contract):
    typed_(
        contract,
        ("write", "lines", {(0, "effort"): 99.0, (1, "effort"): 98.0}),
        ("write", "lines", {(2, "effort"): 97.0}),
    )
    for page in (screen.HOME, screen.EUROS, screen.YEARS, screen.PROGRESS):
        go(contract, page)
        assert bar(contract).endswith("3\u00a0modifications non enregistrées")


def test_a_change_put_back_by_hand_leaves_no_bar(contract):
    effort = library.contract().dossier.lines["effort"].iloc[0]
    typed_(contract, ("write", "lines", {(0, "effort"): 99.0}), ("write", "lines", {(0, "effort"): effort}))
    assert not bar(contract)


def test_what_is_typed_is_never_in_an_address(contract):
    typed_(contract, ("write", "communities", {(0, "capacity"): 123.0, (0, "balance"): 45_678.0}))
    assert bar(contract)
    assert not contract.query_params


def test_the_files_forgotten_and_brought_back_bring_their_changes_back(contract):
    typed_(contract, ("write", "lines", {(0, "effort"): 99.0}))
    go(contract, screen.HOME)
    screen.press(contract, "Oublier les fichiers")
    assert not bar(contract)
    screen.press(contract, "Annuler la dernière action")
    assert bar(contract)


def test_the_workbook_saved_is_read_back_with_every_change_and_no_formula():
    here, desk = opened(NORD), Desk()
    desk.write(*here, "lines", {(0, "comment"): "=1+1", (1, "effort"): 5.0})
    desk.add(*here, "objectives", {"community": "nord", "mission": "qualite", "label": "=HYPERLINK(1)"})
    mine, rules = seen(desk, here), law.load()
    saved = reading.workbook(mine, rules.missions, rules.parts)
    cells = [cell for sheet in load_workbook(io.BytesIO(saved)) for row in sheet for cell in row]
    assert {cell.data_type for cell in cells if str(cell.value).startswith("=")} == {"s"}
    again = reading.read([("mon_classeur_aci.xlsx", saved)], rules.missions, rules.parts)
    assert again.lines[["comment", "effort"]].equals(mine.lines[["comment", "effort"]])
    assert again.objectives["label"].tolist() == ["=HYPERLINK(1)"]
