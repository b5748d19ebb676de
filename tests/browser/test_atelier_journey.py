"""A whole workshop in real browsers, on both engines, its server killed in the middle; and what each screen heard."""

from __future__ import annotations

import functools
import io
from contextlib import ExitStack
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
import pytest

from aci_model.store import open_store
from aci_model.workshop import answers, cases, doors, rooms
from aci_model.workshop.outcome import outcome
from aci_model.workshop.scenario import scenario_of
from pages._shared import workshop_state
from tests import postgres
from tests.browser import atelier_gestures as gestures
from tests.browser.atelier import Host, People, forms
from tests.browser.atelier_gestures import comes, tap

TITLE = "Combien d’objectifs pour demain ?"
ODD, CALM, HOSTILE = "", "Les Tilleuls", "=1+1 <b>Érable</b> ![x](http://a.fr/x)"
GUESSES = {
    ODD: ("83 417", "291 653"),
    CALM: ("118309 €", "305771"),
    HOSTILE: ("97,531 k€", "312\u202f467 €"),
}
GUESSED = {
    ODD: {"minimal": 83_417, "ambitious": 291_653},
    CALM: {"minimal": 118_309, "ambitious": 305_771},
    HOSTILE: {"minimal": 97_531, "ambitious": 312_467},
}
# What each table chose, gesture by gesture, as its record has it.
COMPOSED = {
    ODD: {"objective/o5": 0.75, "objective/o7": True, "mission/qualite": False, "share": 0.65},
    CALM: {"objective/o17": True, "objective/o18": 0.25, "share": 0.30},
    HOSTILE: {"objective/o5": 0.95, "objective/o25": True, "mission/accompagnement": True, "share": 0.0},
}
TEXT = "=HYPERLINK(\"http://a.fr\") <script>document.title='pris'</script> ![x](http://a.fr/x.png)"
QUESTION = "@SUM(A1) Qui compte ? <img src=x onerror=\"document.title='pris'\">"
STRANGER, WALL, LEADER = "stranger", "wall", "leader"


def even(text):
    """A text with plain spaces and apostrophes, whatever French typography made of them."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


class Play:
    """The workshop as it was played: who was there, what they heard until when, what the room kept and gave out."""

    def __init__(self, browser, database, folder, stack):
        self.host = Host(folder, database, stack)
        self.host.start()
        self.people = People(browser, self.host, stack)
        self.store = open_store(database)
        stack.callback(self.store.close)
        self.before_reveal, self.after_kill, self.papers, self.ended = {}, {}, {}, {}
        self._open()
        self._guess()
        self._compose_and_kill()
        self._compose_the_rest()
        self._reveal()
        self._discuss()
        self._close()

    # --- the room ---

    def _open(self):
        self.leader = self.people.arrive(LEADER, 1366, 850)
        self.code = gestures.opened(self.leader, TITLE)
        self.wall = self.people.arrive(WALL, 1920, 1080)
        self.stranger = self.people.phone(STRANGER)
        self.tables = {name: self.people.phone(name) for name in GUESSES}
        come = {self.wall: "&ecran=1", self.stranger: ""} | dict.fromkeys(self.tables.values(), "")
        for page, face in come.items():  # all at once, as in a room
            page.goto(f"/Atelier?atelier={self.code}{face}", wait_until="commit")
        for name, page in self.tables.items():
            gestures.joins(page, name)
        self.links = {name: page.url for name, page in self.tables.items()}
        comes(self.wall, "3 tables présentes")
        comes(self.stranger, "Nom de votre table")

    def _guess(self):
        gestures.goes(self.leader, "Lancer l’estimation", "Estimer")
        gestures.starts_timer(self.leader)
        for name, page in self.tables.items():
            comes(page, "À vue de nez")
            gestures.guesses(page, *GUESSES[name])
        comes(self.wall, "Tout le monde a répondu")

    def _compose_and_kill(self):
        gestures.goes(self.leader, "Passer à la composition", "Composer")
        calm, odd = self.tables[CALM], self.tables[ODD]
        gestures.at_mission(calm, 2)
        gestures.takes(calm, "o17")
        gestures.takes(calm, "o18", "25")
        gestures.counts_on(calm, 30)
        gestures.seals(calm)
        gestures.at_mission(odd, 1)
        gestures.takes(odd, "o5", "75")
        gestures.takes(odd, "o7")
        with self.people.server_away():
            self.host.kill()
            self.after_kill["records"] = {name: self.own(name) for name in GUESSES}
            self.host.start()
            self._rejoin()
        self.after_kill["screens"] = {name: page.url for name, page in self.tables.items()}

    def _rejoin(self):
        """One phone, the leader, the wall and the stranger wait; another reloads; the third comes back as another phone."""
        for page in (self.tables[ODD], self.leader, self.wall, self.stranger):
            gestures.reconnected(page)
        self.tables[CALM].reload()
        comes(self.tables[CALM], "est enregistré et ne change plus")
        self.tables[HOSTILE].context.close()
        self.tables[HOSTILE] = self.people.phone(HOSTILE)
        self.tables[HOSTILE].goto(self.links[HOSTILE])
        comes(self.tables[HOSTILE], "Mission 1 sur")

    def _compose_the_rest(self):
        odd, hostile = self.tables[ODD], self.tables[HOSTILE]
        gestures.at_mission(odd, 4)
        gestures.keeps(odd)
        gestures.keeps(odd, keep=False)
        gestures.counts_on(odd, 65)
        gestures.seals(odd)
        gestures.takes(hostile, "o5", "95")
        gestures.at_mission(hostile, 3)
        gestures.takes(hostile, "o25")
        gestures.at_mission(hostile, 5)
        gestures.keeps(hostile)
        gestures.counts_on(hostile, 0)
        gestures.seals(hostile)
        comes(self.wall, "Tout le monde a scellé")
        comes(self.leader, "Tout le monde a scellé")
        self.before_reveal = {who: len(line.frames) for who, line in self.people.lines.items()}
        self.sealed = {name: self.own(name) for name in GUESSES}

    def _reveal(self):
        gestures.goes(self.leader, "Révéler à tous", "Révéler")
        for page in self.tables.values():
            comes(page, "Votre estimation et le calcul")
        for place in range(2, 5):
            tap(self.wall, "Suivant", f"{place} sur 4")
        comes(self.leader, "Ce que la salle a trouvé")

    def _discuss(self):
        gestures.goes(self.leader, "Ouvrir la discussion", "Discuter")
        for page in self.tables.values():
            comes(page, "Qu’avons-nous choisi")
        gestures.writes(self.tables[HOSTILE], "Nos choix", TEXT)
        gestures.writes(self.tables[CALM], "Nos choix", "Deux lignes sûres.")
        gestures.asks(self.tables[HOSTILE], QUESTION, "la CPAM")
        gestures.asks(self.tables[ODD], "Qui paie les bilans ?", "l’ARS")
        gestures.views(self.leader, "Questions", "questions en suspens")
        gestures.views(self.leader, "Fiches", "Table par table")
        gestures.views(self.leader, "Documents", "à emporter")
        self.papers = {label: gestures.taken(self.leader, label) for label in ("Compte rendu", "Données")}

    def _close(self):
        tap(self.leader, "Clore l’atelier", "Les tables n’écriront plus")
        tap(self.leader, "Clore maintenant", "L’atelier est clos")
        for page in self.tables.values():
            tap(page, gestures.GO_ON, "Cet atelier est terminé")
        newcomer = self.people.phone("late")
        newcomer.goto(f"/Atelier?atelier={self.code}")
        self.ended["told"] = comes(newcomer, "terminé").locator("body").inner_text()

    # --- what is known of it ---

    def own(self, name):
        """What the database holds of a table."""
        token = parse_qs(urlsplit(self.links[name]).query)["table"][0]
        seat = doors.seat(self.store, self.code, token, workshop_state.now())
        return answers.own(self.store, seat)

    def secrets(self, name):
        """Every odd value that only this table could say before the reveal, in every form it may be written in."""
        guess = [form for amount in GUESSED[name].values() for form in forms(amount)]
        return [*guess, *(form for amount in self.worth(name) for form in forms(amount))]

    @functools.cached_property
    def case(self):
        """What the tables worked on, as the room keeps it."""
        key = parse_qs(urlsplit(self.leader.url).query)["cle"][0]
        who = doors.facilitator(self.store, self.code, key, workshop_state.now())
        return cases.of_record(rooms.workshop(self.store, who).case)

    def worth(self, name):
        """What a table's scenario brings: amounts no other table's screen computes."""
        found = outcome(self.case, scenario_of(self.case, self.sealed[name]["scenario"]))
        return [round(found.expected), round(found.counted)]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def play(request, browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("atelier")
    with ExitStack() as stack:
        if request.param == "sqlite":
            address = f"sqlite:///{folder / 'essai.sqlite3'}"
        else:
            address = stack.enter_context(postgres.database(request.getfixturevalue("postgres_server")))
        yield Play(browser, address, folder, stack)


def test_everybody_comes_back_after_kill_9_and_no_answer_said_to_be_kept_is_lost(play):
    odd, calm, hostile = (play.after_kill["records"][name] for name in GUESSES)
    assert [one["guess"] for one in (odd, calm, hostile)] == list(GUESSED.values())
    assert calm["scenario"] == COMPOSED[CALM]
    assert calm["sealed_at"] is not None
    assert odd["scenario"] == {"objective/o5": 0.75, "objective/o7": True}  # in the middle of composing
    assert odd["sealed_at"] is None
    assert hostile["scenario"] is None
    assert play.after_kill["screens"] == play.links  # the same links, whoever reloaded or waited


def test_what_each_table_chose_before_and_after_is_what_it_sealed(play):
    meant = {name: scenario_of(play.case, record) for name, record in COMPOSED.items()}
    assert {name: scenario_of(play.case, own["scenario"]) for name, own in play.sealed.items()} == meant
    assert {name: own["guess"] for name, own in play.sealed.items()} == GUESSED
    assert all(own["sealed_at"] is not None for own in play.sealed.values())
    since = {name: play.own(name) for name in GUESSES}
    assert all(since[name]["scenario"] == own["scenario"] for name, own in play.sealed.items())


@pytest.mark.parametrize("name", GUESSES, ids=["drawn name", "plain name", "hostile name"])
def test_nobody_hears_a_tables_values_before_the_reveal(play, name):
    secrets, until = play.secrets(name), play.before_reveal
    heard = {
        who: line.holds(secrets, until=until[who])
        for who, line in play.people.lines.items()
        if who in until and who != name
    }
    assert heard == {who: [] for who in (LEADER, WALL, STRANGER, *GUESSES) if who != name}
    # The same search finds them where they were said: the guess as its hand typed it, and what it brings.
    own = play.people.lines[name].holds(secrets, until=until[name])

    assert all(set(forms(amount)) & set(own) for amount in (*GUESSED[name].values(), *play.worth(name)))


def test_nobody_but_a_table_hears_which_lines_it_chose_before_the_reveal(play):
    """The room's screens do not even name the lines; the tables all choose among the same."""
    chosen = [
        b"atelier_objectif_o",
        b"atelier_chance_o",
        b"Chance d",
        "Médecins volontaires recensés".encode(),
    ]
    lines, until = play.people.lines, play.before_reveal
    assert {who: lines[who].holds(chosen, until=until[who]) for who in (WALL, STRANGER)} == {
        WALL: [],
        STRANGER: [],
    }
    assert lines[ODD].holds(chosen, until=until[ODD]) == chosen


def test_after_the_reveal_the_room_hears_all_of_it(play):
    lines, since = play.people.lines, play.before_reveal
    for amounts in ([guess["minimal"], play.worth(name)[0]] for name, guess in GUESSED.items()):
        for amount in amounts:
            for who in (WALL, LEADER):
                assert lines[who].holds(forms(amount), since=since[who]), (who, amount)
    assert lines[CALM].holds(
        forms(play.worth(ODD)[0]), since=since[CALM]
    )  # the least of the room, on each phone


def test_the_documents_open_and_hold_what_the_tables_wrote_as_text(play):
    report = docx.Document(io.BytesIO(play.papers["Compte rendu"]))
    words = "\n".join(
        [paragraph.text for paragraph in report.paragraphs]
        + [cell.text for table in report.tables for row in table.rows for cell in row.cells]
    )
    missed = [
        text
        for text in (TITLE, CALM, HOSTILE, TEXT, QUESTION, "Qui paie les bilans")
        if even(text) not in even(words)
    ]
    assert missed == []
    book = openpyxl.load_workbook(io.BytesIO(play.papers["Données"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    held = {even(str(cell.value)) for cell in cells if cell.data_type == "s"}
    assert {CALM, even(HOSTILE)} <= held
    assert any(even(QUESTION) in text for text in held)
    said = (HOSTILE, TEXT, QUESTION)
    assert not [
        cell
        for cell in cells
        if cell.data_type == "f" and any(even(one) in even(str(cell.value)) for one in said)
    ]
    values = {cell.value for cell in cells if isinstance(cell.value, (int, float))}
    assert set(GUESSED[ODD].values()) <= values


def test_a_closed_workshop_takes_nobody_in_and_nothing_was_run(play):
    assert "Cet atelier est terminé" in even(play.ended["told"])
    screens = [play.leader, play.wall, *play.tables.values()]
    assert all(page.title() != "pris" for page in screens)
    assert not any(page.locator("img[src='x'], img[src*='a.fr']").count() for page in screens)
    assert play.people.faults + play.host.server.errors() == []
