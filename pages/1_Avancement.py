"""Avancement: where each line stands between its initial value, its steps and its target."""

from aci_model.report import standing
from pages._shared import display, frame, progress, views
from pages._shared.wording import question

frame.page(question("Sur quoi avançons-nous"), "Avancement")
frame.context_bar()
if not frame.nothing_loaded():
    lines = views.lines()
    display.answer(standing.progress(lines))
    progress.draw(lines)
