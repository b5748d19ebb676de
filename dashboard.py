"""Accueil: load, check, headline; also the application that `streamlit run` serves."""

import streamlit as st

from pages._shared import server


def home() -> None:
    """Draw the home page: load, check, headline."""
    from pages._shared import frame  # noqa: PLC0415  the server's own start must not wait for it

    frame.page("Où en est votre ACI\u202f?", "Accueil")


if __name__ == "__main__":  # a session runs the page
    home()
else:  # the server imports the file once, for the application it serves
    app = st.App("dashboard.py", **server.settings())
