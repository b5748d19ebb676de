"""Comparaison: one's own place among communities, what one sends to be compared, and what is promised."""

from pages._shared import comparison, frame
from pages._shared.wording import question

frame.page(question("Où nous situons-nous, sans exposer personne"), "Comparaison")
frame.context_bar()
comparison.draw()
