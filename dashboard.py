"""Accueil: load, check, headline; also the application that `streamlit run` serves."""

import streamlit as st

from pages._shared import server


def home() -> None:
    """Draw the home page."""
    from pages._shared import frame, session  # noqa: PLC0415  the server's own start must not wait for them

    frame.page("Où en est votre ACI\u202f?", "Accueil")
    frame.context_bar()
    st.file_uploader(
        "Déposez le classeur de votre contrat",
        accept_multiple_files=True,
        key=session.drop_zone_key(),
        on_change=session.take_dropped,
    )


if __name__ == "__main__":  # a session runs the page
    home()
else:  # the server imports the file once, for the application it serves
    app = st.App("dashboard.py", **server.settings())
