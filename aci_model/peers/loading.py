"""Load many workbooks into a campaign: one invitation and one contribution a file, with a report a file."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from aci_model import law, reading
from aci_model.funding import assess
from aci_model.peers import campaigns, campaigns_own, contributions, doors
from aci_model.reading.isolation import open_file
from aci_model.reading.refusal import RefusedError
from aci_model.reading.text import clean
from aci_model.store import StoreError, StoreUnusableError, keys
from aci_model.store.tables import invitation
from aci_model.wording import typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from aci_model.law import Law
    from aci_model.peers.campaigns import Campaign
    from aci_model.peers.doors import Administrator
    from aci_model.reading.dossier import Dossier
    from aci_model.store.transactions import Store

ENDINGS = (".xlsx", ".ods", ".csv")
LOADED, REPLACED, REFUSED = "contribue", "remplace", "refuse"

_TOLD = (
    RefusedError,
    contributions.ContributionError,
    campaigns.CampaignError,
    doors.DoorError,
    StoreError,
)
_journal = logging.getLogger(__name__)


class Report(NamedTuple):
    """What came of one file.

    Attributes:
        file: its name, told back to who loads it and kept nowhere.
        state: contribue | remplace | refuse.
        sentence: why it is refused, in French; None when it is not.
        code: of its contribution, for who may later replace or withdraw it; None when it has none.
        indicators: ids of those that left.
    """

    file: str
    state: str
    sentence: str | None
    code: str | None
    indicators: tuple[str, ...]


def is_workbook(name: str) -> bool:
    """Tell whether a file's name is a workbook's; what a spreadsheet leaves beside an open file is none."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return base.lower().endswith(ENDINGS) and not base.startswith((".", "~"))


def unpacked(name: str, content: bytes) -> list[tuple[str, bytes]]:
    """Give the workbooks of a zip of files; any other file is given back alone.

    Raises:
        RefusedError: the archive cannot be opened, or holds no workbook; the message is a French sentence.
    """
    if not name.lower().endswith(".zip"):
        return [(name, content)]
    found = [(inner, data) for inner, data in open_file(name, content).files if is_workbook(inner)]
    if not found:
        raise RefusedError(
            "Cette archive ne contient aucun classeur (.xlsx, .ods, .csv). Vérifiez que c'est la bonne."
        )
    return found


def load(
    store: Store,
    ruler: Administrator,
    files: Sequence[tuple[str, Callable[[], bytes]]],
    *,
    codes: Mapping[str, str],
    at: dt.datetime,
    without: Collection[str] = (),
    told: Callable[[int, int], object] | None = None,
) -> Iterator[Report]:
    """Contribute each workbook; one that cannot be read stops no other.

    Args:
        store: where.
        ruler: of the campaign.
        files: name and what reads it, one community each.
        codes: file -> code already given to it: its contribution is that invitation's, replaced if there is one. What
            its community refused to send before stays refused, and what it withdrew is not put back.
        at: the moment, with its time zone.
        without: ids of the indicators these communities did not agree to send: they leave no workbook.
        told: called after each file with how many are done, of how many.

    Yields:
        A report a file, in order, once what it says is kept.

    Raises:
        CampaignError: the campaign is not there, or is left with nothing it asks.
        StoreError: the store does not answer, before the first file.
    """
    own, rules = campaigns.campaign(store, ruler), law.load()
    agreed = _agreed(own, without)
    away: str | None = None
    for done, (typed, content) in enumerate(files, 1):
        name = clean(typed)
        report = Report(name, REFUSED, away, codes.get(name), ())
        if away is None:  # else each file that follows would wait for the store in vain
            report, away = _loaded(store, own, (rules, agreed), (report, content), at)
        yield report
        if told is not None:
            told(done, len(files))


def _agreed(own: Campaign, without: Collection[str]) -> tuple[str, ...]:
    """What is asked and agreed to; a name that is not asked is a slip that would let its answer leave."""
    asked = [one.id for one in own.asked]
    left = tuple(name for name in asked if name not in without)
    if not left or not set(without) <= set(asked):
        raise campaigns.CampaignError(
            "Rien n'est parti : un des indicateurs à laisser n'est pas demandé par la campagne, ou il n'en reste aucun à "
            f"envoyer. Elle demande : {', '.join(asked)}."
        )
    return left


def _loaded(
    store: Store,
    own: Campaign,
    by: tuple[Law, tuple[str, ...]],
    file: tuple[Report, Callable[[], bytes]],
    at: dt.datetime,
) -> tuple[Report, str | None]:
    """What came of one file, whatever happens to it; and why the store is away, if it is."""
    (rules, agreed), (report, content) = by, file
    code, away = report.code, None
    try:
        dossier = _read(report.file, content, rules)
        assessment = assess(dossier, rules)
        sent = contributions.contribution_of(dossier, assessment, own.asked)
        if code is None:
            about = contributions.attributes_of(dossier, assessment, own.regions, own.opened_at.date())
            (code,) = campaigns.invite(store, doors.Administrator(own.id), [about])
        who = _holder(store, own, code)
        before = _said_before(store, who)
        consented = [name for name in agreed if before.consents.get(name, True)]
        campaigns.contribute(store, who, sent, consented, at)
        known = tuple(sent.loc[sent["value"].notna() & sent["indicator"].isin(consented), "indicator"])
        state = LOADED if before.sent is None else REPLACED
        return Report(report.file, state, None, code, known), None
    except StoreUnusableError as trouble:
        sentence = away = str(trouble)
    except _TOLD as refusal:
        sentence = typeset(str(refusal))
    except OSError:
        sentence = typeset("Ce fichier ne peut pas être ouvert. Vérifiez vos droits sur lui.")
    except Exception:  # noqa: BLE001 (a workbook nobody foresaw must not take the others with it)
        _journal.exception("a workbook could not be worked out")
        sentence = typeset(
            "Ce classeur n'a pas pu être calculé ; rien n'en est parti. Ouvrez-le seul sur l'accueil pour voir ce qui "
            "bloque, puis chargez-le de nouveau."
        )
    # A code made just before the failure is told: the contribution may be there, and loading again must replace it.
    return report._replace(sentence=sentence, code=code), away


def _said_before(store: Store, who: doors.Contributor) -> campaigns_own.Own:
    """What a community said by its own code: a refusal stands, and only it comes back once it withdrew."""
    seen = campaigns_own.own(store, who)
    if seen.sent is None and seen.received_at is not None:
        raise RefusedError(
            "Cette communauté a retiré sa contribution : elle seule peut y revenir, avec son code. Rien n'est parti."
        )
    return seen


def _read(name: str, content: Callable[[], bytes], rules: Law) -> Dossier:
    dossier = reading.read([(name, content())], rules.missions, rules.parts)
    refused = dossier.problems[dossier.problems["severity"] == "refused"].to_dict("records")
    if refused:
        raise RefusedError(f"{refused[0]['message']} {refused[0]['done']}".strip())
    return dossier


def _holder(store: Store, own: Campaign, code: str) -> doors.Contributor:
    """Whose code it is; who rules the campaign is no stranger at its door, and one bad code slows no other file."""
    tried = keys.cleaned(code)
    of = (invitation.c.code_hash == keys.fast_hash(tried or ""), invitation.c.campaign == own.id)
    with store.read() as connection:
        found = connection.scalar(select(invitation.c.id).where(*of))
    if tried is None or found is None:
        raise RefusedError(
            "Le code donné pour ce fichier n'est pas de cette campagne. Reprenez la liste de ses codes."
        )
    return doors.Contributor(own.id, found)
