"""Part variable: what has been done, in euros, by mission and by line."""

from pages._shared import frame

frame.page("Que vaut ce que nous avons fait\u202f?", "Part variable")
frame.context_bar()
frame.nothing_loaded()
