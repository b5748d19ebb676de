"""Projection: the years ahead, month by month, with and without the variable part, and how sure they are."""

from pages._shared import frame, projection
from pages._shared.wording import question

frame.page(question("De quoi vivrons-nous"), "Projection")
frame.context_bar(share=projection.uses_share())
if not frame.nothing_loaded():
    projection.draw()
