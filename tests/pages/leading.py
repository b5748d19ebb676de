"""A room as it is led: its facilitator's page, its wall, and tables that seal without being looked at."""

from __future__ import annotations

from aci_model import law
from aci_model.workshop import answers, cases, doors, rooms
from aci_model.workshop.scenario import chosen, counted_on
from tests.building import done, dossier
from tests.pages.phones import HOSTILE, Room, now, opened

GUESSES = {"minimal": 123_457.0, "ambitious": 234_569.0}  # amounts no screen has any other reason to show
LINES = (
    done("acces_aux_soins", 1000, label="Ligne A", nature="quantitatif"),
    done("prevention", 537, label=HOSTILE, nature="qualitatif"),
)


def contract():
    """A contract of two lines: 1 000 € in access to care, 537 € in prevention."""
    return cases.of_contract(dossier(*LINES, size_class=3), law.load(), "Contrat")


class Led(Room):
    """A room and the key of who leads it."""

    def __init__(self):
        self.case = contract()
        self.workshop, self.key = doors.open_workshop(
            self.store, "Atelier d'essai", cases.to_record(self.case), now()
        )
        self.code = self.workshop.code
        self.facilitator = doors.facilitator(self.store, self.code, self.key, now())

    def lead(self):
        """The facilitator's page."""
        return opened(atelier=self.code, cle=self.key)

    def wall(self):
        return opened(atelier=self.code, ecran="1")

    def now(self):
        return rooms.workshop(self.store, self.facilitator)

    def sealed(self, name, *lines, share=0.31, guess=GUESSES):
        """A table that guessed, composed and sealed."""
        seat = self.sit(name)
        if self.now().round == "attente":
            self.go("estimer")
        answers.save_guess(self.store, seat, guess, now())
        if self.now().round == "estimer":
            self.go("composer")
        record = counted_on(share)
        for line in lines:
            record |= chosen(line, chance=0.73)
        answers.save_scenario(self.store, seat, record, now())
        answers.seal(self.store, seat, now())
        return seat
