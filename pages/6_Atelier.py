"""Atelier: the room that works together; the address says which face of it to draw."""

from pages._shared import workshop_entry

workshop_entry.draw()
