"""Projection: the years to come, with and without the variable part."""

from pages._shared import frame

frame.page("De quoi vivrons-nous\u202f?", "Projection")
frame.context_bar(share=True)
frame.nothing_loaded()
