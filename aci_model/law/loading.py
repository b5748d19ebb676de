"""The law as a whole: every text, scenario and word of its folder, read once and checked together."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from aci_model.law.ceilings import Shelf, stock
from aci_model.law.faults import UNKNOWN, LawError
from aci_model.law.fold import Book, bind, contradictions, in_force, in_order, stray_withdrawals
from aci_model.law.scenarios import Scenario, Share, clause_of, parse_scenario, spread, validate_scenario
from aci_model.law.texts import Text, parse
from aci_model.law.vocabulary import Vocabulary, parse_vocabulary
from aci_model.wording import NBSP, euros

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path


_File = TypeVar("_File", Text, Scenario)


@dataclass(frozen=True, eq=False, slots=True)
class Law:
    """Everything the law says, before any day is chosen.

    Attributes:
        texts: in the order in which they apply.
        missions: mission, label, short, kind, kind_label, rank, since, source, confidence, names (list of spellings),
            latest_start_months, full_deployment_months (missing: free or unknown), in the accord's order.
        parts: part, label, short, paid, definition, rank, source, confidence, names.
        sizes: size_class, label.
        scenarios: id -> Scenario, as the files of `scenarios` give them.
        vocabulary: missions, parts and sizes as read, against which texts and scenarios are checked.
        book: every row of every text in date order, what `fold` reads.
        shelf: the ceilings folded for every period between two changes, what `ceilings` reads.
    """

    texts: tuple[Text, ...]
    missions: pd.DataFrame
    parts: pd.DataFrame
    sizes: pd.DataFrame
    scenarios: dict[str, Scenario]
    vocabulary: Vocabulary
    book: Book
    shelf: Shelf


@functools.cache
def load() -> Law:
    """Read the law that comes with the library; read once, shared, never to be changed."""
    return load_from(resources.files("aci_model.law"))


def load_from(directory: Path | Traversable) -> Law:
    """Read the law of a folder: `missions.toml`, `texts/*.toml`, `scenarios/*.toml`.

    Raises:
        LawError: with every fault of every file; then, when each file is right alone, with what they contradict.
    """
    words = directory / "missions.toml"
    vocabulary = parse_vocabulary(_content(words), words.name)
    faults: list[str] = []
    texts = _read(directory / "texts", lambda source, name: parse(source, name, vocabulary), faults)
    scenarios = _read(
        directory / "scenarios", lambda source, name: parse_scenario(source, name, vocabulary), faults
    )
    if faults:
        raise LawError(faults)
    return assemble(texts, scenarios, vocabulary)


def assemble(texts: list[Text], scenarios: list[Scenario], vocabulary: Vocabulary) -> Law:
    """Put texts and scenarios together, whatever their order.

    Raises:
        LawError: two files share an id, a mission is owed since a text that is not there, a text withdraws what no
            text gave, a total is not the sum of its parts.
    """
    files: list[Text | Scenario] = [*texts, *scenarios]
    faults = [*_shared_ids(files), *_unknown_origins(texts, vocabulary)]
    book = bind(texts)
    if not faults:
        faults = _contradictions(texts, book, vocabulary)
    if faults:
        raise LawError(faults)
    return Law(
        texts=tuple(sorted(texts, key=in_order)),
        missions=_with_deadlines(vocabulary.missions, book),
        parts=vocabulary.parts,
        sizes=vocabulary.sizes,
        scenarios={scenario.id: scenario for scenario in sorted(scenarios, key=lambda scenario: scenario.id)},
        vocabulary=vocabulary,
        book=book,
        shelf=stock(book, vocabulary),
    )


def scenario(
    share: float = 1.0,
    *,
    mission: str | None = None,
    shares: Sequence[Share] = (),
    crisis: bool = False,
    title: str = "Votre hypothèse",
    law: Law | None = None,
) -> Scenario:
    """Build a scenario from a slider, through the validator of the files: the same position gives the same euros.

    Args:
        share: what is paid of the parts that follow results, 0-1.
        mission: the only mission the share bears on; None for all.
        shares: clauses that patch that share, in order: for one mission, for some years.
        crisis: whether the ARS is supposed to recognise a crisis.
        title: how the legend names it.
        law: the law whose missions count; the library's own by default.

    Raises:
        LawError: a share outside 0-1, a mission the law does not know, years out of order.
    """
    clauses = [Share("attained", float(share), mission), *shares]
    document = {
        "kind": "scenario",
        "id": "choisi",
        "title": title,
        "statement": "Hypothèse choisie à l’écran.",
        "crisis": crisis,
        "share": [clause_of(each) for each in clauses],
    }
    return validate_scenario(document, title, (law or load()).vocabulary)


def shares(scenario: Scenario, law: Law, year: int | None = None) -> pd.DataFrame:
    """Say what a scenario pays of every part of every mission; see `scenarios.spread`.

    Returns:
        mission, part, paid, share (0-1), every mission × part in the accord's order.
    """
    return spread(scenario, law.vocabulary, year)


def _read(folder: Path | Traversable, reader: Callable[[str, str], _File], faults: list[str]) -> list[_File]:
    made = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            try:
                made.append(reader(_content(file), file.name))
            except LawError as error:
                faults.extend(error.faults)
    return made


def _contradictions(texts: list[Text], book: Book, vocabulary: Vocabulary) -> list[str]:
    origin = {text.id: text.origin for text in texts}
    sums = [
        f"{origin[text]}, {place}{NBSP}: les parts font {euros(summed)}, le total imprimé est de {euros(said)}. "
        f"Corrigez le montant fautif, ou écrivez le total «{NBSP}{UNKNOWN}{NBSP}»."
        for text, place, summed, said in contradictions(book, vocabulary)
    ]
    strays = [
        f"{origin[text]}, {place}{NBSP}: aucun texte antérieur ne donne cette part. Retirez cette ligne, ou corrigez-la."
        for text, place in stray_withdrawals(book)
    ]
    bounds = (
        [] if book["sizes"] else [f"texts{NBSP}: aucun texte ne donne les bornes des tailles ([[size]])."]
    )
    return sums + strays + bounds


def _with_deadlines(missions: pd.DataFrame, book: Book) -> pd.DataFrame:
    rows = {row["mission"]: row for row in in_force(book, "deadlines", None)}
    columns = {
        name: [rows.get(mission, {}).get(name) for mission in missions["mission"]]
        for name in ("latest_start_months", "full_deployment_months")
    }
    return missions.assign(**{name: pd.array(values, dtype="Int64") for name, values in columns.items()})


def _content(file: Path | Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LawError([f"{file.name}{NBSP}: ce fichier manque."]) from None
    except UnicodeDecodeError:
        raise LawError([f"{file.name}{NBSP}: ce fichier n’est pas en UTF-8. Enregistrez-le ainsi."]) from None


def _shared_ids(files: list[Text | Scenario]) -> list[str]:
    holder: dict[str, str] = {}
    faults = []
    for file in files:
        if file.id in holder:
            named = f"«{NBSP}{file.id}{NBSP}»"
            faults.append(f"{file.origin}{NBSP}: l’identifiant {named} est déjà celui de {holder[file.id]}.")
        holder.setdefault(file.id, file.origin)
    return faults


def _unknown_origins(texts: list[Text], vocabulary: Vocabulary) -> list[str]:
    ids = {text.id for text in texts}
    pairs = zip(vocabulary.missions["mission"], vocabulary.missions["since"], strict=True)
    return [
        f"missions.toml, {mission}{NBSP}: aucun texte n’a l’identifiant «{NBSP}{since}{NBSP}»."
        for mission, since in pairs
        if since not in ids
    ]
