"""Two people on one server, each with a file of the same name: nothing of one ever reaches the other."""

from __future__ import annotations

from aci_model.wording import euros
from tests import contract_a
from tests.browser import journey
from tests.browser.driver import open_app

MARK = "Marque-4417-reconnaissable"
LINES = (
    "communauté;année;mission;indicateur;type;nature;montant 1;résultat;commentaire\n"
    f"CPTS {MARK};2026;qualite;Ligne {MARK};livrable;qualitatif;4417;fait;Note {MARK}\n"
)


def heard(page):
    """Keep every frame of the page's websockets, in both directions."""
    frames = []

    def keep(payload):
        frames.append(payload if isinstance(payload, bytes) else payload.encode())

    def listen(socket):
        socket.on("framereceived", keep)
        socket.on("framesent", keep)

    page.on("websocket", listen)
    return frames


def told(frames, page, words):
    """Whether words reached this person: through the wire or on the page as it stands."""
    return any(words.encode() in frame for frame in frames) or words in page.content()


def test_what_one_person_loads_never_reaches_another(visitor):
    first, second = visitor(), visitor()
    to_first, to_second = heard(first), heard(second)
    open_app(first)
    open_app(second)
    journey.drop(second, ("contrat.csv", LINES.encode()))
    journey.drop(first, ("contrat.csv", contract_a.with_results(contract_a.reached)))
    journey.choose_reading(first, "tout ou rien")
    for name in ("Part variable", "Projection"):
        journey.go(second, name)
        journey.go(first, name)
        assert "tout ou rien" in journey.bar(first)
        assert "lecture du contrat" in journey.bar(second)  # nor does a choice
    assert "Taux de dépistage" in "".join(frame.decode(errors="replace") for frame in to_first)
    assert told(to_second, second, MARK)  # what is looked for can be found
    assert told(to_first, first, contract_a.BREAST)
    assert not told(to_first, first, MARK)
    assert not told(to_second, second, contract_a.BREAST)
    assert not told(to_second, second, euros(122_500))
    journey.go(first, "Accueil")
    journey.go(second, "Accueil")
    assert journey.figures(first)["Acquis"] == euros(122_500)
    assert journey.figures(second)["Acquis"] == euros(4_417)
    assert not told(to_first, first, MARK)
