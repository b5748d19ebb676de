"""`campagne`: open a campaign, load a folder of workbooks into it, freeze it, publish it."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aci_model import law
from aci_model.commands import outputs
from aci_model.commands.inputs import Refused
from aci_model.store import StoreError, open_store
from aci_model.wording import NBSP, typeset

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from aci_model.peers.doors import Administrator
    from aci_model.store.transactions import Store

HELP = "Ouvrir une campagne de comparaison, y charger des classeurs, la geler, la publier."
SOME_REFUSED = 1
KEY_VARIABLE, PREVIOUS_KEY_VARIABLE = "ACI_CLE", "ACI_CLE_PRECEDENTE"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's own commands."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="ÉTAPE")
    create = _step(steps, "creer", "ouvrir une campagne ; sa clé est donnée une seule fois", _create)
    create.add_argument("title", metavar="TITRE")
    create.add_argument(
        "--mission", action="append", help="mission dont l'atteinte est demandée (toutes sans cette option)"
    )
    create.add_argument(
        "--indicateur", action="append", default=[], metavar="LIBELLÉ", help="ligne de contrat commune"
    )
    create.add_argument(
        "--sans-equilibre", action="store_true", help="ne pas demander la part des objectifs quantitatifs"
    )
    create.add_argument("--sans-nombre", action="store_true", help="ne pas demander le nombre d'objectifs")
    create.add_argument(
        "--region", action="append", default=[], metavar="NOM", help="région d'une invitation"
    )
    create.add_argument(
        "--precedente",
        metavar="CAMPAGNE",
        help=f"campagne publiée avant celle-ci (sa clé dans {PREVIOUS_KEY_VARIABLE})",
    )
    load = _step(steps, "charger", "contribuer pour chaque classeur d'un dossier", _load)
    load.add_argument("campaign", metavar="CAMPAGNE")
    load.add_argument("folder", metavar="DOSSIER", type=Path)
    load.add_argument(
        "--consentement", action="store_true", help="chaque communauté a consenti à chaque indicateur"
    )
    load.add_argument(
        "--sans",
        action="append",
        default=[],
        metavar="INDICATEUR",
        help="ce que ces communautés n'ont pas accepté d'envoyer (nom donné par creer)",
    )
    load.add_argument(
        "--reprise", type=Path, metavar="REPONSE.json", help="réponse d'un chargement à remplacer"
    )
    load.add_argument("--en-plus", action="store_true", help="ajouter aux contributions déjà là")
    for name, told, run_step in (
        ("geler", "fermer les contributions, une fois pour toutes", _freeze),
        ("publier", "publier ce que la campagne gelée peut dire", _publish),
    ):
        _step(steps, name, told, run_step).add_argument("campaign", metavar="CAMPAGNE")


def run(options: argparse.Namespace) -> int:
    """Do one step and print its answer as json.

    Returns:
        0; 1 when a loading refused some files: the others are in, and each refusal is a line on stderr.
    """
    # SQLAlchemy is for who opens a store: no other command waits for it.
    from aci_model.peers.campaigns import CampaignError  # noqa: PLC0415
    from aci_model.peers.contributions import ContributionError  # noqa: PLC0415
    from aci_model.peers.doors import DoorError  # noqa: PLC0415

    # The journal is for who keeps a server; in a terminal, Python would print its lines beside our sentences.
    logging.getLogger("aci_model").addHandler(logging.NullHandler())
    try:
        store = open_store(_address(options.donnees))
        try:
            answer = options.do(options, store)
        finally:
            store.close()
    except (StoreError, CampaignError, ContributionError, DoorError) as refusal:
        raise Refused([str(refusal)]) from None
    print(outputs.as_json(answer))
    refused = any(one["sentence"] for one in answer.get("files", ()))
    return SOME_REFUSED if refused else 0


def _step(
    steps: Any,  # noqa: ANN401 (argparse does not name its type)
    name: str,
    told: str,
    do: Callable[[argparse.Namespace, Store], dict[str, Any]],
) -> argparse.ArgumentParser:
    own: argparse.ArgumentParser = steps.add_parser(name, help=typeset(told), description=typeset(told))
    own.add_argument(
        "--donnees", type=Path, metavar="DOSSIER", help="dossier de la base (sinon l'adresse de DATABASE_URL)"
    )
    own.set_defaults(do=do)
    return own


def _address(folder: Path | None) -> str | None:
    """Where the store is: the folder given, else DATABASE_URL, else the store's own place."""
    from aci_model.store.addresses import FILE  # noqa: PLC0415 (as in `run`)

    return os.environ.get("DATABASE_URL") or None if folder is None else f"sqlite:///{folder / FILE}"


def _moment(store: Store) -> dt.datetime:
    """The store's own clock: one for all the machines that write to it."""
    from sqlalchemy import text  # noqa: PLC0415 (as in `run`)

    row = store.first(text("SELECT CURRENT_TIMESTAMP"))
    assert row is not None  # a clock always answers
    told = row[0]
    return dt.datetime.fromisoformat(f"{told}Z") if isinstance(told, str) else told.astimezone(dt.UTC)


def _ruler(store: Store, campaign: str, variable: str = KEY_VARIABLE) -> Administrator:
    """Let in who has the key; it comes by the environment, for a command's words are seen by every account."""
    from aci_model.peers.doors import administrator  # noqa: PLC0415 (as in `run`)

    key = os.environ.get(variable)
    if not key:
        raise Refused(
            [
                typeset(
                    f"La clé de la campagne manque. Donnez-la dans la variable {variable}, jamais dans la commande."
                )
            ]
        )
    return administrator(store, campaign, key, _moment(store))


def _create(options: argparse.Namespace, store: Store) -> dict[str, Any]:
    from aci_model.peers import campaigns, contributions  # noqa: PLC0415 (as in `run`)

    asked = contributions.asked_of(
        law.load(),
        missions=options.mission,
        lines=options.indicateur,
        balance=not options.sans_equilibre,
        count=not options.sans_nombre,
    )
    previous = options.precedente and _ruler(store, options.precedente, PREVIOUS_KEY_VARIABLE)
    made, key = campaigns.create(
        store, options.title, asked, _moment(store), regions=options.region, previous=previous or None
    )
    return {
        "campaign": made.id,
        "title": made.title,
        "key": key,
        "asked": [{"indicator": one.id, "label": one.label} for one in made.asked],
        "regions": list(made.regions),
    }


def _load(options: argparse.Namespace, store: Store) -> dict[str, Any]:
    from aci_model.commands import campagne_charger  # noqa: PLC0415 (as in `run`)
    from aci_model.peers import campaigns, loading  # noqa: PLC0415 (as in `run`)

    if not options.consentement:
        raise Refused(
            [
                typeset(
                    "Aucune contribution ne part sans l'accord de chaque communauté, indicateur par indicateur. "
                    "Recueillez-le, puis relancez avec --consentement."
                )
            ]
        )
    ruler = _ruler(store, options.campaign)
    paths = campagne_charger.workbooks(options.folder)
    codes = campagne_charger.codes_of(options.reprise) if options.reprise else {}
    if campaigns.received(store, ruler)[1] and not (codes or options.en_plus):
        raise Refused(
            [
                typeset(
                    "Cette campagne a déjà des contributions : charger le dossier les compterait deux fois. Donnez la "
                    "réponse du chargement précédent à --reprise, ou --en-plus si ces communautés sont d'autres."
                )
            ]
        )
    named = [(path.name, path.read_bytes) for path in paths]
    loaded = loading.load(
        store, ruler, named, codes=codes, at=_moment(store), without=options.sans, told=_progress()
    )
    files = list(loaded)
    for refused in (one for one in files if one.state == loading.REFUSED):
        print(f"{refused.file} : {refused.sentence}".replace(" :", f"{NBSP}:", 1), file=sys.stderr)
    return {
        "campaign": options.campaign,
        "contributions": _standing(store, ruler),
        "files": [one._asdict() for one in files],
    }


def _standing(store: Store, ruler: Administrator) -> int | None:
    """How many contributions stand; unknown when the store went away meanwhile, for the codes are told all the same."""
    from aci_model.peers import campaigns  # noqa: PLC0415 (as in `run`)

    try:
        return campaigns.received(store, ruler)[1]
    except StoreError:
        return None


def _progress() -> Callable[[int, int], None] | None:
    """A count that moves, for a person; nothing when nobody watches."""
    if not sys.stderr.isatty():
        return None
    return lambda done, total: print(
        f"\r{done} / {total}", end="\n" if done == total else "", file=sys.stderr, flush=True
    )


def _freeze(options: argparse.Namespace, store: Store) -> dict[str, Any]:
    from aci_model.peers import campaigns  # noqa: PLC0415 (as in `run`)

    ruler = _ruler(store, options.campaign)
    digest = campaigns.freeze(store, ruler, _moment(store))
    return {
        "campaign": options.campaign,
        "contributions": campaigns.received(store, ruler)[1],
        "digest": digest,
    }


def _publish(options: argparse.Namespace, store: Store) -> dict[str, Any]:
    from aci_model.peers import campaigns_published  # noqa: PLC0415 (as in `run`)

    ruler = _ruler(store, options.campaign)
    made = campaigns_published.publish(store, ruler, _moment(store))
    return {
        "campaign": options.campaign,
        "digest": made.digest,
        "aggregates": made.aggregates.to_dict("records"),
        "groups": made.groups.to_dict("records"),
        "decisions": campaigns_published.decisions(store, ruler).to_dict("records"),
    }
