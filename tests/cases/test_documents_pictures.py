"""Pictures drawn without a browser: what they say to who does not see them, and what they show of what is unknown."""

import datetime as dt
import io
import struct
import sys
from concurrent.futures import ThreadPoolExecutor

import docx
import numpy as np
import pandas as pd
import pytest

from aci_model.foresight.distribution import Distribution
from aci_model.report.colours import LIGHT, TEXTURES, of_mission
from aci_model.report.documents import bars, curves, drawing, futures
from aci_model.report.documents.share import MOST, PARTS, PIXELS, Deed, SharePage, share_docx, share_picture
from aci_model.wording import NBSP, NNBSP

DAY = dt.date(2026, 11, 22)
UNKNOWN = float("nan")


def size(png):
    """Width and height of a PNG."""
    return struct.unpack(">II", png[16:24])


def missions(**changes):
    frame = pd.DataFrame(
        {
            "mission_label": ["Accès aux soins", "Crise"],
            "rank": [1, 4],
            "earned": [6000.0, 0.0],
            "to_prove": [3000.0, 0.0],
            "pending": [1000.0, 0.0],
            "lost": [0.0, 2000.0],
        }
    )
    return frame.assign(**changes)


def lines(count):
    frame = pd.DataFrame({"label": [f"Ligne {rank}" for rank in range(count)], "rank": 1})
    return frame.assign(lowest=500.0, highest=3000.0, gap=2500.0)


def path(*results, low=UNKNOWN, high=UNKNOWN):
    years = pd.array([*range(2022, 2021 + len(results)), None], dtype="Int64")
    words = [f"{result} patients" for result in results]
    return pd.DataFrame({"mission_rank": 2, "year": years, "result": results, "result_words": words}).assign(
        low=low, high=high
    )


def months(*balance, firm=None, unknown=False):
    when = pd.date_range("2026-04-01", periods=len(balance), freq="MS")
    return pd.DataFrame(
        {"month": when, "balance": balance, "balance_firm": firm or balance, "unknown": unknown}
    )


def income(mass, unknown=0):
    return Distribution(1000.0, 0.0, np.array(mass), exact=True, lines=3, unknown=unknown, unknown_euros=0.0)


EVERY = {
    "states": lambda: bars.states_by_mission(missions(), "titre"),
    "gap": lambda: bars.gap_by_line(lines(3), "titre"),
    "own": lambda: curves.own_history(
        path(219.0, 180.0, 101.0), "titre", target=50.0, target_words="50 patients"
    ),
    "curve": lambda: curves.objectives_curve(
        pd.DataFrame({"k": [0, 1], "expected": [0.0, 900.0], "low": [0.0, 0.0], "high": [0.0, 1000.0]}),
        "titre",
    ),
    "income": lambda: futures.income_range(income([0.2, 0.3, 0.5]), "titre"),
    "cash": lambda: futures.cash_curve(months(10.0, -5.0, 3.0), "titre"),
}


@pytest.mark.parametrize("name", EVERY)
def test_each_is_a_png_as_wide_as_the_text_of_a_page(name):
    picture = EVERY[name]()
    assert picture.png.startswith(b"\x89PNG")
    assert size(picture.png)[0] == int(drawing.WIDTH / 25.4 * drawing.DOTS)
    assert len(picture.alt) > 40


def test_pictures_drawn_at_once_by_many_threads_are_those_drawn_one_by_one():
    alone = {name: draw().png for name, draw in EVERY.items()}
    with ThreadPoolExecutor(4) as pool:
        together = [(name, pool.submit(draw)) for name, draw in list(EVERY.items()) * 3]
        assert all(made.result().png == alone[name] for name, made in together)


def test_no_window_nor_global_figure_is_ever_made():
    EVERY["states"]()
    assert "matplotlib.pyplot" not in sys.modules


def test_the_four_states_are_told_mission_by_mission():
    assert EVERY["states"]().alt == (
        "Une barre par mission, en euros. "
        f"Accès aux soins{NBSP}: 6{NNBSP}000{NBSP}€ acquis, 3{NNBSP}000{NBSP}€ à prouver et 1{NNBSP}000{NBSP}€ en attente, "
        f"sur 10{NNBSP}000{NBSP}€. Crise{NBSP}: 2{NNBSP}000{NBSP}€ perdu, sur 2{NNBSP}000{NBSP}€."
    )


def test_an_unknown_ceiling_is_drawn_and_said_never_a_bar_of_no_height():
    unknown = missions(**{key: [UNKNOWN, 0.0] for key in TEXTURES})
    picture = bars.states_by_mission(unknown, "titre")
    assert f"Accès aux soins{NBSP}: montants inconnus." in picture.alt
    nothing = bars.states_by_mission(missions(**{key: [0.0, 0.0] for key in TEXTURES}), "titre")
    assert picture.png != nothing.png


def test_each_state_has_its_pattern_without_the_help_of_colour(monkeypatch):
    drawn = []
    monkeypatch.setattr(drawing, "bar", lambda _axes, _box, texture, ink: drawn.append((texture, ink)))
    bars.states_by_mission(missions(lost=[500.0, 2000.0]), "titre")
    ink = of_mission(LIGHT, 1)
    assert [texture for texture, used in drawn if used == ink] == ["solid", "hatched", "pale", "outline"]
    assert [texture for texture, used in drawn if used == LIGHT.muted] == list(
        TEXTURES.values()
    )  # the legend


def test_the_lines_a_picture_does_not_hold_are_counted():
    alt = bars.gap_by_line(lines(bars.MOST + 3), "titre").alt
    assert alt.count("écart de") == bars.MOST
    assert alt.endswith(f"3{NBSP}autres lignes dans le tableau.")
    assert "autre" not in bars.gap_by_line(lines(bars.MOST), "titre").alt


def test_a_line_no_reading_computes_is_said_unknown():
    unknown = lines(1).assign(lowest=UNKNOWN, highest=UNKNOWN, gap=UNKNOWN)
    assert f"Ligne 0{NBSP}: montant inconnu." in bars.gap_by_line(unknown, "titre").alt


def test_a_path_tells_its_values_its_target_and_its_band_only_when_there_is_one():
    alt = EVERY["own"]().alt
    assert f"2022{NBSP}: 219.0 patients, 2023{NBSP}: 180.0 patients, cette année{NBSP}: 101.0 patients" in alt
    assert f"Objectif{NBSP}: 50 patients." in alt
    assert "bande" not in alt
    assert "bande" in curves.own_history(path(219.0, 180.0, low=150.0, high=230.0), "titre").alt


@pytest.mark.parametrize("results", [(3.0,), (0.0, 0.0), (5.0, 5.0, 5.0), tuple(map(float, range(20)))])
def test_a_path_of_one_value_or_of_equal_values_is_drawn(results):
    assert size(curves.own_history(path(*results), "titre").png)[1] > 100


def test_the_range_of_an_income_is_told_with_what_is_left_out():
    # P(0 €) = 0,2, P(1 000 €) = 0,3, P(2 000 €) = 0,5: P10 = 0, P50 = 1 000, P90 = 2 000, mean 1 300.
    alt = futures.income_range(income([0.2, 0.3, 0.5], unknown=2), "titre").alt
    assert f"8 fois sur 10 entre 0{NBSP}€ et 2{NNBSP}000{NBSP}€" in alt
    assert f"de 1{NNBSP}000{NBSP}€. En moyenne{NBSP}: 1{NNBSP}300{NBSP}€." in alt
    assert f"2{NBSP}lignes sans chance connue n’y sont pas." in alt


def test_a_sure_income_is_drawn():
    assert f"0{NBSP}€" in futures.income_range(income([1.0]), "titre").alt


def test_grouping_a_distribution_keeps_every_chance():
    mass = np.arange(1, 1001) / sum(range(1, 1001))
    edges, chance, width = futures.grouped(income(mass))
    assert chance.sum() == pytest.approx(1)
    assert len(chance) <= 40
    assert edges[0] == 0
    assert edges[-1] + width >= 999_000  # the last cell is inside the last bar


def test_the_cash_says_when_money_lacks_and_how_deep_it_falls():
    alt = futures.cash_curve(months(1000.0, -500.0, 300.0, firm=[1000.0, 200.0, 900.0]), "titre").alt
    assert (
        f"tous les postes payés, l’argent manque à partir de mai 2026, au plus bas −500{NBSP}€ en mai 2026"
        in alt
    )
    assert f"fermes seuls, le compte reste au-dessus de zéro, au plus bas 200{NBSP}€ en mai 2026" in alt


def test_an_unknown_balance_is_said_unknown_and_an_unknown_income_too():
    assert "inconnue" in futures.cash_curve(months(UNKNOWN, UNKNOWN), "titre").alt
    assert (
        "Une somme attendue est inconnue" in futures.cash_curve(months(1.0, 2.0, unknown=True), "titre").alt
    )


# The page to share


def page(count, text="Atelier", **more):
    deeds = tuple(Deed(f"{text} {rank}", 3000.0) for rank in range(count))
    return SharePage("CPTS inventée", "Une année utile", deeds, deeds[:1], (), DAY, "1", **more)


def spoken(made):
    return "\n".join(one.text for one in docx.Document(io.BytesIO(made)).paragraphs)


def test_the_page_says_the_same_in_both_formats_and_the_picture_is_an_a4():
    picture = share_picture(page(3))
    assert size(picture.png) == PIXELS == (1240, 1754)
    told = spoken(share_docx(page(3)))
    for words in (
        *PARTS,
        "Atelier 0",
        "Atelier 2",
        "Une année utile",
        "CPTS inventée",
        "À compléter ensemble.",
    ):
        assert words in told
        assert words in picture.alt
    assert "22 novembre 2026 · version 1" in picture.alt


def test_euros_are_left_out_unless_asked_for():
    assert "€" not in spoken(share_docx(page(3))) + share_picture(page(3)).alt
    asked = page(3, with_euros=True)
    assert f"Atelier 0 (3{NNBSP}000{NBSP}€)" in spoken(share_docx(asked))
    assert f"Atelier 0 (3{NNBSP}000{NBSP}€)" in share_picture(asked).alt


def test_a_text_that_speaks_of_euros_by_itself_is_pointed_out():
    assert page(1, "Bourse de 500 € pour").speaks_of_euros == (f"Bourse de 500{NBSP}€ pour 0",) * 2
    assert page(3).speaks_of_euros == ()


def test_what_one_page_does_not_hold_is_counted():
    shown = dict(page(MOST + 4).shown)
    assert len(shown[PARTS[0]]) == MOST + 1
    assert shown[PARTS[0]][-1] == f"et 4{NBSP}autres"


def test_the_longest_words_still_fit_the_picture(monkeypatch):
    lowest = []
    write = drawing.write

    def noted(axes, x, y, text, **more):
        lowest.append((y, text))
        write(axes, x, y, text, **more)

    monkeypatch.setattr(drawing, "write", noted)
    deeds = tuple(Deed("Mot assez long pour passer à la ligne " * 9, 3000.0) for _ in range(MOST + 2))
    share_picture(SharePage("CPTS " * 40, "Titre " * 40, deeds, deeds, deeds, DAY, "1", with_euros=True))
    *words, (foot, _) = lowest
    assert max(y for y, _ in words) < foot - 6  # millimetres above the date and version
