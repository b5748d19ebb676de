"""Avancement: where each line stands between its initial value, its steps and its target."""

from pages._shared import frame

frame.page("Sur quoi avançons-nous\u202f?", "Avancement")
frame.context_bar()
frame.nothing_loaded()
