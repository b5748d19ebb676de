"""What leaves a workbook for a campaign: rates and shares to the point, and three coarse attributes.

No euros, no exact population, no exact number, no name, nothing of the file. Labels and regions are those of the
federation; what a workbook says is only compared with them, so that nothing somebody typed can leave by that door.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from aci_model.frames import NUMBER, TEXT, Columns, frame
from aci_model.peers import kinds
from aci_model.reading.text import fold
from aci_model.wording import missing, number, percent, typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from aci_model.funding import Assessment
    from aci_model.law import Law
    from aci_model.reading.dossier import Dossier

CONTRIBUTION: Columns = {
    "indicator": TEXT,
    "label": TEXT,  # the federation's, in French
    "value": NUMBER,  # 0–1; missing when the workbook does not know
}

MISSION, LINE, BALANCE, NUMBER_OF_LINES = WHATS = ("mission", "ligne", "equilibre", "nombre")
_LONGEST_LABEL = 200  # characters; longer is no label


class ContributionError(Exception):
    """A workbook, or a question, cannot be used for a campaign; the message is a French sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(typeset(sentence))


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing a campaign asks for.

    Attributes:
        id: its name in contributions and publications; the same question has the same name in every campaign.
        what: mission (its attainment) | ligne (attainment of the lines of a label) | equilibre (share of the lines
            that are quantitative) | nombre (objectives, in bands).
        of: the mission's id, or the label; empty for the others.
        label: in French.
    """

    id: str
    what: str
    of: str
    label: str

    @property
    def high(self) -> float:
        """What a value of 1 stands for: 1, or the most objectives that are told apart."""
        return float(_document()["number"]["most"]) if self.what == NUMBER_OF_LINES else 1.0

    def told(self, value: float) -> str:
        """Write a value as its contributor reads it before it leaves: « 62 % », « de 12 à 17 »."""
        if missing(value):
            return "non renseigné : rien ne part".replace(" :", "\u00a0:")
        if self.what != NUMBER_OF_LINES:
            return percent(value)
        low, high = self.objectives(value)
        return f"{number(low)} ou plus" if high is None else f"de {number(low)} à {number(high)}"

    def objectives(self, value: float) -> tuple[int, int | None]:
        """Give the least and the most objectives a value 0–1 stands for; no most in the last band."""
        band = int(_document()["number"]["band"])
        low = math.floor(value * self.high / band) * band
        return low, None if low + band >= self.high else low + band - 1


def asked_of(
    law: Law,
    *,
    missions: Iterable[str] | None = None,
    lines: Iterable[str] = (),
    balance: bool = True,
    count: bool = True,
) -> tuple[Indicator, ...]:
    """List what a campaign asks for.

    Args:
        law: missions and their labels.
        missions: ids; None for all that have a part paid on results.
        lines: labels of indicators many contracts share; compared without case nor accents.
        balance: whether to ask the share of quantitative lines.
        count: whether to ask the number of objectives.

    Raises:
        ContributionError: an unknown mission, a label that is empty or too long, or nothing asked.
    """
    labels = dict(zip(law.missions["mission"], law.missions["label"], strict=True))
    wanted = _paid_on_results(law) if missions is None else list(missions)
    for unknown in (mission for mission in wanted if mission not in labels):
        raise ContributionError(
            f"La mission « {unknown} » n'existe pas. Les missions sont : {', '.join(labels)}."
        )
    found = [
        Indicator(f"atteinte/{mission}", MISSION, mission, typeset(f"Atteinte : {labels[mission]}"))
        for mission in wanted
    ]
    for label in (" ".join(line.split()) for line in lines):
        if not fold(label) or len(label) > _LONGEST_LABEL:
            raise ContributionError(
                "Un indicateur demandé n'a pas de libellé, ou un libellé trop long. Donnez celui du contrat."
            )
        found.append(Indicator(f"ligne/{fold(label)}", LINE, label, typeset(f"Atteinte : {label}")))
    if balance:
        found.append(Indicator("part_quantitative", BALANCE, "", "Part des objectifs quantitatifs"))
    if count:
        found.append(Indicator("nombre_objectifs", NUMBER_OF_LINES, "", "Nombre d’objectifs, par tranche"))
    if not found:
        raise ContributionError(
            "La campagne ne demande rien. Choisissez au moins une mission ou un indicateur."
        )
    once: dict[str, Indicator] = {}
    for indicator in found:
        once.setdefault(indicator.id, indicator)
    return tuple(once.values())


def as_records(asked: Sequence[Indicator]) -> list[dict[str, str]]:
    """Write what is asked as the store keeps it."""
    return [asdict(indicator) for indicator in asked]


def from_records(records: Iterable[Mapping[str, str]]) -> tuple[Indicator, ...]:
    """Read what is asked as the store keeps it."""
    return tuple(Indicator(**record) for record in records)


def indicators_of(asked: Iterable[Indicator]) -> pd.DataFrame:
    """Lay out what is asked as `publish` takes it: indicator | kind | low | high."""
    rows = [(one.id, kinds.RATE, 0.0, one.high) for one in asked]
    table = pd.DataFrame(rows, columns=["indicator", "kind", "low", "high"])
    return table.astype({"indicator": TEXT, "kind": TEXT, "low": NUMBER, "high": NUMBER})


def contribution_of(dossier: Dossier, assessment: Assessment, asked: Sequence[Indicator]) -> pd.DataFrame:
    """Give what would leave a workbook, for its community's latest contract year.

    Args:
        dossier: one community.
        assessment: of that dossier.
        asked: by the campaign.

    Returns:
        CONTRIBUTION, one row per indicator asked, in order.

    Raises:
        ContributionError: no community, or several.
    """
    year = _latest(_only(dossier), assessment)
    missions, lines = (_of_year(table, year) for table in (assessment.missions, assessment.lines))
    attained = dict(zip(missions["mission"], missions["attainment"], strict=True))
    live = lines[lines["abandon"].isna() & ~(lines["choice"] == "ecarte").fillna(value=False)]
    by_label = lines.groupby(lines["label"].fillna("").map(fold))["attainment"].mean().to_dict()
    rows = []
    for one in asked:
        if one.what == MISSION:
            value = to_the_point(attained.get(one.of))
        elif one.what == LINE:
            value = to_the_point(by_label.get(fold(one.of)))
        elif one.what == BALANCE:
            natures = live["nature"].dropna()
            value = to_the_point((natures == "quantitatif").mean() if len(natures) else None)
        else:
            value = _in_bands(len(live))
        rows.append({"indicator": one.id, "label": one.label, "value": value})
    return frame(CONTRIBUTION, rows)


def attributes_of(
    dossier: Dossier, assessment: Assessment, regions: Iterable[str], on: dt.date
) -> dict[str, str | None]:
    """Give the attributes of a workbook's community: size_group, region, seniority; None for what it does not say.

    Args:
        dossier: one community.
        assessment: of that dossier: its size class.
        regions: those of the campaign; what is typed is recognised among them, never copied.
        on: the day its seniority is counted to.

    Raises:
        ContributionError: no community, or several.
    """
    community = _only(dossier)
    about = dossier.communities.iloc[0]
    size = assessment.totals.loc[assessment.totals["community"] == community, "size_class"].dropna()
    typed = "" if missing(about["region"]) else fold(str(about["region"]))
    return {
        "size_group": None if size.empty else _size_group(int(size.iloc[-1])),
        "region": next((region for region in regions if fold(region) == typed), None),
        "seniority": None if missing(about["signed"]) else _seniority(about["signed"].date(), on),
    }


def choices_of() -> dict[str, tuple[str, ...]]:
    """The values an invitation may give to size_group and seniority."""
    return {name: tuple(entry["id"] for entry in _document()[name]) for name in ("size_group", "seniority")}


def to_the_point(rate: float | None) -> float | None:
    """Round a rate 0–1 as it may leave; missing is None."""
    if rate is None or missing(rate):
        return None
    return round(float(rate), int(_document()["rate"]["digits"]))


def grounds() -> tuple[str, str]:
    """Say why rates leave to the point and numbers in bands, in French."""
    return typeset(_document()["rate"]["reason"]), typeset(_document()["number"]["reason"])


def _paid_on_results(law: Law) -> list[str]:
    """The missions that have such a part in some text."""
    paid = set(law.parts.loc[law.parts["paid"] == "attained", "part"])
    having = {amount["mission"] for amount in law.book["amounts"] if amount["part"] in paid}
    return [mission for mission in law.missions["mission"] if mission in having]


def _only(dossier: Dossier) -> str:
    names = dossier.communities["community"]
    if len(names) != 1:
        found = "aucune communauté" if names.empty else "plusieurs communautés"
        raise ContributionError(
            f"Ce classeur contient {found}. Une contribution est celle d'une seule : donnez un classeur par communauté."
        )
    return str(names.iloc[0])


def _latest(community: str, assessment: Assessment) -> int | None:
    """The latest contract year that has lines; None when no line names one."""
    years = assessment.lines.loc[assessment.lines["community"] == community, "year"]
    if years.empty:
        raise ContributionError(
            "Ce classeur n'a aucune ligne de contrat : il n'y a rien à comparer. Remplissez la feuille Indicateurs."
        )
    return None if years.isna().all() else int(years.max())


def _of_year(table: pd.DataFrame, year: int | None) -> pd.DataFrame:
    return table[table["year"].isna() if year is None else (table["year"] == year).fillna(value=False)]


def _in_bands(count: int) -> float:
    """The middle of the band, over the most."""
    band, most = int(_document()["number"]["band"]), int(_document()["number"]["most"])
    return round((min(count // band, most // band - 1) + 0.5) * band / most, 9)


def _size_group(size: int) -> str | None:
    return next((entry["id"] for entry in _document()["size_group"] if size in entry["sizes"]), None)


def _seniority(signed: dt.date, on: dt.date) -> str | None:
    """The last class reached; None for a contract not signed yet."""
    years = on.year - signed.year - ((on.month, on.day) < (signed.month, signed.day))
    reached = [entry["id"] for entry in _document()["seniority"] if entry["years"] <= years]
    return reached[-1] if reached else None


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(files("aci_model.peers").joinpath("contributions.toml").read_text(encoding="utf-8"))
