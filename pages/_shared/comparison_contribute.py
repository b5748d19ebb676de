"""« Contribuer »: what would leave the workbook, one consent an answer; sent, replaced or withdrawn until the freeze."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from aci_model.peers import campaigns, contributions
from aci_model.peers.campaigns import OPEN, PUBLISHED, CampaignError
from aci_model.store import StoreError, keys
from aci_model.wording import NBSP, count, missing, typeset
from pages._shared import comparison_door as door
from pages._shared import comparison_own, database, display, frame, session, sheets
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from aci_model.peers.campaigns import Campaign
    from aci_model.peers.campaigns_own import Own
    from aci_model.peers.contributions import Indicator
    from aci_model.peers.doors import Contributor

_AGREED = "comparaison_accord_"  # followed by a hash of the campaign's id and the rank of what it asks
_FAILED = "comparaison_echec"
NEVER_LEAVES = (
    "aucun euro : ni enveloppe, ni dépense, ni montant d'une ligne ;",
    "aucun nom : ni celui de la communauté, ni celui d'une personne, ni celui du fichier ;",
    "ni la population, ni le nombre exact d'objectifs, ni la date de signature ;",
    "ni vos preuves, ni vos questions, ni rien de ce que vous avez écrit.",
)


def draw() -> None:
    """Draw the view."""
    own = door.seen()
    if own is None:
        _at_the_door()
        return
    display.answer(_answer(own))
    door.draw_campaign(own)
    _say_failure()
    if own.received_at is not None:
        st.caption(plain(_receipt(own)))
    if own.campaign.state != OPEN:
        _kept(own)
    elif session.community() is None:
        frame.nothing_loaded()
        _kept(own)
        _withdrawal(own)
    else:
        _to_send(own)
        _withdrawal(own)
    with st.expander("Ce qui ne part jamais", icon=":material/lock:"):
        st.markdown(sheets.bullets([typeset(words) for words in NEVER_LEAVES]))
        st.markdown(plain(" ".join(contributions.grounds())))
        st.markdown(
            typeset(
                "Votre fédération a joint à votre code ce qui permet de vous comparer à des communautés semblables : "
            )
            + f"**{plain(door.kin(own.attributes))}**."
        )


def _at_the_door() -> None:
    if door.who() is None:
        display.answer("Un code de votre fédération ouvre la campagne.")
        door.draw()
        st.markdown(
            sheets.bullets(
                [
                    "La page montre exactement ce qui quitterait votre classeur, réponse par réponse.",
                    typeset("Rien n'est coché d'avance : vous choisissez ce qui part."),
                    typeset(
                        "Jusqu'au gel de la campagne, vous pouvez remplacer ou retirer ce que vous avez envoyé."
                    ),
                ]
            )
        )
    else:
        display.answer("La campagne ne peut pas être lue pour l’instant.")


def _answer(own: Own) -> str:
    sent = own.sent
    if own.campaign.state != OPEN:
        closed = "publiée" if own.campaign.state == PUBLISHED else "gelée"
        return typeset(
            f"La campagne est {closed} : {count(len(sent), 'réponse')} de vous y {'compte' if len(sent) == 1 else 'comptent'}."
            if sent
            else f"La campagne est {closed}, et rien de vous n'y est."
        )
    if sent is not None:
        return typeset(
            f"Votre contribution est conservée : {count(len(sent), 'réponse')} sur {len(own.campaign.asked)}."
        )
    if own.received_at is not None:
        return typeset("Votre contribution est retirée : il n'en reste aucune réponse.")
    return typeset("Rien n'est encore parti : choisissez ce que vous envoyez.")


def _receipt(own: Own) -> str:
    assert own.received_at is not None  # asked only then
    did = "Retiré" if own.sent is None else "Conservé"
    return f"{did} {door.moment(own.received_at)}."


def _kept(own: Own) -> None:
    """Show what the store has of one's own, to read only."""
    if not own.sent:
        return
    st.subheader("Ce que vous avez envoyé", anchor=False)
    for one in own.campaign.asked:
        if one.id in own.sent:
            st.markdown(f"**{plain(one.told(own.sent[one.id]))}** · {plain(one.label)}")


def _to_send(own: Own) -> None:
    said = comparison_own.said(own.campaign)
    if said.answers is None:
        st.markdown(plain(said.trouble))
        return
    asked = own.campaign.asked
    values = dict(zip(said.answers["indicator"], said.answers["value"], strict=True))
    known = [rank for rank, one in enumerate(asked) if not missing(values[one.id])]
    for rank in known:  # an earlier answer to the same question is found again; nothing else is ticked before
        key = _key(own.campaign, rank)
        session.keep(key, session.chosen(key, own.consents.get(asked[rank].id, False)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader("Ce qui partirait de votre classeur", anchor=False, width="stretch")
        st.button(
            "Tout accepter",
            type="tertiary",
            icon=":material/done_all:",
            on_click=_accept,
            args=(own.campaign, known),
            disabled=not known,
        )
    st.caption(
        typeset(
            "Pour l'année en vue, comme le contrat se lit, quelle que soit la lecture choisie ici. Cochez ce que vous "
            "acceptez d'envoyer ; le reste ne part pas."
        )
    )
    with st.container(key="comparaison_reponses", gap="small"):
        for rank, one in enumerate(asked):
            _question(own, rank, one, values[one.id])
    _mismatch(own, said.attributes)
    agreed = [asked[rank].id for rank in known if session.chosen(_key(own.campaign, rank), False)]
    _button(own, said.answers, agreed)


def _question(own: Own, rank: int, one: Indicator, value: float) -> None:
    """Draw one thing asked: its consent, and in it the very words of what would leave."""
    told = one.told(value)
    if missing(value):
        st.markdown(f":gray[{plain(one.label)} · {plain(told)}]")
        return
    before = (own.sent or {}).get(one.id)
    changed = "" if before is None or one.told(before) == told else f"déjà envoyé{NBSP}: {one.told(before)}"
    st.checkbox(
        sheets.with_remark(f"**{plain(told)}** · {plain(one.label)}", changed, " "),
        key=_key(own.campaign, rank),
        persist_state="session",
    )


def _mismatch(own: Own, here: Mapping[str, str | None]) -> None:
    """Say when the workbook is of another size, region or seniority than the code."""
    other = [name for name, said in own.attributes.items() if said and here.get(name) not in {None, said}]
    if not other:
        return
    code, workbook = (door.kin({name: told[name] for name in other}) for told in (own.attributes, here))
    st.warning(
        plain(
            typeset(
                f"Votre code dit : {code} ; votre classeur : {workbook}. Signalez-le à votre fédération avant le gel : "
                "vous seriez comparés à des communautés qui ne vous ressemblent pas. Ce que dit le classeur ne part pas."
            )
        ),
        icon=":material/info:",
    )


def _button(own: Own, answers: pd.DataFrame, agreed: Sequence[str]) -> None:
    replaces = own.sent is not None
    how_many = count(len(agreed), "réponse")
    said = (
        typeset("Cochez au moins une réponse")
        if not agreed
        else (f"Remplacer par {how_many}" if replaces else f"Envoyer {how_many}")
    )
    st.button(
        said,
        key="comparaison_envoyer",
        type="primary" if agreed else "secondary",  # a primary one that is disabled hides its words
        icon=":material/send:",
        disabled=not agreed,
        on_click=_send,
        args=(answers, agreed),
    )


def _withdrawal(own: Own) -> None:
    if own.sent is None:
        return
    with st.popover("Retirer ma contribution", icon=":material/undo:", type="tertiary"):
        st.markdown(
            typeset(
                "Toutes vos réponses seront effacées de la campagne. Vous pourrez contribuer à nouveau jusqu'au gel."
            )
        )
        st.button("Oui, retirer", type="primary", on_click=_withdraw)


def _key(campaign: Campaign, rank: int) -> str:
    # It reaches the browser: with the id itself, a contributor could hammer the federation's door and keep it shut.
    return f"{_AGREED}{keys.subject('consent', campaign.id)[:16]}_{rank}"


def _accept(campaign: Campaign, ranks: Sequence[int]) -> None:
    for rank in ranks:
        session.keep(_key(campaign, rank), True)


def _send(answers: pd.DataFrame, agreed: Sequence[str]) -> None:
    """Send the very answers the person was shown, those agreed to."""
    _write(lambda who: campaigns.contribute(database.store(), who, answers, agreed, door.now()))


def _withdraw() -> None:
    _write(lambda who: campaigns.withdraw(database.store(), who, door.now()))


def _write(do: Callable[[Contributor], None]) -> None:
    """Write to the store, and keep why it failed for the next look."""
    who = door.who()
    if who is None:  # another tab of this session has left the campaign
        return
    try:
        do(who)
    except (CampaignError, StoreError) as failure:
        session.keep(_FAILED, str(failure))


def _say_failure() -> None:
    failure = session.chosen(_FAILED, "")
    if failure:
        st.error(plain(failure), icon=":material/error:")
        session.keep(_FAILED, None)
