"""What fits on a page, and where the rest is."""

from aci_model.report.room import cut, few
from tests.dialogues import STEPPED, sheet_of

REST = "votre classeur"


def test_a_text_that_fits_stays_as_it_is():
    assert cut("Huit mots tiennent sur cette ligne de papier", 44, REST) == (
        "Huit mots tiennent sur cette ligne de papier"
    )


def test_a_long_text_is_cut_between_two_words_and_says_where_the_rest_is():
    assert cut("Un atelier compte, quel que soit le nombre", 20, REST) == (
        "Un atelier compte… (la suite\u00a0: votre classeur)"
    )
    assert cut("x" * 50, 10, REST) == "x" * 10 + "… (la suite\u00a0: votre classeur)"


def test_a_long_list_keeps_its_first_and_counts_the_rest():
    told = few(["a", "b", "c", "d"], 2, 10, REST, noun=("fait", "faits"))
    assert told == ("a", "b", "2\u00a0faits de plus\u00a0: votre classeur.")
    assert few(["a", "b"], 2, 10, REST, noun=("fait", "faits")) == ("a", "b")


def test_the_sheet_of_a_line_about_which_all_was_written_stays_within_its_page():
    prose = "Le décompte part des patients suivis au 1er janvier. " * 40
    told = sheet_of(
        "Dépistage",
        STEPPED | {"ours": prose, "theirs": prose + "Non.", "expected_proof": prose, "proof_at_hand": prose},
        territory=[
            {"fact": f"Fait {at} {prose}", "label": "Dépistage", "value": at, "source": prose}
            for at in range(9)
        ],
        questions=[
            {"question": f"{at} {prose}", "label": "Dépistage", "mission": "prevention"} for at in range(9)
        ],
    )
    typed = [told.ours, told.theirs, *told.questions, *told.facts, *told.findings]
    typed += told.differences.to_numpy().ravel().tolist() + told.proof.to_numpy().ravel().tolist()
    # Figures, picture and notes leave 16 lines of some 92 letters on the page.
    assert sum(map(len, typed)) < 1_500
    assert told.ours.endswith("(la suite\u00a0: votre classeur)")
    assert told.facts[-1].endswith("faits de plus\u00a0: votre classeur.")
