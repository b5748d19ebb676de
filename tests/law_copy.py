"""A copy of the library's law that a test may spoil, and a text nobody signed to drop into it."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

FOLDER = Path(str(resources.files("aci_model.law")))
NAME = "avenant_9.toml"


def head(signed="2030-01-10", published="2030-02-10", effective="2030-03-10", checked="2030-04-10"):
    """The first lines of an avenant, days as toml writes them."""
    return f"""
kind = "text"
id = "avenant_9"
label = "Avenant 9"
title = "Avenant 9, inventé pour les tests"
reference = "aucune"
source = "inventée"
confidence = "C"
signed = {signed}
published = {published}
effective = {effective}
checked = {checked}
"""


HEAD = head()
AMOUNT = """
[[amount]]
mission = "parcours"
part = "fixe"
taille_1 = 1_000
taille_2 = 2_000
taille_3 = 3_000
taille_4 = 4_000
source = "inventée"
confidence = "C"
"""


def copied(into):
    """Copy the library's law into an empty folder, and give that folder."""
    for name in ("texts", "scenarios"):
        shutil.copytree(FOLDER / name, into / name)
    shutil.copy(FOLDER / "missions.toml", into)
    return into


def added(folder, text, name=NAME):
    """Drop a text into a copy of the law, and give the copy."""
    (folder / "texts" / name).write_text(text, encoding="utf-8")
    return folder
