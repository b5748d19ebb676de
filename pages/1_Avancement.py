"""Avancement: where each line stands between its initial value, its steps and its target."""

from aci_model.report import standing
from pages._shared import display, frame, own_path, progress, views
from pages._shared.wording import question

frame.page(question("Sur quoi avançons-nous"), "Avancement")
frame.context_bar()
if not frame.nothing_loaded():
    lines = views.lines()
    display.answer(views.own_path(lines).say if own_path.chosen() else standing.progress(lines))
    if not lines.empty:
        own_path.switch()
    progress.draw(lines)
