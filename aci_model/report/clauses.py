"""What the texts say besides yearly amounts: their dates, sizes, deadlines, payments, sources, in French tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from aci_model import law as texts
from aci_model.report.scale import CONFIDENCES, size_labels
from aci_model.wording import NBSP, UNKNOWN, count, day, missing, number, percent

if TYPE_CHECKING:
    import datetime as dt

    from aci_model.law import Law, Text

DEFAULT = "valeur par défaut"
_SHARE = "part du montant"  # unit of a payment rule that is a rate
_ADDRESS = r"(https?://[^\s,;)]+)"


def identity(text: Text) -> pd.DataFrame:
    """Give what makes a text recognisable: « Rubrique » and « Valeur »; a date nobody knows reads « inconnu »."""
    sure = CONFIDENCES[text.confidence]
    rows = {
        "Titre": text.title,
        "Référence": text.reference,
        "Signé le": day(text.signed),
        "Publié le": day(text.published),
        "En vigueur depuis le": day(text.effective),
        "Vérifié le": day(text.checked),
        "Source": text.source,
        "Confiance": f"{sure}{NBSP}: {sure.meaning}",
        **({"À savoir": text.note} if text.note else {}),
    }
    return pd.DataFrame({"Rubrique": list(rows), "Valeur": list(rows.values())})


def all_texts(law: Law) -> pd.DataFrame:
    """List every text with its four dates, its reference and its source, in the order in which they apply."""
    return pd.DataFrame(
        [
            {
                "Texte": text.label,
                "Titre": text.title,
                "Référence": text.reference,
                "Signé le": pd.Timestamp(text.signed),
                "Publié le": pd.Timestamp(text.published) if text.published else pd.NaT,
                "En vigueur le": pd.Timestamp(text.effective),
                "Vérifié le": pd.Timestamp(text.checked),
                "Source": text.source,
                "Confiance": CONFIDENCES[text.confidence].legend,
                "À savoir": text.note or "",
            }
            for text in law.texts
        ]
    )


def sizes(law: Law, on: dt.date | None) -> pd.DataFrame:
    """List the sizes: « Taille », « Population », « Confiance », « À savoir », « Source »."""
    told = texts.fold(law, on).sizes
    return pd.DataFrame(
        {
            "Taille": told["label"],
            "Population": told["wording"],
            "Confiance": _sureness(told),
            "À savoir": told["note"].fillna(""),
            "Source": told["source"],
        }
    )


def deadlines(law: Law, on: dt.date | None) -> pd.DataFrame:
    """List how long after the signature each mission in force must start, and be fully deployed.

    Returns:
        « Mission », « Démarrage », « Déploiement complet », « Confiance », « À savoir », « Source ». A mission
        no text gives a deadline reads « inconnu ».
    """
    rules = texts.fold(law, on)
    live = law.missions.loc[law.missions["mission"].isin(rules.ceilings["mission"]), ["mission", "short"]]
    told = live.merge(rules.deadlines, on="mission", how="left", validate="1:1")
    free = told["start"] == "libre"
    return pd.DataFrame(
        {
            "Mission": told["short"],
            "Démarrage": months(told["latest_start_months"], free),
            "Déploiement complet": months(told["full_deployment_months"], free),
            "Confiance": _sureness(told),
            "À savoir": told["note"].fillna(""),
            "Source": told["source"].fillna(""),
        }
    )


def months(told: pd.Series, free: pd.Series) -> list[str]:
    """Write delays counted from the signature.

    Args:
        told: months, missing when free or unknown.
        free: whether the texts leave the mission free.

    Returns:
        « 6 mois », « aussitôt », « libre » or « inconnu ».
    """
    return [
        ("libre" if is_free else UNKNOWN) if missing(value) else _after_signature(int(value))
        for value, is_free in zip(told.astype("float64"), free, strict=True)
    ]


def payments(law: Law, on: dt.date | None) -> pd.DataFrame:
    """List when the money comes; a rule nobody could read shows its default as one.

    Returns:
        « Règle », « Valeur » (75 %, 3 mois), « Confiance », « Source ».
    """
    told = texts.fold(law, on).payment
    values = [
        choice if missing(value) else _setting(value, unit)
        for value, choice, unit in zip(told["value"], told["choice"], told["unit"], strict=True)
    ]
    guessed = told["confidence"] == "?"
    sure = _sureness(told)
    return pd.DataFrame(
        {
            "Règle": told["label"],
            "Valeur": values,
            "Confiance": sure.where(~guessed, sure + f"{NBSP}: {DEFAULT}"),
            "Source": told["source"],
        }
    )


def one_off(law: Law, on: dt.date | None) -> pd.DataFrame:
    """List the money paid once: « Versement », a column of euros per size, « Confiance », « Source »."""
    told = texts.fold(law, on).one_off
    if told.empty:
        return pd.DataFrame({"Versement": pd.Series(dtype="str")})
    table = told.pivot_table(index="payment", columns="size_class", values="amount", sort=False, dropna=False)
    first = told.drop_duplicates("payment").set_index("payment").loc[table.index]
    euros = {label: table[size] for size, label in size_labels(law).items()}
    columns = {"Versement": first["label"], **euros, "Confiance": _sureness(first), "Source": first["source"]}
    return pd.DataFrame(columns).reset_index(drop=True)


def parts(law: Law, on: dt.date | None) -> pd.DataFrame:
    """Say what each part in force pays for: « Part », « Ce qu’elle finance », « Confiance », « Source »."""
    live = law.parts[law.parts["part"].isin(texts.fold(law, on).ceilings["part"])]
    return pd.DataFrame(
        {
            "Part": live["label"],
            "Ce qu’elle finance": live["definition"],
            "Confiance": _sureness(live),
            "Source": live["source"],
        }
    ).reset_index(drop=True)


def sources(law: Law, on: dt.date | None) -> pd.DataFrame:
    """List where the rules of a day were read, the most used first.

    Returns:
        « Source », « Confiance », « Chiffres » (how many rest on it) and « Adresse » (missing when it has none).
    """
    rules = texts.fold(law, on)
    missions = law.missions[law.missions["mission"].isin(rules.ceilings["mission"])]
    parts_ = law.parts[law.parts["part"].isin(rules.ceilings["part"])]
    amounts = [rules.ceilings, rules.totals, rules.one_off]
    told = [*amounts, rules.sizes, rules.deadlines, rules.payment, missions, parts_]
    # What nobody knows has no source: its row says where it was looked for.
    read = pd.concat([rows[["source", "confidence"]] for rows in told], ignore_index=True)
    read = read[read["confidence"] != "?"]
    counted = read.value_counts(["source", "confidence"]).reset_index(name="count")
    return pd.DataFrame(
        {
            "Source": counted["source"],
            "Confiance": _sureness(counted),
            "Chiffres": counted["count"].astype("int64"),
            "Adresse": counted["source"].str.extract(_ADDRESS, expand=False),
        }
    )


def _after_signature(months: int) -> str:
    return f"{number(months)}{NBSP}mois" if months else "aussitôt"


def _setting(value: float, unit: str) -> str:
    """Write the value of a payment rule with its unit: 75 %, 3 mois."""
    return (
        percent(value)
        if unit == _SHARE
        else count(int(value), unit, unit)
        if value == int(value)
        else f"{number(value)}{NBSP}{unit}"
    )


def _sureness(rows: pd.DataFrame) -> pd.Series:
    words = {letter: str(sure) for letter, sure in CONFIDENCES.items()}
    return rows["confidence"].fillna("?").map(words)
