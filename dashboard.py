"""Accueil: load, check, headline; also the application that `streamlit run` serves."""

import streamlit as st

from pages._shared import server


def home() -> None:
    """Draw the home page: what to do when nothing is loaded, else the headline and what to check."""
    from pages._shared import frame, overview, session, welcome  # noqa: PLC0415  the server must not wait for them
    from pages._shared.wording import question  # noqa: PLC0415

    frame.page(question("Où en est votre ACI"), "Accueil")
    if session.files():
        frame.context_bar()
        overview.draw()
    else:
        welcome.draw()


if __name__ == "__main__":  # a session runs the page
    home()
else:  # the server imports the file once, for the application it serves
    app = st.App("dashboard.py", **server.settings())
