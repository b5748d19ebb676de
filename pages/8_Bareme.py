"""Barème: the texts, their amounts, sources and doubts."""

from pages._shared import frame

frame.page("D’où viennent ces chiffres\u202f?", "Barème")
