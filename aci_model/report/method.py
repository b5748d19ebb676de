"""How the figures are made, in plain French: readings, states, years; and how a new text is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from aci_model.funding import READINGS, SPLIT, side_by_side
from aci_model.law.vocabulary import plain
from aci_model.wording import enumeration, euros, measure, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aci_model.law import Law

    Words = Mapping[str, tuple[str, str]]  # id -> word and definition, as the screens have them

INTENSITY = "Elle multiplie le montant de chaque ligne de la mission ; ce qu’elle retire est perdu."

# An invented line, small enough to be followed by hand.
_UNIT = "%"
_BASELINE, _RESULT = 50.0, 72.0
_STEPS = ((60.0, 100.0), (70.0, 200.0), (80.0, 300.0))  # threshold, cumulative euros


def readings(words: Words) -> pd.DataFrame:
    """List the readings of a line.

    Args:
        words: id of a reading -> its word and its definition.

    Returns:
        « Lecture », « Ce qu’elle paie », « Dans l’exemple » (euros of the line told by `reading_example`).
    """
    lines = pd.DataFrame(
        {"line": [0], "direction": [1], "baseline": [_BASELINE], "kind": ["paliers"], "result": [_RESULT]}
    )
    tiers = pd.DataFrame(_STEPS, columns=["threshold", "amount"]).assign(line=0)
    worked = side_by_side(lines, tiers).iloc[0]
    return pd.DataFrame(
        {
            "Lecture": [words[name][0] for name in READINGS],
            "Ce qu’elle paie": [words[name][1] for name in READINGS],
            "Dans l’exemple": [float(worked[name]) for name in READINGS],
        }
    )


def reading_example() -> str:
    """Tell the invented line on which the readings are compared."""
    steps = enumeration([f"{euros(amount)} à {measure(threshold, _UNIT)}" for threshold, amount in _STEPS])
    return (
        f"Exemple inventé : un indicateur part de {measure(_BASELINE, _UNIT)}, rapporte {steps}, "
        f"et arrive à {measure(_RESULT, _UNIT)}. Au prorata, le chemin parcouru est "
        f"({measure(_RESULT, None)} − {measure(_BASELINE, None)}) ÷ ({measure(_STEPS[-1][0], None)} − {measure(_BASELINE, None)}), "
        f"soit {percent((_RESULT - _BASELINE) / (_STEPS[-1][0] - _BASELINE))} du dernier montant."
    )


def states(words: Words) -> pd.DataFrame:
    """List the four states of a euro: « État », « Ce qu’il veut dire ».

    Args:
        words: id of a state -> its word and its definition.
    """
    return pd.DataFrame(
        {
            "État": [words[name][0] for name in SPLIT],
            "Ce qu’il veut dire": [words[name][1] for name in SPLIT],
        }
    )


def glossary(words: Words) -> pd.DataFrame:
    """List the terms of art in alphabetical order, accents aside: « Mot », « Définition ».

    Args:
        words: id of a term -> its word and its definition.
    """
    ordered = [words[name] for name in sorted(words, key=lambda name: plain(words[name][0]))]
    return pd.DataFrame(ordered, columns=["Mot", "Définition"])


def state_rules() -> list[str]:
    """Say what always holds between the four states, and what intensity takes away."""
    return [
        "Pour chaque ligne, chaque mission et au total : acquis + à prouver + en attente + perdu = plafond.",
        (
            "Une enveloppe plus grande que ses lignes laisse la différence en attente ; des lignes plus grandes que leur "
            "enveloppe s’arrêtent à elle, l’acquis étant compté d’abord."
        ),
        (
            "Un inconnu n’est jamais compté comme zéro : une somme qui en contient un est inconnue, et la part connue est "
            "donnée à côté."
        ),
    ]


def years() -> pd.DataFrame:
    """Say what is counted in each kind of year: « Année », « Ce qui est compté »."""
    return pd.DataFrame(
        {
            "Année": [
                "Passée, versé",
                "Passée, calculé",
                "En cours",
                "À venir, projeté",
                "Après le contrat, reconduit",
            ],
            "Ce qui est compté": [
                "La part variable vraiment versée, quand votre fichier la donne ; elle remplace le calcul.",
                "Sans montant versé : ce que les résultats de l’année donnent, acquis et à prouver.",
                "Tout ce qui n’est pas perdu : acquis, à prouver et en attente, pour la part que le scénario paie.",
                (
                    "Les textes en vigueur au premier jour de l’année, les montants de votre contrat reconduits, et toute la "
                    "part variable, pour la part que le scénario paie."
                ),
                "La même chose, au-delà de la dernière année du contrat, comme s’il était renouvelé à l’identique.",
            ],
        }
    )


def year_rules() -> list[str]:
    """Say what holds in every year of a projection."""
    return [
        "L’argent est compté dans l’année qui le fait gagner, et non le jour où il arrive.",
        "« Sans part variable » est dessiné à côté de tout autre scénario : il ne reste que les parts fixes.",
        "La part qui dépend d’une crise n’est comptée que si vous cochez la crise.",
        "Une projection n’est pas une prévision : rien n’y est deviné, chaque hypothèse est affichée.",
    ]


def guide() -> list[str]:
    """Tell whoever maintains the application how a new text is added."""
    return [
        "Copiez le modèle ci-dessous dans le dossier aci_model/law/texts, sous un nom comme avenant_3.toml.",
        (
            "N’écrivez que ce que le texte change : le reste continue. Un montant que personne ne connaît s’écrit "
            '"inconnu", jamais 0 ; sans cela, l’ancien montant continuerait à courir.'
        ),
        (
            "Donnez à chaque ligne sa source et sa confiance (A, B, C, ou « ? » quand nul ne le sait). Une part supprimée s’écrit [[withdrawn]], deux "
            "sources qui se contredisent [[conflict]] ; les fichiers voisins montrent chaque titre."
        ),
        (
            "Lancez python3 -m tests : toutes les fautes du fichier sont dites d’un coup. Relancez ensuite l’application : le "
            "texte apparaît sur cette page, et les années concernées changent."
        ),
    ]


def new_text(law: Law) -> str:
    """Give the file of a text that changes one amount, to be copied and filled in.

    Args:
        law: its first mission and part, its sizes and the dates of its last text stand as examples.
    """
    last = law.texts[-1]
    amounts = "\n".join(f'taille_{size} = "inconnu"' for size in law.sizes["size_class"])
    return f"""kind = "text"
id = "avenant_3"
label = "Avenant 3"
title = "Avenant 3 à l’accord conventionnel interprofessionnel"
reference = "Signé le …, JO du …"
source = "Journal officiel du …"
confidence = "A"
signed = {last.signed}
published = {last.published or '"inconnu"'}
effective = {last.effective}
checked = {last.checked}

[[amount]]
mission = "{law.missions["mission"].iloc[0]}"
part = "{law.parts["part"].iloc[0]}"
{amounts}
source = "Annexe de l’avenant 3"
confidence = "A"
"""
