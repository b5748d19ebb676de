"""Load a folder of workbooks into a campaign: one invitation and one contribution a file, with a report a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aci_model import law, reading
from aci_model.commands.inputs import Refused
from aci_model.funding import assess
from aci_model.peers import campaigns, contributions, doors
from aci_model.reading.text import clean
from aci_model.store import StoreError
from aci_model.wording import typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from aci_model.law import Law
    from aci_model.peers.campaigns import Campaign
    from aci_model.peers.doors import Administrator
    from aci_model.reading.dossier import Dossier
    from aci_model.store.transactions import Store

    Told = Callable[[int, int], None]

ENDINGS = {".xlsx", ".ods", ".csv"}
REFUSALS = (Refused, contributions.ContributionError, campaigns.CampaignError, doors.DoorError)
LOADED, REPLACED, REFUSED = "contribue", "remplace", "refuse"


def workbooks(folder: Path) -> list[Path]:
    """List a folder's workbooks, by name; what a spreadsheet leaves beside an open file is none.

    Raises:
        Refused: it is no folder, or holds none.
    """
    try:
        found = sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~")) and path.is_file()
        )
    except OSError:
        raise Refused(
            [typeset(f"{clean(str(folder))} : dossier introuvable ou illisible. Vérifiez son nom.")]
        ) from None
    if not found:
        raise Refused(
            [
                typeset(
                    f"{clean(str(folder))} : ce dossier n'a aucun classeur (.xlsx, .ods, .csv). Vérifiez son nom."
                )
            ]
        )
    return found


def codes_of(report: Path) -> dict[str, str]:
    """Read file -> code from what an earlier loading printed.

    Raises:
        Refused: it is not such a report.
    """
    try:
        files = json.loads(report.read_text(encoding="utf-8-sig"))["files"]
        return {str(one["file"]): str(one["code"]) for one in files if one["code"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(
            [
                typeset(
                    f"{clean(str(report))} : ce n'est pas la réponse d'un chargement précédent. Donnez le fichier où "
                    "vous l'aviez enregistrée."
                )
            ]
        ) from None


def load(
    store: Store,
    ruler: Administrator,
    paths: list[Path],
    *,
    codes: dict[str, str],
    at: dt.datetime,
    told: Told | None = None,
) -> Iterator[dict[str, Any]]:
    """Contribute each workbook; one that cannot be read stops no other.

    Args:
        store: where.
        ruler: of the campaign.
        paths: one community each.
        codes: of files loaded before: their contribution is replaced.
        at: the moment.
        told: called after each file with how many are done, of how many.

    Yields:
        file, state (contribue | remplace | refuse), sentence (why refused), code, indicators (those that left).
    """
    own, rules = campaigns.campaign(store, ruler), law.load()
    for done, path in enumerate(paths, 1):
        name = clean(path.name)
        code = codes.get(name)
        report: dict[str, Any] = {
            "file": name,
            "state": REFUSED,
            "sentence": None,
            "code": code,
            "indicators": [],
        }
        try:
            dossier = _read(path, rules)
            state, code, sent = _contributed(store, own, (dossier, rules), code, at)
            yield {**report, "state": state, "code": code, "indicators": sent}
        except (*REFUSALS, StoreError) as refusal:  # the codes of the others are told whatever happens
            yield {**report, "sentence": str(refusal)}
        if told is not None:
            told(done, len(paths))


def _read(path: Path, rules: Law) -> Dossier:
    try:
        content = path.read_bytes()
    except OSError:
        raise Refused(["Ce fichier ne peut pas être ouvert. Vérifiez vos droits sur lui."]) from None
    dossier = reading.read([(clean(path.name), content)], rules.missions, rules.parts)
    refused = dossier.problems[dossier.problems["severity"] == "refused"].to_dict("records")
    if refused:
        raise Refused([f"{refused[0]['message']} {refused[0]['done']}".strip()])
    return dossier


def _contributed(
    store: Store, own: Campaign, read: tuple[Dossier, Law], code: str | None, at: dt.datetime
) -> tuple[str, str, list[str]]:
    dossier, rules = read
    assessment = assess(dossier, rules)
    sent = contributions.contribution_of(dossier, assessment, own.asked)
    state = LOADED if code is None else REPLACED
    if code is None:
        about = contributions.attributes_of(dossier, assessment, own.regions, own.opened_at.date())
        (code,) = campaigns.invite(store, doors.Administrator(own.id), [about])
    who = doors.contributor(store, code, at)
    if who.campaign != own.id:
        raise Refused(
            [
                "Le code de ce fichier est celui d'une autre campagne. Donnez la réponse du chargement de celle-ci."
            ]
        )
    campaigns.contribute(store, who, sent, [one.id for one in own.asked], at)
    return state, code, sent.loc[sent["value"].notna(), "indicator"].tolist()
