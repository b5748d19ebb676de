"""Négociation: what each clause is worth, what can be held, what to ask, and the file for the dialogue."""

from pages._shared import frame, negotiation
from pages._shared.wording import question

frame.page(question("Que défendre, et sur quoi s’appuyer"), "Négociation")
frame.context_bar()
if not frame.nothing_loaded():
    negotiation.draw()
