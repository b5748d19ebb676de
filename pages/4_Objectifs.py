"""Objectifs: how many objectives to take on, which to give up, and what is counted or told."""

from pages._shared import frame, objectives
from pages._shared.wording import question

frame.page(question("Combien d’objectifs se fixer"), "Objectifs")
frame.context_bar()
if not frame.nothing_loaded():
    objectives.draw()
