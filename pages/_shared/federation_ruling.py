"""Who rules a campaign in this session, and what is kept of it: nothing of it is shared, nor in a link."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from aci_model.wording import typeset
from pages._shared import federation_accounts, session
from pages._shared.wording import plain

if TYPE_CHECKING:
    from aci_model.peers.doors import Administrator

CODES = "federation_codes"  # made and not yet said to be kept
REPORT = "federation_rapport"  # what came of each file of the last loading
GIVEN = "federation_codes_fichiers"  # file -> code, of the loadings of this session
RESULTS = "federation_resultats"  # what the campaign published
_RULING = "federation_regie"
_DONE = "federation_fait"
_REFUSED = "federation_refus"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What lets this session rule a campaign.

    Attributes:
        administrator: of one campaign.
        account: whether an account let it in; it must still be there.
    """

    administrator: Administrator
    account: bool


def now() -> dt.datetime:
    """Give the server's moment."""
    return dt.datetime.now(dt.UTC)


def ruling() -> Ruling | None:
    """Give what lets this session rule a campaign; None without any, or once its account left."""
    held: Ruling | None = session.chosen(_RULING, None)
    if held is not None and held.account and federation_accounts.person() is None:
        leave()
        return None
    return held


def enter(administrator: Administrator, *, account: bool = False) -> None:
    """Keep who rules which campaign, in this session alone."""
    leave()
    session.keep(_RULING, Ruling(administrator, account))


def leave() -> None:
    """Forget which campaign is ruled, and all that was seen of it."""
    for key in (_RULING, _DONE, _REFUSED, CODES, REPORT, GIVEN, RESULTS):
        session.keep(key, None)


def refuse(place: str, sentence: str) -> None:
    """Keep why something was refused, to be said once at the place where it was asked."""
    session.keep(_REFUSED, (place, sentence))


def say_refused(place: str) -> None:
    """Say why what was just asked at this place was refused, once."""
    asked, sentence = session.chosen(_REFUSED, ("", ""))
    if sentence and asked == place:
        st.error("  \n".join(map(plain, sentence.splitlines())), icon=":material/error:")
        session.keep(_REFUSED, None)


def done(sentence: str) -> None:
    """Keep a sentence on what was just done, to be said once at the top of the campaign."""
    session.keep(_DONE, typeset(sentence))


def say_done() -> None:
    """Say what was just done, once."""
    sentence = session.chosen(_DONE, "")
    if sentence:
        st.success(plain(sentence), icon=":material/check:")
        session.keep(_DONE, None)
