"""What was understood of a foreign sheet, told as problems: to know, to confirm, or asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aci_model import wording
from aci_model.reading.kept import announce_unknown
from aci_model.reading.layout.blocks import SUBTITLE, TITLE, TOTAL
from aci_model.reading.layout.plan import ROLES, SURE, meaning_name, percentage
from aci_model.reading.problems import ERROR, INFO, WARNING, Problem, places
from aci_model.reading.text import letters, quoted

if TYPE_CHECKING:
    from aci_model.reading.layout.apply import Applied
    from aci_model.reading.layout.plan import ColumnPlan
    from aci_model.reading.names import Names

LEFT = {
    TOTAL: ("de total ou de sous-total", "ne sont pas comptées une seconde fois"),
    TITLE: ("qui ne portent que le titre d'une mission", "donnent la mission des lignes qui suivent"),
    SUBTITLE: ("qui ne portent qu'un titre", "sont laissées de côté"),
}


def announce(file: str, applied: Applied, names: Names, problems: list[Problem], *, told: bool) -> None:
    """Tell how a foreign sheet was read.

    Args:
        file: the file's name.
        applied: the sheet read under a plan.
        names: accepted spellings.
        problems: where this is added.
        told: a person gave the plan; nothing is left to confirm.
    """
    plan, table = applied.plan, applied.table
    read = [column for column in plan.columns if column.meaning]
    listed = ", ".join(
        f"{letters(column.column)} {meaning_name(plan.role, column.meaning, names)}" for column in read
    )
    how = "lue d'après votre correspondance" if told else "dans une autre forme que le modèle"
    problems.append(
        table.about(
            INFO,
            f"Cette feuille est {how}{wording.NBSP}: {ROLES[plan.role]}, titres ligne {plan.header}.",
            f"Colonnes lues{wording.NBSP}: {listed}. Corrigez la correspondance si ce n'est pas cela.",
        )
    )
    if not told:
        problems.extend(_to_confirm(file, applied, column, names) for column in read if column.score < SURE)
    asked = {column.column for column in plan.columns if column.asked}
    problems.extend(_asked(file, applied, column) for column in plan.columns if column.asked)
    unknown: list[Problem] = []
    announce_unknown(table, unknown)
    problems.extend(problem for problem in unknown if problem.column not in asked)
    _announce_rows(applied, problems)
    _announce_mission(applied, names, problems, told=told)
    if applied.above:
        problems.append(_above(applied))
    problems.extend(_unsure(file, applied, column) for column in applied.unsure)
    problems.extend(_cheap(file, applied, column) for column in applied.cheap)


def _to_confirm(file: str, applied: Applied, column: ColumnPlan, names: Names) -> Problem:
    meaning = meaning_name(applied.plan.role, column.meaning, names)
    message = (
        f"La colonne {quoted(column.title or letters(column.column))} est lue comme {quoted(meaning)}"
        f" ({percentage(column.score)} sûr{wording.NBSP}: {column.reason})."
    )
    done = "Confirmez la correspondance, ou corrigez-la si ce n'est pas cela."
    return Problem(file, applied.table.sheet, applied.table.header, column.column, WARNING, message, done)


def _asked(file: str, applied: Applied, column: ColumnPlan) -> Problem:
    message = (
        f"La colonne {quoted(column.title or letters(column.column))} porte des valeurs, mais son sens n'est"
        f" pas sûr{wording.NBSP}: {column.reason}."
    )
    done = "Elle n'est pas lue. Dites dans la correspondance ce qu'elle contient."
    return Problem(file, applied.table.sheet, applied.table.header, column.column, ERROR, message, done)


def _unsure(file: str, applied: Applied, column: int) -> Problem:
    title = applied.table.headers.get(column, letters(column))
    message = f"La colonne {quoted(title)} est en{wording.NBSP}% mais ses nombres ne dépassent pas 1{wording.NBSP}: 0,7 peut se lire 0,7{wording.NBSP}% ou 70{wording.NBSP}%."
    done = f"Ils ne sont pas utilisés. Saisissez-les avec le signe{wording.NBSP}%."
    return Problem(file, applied.table.sheet, applied.table.header, column, ERROR, message, done)


def _cheap(file: str, applied: Applied, column: int) -> Problem:
    title = applied.table.headers.get(column, letters(column))
    message = f"Les montants de la colonne {quoted(title)} semblent trop petits pour des euros{wording.NBSP}: ils sont peut-être en milliers."
    done = f"Ils sont lus en euros. Écrivez k€ dans le titre de la colonne s'ils sont en milliers, ou le signe{wording.NBSP}€ dans les cases."
    return Problem(file, applied.table.sheet, applied.table.header, column, WARNING, message, done)


def _above(applied: Applied) -> Problem:
    rows = [str(row) for row in applied.above]
    several = len(rows) > 1
    message = f"{wording.count(len(rows), 'ligne')} au-dessus des titres {'semblent' if several else 'semble'} porter des données (ligne{'s' if several else ''} {places(rows)})."
    done = "Rien au-dessus des titres n'est lu. Corrigez la ligne des titres si ce n'est pas la bonne."
    table = applied.table
    return Problem(table.file, table.sheet, applied.above[0], 0, WARNING, message, done)


def _announce_rows(applied: Applied, problems: list[Problem]) -> None:
    table = applied.table
    for why, (what, done) in LEFT.items():
        rows = [str(row) for row, reason in sorted(applied.left.items()) if reason == why]
        if not rows:
            continue
        several = len(rows) > 1
        message = f"{wording.count(len(rows), 'ligne')} {what if several else _one(what)} (ligne{'s' if several else ''} {places(rows)})."
        told = f"Elles {done}." if several else f"Elle {_one(done)}."
        first = int(rows[0])
        problems.append(Problem(table.file, table.sheet, first, 0, INFO, message, told))


_SINGULAR = {
    "portent": "porte",
    "comptées": "comptée",
    "sont": "est",
    "donnent": "donne",
    "laissées": "laissée",
}


def _one(words: str) -> str:
    return " ".join(_SINGULAR.get(word, word) for word in words.split(" ")).replace("ne est", "n'est")


def _announce_mission(applied: Applied, names: Names, problems: list[Problem], *, told: bool) -> None:
    plan, table = applied.plan, applied.table
    if plan.mission and not told:
        label = names.labels["mission"].get(plan.mission, plan.mission)
        message = f"Toutes les lignes sont rattachées à {quoted(label)}{wording.NBSP}: {plan.reason}."
        problems.append(table.about(INFO, message, "Corrigez la correspondance si ce n'est pas cela."))
    if applied.filled:
        rows = [str(row) for row in applied.filled]
        message = f"Mission{wording.NBSP}: {wording.count(len(rows), 'case vide', 'cases vides')} (ligne{'s' if len(rows) > 1 else ''} {places(rows)})."
        done = "La mission écrite au-dessus vaut pour ces lignes. Remplissez les cases si ce n'est pas cela."
        problems.append(table.about(INFO, message, done))
