"""Accounts of a federation's staff (OpenID Connect, through `st.login`), where the server's owner configured them.

`.streamlit/secrets.toml` needs Streamlit's own `[auth]` and the accounts that are let in:

    [federation]
    comptes = ["prenom.nom@federation.example", "identifiant-donne-par-le-fournisseur"]

Without both, nothing of it shows. SECURITY.md says what an account may do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.errors import StreamlitAPIException, StreamlitAuthError

from aci_model.wording import typeset
from pages._shared.wording import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_OWN = "comptes"
_PROVIDER_KEYS = {"client_id", "server_metadata_url"}


def required() -> bool:
    """Tell whether this server has accounts: opening a campaign then takes one."""
    return bool(_allowed()) and bool(_section("auth"))


def person() -> str | None:
    """Give what names whoever is logged in with an account that is let in; None for anybody else."""
    if not required() or not st.user.get("is_logged_in"):
        return None
    return allowed(st.user.to_dict(), _allowed())


def allowed(claims: Mapping[str, Any], accounts: Collection[str]) -> str | None:
    """Give the account somebody's claims are those of.

    Args:
        claims: of the identity token, checked by `st.login`.
        accounts: those let in: the provider's own identifier (`sub`), or an address the provider says it verified;
            an address it did not verify is whatever its owner typed.
    """
    subject, address = str(claims.get("sub") or ""), str(claims.get("email") or "").strip()
    if subject and "@" not in subject and subject in accounts:
        return address or subject
    known = {account.strip().casefold() for account in accounts if "@" in account}
    return address if claims.get("email_verified") is True and address.casefold() in known else None


def draw() -> None:
    """Draw the way in and the way out of an account; nothing where none is configured."""
    if not required():
        return
    found = person()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if found is not None:
            st.markdown(f"Connexion{chr(0xA0)}: **{plain(found)}**", width="content")
            st.button("Se déconnecter", type="tertiary", icon=":material/logout:", on_click=st.logout)
        elif st.user.get("is_logged_in"):
            st.warning(
                typeset(
                    "Ce compte n'est pas de ceux de la fédération, ou son adresse n'est pas vérifiée par qui le tient. "
                    "Connectez-vous avec un autre, ou faites-le ajouter par la personne qui tient ce serveur."
                ),
                icon=":material/person_off:",
            )
            st.button("Se déconnecter", type="tertiary", icon=":material/logout:", on_click=st.logout)
        else:
            _ways_in()


def _ways_in() -> None:
    for provider in _providers():
        label = (
            "Se connecter avec un compte de la fédération"
            if provider is None
            else f"Se connecter : {provider}"
        )
        if st.button(
            plain(typeset(label)), icon=":material/login:", type="primary", key=f"connexion_{provider}"
        ):
            _log_in(provider)


def _log_in(provider: str | None) -> None:
    try:
        st.login(provider)
    except (StreamlitAuthError, StreamlitAPIException):
        st.error(
            typeset(
                "La connexion par compte est mal configurée. Prévenez la personne qui tient ce serveur ; la clé de la "
                "campagne ouvre toujours."
            )
        )


def _providers() -> list[str | None]:
    """The providers configured: the unnamed one, or those that have a name."""
    auth = _section("auth")
    named = [name for name, of in auth.items() if hasattr(of, "keys") and _PROVIDER_KEYS & set(of.keys())]
    return [None, *named] if _PROVIDER_KEYS & set(auth) else list(named)


def _allowed() -> tuple[str, ...]:
    found = _section("federation").get(_OWN, ())
    named = [found] if isinstance(found, str) else found
    return tuple(account for account in named if isinstance(account, str))


def _section(name: str) -> Mapping[str, Any]:
    """A section of the server's secrets; empty when there is none."""
    if not st.secrets.load_if_toml_exists():
        return {}
    found: Mapping[str, Any] = st.secrets.get(name, {})
    return found
