"""« Charger un dossier » : many workbooks contributed at once, with a report a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from aci_model.peers import campaigns, loading
from aci_model.peers.campaigns import CampaignError
from aci_model.peers.invitations import ListError, codes_for, codes_of
from aci_model.peers.loading import LOADED, REFUSED, REPLACED, Report
from aci_model.reading.limits import limits
from aci_model.reading.refusal import RefusedError
from aci_model.store import StoreError
from aci_model.wording import NBSP, count, number, typeset
from pages._shared import display, federation_ruling, federation_tables, session
from pages._shared.tables import Column
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aci_model.peers.campaigns import Campaign
    from aci_model.store.transactions import Store
    from pages._shared.federation_ruling import Ruling

    Files = list[tuple[str, bytes]]

COLUMNS = (
    Column("file", "Fichier"),
    Column("outcome", "Ce qu’il en est"),
    Column("code", "Code de la communauté", blank="–"),
)
_FILES, _CODES = "federation_classeurs", "federation_classeurs_codes"
_TOLD = 12  # refusals told on screen; the workbook has them all
_TURN = "federation_classeurs_tour"
_CONSENT, _OTHERS = "federation_consentement", "federation_en_plus"
_AGREED = "federation_accepte"  # followed by the turn and the rank of what is asked


def draw(base: Store, ruling: Ruling, own: Campaign) -> None:
    """Draw the loading of a folder: files, consents, a bar, a report."""
    st.markdown(
        typeset(
            "Un classeur par communauté, séparés ou dans une archive zip. De chacun ne partent que les taux et les "
            "parts demandés, pour son dernier exercice : ni euros, ni nom, ni rien du fichier."
        )
    )
    turn = session.chosen(_TURN, 0)
    left, right = st.columns(2, gap="large")
    with left:
        dropped = st.file_uploader(
            "Les classeurs des communautés",
            type=["xlsx", "ods", "csv", "zip"],
            accept_multiple_files=True,
            key=f"{_FILES}_{turn}",
        )
    with right:
        listed = st.file_uploader(
            "La liste de vos codes (facultatif)",
            type=["xlsx", "ods", "csv"],
            key=f"{_CODES}_{turn}",
            help=typeset(
                "Celle qu'« Inviter » vous a donnée. Un classeur qui porte le nom d'un repère répond à son invitation ; "
                "les autres en reçoivent une nouvelle."
            ),
        )
    without = _left_out(own, turn)
    consent = st.checkbox(
        typeset("Chaque communauté a donné son accord, indicateur par indicateur"), key=f"{_CONSENT}_{turn}"
    )
    given: dict[str, str] = session.chosen(federation_ruling.GIVEN, {})
    known = all(one.name in given for one in dropped) or not campaigns.received(base, ruling.administrator)[1]
    others = known or st.checkbox(
        typeset(
            "Les classeurs sans code sont ceux d'autres communautés que celles qui ont déjà contribué (sinon elles "
            "compteraient deux fois)"
        ),
        key=f"{_OTHERS}_{turn}",
    )
    ready = bool(dropped) and consent and others and len(without) < len(own.asked)
    pressed = st.button(
        "Charger les classeurs",
        key="federation_charger",
        type="primary",
        disabled=not ready,
    )
    if pressed and dropped:
        _load(base, ruling, [(one.name, one.getvalue()) for one in dropped], listed, without)
        st.rerun()  # what stands above is told again, with what has just come in
    _report(own)


def _left_out(own: Campaign, turn: int) -> list[str]:
    """Let what these communities did not agree to send be left in their workbooks: its ids."""
    with st.expander("Une communauté n’accepte pas tout", icon=":material/checklist:"):
        st.caption(
            typeset(
                "Décochez ce que ces communautés n'ont pas accepté d'envoyer. Chargez à part celles qui ont accepté autre "
                "chose, ou laissez chacune contribuer avec son code."
            )
        )
        return [
            one.id
            for rank, one in enumerate(own.asked)
            if not st.checkbox(plain(one.label), value=True, key=f"{_AGREED}_{turn}_{rank}")
        ]


def _load(base: Store, ruling: Ruling, dropped: Files, listed: object, without: Sequence[str]) -> None:
    """Load every file, each kept in the report as soon as it is done."""
    kept: list[Report] = []
    session.keep(federation_ruling.REPORT, kept)
    given: dict[str, str] = session.chosen(federation_ruling.GIVEN, {})
    bar = st.progress(0.0, text="Ouverture des fichiers…")
    try:
        files = _unpacked(dropped, kept)
        codes = {**given, **codes_for([name for name, _ in files], _listed(listed))}
        reports = loading.load(
            base,
            ruling.administrator,
            [(name, _giving(content)) for name, content in files],
            codes=codes,
            at=federation_ruling.now(),
            without=without,
        )
        for done, report in enumerate(reports, 1):
            kept.append(report)  # before the bar moves: whoever leaves the page meanwhile loses no code
            made = report.file not in codes  # a code that came with a file and is wrong is not to be kept
            if report.code is not None and (made or report.state != REFUSED):
                given[report.file] = report.code
                session.keep(federation_ruling.GIVEN, given)
            bar.progress(done / len(files), text=f"{number(done, 0)} sur {number(len(files), 0)}")
    except (ListError, RefusedError, CampaignError, StoreError) as refusal:
        kept.extend(Report(_name_of(listed), REFUSED, line, None, ()) for line in str(refusal).splitlines())
    bar.empty()
    if any(
        one.state != REFUSED for one in kept
    ):  # the zones are empty again: nothing is loaded twice by a second press
        session.keep(_TURN, int(session.chosen(_TURN, 0)) + 1)


def _unpacked(dropped: Files, kept: list[Report]) -> Files:
    """The workbooks of what was dropped, archives taken apart; those that cannot be are in the report."""
    files: Files = []
    for name, content in dropped:
        try:
            files += loading.unpacked(name, content)
        except RefusedError as refusal:
            kept.append(Report(name, REFUSED, typeset(str(refusal)), None, ()))
    most = limits().batch.files
    for name, _ in files[most:]:
        sentence = (
            f"Un chargement prend {number(most, 0)} fichiers au plus. Chargez celui-ci avec les suivants."
        )
        kept.append(Report(name, REFUSED, sentence, None, ()))
    return _distinct(files[:most])


def _distinct(files: Files) -> Files:
    """Name two files of one name apart, so that each keeps its own code."""
    seen: dict[str, int] = {}
    named: Files = []
    for name, content in files:
        seen[name] = seen.get(name, 0) + 1
        named.append((name if seen[name] == 1 else f"{name} ({seen[name]})", content))
    return named


def _giving(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _listed(listed: object) -> dict[str, str]:
    return {} if listed is None else codes_of(listed.name, listed.getvalue())  # type: ignore[attr-defined]


def _name_of(listed: object) -> str:
    return str(getattr(listed, "name", "ce chargement"))


def _report(own: Campaign) -> None:
    """Draw what came of each file: refusals in words, then what was received."""
    kept: Sequence[Report] = session.chosen(federation_ruling.REPORT, [])
    if not kept:
        return
    refused = [one for one in kept if one.state == REFUSED]
    st.subheader(plain(_finding(kept, refused)), anchor=False)
    for one in refused[:_TOLD]:
        st.markdown(f"- **{plain(one.file)}**{NBSP}: {plain(one.sentence)}")
    if len(refused) > _TOLD:
        st.caption(typeset(f"Et {len(refused) - _TOLD} autres, dans le tableau à télécharger."))
    received = [one for one in kept if one.state != REFUSED]
    table = pd.DataFrame(
        [
            {"file": one.file, "outcome": _outcome(one, len(own.asked)), "code": one.code}
            for one in [*received, *refused]
        ],
        columns=[column.name for column in COLUMNS],
    )
    if received:
        shown = table.head(len(received))
        federation_tables.draw(shown, COLUMNS, title="Classeurs chargés", name="classeurs_charges")
    display.download(table, COLUMNS, title="Classeurs chargés", name="classeurs_charges")
    if any(one.code for one in kept):
        st.caption(
            typeset(
                "Gardez ce tableau : il n'est écrit nulle part. Avec son code, une communauté relit, remplace ou retire "
                "sa contribution jusqu'au gel ; rechargés dans cette session, ses fichiers remplacent les premiers."
            )
        )


def _finding(kept: Sequence[Report], refused: Sequence[Report]) -> str:
    loaded = len(kept) - len(refused)
    if not refused:
        return count(loaded, "classeur est chargé", "classeurs sont chargés")
    say = f"{count(loaded, 'classeur est chargé', 'classeurs sont chargés')}, {count(len(refused), 'fichier est refusé', 'fichiers sont refusés')}"
    return typeset(say)


def _outcome(one: Report, asked: int) -> str:
    if one.state == REFUSED:
        return typeset(f"Refusé : {one.sentence}")
    word = {LOADED: "Contribution reçue", REPLACED: "Contribution remplacée"}[one.state]
    return typeset(f"{word} : {count(len(one.indicators), 'indicateur')} sur {asked}")
